"""Rank what a search found: where the words stand, and how whole they stand there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cartelera.vocabulary.folding import folded

# Words too common to ask for when another is given.
ARTICLES = frozenset("a al an and de del e el en la las le los of o the un una y".split())


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found of one title."""

    title: int
    names: tuple[str, ...]  # what it is called, in every language, as written
    others: str  # people, source works and places, folded


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a search, folded, without articles unless there is nothing else."""
    words = tuple(folded(text).split())
    return tuple(word for word in words if word not in ARTICLES) or words


def rank(text: str, entries: Iterable[Entry]) -> list[int]:
    """Return the titles that hold every word of the search, best first.

    A whole name comes before the beginning of one, that before whole words of a name, that
    before beginnings of words, and a name before people, source works and places. Among
    equals the shorter name comes first. Accents and case make no difference.
    """
    words = words_of(text)
    if not words:
        return []
    phrase = folded(text)
    found = []
    for entry in entries:
        names = [folded(name) for name in entry.names]
        place = min((_closeness(phrase, words, name) for name in names), default=_NOWHERE)
        everything = f"{' '.join(names)} {entry.others}"
        if place == _NOWHERE and all(word in everything for word in words):
            place = _IN_ALL if not _begins(words, everything) else _WORDS_IN_ALL
        if place < _NOWHERE:
            found.append((place, min(map(len, names), default=0), entry.title))
    return [title for _place, _length, title in sorted(found)]


_WHOLE, _START, _WORDS, _BEGINNINGS, _WORDS_IN_ALL, _INSIDE, _IN_ALL, _NOWHERE = range(8)


def _closeness(phrase: str, words: Sequence[str], name: str) -> int:
    if name == phrase:
        return _WHOLE
    if name.startswith(phrase + " "):
        return _START
    if set(words) <= set(name.split()):
        return _WORDS
    if _begins(words, name):
        return _BEGINNINGS
    return _INSIDE if all(word in name for word in words) else _NOWHERE


def _begins(words: Sequence[str], text: str) -> bool:
    padded = f" {text}"
    return all(f" {word}" in padded for word in words)
