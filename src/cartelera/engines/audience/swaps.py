"""Why a title is in a set and another is not: what the nearest swap would change."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from cartelera.engines.audience.choice import Option

_MOST_OUT = 2  # titles that make room for one


@dataclass(frozen=True, slots=True)
class Swap:
    """A change of a set that the budget allows, and what it brings: more, or less than 0."""

    leave: tuple[str, ...]  # titles that go
    enter: tuple[str, ...]  # titles that come
    cost: float
    home: float
    abroad: float
    covers: int


def swaps_of(
    options: Sequence[Option], names: Sequence[str], budget: float
) -> Mapping[str, Swap | None]:
    """Return the nearest swap of each title: of one in a set out of it, of any other into it.

    options  every title to choose from, by a name that no other has
    names    those of the set

    The nearest is the one that loses least, each measure as a part of what all options have.
    A title that leaves makes room for one other or for none; one that enters takes the room
    of as few as it can. None: the budget allows no such swap.
    """
    inside = frozenset(names)
    made = [option for option in options if option.name in inside]
    others = [option for option in options if option.name not in inside]
    change = _Change(options, made, budget)
    found: dict[str, Swap | None] = {}
    for title in made:
        found[title.name] = change.nearest(
            [((title,), ()), *(((title,), (o,)) for o in others)]
        )
    for title in others:
        found[title.name] = None
        for room in range(_MOST_OUT + 1):
            swap = change.nearest((some, (title,)) for some in combinations(made, room))
            if swap is not None:
                found[title.name] = swap
                break
    return found


class _Change:
    """Weighs changes of one set."""

    def __init__(
        self, options: Sequence[Option], made: Sequence[Option], budget: float
    ) -> None:
        self._left = budget - sum(option.cost for option in made)
        self._met = Counter(term for option in made for term in option.covers)
        self._home = sum(option.home for option in options) or 1.0
        self._abroad = sum(option.abroad for option in options) or 1.0
        self._terms = len(frozenset().union(*(option.covers for option in options))) or 1

    def nearest(
        self, tried: Iterable[tuple[tuple[Option, ...], tuple[Option, ...]]]
    ) -> Swap | None:
        """Return the affordable change that loses least, of those (leaving, entering)."""
        swaps = (self._swap(leave, enter) for leave, enter in tried)
        return min(
            (swap for swap in swaps if swap.cost <= self._left + 1e-6),
            key=self._loss,
            default=None,
        )

    def _swap(self, leave: tuple[Option, ...], enter: tuple[Option, ...]) -> Swap:
        came = frozenset().union(*(option.covers for option in enter))
        went = Counter(term for option in leave for term in option.covers)
        lost = sum(
            self._met[term] == count and term not in came for term, count in went.items()
        )
        return Swap(
            tuple(option.name for option in leave),
            tuple(option.name for option in enter),
            sum(o.cost for o in enter) - sum(o.cost for o in leave),
            sum(o.home for o in enter) - sum(o.home for o in leave),
            sum(o.abroad for o in enter) - sum(o.abroad for o in leave),
            sum(term not in self._met for term in came) - lost,
        )

    def _loss(self, swap: Swap) -> tuple[float, float]:
        """Return what a change loses, and then what it brings, as something to make small."""
        parts = (swap.home / self._home, swap.abroad / self._abroad, swap.covers / self._terms)
        return -sum(min(part, 0.0) for part in parts), -sum(parts)
