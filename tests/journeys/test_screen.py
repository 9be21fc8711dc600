"""A viewer's errands on the screen."""

import re
import time

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import axe_findings

FIND = "() => document.querySelector('video').currentTime"


def moves_on(page: Page, seconds: float = 30.0) -> None:
    """Wait until the film's time advances by itself."""
    end, start = time.monotonic() + seconds, None
    while time.monotonic() < end:
        now = page.evaluate(FIND)
        if start is None and now > 0:
            start = now
        if start is not None and now > start + 1:
            return
        page.wait_for_timeout(150)
    raise AssertionError(f"the film stands at {page.evaluate(FIND)} s")


def first_that_plays(page: Page, seconds: float = 120.0) -> str:
    """Return the address of the player of a title, once the worker has made one ready."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        page.goto("/es/")
        links = page.locator("main a[href*='/watch/']")
        if links.count():
            return links.first.get_attribute("href") or ""
        page.wait_for_timeout(2000)
    raise AssertionError("nothing plays")


def test_search_without_accents_finds_pedro_paramo(page):
    page.goto("/es/search/")
    page.get_by_role("searchbox").type("paramo", delay=30)
    expect(page.get_by_role("link", name="Pedro Páramo")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?q=paramo$"))


def test_a_search_goes_by_keys_from_a_slash_to_a_title(page):
    page.goto("/es/slate/")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("paramo", delay=30)
    expect(page.locator(".result").first).to_contain_text("Pedro Páramo")  # the last answer
    page.keyboard.press("ArrowDown")
    expect(page.locator(".result").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".result").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/es/titles/pedro-paramo/$"))


@pytest.mark.parametrize(
    ("first", "more", "stays"),
    [("para", "mo", True), ("lu", "zb", False)],
    ids=["a title that is still found", "a title that is no longer found"],
)
def test_a_late_answer_lets_the_reader_stay_on(page, first, more, stays):
    page.goto("/es/search/")
    page.get_by_role("searchbox").fill(first)
    found = page.locator(".found", has_text=re.compile(r"^[0-9]+ títulos?$"))
    expect(found).to_be_visible()
    late: list[Route] = []

    def keep_waiting(answer: Route) -> None:
        late.append(answer)

    page.route("**results=only*", keep_waiting)
    with page.expect_request("**results=only*"):
        page.keyboard.type(more)
    page.keyboard.press("ArrowDown")
    result = page.locator(".result").first
    expect(result).to_be_focused()
    address = result.get_attribute("href")
    with page.expect_response("**results=only*"):
        for answer in late:
            answer.continue_()
    page.unroute_all()
    if stays:
        expect(page.locator(f".result[href='{address}']")).to_be_focused()
    else:
        expect(page.get_by_role("searchbox")).to_be_focused()


def test_what_was_found_is_narrowed_and_the_words_stay(page):
    page.goto("/es/search/?q=rulfo")
    page.get_by_role("link", name=re.compile("^Cortometraje")).first.click()
    expect(page).to_have_url(re.compile(r"q=rulfo&kind=short\+film$"))
    expect(page.locator(".result-name")).to_have_text("Luvina")
    page.locator(".filters [aria-current]").click()
    expect(page.locator(".result-name")).to_have_count(2)


def test_switching_the_language_keeps_the_page_and_its_question(page):
    page.goto("/es/search/?q=paramo")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile(r"/en/search/\?q=paramo$"))
    expect(page.get_by_role("searchbox")).to_have_value("paramo")
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_chosen_theme_stays_without_a_flash(page):
    page.goto("/es/")
    page.get_by_role("button", name="Tema oscuro").click()
    page.goto("/es/slate/")
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_a_row_goes_by_arrow_keys(page):
    page.goto("/es/")
    cards = page.locator("[data-strip]").first.locator("a.card-link")
    expect(cards.nth(1)).to_be_attached()
    cards.first.focus()
    page.keyboard.press("ArrowRight")
    expect(cards.nth(1)).to_be_focused()


def test_why_a_title_is_here_is_one_press_away(page):
    page.goto("/es/")
    page.locator(".why-button").first.click()
    expect(page.locator(".why:popover-open")).to_be_visible()


def with_a_profile(page: Page, name: str) -> None:
    """Watch with a profile of this name from now on."""
    page.goto("/es/profiles/new/")
    page.fill("[name=name]", name)
    page.keyboard.press("Enter")
    page.wait_for_url("**/es/")


def test_a_viewer_hides_a_title_by_the_keyboard_and_takes_it_back(signed_in):
    page = signed_in
    with_a_profile(page, "Renata")
    ask = page.locator(".row .why-button").first
    card = ask.locator("xpath=ancestor::li").locator(".card-name").inner_text()
    ask.focus()
    page.keyboard.press("Enter")
    told = page.locator(".why:popover-open")
    expect(told).to_be_visible()
    assert axe_findings(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(told.get_by_role("button", name="Ocultarlo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".message")).to_contain_text("ya no lo muestra")
    expect(page.locator(".card-name", has_text=card)).to_have_count(0)
    page.locator(".message a").click()
    expect(page.locator(".line-name")).to_have_text(card)
    assert axe_findings(page) == []
    page.get_by_role("button", name="Deshacer").click()
    expect(page.locator(".line-name")).to_have_count(0)
    page.goto("/es/")
    expect(page.locator(".card-name", has_text=card)).to_have_count(1)


def test_a_title_is_followed_and_stands_in_the_list_of_one_profile_alone(signed_in):
    page = signed_in
    with_a_profile(page, "Luis")
    page.goto("/es/titles/las-muertas/")
    page.get_by_role("button", name="Seguirlo hasta su estreno").click()
    page.goto("/es/mine/")
    expect(page.locator(".line-name")).to_have_text("Las muertas")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    assert axe_findings(page) == []
    with_a_profile(page, "Ana")
    page.goto("/es/mine/")
    expect(page.locator(".line-name")).to_have_count(0)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["dash", "hls"])
def test_a_film_plays_and_obeys_the_keyboard_alone(page, form):
    page.goto(f"{first_that_plays(page)}?format={form}")
    moves_on(page)
    page.keyboard.press("k")
    assert page.evaluate("() => document.querySelector('video').paused")
    before = page.evaluate(FIND)
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(200)
    assert page.evaluate(FIND) < before
    page.keyboard.press("m")
    assert page.evaluate("() => document.querySelector('video').muted")
    page.keyboard.press("?")
    expect(page.locator("[data-keys]")).to_be_visible()
    assert axe_findings(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("0")
    page.keyboard.press(" ")
    moves_on(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_on_any_page_of_the_screen(page, theme, width):
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.goto("/es/")
    title = page.locator("main a[href*='/titles/']").last.get_attribute("href")
    paths = ["/es/", "/en/slate/", title, "/es/search/?q=paramo", "/es/search/?q=nadie+asi"]
    found = []
    for path in [*paths, "/es/accounts/login/", "/en/accounts/signup/"]:
        page.goto(path)
        found += axe_findings(page)
    assert found == []


def test_no_page_is_wider_than_a_phone(page):
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto("/es/")
    title = page.locator("main a[href*='/titles/']").first.get_attribute("href")
    for path in ("/es/", "/es/slate/", title, "/es/search/?q=paramo", "/es/accounts/signup/"):
        page.goto(path)
        wide = page.evaluate("() => document.documentElement.scrollWidth")
        assert wide <= 360, path
