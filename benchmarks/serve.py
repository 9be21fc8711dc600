"""Measure the site: server time of its pages, weight of its home page, memory at rest.

    python -m benchmarks.serve --json OUT [--titles 1000] [--requests 200] [--rest 60]

A platform of its own is started on a data directory that goes away, with that many titles made
by program. Times are whole requests on this machine, one after another; a page of headers only
(/health/) stands beside them as the yardstick of one run.
"""

import argparse
import http.client
import json
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

WORDS = (
    "agua arena barro ceniza cielo costa duna espejo faro fiebre hierba invierno jardín lluvia "
    "luna mar milpa monte niebla noche olvido páramo piedra polvo puente puerto río sal sombra "
    "tarde temblor tierra umbral valle verano viento volcán"
).split()


def fill(titles: int) -> None:
    """Keep `titles` made-up films, a third of them coming, the others playing."""
    from cartelera.command.site import open_house, prepare

    open_house()
    prepare()
    _fill(titles)


def _fill(titles: int) -> None:
    from dataclasses import replace
    from datetime import UTC, datetime

    from cartelera.apps.slate.actions import attach_package, name_house, record_title
    from cartelera.vocabulary import record as r
    from cartelera.vocabulary.kind import Kind, PlaceUse, Role, SourceKind
    from cartelera.vocabulary.stage import Stage
    from cartelera.vocabulary.terms import GENRES, THEMES

    name_house("Casa de medida", "MX", "", None)
    draw = random.Random(68)
    begin = datetime(2024, 1, 1, tzinfo=UTC)
    for n in range(titles):
        name = f"{draw.choice(WORDS).title()} de {draw.choice(WORDS)} {n}"
        record = r.TitleRecord(
            key=f"t-{n}",
            kind=draw.choice((Kind.FILM, Kind.SHORT_FILM, Kind.DOCUMENTARY_FILM)),
            texts=(
                r.Text("es", name, f"Una historia de {draw.choice(WORDS)}.", "Sinopsis. " * 30),
                r.Text("en", f"{name} (en)", "A story.", "Synopsis. " * 30),
            ),
            year=draw.randint(2018, 2026),
            countries=("MX",),
            languages=("es",),
            genres=tuple(key for key, _, _ in draw.sample(GENRES, 2)),
            themes=tuple(key for key, _, _ in draw.sample(THEMES, 2)),
            public_from=begin,
            source_works=(r.SourceWork(SourceKind.NOVEL, name, (f"Autora {n % 90}",)),),
            credits=(
                r.Credit(Role.DIRECTOR, f"Directora {n % 200}"),
                *(r.Credit(Role.CAST, f"Intérprete {draw.randint(0, 900)}") for _ in range(8)),
                r.Credit(Role.PRODUCTION_COMPANY, f"Compañía {n % 60}", company=True),
            ),
            places=(r.Place(PlaceUse.FILMED, "Oaxaca", "MX-OAX", "MX", 17.06, -96.72),),
        )
        if n % 3 == 0:
            record_title(replace(record, stage=Stage.FILMING), None)
        else:
            playing = replace(record, stage=Stage.RELEASED, avails=(r.Avail("MX", begin),))
            attach_package(record_title(playing, None), f"{n:064x}", 5400.0)


def server_times(port: int, path: str, requests: int) -> dict[str, float]:
    """Return median and 95th percentile of a page, in milliseconds, one request at a time."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    times = []
    for _ in range(requests + 5):
        begin = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        times.append((time.perf_counter() - begin) * 1000)
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}")
    kept = sorted(times[5:])
    return {
        "median_ms": round(statistics.median(kept), 2),
        "p95_ms": round(kept[int(len(kept) * 0.95)], 2),
    }


def weight(address: str) -> dict[str, Any]:
    """Return requests and compressed KiB of the home page until load, artwork counted apart."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        tool = page.context.new_cdp_session(page)
        tool.send("Network.enable")
        kinds: dict[str, tuple[str, str]] = {}
        counted: dict[str, list[float]] = {"page": [], "artwork": []}
        tool.on(
            "Network.responseReceived",
            lambda e: kinds.update({e["requestId"]: (e["type"], e["response"]["url"])}),
        )

        def finished(event: dict[str, Any]) -> None:
            kind, url = kinds.get(event["requestId"], ("", ""))
            apart = kind in {"Image", "Media"} and "/static/" not in url
            counted["artwork" if apart else "page"].append(event["encodedDataLength"])

        tool.on("Network.loadingFinished", finished)
        page.goto(f"{address}/es/", wait_until="load")
        shift = page.evaluate(
            """() => new Promise(done => { let total = 0;
                 new PerformanceObserver(list => list.getEntries().forEach(e => {
                   if (!e.hadRecentInput) total += e.value; }))
                 .observe({type: 'layout-shift', buffered: true});
                 setTimeout(() => done(total), 500); })"""
        )
        browser.close()
    return {
        "requests": len(counted["page"]),
        "kib": round(sum(counted["page"]) / 1024, 1),
        "artwork_requests": len(counted["artwork"]),
        "artwork_kib": round(sum(counted["artwork"]) / 1024, 1),
        "layout_shift": round(shift, 4),
    }


def memory_mib(parent: int) -> float:
    """Return the proportional set size of a process and all it started, in MiB."""
    total = 0
    for pid in [parent, *_family(parent)]:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return round(total / 1024, 1)


def _family(of: int) -> list[int]:
    listing = subprocess.run(
        ["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True
    )
    pairs = [tuple(map(int, line.split())) for line in listing.stdout.splitlines()]
    children = [pid for pid, parent in pairs if parent == of]
    return children + [below for child in children for below in _family(child)]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            server_times(port, "/health/", 1)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the platform did not answer within a minute")


def measure(titles: int, requests: int, rest: float) -> dict[str, Any]:
    """Start a platform with so many titles, and measure it."""
    data = Path(tempfile.mkdtemp(prefix="cartelera-serve-"))
    environment = {**os.environ, "CARTELERA_DATA": str(data)}
    subprocess.run(
        [sys.executable, "-c", f"from benchmarks.serve import fill; fill({titles})"],
        check=True,
        env={**environment, "DJANGO_SETTINGS_MODULE": "cartelera.web.settings"},
    )
    port = _free_port()
    platform = subprocess.Popen(
        [sys.executable, "-m", "cartelera.command", "up", "--port", str(port), "--no-sample"],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait(port)
        pages = {
            "health": "/health/",
            "home": "/es/",
            "title": "/es/titles/t-1/",
            "search": "/es/search/?q=paramo",
            "press": "/es/press/",
            "press year": "/es/press/2024/",
            "press title": "/es/press/titles/t-1/",
            "press feed": "/es/press/rss.xml",
            "sitemap": "/sitemap.xml",
        }
        result: dict[str, Any] = {
            "titles": titles,
            "pages": {name: server_times(port, path, requests) for name, path in pages.items()},
            "home": weight(f"http://127.0.0.1:{port}") if shutil.which("chromium") else None,
        }
        time.sleep(rest)
        result["memory_mib"] = memory_mib(platform.pid)
        return result
    finally:
        platform.send_signal(signal.SIGTERM)
        platform.wait(30)
        shutil.rmtree(data, ignore_errors=True)


def main() -> None:
    """Measure, and write what was measured."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.serve", description="Measure the site."
    )
    parser.add_argument("--titles", type=int, default=1000)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--rest", type=float, default=60, help="seconds before memory is read")
    parser.add_argument("--json", type=Path, help="file to write (default: standard output)")
    options = parser.parse_args()
    text = json.dumps(measure(options.titles, options.requests, options.rest), indent=2)
    if options.json:
        options.json.write_text(text + "\n")
    else:
        print(text)


if __name__ == "__main__":
    main()
