import csv
from datetime import date, timedelta
from io import StringIO

import pytest
from django.db import connections

from cartelera.apps.audience.actions import Whence, take_beacons
from cartelera.apps.audience.exports import cells_as_csv, write_cells
from cartelera.apps.audience.models import Beacon, Cell
from cartelera.apps.audience.pipeline import fold
from cartelera.apps.audience.queries import (
    Span,
    curves_of,
    heartbeats_at_hand,
    names_of,
    ranking,
    reach_of,
    span_of,
    subject_of,
    weeks_counted,
)
from cartelera.apps.slate.actions import attach_package, record_title
from cartelera.engines.audience.crossed import REST
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.kind import Kind, Role
from cartelera.vocabulary.record import Credit
from tests.apps.audience.test_beacons import Player
from tests.conftest import NOW, film, showing

pytestmark = pytest.mark.django_db(databases="__all__")
WEEK = date(2026, 2, 23)
SPAN = Span(WEEK, WEEK)


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DATA = tmp_path
    return tmp_path


def watch(title, viewers, stretches=6, first=1, territory="MX", at=NOW, row="", campaign=""):
    """Let that many profiles watch the first minutes of a title."""
    for profile in range(first, first + viewers):
        player = Player(title, profile=profile, session=f"{title}-{profile}", seconds=60)
        led = {"row": row, "place": 2, "campaign": campaign}
        said = [{**one, **led} for one in player.beacons(stretches)]
        whence = Whence(territory, "tv")
        take_beacons(player.ticket, player.session, said, whence, at + timedelta(minutes=10))


def count():
    return fold(NOW + timedelta(hours=1), lambda _done, _what: None)


def test_what_is_watched_appears_in_reach():
    luz = showing(
        "luz", year=2026, countries=("MX",), credits=(Credit(Role.DIRECTOR, "Ana Sol"),)
    )
    watch(luz.pk, 20, row="showing")
    watch(luz.pk, 12, stretches=3, first=100, territory="ES")
    assert count() == [WEEK]
    for subject in ("house", f"title:{luz.pk}", "year:2026", subject_of("person:ana sol")):
        reach = reach_of(subject, SPAN)
        assert (reach.total.viewers, reach.total.plays, reach.territories) == (32, 32, 2)
        assert reach.total.hours == (20 * 60 + 12 * 30) / 3600
        assert reach.total.views == 26.0
        assert reach.total.completion == 20 / 32
        assert reach.home == 1200 / 1560
    whole = reach_of("house", SPAN)
    assert whole.national == 1.0
    assert [(line.label, line.figures.viewers) for line in whole.tables["row"]] == [
        ("showing", 20), ("", 12),
    ]  # fmt: skip
    assert [line.label for line in ranking("title:", SPAN)] == [f"title:{luz.pk}"]
    assert names_of([f"title:{luz.pk}"], "es") == {f"title:{luz.pk}": "Luz"}


def test_counting_again_changes_nothing_and_what_comes_late_is_counted_in_its_week():
    luz = showing("luz")
    watch(luz.pk, 20)
    count()
    before = list(Cell.objects.order_by("pk").values_list("subject", "by", "label", "viewers"))
    count()
    assert before == list(
        Cell.objects.order_by("pk").values_list("subject", "by", "label", "viewers")
    )
    watch(luz.pk, 5, first=50, at=NOW + timedelta(days=2))
    fold(NOW + timedelta(days=3), lambda _done, _what: None)
    assert reach_of("house", SPAN).total.viewers == 25


def test_a_title_that_nine_people_watched_is_nowhere():
    watch(showing("luz").pk, 9)
    watch(showing("mar").pk, 11)
    count()
    assert {c.subject for c in Cell.objects.all()} & {"house"}
    assert reach_of("house", SPAN).total.viewers == 11


def test_retention_falls_where_viewers_leave():
    luz = showing("luz")
    watch(luz.pk, 20)
    watch(luz.pk, 20, stretches=2, first=50)
    watch(luz.pk, 5, stretches=4, first=90)
    count()
    (curve,) = curves_of(luz.pk, SPAN)
    share = {point.second: point.share for point in curve.points}
    assert (curve.plays, share[0], share[19]) == (45, 1.0, 1.0)
    assert (share[20], share[39], share[40], share[59]) == (0.56, 0.56, 0.44, 0.44)


def test_after_thirty_days_only_cells_are_left():
    luz = showing("luz")
    watch(luz.pk, 20)
    count()
    fold(NOW + timedelta(days=29), lambda _done, _what: None)
    assert Beacon.objects.exists()
    assert heartbeats_at_hand().weeks() == [WEEK]
    fold(NOW + timedelta(days=31), lambda _done, _what: None)
    assert not Beacon.objects.exists()
    assert heartbeats_at_hand().weeks() == []
    assert reach_of("house", SPAN).total.viewers == 20


def test_reach_costs_the_same_few_queries_however_much_there_is(
    django_assert_max_num_queries,
):
    for key, first in (("luz", 1), ("mar", 100), ("sol", 200)):
        watch(showing(key).pk, 12, first=first)
        count()
        with django_assert_max_num_queries(3, connection=connections[Cell.objects.db]):
            reach_of("house", SPAN)


def test_cells_go_out_as_csv_and_as_parquet_with_the_same_rows(tmp_path):
    watch(showing("luz").pk, 20)
    count()
    rows = list(csv.DictReader(StringIO(cells_as_csv("house", SPAN))))
    assert {row["by"] for row in rows} >= {"all", "territory", "device"}
    assert write_cells(tmp_path / "reach.parquet", "house", SPAN) == len(rows)


def a_series(key="radio"):
    """Return a series of two seasons with an episode each: [series, season, ..., episode]."""
    series = record_title(film(key, "Radio", kind=Kind.SERIES), None)
    seasons = [
        record_title(film(f"{key}-{n}", f"Temporada {n}", kind=Kind.SEASON, parent=key,
                          number=n), None)
        for n in (1, 2)
    ]  # fmt: skip
    episodes = []
    for n in (1, 2):
        part = record_title(film(f"{key}-{n}-1", "Uno", kind=Kind.EPISODE, parent=f"{key}-{n}",
                                 number=1), None)  # fmt: skip
        attach_package(part, "pack", 60.0)
        episodes.append(part)
    return [series, *seasons, *episodes]


def test_a_season_a_row_and_a_campaign_have_a_reach_of_their_own():
    _, first, second, one, two = a_series()
    watch(one.pk, 20, row="showing", campaign="otono")
    watch(one.pk, 12, first=100, territory="ES", stretches=3, row="showing")
    watch(two.pk, 15, first=200, row="hero")
    count()
    season = reach_of(subject_of("season:radio-1"), SPAN)
    assert (season.total.viewers, season.territories) == (32, 2)
    assert season.total.completion == 20 / 32
    assert [line.label for line in season.tables["part"]] == [str(one.pk)]
    row = reach_of("row:showing", SPAN)
    assert row.total == season.total
    assert [line.label for line in row.tables["title"]] == [str(one.root_id)]
    assert reach_of("row:hero", SPAN).total.viewers == 15
    assert reach_of("campaign:otono", SPAN).total.hours == 20 * 60 / 3600
    assert [curve.title for curve in curves_of(second.pk, SPAN)] == [two.pk]
    assert names_of([f"season:{first.pk}"], "es") == {
        f"season:{first.pk}": "Radio: Temporada 1"
    }


def test_where_home_may_be_in_the_rest_its_share_is_a_least():
    """Four watched the second season in Spain, so no season tells of Spain: nor of the rest."""
    _, _, _, one, two = a_series()
    for place, who in (("MX", 1), ("ES", 100)):
        watch(one.pk, 20, first=who, territory=place)
    watch(two.pk, 4, first=200, territory="ES")
    watch(two.pk, 6, first=300)
    count()
    season = reach_of(subject_of("season:radio-1"), SPAN)
    assert season.tables["territory"][-1].label == REST
    assert season.home_is_least
    assert season.travel is None
    whole = reach_of(subject_of("title:radio"), SPAN)
    assert not whole.home_is_least
    assert whole.territories == 2


def test_what_nobody_knows_has_no_reach():
    for text in ("title:nada", "company:Nadie", "people", "year:soon", "season:nada", "row:Ñ"):
        with pytest.raises(InputError):
            subject_of(text)
    assert weeks_counted() is None
    with pytest.raises(InputError, match="no viewing"):
        span_of(None, None)
