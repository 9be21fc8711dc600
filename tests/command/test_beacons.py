"""What was acknowledged is on the disk, whatever happens next; and no address is."""

import http.client
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading

import pytest

from tests.programs import answer, children, clean_environment, free_port, start

A_FILM = """
from datetime import UTC, datetime
from cartelera.command.site import open_house, prepare
open_house()
prepare()
from cartelera.apps.slate.actions import attach_package, record_title
from cartelera.vocabulary.kind import Kind
from cartelera.vocabulary.record import Avail, Text, TitleRecord
from cartelera.vocabulary.stage import Stage
day = datetime(2026, 1, 1, tzinfo=UTC)
luz = record_title(TitleRecord(
    key="luz", kind=Kind.FILM, texts=(Text("es", "Luz"),), stage=Stage.RELEASED,
    public_from=day, avails=(Avail("MX", day),)), None)
attach_package(luz, "pack", 5400.0)
"""
ASKER = "198.51.100.77"


@pytest.fixture
def data(tmp_path):
    """Return a data directory with a film that plays."""
    place = tmp_path / "data"
    environment = {
        **clean_environment(),
        "CARTELERA_DATA": str(place),
        "DJANGO_SETTINGS_MODULE": "cartelera.web.settings",
    }
    subprocess.run([sys.executable, "-c", A_FILM], env=environment, check=True)
    return place


def beacons(first):
    return [
        {"number": n, "ago": 0, "span": 0, "played": 0, "total": 0, "from": 0, "to": 0}
        for n in range(first, first + 20)
    ]


def play(port, ticket, session, acknowledged):
    """Report until the server is gone; note how much it acknowledged."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {"X-Forwarded-For": ASKER, "Content-Type": "text/plain"}
    try:
        for first in range(0, 20_000, 20):
            body = {"ticket": ticket, "session": session, "beacons": beacons(first)}
            line.request("POST", "/api/v1/viewings", json.dumps(body), headers)
            reply = line.getresponse()
            reply.read()
            if reply.status == 204:
                acknowledged.append(20)
    except (OSError, http.client.HTTPException):
        pass  # it was killed


@pytest.mark.slow
def test_what_was_acknowledged_survives_a_kill_and_no_address_is_on_the_disk(data):
    port = free_port()
    process = start("up", "--port", str(port), "--data", str(data), "--no-sample")
    acknowledged: list[int] = []
    try:
        answer(port, seconds=60)
        page = answer(port, "/es/watch/luz/").decode()
        ticket = re.search(r'data-ticket="([^"]+)"', page)[1]
        players = [
            threading.Thread(target=play, args=(port, ticket, f"s{n}", acknowledged))
            for n in range(8)
        ]
        for player in players:
            player.start()
        while len(acknowledged) < 100 and players[0].is_alive():
            players[0].join(0.02)
        for pid in [process.pid, *children(process.pid)]:
            os.kill(pid, signal.SIGKILL)
        for player in players:
            player.join()
    finally:
        process.kill()
        process.wait(30)
        process.stdout.close()
    base = sqlite3.connect(data / "viewings.db")
    kept = base.execute("select count(*) from audience_beacon").fetchone()[0]
    base.close()
    assert 2000 <= sum(acknowledged) <= kept <= sum(acknowledged) + 8 * 20
    for file in data.rglob("*"):
        held = file.read_bytes() if file.is_file() else b""
        assert ASKER.encode() not in held, file
        assert b"127.0.0.1" not in held, file
