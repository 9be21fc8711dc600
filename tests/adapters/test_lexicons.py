"""The lexicons are complete, and a fault in one is said plainly."""

from typing import Any

from pytest import mark, raises

from cartelera.adapters.lexicons import LANGUAGES, lexicons
from cartelera.engines.announce.lexicon import lexicon_from
from cartelera.vocabulary.errors import InputError


def test_there_is_a_lexicon_for_each_language() -> None:
    assert tuple(lexicon.language for lexicon in lexicons()) == LANGUAGES


@mark.parametrize("lexicon", lexicons(), ids=LANGUAGES)
def test_every_language_says_the_kinds_that_matter(lexicon: Any) -> None:
    said = {kind.value for kind in lexicon.kinds.values()}
    assert {"series", "limited series", "film", "documentary film", "docuseries"} <= said


def test_a_lexicon_that_lacks_a_table_is_refused() -> None:
    with raises(InputError, match="the lexicon 'xx' is not understood"):
        lexicon_from({"language": "xx"}, {})
