"""The problem of the order: values in, values out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from cartelera.vocabulary.errors import InputError


@dataclass(frozen=True, slots=True)
class OrderProblem:
    """Scenes to be put in order, as indices from 0.

    Every actor is paid from the first scene they play to the last. A place costs at each visit
    after the first.
    """

    name: str
    days: tuple[int, ...]  # length of each scene
    cast: tuple[frozenset[int], ...]  # actors of each scene
    day_rates: tuple[int, ...]  # of each actor
    places: tuple[int, ...] = ()  # of each scene; () where places do not count
    visit_costs: tuple[int, ...] = ()  # of each place
    before: frozenset[tuple[int, int]] = frozenset()  # (first, later)

    def __post_init__(self) -> None:
        """Raise InputError that names a part which does not fit the others."""
        scenes = len(self.days)
        if len(self.cast) != scenes or (self.places and len(self.places) != scenes):
            raise InputError(f"{self.name}: not every scene has its cast, days and place")
        for scene, cast in enumerate(self.cast):
            for actor in cast:
                if not 0 <= actor < len(self.day_rates):
                    raise InputError(
                        f"{self.name}: actor {actor} of scene {scene + 1} has no rate"
                    )
        for scene, place in enumerate(self.places):
            if not 0 <= place < len(self.visit_costs):
                raise InputError(f"{self.name}: scene {scene + 1} is at a place without a cost")
        if min(self.days, default=0) < 0 or min(self.day_rates, default=0) < 0:
            raise InputError(f"{self.name}: a length or a rate is negative")
        for pair in self.before:
            if not all(0 <= scene < scenes for scene in pair):
                raise InputError(f"{self.name}: a precedence names a scene that is not there")
        _in_turn(self)

    @property
    def worked(self) -> int:
        """Return what the cast is paid for the days they work, whatever the order."""
        return sum(
            days * sum(self.day_rates[actor] for actor in cast)
            for days, cast in zip(self.days, self.cast, strict=True)
        )


def _in_turn(problem: OrderProblem) -> None:
    """Raise InputError if the precedences go in a circle."""
    left = set(range(len(problem.days)))
    while left:
        held = {later for first, later in problem.before if first in left}
        ready = left - held
        if not ready:
            raise InputError(f"{problem.name}: the precedences go in a circle")
        left -= ready


@dataclass(frozen=True, slots=True)
class OrderAnswer:
    """An order, what it costs, and what is known of every other order."""

    order: tuple[int, ...]  # scene indices; () if none was found
    hold: int  # paid for days on which an actor waits; -1 without an order
    visits: int  # of places, after the first to each
    bound: int  # no order holds and visits for less
    proved: bool  # hold + visits is the least there is
    how: str  # the solver that settled it: "subsets", "both ends", "walk"
    nodes: int  # partial orders and states whose bound was computed, in any phase


def waits_of(problem: OrderProblem, order: Sequence[int]) -> dict[int, int]:
    """Return for how many days each actor who waits is held by an order."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for turn, scene in enumerate(order):
        for actor in problem.cast[scene]:
            first.setdefault(actor, turn)
            last[actor] = turn
    waits: dict[int, int] = {}
    for turn, scene in enumerate(order):
        for actor, begun in first.items():
            if begun < turn < last[actor] and actor not in problem.cast[scene]:
                waits[actor] = waits.get(actor, 0) + problem.days[scene]
    return waits


def hold_of(problem: OrderProblem, order: Sequence[int]) -> int:
    """Return what an order pays for days on which an actor waits.

    Source: talent hold cost, Cheng, Diamond and Lin (1993).
    """
    waits = waits_of(problem, order)
    return sum(days * problem.day_rates[actor] for actor, days in waits.items())


def returns_of(problem: OrderProblem, order: Sequence[int]) -> dict[int, int]:
    """Return how often an order goes to each place again, after the first time."""
    places = [place for place, _ in groupby(problem.places[scene] for scene in order)]
    return {place: times - 1 for place, times in Counter(places).items() if times > 1}


def visits_of(problem: OrderProblem, order: Sequence[int]) -> int:
    """Return what an order pays for visits to a place after the first to it."""
    again = returns_of(problem, order) if problem.places else {}
    return sum(times * problem.visit_costs[place] for place, times in again.items())


def kept_precedences(problem: OrderProblem, order: Sequence[int]) -> bool:
    """Say whether every scene comes after those that must be shot before it."""
    turn = {scene: n for n, scene in enumerate(order)}
    return all(turn[first] < turn[later] for first, later in problem.before)
