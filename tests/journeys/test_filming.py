"""An errand at the stripboard, in a real browser, on the sample's shoot."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import axe_findings

SHOOT = "office/filming/el-ultimo-tren-a-merida/"
PAGES = (
    "", "scenes/9/", "cast/", "places/", "boards/1/", "boards/compare/",
    "boards/1/papers/one-liner/", "boards/1/papers/schedule/",
    "boards/1/papers/day-out-of-days/", "boards/1/papers/call-2019-02-13/",
)  # fmt: skip


YEAR = ("office/years/", "office/years/new/")


def scenes(page: Page, day: str):
    return page.locator(f"[data-day='{day}'] .strip-scene")


def test_a_strip_goes_to_the_next_day_by_keyboard_and_comes_back(signed_in: Page):
    signed_in.goto(f"/es/{SHOOT}boards/1/")
    signed_in.locator("[data-strip='1']").focus()
    signed_in.keyboard.press("]")
    expect(scenes(signed_in, "2019-02-12")).to_have_text(["6", "7", "1"])
    expect(signed_in.locator("[data-told]")).to_contain_text("Hecho")
    expect(signed_in.locator(":focus")).to_have_attribute("data-strip", "1")
    signed_in.get_by_role("button", name="Deshacer").click()
    expect(scenes(signed_in, "2019-02-11")).to_have_text(["1", "2", "28"])


def test_a_strip_is_dragged_before_another(signed_in: Page):
    signed_in.goto(f"/es/{SHOOT}boards/1/")
    signed_in.locator("[data-strip='2']").drag_to(signed_in.locator("[data-strip='7']"))
    expect(signed_in.locator("[data-told]")).to_contain_text("Hecho")
    signed_in.reload()
    expect(scenes(signed_in, "2019-02-12")).to_have_text(["6", "2", "7"])


def weeks(page: Page, title: str, part: str) -> float:
    bar = page.locator(f"[data-row='{title}'] [data-part='{part}'] rect")
    return round(float(bar.get_attribute("x").removesuffix("%")) * 52 / 100)


def test_a_title_of_the_year_moves_by_keyboard_and_by_mouse_and_comes_back(signed_in: Page):
    signed_in.goto("/es/office/years/")
    row = "[data-row='the-biggest-fan']"
    assert weeks(signed_in, "the-biggest-fan", "post") == 25
    signed_in.locator(f"{row} [data-part='post']").focus()
    signed_in.keyboard.press("ArrowRight")
    expect(signed_in.locator("[data-told]")).to_contain_text("Hecho")
    assert weeks(signed_in, "the-biggest-fan", "post") == 26
    expect(signed_in.locator(":focus")).to_have_attribute("data-part", "post")
    signed_in.get_by_role("button", name="Deshacer").click()
    expect(signed_in.locator("[data-told]")).to_contain_text("Deshecho")
    signed_in.locator(f"{row} [data-part='0']").scroll_into_view_if_needed()
    bar = signed_in.locator(f"{row} [data-part='0']").bounding_box()
    week = signed_in.locator(f"{row} [data-line]").bounding_box()["width"] / 52
    x, y = bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2
    signed_in.mouse.move(x, y)
    signed_in.mouse.down()
    signed_in.mouse.move(x - 3 * week, y, steps=4)
    with signed_in.expect_response("**/move/"):
        signed_in.mouse.up()
    expect(signed_in.locator("[data-told] p")).to_have_text("Hecho.")
    assert weeks(signed_in, "the-biggest-fan", "0") == 17


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_axe_finds_nothing_at_the_shoot(signed_in: Page, width: int, theme: str):
    signed_in.set_viewport_size({"width": width, "height": 900})
    signed_in.emulate_media(color_scheme=theme, reduced_motion="reduce")
    language = "es" if theme == "light" else "en"
    for name in (*(f"{SHOOT}{name}" for name in PAGES), *YEAR):
        signed_in.goto(f"/{language}/{name}")
        assert axe_findings(signed_in) == []
        assert signed_in.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
