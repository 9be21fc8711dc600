"""One person's errand with one player: play, seek, change the quality, the sound, the words."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Page

from benchmarks.players.house import House, house

PLAYERS = {
    "hls.js": ("hls", "master.m3u8"),
    "Shaka HLS": ("shaka", "master.m3u8"),
    "Shaka DASH": ("shaka", "manifest.mpd"),
    "dash.js": ("dash", "manifest.mpd"),
}
CODECS = {"h264": "avc1", "av1": "av01"}
PATIENCE = 25.0  # seconds for one step


class StuckError(Exception):
    """A step did not come about in time."""


@dataclass
class Watched:
    """What one player did with one package in one codec."""

    package: str
    player: str
    codec: str
    steps: list[str] = field(default_factory=list)  # that came about
    faults: list[str] = field(default_factory=list)
    frames: int = 0
    dropped: int = 0
    took_seconds: float = 0.0


def watch(browser: Browser, package: Path, player: str, codec: str, past: float = 3) -> Watched:
    """Do the whole errand, and return what came about and what did not.

    codec  h264 or av1
    past   seconds to play before anything else is tried
    """
    kind, manifest = PLAYERS[player]
    facts = json.loads((package / "package.json").read_text())
    done = Watched(package.name, player, codec)
    began = time.monotonic()
    with house(package, kind) as server:
        page = browser.new_page(viewport={"width": 640, "height": 360})
        page.on("pageerror", lambda error: done.faults.append(f"page: {error}"))
        try:
            page.goto(f"{server.address}/page.html")
            address = f"{server.address}/package/{manifest}"
            offered = page.evaluate(
                "a => begin(...a)", [kind, address, CODECS.get(codec, codec)]
            )
            _errand(page, server, facts, offered, done, past)
            _late(page, package, facts, offered["texts"], done)
            end = page.evaluate("now()")
            done.frames, done.dropped = end["frames"], end["dropped"]
        except (StuckError, Error) as error:
            done.faults.append(str(error).splitlines()[0])
        finally:
            done.faults += page.evaluate("window.faults ?? []")
            page.close()
    done.took_seconds = round(time.monotonic() - began, 1)
    return done


def _errand(
    page: Page,
    server: House,
    facts: dict[str, Any],
    offered: dict[str, Any],
    done: Watched,
    past: float,
) -> None:
    _until(page, f"playing past {past:g} s", lambda now: now["at"] > past)
    done.steps.append("play")
    lasts = page.evaluate("video.duration")
    goal = lasts * 0.4
    page.evaluate("at => { video.currentTime = at; }", goal)
    _until(page, "going on after a seek", lambda now: goal + 0.3 < now["at"])
    done.steps.append("seek")
    _qualities(page, offered["heights"], done)
    _sounds(page, server, facts, offered["sounds"], done)
    _words(page, facts, offered["texts"], done)


def _qualities(page: Page, heights: list[int], done: Watched) -> None:
    for height in [min(heights), max(heights)] if len(heights) > 1 else []:
        _rewind(page)
        page.evaluate("h => { player.height(h); }", height)
        _until(page, f"a picture of {height} lines", lambda now, h=height: now["height"] == h)
        _goes_on(page, f"going on at {height} lines")
    if len(heights) > 1:
        done.steps.append("quality")


def _sounds(
    page: Page, server: House, facts: dict[str, Any], sounds: list[str], done: Watched
) -> None:
    languages = {s["language"] for s in facts["sounds"]}
    if len(languages) > len(set(sounds)):
        raise StuckError(f"{sorted(languages)} are packaged and {sounds} are offered")
    first = [sounds.index(name) for name in dict.fromkeys(sounds)]  # of the forms of one track
    for n in [*first[1:], 0] if len(first) > 1 else []:
        _rewind(page)
        server.fetched.clear()
        page.evaluate("n => { player.sound(n); }", n)
        _until(page, f"sound {sounds[n]}", lambda now, n=n: now["sound"] == sounds[n])
        _goes_on(page, f"going on with sound {sounds[n]}")
        if n:
            _until(page, f"segments of sound {sounds[n]}", lambda _: _heard(server))
    if len(first) > 1:
        done.steps.append("sound")


def _heard(server: House) -> bool:
    return any("/sound/" in path and ".m4s" in path for path in server.fetched)


def _words(page: Page, facts: dict[str, Any], texts: list[str], done: Watched) -> None:
    seen = {""}
    shown = [n for n, name in enumerate(texts) if "(forced)" not in name]
    if len(shown) < sum(text["kind"] != "forced" for text in facts["texts"]):
        raise StuckError(f"{len(facts['texts'])} texts are packaged and {texts} are offered")
    for n in shown:  # each has words of its own
        _rewind(page)
        page.evaluate("n => { player.text(n); }", n)
        now = _until(page, f"words of {texts[n]}", lambda now: now["words"] not in seen)
        seen.add(now["words"])
    if texts:
        _pixels(page)
        done.steps.append("words")


def _late(
    page: Page, package: Path, facts: dict[str, Any], texts: list[str], done: Watched
) -> None:
    """See the last words of each text, where another may have ended long before."""
    told = [text for text in facts["texts"] if text["kind"] != "forced"]
    shown = [n for n, name in enumerate(texts) if "(forced)" not in name]
    lasts = page.evaluate("video.duration")
    for n, text in zip(shown, told, strict=False):
        start, words = _last_cue((package / text["directory"] / "whole.vtt").read_text())
        if not 0.6 * lasts < start < lasts - 1:
            continue  # not late, or hardly there
        page.evaluate(
            "([n, at]) => { player.text(n); video.currentTime = at; video.play(); }",
            [n, 0.2 * lasts],
        )
        _until(page, f"words of {texts[n]} again", lambda now: now["words"])
        page.evaluate("at => { video.currentTime = at; video.play(); }", start)
        until = time.monotonic() + PATIENCE
        while words not in page.evaluate("shownWords()"):
            if time.monotonic() > until:
                raise StuckError(f"the last words of {texts[n]} are not seen")
            page.evaluate(
                "at => { if (video.currentTime > at + 2) video.currentTime = at; }",
                start,
            )
            page.wait_for_timeout(100)
        done.steps.append(f"late {text['language']}")


def _last_cue(whole: str) -> tuple[float, str]:
    block = whole.strip().split("\n\n")[-1].split("\n")
    at = next(n for n, line in enumerate(block) if "-->" in line)
    *hours, minutes, seconds = block[at].split(" ")[0].split(":")
    start = int(hours[0] if hours else 0) * 3600 + int(minutes) * 60 + float(seconds)
    return start, block[at + 1]


def _pixels(page: Page) -> None:
    """See that the words are on the screen as pixels: without them the picture is another."""
    page.evaluate("video.pause()")
    page.wait_for_timeout(200)
    with_words = page.screenshot()
    page.evaluate(
        "() => { player.text(-1); for (const t of video.textTracks) t.mode = 'disabled'; "
        "words.style.display = 'none'; }"
    )
    page.wait_for_timeout(200)
    if page.screenshot() == with_words:
        raise StuckError("the words are known to the player and not seen on the screen")
    page.evaluate("words.style.display = ''")


def _rewind(page: Page) -> None:
    """Go back a little when the end is near, so that a film never ends under a step."""
    page.evaluate(
        "() => { if (video.currentTime > 0.6 * video.duration) "
        "video.currentTime = 0.2 * video.duration; if (video.paused) video.play(); }"
    )


def _goes_on(page: Page, what: str) -> None:
    shown = page.evaluate("now().frames")
    _until(page, what, lambda now: now["frames"] > shown + 8 and not now["waiting"])


def _until(page: Page, what: str, came: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    until = time.monotonic() + PATIENCE
    while True:
        now: dict[str, Any] = page.evaluate("now()")
        if now["faults"]:
            raise StuckError(f"{what}: the player reports a fault")
        if came(now):
            return now
        if time.monotonic() > until:
            raise StuckError(f"{what} did not come about; it stood at {now}")
        _rewind(page)
        page.wait_for_timeout(100)


def told(watched: Watched) -> dict[str, Any]:
    """Return it as JSON takes it."""
    return asdict(watched)
