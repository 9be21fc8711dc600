"""Viewings of the sample, made by program: nobody watched, and the page says so.

Nine weeks before today, of titles invented for the sample, by people drawn from a lot. Only
the cells are kept, as after thirty days of a real house.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cartelera.adapters.heartbeats import Heartbeats, Part, week_of
from cartelera.apps.audience.models import Cell, Fold
from cartelera.apps.audience.pipeline import keep_week, members
from cartelera.apps.audience.queries import made_up_file
from cartelera.apps.slate.models import Title
from cartelera.vocabulary.kind import Kind
from cartelera.vocabulary.stage import Stage
from cartelera.vocabulary.world import REGION_OF

WEEKS = 9
PLACES = {
    "US": 22, "CO": 13, "AR": 12, "ES": 11, "CL": 8, "PE": 7, "FR": 4, "BR": 4, "GT": 3,
    "EC": 3, "DE": 3, "UY": 2, "CR": 2, "IT": 2, "CA": 2, "GB": 2, "PA": 1, "BO": 1, "PT": 1,
    "JP": 1,
    "PL": 1, "CU": 1,
}  # fmt: skip
DEVICES = {"tv": 46, "phone": 27, "computer": 19, "tablet": 8}
ROWS = {"showing": 34, "hero": 14, "continue": 12, "genre-drama": 11, "search": 9, "": 20}


def load_viewings(at: datetime) -> int:
    """Make the sample's weeks, unless the house has counted some; return how many cells."""
    if Fold.objects.exists() or Cell.objects.exists():
        return 0
    monday = week_of(at.date())
    parts = _parts()
    with TemporaryDirectory() as folder:
        store = Heartbeats(Path(folder))
        for n in range(WEEKS):
            week = monday - timedelta(weeks=WEEKS - n)
            store.write_day(week, _week(parts, n))
            keep_week(week, *store.cells(week, parts, members(), REGION_OF))
    file = made_up_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text((monday - timedelta(weeks=1)).isoformat())
    return Cell.objects.count()


def _parts() -> list[Part]:
    rows = (
        Title.objects.filter(stage=Stage.RELEASED)
        .filter(runtime_minutes__gt=0)
        .exclude(kind__in=(Kind.SEASON, Kind.SERIES, Kind.LIMITED_SERIES, Kind.DOCUSERIES))
        .order_by("key")
        .values_list("pk", "root", "parent", "runtime_minutes")
    )
    return [
        Part(pk, root or pk, parent or pk, (mins or 0) * 60_000)
        for pk, root, parent, mins in rows
    ]


def _lot(name: str) -> random.Random:
    """Return a lot to draw from, the same each time."""
    return random.Random(name)  # noqa: S311 - no secret hangs on it


def _week(parts: list[Part], n: int) -> Iterator[tuple[Any, ...]]:
    """Yield the heartbeats of one week: each title rises once, then fades."""
    draw = _lot(f"week {n}")
    roots = list(dict.fromkeys(part.root for part in parts))
    playing = 0
    for part in parts:
        lot = _lot(f"title {roots.index(part.root)}")
        begins, size, home = lot.randint(-4, WEEKS - 3), lot.paretovariate(1.6), lot.random()
        episode = [p for p in parts if p.root == part.root].index(part)
        age = n - begins
        if age < 0:
            continue
        viewers = round(90 * min(size, 8) * 0.72**age * 0.9**episode)
        for viewer in draw.sample(range(4000), min(viewers, 3900)):
            playing += 1
            yield from _playing(draw, part, viewer, playing, 0.45 + 0.4 * home)


def _playing(
    draw: random.Random, part: Part, viewer: int, playing: int, at_home: float
) -> Iterator[tuple[Any, ...]]:
    person = _lot(f"viewer {viewer}")
    abroad = person.choices(list(PLACES), list(PLACES.values()))[0]
    place = "MX" if person.random() < at_home else abroad
    device = person.choices(list(DEVICES), list(DEVICES.values()))[0]
    row = draw.choices(list(ROWS), list(ROWS.values()))[0]
    share = 1.0 if draw.random() < 0.58 else draw.betavariate(0.7, 1.4)
    end = round(part.length_ms * max(share, 0.01))
    text = "" if place in REGION_OF and REGION_OF[place].value == "latin-america" else "en"
    returned = int(draw.random() < 0.3)
    yield (
        playing, viewer, 1, returned, part.title, 0, 3 * part.length_ms, place, device, row,
        draw.randint(1, 8), "otono" if row == "" and draw.random() < 0.4 else "", end, 0, end,
        int(draw.random() < 0.08), draw.randint(0, 3000), draw.randint(0, 4), 1080, 3200, "es",
        text,
    )  # fmt: skip
