from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cartelera.apps.accounts.actions import add_user, save_profile
from cartelera.apps.slate.actions import attach_package, record_title
from cartelera.vocabulary import record as r
from cartelera.vocabulary.kind import Kind, PlaceUse, Role, SourceKind
from cartelera.vocabulary.record import Avail, Budget, Credit, Place, Rating, SourceWork, Text
from cartelera.vocabulary.stage import Stage
from tests.conftest import BEFORE, film, showing

pytestmark = pytest.mark.django_db
NAME = "Pedro Páramo"
LATER = timezone.now() + timedelta(days=30)


@pytest.fixture
def client():
    return Client()


def listed(client, **asked):
    answer = client.get("/api/v1/titles", asked)
    assert answer.status_code == 200, answer.content
    return [title["key"] for title in answer.json()["items"]]


def rich(**changes):
    return film(
        "paramo",
        texts=(
            Text("es", NAME, "Un hijo busca."),
            Text("en", NAME, "A son."),
        ),
        genres=("drama",),
        countries=("MX",),
        source_works=(SourceWork(SourceKind.NOVEL, NAME, ("Juan Rulfo",), year=1955),),
        credits=(Credit(Role.DIRECTOR, "Ana Luz"), Credit(Role.CAST, "Bo", character="Juan")),
        places=(Place(PlaceUse.FILMED, "Tijuana", "MX-BCN", "MX"),),
        budget=Budget(1_000_000, "MXN"),
        **changes,
    )


def series():
    whole = r.TitleRecord(
        "mareas", Kind.SERIES, (Text("es", "Mareas"),), Stage.RELEASED, year=2025,
        public_from=BEFORE, avails=(Avail("MX", BEFORE),),
    )  # fmt: skip
    record_title(whole, None)
    for number in (2, 1):
        season = r.TitleRecord(
            f"mareas-{number}", Kind.SEASON, (Text("es", str(number)),),
            parent="mareas", number=number,
        )  # fmt: skip
        record_title(season, None)
        for episode in (2, 1):
            part = replace(
                season, key=f"mareas-{number}-{episode}", kind=Kind.EPISODE,
                parent=f"mareas-{number}", number=episode,
            )  # fmt: skip
            title = record_title(part, None)
            if number == 1:
                attach_package(title, "a" * 64, 60.0)


def test_the_catalogue_lists_what_is_public_the_latest_year_first(client):
    showing("luz", year=2024)
    record_title(film("sol", name="Sol", year=2026), None)
    record_title(film("secreta", name="Secreta", public_from=LATER), None)
    record_title(film("callada", name="Callada", public_from=None), None)
    assert listed(client) == ["sol", "luz"]


def test_a_list_is_narrowed_by_what_is_asked(client):
    showing("luz", year=2024)
    record_title(rich(), None)
    series()
    assert listed(client, text="paramo") == ["paramo"]
    assert listed(client, text="RULFO juan") == ["paramo"]
    assert listed(client, text="ana bo tijuana") == ["paramo"]
    assert listed(client, showing="true") == ["mareas", "luz"]
    assert listed(client, showing="false") == ["paramo"]
    assert listed(client, stage="announced") == ["paramo"]
    assert listed(client, kind="series") == ["mareas"]
    assert listed(client, year="2024") == ["luz"]
    assert listed(client, genre="drama") == ["paramo"]
    assert listed(client, genre="drama", year="2024") == []


def test_a_long_list_comes_page_by_page(client):
    for n in range(5):
        record_title(film(f"film-{n}", name=f"Film {n}"), None)
    first = client.get("/api/v1/titles", {"limit": 2}).json()
    assert (first["count"], len(first["items"])) == (5, 2)
    keys = [key for at in (0, 2, 4) for key in listed(client, limit=2, offset=at)]
    assert keys == [f"film-{n}" for n in range(5)]


def test_search_finds_without_accents_what_plays_or_is_announced(client):
    showing("luz")
    record_title(rich(), None)
    record_title(film("secreta", name="Secreta de Páramo", public_from=LATER), None)

    def found(**asked):
        told = client.get("/api/v1/search", asked).json()
        assert told["count"] == len(told["items"])
        return [(title["key"], title["playable"]) for title in told["items"]]

    assert found(text="paramo") == [("paramo", False)]
    assert found(text="LUZ")[0] == ("luz", True)
    assert found(genre="drama") == [("paramo", False)]
    assert found(text="nada de eso") == []


@pytest.mark.parametrize("path", ["titles/%00", "titles/a%00/playback", "titles/x.y"])
def test_a_key_that_no_title_can_have_is_refused(client, path):
    assert client.get(f"/api/v1/{path}").status_code == 422


@pytest.mark.parametrize(
    "asked",
    [{"limit": 0}, {"limit": 101}, {"offset": -1}, {"stage": "no"}, {"year": 3}, {"kind": "x"},
     {"genre": "\0"},
     {"text": "x" * 201}, {"language": "x" * 40}],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(client, asked):
    assert client.get("/api/v1/titles", asked).status_code in {400, 422}


def test_an_unknown_language_is_refused_by_name(client):
    answer = client.get("/api/v1/titles", {"language": "klingonese"})
    assert (answer.status_code, "klingonese" in answer.json()["detail"]) == (400, True)


def test_a_list_speaks_the_language_asked_for(client):
    record_title(rich(), None)
    for language, logline in (("es", "Un hijo busca."), ("en", "A son.")):
        found = client.get("/api/v1/titles", {"language": language}).json()["items"][0]
        assert found["logline"] == logline


def test_a_list_costs_the_same_queries_at_any_length(client, django_assert_num_queries):
    showing("luz")
    with CaptureQueriesContext(
        connection,
    ) as one:
        listed(client)
    for n in range(8):
        showing(f"film-{n}")
    with django_assert_num_queries(len(one)):
        listed(client)


def test_one_title_tells_its_public_facts_and_no_others(client):
    record_title(rich(avails=(Avail("AR", LATER),)), None)
    told = client.get("/api/v1/titles/paramo").json()
    assert told["texts"][0]["name"] == "Pedro Páramo"
    assert told["source_works"][0]["authors"] == ["Juan Rulfo"]
    assert told["credits"][1]["character"] == "Juan"
    assert told["places"][0]["region"] == "MX-BCN"
    assert told["playable"] is False
    assert not {"budget", "avails", "proofs", "public_from", "stages", "pk"} & set(told)


def test_a_series_tells_its_parts_in_order_and_which_play(client):
    series()
    told = client.get("/api/v1/titles/mareas").json()
    assert [(part["key"], part["playable"]) for part in told["parts"]] == [
        ("mareas-1", True), ("mareas-1-1", True), ("mareas-1-2", True),
        ("mareas-2", False), ("mareas-2-1", False), ("mareas-2-2", False),
    ]  # fmt: skip
    assert told["playable"] is True
    season = client.get("/api/v1/titles/mareas-1").json()
    assert [part["key"] for part in season["parts"]] == ["mareas-1-1", "mareas-1-2"]
    episode = client.get("/api/v1/titles/mareas-2-1").json()
    assert (episode["parts"], episode["playable"]) == ([], False)


def test_what_is_not_public_and_what_is_not_there_are_the_same(client):
    record_title(film("secreta", name="Secreta", public_from=LATER), None)
    for path in ("", "/playback"):
        hidden = client.get(f"/api/v1/titles/secreta{path}")
        missing = client.get(f"/api/v1/titles/ninguna{path}")
        assert hidden.status_code == missing.status_code == 404
        assert hidden.json()["detail"].replace("secreta", "ninguna") == missing.json()["detail"]


def test_a_title_tells_where_it_plays_to_whom_it_is_open(client, settings, tmp_path):
    settings.DATA = tmp_path
    showing("luz")
    record_title(film("sol", name="Sol"), None)
    answer = client.get("/api/v1/titles/luz/playback")
    assert answer["Cache-Control"] == "no-store"
    told = answer.json()
    assert told["package"] == "luz-package"
    assert told["hls"].startswith("/v/")
    assert told["dash"].endswith("/luz-package/manifest.mpd")
    assert client.get("/api/v1/titles/sol/playback").status_code == 404


def test_a_child_s_profile_is_told_of_nothing_above_its_age(client):
    showing("luz", ratings=(Rating("MX", "RTC", "B15"),))
    user = add_user("ana@example.org", "una frase bastante larga")
    save_profile(user, "Niña", "es", 7)
    client.force_login(user)
    assert listed(client) == []
    assert client.get("/api/v1/titles/luz").status_code == 404
    assert client.get("/api/v1/titles/luz/playback").status_code == 404
