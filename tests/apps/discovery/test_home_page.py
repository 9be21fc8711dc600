from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from cartelera.apps.audience.actions import Report, record_viewing
from cartelera.apps.discovery.queries import home_page
from cartelera.apps.slate.actions import attach_package, record_title
from cartelera.apps.slate.models import Title
from cartelera.apps.slate.queries import titles_announced_to, titles_showing_to
from cartelera.engines.discovery.page import Why
from cartelera.vocabulary.kind import Kind, PlaceUse, SourceKind
from cartelera.vocabulary.record import (
    Avail,
    Place,
    Rating,
    SourceWork,
    Text,
    TitleRecord,
)
from cartelera.vocabulary.stage import Stage
from cartelera.vocabulary.viewer import Viewer
from tests.conftest import BEFORE, NOW, film, showing

pytestmark = pytest.mark.django_db(databases="__all__")
RENATA = 7  # a profile


def series(key="linea", episodes=3):
    """Keep a series of one season whose episodes all play in Mexico."""
    record_title(
        film(
            key,
            key.title(),
            kind=Kind.SERIES,
            stage=Stage.RELEASED,
            avails=(Avail("MX", BEFORE),),
        ),
        None,
    )
    season = TitleRecord(
        f"{key}-s1", Kind.SEASON, (Text("es", "Temporada 1"),), parent=key, number=1
    )
    record_title(season, None)
    parts = []
    for number in range(1, episodes + 1):
        part = TitleRecord(
            f"{key}-e{number}",
            Kind.EPISODE,
            (Text("es", f"Episodio {number}"),),
            parent=season.key,
            number=number,
        )
        parts.append(record_title(part, None))
        attach_package(parts[-1], f"{part.key}-package", 60.0)
    return parts


def watch(title, seconds, at=NOW, session=None):
    report = Report(session or f"{title.key}-{seconds}", title.pk, "p", seconds, seconds, 60.0)
    record_viewing(RENATA, report, at)


def page_of(viewer, profile=None, at=NOW):
    return home_page(viewer, profile, "es", at)


def row_of(page, why):
    return [slot.title.key for row in page.rows if row.why == why for slot in row.slots]


def shown(page):
    titles = [slot.title.key for row in page.rows for slot in row.slots]
    return [*titles, page.hero.title.key] if page.hero else titles


def test_an_empty_house_has_an_empty_page(viewer):
    page = page_of(viewer)
    assert page.hero is None
    assert page.rows == ()


def test_what_plays_is_showing_and_what_is_announced_is_coming(viewer):
    for key in ("luz", "sal"):
        showing(key)
    record_title(film("paramo"), None)
    page = page_of(viewer)
    assert page.hero.title.key in {"luz", "sal"}
    assert {*row_of(page, Why.SHOWING), page.hero.title.key} == {"luz", "sal"}
    assert row_of(page, Why.COMING) == ["paramo"]


def test_no_title_is_on_the_page_twice(viewer):
    for n in range(12):
        showing(f"film-{n}", genres=("drama", "comedy"))
    watch(Title.objects.get(key="film-3"), 20)
    titles = shown(page_of(viewer, RENATA))
    assert len(titles) == len(set(titles)) == 12


def test_a_day_keeps_its_hero_and_the_next_day_has_another(viewer):
    for n in range(6):
        showing(f"film-{n}")
    heroes = [page_of(viewer, at=NOW + timedelta(days=n)).hero.title.key for n in range(5)]
    assert page_of(viewer, at=NOW + timedelta(hours=2)).hero.title.key == heroes[0]
    assert len(set(heroes)) == 5


def test_when_nothing_plays_an_announced_title_is_the_hero_and_cannot_be_played(viewer):
    record_title(film("paramo"), None)
    hero = page_of(viewer).hero
    assert (hero.title.key, hero.plays) == ("paramo", "")


def test_a_film_left_in_the_middle_is_gone_on_with_from_there(viewer):
    film = showing("luz")
    watch(film, 20)
    (slot,) = next(r for r in page_of(viewer, RENATA).rows if r.why == Why.CONTINUE).slots
    assert (slot.plays, slot.position.seconds) == ("luz", 20)


def test_a_film_seen_to_its_end_is_not_gone_on_with(viewer):
    watch(showing("luz"), 59)
    assert row_of(page_of(viewer, RENATA), Why.CONTINUE) == []


def test_after_an_episode_seen_to_its_end_the_next_one_is_offered_from_its_start(viewer):
    parts = series()
    watch(parts[0], 60)
    (slot,) = next(r for r in page_of(viewer, RENATA).rows if r.why == Why.CONTINUE).slots
    assert (slot.title.key, slot.plays, slot.position) == ("linea", "linea-e2", None)


def test_a_series_stands_once_however_many_of_its_episodes_were_begun(viewer):
    parts = series()
    watch(parts[0], 20)
    watch(parts[2], 30, NOW + timedelta(hours=1))
    (slot,) = next(r for r in page_of(viewer, RENATA).rows if r.why == Why.CONTINUE).slots
    assert slot.plays == "linea-e3"


def test_the_history_of_one_profile_is_not_on_the_page_of_another(viewer):
    watch(showing("luz"), 20)
    assert row_of(page_of(viewer, RENATA + 1), Why.CONTINUE) == []


def test_what_was_begun_and_is_no_longer_open_is_not_gone_on_with():
    title = showing("luz", ratings=(Rating("MX", "RTC", "C"),))
    watch(title, 20)
    assert row_of(page_of(Viewer("MX", maturity=12), RENATA), Why.CONTINUE) == []


def test_a_genre_with_three_titles_left_has_a_row(viewer):
    for n in range(20):
        showing(f"film-{n:02}", genres=("comedy",))
    (row,) = [row for row in page_of(viewer).rows if row.why == Why.GENRE]
    assert (row.key, row.subject) == ("comedy", "Comedia")
    assert len(row.slots) == 9  # of twenty: one is the hero, ten are showing


def test_a_small_house_has_more_than_one_row(viewer):
    for n in range(13):
        showing(f"film-{n:02}", genres=("comedy",))
    page = page_of(viewer)
    assert [len(row.slots) for row in page.rows] == [6, 6]


def queries_of(viewer):
    with ExitStack() as stack:
        asked = [
            stack.enter_context(CaptureQueriesContext(connections[a])) for a in connections
        ]
        page_of(viewer, RENATA)
    return sum(len(queries) for queries in asked)


def test_a_page_asks_as_many_questions_at_any_length(viewer):
    begun = series()
    watch(begun[0], 20)
    for n in range(4):
        showing(f"film-{n}", genres=("drama",))
        record_title(film(f"soon-{n}", f"Soon {n}"), None)
    few = queries_of(viewer)
    watch(series("otra")[1], 20)
    for n in range(4, 30):
        showing(f"film-{n}", genres=("drama", "comedy"))
        record_title(film(f"soon-{n}", f"Soon {n}", genres=("drama",)), None)
    assert queries_of(viewer) == few


def test_the_newest_stand_first_however_they_are_found(viewer, monkeypatch):
    for n in range(4):
        showing(f"film-{n}", public_from=BEFORE + timedelta(hours=n * 7 % 4))
    series()
    showing("lejos", avails=(Avail("AR", BEFORE),), public_from=NOW)
    few = page_of(viewer)
    monkeypatch.setattr("cartelera.apps.discovery.queries.pages.FEW", 0)
    assert page_of(viewer) == few
    assert "linea" in shown(few)
    assert "lejos" not in shown(few)


@pytest.mark.skipif(connections["default"].vendor != "sqlite", reason="reads its plan")
def test_the_newest_titles_are_gone_through_along_an_index(viewer):
    newest = titles_showing_to(viewer, NOW).order_by("-public_from", "key")[:3]
    assert "title_newest" in newest.explain()
    assert "TEMP B-TREE" not in newest.explain()
    assert "title_on_its_way" in titles_announced_to(viewer, NOW).explain()


def test_a_question_that_is_kept_keeps_no_answer(viewer):
    assert list(titles_showing_to(viewer, NOW)) == []
    luz = showing("luz")
    assert list(titles_showing_to(viewer, NOW)) == [luz]
    assert list(titles_showing_to(Viewer("AR"), NOW)) == []
    assert list(titles_showing_to(viewer, BEFORE - timedelta(days=1))) == []


RULFO = SourceWork(SourceKind.NOVEL, "Pedro Páramo", ("Juan Rulfo",))
LUVINA = SourceWork(SourceKind.SHORT_STORY, "Luvina", ("Juan Rulfo",))
OAXACA = Place(PlaceUse.FILMED, "Juchitán", "MX-OAX", "MX")


def themed(viewer, profile=None):
    rows = page_of(viewer, profile).rows
    return {row.why: (row.subject, [slot.title.key for slot in row.slots]) for row in rows}


def test_a_novelist_a_region_and_a_length_have_rows_of_their_own(viewer):
    for n in range(12):
        showing(f"film-{n:02}", public_from=BEFORE + timedelta(days=n))
    showing("paramo", source_works=(RULFO,))
    showing("luvina", source_works=(LUVINA,))
    for n in range(2):
        showing(f"istmo-{n}", places=(OAXACA,))
        showing(f"corto-{n}", kind=Kind.SHORT_FILM)
    rows = themed(viewer)
    assert rows[Why.AUTHOR] == ("Juan Rulfo", ["luvina", "paramo"])
    assert rows[Why.FILMED] == ("MX-OAX", ["istmo-0", "istmo-1"])
    assert rows[Why.SHORT] == ("", ["corto-0", "corto-1"])


def test_after_a_novel_seen_comes_the_same_novelist_even_once(viewer):
    seen = showing("paramo", source_works=(RULFO,))
    showing("luvina", source_works=(LUVINA,), public_from=BEFORE - timedelta(days=9))
    for n in range(8):
        own = SourceWork(SourceKind.NOVEL, f"Libro {n}", ("Elena Garro",))
        showing(f"film-{n}", source_works=(own,))
    assert themed(viewer)[Why.AUTHOR][0] == "Elena Garro"
    watch(seen, 60)
    assert themed(viewer, RENATA)[Why.AUTHOR] == ("Juan Rulfo", ["luvina"])
