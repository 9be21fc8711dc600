from dataclasses import replace
from datetime import timedelta

import pytest

from cartelera.apps.slate.actions import attach_package, record_title, set_avails
from cartelera.apps.slate.queries import (
    Missing,
    missing_on_screen,
    titles_announced_to,
    titles_open_to,
    titles_public_to,
    titles_showing_to,
)
from cartelera.vocabulary.kind import Kind
from cartelera.vocabulary.record import Avail, Rating, Text, TitleRecord
from cartelera.vocabulary.stage import Stage
from cartelera.vocabulary.viewer import Viewer
from tests.conftest import BEFORE, NOW, film, showing

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)


def keys(titles):
    return sorted(title.key for title in titles)


def test_a_packaged_title_with_an_open_avail_plays(viewer):
    showing("luz")
    assert keys(titles_open_to(viewer, NOW)) == ["luz"]


@pytest.mark.parametrize(
    "changes",
    [
        {"avails": ()},
        {"avails": (Avail("AR", BEFORE),)},
        {"avails": (Avail("MX", LATER),)},
        {"avails": (Avail("MX", BEFORE, NOW),)},
        {"avails": (Avail("MX", BEFORE, withdrawn=True),)},
        {"public_from": None},
        {"public_from": LATER},
        {"stage": Stage.CANCELLED},
        {"ratings": (Rating("MX", "RTC", "D"),)},
    ],
    ids=[
        "no avail", "another territory", "opens later", "closed this moment", "withdrawn",
        "never public", "under embargo", "cancelled", "asks for 18",
    ],
)  # fmt: skip
def test_each_condition_alone_keeps_a_title_shut(changes):
    showing("luz", **changes)
    assert keys(titles_open_to(Viewer("MX", maturity=15), NOW)) == []


@pytest.mark.parametrize(
    ("changes", "package", "missing"),
    [
        ({}, "p", None),
        ({"avails": (), "public_from": None}, "", Missing.PACKAGE),
        ({"avails": (), "public_from": None}, "p", Missing.PUBLIC),
        ({"public_from": LATER}, "p", Missing.PUBLIC),
        ({"avails": (Avail("AR", BEFORE),)}, "p", Missing.AVAIL),
    ],
    ids=["nothing", "everything", "package is there", "under embargo", "avail elsewhere"],
)
def test_the_house_is_told_the_first_thing_that_a_title_lacks(changes, package, missing):
    title = showing("luz", **changes)
    attach_package(title, package, 60.0)
    title.refresh_from_db()
    assert missing_on_screen([title], NOW).get(title.pk) == missing


def test_what_is_missing_costs_the_same_for_any_number(django_assert_num_queries):
    titles = [showing(f"a-{n}") for n in range(5)]
    for among in (titles[:1], titles):
        with django_assert_num_queries(3):
            missing_on_screen(among, NOW)


def test_a_title_without_a_package_does_not_play(viewer):
    title = showing("luz")
    attach_package(title, "", 0)
    assert keys(titles_open_to(viewer, NOW)) == []


def test_an_avail_opens_at_its_first_moment_and_is_shut_at_its_last(viewer):
    showing("luz", avails=(Avail("MX", NOW, LATER),))
    assert keys(titles_open_to(viewer, NOW - timedelta(seconds=1))) == []
    assert keys(titles_open_to(viewer, NOW)) == ["luz"]
    assert keys(titles_open_to(viewer, LATER)) == []


def test_a_withdrawn_avail_can_be_restored(viewer):
    title = showing("luz")
    avail = Avail("MX", BEFORE)
    set_avails(title, (replace(avail, withdrawn=True),), None)
    assert keys(titles_open_to(viewer, NOW)) == []
    set_avails(title, (avail,), None)
    assert keys(titles_open_to(viewer, NOW)) == ["luz"]


def series(**changes):
    whole = TitleRecord(
        "mareas", Kind.SERIES, (Text("es", "Mareas"),), Stage.RELEASED,
        public_from=BEFORE, avails=(Avail("MX", BEFORE),),
    )  # fmt: skip
    season = TitleRecord("mareas-1", Kind.SEASON, (Text("es", "1"),), parent="mareas", number=1)
    episode = TitleRecord(
        "mareas-1-1", Kind.EPISODE, (Text("es", "Bajamar"),), parent="mareas-1", number=1
    )
    for record in (whole, season, episode):
        title = record_title(replace(record, **changes.get(record.kind.value, {})), None)
    attach_package(title, "p", 60.0)


def test_an_episode_plays_by_the_avail_and_embargo_of_its_series(viewer):
    series()
    assert keys(titles_open_to(viewer, NOW)) == ["mareas-1-1"]
    assert keys(titles_showing_to(viewer, NOW)) == ["mareas"]


@pytest.mark.parametrize("part", ["series", "season", "episode"])
@pytest.mark.parametrize(
    "shut",
    [
        {"public_from": LATER},
        {"ratings": (Rating("MX", "RTC", "D"),)},
        {"stage": Stage.CANCELLED},
    ],
    ids=["embargo", "rating", "cancelled"],
)
def test_an_episode_is_shut_by_any_part_above_it(part, shut):
    series(**{part: shut})
    assert keys(titles_open_to(Viewer("MX", maturity=15), NOW)) == []


def test_a_cancelled_series_takes_its_episodes_along(viewer):
    series(series={"stage": Stage.CANCELLED})
    assert keys(titles_public_to(viewer, NOW)) == []


def test_coming_soon_is_public_and_not_yet_playing(viewer):
    record_title(film("pronto"), None)
    record_title(film("idea", name="Idea", stage=Stage.DEVELOPMENT), None)
    record_title(film("secreta", name="Secreta", public_from=LATER), None)
    showing("luz", stage=Stage.DELIVERED)
    assert keys(titles_announced_to(viewer, NOW)) == ["pronto"]


def test_the_gate_asks_the_database_once(viewer, django_assert_num_queries):
    series()
    with django_assert_num_queries(1):
        keys(titles_open_to(viewer, NOW))
    with django_assert_num_queries(1):
        keys(titles_showing_to(viewer, NOW))
