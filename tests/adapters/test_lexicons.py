"""The lexicons are complete, and a fault in one is said plainly."""

import re
from pathlib import Path
from time import process_time
from typing import Any

from pytest import MonkeyPatch, mark, raises

from cartelera.adapters.lexicons import LANGUAGES, lexicons
from cartelera.engines.announce.lexicon import lexicon_from
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.kind import Role


def test_there_is_a_lexicon_for_each_language() -> None:
    assert tuple(lexicon.language for lexicon in lexicons()) == LANGUAGES


@mark.parametrize("lexicon", lexicons(), ids=LANGUAGES)
def test_every_language_says_the_kinds_that_matter(lexicon: Any) -> None:
    said = {kind.value for kind in lexicon.kinds.values()}
    assert {"series", "limited series", "film", "documentary film", "docuseries"} <= said


def test_a_house_adds_words_to_a_language(tmp_path: Path, monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setenv("CARTELERA_DATA", str(tmp_path))
    (tmp_path / "lexicon").mkdir()
    own = tmp_path / "lexicon" / "en.toml"
    own.write_text('[roles.labels]\n"megaphone" = "director"\n', encoding="utf-8")
    (english,) = (lexicon for lexicon in lexicons() if lexicon.language == "en")
    assert english.role_labels["megaphone"] is Role.DIRECTOR
    assert english.role_labels["cast"] is Role.CAST


def test_a_choice_in_a_key_is_spelt_out(tmp_path: Path, monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setenv("CARTELERA_DATA", str(tmp_path))
    (tmp_path / "lexicon").mkdir()
    own = tmp_path / "lexicon" / "en.toml"
    own.write_text('[stages]\n"(rolls|rolled) (tape|film)" = "filming"\n', encoding="utf-8")
    (english,) = (lexicon for lexicon in lexicons() if lexicon.language == "en")
    said = ("rolls tape", "rolls film", "rolled tape", "rolled film")
    assert all(english.stages[words] == "filming" for words in said)


def test_a_house_adds_outlets_to_every_language(
    tmp_path: Path, monkeypatch: MonkeyPatch
) -> None:
    monkeypatch.setenv("CARTELERA_DATA", str(tmp_path))
    (tmp_path / "lexicon").mkdir()
    own = tmp_path / "lexicon" / "shared.toml"
    own.write_text('outlets = "Marea TV"\n', encoding="utf-8")
    assert all({"marea tv", "netflix"} <= lexicon.outlets for lexicon in lexicons())


def test_a_broken_file_of_a_house_is_named(tmp_path: Path, monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setenv("CARTELERA_DATA", str(tmp_path))
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "es.toml").write_text("[roles", encoding="utf-8")
    with raises(InputError, match=r"es\.toml cannot be read"):
        lexicons()


def test_a_lexicon_that_lacks_a_table_is_refused() -> None:
    with raises(InputError, match="the lexicon 'xx' is not understood"):
        lexicon_from({"language": "xx"}, {})


def test_the_lexicons_are_made_in_a_moment(tmp_path: Path, monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setenv("CARTELERA_DATA", str(tmp_path))
    folder = tmp_path / "lexicon"
    folder.mkdir()
    (folder / "es.toml").write_text("[kinds]\nunitario = 'film'\n", encoding="utf-8")
    re.purge()  # what other tests have compiled would hide the time
    begun = process_time()
    lexicons()
    assert process_time() - begun < 3  # seconds of this process; usually a fifth of that
