"""Questions about years: where titles stand, what that costs and breaks, how safe it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from cartelera.apps.filming import models as m
from cartelera.apps.filming.queries.shoots import spans_in, stripboard_in
from cartelera.apps.slate.models import Title
from cartelera.apps.slate.queries import name_of
from cartelera.apps.work.models import AuditEntry, Job
from cartelera.apps.work.queries import last_change, latest_jobs
from cartelera.engines.filming.year.check import Load, YearFinding, check_year, loads
from cartelera.engines.filming.year.shoots import blocks_of, may_move, stage_said
from cartelera.engines.filming.year.slips import on_time_shares
from cartelera.engines.filming.year.titles import (
    Block,
    Incentive,
    Standing,
    TitlePlan,
    Year,
    YearTitle,
    plan_of,
)
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.filming import YearRule
from cartelera.vocabulary.stage import Stage

DAYS_A_WEEK = 6  # of shooting, where a board says how long a shoot is
AHEAD = (
    Stage.DEVELOPMENT,
    Stage.ANNOUNCED,
    Stage.PRE_PRODUCTION,
    Stage.FILMING,
    Stage.POST_PRODUCTION,
)


def years() -> list[m.ProductionYear]:
    """Return every year, the latest first."""
    return list(m.ProductionYear.objects.all())


def year_by_key(key: str) -> m.ProductionYear:
    """Return the year with this key. Raises InputError if there is none."""
    found = m.ProductionYear.objects.filter(key=key).first()
    if found is None:
        raise InputError(f"no year has the key {key!r}")
    return found


def year_title(year: m.ProductionYear, key: str) -> m.YearTitle:
    """Return what a year keeps of a title. Raises InputError if it is not in it."""
    found = year.titles.filter(title__key=key).select_related("title", "year").first()
    if found is None:
        raise InputError(f"{key!r} is not in the year {year.name}")
    return found


def titles_to_make(year: m.ProductionYear | None = None) -> list[Title]:
    """Return the titles of the slate that are still to be made and not in the year."""
    ahead = Title.objects.filter(root=None, stage__in=AHEAD)
    if year is not None:
        ahead = ahead.exclude(years__year=year)
    return list(ahead.prefetch_related("texts", "credits__person"))


@dataclass(frozen=True, slots=True)
class Entry:
    """A title of a year as rows and as values."""

    row: m.YearTitle
    name: str
    value: YearTitle  # its name is the title's key
    plan: TitlePlan | None
    dates: tuple[date, ...]  # the shooting days of its board
    own_board: bool  # its shoot is as long as its board says
    begun: bool


@dataclass(frozen=True)
class PlannedYear:
    """A year read once: all that its page and its planning need."""

    row: m.ProductionYear
    entries: tuple[Entry, ...]
    value: Year
    week: int  # in which today is; below 0 before the year
    today: date

    def week_of(self, on: date) -> int:
        """Return the week of the year that holds a date."""
        return (on - self.row.starts_on).days // 7

    def monday(self, week: int) -> date:
        """Return the day on which a week of the year begins."""
        return self.row.starts_on + timedelta(weeks=week)

    @cached_property
    def plans(self) -> tuple[TitlePlan, ...]:
        """Where the titles stand that are planned."""
        return tuple(entry.plan for entry in self.entries if entry.plan)

    @cached_property
    def planned(self) -> Year:
        """The year with the titles that are planned, and no others."""
        named = {plan.name for plan in self.plans}
        return replace(
            self.value, titles=tuple(t for t in self.value.titles if t.name in named)
        )

    @property
    def findings(self) -> tuple[YearFinding, ...]:
        """What the plan breaks."""
        return check_year(self.planned, self.plans)

    @property
    def loads(self) -> tuple[Load, ...]:
        """How much of what is shared is used, week by week."""
        return loads(self.planned, self.plans)

    def safe(self) -> dict[str, float]:
        """Return the share of slipped years in which each title is delivered when due."""
        import numpy as np

        return on_time_shares(self.planned, self.plans, np.random.default_rng(0))


def planned_year(year: m.ProductionYear, language: str, today: date) -> PlannedYear:
    """Return a year with its titles; what has begun, and what somebody keeps, stays."""
    rows = list(year.titles.select_related("title").prefetch_related("title__texts"))
    boards = m.Board.objects.filter(
        in_use=True, shoot__title__in=[row.title_id for row in rows]
    ).select_related("shoot")
    dates: dict[int, tuple[date, ...]] = {}
    for board in boards:
        days = tuple(day.on for day in stripboard_in(board).days if day.scenes)
        dates[board.shoot.title_id] = max(dates.get(board.shoot.title_id, ()), days, key=len)
    week = (today - year.starts_on).days // 7
    entries = tuple(
        _entry(year, row, dates.get(row.title_id, ()), week, language) for row in rows
    )
    value = Year(
        weeks=year.weeks,
        titles=tuple(entry.value for entry in entries),
        crews=year.crews,
        post_rooms=year.post_rooms,
        stages={**dict.fromkeys(_kinds(entries), 0), **year.stages},
        closed={
            place: tuple(
                (_week(year, span.start), -(-(span.end - year.starts_on).days // 7))
                for span in spans_in(spans)
            )
            for place, spans in year.closed.items()
        },
    )
    return PlannedYear(year, entries, value, week, today)


def _kinds(entries: Sequence[Entry]) -> list[str]:
    return [b.stage for entry in entries for b in entry.value.blocks if b.stage]


def _week(year: m.ProductionYear, on: date) -> int:
    return (on - year.starts_on).days // 7


def _entry(
    year: m.ProductionYear, row: m.YearTitle, dates: tuple[date, ...], week: int, language: str
) -> Entry:
    said = tuple(_block(year, *block) for block in row.blocks) or (_block(year, 4, "", ""),)
    own = blocks_of(dates, DAYS_A_WEEK, year.slip_percent, said)
    blocks = own or said
    ready = _week(year, row.ready_on) if row.ready_on else 0
    value = YearTitle(
        name=row.title.key,
        prep_weeks=row.prep_weeks,
        blocks=blocks,
        post_weeks=row.post_weeks,
        ready_week=max(ready, 0),
        due_week=_week(year, row.due_on) if row.due_on else None,
        firm=row.firm,
        late_cost=row.late_cost,
        idle_cost=row.idle_cost,
        people=tuple(row.people),
        incentive=_offer(year, row.incentive),
    )
    plan = plan_of(value, _standing(row.plan, blocks)) if row.plan else None
    begun = plan is not None and plan.prep_week < week
    if plan is not None and (begun or row.kept):
        value = replace(value, kept=plan.standing)
    else:
        value = replace(value, ready_week=max(value.ready_week, week))
    return Entry(row, name_of(row.title, language), value, plan, dates, bool(own), begun)


def _block(year: m.ProductionYear, weeks: int, place: str, stage: str) -> Block:
    high = -(-weeks * (100 + year.slip_percent) // 100)
    return Block(weeks, weeks, high, place, stage)


def _standing(plan: dict[str, list[int] | int], blocks: Sequence[Block]) -> Standing:
    """Return stored weeks for these blocks: those that are new follow the last."""
    starts = list(plan["blocks"])[: len(blocks)]  # type: ignore[arg-type]
    while len(starts) < len(blocks):
        starts.append(starts[-1] + blocks[len(starts) - 1].weeks)
    return Standing(plan["prep"], tuple(starts), plan["post"])  # type: ignore[arg-type]


def _offer(year: m.ProductionYear, said: dict[str, object] | None) -> Incentive | None:
    if not said:
        return None
    weeks = [
        _week(year, date.fromisoformat(str(said[name])))
        for name in ("begins_from", "begins_before", "spent_by")
    ]
    return Incentive(str(said["name"]), int(str(said["value"])), *weeks)


@dataclass(frozen=True, slots=True)
class StageSaid:
    """A title whose plan or call sheets say that it is in a later stage."""

    title: Title
    name: str
    now: Stage
    said: Stage
    by_days: bool  # the call sheets say so, not the plan


def stages_said(plan: PlannedYear) -> tuple[StageSaid, ...]:
    """Return the titles that the plan or the call sheets see further on than the slate does."""
    found = []
    for entry in plan.entries:
        now = Stage(entry.row.title.stage)
        said = stage_said(entry.value, entry.plan, plan.week, entry.dates, plan.today)
        if said is not None and may_move(now, said):
            by_days = bool(entry.dates) and said in (Stage.FILMING, Stage.POST_PRODUCTION)
            found.append(StageSaid(entry.row.title, entry.name, now, said, by_days))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class YearPlanning:
    """How planning a year stands, and what it came to."""

    job: Job | None  # the latest
    conflict: tuple[YearFinding, ...]
    unfound: bool  # no plan was found, and no conflict either

    @property
    def active(self) -> bool:
        """Whether it waits or runs."""
        return self.job is not None and self.job.state in (Job.State.QUEUED, Job.State.RUNNING)


def planned_last(year: m.ProductionYear) -> AuditEntry | None:
    """Return the entry of a planning that nothing has followed: it can be put back."""
    entry = last_change(f"year:{year.key}")
    return entry if entry is not None and entry.verb == "plan_year" else None


def planning_of(year: m.ProductionYear) -> YearPlanning:
    """Return how planning a year stands."""
    subject, answer = f"production-year:{year.pk}", year.answer or {}
    rules = tuple(
        YearFinding(YearRule(row["rule"]), row["subject"], row["limit"])
        for row in answer.get("conflict", ())
    )
    unfound = "conflict" in answer and not rules
    return YearPlanning(latest_jobs([subject]).get(subject), rules, unfound)
