"""Titles that may be made, and sets of them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """A title that may be made."""

    name: str
    cost: float  # in the budget's currency
    home: float  # expected, at home: its chance to enter the list there
    abroad: float  # territories it is expected to reach
    covers: frozenset[str]  # genres, languages, regions: what it adds to the range


@dataclass(frozen=True, slots=True)
class Choice:
    """A set of titles on the front."""

    names: tuple[str, ...]
    cost: float
    home: float
    abroad: float
    covers: int
    alone: tuple[tuple[str, tuple[str, ...]], ...]  # what only one title of the set covers
    missed: float = 0.0  # home that a better set may have at most; 0: there is none


def choice_of(made: Sequence[Option], missed: float = 0.0) -> Choice:
    """Return what a set of titles comes to."""
    return Choice(
        tuple(option.name for option in made),
        sum(option.cost for option in made),
        sum(option.home for option in made),
        sum(option.abroad for option in made),
        len(frozenset().union(*(option.covers for option in made))),
        tuple(
            (
                option.name,
                tuple(
                    sorted(option.covers.difference(*(o.covers for o in made if o != option)))
                ),
            )
            for option in made
        ),
        missed,
    )
