from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cartelera.apps.discovery.queries import (
    Narrow,
    playing,
    search,
    series_of,
    slate_to_come,
    title_page,
)
from cartelera.apps.slate.actions import record_title
from cartelera.engines.discovery.page import Why
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.kind import PlaceUse, Role, SourceKind
from cartelera.vocabulary.record import Avail, Credit, Place, Rating, SourceWork, Text
from cartelera.vocabulary.stage import Stage
from cartelera.vocabulary.viewer import Viewer
from tests.apps.discovery.test_home_page import RENATA, series, watch
from tests.conftest import NOW, film, showing

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = NOW + timedelta(days=30)


def page_of(key, viewer, profile=None, language="es"):
    return title_page(key, viewer, profile, language, NOW)


def test_a_title_under_embargo_has_no_page(viewer):
    record_title(film("paramo", public_from=LATER), None)
    assert page_of("paramo", viewer) is None
    assert page_of("unknown", viewer) is None


def test_a_film_that_plays_can_be_watched_from_its_page(viewer):
    showing("luz")
    page = page_of("luz", viewer)
    assert page.playable
    assert page.slot.plays == "luz"


def test_a_film_whose_window_is_shut_has_a_page_and_cannot_be_watched(viewer):
    showing("luz", avails=(Avail("MX", LATER),))
    page = page_of("luz", viewer)
    assert not page.playable
    assert page.slot.plays == ""


def test_a_series_page_lists_seasons_and_goes_on_with_the_right_episode(viewer):
    parts = series()
    page = page_of("linea", viewer, RENATA)
    assert [slot.title.key for slot in page.seasons[0].episodes] == [p.key for p in parts]
    assert page.slot.part.key == "linea-e1"
    watch(parts[0], 60)
    watch(parts[1], 20, NOW + timedelta(hours=1))
    page = page_of("linea", viewer, RENATA)
    assert (page.slot.plays, page.slot.position.seconds) == ("linea-e2", 20)


def test_the_address_of_an_episode_leads_to_its_series(viewer):
    series()
    assert series_of("linea-e2", viewer, NOW) == "linea"
    assert series_of("linea", viewer, NOW) is None


@pytest.mark.parametrize(
    ("shared", "why", "subject"),
    [
        ({"credits": (Credit(Role.DIRECTOR, "Inés Carranza"),)}, Why.DIRECTOR, "Inés Carranza"),
        ({"credits": (Credit(Role.CAST, "Aurelio Canul"),)}, Why.PERSON, "Aurelio Canul"),
        (
            {"source_works": (SourceWork(SourceKind.NOVEL, "Aura", ("Carlos Fuentes",)),)},
            Why.SOURCE,
            "Carlos Fuentes",
        ),
        ({"places": (Place(PlaceUse.FILMED, "Sisal", "MX-YUC", "MX"),)}, Why.PLACE, "Sisal"),
    ],
    ids=["the director", "an actor", "the author of the source work", "a place of filming"],
)
def test_two_titles_are_related_by(viewer, shared, why, subject):
    showing("luz", **shared)
    showing("sal", **shared)
    showing("mar")
    (row,) = page_of("luz", viewer).related
    assert (row.why, row.subject) == (why, subject)
    assert [slot.title.key for slot in row.slots] == ["sal"]


def test_a_title_under_embargo_is_related_to_nothing(viewer):
    shared = (Credit(Role.DIRECTOR, "Inés Carranza"),)
    showing("luz", credits=shared)
    showing("sal", credits=shared, public_from=LATER)
    assert page_of("luz", viewer).related == ()


def test_a_title_page_asks_as_many_questions_at_any_length(viewer):
    shared = {"credits": (Credit(Role.DIRECTOR, "Inés Carranza"),), "genres": ("drama",)}
    series(episodes=2)
    for n in range(3):
        showing(f"film-{n}", **shared)
    with CaptureQueriesContext(connection) as few:
        page_of("film-0", viewer, RENATA)
    for n in range(3, 25):
        showing(f"film-{n}", **shared)
    with CaptureQueriesContext(connection) as many:
        page_of("film-0", viewer, RENATA)
    assert len(many) == len(few)


# The slate to come


def test_the_slate_stands_by_year_then_by_stage_the_nearest_first(viewer):
    for key, year, stage in (
        ("a", 2027, Stage.ANNOUNCED),
        ("b", 2026, Stage.ANNOUNCED),
        ("c", 2026, Stage.POST_PRODUCTION),
        ("d", None, Stage.FILMING),
    ):
        record_title(film(key, f"Título {key}", year=year, stage=stage), None)
    coming = slate_to_come(viewer, "es", NOW)
    assert [
        (year.year, [(g.stage, [t.key for t in g.titles]) for g in year.groups])
        for year in coming.years
    ] == [
        (2026, [(Stage.POST_PRODUCTION, ["c"]), (Stage.ANNOUNCED, ["b"])]),
        (2027, [(Stage.ANNOUNCED, ["a"])]),
        (None, [(Stage.FILMING, ["d"])]),
    ]
    assert dict(coming.counts) == {
        Stage.ANNOUNCED: 2,
        Stage.FILMING: 1,
        Stage.POST_PRODUCTION: 1,
    }


def test_one_stage_of_the_slate_keeps_the_counts_of_all(viewer):
    record_title(film("a", "A", stage=Stage.FILMING), None)
    record_title(film("b", "B", stage=Stage.ANNOUNCED), None)
    coming = slate_to_come(viewer, "es", NOW, Stage.FILMING)
    assert [t.key for y in coming.years for g in y.groups for t in g.titles] == ["a"]
    assert dict(coming.counts) == {Stage.ANNOUNCED: 1, Stage.FILMING: 1}


# Search


def keys(text, viewer, genre=""):
    return [slot.title.key for slot in search(text, viewer, "es", NOW, Narrow(genre))]


def test_search_ignores_accents_and_case_and_finds_people_and_books(viewer):
    record_title(
        film(
            "paramo",
            texts=(Text("es", "Pedro Páramo"), Text("en", "The Whisper")),
            credits=(Credit(Role.DIRECTOR, "Inés Carranza"),),
            source_works=(SourceWork(SourceKind.NOVEL, "", ("Juan Rulfo",)),),
        ),
        None,
    )
    showing("luz")
    for text in ("paramo", "PÁRAMO", "pedro pár", "whisper", "carranza", "rulfo"):
        assert keys(text, viewer) == ["paramo"]
    assert keys("nada de esto", viewer) == []


def test_a_search_for_nothing_shows_the_newest_titles_first(viewer):
    record_title(film("paramo"), None)
    showing("luz", public_from=NOW - timedelta(days=1))
    assert keys("", viewer) == ["luz", "paramo"]


def test_search_finds_an_episode_and_its_series(viewer):
    series()
    assert set(keys("episodio 2", viewer)) == {"linea-e2"}
    assert keys("linea", viewer) == ["linea"]


def test_search_never_finds_what_the_viewer_may_not_know_of(viewer):
    record_title(film("secreto", "Secreto", public_from=LATER), None)
    showing("adulto", ratings=(Rating("MX", "RTC", "D"),))
    assert keys("secreto", viewer) == []
    assert keys("adulto", viewer) == ["adulto"]
    assert keys("adulto", Viewer("MX", maturity=12)) == []


def test_search_by_words_finds_a_title_that_does_not_play_here_and_browsing_does_not(viewer):
    showing("paris", avails=(Avail("FR", NOW - timedelta(days=1)),), genres=("comedy",))
    assert keys("paris", viewer) == ["paris"]
    assert keys("", viewer, "comedy") == []
    assert keys("", viewer) == []


def test_a_genre_lists_its_titles_by_name(viewer):
    for key in ("sal", "luz", "mar"):
        showing(key, texts=(Text("es", key.title()),), genres=("comedy",))
    showing("otro")
    assert keys("", viewer, "comedy") == ["luz", "mar", "sal"]
    assert keys("mar", viewer, "comedy") == ["mar"]
    assert keys("otro", viewer, "comedy") == []


def test_a_search_asks_as_many_questions_at_any_length(viewer):
    showing("luz-0", texts=(Text("es", "Luz 0"),))
    with CaptureQueriesContext(connection) as few:
        assert len(keys("luz", viewer)) == 1
    for n in range(1, 30):
        showing(f"luz-{n}", texts=(Text("es", f"Luz {n}"),))
    with CaptureQueriesContext(connection) as many:
        assert len(keys("luz", viewer)) == 30
    assert len(many) == len(few)


# The player


def test_after_an_episode_plays_the_next_and_after_the_last_nothing(viewer):
    series()
    first = playing("linea-e1", viewer, RENATA, "es", NOW)
    last = playing("linea-e3", viewer, RENATA, "es", NOW)
    assert (first.of.key, first.following.key) == ("linea", "linea-e2")
    assert last.following is None


def test_the_player_goes_on_where_the_profile_stopped(viewer):
    title = showing("luz")
    watch(title, 20)
    assert playing("luz", viewer, RENATA, "es", NOW).position.seconds == 20
    assert playing("luz", viewer, None, "es", NOW).position is None
    watch(title, 60, NOW + timedelta(hours=1))
    assert playing("luz", viewer, RENATA, "es", NOW).position is None


def test_what_is_not_open_does_not_play(viewer):
    record_title(film("paramo"), None)
    with pytest.raises(InputError, match="paramo"):
        playing("paramo", viewer, None, "es", NOW)
