# ruff: noqa: PLR0917 (compiled functions take arrays, by place)
"""Every set of scenes in turn: the proof for up to twenty scenes with their places."""

from typing import TYPE_CHECKING

import numpy as np

from cartelera.engines.filming.order.bits import ENDLESS, Play, lowest, play_of, total
from cartelera.engines.filming.order.compiled import compiled
from cartelera.engines.filming.order.problem import OrderProblem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

MOST_ENTRIES = 1 << 23  # of the table: sets of scenes x places


def fits(problem: OrderProblem) -> bool:
    """Say whether the table of a problem can be filled."""
    places = len(problem.visit_costs) or 1
    return len(problem.day_rates) < 63 and (places << len(problem.days)) <= MOST_ENTRIES


@compiled
def _fill(
    play: Play,
    places: "Numbers",
    visit_costs: "Numbers",
    needs: "Numbers",
    at_place: "Numbers",
    least: "Numbers",
    came: "NDArray[np.int8]",
) -> int:
    """Fill the table: the least cost of having shot a set, the last of it at a place."""
    scenes = len(play.days)
    every = (1 << scenes) - 1
    playing = np.zeros(every + 1, np.int64)
    for done in range(1, every + 1):
        playing[done] = playing[done & (done - 1)] | play.cast[lowest(done)]
    reached = 0
    for done in range(every):
        there = playing[done] & playing[every & ~done]
        for place in range(len(visit_costs)):
            cost = least[done, place]
            if cost >= ENDLESS:
                continue
            reached += 1
            for scene in range(scenes):
                if done >> scene & 1 or needs[scene] & ~done:
                    continue
                to = places[scene]
                now = cost + play.days[scene] * total(play.rates_of, there & ~play.cast[scene])
                if done and to != place and at_place[to] & done:
                    now += visit_costs[to]
                then = done | 1 << scene
                if now < least[then, to]:
                    least[then, to] = now
                    came[then, to] = scene
    return reached


def best_by_subsets(problem: OrderProblem) -> tuple[tuple[int, ...], int]:
    """Return the best order of a small problem, and how many sets and places were reached.

    Source: the dynamic program over sets of de la Banda, Stuckey and Chu (2011), here with
    the place of the last scene.
    """
    scenes = len(problem.days)
    cast = [sum(1 << actor for actor in actors) for actors in problem.cast]
    play = play_of(
        np.array(problem.days, np.int64),
        np.array(cast, np.int64),
        np.array(problem.day_rates, np.int64),
    )
    places = np.array(problem.places or (0,) * scenes, np.int64)
    visit_costs = np.array(problem.visit_costs or (0,), np.int64)
    needs, at_place = np.zeros(scenes, np.int64), np.zeros(len(visit_costs), np.int64)
    for first, later in problem.before:
        needs[later] |= 1 << first
    for scene in range(scenes):
        at_place[places[scene]] |= 1 << scene
    least = np.full((1 << scenes, len(visit_costs)), ENDLESS, np.int64)
    came = np.zeros(least.shape, np.int8)
    least[0, 0] = 0
    reached = _fill(play, places, visit_costs, needs, at_place, least, came)
    done, order = (1 << scenes) - 1, list[int]()
    place = int(np.argmin(least[done]))
    while done:
        scene = int(came[done, place])
        order.append(scene)
        done &= ~(1 << scene)
        cost = [
            _after(problem, play, at_place, done, before, scene, int(least[done, before]))
            for before in range(len(visit_costs))
        ]
        place = int(np.argmin(cost))
    return tuple(reversed(order)), reached


def _after(
    problem: OrderProblem,
    play: Play,
    at_place: "Numbers",
    done: int,
    place: int,
    scene: int,
    cost: int,
) -> int:
    """Return the cost of a scene's coming after a state, less what every state pays alike."""
    to = problem.places[scene] if problem.places else 0
    visit = done and to != place and int(at_place[to]) & done
    return cost + (problem.visit_costs[to] if visit else 0)
