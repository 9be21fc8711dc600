"""Measure viewings: beacons taken in, and heartbeats turned into reach.

    python -m benchmarks.viewings beacons --json OUT [--seconds 20] [--players 8]
    python -m benchmarks.viewings reach --rows 20000000 --dir DIR --json OUT

`beacons` starts a platform of its own and reports to it, twenty beacons in a request, while one
viewer after another asks for the home page; then it kills the platform with SIGKILL and counts
what is on the disk. One process serves the site and takes beacons, one sends them.
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
    options = parser.parse_args()
    result = measure_beacons(options.seconds, options.players)
    text = json.dumps(result, indent=2)
    if options.json:
        options.json.write_text(text + "\n")
    else:
        print(text)


if __name__ == "__main__":
    main()
