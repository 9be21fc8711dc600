"""Titles whose outcome is known, each as it was known when it was announced."""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cartelera.engines.audience.features import season_of
from cartelera.engines.audience.identity import identify
from cartelera.engines.audience.reached import WEEKS, Debut
from cartelera.engines.audience.record import Announced, Screening, Shown

_QUARTER = 3  # months


@dataclass(frozen=True, slots=True)
class Case:
    """One title: what was known, on which day, and what became of it."""

    title: Announced
    at: date  # nothing later may be known of it
    outcome: float  # log10 of views or of territories
    home: bool | None = None  # it stood in its own country's list; None: no such list


def view_cases(
    shown: Iterable[Shown], until: date, leave_out: Collection[str] = ()
) -> list[Case]:
    """Return the first report of every title that came out in a report ended by a day.

    leave_out  shows, by any name, folded
    """
    return [
        Case(row.title, row.begins, math.log10(row.views))
        for row in shown
        if row.first and row.ends <= until and not named(row.title, leave_out)
    ]


def named(title: Announced, shows: Collection[str]) -> bool:
    """Say whether a title goes by one of some names, folded, in its own language or another."""
    native = identify(title.native).show if title.native else ""
    return bool(shows) and (title.identity.show in shows or native in shows)


def territory_cases(
    found: Sequence[Debut],
    catalogue: Iterable[Announced],
    listed: Collection[str],
    *,
    until: date,
    known_until: date | None = None,
    leave_out: Collection[str] = (),
) -> list[Case]:
    """Return the debuts of new titles and new seasons that a catalogue describes.

    found        debuts, see reached.debuts
    catalogue    what each show's announcement told; collected without regard to success
    listed       territories that have a list: only there can a title be at home
    until        debuts whose four weeks had passed by this day
    known_until  no title is known later than this day; None: the quarter it came out in

    New: first shown in the year of the first list or later, or a second season or later.
    """
    shelf: dict[tuple[Screening, str], Announced] = {}
    for title in catalogue:
        key = title.kind, title.identity.show
        if key not in shelf or (title.year or 0) > (shelf[key].year or 0):
            shelf[key] = title
    oldest = min((debut.ends.year for debut in found), default=0)
    cases = []
    for debut in found:
        known = shelf.get((debut.kind, identify(debut.name).show))
        if known is None or debut.ends + timedelta(weeks=WEEKS - 1) >= until:
            continue
        title = replace(known, name=debut.name)
        if named(title, leave_out) or ((known.year or 0) < oldest and season_of(title) == 1):
            continue
        quarter = _quarter(debut.ends)
        home = title.countries[0] if title.countries else ""
        cases.append(
            Case(
                title,
                min(quarter, known_until) if known_until else quarter,
                math.log10(len(debut.territories)),
                home in debut.territories if home in listed else None,
            )
        )
    return cases


def _quarter(day: date) -> date:
    return date(day.year, (day.month - 1) // _QUARTER * _QUARTER + 1, 1)
