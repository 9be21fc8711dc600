"""A journalist reads the press room: in a browser, under the shipped security policy."""

import json
import os
import subprocess
import sys

import pytest

from tests.journeys.conftest import axe_findings
from tests.programs import clean_environment

KEEP = """
import django; django.setup()
from datetime import UTC, date, datetime
from cartelera.apps.slate.actions import name_house, record_title
from cartelera.vocabulary.kind import Kind, PlaceUse, Role, SourceKind
from cartelera.vocabulary.record import *
from cartelera.vocabulary.stage import Stage
record_title(TitleRecord(
    "prensa-prueba", Kind.LIMITED_SERIES,
    (Text("es", "Sal </script><script>window.pwned=1</script>", "Una salina.", "Uno."),
     Text("en", "Salt", "A salt works.")),
    stage=Stage.FILMING, year=2033, countries=("MX",), languages=("es",), genres=("drama",),
    public_from=datetime(2026, 1, 1, tzinfo=UTC),
    source_works=(SourceWork(SourceKind.NOVEL, "Sal", ("Ana Ruiz",), "Sexto Sol", 1955),),
    credits=(Credit(Role.DIRECTOR, "Luz Paz"), Credit(Role.CAST, "Eva Gil", character="Marta")),
    places=(Place(PlaceUse.FILMED, "Oaxaca", "MX-OAX", "MX"),),
    stages=(StageChange(Stage.FILMING, date(2026, 1, 5)),),
), None)
from cartelera.apps.announce.actions import publish_announcement, receive_announcement
publish_announcement(receive_announcement(
    "# Un anuncio de prueba\\n\\nUno.\\n\\n## Dos\\n\\n- Tres", "2026-01", None, language="es"
), datetime(2026, 1, 1, tzinfo=UTC), None)
"""


@pytest.fixture(scope="module")
def press(platform):
    subprocess.run(
        [sys.executable, "-c", KEEP],
        check=True,
        env=clean_environment()
        | {
            "CARTELERA_DATA": str(platform.data),
            "DJANGO_SETTINGS_MODULE": "cartelera.web.settings",
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
    )
    return platform


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_in_the_press_room(press, page, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    for path in (
        "es/press/",
        "en/press/2033/",
        "es/press/titles/prensa-prueba/",
        "en/press/announcements/un-anuncio-de-prueba/",
    ):
        page.goto("/" + path)
        assert axe_findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_journalist_goes_from_the_year_to_a_title_and_to_its_other_language(press, page):
    page.goto("/es/press/")
    page.get_by_role("link", name="2033").click()
    page.get_by_role("heading", level=3).get_by_role("link").click()
    page.get_by_role("heading", name="Créditos").wait_for()
    assert page.evaluate("window.pwned") is None
    told = page.locator('script[type="application/ld+json"]').text_content()
    assert json.loads(told)["director"] == [{"@type": "Person", "name": "Luz Paz"}]
    page.get_by_role("link", name="English").click()
    page.get_by_role("heading", level=1, name="Salt").wait_for()
    assert page.evaluate("document.documentElement.lang") == "en"


def test_a_sheet_prints_on_white_without_the_frame_of_the_site(press, page):
    page.goto("/es/press/titles/prensa-prueba/")
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator(".masthead").is_visible()
    assert page.locator("h1").is_visible()
    paper, ink = page.evaluate(
        "[getComputedStyle(document.documentElement).backgroundColor,"
        " getComputedStyle(document.querySelector('h1')).color]"
    )
    assert (paper, ink) == ("rgba(0, 0, 0, 0)", "rgb(0, 0, 0)")
    assert len(page.pdf(format="A4")) > 10_000
