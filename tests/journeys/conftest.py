"""A real platform, a real browser, and a visitor who complains of every fault on the way."""

import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.programs import answer, free_port, run, start

CHROMIUM = shutil.which("chromium")
AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
PHRASE = "una frase bastante larga"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this room as a journey; skip them where there is no browser."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no chromium on this machine"))


@dataclass(frozen=True)
class Platform:
    """A platform that runs on the sample."""

    address: str
    data: Path
    administrator: str = "admin@example.org"
    password: str = PHRASE


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """Run the platform on its sample, with one administrator."""
    data = tmp_path_factory.mktemp("platform") / "data"
    port = free_port()
    process = start("up", "--port", str(port), "--data", str(data))
    try:
        answer(port, seconds=120)
        site = Platform(f"http://127.0.0.1:{port}", data)
        done = run(
            "user", "add", site.administrator, "--role", "administrator", "--data", str(data),
            input=PHRASE + "\n",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        yield site
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        process.stdout.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the browser once."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, platform: Platform) -> Iterator[Page]:
    """Open a page of the platform; any error or request elsewhere on the way fails the test."""
    context = browser.new_context(
        base_url=platform.address, locale="es-MX", viewport={"width": 1440, "height": 900}
    )
    page = context.new_page()
    faults: list[str] = []
    # A browser that is too busy to draw a change of pages skips it, and tells: no fault.
    page.on(
        "pageerror",
        lambda error: (
            None
            if f"{error}".startswith("Transition was")
            else faults.append(f"error: {error}")
        ),
    )
    page.on(
        "console",
        lambda message: (
            faults.append(f"{message.type}: {message.text}")
            if message.type == "error"
            else None
        ),
    )
    page.on(
        "request",
        lambda request: (
            faults.append(f"elsewhere: {request.url}")
            if not request.url.startswith((platform.address, "data:", "blob:"))
            else None
        ),
    )
    page.set_default_timeout(15_000)
    yield page
    context.close()
    assert faults == []


@pytest.fixture
def signed_in(page: Page, platform: Platform) -> Page:
    """Sign in as the administrator."""
    page.goto("/es/accounts/login/")
    page.fill("[name=login]", platform.administrator)
    page.fill("[name=password]", platform.password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/accounts/" not in url)
    return page


def axe_findings(page: Page) -> list[str]:
    """Return what axe finds on the page, one line each; none is what is wanted."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{page.url} {violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
