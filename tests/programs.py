"""The command as a program of its own, apart from the tests' settings."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

CARTELERA = [sys.executable, "-m", "cartelera.command"]


def clean_environment() -> dict[str, str]:
    """Return the environment without what the tests set for themselves."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("CARTELERA_", "DJANGO_", "COV_", "COVERAGE_"))
    }


def run(*arguments: str, **more) -> subprocess.CompletedProcess:
    """Run `cartelera` with arguments and return how it ended."""
    return subprocess.run(
        [*CARTELERA, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=clean_environment(),
        **more,
    )


def start(*arguments: str, **more) -> subprocess.Popen:
    """Start `cartelera` with arguments; its output is a pipe."""
    return subprocess.Popen(
        [*CARTELERA, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env=clean_environment(),
        **more,
    )


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answer(port: int, path: str = "/health/", seconds: float = 20.0) -> bytes:
    """Return what a server on this machine answers, once it does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as response:
                return response.read()
        except ConnectionError:
            time.sleep(0.1)
        except OSError as error:
            if not isinstance(getattr(error, "reason", None), ConnectionError):
                raise
            time.sleep(0.1)
    raise AssertionError(f"no answer on port {port} in {seconds} s")


def children(of: int) -> list[int]:
    """Return the processes started by a process, and by those."""
    tree = subprocess.run(
        ["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True
    )
    pairs = [tuple(map(int, line.split())) for line in tree.stdout.splitlines()]
    found = [pid for pid, parent in pairs if parent == of]
    return found + [grandchild for child in found for grandchild in children(child)]


def alive(process: int) -> bool:
    """Say whether a process runs (a zombie does not)."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(") ", 1)[1][0]
    except OSError:
        return False
    return state != "Z"
