"""How many territories a title reached, as the weekly lists of single territories tell it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from cartelera.engines.audience.record import Screening, Week

_WEEK = timedelta(days=7)
WEEKS = 4


@dataclass(frozen=True, slots=True)
class Debut:
    """A title's first weeks in the lists."""

    name: str  # with its season
    kind: Screening
    ends: date  # the Sunday of its first week
    territories: frozenset[str]  # in whose lists it stood within four weeks


def debuts(weeks: Iterable[Week]) -> list[Debut]:
    """Return every debut whose week before, and whose four weeks, the lists cover.

    weeks  lists of single territories; after a gap the first week is no debut
    """
    places: dict[tuple[Screening, str], dict[date, set[str]]] = {}
    covered = set()
    for week in weeks:
        if week.territory:
            covered.add(week.ends)
            by_week = places.setdefault((week.kind, week.name), {})
            by_week.setdefault(week.ends, set()).add(week.territory)
    found = []
    for (kind, name), by_week in places.items():
        first = min(by_week)
        span = [first + _WEEK * n for n in range(WEEKS)]
        if first - _WEEK in covered and covered.issuperset(span):
            where = frozenset().union(*(by_week.get(ends, ()) for ends in span))
            found.append(Debut(name, kind, first, where))
    return found
