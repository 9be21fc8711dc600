"""The cheapest plan of a year, with a bound, or the least conflict where there is none."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cartelera.engines.filming.year.check import YearFinding
from cartelera.engines.filming.year.titles import (
    Block,
    Standing,
    TitlePlan,
    Year,
    YearTitle,
    plan_of,
)
from cartelera.vocabulary.filming import YearRule

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel

CONFLICT_SECONDS = 5.0  # for each rule that is tried
Left = frozenset[tuple[YearRule, str]]  # rules that are left out, with their subject
_NONE: Left = frozenset()


@dataclass(frozen=True, slots=True)
class YearAnswer:
    """A plan of the year, its cost, and a cost no plan is below."""

    titles: tuple[TitlePlan, ...]  # () if none was found
    cost: int  # weeks late and idle, and incentives lost
    bound: int
    proved: bool
    impossible: bool


def plan_year(year: Year, seconds: float, workers: int = 1) -> YearAnswer:
    """Return the cheapest plan of a year, or the best in the time, with its bound."""
    from ortools.sat.python import cp_model

    model = _YearModel(year, _NONE)
    model.model.minimize(model.cost)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = 0
    status = solver.solve(model.model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return YearAnswer((), 0, 0, False, status == cp_model.INFEASIBLE)
    return YearAnswer(
        titles=tuple(model.plan(title, solver.value) for title in year.titles),
        cost=round(solver.objective_value),
        bound=round(solver.best_objective_bound),
        proved=status == cp_model.OPTIMAL,
        impossible=False,
    )


def year_conflict(year: Year, workers: int = 1) -> tuple[YearFinding, ...]:
    """Return what cannot be kept together in a year, none of which could be left out.

    () where there is a plan, or it is not settled that there is none.
    """
    rules = tuple(_rules(year))
    if not _impossible(year, _NONE, workers):
        return ()
    left, size = _NONE, max(1, len(rules) // 4)
    kept = rules
    while True:  # leave out many at once first, then fewer, then one by one
        tried = [kept[n : n + size] for n in range(0, len(kept), size)]
        for some in tried:
            more = left | {(rule.rule, rule.subject) for rule in some}
            if _impossible(year, more, workers):
                left = more
        kept = tuple(r for r in kept if (r.rule, r.subject) not in left)
        if size == 1:
            return kept
        size = max(1, size // 4)


def _impossible(year: Year, without: Left, workers: int) -> bool:
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = CONFLICT_SECONDS
    solver.parameters.num_workers = workers
    return bool(solver.solve(_YearModel(year, without).model) == cp_model.INFEASIBLE)


def _rules(year: Year) -> Iterator[YearFinding]:
    """Return every rule that can be left out; those that a house can change least come last."""
    yield YearFinding(YearRule.WEEKS, "", year.weeks)
    for title in year.titles:
        if title.ready_week > 0:
            yield YearFinding(YearRule.READY, title.name, title.ready_week)
    people = sorted({person for title in year.titles for person in title.people})
    yield from (YearFinding(YearRule.PERSON, person, 1) for person in people)
    yield from (YearFinding(YearRule.CLOSED, place) for place in sorted(year.closed))
    for kind in sorted(year.stages):
        yield YearFinding(YearRule.STAGES, kind, year.stages[kind])
    yield YearFinding(YearRule.POST_ROOMS, "", year.post_rooms)
    yield YearFinding(YearRule.CREWS, "", year.crews)
    for title in year.titles:
        if title.kept:
            yield YearFinding(YearRule.KEPT, title.name)
    for title in year.titles:
        if title.firm and title.due_week is not None:
            yield YearFinding(YearRule.DUE, title.name, title.due_week)


class _YearModel:
    """A year as CP-SAT is told it."""

    def __init__(self, year: Year, without: Left) -> None:
        from ortools.sat.python import cp_model

        self.year, self.without = year, without
        self.weeks = year.weeks
        if (YearRule.WEEKS, "") in without:
            self.weeks += sum(
                t.post_weeks + sum(b.weeks for b in t.blocks) for t in year.titles
            )
        self.model: CpModel = cp_model.CpModel()
        self.prep: dict[str, Any] = {}
        self.starts: dict[str, list[Any]] = {}
        self.post: dict[str, Any] = {}
        self.cost: Any = 0
        self.shared: dict[tuple[YearRule, str], list[Any]] = defaultdict(list)
        for title in year.titles:
            self._title(title)
        self._share(YearRule.CREWS, "", year.crews)
        self._share(YearRule.POST_ROOMS, "", year.post_rooms)
        for kind, number in year.stages.items():
            self._share(YearRule.STAGES, kind, number)
        for rule, person in list(self.shared):
            if rule is YearRule.PERSON:
                self._share(rule, person, 1)

    def _keeps(self, rule: YearRule, subject: str = "") -> bool:
        return (rule, subject) not in self.without

    def _share(self, rule: YearRule, subject: str, number: int) -> None:
        using = self.shared[rule, subject]
        if using and self._keeps(rule, subject):
            self.model.add_cumulative(using, [1] * len(using), number)

    def _title(self, title: YearTitle) -> None:
        model, stays = (
            self.model,
            title.kept if self._keeps(YearRule.KEPT, title.name) else None,
        )
        ready = title.ready_week if self._keeps(YearRule.READY, title.name) else 0
        prep = self._week(stays.prep_week if stays else None, ready)
        end = prep + title.prep_weeks
        self.prep[title.name], self.starts[title.name] = prep, []
        for number, block in enumerate(title.blocks):
            at = stays.block_weeks[number] if stays else None
            start = self._week(at, 0) if stays else self._opening(block)
            model.add(start >= end)
            interval = model.new_fixed_size_interval_var(start, block.weeks, "")
            self.shared[YearRule.CREWS, ""].append(interval)
            if block.stage:
                self.shared[YearRule.STAGES, block.stage].append(interval)
            for person in dict.fromkeys(title.people):
                self.shared[YearRule.PERSON, person].append(interval)
            self.starts[title.name].append(start)
            end = start + block.weeks
        post = self._week(stays.post_week if stays else None, 0)
        model.add(post >= end)
        if not stays:
            model.add(post + title.post_weeks <= self.weeks)
        self.shared[YearRule.POST_ROOMS, ""].append(
            model.new_fixed_size_interval_var(post, title.post_weeks, "")
        )
        self.post[title.name] = post
        shot = sum(block.weeks for block in title.blocks)
        self.cost += title.idle_cost * (end - prep - title.prep_weeks - shot)
        self._due(title, post + title.post_weeks)
        self._incentive(title, end)

    def _week(self, at: int | None, earliest: int) -> Any:
        """Return a week that is to be found, or the one that stays."""
        if at is not None:
            return self.model.new_constant(at)
        return self.model.new_int_var(earliest, max(self.weeks, earliest), "")

    def _opening(self, block: Block) -> Any:
        """Return the week in which a block begins: one of those that its place allows."""
        from ortools.sat.python import cp_model

        closed = self.year.closed.get(block.place, ())
        if not self._keeps(YearRule.CLOSED, block.place):
            closed = ()
        allowed = cp_model.Domain.from_values(
            [
                week
                for week in range(self.weeks - block.weeks + 1)
                if all(week + block.weeks <= start or week >= end for start, end in closed)
            ]
        )
        return self.model.new_int_var_from_domain(allowed, "")

    def _due(self, title: YearTitle, delivered: Any) -> None:
        if title.due_week is None:
            return
        if title.firm and self._keeps(YearRule.DUE, title.name):
            self.model.add(delivered <= title.due_week)
        late = self.model.new_int_var(0, 2 * self.weeks, "")
        self.model.add(late >= delivered - title.due_week)
        self.cost += title.late_cost * late

    def _incentive(self, title: YearTitle, end: Any) -> None:
        offer = title.incentive
        if offer is None:
            return
        gain, first = self.model.new_bool_var(""), self.starts[title.name][0]
        self.model.add(first >= offer.begins_from_week).only_enforce_if(gain)
        self.model.add(first < offer.begins_before_week).only_enforce_if(gain)
        self.model.add(end <= offer.spent_by_week).only_enforce_if(gain)
        self.cost += offer.value * (1 - gain)

    def plan(self, title: YearTitle, value: Any) -> TitlePlan:
        """Return what a solution says of a title."""
        starts = tuple(value(start) for start in self.starts[title.name])
        at = Standing(value(self.prep[title.name]), starts, value(self.post[title.name]))
        return plan_of(title, at)
