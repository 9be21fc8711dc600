"""Rank what a search found: where the words stand, how whole, and with which slips."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from cartelera.vocabulary.folding import folded

# Words too common to ask for when another is given.
ARTICLES = frozenset("a al an and of de del e el en la las le los o the un una y".split())
FORGIVEN = 4  # letters of a word from which one slip of the fingers is forgiven
KNOWN, LENGTH = 0.7, 1.5  # what being watched and being short weigh among equals


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found of one title, or one name."""

    title: int
    names: tuple[str, ...]  # what it is called, in every language, as written
    others: str  # people, companies, source works and places, folded
    known: float = 0.0  # how often it was asked for: viewings, or credits

    @property
    def static(self) -> float:
        """Return where it stands among equals, before any letter is typed; more is better."""
        shortest = min((len(name) for name in self.names if name), default=1)
        return KNOWN * math.log1p(self.known) - LENGTH * math.log(shortest)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a search, folded, without articles unless there is nothing else."""
    words = tuple(folded(text).split())
    return tuple(word for word in words if word not in ARTICLES) or words


def rank(text: str, entries: Iterable[Entry], some: bool = False) -> list[int]:
    """Return the titles that hold every word of the search, best first.

    some  also, after those, the titles that hold some of the words

    A whole name comes before its first words, those before a name that one more letter ends,
    that before the words as typed within a name. Then comes a whole name with a letter left
    out or two that changed places, if four are typed; then the beginning of a name; then names
    with another slip: a letter too many or wrong, and last the first one, which few mistake.
    Then come names that hold the words in another order or without an article that was typed,
    and those with beginnings of the words; then people, source works and places, and those
    with slips. Among equals what is asked for more and is shorter comes first. Accents and
    case make no difference.
    """
    words = words_of(text)
    if not words:
        return []
    phrase = folded(text)
    found = []
    for entry in entries:
        names = [folded(name) for name in entry.names]
        place = min((_closeness(phrase, words, name) for name in names), default=_NOWHERE)
        if place == _NOWHERE:
            place = _elsewhere(words, f"{' '.join(names)} {entry.others}", some)
        if place < _NOWHERE:
            found.append((place, -entry.static, entry.title))
    return [title for _place, _static, title in sorted(found)]


(
    _WHOLE,
    _START,
    _ALL_BUT,
    _WORDS,
    _SWAPPED,
    _BEGINNING,
    _SLIPPED,
    _BEGUN_WRONG,
    _SCATTERED,
    _BEGINNINGS,
    _BEGUN,
    _WORDS_IN_ALL,
    _INSIDE,
    _IN_ALL,
    _SLIPS_IN_ALL,
    _SOME,
    _NOWHERE,
) = range(17)


def _closeness(phrase: str, words: Sequence[str], name: str) -> int:
    if name.startswith(phrase):
        if name == phrase:
            return _WHOLE
        if name.startswith(phrase + " "):
            return _START
        return _ALL_BUT if len(name) == len(phrase) + 1 else _BEGINNING
    if f" {phrase} " in f" {name} ":
        return _WORDS
    if set(words) <= set(name.split()):
        return min(_SCATTERED, _slipped(phrase, name))
    beginnings = _BEGINNINGS if _begins(words, name) else _NOWHERE
    inside = _INSIDE if all(word in name for word in words) else _NOWHERE
    return min(_slipped(phrase, name), beginnings, inside)


def _slipped(phrase: str, name: str) -> int:
    if len(phrase) < FORGIVEN - 1:  # of a whole name, one less: there is less it can be
        return _NOWHERE
    if abs(len(name) - len(phrase)) <= 1 and slips(phrase, name):
        if name[0] != phrase[0]:
            return _BEGUN_WRONG
        # most fingers leave a letter out or swap two: then every letter typed is in the name
        kept = len(name) > len(phrase) or sorted(name) == sorted(phrase)
        return _SWAPPED if kept and len(phrase) >= FORGIVEN else _SLIPPED
    return _BEGUN if _begun_with_a_slip(phrase, name) else _NOWHERE


def _elsewhere(words: Sequence[str], text: str, some: bool) -> int:
    if _begins(words, text):
        return _WORDS_IN_ALL
    if all(word in text for word in words):
        return _IN_ALL
    parts = text.split()
    held = [_nearly(word, parts) for word in words]
    if all(held):
        return _SLIPS_IN_ALL
    return _SOME if some and any(held) else _NOWHERE


def _nearly(word: str, parts: Sequence[str]) -> bool:
    """Say whether a word, or the beginning of one, is there, with one slip if it is long."""
    if any(part.startswith(word) for part in parts):
        return True
    return len(word) >= FORGIVEN and any(_begun_with_a_slip(word, part) for part in parts)


def _begins(words: Sequence[str], text: str) -> bool:
    padded = f" {text}"
    return all(f" {word}" in padded for word in words)


def _begun_with_a_slip(typed: str, name: str) -> bool:
    if len(name) < len(typed) - 1:
        return False
    return any(slips(typed, name[: len(typed) + more]) for more in (0, 1, -1))


def slips(typed: str, name: str) -> bool:
    """Say whether at most one letter is wrong, missing, too many, or swapped with the next."""
    return OSA.distance(typed, name, score_cutoff=1) <= 1
