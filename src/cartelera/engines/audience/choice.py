"""Which of these to make: every set under a budget that no other set betters in all three."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartelera.vocabulary.errors import InputError

MOST = 18  # titles to choose from: 262,144 sets, each of them looked at


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


def best_sets(options: Sequence[Option], budget: float) -> list[Choice]:
    """Return the front, from most at home to least.

    A set is on it when no affordable set is as good in home, abroad and range and better in
    one. Exact: every set is looked at.
    Raises InputError for more options than MOST, or a cost below nothing.
    """
    if len(options) > MOST:
        raise InputError(f"{len(options)} titles to choose from: weigh at most {MOST} at once")
    if any(option.cost < 0 for option in options):
        raise InputError("a title that costs less than nothing cannot be weighed")
    chosen = (np.arange(2 ** len(options))[:, None] >> np.arange(len(options))) & 1 == 1
    cost, home, abroad = (
        chosen @ np.array([getattr(option, part) for option in options])
        for part in ("cost", "home", "abroad")
    )
    covers = _covered(options, chosen)
    affordable = np.flatnonzero(cost <= budget)
    order = affordable[
        np.lexsort(
            (cost[affordable], -covers[affordable], -abroad[affordable], -home[affordable])
        )
    ]
    kept: list[int] = []
    farthest = np.full(covers.max(initial=0) + 1, -np.inf)  # by range: most abroad so far
    for number in order.tolist():
        if abroad[number] > farthest[covers[number]]:
            kept.append(number)
            farthest[: covers[number] + 1] = np.maximum(
                farthest[: covers[number] + 1], abroad[number]
            )
    return [
        Choice(
            tuple(options[n].name for n in np.flatnonzero(chosen[number]).tolist()),
            float(cost[number]),
            float(home[number]),
            float(abroad[number]),
            int(covers[number]),
            _alone([options[n] for n in np.flatnonzero(chosen[number]).tolist()]),
        )
        for number in kept
    ]


def _covered(options: Sequence[Option], chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
    terms = sorted(frozenset().union(*(option.covers for option in options)))
    covered = np.zeros(len(chosen), dtype=np.int64)
    for term in terms:
        has = np.array([term in option.covers for option in options])
        covered += (chosen & has).any(axis=1)
    return covered


def _alone(made: Sequence[Option]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (
            option.name,
            tuple(sorted(option.covers.difference(*(o.covers for o in made if o != option)))),
        )
        for option in made
    )
