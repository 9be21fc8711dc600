"""A text cut into words, with words that were glued together taken apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cartelera.engines.announce.lexicon import Lexicon

_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # D.J.
    r"|[^\W\d_]\.(?=\s+[^\W\d_a-zß-ÿ])"  # the G. of a name
    r"|[^\W_]+(?:(?:[’'&/+]|-(?!set\b|based\b)|\.(?=[a-z\d]))[^\W_]+)*\+?"
    r"|[^\w\s]|_"
)
_POSSESSIVE = re.compile(r"(.+)(['’]s)", re.IGNORECASE)
_GLUED = re.compile(r"([A-ZÀ-Þ][^\W\d_]+?)(the|which|and|with|that|as|que|con|para|por)")
_STROKES = re.compile(r"[/-]")
_NUMBERED = re.compile(r"\d{3,}-\d{3,}")  # a company known by its number
_PLACE_HEADS = frozenset({"city", "york", "angeles", "states", "kingdom", "republic"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a mark, where it stands in the text."""

    text: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        """Whether it begins as a name does: with a capital, or a digit before one."""
        first = self.text[0]
        if first.isdigit():
            numbered = _NUMBERED.fullmatch(self.text) is not None
            return numbered or any(c.isupper() for c in self.text)
        return first.isupper()


def words_of(text: str, start: int, end: int, lexicon: Lexicon) -> list[Word]:
    """Return the words and marks of text[start:end] in order."""
    found: list[Word] = []
    for match in _WORD.finditer(text, start, end):
        found.extend(_parts(Word(match[0], match.start(), match.end()), text, lexicon))
    return found


def _parts(word: Word, text: str, lexicon: Lexicon) -> Iterator[Word]:
    """Take a possessive or a glued word off; yield what it was made of."""
    if _STROKES.search(word.text) and (parts := _strokes(word, lexicon)):
        yield from parts
        return
    cut = _possessive(word) or _glued(word, text, lexicon)
    if cut:
        yield Word(word.text[:cut], word.start, word.start + cut)
        yield Word(word.text[cut:], word.start + cut, word.end)
    else:
        yield word


def _strokes(word: Word, lexicon: Lexicon) -> list[Word]:
    """Return the roles that strokes or hyphens part: "Director/Writer"; none otherwise."""
    parts = _STROKES.split(word.text)
    known = lexicon.roles.keys() | lexicon.role_labels.keys()
    whole = "-" in word.text and word.text.casefold() in known
    if whole or len(parts) < 2 or not all(part.casefold() in known for part in parts):
        return []
    found: list[Word] = []
    at = word.start
    for part in parts:
        if found:
            found.append(Word("/", at - 1, at))
        found.append(Word(part, at, at + len(part)))
        at += len(part) + 1
    return found


def _possessive(word: Word) -> int:
    """Return where 's begins in the word, or 0."""
    match = _POSSESSIVE.fullmatch(word.text)
    return match.end(1) if match else 0


def _glued(word: Word, text: str, lexicon: Lexicon) -> int:
    """Return where a word that lost its space falls apart, or 0.

    "Citythe" does when "City" is a word that ends names; "Hayekas" when "well as" follows.
    """
    match = _GLUED.fullmatch(word.text)
    if match is None:
        return 0
    head, tail = match[1].casefold(), match[2]
    if tail == "as":
        return match.end(1) if text.startswith(" well as", word.end) else 0
    return match.end(1) if head in _PLACE_HEADS or head in lexicon.company_marks else 0
