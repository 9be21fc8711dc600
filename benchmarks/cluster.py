"""Measure what a second machine gives: one title by a cluster of one hand, then of two.

    python -m benchmarks.cluster CLIP --json OUT [--quality 90] [--hands 1 --hands 2]

Everything is on this machine: each hand has one core of its own, the scheduler and the house
take what is left. Films lie in a directory that all share. A run is timed from the job's
beginning to its verified package; the packages of all runs must have the same hash.
"""

import argparse
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

CARTELERA = (sys.executable, "-m", "cartelera.command")
SLATE = {
    "titles": [{"key": "luz", "kind": "film", "texts": [{"language": "es", "name": "Luz"}]}]
}


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def measured(clip: Path, quality: int, hands: int, place: Path) -> dict[str, Any]:
    """Encode a title with so many hands; return how long it took and what it cost."""
    address = f"tcp://127.0.0.1:{free_port()}"
    environment = os.environ | {
        "CARTELERA_MEDIA": str(place / "films"),
        "CARTELERA_DATA": str(place / "house"),
    }

    def run(*arguments: str, **more: Any) -> None:
        quiet = subprocess.DEVNULL
        line = [*CARTELERA, *arguments]
        subprocess.run(line, check=True, env=environment, stdout=quiet, **more)

    run("slate", "import", "-", input=json.dumps(SLATE).encode())
    run("media", "add", str(clip), "--title", "luz", "--quality", str(quality))
    scheduler = subprocess.Popen(
        [sys.executable, "-m", "dask", "scheduler", "--no-dashboard", "--no-show",
         "--host", "127.0.0.1", "--port", address.rpartition(":")[2]],
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    cores = sorted(os.sched_getaffinity(0))
    helping = []
    for n in range(hands):
        line = [*CARTELERA, "worker", "--scheduler", address, "--data", str(place / f"hand{n}")]
        helping.append(subprocess.Popen(line, env=environment))
        os.sched_setaffinity(helping[-1].pid, {cores[n % len(cores)]})
    try:
        time.sleep(6)  # until all have joined
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.monotonic()
        environment["CARTELERA_SCHEDULER"] = address
        run("worker", "--once")
        seconds = time.monotonic() - began
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        own = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    finally:
        for program in (*helping, scheduler):
            program.send_signal(signal.SIGTERM)
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        for program in (*helping, scheduler):
            program.wait()
        total = resource.getrusage(resource.RUSAGE_CHILDREN)
    lent = total.ru_utime + total.ru_stime - spent.ru_utime - spent.ru_stime
    packages = sorted(path.name for path in (place / "films/packages").iterdir())
    return {
        "hands": hands,
        "seconds": round(seconds, 1),
        "cpu_seconds_house": round(own, 1),
        "cpu_seconds_hands": round(lent, 1),
        "packages": packages,
    }


def main() -> None:
    """Measure each number of hands, one after another, and write what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("clip", type=Path)
    parser.add_argument("--json", type=Path, required=True, help="where results are written")
    parser.add_argument("--quality", type=int, default=90)
    parser.add_argument("--hands", type=int, action="append")
    asked = parser.parse_args()
    rows = []
    for hands in asked.hands or [1, 2]:
        with tempfile.TemporaryDirectory(prefix="cartelera-cluster-") as place:
            rows.append(measured(asked.clip.absolute(), asked.quality, hands, Path(place)))
        print(rows[-1])
    if len({tuple(row["packages"]) for row in rows}) != 1:
        raise SystemExit("the packages differ")
    told = {"clip": asked.clip.name, "runs": rows}
    told["speed_up"] = round(rows[0]["seconds"] / rows[-1]["seconds"], 2)
    asked.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
