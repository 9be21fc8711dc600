"""From beacons to cells: heartbeats are written by the day, and weeks counted anew."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cartelera.adapters.heartbeats import Cell as Counted
from cartelera.adapters.heartbeats import Part
from cartelera.apps.audience.models import Beacon, Cell, Fold, Retention
from cartelera.apps.audience.queries import heartbeats_at_hand
from cartelera.apps.audience.salts import forget_salts, week_of
from cartelera.apps.slate.models import Credit, Title
from cartelera.apps.slate.queries import house
from cartelera.engines.audience.cells import COUNTS
from cartelera.vocabulary.kind import PART_KINDS, Role
from cartelera.vocabulary.world import REGION_OF

KEPT = timedelta(days=30)  # beacons and heartbeats; then only cells are left
LATE = timedelta(minutes=5)  # what was committed while the last fold began is looked at again
Progress = Callable[[float, str], None]


def fold(at: datetime, tell: Progress) -> list[date]:
    """Count what came since the last time, and forget what is old; return the weeks counted.

    Doing it again changes nothing; doing half of it leaves days and weeks that are whole.
    """
    last = Fold.objects.order_by("-at").first()
    fresh = Beacon.objects.all()
    if last is not None:
        fresh = fresh.filter(received_at__gte=last.at - LATE)
    days = sorted(set(fresh.values_list("day", flat=True)))
    store = heartbeats_at_hand()
    for n, day in enumerate(days):
        tell(n / (len(days) + 1), f"{day}")
        store.write_day(day, _rows(day))
    weeks = sorted({week_of(day) for day in days})
    for n, week in enumerate(weeks):
        tell((len(days) + n / len(weeks)) / (len(days) + 1), f"{week}")
        count_week(week)
    Fold.objects.create(at=at)
    Fold.objects.filter(at__lt=at).delete()
    sweep(at)
    return weeks


def count_week(week: date) -> None:
    """Count the heartbeats of a week anew, in place of the cells that were there."""
    keep_week(week, *heartbeats_at_hand().cells(week, parts(), members(), REGION_OF))


def keep_week(
    week: date, cells: Iterable[Counted], retention: Mapping[int, Iterable[tuple[int, int]]]
) -> None:
    """Keep the cells and the retention of a week, in place of those that were there."""
    with transaction.atomic(using=Cell.objects.db):
        Cell.objects.filter(week=week).delete()
        Cell.objects.bulk_create([_cell(week, cell) for cell in cells], batch_size=500)
        Retention.objects.filter(week=week).delete()
        Retention.objects.bulk_create(
            Retention(week=week, title=title, steps=[list(step) for step in steps])
            for title, steps in retention.items()
        )


def _cell(week: date, counted: Counted) -> Cell:
    counts = {name: getattr(counted.figures, name) for name in COUNTS}
    return Cell(
        week=week, subject=counted.subject, by=counted.by, label=counted.label, **counts
    )


def sweep(at: datetime) -> None:
    """Forget beacons and heartbeats after thirty days, and salts when their weeks are over."""
    oldest = at - KEPT
    Beacon.objects.filter(received_at__lt=oldest).delete()
    today = timezone.localdate(at)
    heartbeats_at_hand().forget_before(timezone.localdate(oldest))
    forget_salts(today)


def _rows(day: date) -> Iterator[tuple[Any, ...]]:
    """Yield the heartbeats of a day in the order of adapters.heartbeats.COLUMNS."""
    names = (
        "playing", "viewer", "number", "returned", "title", "began_at", "at", "territory",
        "device", "row", "place", "campaign", "played_ms", "from_ms", "to_ms", "stalls",
        "stall_ms", "seeks", "height", "kbps", "audio", "text",
    )  # fmt: skip
    beacons = Beacon.objects.filter(day=day).values_list(*names)
    for playing, viewer, number, returned, title, began, at, *rest in beacons.iterator(5000):
        yield (
            playing, viewer, int(number == 0), int(returned), title, _ms(began), _ms(at), *rest,
        )  # fmt: skip


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def parts() -> list[Part]:
    """Return every film and episode that could have been played."""
    rows = Title.objects.filter(playable_seconds__gt=0).values_list(
        "pk", "root", "parent", "playable_seconds"
    )
    return [
        Part(pk, root or pk, parent or pk, round((seconds or 0) * 1000))
        for pk, root, parent, seconds in rows
    ]


def members() -> list[tuple[int, str]]:
    """Return the subjects that each film and series belongs to."""
    home = house().home_territory
    found: list[tuple[int, str]] = []
    own = Title.objects.exclude(kind__in=PART_KINDS).values_list("pk", "year", "countries")
    for pk, year, countries in own:
        origin = "national" if home in countries else "foreign"
        found += [(pk, "house"), (pk, f"title:{pk}")]
        found += [(pk, f"origin:{origin}")] if countries else []
        found += [(pk, f"year:{year}")] if year else []
    credits = Credit.objects.filter(title__root=None)
    companies = credits.filter(role=Role.PRODUCTION_COMPANY, company__isnull=False)
    found += [(t, f"company:{c}") for t, c in companies.values_list("title", "company")]
    directors = credits.filter(role=Role.DIRECTOR, person__isnull=False)
    found += [(t, f"person:{p}") for t, p in directors.values_list("title", "person")]
    return list(dict.fromkeys(found))
