"""The production year: every title's preparation, shoots, post-production and delivery.

Weeks count from 0; an interval of weeks is [start, end).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from cartelera.vocabulary.errors import InputError

if TYPE_CHECKING:
    from numpy.random import Generator
    from ortools.sat.python.cp_model import CpModel

CONFLICT_SECONDS = 5.0  # for each rule that is tried


@dataclass(frozen=True, slots=True)
class Block:
    """Weeks of shooting without a break, at one place."""

    weeks: int  # the likely length
    low_weeks: int
    high_weeks: int
    place: str = ""
    stage: str = ""  # the kind of stage it needs; "" for none


@dataclass(frozen=True, slots=True)
class Incentive:
    """Money for a shoot that begins in a window and ends by a date."""

    name: str
    value: int  # in whole units of the currency
    begins_from_week: int
    begins_before_week: int
    spent_by_week: int


@dataclass(frozen=True, slots=True)
class YearTitle:
    """What one title needs of the year."""

    name: str
    prep_weeks: int
    blocks: tuple[Block, ...]
    post_weeks: int
    ready_week: int = 0  # preparation begins then at the earliest
    due_week: int | None = None  # delivered by the end of the week before
    firm: bool = False  # may not be late
    late_cost: int = 0  # of each week late
    idle_cost: int = 0  # of each week between the end of preparation and of the last block
    people: tuple[str, ...] = ()  # whom it needs while shooting
    incentive: Incentive | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """A slate and what it shares."""

    weeks: int
    titles: tuple[YearTitle, ...]
    crews: int
    post_rooms: int
    stages: Mapping[str, int]  # how many of each kind
    closed: Mapping[str, tuple[tuple[int, int], ...]]  # weeks when a place cannot be had

    def __post_init__(self) -> None:
        """Raise InputError that names a title whose needs no year has."""
        for title in self.titles:
            if not title.blocks:
                raise InputError(f"{title.name} has no block of shooting")
            for block in title.blocks:
                if not 0 < block.low_weeks <= block.weeks <= block.high_weeks:
                    raise InputError(f"{title.name}: a block is not low <= weeks <= high")
                if block.stage and block.stage not in self.stages:
                    raise InputError(
                        f"{title.name} needs a stage {block.stage!r}: there is none"
                    )


@dataclass(frozen=True, slots=True)
class TitlePlan:
    """When a title is made."""

    name: str
    prep_week: int
    block_weeks: tuple[int, ...]  # the first week of each block
    post_week: int
    delivered_week: int  # the week after the last of post-production
    late_weeks: int
    incentive: bool


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

    model = _YearModel(year, frozenset())
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


def year_conflict(year: Year, workers: int = 1) -> tuple[str, ...]:
    """Return what cannot be kept together in a year, none of which could be left out.

    () where there is a plan, or it is not settled that there is none.
    """
    left: frozenset[str] = frozenset()
    if not _impossible(year, left, workers):
        return ()
    kept = []
    for rule in _rules(year):
        if _impossible(year, left | {rule}, workers):
            left |= {rule}
        else:
            kept.append(rule)
    return tuple(kept)


def _impossible(year: Year, without: frozenset[str], workers: int) -> bool:
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = CONFLICT_SECONDS
    solver.parameters.num_workers = workers
    return bool(solver.solve(_YearModel(year, without).model) == cp_model.INFEASIBLE)


def _rules(year: Year) -> Iterator[str]:
    people = {person for title in year.titles for person in title.people}
    yield from (f"{person} is in one shoot at a time" for person in sorted(people))
    yield from (f"{place} is closed for weeks" for place in sorted(year.closed))
    yield from (f"stages {kind}: {year.stages[kind]}" for kind in sorted(year.stages))
    yield f"post-production rooms: {year.post_rooms}"
    yield f"crews: {year.crews}"
    yield from (f"{title.name} is due in week {title.due_week}" for title in year.titles
                if title.firm and title.due_week is not None)  # fmt: skip


class _YearModel:
    """A year as CP-SAT is told it."""

    def __init__(self, year: Year, without: frozenset[str]) -> None:
        from ortools.sat.python import cp_model

        self.year, self.without = year, without
        self.model: CpModel = cp_model.CpModel()
        self.prep: dict[str, Any] = {}
        self.starts: dict[str, list[Any]] = {}
        self.post: dict[str, Any] = {}
        self.late: dict[str, Any] = {}
        self.gains: dict[str, Any] = {}
        self.cost: Any = 0
        self.shared: dict[str, list[Any]] = defaultdict(list)
        for title in year.titles:
            self._title(title)
        self._share("crews", f"crews: {year.crews}", year.crews)
        self._share("post", f"post-production rooms: {year.post_rooms}", year.post_rooms)
        for kind, number in year.stages.items():
            self._share(f"stage {kind}", f"stages {kind}: {number}", number)
        for who in [key for key in self.shared if key.startswith("person ")]:
            name = who.removeprefix("person ")
            self._share(who, f"{name} is in one shoot at a time", 1)

    def _share(self, key: str, rule: str, number: int) -> None:
        if rule not in self.without and self.shared[key]:
            self.model.add_cumulative(self.shared[key], [1] * len(self.shared[key]), number)

    def _title(self, title: YearTitle) -> None:
        weeks, model = self.year.weeks, self.model
        prep = model.new_int_var(title.ready_week, max(weeks, title.ready_week), "")
        end = prep + title.prep_weeks
        self.prep[title.name], self.starts[title.name] = prep, []
        for block in title.blocks:
            start = model.new_int_var_from_domain(self._open(block), "")
            model.add(start >= end)
            interval = model.new_fixed_size_interval_var(start, block.weeks, "")
            self.shared["crews"].append(interval)
            if block.stage:
                self.shared[f"stage {block.stage}"].append(interval)
            for person in title.people:
                self.shared[f"person {person}"].append(interval)
            self.starts[title.name].append(start)
            end = start + block.weeks
        post = model.new_int_var(0, weeks, "")
        model.add(post >= end)
        model.add(post + title.post_weeks <= weeks)
        self.shared["post"].append(
            model.new_fixed_size_interval_var(post, title.post_weeks, "")
        )
        self.post[title.name] = post
        shot = sum(block.weeks for block in title.blocks)
        self.cost += title.idle_cost * (end - prep - title.prep_weeks - shot)
        self._due(title, post + title.post_weeks)
        self._incentive(title, end)

    def _open(self, block: Block) -> Any:
        """Return the weeks in which a block can begin."""
        from ortools.sat.python import cp_model

        closed = self.year.closed.get(block.place, ())
        if f"{block.place} is closed for weeks" in self.without:
            closed = ()
        return cp_model.Domain.from_values(
            [
                week
                for week in range(self.year.weeks - block.weeks + 1)
                if all(week + block.weeks <= start or week >= end for start, end in closed)
            ]
        )

    def _due(self, title: YearTitle, delivered: Any) -> None:
        if title.due_week is None:
            return
        if title.firm:
            if f"{title.name} is due in week {title.due_week}" not in self.without:
                self.model.add(delivered <= title.due_week)
            return
        late = self.model.new_int_var(0, self.year.weeks, "")
        self.model.add(late >= delivered - title.due_week)
        self.late[title.name] = late
        self.cost += title.late_cost * late

    def _incentive(self, title: YearTitle, end: Any) -> None:
        offer = title.incentive
        if offer is None:
            return
        gain, first = self.model.new_bool_var(""), self.starts[title.name][0]
        self.model.add(first >= offer.begins_from_week).only_enforce_if(gain)
        self.model.add(first < offer.begins_before_week).only_enforce_if(gain)
        self.model.add(end <= offer.spent_by_week).only_enforce_if(gain)
        self.gains[title.name] = gain
        self.cost += offer.value * (1 - gain)

    def plan(self, title: YearTitle, value: Any) -> TitlePlan:
        """Return what a solution says of a title."""
        late, post = self.late.get(title.name), value(self.post[title.name])
        gain = self.gains.get(title.name)
        return TitlePlan(
            name=title.name,
            prep_week=value(self.prep[title.name]),
            block_weeks=tuple(value(start) for start in self.starts[title.name]),
            post_week=post,
            delivered_week=post + title.post_weeks,
            late_weeks=0 if late is None else value(late),
            incentive=gain is not None and bool(value(gain)),
        )


def on_time_shares(
    year: Year, plan: Sequence[TitlePlan], chance: "Generator", years: int = 200
) -> dict[str, float]:
    """Return the share of slipped years in which each title is delivered when due.

    Every block is drawn between its low, likely and high weeks. What the plan puts first keeps
    its turn; a block or a post-production waits for what it needs, and never begins early.
    """
    kept: dict[str, int] = defaultdict(int)
    for _ in range(years):
        for name, delivered in _slipped(year, plan, chance).items():
            due = next(title.due_week for title in year.titles if title.name == name)
            kept[name] += due is None or delivered <= due
    return {title.name: kept[title.name] / years for title in year.titles}


def _slipped(year: Year, plan: Sequence[TitlePlan], chance: "Generator") -> dict[str, int]:
    """Return when each title is delivered in one slipped year."""
    titles = {title.name: title for title in year.titles}
    free = {"crews": [0] * year.crews, "post": [0] * year.post_rooms}
    free |= {f"stage {kind}": [0] * number for kind, number in year.stages.items()}
    free |= {f"person {who}": [0] for title in year.titles for who in title.people}
    ended: dict[str, int] = {}
    steps = [(w, p.name, n) for p in plan for n, w in enumerate(p.block_weeks)]
    steps += [(p.post_week, p.name, -1) for p in plan]
    for week, name, number in sorted(steps):
        title, closed = titles[name], tuple[tuple[int, int], ...]()
        needs, length = ["post"], title.post_weeks
        if number >= 0:
            block = title.blocks[number]
            low, high = block.low_weeks, block.high_weeks
            drawn = chance.triangular(low, block.weeks, high) if low < high else low
            length, closed = round(drawn), year.closed.get(block.place, ())
            needs = ["crews", *(f"person {who}" for who in title.people)]
            needs += [f"stage {block.stage}"] if block.stage else []
        begin = max(week, ended.get(name, 0), *(min(free[need]) for need in needs))
        for start, end in sorted(closed):
            if begin < end and start < begin + length:
                begin = end
        for need in needs:
            free[need].remove(min(free[need]))
            free[need].append(begin + length)
        ended[name] = begin + length
    return ended


def check_year(year: Year, plan: Sequence[TitlePlan]) -> tuple[str, ...]:
    """Return what a plan breaks, each rule looked at week by week, whoever made the plan."""
    titles = {title.name: title for title in year.titles}
    wrong, use = list[str](), defaultdict[tuple[str, int], int](int)
    for made in plan:
        title = titles[made.name]
        parts = [(made.prep_week, title.prep_weeks)]
        parts += [(w, b.weeks) for w, b in zip(made.block_weeks, title.blocks, strict=True)]
        parts += [(made.post_week, title.post_weeks)]
        if any(a + length > b for (a, length), (b, _) in pairwise(parts)):
            wrong.append(f"{made.name}: its parts overlap")
        if made.prep_week < title.ready_week or made.delivered_week > year.weeks:
            wrong.append(f"{made.name}: outside the year")
        if title.firm and title.due_week is not None and made.delivered_week > title.due_week:
            wrong.append(f"{made.name}: late")
        for start, block in zip(made.block_weeks, title.blocks, strict=True):
            for week in range(start, start + block.weeks):
                if any(a <= week < b for a, b in year.closed.get(block.place, ())):
                    wrong.append(f"{made.name}: {block.place} is closed in week {week}")
                for need in ("crews", block.stage and f"stage {block.stage}", *title.people):
                    use[need, week] += 1
        for week in range(made.post_week, made.delivered_week):
            use["post", week] += 1
    most = {"crews": year.crews, "post": year.post_rooms, "": len(plan)}
    most |= {f"stage {kind}": number for kind, number in year.stages.items()}
    wrong += [
        f"{need}: {number} in week {week}"
        for (need, week), number in sorted(use.items())
        if number > most.get(need, 1)
    ]
    return tuple(wrong)


def year_from(said: Mapping[str, Any]) -> Year:
    """Return the year that a JSON object says, in the names of Year and YearTitle.

    Raises InputError that names the title or the part which is wrong.
    """
    try:
        return Year(
            weeks=said["weeks"],
            titles=tuple(_title_from(row) for row in said["titles"]),
            crews=said["crews"],
            post_rooms=said["post_rooms"],
            stages=dict(said.get("stages", {})),
            closed={
                place: tuple((start, end) for start, end in spans)
                for place, spans in said.get("closed", {}).items()
            },
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"the year: {error} is missing or wrong") from error


def _title_from(row: Mapping[str, Any]) -> YearTitle:
    try:
        blocks = tuple(
            Block(**{"low_weeks": b["weeks"], "high_weeks": b["weeks"], **b})
            for b in row["blocks"]
        )
        offer = Incentive(**row["incentive"]) if row.get("incentive") else None
        people = tuple(row.get("people", ()))
        return YearTitle(**{**row, "blocks": blocks, "incentive": offer, "people": people})
    except (KeyError, TypeError) as error:
        raise InputError(
            f"{row.get('name', 'a title')}: {error} is missing or wrong"
        ) from error
