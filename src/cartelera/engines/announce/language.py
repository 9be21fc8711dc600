"""Which language a text is in: a vote of its small words."""

import re
from collections.abc import Sequence

from cartelera.engines.announce.lexicon import Lexicon
from cartelera.vocabulary.errors import InputError

_WORD = re.compile(r"[^\W\d_]+")
ENOUGH_TEXT = 20_000  # characters that decide the vote


def lexicon_for(text: str, lexicons: Sequence[Lexicon], language: str | None) -> Lexicon:
    """Return the lexicon of the language that is asked for, or that the text votes for.

    language  a BCP 47 tag; its first part is what counts

    Raises InputError if no lexicon reads that language.
    """
    if language is not None:
        wanted = language.split("-", maxsplit=1)[0].lower()
        for lexicon in lexicons:
            if lexicon.language == wanted:
                return lexicon
        known = ", ".join(lexicon.language for lexicon in lexicons)
        raise InputError(f"no lexicon reads {language!r}; the reader knows: {known}")
    words = [word.casefold() for word in _WORD.findall(text[:ENOUGH_TEXT])]
    return max(lexicons, key=lambda x: sum(word in x.common for word in words))
