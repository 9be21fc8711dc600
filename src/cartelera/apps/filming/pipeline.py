"""Long work: boards made anew or mended with the fewest moves, years planned."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from time import monotonic
from typing import Any

from cartelera.apps.filming import models as m
from cartelera.apps.filming.queries import Planned, planned, planned_year, stripboard_in
from cartelera.engines.filming.bound import least_cost, least_days
from cartelera.engines.filming.check import check
from cartelera.engines.filming.conflict import conflict
from cartelera.engines.filming.cost import cost
from cartelera.engines.filming.prices import price_rules
from cartelera.engines.filming.schedule import make_board, repair
from cartelera.engines.filming.stripboard import SUNDAY, board_of, dumped, kept, stripboard_of
from cartelera.engines.filming.strips import Board, Shoot
from cartelera.engines.filming.year.plan import plan_year, year_conflict

SOLVE_SECONDS = 60.0
REPAIR_SECONDS = 20.0
PRICE_SECONDS = 3.0  # for each rule whose price is looked for
YEAR_SECONDS = 30.0
_SPARE_DAYS = 12  # dates beyond those that the scenes take at the least

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Solved:
    """What solving a board came to: other days, or the rules in conflict."""

    days: list[dict[str, Any]] | None  # None where no board was found
    answer: dict[str, Any]  # as Board.answer keeps it


def solve_board(board: m.Board, lost: date | None, mend: bool, progress: Progress) -> Solved:
    """Return a cheaper board that keeps every rule, or the nearest one that does.

    lost  a date on which the company may not shoot after all
    mend  move the fewest scenes, instead of looking for the least cost

    `progress` may raise to stop; nothing is kept then.
    """
    plan = planned(board.shoot)
    laid = board_of(kept(stripboard_in(board), plan.scenes, {}))
    shoot = replace(plan.value, dates=dates_for(plan, laid, lost))
    progress(0.0, "")
    made, moved = _mended(shoot, laid) if mend else (_cheapest(shoot, laid, progress), ())
    if made is None:
        progress(0.9, "")
        return Solved(None, {"conflict": [_plain(found) for found in conflict(shoot)]})
    total, bound = cost(made, shoot).total, least_cost(shoot)
    prices = () if mend else price_rules(shoot, made, lambda: _going(progress), Random(1))  # noqa: S311
    answer = {
        "from": board.number,
        "cost": total,
        "bound": bound,
        "proved": total <= bound,
        "moved": list(moved),
        "mended": mend,
        "prices": [
            {"rule": one.rule.value, "subject": one.subject, "saved": one.saved}
            for one in prices
        ],
    }
    return Solved(dumped(stripboard_of(made)), answer)


def dates_for(plan: Planned, laid: Board, lost: date | None = None) -> tuple[date, ...]:
    """Return the dates on which a board may be shot: those it has, and some that follow.

    Sundays are left out where the board does not shoot on them.
    """
    has = {day.on for day in laid.days}
    count = max(len(has), least_days(plan.value, plan.value.strips)) + _SPARE_DAYS
    on, made = min([plan.shoot.starts_on, *has]), set(has)
    while len(made) < count:
        if on.weekday() != SUNDAY:
            made.add(on)
        on += timedelta(days=1)
    return tuple(sorted(made - {lost}))


def _cheapest(shoot: Shoot, laid: Board, progress: Progress) -> Board | None:
    begun = monotonic()

    def may_go_on() -> bool:
        spent = (monotonic() - begun) / SOLVE_SECONDS
        progress(min(spent, 0.99), "")
        return spent < 1

    start = None if check(laid, shoot) else laid
    return make_board(shoot, may_go_on, Random(0), start).board  # noqa: S311


def _going(progress: Progress) -> Callable[[], bool]:
    """Return what lets one rule be looked at for its seconds."""
    begun = monotonic()

    def may_go_on() -> bool:
        progress(0.99, "")
        return monotonic() - begun < PRICE_SECONDS

    return may_go_on


def _mended(shoot: Shoot, laid: Board) -> tuple[Board | None, tuple[str, ...]]:
    return repair(shoot, laid, REPAIR_SECONDS)


def _plain(found: Any) -> dict[str, str]:
    return {"rule": found.rule.value, "subject": found.subject, "limit": found.limit}


@dataclass(frozen=True, slots=True)
class PlannedWeeks:
    """What planning a year came to: where each title stands, or the rules in conflict."""

    plans: dict[str, dict[str, Any]]  # by the title's key; empty where no plan was found
    answer: dict[str, Any]  # as ProductionYear.answer keeps it


def plan_weeks(year: m.ProductionYear, today: date, progress: Progress) -> PlannedWeeks:
    """Return the cheapest plan of a year from today on.

    `progress` may raise to stop; nothing is kept then.
    """
    of = planned_year(year, "es", today).value
    progress(0.0, "")
    made = plan_year(of, YEAR_SECONDS)
    if not made.titles and of.titles:
        progress(0.5, "")
        rules = year_conflict(of) if made.impossible else ()
        said = [{"rule": r.rule.value, "subject": r.subject, "limit": r.limit} for r in rules]
        return PlannedWeeks({}, {"conflict": said})
    plans = {
        plan.name: {
            "prep": plan.prep_week,
            "blocks": list(plan.block_weeks),
            "post": plan.post_week,
        }
        for plan in made.titles
    }
    answer = {"cost": made.cost, "bound": made.bound, "proved": made.proved}
    return PlannedWeeks(plans, answer)
