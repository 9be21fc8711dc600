"""The proof: the search from both ends, called in steps."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartelera.engines.filming.order import ends
from cartelera.engines.filming.order.bits import ENDLESS, MOST_BITS, Play, play_of
from cartelera.engines.filming.order.ends import GOAL, HEAP, LEAST, STATES, Search
from cartelera.engines.filming.order.merge import Merged
from cartelera.engines.filming.order.price import desk, packing

Numbers = NDArray[np.int64]
STEP = 200  # states between two looks at the clock


@dataclass(frozen=True, slots=True)
class Proof:
    """What the search found out about the core of a problem."""

    order: tuple[int, ...] | None  # of the core's scenes; None if none is below what was known
    least: int  # no order holds for less
    settled: bool
    nodes: int


def fits(core: Merged) -> bool:
    """Say whether a core is small enough for the bits of a number."""
    return len(core.days) <= MOST_BITS and len(core.day_rates) <= MOST_BITS


def bits_of(core: Merged) -> Play:
    """Return a core in bits."""
    cast = [sum(1 << actor for actor in actors) for actors in core.cast]
    return play_of(
        np.array(core.days, np.int64),
        np.array(cast, np.int64),
        np.array(core.day_rates, np.int64),
    )


def prove(
    core: Merged, below: int, may_go_on: Callable[[], bool], most_bytes: int = 1_500_000_000
) -> Proof:
    """Find the order that holds least, if any holds for less than `below`.

    may_go_on   asked every few thousand states; the search stops with what it has on False
    most_bytes  that its tables may take
    """
    if len(core.days) < 2:
        return Proof(tuple(range(len(core.days))) if below > 0 else None, 0, True, 1)
    play = bits_of(core)
    room = desk(len(core.days), len(core.day_rates))
    search = _begin(len(core.days), below)
    settled = False
    while not settled:
        settled = ends.go_on(play, search, room, STEP)
        if not settled and not (may_go_on() and _bytes(search) * 2 < most_bytes):
            break
        search = _room_for_more(search)
    goal = int(search.tally[GOAL])
    return Proof(
        order=_order_to(search, goal, len(core.days)) if goal >= 0 else None,
        least=min(int(search.tally[LEAST]), below),
        settled=settled,
        nodes=int(search.tally[STATES]),
    )


def root_bound(core: Merged) -> int:
    """Return the bound on what a core holds before any scene is placed."""
    play, scenes = bits_of(core), len(core.days)
    return packing(play, (1 << scenes) - 1, 0, 0, 0, desk(scenes, len(core.day_rates)))


def _begin(scenes: int, below: int) -> Search:
    states, waiting = 40 * STEP, 160 * STEP
    search = Search(
        first=np.zeros(states, np.int64),
        last=np.zeros(states, np.int64),
        held=np.zeros(states, np.int64),
        rest=np.zeros(states, np.int64),
        parent=np.zeros(states, np.int64),
        scene=np.zeros(states, np.int64),
        opened=np.zeros(states, np.int64),
        slots=np.full(_slots(states), -1, np.int64),
        keys=np.zeros(waiting, np.int64),
        waiting=np.zeros(waiting, np.int64),
        tally=np.array([0, 1, min(below, ENDLESS // ends.DEPTHS // 2), 0, -1], np.int64),
        chain=np.zeros((3, max(scenes, 1) + 1), np.int64),
    )
    ends.index(search)
    ends.push(search, 0, ends.OPENING)
    return search


def _slots(states: int) -> int:
    return 1 << (2 * states).bit_length()


def _bytes(search: Search) -> int:
    return sum(part.nbytes for part in search)


def _room_for_more(search: Search) -> Search:
    """Return the search with longer tables where one is nearly full."""
    states = int(search.tally[STATES])
    if states + STEP > len(search.first):
        longer = [np.concatenate([part, np.zeros_like(part)]) for part in search[:7]]
        search = search._replace(**dict(zip(Search._fields, longer, strict=False)))
        search = search._replace(slots=np.full(_slots(2 * states + STEP), -1, np.int64))
        ends.index(search)
    if 2 * search.tally[HEAP] > len(search.keys):
        search = search._replace(
            keys=np.concatenate([search.keys, np.zeros_like(search.keys)]),
            waiting=np.concatenate([search.waiting, np.zeros_like(search.waiting)]),
        )
    return search


def _order_to(search: Search, state: int, scenes: int) -> tuple[int, ...]:
    """Return the whole order that a last state stands for."""
    steps = []
    at = state
    while at > 0:
        steps.append((int(search.scene[at]), int(search.parent[at])))
        at = int(search.parent[at])
    front: list[int] = []
    back: list[int] = []
    for scene, parent in reversed(steps):
        # a state may be the mirror of its parent's: the sides go by their sets, not by name
        first = int(search.first[parent])
        last = int(search.last[parent])
        if _bits(front) != first or _bits(back) != last:
            front, back = back, front
        (front if first.bit_count() <= last.bit_count() else back).append(scene)
    left = [scene for scene in range(scenes) if scene not in (*front, *back)]
    return (*front, *left, *reversed(back))


def _bits(scenes: list[int]) -> int:
    return sum(1 << scene for scene in scenes)
