"""From a file on the desk to a film that plays, in a real browser."""

import json
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.films import film
from tests.journeys.conftest import Platform, axe_findings
from tests.programs import run

SLATE = {
    "titles": [
        {
            "key": "luz-de-prueba",
            "kind": "film",
            "stage": "released",
            "year": 2026,
            "texts": [{"language": "es", "name": "Luz de prueba"}],
            "public_from": "2026-01-01T00:00:00Z",
            "avails": [{"territory": "MX", "opens": "2026-01-01T00:00:00Z"}],
        }
    ]
}


def deliver(page: Page, file: Path, subtitles: Path) -> None:
    page.goto("/es/office/masters/")
    summary = page.locator("details.deliver > summary")
    if page.locator("details.deliver").get_attribute("open") is None:
        summary.click()
    page.get_by_label("El máster").set_input_files(file)
    page.get_by_label("Título", exact=True).fill("luz-de-prueba")
    page.get_by_label("Subtítulos", exact=True).set_input_files(subtitles)
    page.get_by_role("button", name="Enviar", exact=True).click()
    expect(page.locator("[data-told]")).to_contain_text("se va a codificar")


def plays(page: Page, form: str) -> None:
    page.goto(f"/es/watch/luz-de-prueba/?format={form}")
    page.wait_for_selector("video")
    until = time.monotonic() + 60
    while page.evaluate("document.querySelector('video').currentTime") <= 1:
        page.evaluate("document.querySelector('video').play().catch(() => null)")
        assert time.monotonic() < until, f"{form} does not play"
        page.wait_for_timeout(200)


@pytest.mark.slow
def test_a_file_is_sent_encoded_and_watched(signed_in: Page, platform: Platform, tmp_path):
    done = run("slate", "import", "-", "--data", str(platform.data), input=json.dumps(SLATE))
    assert done.returncode == 0, done.stderr
    subtitles = tmp_path / "luz.srt"
    subtitles.write_text("1\n00:00:00,500 --> 00:00:06,000\nHola\n")
    deliver(signed_in, film(tmp_path / "luz.mp4", seconds=6, size="320x180"), subtitles)
    row = signed_in.locator("[data-master-row]", has_text="Luz de prueba").first
    expect(row).to_contain_text("En la pantalla", timeout=120_000)
    expect(row).to_contain_text(re.compile(r"\d+ × \d+ · \d+ tamaños?"))
    expect(row).to_contain_text("subtítulos en español")
    assert axe_findings(signed_in) == []
    for form in ("hls", "dash"):
        plays(signed_in, form)


def test_a_file_that_is_no_film_says_so_in_the_list(
    signed_in: Page, platform: Platform, tmp_path
):
    run("slate", "import", "-", "--data", str(platform.data), input=json.dumps(SLATE))
    (tmp_path / "carta.mov").write_text("esto no es una película " * 50)
    subtitles = tmp_path / "luz.srt"
    subtitles.write_text("1\n00:00:00,500 --> 00:00:06,000\nHola\n")
    deliver(signed_in, tmp_path / "carta.mov", subtitles)
    row = signed_in.locator("[data-master-row]", has_text="carta.mov").first
    expect(row).to_contain_text("not a video file", timeout=60_000)
    expect(row.get_by_role("button", name="Continuar")).to_be_visible()
