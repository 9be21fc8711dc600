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


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_axe_finds_nothing_at_the_shoot(signed_in: Page, width: int, theme: str):
    signed_in.set_viewport_size({"width": width, "height": 900})
    signed_in.emulate_media(color_scheme=theme, reduced_motion="reduce")
    language = "es" if theme == "light" else "en"
    for name in PAGES:
        signed_in.goto(f"/{language}/{SHOOT}{name}")
        assert axe_findings(signed_in) == []
        assert signed_in.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
