"""The interface is described, its description is kept, and every operation has a door."""

import json
from pathlib import Path

import pytest
from django.test import Client
from django.urls import get_resolver

from cartelera.web.api.interface import api
from cartelera.web.doors import Door

SNAPSHOT = Path(__file__).parent / "openapi.json"
DOCS = Path(__file__).parents[3] / "docs/reference/api.md"


def described():
    return json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))


def routes():
    """Return (route, view) for every address under /api/v1/."""
    (interface,) = (p for p in get_resolver().url_patterns if str(p.pattern) == "api/v1/")
    return [(str(url.pattern), url.callback) for url in interface.url_patterns]


def test_the_description_is_the_one_that_was_agreed():
    """Changed on purpose? Then write it anew: see docs/reference/api.md."""
    assert described() == json.loads(SNAPSHOT.read_text())


@pytest.mark.django_db
def test_the_description_is_served():
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert set(answer.json()["paths"]) == set(described()["paths"])


def test_every_address_of_the_interface_has_a_door():
    doors = {route: getattr(view, "door", None) for route, view in routes()}
    assert doors
    assert [route for route, door in doors.items() if door not in set(Door)] == []


def test_no_address_of_the_interface_that_hears_cookies_is_open_to_other_sites():
    exempt = [route for route, view in routes() if getattr(view, "csrf_exempt", False)]
    assert exempt == ["viewings"]  # it hears no cookie: a signed ticket is in its body


def test_every_address_of_the_interface_is_in_the_docs():
    told = DOCS.read_text()
    for route, _ in routes():
        address = route.replace("<str:", "{").replace("<", "{").replace(">", "}")
        assert f"/api/v1/{address}`" in told
