"""An intro is marked on a film that is encoded, and the player offers to skip it."""

import json
import time

import pytest
from playwright.sync_api import Page, expect

from tests.films import film
from tests.journeys.conftest import Platform, axe_findings
from tests.programs import run

SLATE = {
    "titles": [
        {
            "key": "luz-marcada",
            "kind": "film",
            "stage": "released",
            "year": 2026,
            "texts": [{"language": "es", "name": "Luz marcada"}],
            "public_from": "2026-01-01T00:00:00Z",
            "avails": [{"territory": "MX", "opens": "2026-01-01T00:00:00Z"}],
        }
    ]
}


@pytest.fixture
def encoded(platform: Platform, tmp_path):
    data = ("--data", str(platform.data))
    done = run("slate", "import", "-", *data, input=json.dumps(SLATE))
    assert done.returncode == 0, done.stderr
    path = film(tmp_path / "luz.mp4", seconds=20, size="320x180")
    done = run("media", "add", str(path), "--title", "luz-marcada", "--quick", "--wait", *data)
    assert done.returncode == 0, done.stderr


def moment(page: Page) -> float:
    return page.evaluate("document.querySelector('video').currentTime")


def reaches(page: Page, seconds: float) -> None:
    until = time.monotonic() + 30
    while moment(page) < seconds:
        assert time.monotonic() < until, f"it stays at {moment(page)}"
        page.wait_for_timeout(100)


def plays_from(page: Page, seconds: float) -> None:
    page.evaluate(
        "at => { const v = document.querySelector('video'); v.currentTime = at; "
        "v.play().catch(() => null); }",
        seconds,
    )


@pytest.mark.slow
def test_an_intro_marked_in_the_office_is_skipped_by_hand_and_by_keys(signed_in: Page, encoded):
    page = signed_in
    page.goto("/es/office/masters/")
    row = page.locator("[data-master-row]", has_text="Luz marcada")
    row.get_by_role("link", name="Capítulos y saltos").click()
    page.get_by_label("Capítulos y lo que se puede saltar").fill("intro 0:01 0:12\n")
    assert axe_findings(page) == []
    page.get_by_role("button", name="Guardar").click()
    expect(page.locator("[data-told]")).to_contain_text("pronto estarán en la pantalla")
    expect(row).not_to_contain_text("Se cambian sus marcas", timeout=60_000)
    expect(row).to_contain_text("En la pantalla")

    page.goto("/es/watch/luz-marcada/")
    page.wait_for_selector("video")
    plays_from(page, 0)
    reaches(page, 0.1)
    skip = page.get_by_role("button", name="Saltar la entrada")
    expect(skip).to_be_hidden()
    for way in ("s", "Enter", "hand"):
        plays_from(page, 2)
        expect(skip).to_be_visible()
        assert moment(page) < 12
        if way == "s":
            page.keyboard.press("s")
        elif way == "Enter":
            skip.focus()
            page.keyboard.press("Enter")
        else:
            skip.click()
        reaches(page, 12)
        expect(skip).to_be_hidden()
