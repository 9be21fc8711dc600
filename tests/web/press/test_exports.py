"""The public slate for other systems, in the press room and in the interface for programs."""

import csv
import json
import re
from dataclasses import replace
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cartelera.apps.slate.actions import record_title
from cartelera.engines.slate.exchange import slate_from_json
from cartelera.vocabulary import record as r
from cartelera.vocabulary.kind import Gender
from tests.conftest import BEFORE, film
from tests.web.press.conftest import EPISODE, SEASON, WHOLE, plant

pytestmark = pytest.mark.django_db

DOORS = pytest.mark.parametrize("door", ["/es/press/2031/slate", "/api/v1/slate"])


def told(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@DOORS
def test_json_loses_nothing_public_and_comes_in_again(client, over, door):
    plant(over)
    slate = slate_from_json(told(client, f"{door}.json"))
    assert slate.titles == (replace(WHOLE, public_from=None), SEASON, EPISODE)
    assert [term.key for term in slate.terms] == ["drama"]


@DOORS
def test_a_spreadsheet_has_a_row_for_each_title_and_part(client, over, door):
    plant(over)
    rows = list(csv.DictReader(StringIO(told(client, f"{door}.csv").removeprefix("\ufeff"))))
    assert [row["key"] for row in rows] == ["planted", "planted-1", "planted-1-1"]
    assert rows[0]["name:es"] == "Zqnombre"


@DOORS
def test_omc_json_has_a_creative_work_for_each_title_and_part(client, over, door):
    plant(over)
    works = json.loads(told(client, f"{door}.omc.json"))["CreativeWork"]
    assert {work["schemaVersion"] for work in works} == {
        "https://movielabs.com/omc/json/schema/v2.8"
    }
    assert [work["identifier"][0]["identifierValue"] for work in works] == [
        "title/planted", "title/planted-1", "title/planted-1-1",
    ]  # fmt: skip


@DOORS
@pytest.mark.parametrize("form", ["json", "csv", "omc.json"])
def test_nothing_private_and_nothing_under_embargo_goes_along(
    client, over, to_come, door, form
):
    plant(over)
    record_title(replace(SEASON, public_from=to_come), None)
    record_title(film("secreta", "Zqsecreta", year=2031, public_from=to_come), None)
    secret = replace(
        film("abierta", "Abierta", year=2031),
        budget=r.Budget(7654321, "MXN"),
        avails=(r.Avail("AR", BEFORE),),
        credits=(replace(WHOLE.credits[0], gender=Gender.WOMAN),),
        proofs=(r.Proof("title", "Abierta", "zqtitular", "Zqquote", 0, 3),),
    )
    record_title(secret, None)
    text = told(client, f"{door}.{form}")
    assert "Abierta" in text
    hidden = (
        "Zqseason|Zqepisode|Zqsecreta|7654321|Zqquote|woman|\\bAR\\b|20\\d\\d-\\d\\d-\\d\\dT"
    )
    assert re.findall(hidden, text) == []


def test_a_year_has_its_own_titles_and_those_without_a_year_theirs(client):
    record_title(film("uno", "Uno"), None)
    record_title(film("dos", "Dos", year=None), None)
    room = "/en/press"
    assert "Uno" in told(client, f"{room}/2026/slate.json")
    assert "Dos" not in told(client, f"{room}/2026/slate.csv")
    assert "Uno" not in told(client, f"{room}/undated/slate.json")
    assert "Uno" not in told(client, "/api/v1/slate.json?year=2025")
    assert client.get(f"{room}/1999/slate.json").status_code == 404
    for path in ("2026", "undated"):
        page = told(client, f"{room}/{path}/")
        for form in ("json", "csv", "omc.json"):
            assert f'href="{room}/{path}/slate.{form}"' in page


@pytest.mark.parametrize("form", ["pdf", "omc", "jsonx"])
def test_a_form_that_is_not_known_is_not_found(client, form):
    assert client.get(f"/es/press/2026/slate.{form}").status_code == 404
    assert client.get(f"/api/v1/slate.{form}").status_code in (404, 422)


def test_a_file_costs_the_same_number_of_queries_at_any_length(client):
    counts = []
    for known in (2, 9):
        for n in range(known):
            record_title(film(f"t-{n}", f"Título {n}"), None)
        with CaptureQueriesContext(connection) as queries:
            told(client, "/es/press/2026/slate.json")
        counts.append(len(queries))
    assert counts[0] == counts[1]
