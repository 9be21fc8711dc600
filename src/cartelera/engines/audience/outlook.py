"""What a slate of announced titles may reach, with what the forecast stands on."""

import math
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

import numpy as np

from cartelera.engines.audience.cases import Case, territory_cases, view_cases
from cartelera.engines.audience.forecast import ENOUGH, Replay
from cartelera.engines.audience.reached import debuts
from cartelera.engines.audience.record import Announced, Record, Shown, Week
from cartelera.engines.audience.simple import Range
from cartelera.engines.audience.taught import Taught, home_chances, teach
from cartelera.engines.audience.words import WordLevels
from cartelera.vocabulary.errors import InputError

COMPARABLE = 5  # titles shown beside a forecast


@dataclass(frozen=True, slots=True)
class Measure:
    """A forecast of one measure of one title."""

    said: Range  # log10
    comparable: tuple[Case, ...]  # titles like it, nearest first, and how they did


@dataclass(frozen=True, slots=True)
class Outlook:
    """What one title may reach; None where there is not enough to go on."""

    title: Announced
    views: Measure | None
    territories: Measure | None
    home: float | None  # chance to enter its own country's list, given that it enters any
    size: float | None  # views above what is usual of all, log10
    tilt: float | None  # how much more it travels than its size says, in standard deviations


@dataclass(frozen=True, slots=True)
class Grounds:
    """What one measure was learnt from, and how its forecasts did before."""

    titles: int
    model: bool  # False: the table of what is usual was nearer, and is what is shown
    replays: tuple[Replay, ...]


@dataclass(frozen=True, slots=True)
class Outlooks:
    """The outlook of every title asked for."""

    titles: tuple[Outlook, ...]
    views: Grounds | None  # None: not enough to go on
    territories: Grounds | None


def outlooks_of(
    asked: Sequence[Announced],
    shown: Sequence[Shown],
    weeks: Sequence[Week],
    catalogue: Sequence[Announced],
    at: date,
) -> Outlooks:
    """Forecast titles as of a day, from reports that had ended and weeks that had passed.

    catalogue  what announcements told of titles, hits or not: without it no territories
    """
    cases = [Case(title, at, math.nan) for title in asked]
    record = Record.of(shown, weeks)
    seen = [row for row in shown if row.ends <= at]
    listed = {week.territory for week in weeks if week.territory and week.ends < at}
    found = debuts([week for week in weeks if week.ends < at])
    views = _taught(view_cases(seen, at), record, math.inf, seen)
    reach = _taught(
        territory_cases(found, catalogue, listed, until=at),
        record,
        math.log10(max(len(listed), 1)),
    )
    said, far = _measures(views, cases), _measures(reach, cases)
    home: list[float | None] = [None] * len(cases)
    if reach is not None:
        with suppress(InputError):  # no list of any home country: nothing is said of home
            home = [float(chance) for chance in home_chances(reach, cases)]
    return Outlooks(
        tuple(
            Outlook(title, v, t, h, _size(views, v), _tilt(views, v, reach, t))
            for title, v, t, h in zip(asked, said, far, home, strict=True)
        ),
        _grounds(views),
        _grounds(reach),
    )


def _taught(
    cases: list[Case], record: Record, most: float, seen: Sequence[Shown] = ()
) -> Taught | None:
    if len(cases) < ENOUGH:
        return None
    return teach(cases, record, WordLevels(seen) if seen else None, most)


def _measures(taught: Taught | None, cases: Sequence[Case]) -> list[Measure | None]:
    if taught is None:
        return [None] * len(cases)
    model = taught.forecaster.beats_tables
    ranges = taught.ranges(cases) if model else taught.tables(cases)
    return [
        Measure(said, tuple(taught.comparable(case, COMPARABLE)))
        for said, case in zip(ranges, cases, strict=True)
    ]


def _grounds(taught: Taught | None) -> Grounds | None:
    if taught is None:
        return None
    made = taught.forecaster
    return Grounds(len(taught.cases), made.beats_tables, made.replays)


def _size(views: Taught | None, said: Measure | None) -> float | None:
    if views is None or said is None:
        return None
    return said.said.middle - float(np.median(views.outcomes))


def _tilt(
    views: Taught | None, said: Measure | None, reach: Taught | None, far: Measure | None
) -> float | None:
    if views is None or said is None or reach is None or far is None:
        return None
    return _apart(reach, far) - _apart(views, said)


def _apart(taught: Taught, said: Measure) -> float:
    """Return how far a forecast is from the middle of the cases, in their spreads."""
    spread = float(taught.outcomes.std()) or 1.0
    return (said.said.middle - float(np.median(taught.outcomes))) / spread
