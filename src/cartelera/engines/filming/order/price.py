# ruff: noqa: PLR0917 (compiled functions take arrays, by place)
"""What the scenes that are left must still cost: three bounds on holding.

The strongest is a packing. Put any scene j anywhere: every actor who is not in it and has
scenes on both sides of it is held while it is shot. So if i and k lie on different sides of
j, what is paid at j is at least a cut between i and k in the graph of the actors who are
not in j, two of them joined where they share a scene. Of any three scenes one lies between
the other two; what can be sent through all three graphs at once is paid in every order.
What one triple has used is not there for the next.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cartelera.engines.filming.order.bits import ENDLESS, Play, lowest, total
from cartelera.engines.filming.order.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

FAR = 9  # actors in a path, at most
MEETS, CAME = 0, 1  # rows of Desk.paths
MOST_TOGETHER = 10  # actors whose finishing order is tried in full


class Desk(NamedTuple):
    """Room to work out a bound in."""

    left: "Numbers"  # scenes x actors: what holding them there costs and is not yet used;
    #                  in the last column, the actors for whom that is something, as bits
    paths: "Numbers"  # 2 x actors: who each shares a scene with, who came before in a path
    before: "Numbers"  # 4 x actors, rows of `left` to go back to
    listed: "Numbers"  # scenes, one by one
    actors: "Numbers"
    shot: "Numbers"  # scenes, by set of actors who have finished
    least: "Numbers"  # cost, by set of actors who have finished


def desk(scenes: int, actors: int) -> Desk:
    """Return an empty desk."""
    return Desk(
        left=np.zeros((scenes, actors + 1), np.int64),
        paths=np.zeros((2, actors), np.int64),
        before=np.zeros((4, actors + 1), np.int64),
        listed=np.zeros(64, np.int64),
        actors=np.zeros(64, np.int64),
        shot=np.zeros(1 << MOST_TOGETHER, np.int64),
        least=np.zeros(1 << MOST_TOGETHER, np.int64),
    )


@compiled
def least_hold(play: Play, rest: int, front: int, back: int, paid: int, room: Desk) -> int:
    """Return a bound on what is held while the scenes of `rest` are shot.

    rest   scenes that are left
    front  actors there from before, who still have scenes in `rest` and none after
    back   the same, from behind
    paid   actors with scenes before and after: held throughout, and counted elsewhere

    Leaves in `room.left` what the packing has not used.
    """
    packed = packing(play, rest, front, back, paid, room)
    finished = finishing(play, rest, front, room) + finishing(play, rest, back, room)
    return max(packed, finished)


@compiled
def packing(play: Play, rest: int, front: int, back: int, paid: int, room: Desk) -> int:
    """Return what triples of scenes must pay, one after another."""
    cast, left, kept, paths, listed = play.cast, room.left, room.before, room.paths, room.listed
    scenes = _spread(cast, play.days, play.rates, rest, front, back, paid, left, paths, listed)
    packed = 0
    if front and back:
        for n in range(scenes):
            packed += _send(left, paths, listed[n], front, back, ENDLESS)
    if front or back:
        packed += _pairs(cast, scenes, front, back, left, kept, paths, listed)
    packed += _triples(cast, scenes, left, kept, paths, listed)
    return packed


@compiled
def _spread(
    cast: "Numbers",
    days: "Numbers",
    rates: "Numbers",
    rest: int,
    front: int,
    back: int,
    paid: int,
    left: "Numbers",
    paths: "Numbers",
    listed: "Numbers",
) -> int:
    """Lay out every cost of holding somebody in a scene; return the number of scenes."""
    for actor in range(len(rates)):
        bit = 1 << actor
        paths[MEETS, actor] = (front if front & bit else 0) | (back if back & bit else 0)
    scenes = 0
    while rest:
        scene = lowest(rest)
        rest &= rest - 1
        listed[scenes] = scene
        scenes += 1
        for actor in range(len(rates)):
            if cast[scene] >> actor & 1:
                paths[MEETS, actor] |= cast[scene]
            free = (cast[scene] | paid) >> actor & 1
            left[scene, actor] = 0 if free else rates[actor] * days[scene]
        _tell(left, scene)
    return scenes


@compiled
def _tell(rows: "Numbers", row: int) -> None:
    """Write into the last column of a row which of the others are above 0."""
    last = rows.shape[1] - 1
    rows[row, last] = 0
    for n in range(last):
        if rows[row, n] > 0:
            rows[row, last] |= 1 << n


@compiled
def _send(
    left: "Numbers", paths: "Numbers", scene: int, ones: int, others: int, most: int
) -> int:
    """Use up to `most` of what holding between two sides costs in a scene; return how much.

    ones, others  actors on one side and on the other
    """
    sent = 0
    end = left.shape[1] - 1
    usable = left[scene, end]
    both = ones & others & usable
    while both and sent < most:
        actor = lowest(both)
        both &= both - 1
        part = min(most - sent, left[scene, actor])
        left[scene, actor] -= part
        if left[scene, actor] == 0:
            usable &= ~(1 << actor)
        sent += part
    while sent < most:
        actor = _path(paths, ones & usable, others, usable)
        if actor < 0:
            break
        last = actor
        part = most - sent
        while actor >= 0:
            part = min(part, left[scene, actor])
            actor = paths[CAME, actor]
        actor = last
        while actor >= 0:
            left[scene, actor] -= part
            if left[scene, actor] == 0:
                usable &= ~(1 << actor)
            actor = paths[CAME, actor]
        sent += part
    left[scene, end] = usable
    return sent


@compiled
def _path(paths: "Numbers", ones: int, others: int, usable: int) -> int:
    """Find the shortest path of actors; return its last, or -1. paths[CAME] leads back."""
    seen = ones
    edge = ones
    bits = ones
    while bits:
        paths[CAME, lowest(bits)] = -1
        bits &= bits - 1
    for _ in range(FAR):
        if edge & others:
            return lowest(edge & others)
        further = 0
        while edge:
            actor = lowest(edge)
            edge &= edge - 1
            new = paths[MEETS, actor] & usable & ~seen
            seen |= new
            further |= new
            while new:
                paths[CAME, lowest(new)] = actor
                new &= new - 1
        edge = further
        if edge == 0:
            break
    return -1


@compiled
def _copy(source: "Numbers", one: int, target: "Numbers", two: int) -> None:
    for n in range(source.shape[1]):
        target[two, n] = source[one, n]


@compiled
def _least(source: "Numbers", one: int, target: "Numbers", two: int) -> None:
    for n in range(source.shape[1] - 1):
        target[two, n] = min(target[two, n], source[one, n])
    _tell(target, two)


@compiled
def _pairs(
    cast: "Numbers",
    scenes: int,
    front: int,
    back: int,
    left: "Numbers",
    kept: "Numbers",
    paths: "Numbers",
    listed: "Numbers",
) -> int:
    """Return what pairs of scenes must pay to both ends, whichever of the two is first."""
    paid = 0
    for apart in range(1, scenes):
        for n in range(scenes - apart):
            paid += _pair(cast, listed[n], listed[n + apart], front, back, left, kept, paths)
    return paid


@compiled
def _pair(
    cast: "Numbers",
    one: int,
    two: int,
    front: int,
    back: int,
    left: "Numbers",
    kept: "Numbers",
    paths: "Numbers",
) -> int:
    _copy(left, one, kept, 0)
    _copy(left, two, kept, 1)
    near = _send(left, paths, one, front, cast[two], ENDLESS)  # one, then two
    far = _send(left, paths, two, cast[one], back, ENDLESS)
    if near + far == 0:
        return 0
    _copy(left, one, kept, 2)
    _copy(left, two, kept, 3)
    _copy(kept, 0, left, one)
    _copy(kept, 1, left, two)
    other = _send(left, paths, two, front, cast[one], near + far)  # two, then one
    other += _send(left, paths, one, cast[two], back, near + far - other)
    if other == 0:
        _copy(kept, 0, left, one)
        _copy(kept, 1, left, two)
        return 0
    if other < near + far:
        _copy(left, one, kept, 2)
        _copy(left, two, kept, 3)
        _copy(kept, 0, left, one)
        _copy(kept, 1, left, two)
        near = min(near, other)
        _send(left, paths, one, front, cast[two], near)
        _send(left, paths, two, cast[one], back, other - near)
    _least(
        kept, 2, left, one
    )  # only one of the two orders is shot: what it does not use is left
    _least(kept, 3, left, two)
    return other


@compiled
def _triples(
    cast: "Numbers",
    scenes: int,
    left: "Numbers",
    kept: "Numbers",
    paths: "Numbers",
    listed: "Numbers",
) -> int:
    """Return what triples of scenes must pay, whichever of the three is between."""
    paid = 0
    for first in range(scenes):
        for second in range(first + 1, scenes):
            for third in range(second + 1, scenes):
                paid += _triple(
                    cast, listed[first], listed[second], listed[third], left, kept, paths
                )
    return paid


@compiled
def _triple(
    cast: "Numbers",
    one: int,
    two: int,
    three: int,
    left: "Numbers",
    kept: "Numbers",
    paths: "Numbers",
) -> int:
    end = left.shape[1] - 1
    if not (cast[two] & left[one, end] and cast[three] & left[one, end]):
        return 0
    if not (cast[one] & left[two, end] and cast[three] & left[two, end]):
        return 0
    if not (cast[one] & left[three, end] and cast[two] & left[three, end]):
        return 0
    _copy(left, one, kept, 0)
    at_one = _send(left, paths, one, cast[two], cast[three], ENDLESS)
    if at_one == 0:
        return 0
    _copy(left, two, kept, 1)
    at_two = _send(left, paths, two, cast[one], cast[three], at_one)
    every = 0
    if at_two:
        every = _send(left, paths, three, cast[one], cast[two], at_two)
    if every < at_one:
        _copy(kept, 0, left, one)
        if every:
            _send(left, paths, one, cast[two], cast[three], every)
    if every < at_two:
        _copy(kept, 1, left, two)
        if every:
            _send(left, paths, two, cast[one], cast[three], every)
    return every


@compiled
def finishing(play: Play, rest: int, there: int, room: Desk) -> int:
    """Return the least hold of actors who are there, over every order of finishing.

    Who finishes after others is held in all of their scenes but the shared ones. More than
    ten are taken ten by ten.
    """
    held = 0
    while there:
        known = 0
        while there and known < MOST_TOGETHER:
            room.actors[known] = lowest(there)
            there &= there - 1
            known += 1
        held += _finishing(
            play.scenes,
            play.rates,
            play.days_of,
            rest,
            known,
            room.actors,
            room.shot,
            room.least,
        )
    return held


@compiled
def _finishing(
    scenes: "Numbers",
    rates: "Numbers",
    days_of: "Numbers",
    rest: int,
    known: int,
    actors: "Numbers",
    shot: "Numbers",
    least: "Numbers",
) -> int:
    shot[0] = 0
    least[0] = 0
    for done in range(1, 1 << known):
        shot[done] = shot[done & (done - 1)] | (scenes[actors[lowest(done)]] & rest)
        best = ENDLESS
        lasts = done
        while lasts:
            last = lowest(lasts)
            lasts &= lasts - 1
            others = done & ~(1 << last)
            actor = actors[last]
            waits = total(days_of, shot[others] & ~scenes[actor])
            best = min(best, least[others] + rates[actor] * waits)
        least[done] = best
    return least[(1 << known) - 1]  # type: ignore[no-any-return]
