"""The one call: the order that costs least, or the best there was time for, with its bound."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from cartelera.engines.filming.order.problem import (
    OrderAnswer,
    OrderProblem,
    hold_of,
    kept_precedences,
    visits_of,
)

if TYPE_CHECKING:
    from cartelera.engines.filming.order.merge import Merged

WALK_MOVES = 400_000  # before a proof is tried
LARGE = 35  # scenes of a core; beyond them a proof is rare, and the walk is given longer
LARGE_WALK_MOVES = 20_000_000
MOST_BOUNDED = 60  # scenes that are looked at for a bound where there are more than fit


def solve(
    problem: OrderProblem,
    may_go_on: Callable[[], bool],
    seed: int = 0,
    below: int | None = None,
) -> OrderAnswer:
    """Return the order of least cost, or the best found while it may go on.

    may_go_on  asked again and again; the search ends soon after it says no
    seed       what chances are drawn from
    below      a total cost to start from instead of an order: only orders below it are looked
               for, and nothing is known of any. For measuring a proof

    Sources: de la Banda, Stuckey and Chu (2011); Qin, Zhang, Lim and Liang (2016).
    """
    if problem.places or problem.before:
        return _with_places(problem, may_go_on, seed)
    return _talent(problem, may_go_on, seed, below)


def _talent(
    problem: OrderProblem, may_go_on: Callable[[], bool], seed: int, below: int | None
) -> OrderAnswer:
    from cartelera.engines.filming.order import exact
    from cartelera.engines.filming.order.bits import ENDLESS
    from cartelera.engines.filming.order.merge import merge

    core = merge(problem)
    found: tuple[int, ...] | None = None
    limit = ENDLESS if below is None else below - problem.worked
    if below is None:
        small = _problem_of(core, problem)
        moves = LARGE_WALK_MOVES if len(core.days) > LARGE else WALK_MOVES
        found = _walked(small, tuple(range(len(core.days))), seed, may_go_on, moves)
        limit = hold_of(small, found)
    if not exact.fits(core):
        order = in_turn(problem) if found is None else _whole(core, found)
        answer = _answer(problem, order, _bound(core), "walk", 1)
        return _walk_on(problem, answer, may_go_on, seed)
    proof = exact.prove(core, limit, may_go_on)
    best = found if proof.order is None else proof.order
    if best is None:
        answer = OrderAnswer((), -1, 0, proof.least, False, "both ends", proof.nodes)
    else:
        answer = _answer(problem, _whole(core, best), proof.least, "both ends", proof.nodes)
    return answer if proof.settled else _walk_on(problem, answer, may_go_on, seed)


def _with_places(
    problem: OrderProblem, may_go_on: Callable[[], bool], seed: int
) -> OrderAnswer:
    from cartelera.engines.filming.order import subsets
    from cartelera.engines.filming.order.merge import merge

    if subsets.fits(problem):
        order, nodes = subsets.best_by_subsets(problem)
        cost = hold_of(problem, order) + visits_of(problem, order)
        return _answer(problem, order, cost, "subsets", nodes)
    order = _walked(problem, in_turn(problem), seed, may_go_on, most_moves=1 << 60)
    bound = _bound(merge(replace(problem, places=(), before=frozenset())))
    return _answer(problem, order, bound, "walk", 1)


def price_precedences(
    problem: OrderProblem,
    answer: OrderAnswer,
    going: Callable[[], Callable[[], bool]],
    seed: int = 0,
) -> dict[tuple[int, int], int]:
    """Return what letting go of each precedence has been found to save; none if nothing.

    going  asked once for the order as it stands and once for each precedence; what it returns
           is asked between steps

    The order is gone on with as long with the precedence let go as with all of them.
    """
    least = answer.hold + answer.visits
    if not answer.proved:
        least = min(least, _least_from(problem, answer.order, going(), seed))
    saved = {}
    for pair in sorted(problem.before):
        freed = replace(problem, before=problem.before - {pair})
        cost = _least_from(freed, answer.order, going(), seed)
        if cost < least:
            saved[pair] = least - cost
    return saved


def _least_from(
    problem: OrderProblem, order: tuple[int, ...], may_go_on: Callable[[], bool], seed: int
) -> int:
    from cartelera.engines.filming.order import subsets

    if subsets.fits(problem):
        best, _ = subsets.best_by_subsets(problem)
    else:
        best = _walked(problem, order, seed, may_go_on, most_moves=1 << 60)
    return hold_of(problem, best) + visits_of(problem, best)


def in_turn(problem: OrderProblem) -> tuple[int, ...]:
    """Return the scenes as they stand, each as early as its precedences allow."""
    order: list[int] = []
    left = list(range(len(problem.days)))
    while left:
        held = {later for first, later in problem.before if first in left}
        scene = next(scene for scene in left if scene not in held)
        order.append(scene)
        left.remove(scene)
    return tuple(order)


def _walked(
    problem: OrderProblem,
    start: tuple[int, ...],
    seed: int,
    may_go_on: Callable[[], bool],
    most_moves: int,
) -> tuple[int, ...]:
    from cartelera.engines.filming.order.walk import walk

    return walk(problem, start, seed, may_go_on, most_moves)


def _walk_on(
    problem: OrderProblem, answer: OrderAnswer, may_go_on: Callable[[], bool], seed: int
) -> OrderAnswer:
    """Return the answer with a better order, if there is time to find one."""
    order = answer.order or in_turn(problem)
    found = _walked(problem, order, seed + 1, may_go_on, most_moves=1 << 60)
    return _answer(problem, found, answer.bound, answer.how, answer.nodes)


def _bound(core: "Merged") -> int:
    """Return a bound on the hold of a core of any size, from its longest scenes.

    Leaving out a scene never makes the rest dearer.
    """
    from cartelera.engines.filming.order import exact

    scenes = sorted(range(len(core.days)), key=lambda scene: -core.days[scene])[:MOST_BOUNDED]
    part = replace(
        core,
        days=tuple(core.days[scene] for scene in scenes),
        cast=tuple(core.cast[scene] for scene in scenes),
        behind=tuple(core.behind[scene] for scene in scenes),
    )
    if not exact.fits(part):
        return 0
    return exact.root_bound(part)


def _problem_of(core: "Merged", problem: OrderProblem) -> OrderProblem:
    return OrderProblem(problem.name, core.days, core.cast, core.day_rates)


def _whole(core: "Merged", order: tuple[int, ...]) -> tuple[int, ...]:
    """Return the scenes that stand behind an order of the core's."""
    return (*(scene for merged in order for scene in core.behind[merged]), *core.loose)


def _answer(
    problem: OrderProblem, order: tuple[int, ...], bound: int, how: str, nodes: int
) -> OrderAnswer:
    if not kept_precedences(problem, order):
        raise AssertionError(f"{problem.name}: the order breaks a precedence")
    hold, visits = hold_of(problem, order), visits_of(problem, order)
    return OrderAnswer(order, hold, visits, bound, hold + visits <= bound, how, nodes)
