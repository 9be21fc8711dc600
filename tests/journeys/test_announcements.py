"""An editor works through an announcement by keyboard, in a browser."""

import re

from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import Platform, axe_findings

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
    page.goto(page.url.split("#", maxsplit=1)[0])
    page.keyboard.press("j")  # to the first that waits
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


DIGEST = """Tres historias del puerto

Puerto TV anunció tres producciones mexicanas que se filmarán este año.

“Marea baja” es una serie de drama dirigida por Eva Gil y producida por Norte Films, junto a Noche de sal.

“La lonja” es una película de comedia protagonizada por Sol Mar.
"""  # noqa: E501 (one paragraph of the text)


def press_until(page: Page, key: str, reached: Locator, most: int = 60) -> None:
    """Press a key until something has the focus, as somebody without a mouse does."""
    for _ in range(most):
        if reached.evaluate("it => it === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} does not reach {reached}")


def test_drafts_are_split_joined_and_put_back_by_keyboard_alone(signed_in: Page) -> None:
    page = signed_in
    page.goto("/es/office/announcements/new/")
    press_until(page, "Tab", page.get_by_label("Texto", exact=True))
    page.keyboard.insert_text(DIGEST)
    published = page.get_by_label("Publicado")
    press_until(page, "Tab", published)
    published.press("Control+a")
    page.keyboard.insert_text("2026-03")
    page.keyboard.press("Enter")
    expect(page.locator("[data-draft]")).to_have_count(2)

    page.keyboard.press("j")
    expect(page.locator("#draft-1")).to_be_focused()
    page.keyboard.press("s")
    page.keyboard.insert_text("Noche de sal")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#draft-3$"))
    third = page.locator("#draft-3")
    expect(third.get_by_role("heading", name="Noche de sal")).to_be_visible()
    expect(third).to_be_focused()

    page.keyboard.press("m")
    into = third.locator("[data-into]")
    expect(into).to_be_focused()
    expect(into).to_have_value("1")
    press_until(page, "Tab", third.get_by_role("button", name="Unir"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Unido al 1")).to_be_visible()

    page.keyboard.press("z")
    expect(page.locator("#draft-3")).to_be_visible()
    expect(page.get_by_text("Unido al 1")).to_be_hidden()
    assert axe_findings(page) == []


def test_two_editors_at_once_write_over_nothing_of_each_other(
    signed_in: Page, platform: Platform, browser: Browser
) -> None:
    ana = signed_in
    ana.goto("/es/office/announcements/new/")
    ana.get_by_label("Texto", exact=True).fill(DIGEST.replace("Tres", "Otras tres"))
    ana.get_by_label("Publicado").fill("2026-03")
    ana.get_by_role("button", name="Leerlo").click()
    ana.wait_for_url(lambda url: not url.endswith("/new/"))
    other = browser.new_context(
        base_url=platform.address, locale="es-MX", storage_state=ana.context.storage_state()
    )
    luz = other.new_page()
    luz.goto(ana.url)

    def year(page: Page, draft: int = 1) -> Locator:
        return page.locator(f"#draft-{draft}-year")

    year(ana, 2).fill("2030")
    year(ana).fill("2028")
    ana.locator("#draft-1").get_by_role("button", name="Guardar").click()
    expect(ana.get_by_role("status").filter(has_text="Guardado")).to_be_visible()
    expect(year(ana, 2)).to_have_value("2030")
    expect(ana.locator("#draft-2").get_by_text("Sin guardar")).to_be_visible()

    year(luz, 2).fill("2031")
    year(luz).fill("2027")
    luz.locator("#draft-1").get_by_role("button", name="Aceptar").click()
    expect(luz.get_by_role("alert").filter(has_text="Alguien más cambió")).to_be_visible()
    expect(year(luz)).to_have_value("2027")
    expect(year(luz, 2)).to_have_value("2031")
    luz.on("dialog", lambda dialog: dialog.accept())
    luz.goto(ana.url)
    expect(year(luz)).to_have_value("2028")
    expect(luz.get_by_text(re.compile(r"1 de \d+ valores? corregidos?"))).to_be_visible()
    other.close()
    ana.locator("#draft-2").get_by_role("button", name="Guardar").click()
    expect(ana.get_by_text("Sin guardar").locator("visible=true")).to_have_count(0)
