"""Measure how quick the office's board is with many strips.

    python -m benchmarks.stripboard --strips 300 --json OUT [--browser /usr/bin/chromium]

A shoot of so many strips is made by program in a house that goes away: six strips to a day,
forty in the cast with rates and days away, thirty places. `page` and `move` are answers of the
site in its own process, through every middleware, on SQLite: the middle of eleven, processor
seconds. With --browser strips are moved in Chromium by keyboard and dropped by mouse, on a site
that runs beside it: from the key or the drop to the frame with the strip's new place (`shown`),
and to the prices that the server answers with (`priced`), the middle and the 95th of a hundred
of forty moves, by the clock.
"""

import argparse
import json
import math
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

TIMES = 11
MOVES = 40
MONDAY = date(2027, 3, 1)
PHRASE = "a phrase that is long enough"


def script(strips: int, draw: random.Random) -> str:
    """Return a screenplay by program."""
    scenes = []
    for n in range(1, strips + 1):
        inside, light = draw.choice(["INT", "EXT"]), draw.choice(["DÍA", "DÍA", "NOCHE"])
        who = draw.sample(range(40), draw.randint(1, 5))
        said = "".join(f"\nPERSONA {one}\nSí, así fue.\n" for one in who)
        action = "Entran y hablan de lo que pasó ayer. " * draw.randint(1, 6)
        place = draw.randrange(30)
        scenes.append(f"{inside}. LUGAR {place} - {light} #{n}#\n\n{action}\n{said}")
    return "Title: Trescientas\n\n" + "\n".join(scenes)


def house(strips: int) -> str:
    """Make the house and its shoot; return the address of the board."""
    from cartelera.apps.accounts.models import User
    from cartelera.apps.filming import actions
    from cartelera.apps.slate.actions import record_title
    from cartelera.engines.filming import stripboard
    from cartelera.vocabulary.kind import Kind
    from cartelera.vocabulary.record import Text, TitleRecord

    draw = random.Random(300)
    User.objects.create_superuser("admin@example.org", PHRASE)
    title = record_title(TitleRecord("t", Kind.FILM, (Text("es", "Trescientas"),)), None)
    made = actions.read_screenplay(script(strips, draw).encode(), "t.fountain")
    shoot = actions.begin_shoot(title, made, MONDAY, None)
    actions.change_shoot(shoot, {"company_day_cost": 250_000}, None)
    for member in shoot.cast.all():
        away = MONDAY + timedelta(days=draw.randrange(60))
        span = [[away.isoformat(), (away + timedelta(days=3)).isoformat()]]
        actions.change_cast(member, {"day_rate": 5000, "away": span}, None)
    numbers = [scene.number for scene in made.scenes]
    rows = [
        {
            "on": str(MONDAY + timedelta(days=n)),
            "night": False,
            "rows": numbers[6 * n : 6 * n + 6],
        }
        for n in range(-(-strips // 6))
    ]
    actions.rearrange(shoot.boards.get(), "lay", lambda _: stripboard.loaded(rows), None)
    return f"/es/office/filming/{shoot.key}/boards/1/"


def middle(run: Callable[[int], None], clock: Callable[[], float]) -> float:
    """Return the middle of some runs after one that is not counted."""
    run(0)
    spent = []
    for n in range(1, TIMES + 1):
        began = clock()
        run(n)
        spent.append(clock() - began)
    return round(statistics.median(spent), 4)


def served(at: str) -> dict[str, float]:
    """Measure the page and a move, answered in this process."""
    from django.test import Client

    from cartelera.apps.accounts.models import User

    client = Client()
    client.force_login(User.objects.get())

    def page(_: int) -> None:
        assert client.get(at).status_code == 200

    def move(n: int) -> None:
        to = (MONDAY + timedelta(days=n % 2)).isoformat()
        answer = client.post(
            f"{at}move/", {"scenes": "1", "to": to}, HTTP_ACCEPT="application/json"
        )
        assert answer.status_code == 200, answer.status_code

    return {
        "page_cpu_seconds": middle(page, time.process_time),
        "page_kib": round(len(client.get(at).content) / 1024),
        "move_cpu_seconds": middle(move, time.process_time),
    }


def moved(at: str, browser: str) -> dict[str, float]:
    """Measure moves by keyboard and by mouse in a browser."""
    from wsgiref.simple_server import WSGIRequestHandler, make_server

    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.wsgi import get_wsgi_application
    from playwright.sync_api import sync_playwright

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Say nothing of each request."""

    site = make_server(
        "127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), handler_class=Quiet
    )
    threading.Thread(target=site.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = chromium.new_page(base_url=f"http://127.0.0.1:{site.server_port}")
        page.goto("/es/accounts/login/")
        page.fill("[name=login]", "admin@example.org")
        page.fill("[name=password]", PHRASE)
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/es/**")
        page.goto(at)
        spent: dict[str, list[float]] = {}
        for n in range(MOVES):
            strip = page.locator("[data-strip='150']")
            strip.focus()
            onto = "40" if n % 2 else "240"
            for how, told in (("key", "]" if n % 2 else "["), ("drop", onto)):
                for what, took in strip.evaluate(MOVE, [how, told]).items():
                    spent.setdefault(f"{how}_{what}", []).append(took / 1000)
        chromium.close()
    site.shutdown()
    return {
        f"{name}_{kind}_seconds": round(of(took), 4)
        for name, took in spent.items()
        for kind, of in (("middle", statistics.median), ("p95", _p95))
    }


def _p95(spent: list[float]) -> float:
    return sorted(spent)[math.ceil(0.95 * len(spent)) - 1]


MOVE = """async (strip, [how, told]) => {
  const side = document.querySelector("[data-side]");
  const changed = new Promise((done) => new MutationObserver((_, watch) => {
    watch.disconnect(); requestAnimationFrame(() => done(performance.now()));
  }).observe(side, { childList: true }));
  const dataTransfer = new DataTransfer();
  const drag = (at, kind) => at.dispatchEvent(
    new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
  const onto = how === "drop" && document.querySelector(`[data-strip='${told}']`);
  if (onto) drag(strip, "dragstart") && drag(onto, "dragover");
  const began = performance.now();
  if (onto) drag(onto, "drop");
  else strip.dispatchEvent(new KeyboardEvent("keydown", { key: told, bubbles: true }));
  const shown = await new Promise((done) =>
    requestAnimationFrame(() => done(performance.now())));
  const priced = await changed;
  if (onto) drag(strip, "dragend");
  return { shown: shown - began, priced: priced - began };
}"""


def main() -> None:
    """Make the house, measure, write what came of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--strips", type=int, default=300)
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("--browser", help="a Chromium to move a strip in")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "CARTELERA_DATA": folder,
            "CARTELERA_DEBUG": "",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
            "DJANGO_SETTINGS_MODULE": "cartelera.web.settings",
        }
        import django

        django.setup()
        from cartelera.command.site import prepare

        prepare()
        from django.conf import settings

        settings.ALLOWED_HOSTS = ["*"]
        at = house(asked.strips)
        out: dict[str, Any] = {"strips": asked.strips, **served(at)}
        if asked.browser:
            out |= moved(at, asked.browser)
    print(json.dumps(out))
    asked.json.write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
