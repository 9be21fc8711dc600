"""Each measure of reach, as it is defined in words, is what plain SQL says of the beacons."""

from datetime import date, timedelta

import pytest
from django.db import connections

from cartelera.apps.audience.actions import Whence, take_beacons
from cartelera.apps.audience.models import Beacon
from cartelera.apps.audience.pipeline import fold
from cartelera.apps.audience.queries import Span, curves_of, reach_of
from cartelera.engines.audience.measures import MEASURES
from tests.apps.audience.test_beacons import Player
from tests.conftest import NOW, showing

pytestmark = pytest.mark.django_db(databases="__all__")
WEEK = timedelta(days=7)
SPAN = Span(date(2026, 2, 23), date(2026, 3, 2))

# Every title is 60 s long. `b` is the beacons with the Monday of their week.
B = """WITH b AS (SELECT *, date(day, 'weekday 0', '-6 days') AS week FROM audience_beacon),
luz AS (SELECT * FROM b WHERE title = %(luz)s),
pairs AS (SELECT week, viewer, SUM(played_ms) AS played, MAX(to_ms) AS furthest FROM luz
    GROUP BY week, viewer),
weekly AS (SELECT week, COUNT(DISTINCT viewer) AS viewers,
    COUNT(DISTINCT CASE WHEN returned THEN viewer END) AS back FROM luz GROUP BY week),
places AS (SELECT week, territory, COUNT(DISTINCT viewer) AS viewers FROM luz GROUP BY 1, 2),
whole AS (SELECT week, territory, COUNT(DISTINCT viewer) AS viewers FROM b GROUP BY 1, 2) """
PLAIN = {
    "viewers": "SELECT MAX(viewers) FROM weekly",
    "views": "SELECT SUM(played * 1000000 / 60000) / 1000000.0 FROM pairs",
    "hours": "SELECT SUM(played_ms) / 3600000.0 FROM luz",
    "plays": "SELECT SUM(number = 0) FROM luz",
    "completion": "SELECT AVG(furthest >= 0.9 * 60000) FROM pairs",
    "retention": """SELECT ROUND(1.0 * SUM(from_ms <= 35000 AND to_ms > 35000)
        / SUM(number = 0), 2) FROM luz""",
    "returned": """SELECT 1.0 * a.back / z.viewers FROM weekly a JOIN weekly z
        ON z.week = date(a.week, '-7 days')""",
    "home": """SELECT 1.0 * SUM(CASE territory WHEN 'MX' THEN played_ms ELSE 0 END)
        / SUM(played_ms) FROM luz""",
    "territories": "SELECT COUNT(DISTINCT territory) FROM places WHERE viewers >= 10",
    "travel": """SELECT (SELECT 1.0 * SUM(viewers) FROM places WHERE territory <> 'MX')
        / (SELECT SUM(viewers) FROM whole WHERE territory <> 'MX')
        / ((SELECT 1.0 * SUM(viewers) FROM places WHERE territory = 'MX')
        / (SELECT SUM(viewers) FROM whole WHERE territory = 'MX'))""",
    "national": """SELECT 1.0 * (SELECT SUM(played_ms) FROM luz) / SUM(played_ms) FROM b""",
    "admitted": "SELECT SUM(played >= 0.7 * 60000) FROM pairs",
    "stalled": """SELECT 1.0 * SUM(stall_ms) / (SUM(stall_ms) + SUM(played_ms)) FROM luz""",
    "led": """SELECT 1.0 * SUM(CASE "row" WHEN 'hero' THEN played_ms ELSE 0 END)
        / SUM(played_ms) FROM luz""",
}


def watch(title, people, place, stretches, began=NOW, row="hero", last=10_000):
    """Let people play stretches of ten seconds, the last of them some ms long."""
    for profile in people:
        player = Player(
            title, profile=profile, session=f"{title} {began}", seconds=60, began=began
        )
        said = [
            {**one, "row": row, "stalls": 1, "stalled": 40 * (profile % 5)}
            for one in player.beacons(stretches)
        ]
        less = 10_000 - last
        said[-1] |= {key: said[-1][key] - less for key in ("played", "total", "to")}
        take_beacons(
            player.ticket, player.session, said, Whence(place, "tv"),
            began + timedelta(minutes=10),
        )  # fmt: skip


@pytest.fixture
def luz(settings, tmp_path):
    settings.DATA = tmp_path
    luz = showing("luz", countries=("MX",))
    sol = showing("sol", countries=("US",))
    watch(luz.pk, range(1, 21), "MX", 6)
    watch(luz.pk, range(100, 112), "ES", 3, row="search")
    watch(sol.pk, range(10, 25), "MX", 2)
    watch(sol.pk, range(200, 211), "AR", 5)
    watch(luz.pk, range(5, 19), "MX", 6, began=NOW + WEEK, last=3_000)  # to 88 %
    watch(luz.pk, range(105, 115), "ES", 5, began=NOW + WEEK, row="search")
    fold(NOW + WEEK + timedelta(hours=1), lambda _done, _what: None)
    return luz.pk


def told(luz):
    """Return each measure as the product tells it."""
    reach, house = reach_of(f"title:{luz}", SPAN), reach_of("house", SPAN)
    total = reach.total
    (curve,) = curves_of(luz, SPAN)
    return {
        "viewers": total.viewers,
        "views": total.views,
        "hours": total.hours,
        "plays": total.plays,
        "completion": total.completion,
        "retention": next(point.share for point in curve.points if point.second == 35),
        "returned": reach.weeks[1].returned,
        "home": reach.home,
        "territories": reach.territories,
        "travel": reach.travel,
        "national": house.national,
        "admitted": total.admitted,
        "stalled": total.stalled_share,
        "led": next(line.share for line in reach.tables["row"] if line.label == "hero"),
    }


@pytest.mark.skipif(
    connections["default"].vendor != "sqlite", reason="asks in SQLite's own words"
)
def test_every_measure_that_is_defined_is_told_and_is_what_plain_sql_says(luz):
    plain = {}
    with connections[Beacon.objects.db].cursor() as cursor:
        for name, query in PLAIN.items():
            (plain[name],) = cursor.execute(B + query, {"luz": luz}).fetchone()
    assert {measure.key for measure in MEASURES} == set(PLAIN)
    assert told(luz) == pytest.approx(plain, rel=1e-12)
    assert min(plain.values()) > 0
    assert plain["returned"] == 21 / 32  # 14 at home, 105 to 111 in Spain
