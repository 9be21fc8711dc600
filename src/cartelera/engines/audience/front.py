"""Which of these to make: sets under a budget that no other set betters in all three."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartelera.engines.audience.choice import Choice, Option, choice_of
from cartelera.vocabulary.errors import InputError

ALL = 18  # titles up to which each set is looked at: 262,144 of them
MOST = 150  # titles to choose from
_HOME, _ABROAD = 1000, 10  # grains of a title at home, and of a territory
_EFFORT = 2.0  # for one set; the solver's own measure, near a second


def best_sets(options: Sequence[Option], budget: float) -> list[Choice]:
    """Return sets of the front, from most at home to least.

    A set is on it when no affordable set is as good in home, abroad and range and better in
    one. Up to ALL options the whole front comes back; beyond, sets of it some way apart, see
    `walk`.
    Raises InputError for more options than MOST, or a cost below nothing.
    """
    if len(options) > MOST:
        raise InputError(f"{len(options)} titles to choose from: weigh at most {MOST} at once")
    if any(option.cost < 0 for option in options):
        raise InputError("a title that costs less than nothing cannot be weighed")
    return whole_front(options, budget) if len(options) <= ALL else walk(options, budget)


def whole_front(options: Sequence[Option], budget: float) -> list[Choice]:
    """Return the whole front, from most at home to least: every set is looked at."""
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
        choice_of([options[n] for n in np.flatnonzero(chosen[number]).tolist()])
        for number in kept
    ]


def _covered(options: Sequence[Option], chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
    covered = np.zeros(len(chosen), dtype=np.int64)
    for term in _terms(options):
        has = np.array([term in option.covers for option in options])
        covered += (chosen & has).any(axis=1)
    return covered


def _terms(options: Sequence[Option]) -> list[str]:
    return sorted(frozenset().union(*(option.covers for option in options)))


def walk(
    options: Sequence[Option], budget: float, steps: tuple[int, int] = (8, 4)
) -> list[Choice]:
    """Return sets of the front some way apart, from most at home to least.

    steps  how many levels of reach abroad, and of range, are asked for, each at least 2

    Each is the set with most at home of those that reach so far abroad and have such a range;
    among equals, the farthest and widest. Home counts to a thousandth of a title, abroad to a
    tenth of a territory. A set that could not be proved best says how much it may miss.
    Source: the constraint method for fronts, Haimes, Lasdon and Wismer (1971).
    """
    weighing = _Weighing(options, budget)
    begin = weighing.best(("home", "abroad", "covers"))
    far = weighing.best(("abroad", "home", "covers"))
    wide = weighing.best(("covers", "home", "abroad"))
    if begin is None or far is None or wide is None:
        return []
    found: list[tuple[int, int, _Set | None]] = [(0, 0, begin)]
    for covers in _levels(begin.covers, wide.covers, steps[1]):
        for abroad in _levels(begin.abroad, far.abroad, steps[0]):
            if not any(_settles(one, abroad, covers) for one in found):
                best = weighing.best(("home", "abroad", "covers"), abroad, covers)
                found.append((abroad, covers, best))
    sets = {(one.home, one.abroad, one.covers): one for _, _, one in found if one is not None}
    return [
        choice_of([options[n] for n in one.made], one.missed)
        for key, one in sorted(sets.items(), reverse=True)
        if not any(key != other and all(map(int.__ge__, other, key)) for other in sets)
    ]


def _levels(begin: int, end: int, steps: int) -> list[int]:
    """Return nothing asked, and then as many levels from that of most at home to the most."""
    return [0, *np.linspace(begin, end, steps).astype(int).tolist()]


def _settles(known: "tuple[int, int, _Set | None]", abroad: int, covers: int) -> bool:
    """Say whether an answer to less answers this: it meets this too, or there was none."""
    asked_abroad, asked_covers, one = known
    if asked_abroad > abroad or asked_covers > covers:
        return False
    return one is None or (one.abroad >= abroad and one.covers >= covers)


@dataclass(frozen=True, slots=True)
class _Set:
    made: tuple[int, ...]
    home: int  # in grains
    abroad: int
    covers: int
    missed: float  # of what was asked for most, in titles where that is home


class _Weighing:
    """The titles to choose from as a program of whole numbers."""

    def __init__(self, options: Sequence[Option], budget: float) -> None:
        self._options, self._budget = options, budget
        self._terms = _terms(options)
        self._home = [round(option.home * _HOME) for option in options]
        self._abroad = [round(option.abroad * _ABROAD) for option in options]

    def best(self, order: Sequence[str], abroad: int = 0, covers: int = 0) -> _Set | None:
        """Return the best affordable set in one measure, among equals in the next.

        abroad, covers  at least so much, in grains; None comes back where no set has it
        """
        from ortools.sat.python import cp_model

        model = cp_model.CpModel()
        made = [model.new_bool_var("") for _ in self._options]
        met = [model.new_bool_var("") for _ in self._terms]
        for term, is_met in zip(self._terms, met, strict=True):
            have = [m for m, o in zip(made, self._options, strict=True) if term in o.covers]
            model.add_bool_or([*have, ~is_met])
        whole = [-int(-option.cost // 1) for option in self._options]
        model.add(cp_model.LinearExpr.weighted_sum(made, whole) <= int(self._budget // 1))
        sums = {
            "home": cp_model.LinearExpr.weighted_sum(made, self._home),
            "abroad": cp_model.LinearExpr.weighted_sum(made, self._abroad),
            "covers": cp_model.LinearExpr.sum(met),
        }
        most = {"home": sum(self._home), "abroad": sum(self._abroad), "covers": len(met)}
        model.add(sums["abroad"] >= abroad)
        model.add(sums["covers"] >= covers)
        first, second, third = order
        below = most[third] + 1
        above = below * (most[second] + 1)
        model.maximize(sums[first] * above + sums[second] * below + sums[third])
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 0
        solver.parameters.max_deterministic_time = _EFFORT
        status = solver.solve(model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        missed = (solver.best_objective_bound - solver.objective_value) / above / _HOME
        return _Set(
            tuple(n for n, one in enumerate(made) if solver.boolean_value(one)),
            solver.value(sums["home"]),
            solver.value(sums["abroad"]),
            solver.value(sums["covers"]),
            0.0 if status == cp_model.OPTIMAL else missed,
        )
