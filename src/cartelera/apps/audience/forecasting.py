"""Forecast the announced titles from the house's own viewings, or from published lists."""

import hashlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone

from cartelera.adapters.apart import outlooks_apart
from cartelera.adapters.lists import Lists, read_lists
from cartelera.apps.audience.models import Cell, Forecast
from cartelera.apps.audience.queries import is_territory
from cartelera.apps.slate.models import Title
from cartelera.apps.slate.queries import house
from cartelera.engines.audience.elsewhere import Entry, Source
from cartelera.engines.audience.record import Announced, Shown, Week, announced
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.kind import Kind, TermFamily
from cartelera.vocabulary.stage import Stage

if TYPE_CHECKING:
    from cartelera.engines.audience.outlook import Grounds, Measure, Outlooks

FEWEST = 60  # first reports, below which nothing is learnt from viewings of the house's own
AHEAD = (
    Stage.DEVELOPMENT, Stage.ANNOUNCED, Stage.PRE_PRODUCTION, Stage.FILMING,
    Stage.POST_PRODUCTION, Stage.DELIVERED,
)  # fmt: skip
Progress = Callable[[float, str], None]


def keep_list(data: bytes, name: str, told: Entry | None = None) -> int:
    """Keep a published list as it came, to learn from; return how many of its rows teach.

    told  one of its figures, which says what it is; None for a catalogue

    One that teaches nothing is not kept.
    """
    kind = "catalogue"
    if told is not None:
        kind = "engagement" if told.source is Source.ENGAGEMENT else "top10_"
    half = ""
    if told is not None and told.source is Source.ENGAGEMENT:
        half = f"-{told.begins.year}H{1 if told.begins.month == 1 else 2}"
    suffix = ".xlsx" if data.startswith(b"PK") else Path(name).suffix.lower()
    if suffix == ".txt":
        suffix = ".tsv"
    folder = _lists_folder()
    file = folder / f"{kind}-{hashlib.sha256(data).hexdigest()[:16]}{half}{suffix}"
    fresh = folder / "new" / file.name
    fresh.parent.mkdir(parents=True, exist_ok=True)
    fresh.write_bytes(data)
    try:
        found = read_lists([fresh.parent])
    except InputError:
        fresh.unlink()
        if told is None:
            raise
        return 0
    rows = len(found.shown) + len(found.weeks) + len(found.catalogue)
    if rows:
        fresh.rename(file)
    else:
        fresh.unlink()
    return rows


def _lists_folder() -> Path:
    return Path(settings.DATA) / "audience" / "lists"


def forecast_is_stale(since: datetime) -> bool:
    """Say whether viewings, lists or titles differ from those of a last forecast before then.

    A house that has nothing to learn from is never stale.
    """
    last = Forecast.objects.order_by("-at").first()
    if last is not None and last.at > since:
        return False
    if not any(_list_files()) and _titles_watched() < FEWEST:
        return False
    return last is None or last.basis != _basis()


def _list_files() -> list[str]:
    folder = _lists_folder()
    return sorted(f.name for f in folder.iterdir() if f.is_file()) if folder.is_dir() else []


def _titles_watched() -> int:
    cells = Cell.objects.filter(subject__startswith="title:", by="all")
    return cells.values("subject").distinct().count()


def _basis() -> str:
    told = [
        *_list_files(),
        str(Cell.objects.aggregate(last=Max("week"))["last"]),
        str(list(_ahead().order_by("pk").values_list("pk", "version"))),
    ]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _ahead() -> Any:
    return Title.objects.filter(root=None, stage__in=AHEAD)


def forecast_slate(at: datetime, tell: Progress) -> None:
    """Forecast every title not yet released, in place of the forecast that was there."""
    basis = _basis()
    titles = list(_ahead().order_by("pk").prefetch_related("texts", "terms", "avails"))
    asked = [announcement_of(title) for title in titles]
    today = timezone.localdate(at)
    tell(0.0, "viewings")
    known = own_record(today)
    own = sum(row.first and row.ends <= today for row in known.shown) >= FEWEST
    tell(0.2, "forecast")
    said: dict[str, Any] = {"titles": {}, "views": None, "territories": None}
    if own or any(_list_files()):
        found = outlooks_apart(asked, known if own else _lists_folder(), today)
        if found is not None:
            said = _said([title.pk for title in titles], found)
    with transaction.atomic(using=Forecast.objects.db):
        Forecast.objects.all().delete()
        Forecast.objects.create(at=at, basis=basis, own=own, said=said)


def _said(titles: list[int], found: "Outlooks") -> dict[str, Any]:
    return {
        "titles": {
            str(pk): {
                "views": _measure(one.views),
                "territories": _measure(one.territories),
                "home": one.home,
                "size": one.size,
                "tilt": one.tilt,
            }
            for pk, one in zip(titles, found.titles, strict=True)
        },
        "views": _grounds(found.views),
        "territories": _grounds(found.territories),
    }


def _measure(one: "Measure | None") -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "range": [10**one.said.low, 10**one.said.middle, 10**one.said.high],
        "like": [[case.title.name, 10**case.outcome] for case in one.comparable],
    }


def _grounds(one: "Grounds | None") -> dict[str, Any] | None:
    return None if one is None else asdict(one)


def announcement_of(title: Title) -> Announced:
    """Return a title as its announcement tells it.

    It counts as offered everywhere unless its avails name the home territory alone.
    """
    places = {avail.territory for avail in title.avails.all()}
    return announced(
        Kind(title.kind),
        {text.language: text.name for text in title.texts.all()},
        original_name=title.original_name,
        key=title.key,
        languages=title.languages,
        worldwide=places != {house().home_territory},
        countries=title.countries,
        genres=[term.key for term in title.terms.all() if term.family == TermFamily.GENRE],
        year=title.year,
    )


def own_record(today: date) -> Lists:
    """Return what the house's own viewers watched, as reports, weekly lists and a catalogue.

    A title came out in the first week in which it was watched; a report is a half-year.
    """
    cells = Cell.objects.filter(subject__startswith="title:", week__lt=today)
    firsts = dict(
        cells.filter(by="all").values_list("subject").annotate(first=Min("week")).order_by()
    )
    rows = Title.objects.filter(root=None).prefetch_related("texts", "terms", "avails")
    titles = {f"title:{title.pk}": announcement_of(title) for title in rows}
    halves: dict[tuple[str, date], list[float]] = defaultdict(lambda: [0.0, 0.0])
    whole = cells.filter(by="all").values_list("subject", "week", "microviews", "played_ms")
    for subject, week, microviews, played in whole:
        if subject in titles:
            sums = halves[subject, date(week.year, 1 if week.month < 7 else 7, 1)]
            sums[0] += microviews / 1e6
            sums[1] += played / 3.6e6
    shown = tuple(
        Shown(titles[subject], begins, _half_ends(begins), firsts[subject], views, hours)
        for (subject, begins), (views, hours) in sorted(halves.items())
        if views > 0
    )
    lists = cells.filter(by="territory").values_list("subject", "week", "label")
    weeks = tuple(
        Week(titles[subject].name, week + timedelta(days=6), titles[subject].kind, label)
        for subject, week, label in lists
        if subject in titles and is_territory(label)
    )
    watched = tuple(titles[subject] for subject in sorted(firsts) if subject in titles)
    return Lists(shown, weeks, tuple(t for t in watched if t.countries))


def _half_ends(begins: date) -> date:
    return date(begins.year, 7, 1) if begins.month == 1 else date(begins.year + 1, 1, 1)
