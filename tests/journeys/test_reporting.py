"""What a player's page reports, in a real browser: a lost network, a refusal, a closed tab."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import cartelera.web

REPORT = Path(cartelera.web.__file__).parent / "front/player/report.js"
PAGE = """<!doctype html><title>Player</title><div data-beacon="/beacons" data-ticket="t"
data-title="luz"></div><script type="module">
import { report } from "/report.js";
const video = new EventTarget();
Object.assign(video, { currentTime: 0, paused: false, seeking: false, playbackRate: 1 });
const track = { active: true, height: 720, bandwidth: 2_500_000, language: "es" };
report(document.querySelector("div"), video, {
  getVariantTracks: () => [track], getTextTracks: () => [],
  getStats: () => ({ estimatedBandwidth: 8e6 }),
  getBufferedInfo: () => ({ total: [{ end: 60 }] }),
});
const tell = (name) => video.dispatchEvent(new Event(name));
window.play = (seconds) => {
  for (let n = 0; n <= seconds; n++) { video.currentTime += n ? 1 : 0; tell("timeupdate"); }
  tell("pause");
};
window.ready = true;
</script>"""


class House(ThreadingHTTPServer):
    """A house that keeps what it is told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Door)
        self.told: list[dict] = []
        self.status = 204


class Door(BaseHTTPRequestHandler):
    server: House

    def answer(self, status, body=b"", kind="text/html"):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/report.js":
            self.answer(200, REPORT.read_bytes(), "text/javascript")
        else:
            self.answer(200, PAGE.encode())

    def do_POST(self):
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.told.append(said)
        self.answer(self.server.status)

    def log_message(self, *_said):
        pass


@pytest.fixture
def house() -> Iterator[House]:
    server = House()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def tab(browser: Browser, house: House) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{house.server_port}/")
    page.wait_for_function("window.ready")
    yield page
    context.close()


def waiting(page):
    return page.evaluate("JSON.parse(localStorage.getItem('cartelera-beacons') ?? '[]').length")


def numbers(house):
    return [beacon["number"] for said in house.told for beacon in said["beacons"]]


def until(page, expected, what):
    for _ in range(100):
        if what() == expected:
            return
        page.wait_for_timeout(50)
    assert what() == expected


def test_a_stretch_that_was_played_is_told_once_with_its_quality(tab, house):
    tab.evaluate("play(3)")
    until(tab, [0], lambda: numbers(house))
    (beacon,) = house.told[0]["beacons"]
    assert (beacon["from"], beacon["to"], beacon["played"], beacon["total"]) == (
        0,
        3000,
        3000,
        3000,
    )
    assert (beacon["height"], beacon["audio"]) == (720, "es")
    assert beacon["cmcd"] == "br=2500,bl=57000,mtp=8000"
    until(tab, 0, lambda: waiting(tab))


def test_what_is_played_without_a_network_waits_and_is_told_in_order_when_it_is_back(
    tab, house
):
    tab.context.set_offline(True)
    tab.evaluate("play(2)")
    tab.evaluate("play(2)")
    until(tab, 2, lambda: waiting(tab))
    assert house.told == []
    tab.context.set_offline(False)
    until(tab, [0, 1], lambda: numbers(house))
    until(tab, 0, lambda: waiting(tab))


def test_a_house_that_fails_is_told_again_and_one_that_refuses_is_not(tab, house):
    house.status = 503
    tab.evaluate("play(2)")
    until(tab, 1, lambda: len(house.told))
    assert waiting(tab) == 1
    house.status = 400
    tab.evaluate("dispatchEvent(new Event('online'))")
    until(tab, 0, lambda: waiting(tab))
    assert numbers(house) == [0, 0]


def test_a_tab_that_closes_tells_what_it_has_and_the_next_tells_it_again(tab, house):
    tab.context.set_offline(True)
    tab.evaluate("play(2)")
    until(tab, 1, lambda: waiting(tab))
    tab.context.set_offline(False)
    until(tab, [0], lambda: numbers(house))
    house.status = 503
    tab.evaluate("play(1)")
    until(tab, 2, lambda: len(house.told))
    before = len(house.told)
    other = tab.context.new_page()
    tab.close(run_before_unload=True)
    until(other, True, lambda: len(house.told) > before)
    assert house.told[-1]["beacons"][-1]["number"] == 1
    house.status = 204
    other.goto(f"http://127.0.0.1:{house.server_port}/")
    until(other, 0, lambda: waiting(other))  # the house knows the second copy by its number
    assert numbers(house)[-1] == 1
