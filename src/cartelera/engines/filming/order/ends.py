# ruff: noqa: PLR0917 (compiled functions take arrays, by place)
"""The search from both ends: which scene may come next, and the states seen so far.

A state is what has been shot first and what will be shot last, each as a set. Its cheapest way
so far is kept; mirrored states are one. States are opened in the order of their bound, the
least first, so a loose bound at the start costs nothing but memory, and the least bound still
open is at every moment a bound on the whole problem.

A scene is put behind another that may stand before it in every order at no cost (exchange), and
one that would be cheaper further out on its own side (insertion). Those that are left get a
bound only when no state with a lesser one is open: until then they stand in the queue under
their parent's bound, or its packing and what of the unused a choice would hold for certain.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cartelera.engines.filming.order.bits import Play, cast_of, count, lowest, total
from cartelera.engines.filming.order.compiled import compiled
from cartelera.engines.filming.order.price import Desk, least_hold, packing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

DEPTHS = 128  # a place in the queue is bound * DEPTHS, less the scenes placed
CHOICES = 128  # what waits there is state * CHOICES + choice
OPENING = 127  # the choice that is none: open the state itself

HEAP, STATES, BEST, LEAST, GOAL = range(5)  # places in Search.tally


class Search(NamedTuple):
    """All that the search keeps between two calls."""

    first: "Numbers"  # scenes shot first, by state
    last: "Numbers"  # scenes shot last
    held: "Numbers"  # what they hold, and what is held throughout
    rest: "Numbers"  # bound on what the others hold
    parent: "Numbers"
    scene: "Numbers"  # placed on the way from the parent
    opened: "Numbers"  # 1 once it was opened at its present cost
    slots: "Numbers"  # states by their hash, -1 where free
    keys: "Numbers"  # the queue, a heap
    waiting: "Numbers"
    tally: "Numbers"
    chain: "Numbers"  # room for an order of scenes, three rows


@compiled
def push(search: Search, key: int, what: int) -> None:
    """Put something into the queue."""
    at = search.tally[HEAP]
    search.tally[HEAP] += 1
    while at > 0:
        above = (at - 1) >> 1
        if search.keys[above] <= key:
            break
        search.keys[at] = search.keys[above]
        search.waiting[at] = search.waiting[above]
        at = above
    search.keys[at] = key
    search.waiting[at] = what


@compiled
def pop(search: Search) -> int:
    """Take out what is first in the queue."""
    what = search.waiting[0]
    search.tally[HEAP] -= 1
    size = search.tally[HEAP]
    key = search.keys[size]
    moved = search.waiting[size]
    at = 0
    while True:
        below = 2 * at + 1
        if below >= size:
            break
        if below + 1 < size and search.keys[below + 1] < search.keys[below]:
            below += 1
        if search.keys[below] >= key:
            break
        search.keys[at] = search.keys[below]
        search.waiting[at] = search.waiting[below]
        at = below
    search.keys[at] = key
    search.waiting[at] = moved
    return what  # type: ignore[no-any-return]


@compiled
def slot_of(search: Search, first: int, last: int) -> int:
    """Return the slot of a state, or the free one where it belongs."""
    mixed = np.uint64(first) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= np.uint64(last) * np.uint64(0xC2B2AE3D27D4EB4F)
    mixed ^= mixed >> np.uint64(29)
    slot = np.int64(mixed & np.uint64(len(search.slots) - 1))
    while search.slots[slot] >= 0:
        state = search.slots[slot]
        if search.first[state] == first and search.last[state] == last:
            break
        slot = (slot + 1) & (len(search.slots) - 1)
    return slot  # type: ignore[return-value]


@compiled
def index(search: Search) -> None:
    """Put every state into its slot."""
    for state in range(search.tally[STATES]):
        search.slots[slot_of(search, search.first[state], search.last[state])] = state


@compiled
def worthwhile(play: Play, rest: int, seen: int, there: int) -> int:
    """Return the scenes of `rest` that no other of them may stand before at no cost.

    seen   everybody who has played on this side
    there  those of them who still have scenes in `rest` and none on the other side

    Moving scene s to just before scene t, from anywhere behind it, brings nobody earlier than t
    does, and holds in s those who are there and not in it; it may save holding in t those
    for whom s is the last.
    """
    kept = rest
    ones = rest
    while ones:
        t = lowest(ones)
        ones &= ones - 1
        others = kept & ~(1 << t)
        while others:
            s = lowest(others)
            others &= others - 1
            if play.cast[s] & ~seen & ~play.cast[t]:
                continue
            waiting = there & ~play.cast[s]
            if waiting == 0 or _spares(play, rest, there, s, t) >= play.days[s] * total(
                play.rates_of, waiting
            ):
                kept &= ~(1 << t)
                break
    return kept


@compiled
def _spares(play: Play, rest: int, there: int, s: int, t: int) -> int:
    """Return what is not held in t once s, their last, stands before it."""
    spared = 0
    actors = there & play.cast[s] & ~play.cast[t]
    while actors:
        actor = lowest(actors)
        actors &= actors - 1
        if play.scenes[actor] & rest == 1 << s:
            spared += play.rates[actor]
    return spared * play.days[t]  # type: ignore[no-any-return]


@compiled
def is_cheaper_further_out(
    play: Play, chain: "Numbers", placed: int, scene: int, after: int
) -> bool:
    """Say whether a scene, placed last on its side, would be cheaper further out.

    chain   row 0: the scenes of this side, outermost first; rows 1 and 2: room
    after   everybody who plays in what is not on this side
    """
    order, seen = chain[1], chain[2]
    for n in range(placed):
        order[n] = chain[0, n]
    order[placed] = scene
    as_it_is = _held_in(play, order, placed + 1, after, seen)
    for n in range(placed - 1, -1, -1):
        order[n + 1] = order[n]
        order[n] = scene
        if _held_in(play, order, placed + 1, after, seen) < as_it_is:
            return True
    return False


@compiled
def _held_in(play: Play, order: "Numbers", length: int, after: int, seen: "Numbers") -> int:
    """Return what an order of scenes on one side holds."""
    so_far = 0
    for n in range(length):
        seen[n] = so_far
        so_far |= play.cast[order[n]]
    held = 0
    to_come = after
    for n in range(length - 1, -1, -1):
        scene = order[n]
        held += play.days[scene] * total(play.rates_of, seen[n] & to_come & ~play.cast[scene])
        to_come |= play.cast[scene]
    return held


@compiled
def open_state(play: Play, search: Search, state: int, room: Desk) -> None:
    """Put every choice of a state into the queue."""
    first, last = search.first[state], search.last[state]
    every = (1 << len(play.days)) - 1
    rest = every & ~first & ~last
    early, late, middle = (
        cast_of(play.cast, first),
        cast_of(play.cast, last),
        cast_of(play.cast, rest),
    )
    front, back = early & middle & ~late, late & middle & ~early
    packed = packing(play, rest, front, back, early & late, room)
    at_front = count(first) <= count(last)
    seen = early if at_front else late
    there = front if at_front else back
    elsewhere = late if at_front else early
    placed = _chain(search, state, first if at_front else last)
    choices = worthwhile(play, rest, seen, there)
    while choices:
        scene = lowest(choices)
        choices &= choices - 1
        others = rest & ~(1 << scene)
        after = elsewhere | cast_of(play.cast, others)
        if is_cheaper_further_out(play, search.chain, placed, scene, after):
            continue
        certain = packed + _forced(
            play, room, others, scene, there, play.cast[scene] & elsewhere & ~seen
        )
        cost = step(play, search, state, scene, at_front)
        bound = max(search.held[state] + max(search.rest[state], certain), cost)
        if bound < search.tally[BEST]:
            choice = scene if at_front else scene + 64
            push(search, bound * DEPTHS - count(first | last) - 1, state * CHOICES + choice)


@compiled
def _chain(search: Search, state: int, side: int) -> int:
    """Write the scenes of one side into row 0 of the chain, outermost first."""
    placed = count(side)
    n = placed
    while state > 0:
        scene = search.scene[state]
        if side >> scene & 1:
            n -= 1
            search.chain[0, n] = scene
        state = search.parent[state]
    return placed


@compiled
def _forced(play: Play, room: Desk, others: int, scene: int, there: int, joined: int) -> int:
    """Return what a choice holds for certain, out of what the bound has not used.

    there   actors who are held in the scene if they are not in it
    joined  actors who with it have scenes on both sides: held in all others
    """
    held = 0
    waiting = there & ~play.cast[scene]
    while waiting:
        held += room.left[scene, lowest(waiting)]
        waiting &= waiting - 1
    while joined:
        actor = lowest(joined)
        joined &= joined - 1
        scenes = others & ~play.scenes[actor]
        while scenes:
            held += room.left[lowest(scenes), actor]
            scenes &= scenes - 1
    return held


@compiled
def step(play: Play, search: Search, state: int, scene: int, at_front: bool) -> int:
    """Return what a state with one more scene holds."""
    first, last = search.first[state], search.last[state]
    rest = ((1 << len(play.days)) - 1) & ~first & ~last
    early, late = cast_of(play.cast, first), cast_of(play.cast, last)
    seen = early if at_front else late
    elsewhere = late if at_front else early
    there = seen & ~elsewhere & cast_of(play.cast, rest)
    cost = search.held[state] + play.days[scene] * total(
        play.rates_of, there & ~play.cast[scene]
    )
    others = rest & ~(1 << scene)
    joined = play.cast[scene] & elsewhere & ~seen
    while joined:
        actor = lowest(joined)
        joined &= joined - 1
        cost += play.rates[actor] * total(play.days_of, others & ~play.scenes[actor])
    return cost  # type: ignore[no-any-return]


@compiled
def take(
    play: Play, search: Search, state: int, scene: int, at_front: bool, room: Desk
) -> None:
    """Make the state of a choice, with its bound, or the cheaper way to one that is known."""
    cost = step(play, search, state, scene, at_front)
    first, last = search.first[state], search.last[state]
    if at_front:
        first |= 1 << scene
    else:
        last |= 1 << scene
    if first > last:
        first, last = last, first
    depth = count(first | last)
    slot = slot_of(search, first, last)
    known = search.slots[slot]
    if known >= 0:
        if cost < search.held[known]:
            search.held[known] = cost
            search.parent[known] = state
            search.scene[known] = scene
            search.opened[known] = 0
            bound = cost + search.rest[known]
            if bound < search.tally[BEST]:
                push(search, bound * DEPTHS - depth, known * CHOICES + OPENING)
        return
    rest = ((1 << len(play.days)) - 1) & ~first & ~last
    early, late, middle = (
        cast_of(play.cast, first),
        cast_of(play.cast, last),
        cast_of(play.cast, rest),
    )
    bound = least_hold(
        play, rest, early & middle & ~late, late & middle & ~early, early & late, room
    )
    bound = max(bound, search.held[state] + search.rest[state] - cost)
    new = search.tally[STATES]
    search.tally[STATES] += 1
    search.first[new] = first
    search.last[new] = last
    search.held[new] = cost
    search.rest[new] = bound
    search.parent[new] = state
    search.scene[new] = scene
    search.opened[new] = 0
    search.slots[slot] = new
    if cost + bound < search.tally[BEST]:
        push(search, (cost + bound) * DEPTHS - depth, new * CHOICES + OPENING)


@compiled
def go_on(play: Play, search: Search, room: Desk, states: int) -> bool:
    """Search until it is settled, up to `states` more states; say whether it is settled.

    Settled means that tally[LEAST] is the least hold there is, of an order that ends in state
    tally[GOAL], or that nothing is below tally[BEST], where tally[GOAL] is -1.
    """
    scenes = len(play.days)
    until = min(search.tally[STATES] + states, len(search.first))
    while search.tally[HEAP] > 0:
        key = search.keys[0]
        search.tally[LEAST] = max(search.tally[LEAST], (key + DEPTHS - 1) // DEPTHS)
        if search.tally[LEAST] >= search.tally[BEST]:
            break
        if search.tally[STATES] >= until or search.tally[HEAP] + scenes >= len(search.keys):
            return False
        what = pop(search)
        state, choice = what // CHOICES, what % CHOICES
        if choice != OPENING:
            take(play, search, state, choice & 63, choice < 64, room)
            continue
        bound = search.held[state] + search.rest[state]
        depth = count(search.first[state] | search.last[state])
        if search.opened[state] or key != bound * DEPTHS - depth:
            continue
        if depth >= scenes - 1:
            search.tally[GOAL] = state
            search.tally[LEAST] = bound
            return True
        search.opened[state] = 1
        open_state(play, search, state, room)
    search.tally[LEAST] = search.tally[BEST]
    return True
