"""Measure viewings: beacons taken in, and heartbeats turned into reach.

    python -m benchmarks.viewings --json OUT beacons [--seconds 20] [--players 8]
    python -m benchmarks.viewings --json OUT reach [--rows 20000000] [--dir DIR]

`beacons` starts a platform of its own and reports to it, twenty beacons in a request, while one
viewer after another asks for the home page; then it kills the platform with SIGKILL and counts
what is on the disk. `reach` makes heartbeats of 26 weeks by program and answers viewers and
hours by title, territory and week, each time in a process of its own.
"""

import argparse
import http.client
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from benchmarks.serve import _family, _free_port, _wait

EACH = 20  # beacons in a request


def _beacons(first: int) -> list[dict[str, int | str]]:
    return [
        {
            "number": n, "ago": 0, "span": 0, "played": 1000, "total": 1000,
            "from": 0, "to": 1000,
            "height": 1080, "cmcd": "br=3200,bl=21300,mtp=25400", "audio": "es-MX",
            "row": "genre-drama", "place": 3,
        }
        for n in range(first, first + EACH)
    ]  # fmt: skip


class Players:
    """Players that report as fast as they are answered, each a playing of its own."""

    def __init__(self, port: int, count: int) -> None:
        self.port, self.acknowledged = port, 0
        self._lock, self.stop = threading.Lock(), threading.Event()
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        line.request("GET", "/es/watch/t-1/")
        found = re.search(r'data-ticket="([^"]+)"', line.getresponse().read().decode())
        if found is None:
            raise SystemExit("the page of the player holds no ticket")
        self.ticket = found[1]
        self.threads = [threading.Thread(target=self._play, args=(n,)) for n in range(count)]
        for thread in self.threads:
            thread.start()

    def _play(self, n: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        first = 0
        try:
            while not self.stop.is_set():
                body = {
                    "ticket": self.ticket,
                    "session": f"{n}-{first // 10_000}",
                    "beacons": _beacons(first % 10_000),
                }
                line.request("POST", "/api/v1/viewings", json.dumps(body))
                answer = line.getresponse()
                said = answer.read()
                if answer.status != 204:
                    raise SystemExit(f"a report was refused: {said.decode()}")
                with self._lock:
                    self.acknowledged += EACH
                first += EACH
        except (OSError, http.client.HTTPException):
            return  # the platform was killed


def _processor_seconds(pids: list[int]) -> float:
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def measure_beacons(seconds: float, players: int) -> dict[str, Any]:
    """Return how many beacons a second one process takes while it serves pages."""
    data = Path(tempfile.mkdtemp(prefix="cartelera-viewings-"))
    environment = {**os.environ, "CARTELERA_DATA": str(data)}
    fill = "from benchmarks.serve import fill; fill(200)"
    django = {"DJANGO_SETTINGS_MODULE": "cartelera.web.settings"}
    subprocess.run([sys.executable, "-c", fill], check=True, env=environment | django)
    port = _free_port()
    argv = [sys.executable, "-m", "cartelera.command", "up", "--port", str(port), "--no-sample"]
    platform = subprocess.Popen(argv, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        sent = Players(port, players)
        family = _family(platform.pid)
        before, began = _processor_seconds(family), time.perf_counter()
        start = sent.acknowledged
        pages, line = [], http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() - began < seconds:
            asked = time.perf_counter()
            line.request("GET", "/es/")
            line.getresponse().read()
            pages.append((time.perf_counter() - asked) * 1000)
            time.sleep(0.1)
        took = time.perf_counter() - began
        taken = sent.acknowledged - start
        used = _processor_seconds(family) - before
        for pid in [platform.pid, *_family(platform.pid)]:
            os.kill(pid, signal.SIGKILL)
        sent.stop.set()
        for thread in sent.threads:
            thread.join()
        with sqlite3.connect(data / "viewings.db") as base:
            kept = base.execute("select count(*) from audience_beacon").fetchone()[0]
        pages.sort()
        return {
            "beacons_a_second": round(taken / took),
            "pages_a_second": round(len(pages) / took, 1),
            "page_median_ms": round(pages[len(pages) // 2], 1),
            "page_p95_ms": round(pages[int(len(pages) * 0.95)], 1),
            "processor_seconds_a_second": round(used / took, 2),
            "acknowledged": sent.acknowledged,
            "kept_after_kill": kept,
            "lost": max(0, sent.acknowledged - kept),
        }
    finally:
        platform.kill()
        platform.wait(30)
        shutil.rmtree(data, ignore_errors=True)


_MAKE = """
COPY (
    SELECT (hash(i, 7) % 4000000)::BIGINT AS playing, viewer, (i % 10 = 0)::INTEGER AS first,
        0 AS returned, title, 0::BIGINT AS began_ms, 100000::BIGINT AS at_ms,
        'T' || (hash(viewer, title, 3) % 95) AS territory,
        ['tv', 'phone', 'computer', 'tablet'][1 + (hash(viewer, 4) % 4)::INTEGER] AS device,
        'row' || (hash(i, 5) % 12) AS row, 1 AS place, '' AS campaign,
        (hash(i, 6) % 10000)::BIGINT AS played_ms, 0::BIGINT AS from_ms,
        (hash(i, 6) % 10000)::BIGINT AS to_ms, 0 AS stalls, 0 AS stall_ms, 0 AS seeks,
        1080 AS height, 3200 AS kbps, 'es' AS audio, '' AS text
    FROM (
        SELECT i, (hash(i, 1) % {viewers})::BIGINT AS viewer,
            (3000 * pow((hash(i, 2) % 1000000) / 1e6, 3))::INTEGER AS title
        FROM range({first}, {last}) rows(i)
    )
) TO '{file}' (FORMAT parquet, COMPRESSION zstd)
"""
_WEEKS = 26


def _make_heartbeats(rows: int, folder: Path) -> None:
    """Make heartbeats of 26 weeks by program, a file a day; few titles have most of them."""
    from datetime import date, timedelta

    from cartelera.adapters.heartbeats import connect, week_of

    begin, days = date(2026, 1, 5), _WEEKS * 7
    with connect(2000) as duck:
        for n in range(days):
            day = begin + timedelta(days=n)
            place = folder / f"week={week_of(day).isoformat()}"
            place.mkdir(parents=True, exist_ok=True)
            file = place / f"{day.isoformat()}.parquet"
            first, last = n * rows // days, (n + 1) * rows // days
            duck.execute(
                _MAKE.format(file=file, first=first, last=last, viewers=max(10, rows // 10))
            )


def _apart(deed: str, folder: Path) -> dict[str, float]:
    """Do something in a process of its own; return its seconds and peak MiB."""
    code = (
        "import resource, sys, time; from pathlib import Path; from benchmarks import viewings;"
        f"t = time.perf_counter(); n = viewings.{deed}(Path(sys.argv[1]));"
        "u = resource.getrusage(resource.RUSAGE_SELF);"
        "print(n, time.perf_counter() - t, u.ru_utime + u.ru_stime, u.ru_maxrss / 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], check=True, capture_output=True, text=True
    )
    rows, seconds, processor, peak = (float(word) for word in done.stdout.split())
    return {
        "rows": int(rows),
        "seconds": round(seconds, 2),
        "processor_seconds": round(processor, 2),
        "peak_mib": round(peak),
    }


def all_cells(folder: Path) -> int:
    """Answer viewers and hours by title, territory and week from every heartbeat."""
    from cartelera.adapters.heartbeats import Heartbeats

    return Heartbeats(folder).by_title(folder / "cells.parquet")


def one_day(folder: Path) -> int:
    """Fold a new day in: answer the week that it belongs to anew."""
    from cartelera.adapters.heartbeats import Heartbeats

    store = Heartbeats(folder)
    return store.by_title(folder / "week.parquet", store.weeks()[-1])


def measure_reach(rows: int, folder: Path | None) -> dict[str, Any]:
    """Return how long reach takes over that many heartbeats."""
    place = folder or Path(tempfile.mkdtemp(prefix="cartelera-heartbeats-"))
    try:
        if not any(place.glob("week=*")):
            _make_heartbeats(rows, place)
        size = sum(file.stat().st_size for file in place.glob("week=*/*.parquet"))
        return {
            "heartbeats": rows,
            "parquet_mib": round(size / 2**20),
            "all": _apart("all_cells", place),
            "new_day": _apart("one_day", place),
        }
    finally:
        if folder is None:
            shutil.rmtree(place, ignore_errors=True)


def main() -> None:
    """Measure, and write what was measured."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.viewings", description="Measure viewings."
    )
    parser.add_argument("--json", type=Path, help="file to write (default: standard output)")
    kinds = parser.add_subparsers(dest="kind", required=True)
    beacons = kinds.add_parser("beacons", help="beacons a second, and none lost by a kill")
    beacons.add_argument("--seconds", type=float, default=20)
    beacons.add_argument("--players", type=int, default=8)
    reach = kinds.add_parser("reach", help="heartbeats to viewers and hours")
    reach.add_argument("--rows", type=int, default=20_000_000)
    reach.add_argument("--dir", type=Path, help="where heartbeats lie, or are made and stay")
    options = parser.parse_args()
    if options.kind == "beacons":
        result = measure_beacons(options.seconds, options.players)
    else:
        result = measure_reach(options.rows, options.dir)
    text = json.dumps(result, indent=2)
    if options.json:
        options.json.write_text(text + "\n")
    else:
        print(text)


if __name__ == "__main__":
    main()
