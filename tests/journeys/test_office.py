"""Errands at the office, in a real browser."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Platform, axe_findings
from tests.programs import run

SLATE = {
    "titles": [
        {
            "key": "prueba-del-tablero",
            "kind": "film",
            "stage": "announced",
            "year": 2031,
            "texts": [
                {"language": "es", "name": "Prueba del tablero"},
                {"language": "en", "name": "Trial of the board"},
            ],
            "credits": [{"role": "director", "name": "Luz Paz"}],
            "avails": [{"territory": "MX", "opens": "2031-01-01T00:00:00Z"}],
            "public_from": "2031-01-01T00:00:00Z",
        },
        {
            "key": "otra-prueba",
            "kind": "series",
            "stage": "filming",
            "year": 2031,
            "texts": [{"language": "es", "name": "Otra prueba"}],
        },
    ]
}
BOARD = "/es/office/?year=2031"
TITLE = "/es/office/titles/prueba-del-tablero/"


@pytest.fixture
def office(signed_in: Page, platform: Platform) -> Page:
    """Return an administrator's browser, over two titles as they were at first."""
    done = run(
        "slate", "import", "-", "--data", str(platform.data), input=json.dumps(SLATE)
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return signed_in


def card(page: Page, stage: str):
    return page.locator(f"[data-stage='{stage}'] .card", has_text="Prueba del tablero")


def test_a_title_is_moved_by_keyboard_and_put_back(office: Page):
    office.goto(BOARD)
    office.get_by_role("link", name="Prueba del tablero", exact=True).focus()
    office.keyboard.press("]")
    expect(card(office, "pre-production")).to_be_visible()
    expect(office.get_by_role("status")).to_contain_text("pasó a preproducción")
    expect(office.locator(":focus")).to_have_text("Prueba del tablero")
    office.keyboard.press("m")
    menu = office.get_by_role("button", name="Estrenado")
    expect(menu).to_be_visible()
    menu.focus()
    office.keyboard.press("Enter")
    expect(card(office, "released")).to_be_visible()
    office.get_by_role("button", name="Deshacer").click()
    expect(card(office, "pre-production")).to_be_visible()
    office.reload()
    expect(card(office, "pre-production")).to_be_visible()


def test_a_title_is_moved_by_mouse(office: Page):
    office.goto(BOARD)
    office.locator(".card", has_text="Prueba del tablero").drag_to(
        office.locator("[data-stage='filming']")
    )
    expect(card(office, "filming")).to_be_visible()
    expect(office.get_by_role("status")).to_contain_text("pasó a rodaje")
    office.reload()
    expect(card(office, "filming")).to_be_visible()


def test_arrows_walk_from_title_to_title(office: Page):
    office.goto(BOARD)
    office.get_by_role("link", name="Prueba del tablero", exact=True).focus()
    office.keyboard.press("ArrowRight")
    expect(office.locator(":focus")).to_have_text("Otra prueba")


def test_rows_are_added_ordered_and_taken_away_before_saving(office: Page):
    office.goto(f"{TITLE}edit/")
    office.get_by_role("button", name="Agregar un crédito").click()
    office.locator("[name=credits-1-role]").select_option("writer")
    office.locator("[name=credits-1-name]").fill("Eva Sol")
    second = office.locator("[data-rows=credits] > li").nth(1)
    second.get_by_role("button", name="Subir").click()
    office.get_by_role("button", name="Guardar").click()
    expect(office.get_by_role("status")).to_contain_text("Guardado")
    names = office.locator("section", has_text="Créditos").first.locator(
        "tbody td:nth-child(2)"
    )
    expect(names).to_have_text(["Eva Sol", "Luz Paz"])
    office.goto(f"{TITLE}edit/")
    office.locator("[data-rows=credits] > li").first.locator("[data-row-remove]").click()
    office.keyboard.press("Control+s")
    expect(names).to_have_text(["Luz Paz"])


def test_a_title_is_written_by_hand(office: Page):
    office.goto("/es/office/titles/new/")
    office.locator("[name=kind]").select_option("film")
    office.locator("[name=texts-0-name]").fill("Escrita a mano")
    office.get_by_role("button", name="Ponerlo en la cartelera").click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Escrita a mano")


PAGES = (
    "", "titles/", "titles/new/", "titles/prueba-del-tablero/",
    "titles/prueba-del-tablero/edit/", "titles/prueba-del-tablero/artwork/", "exchange/",
    "people/", "people/new/", "people/1/", "house/", "health/",
)  # fmt: skip


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_axe_finds_nothing_and_no_page_is_wider_than_its_window(
    office: Page, width: int, theme: str
):
    office.set_viewport_size({"width": width, "height": 900})
    office.emulate_media(color_scheme=theme, reduced_motion="reduce")
    language = "es" if theme == "light" else "en"
    for name in PAGES:
        office.goto(f"/{language}/office/{name}")
        assert axe_findings(office) == []
        assert office.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
