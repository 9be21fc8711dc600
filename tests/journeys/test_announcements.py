"""An editor works through an announcement by keyboard, in a browser."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import axe_findings

TEXT = """Dos títulos de la salina

Marea TV anunció dos producciones mexicanas que se filmarán este año.

“La última sal” es una serie de drama dirigida por Luis Paz y producida por Norte Films.

Protagonizada por Marta Gil, esta comedia sigue a una cocinera.
"""


def test_a_text_is_pasted_read_and_accepted_by_keyboard(signed_in: Page) -> None:
    page = signed_in
    page.goto("/es/office/announcements/")
    assert axe_findings(page) == []
    page.get_by_role("link", name="Recibir un anuncio").click()
    assert axe_findings(page) == []
    page.get_by_label("Texto", exact=True).fill(TEXT)
    page.get_by_label("Publicado").fill("2026-03")
    page.get_by_role("button", name="Leerlo").click()
    expect(page.locator("[data-press-text] mark.said-credit").first).to_have_text("Luis Paz")
    assert axe_findings(page) == []

    page.keyboard.press("j")
    expect(page.locator("[data-press-text] mark.said-title")).to_have_class(
        "said said-title is-lit"
    )
    page.keyboard.press("a")
    expect(page.get_by_role("status").filter(has_text="está en la cartelera")).to_be_visible()
    expect(page).to_have_url(re.compile("#draft-2$"))

    second = page.locator("#draft-2")
    expect(second.get_by_text("El texto perdió su título")).to_be_visible()
    expect(second).to_be_focused()
    page.keyboard.press("r")
    expect(second.get_by_text("Rechazado")).to_be_visible()
    page.get_by_text("Publicar", exact=True).first.click()
    page.locator("form.menu-sheet").get_by_role("button", name="Publicar").click()
    page.get_by_role("link", name="En la sala de prensa").click()
    expect(page.get_by_role("link", name="La última sal")).to_be_visible()
    page.goto("/es/slate/")
    expect(page.get_by_role("link", name="La última sal")).to_be_visible()
    page.go_back()
    page.go_back()
    page.get_by_role("link", name="Ver el título").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("La última sal")
