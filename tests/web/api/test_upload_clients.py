"""Two clients that others wrote send files to the platform as it is run."""

import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
from tusclient.client import TusClient
from tusclient.exceptions import TusUploadFailed

from tests.programs import answer, children, clean_environment, free_port, start
from tests.wire import Wire

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[3]
TOKEN = "t" * 32
SIZE = 40 * 2**20  # bytes

SIGN_IN = """
from importlib import import_module
import django
django.setup()
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from cartelera.apps.accounts.actions import add_user
from cartelera.vocabulary.staff import StaffRole
user = add_user("ana@example.org", "una frase bastante larga", (StaffRole.MEDIA_ENGINEER,))
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()
print(session.session_key)
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """The platform on a free port, and a media engineer's signed-in browser."""
    data, port = tmp_path_factory.mktemp("house"), free_port()
    server = start("up", "--port", str(port), "--data", str(data), "--no-sample")
    try:
        yield from _signed_in(data, port, server)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)
        server.stdout.close()


def _signed_in(data, port, server):
    answer(port, seconds=90)
    environment = clean_environment() | {
        "CARTELERA_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "cartelera.web.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    made = subprocess.run(
        [sys.executable, "-c", SIGN_IN], env=environment, check=True, stdout=subprocess.PIPE
    )
    cookie = f"session={made.stdout.decode().strip()}; csrf={TOKEN}"
    yield SimpleNamespace(port=port, data=data, cookie=cookie, process=server)


@pytest.fixture
def wire(house):
    wire = Wire(house.port)
    yield wire
    wire.close()


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    file = tmp_path_factory.mktemp("film") / "film.mov"
    piece = os.urandom(2**20)
    with file.open("wb") as stream:
        for number in range(SIZE // len(piece)):
            stream.write(number.to_bytes(8) + piece[8:])
    return file


def arrived(house, address):
    key = re.search(r"[0-9a-f]{32}$", address)[0]
    return (house.data / "uploads" / f"{key}.part").read_bytes()


@contextmanager
def python_client(house, port, film, **more):
    headers = {"Cookie": house.cookie, "X-CSRFToken": TOKEN}
    client = TusClient(f"http://127.0.0.1:{port}/api/v1/uploads/", headers=headers)
    with film.open("rb") as stream:
        yield client.uploader(file_stream=stream, **more)


@pytest.mark.parametrize("checked", [False, True], ids=["plain", "with checksums"])
def test_the_python_client_goes_on_after_a_broken_connection(house, wire, film, checked):
    how = {"chunk_size": 12 * 2**20, "upload_checksum": checked}
    wire.cut_after(30 * 2**20)
    said = {"filename": "Pedro Páramo.mov"}
    with python_client(house, wire.port, film, metadata=said, **how) as uploader:
        with pytest.raises(TusUploadFailed):
            uploader.upload()
        address = uploader.url
    with python_client(house, wire.port, film, url=address, **how) as uploader:
        # Of the third request, what arrived is kept, unless it was to be checked as a whole.
        kept = uploader.offset - 24 * 2**20
        assert kept == 0 if checked else kept > 0
        uploader.upload()
    assert wire.cuts == 1
    assert arrived(house, address) == film.read_bytes()


def test_the_javascript_client_goes_on_after_a_broken_connection(house, wire, film):
    wire.cut_after(25 * 2**20)
    endpoint = f"http://127.0.0.1:{wire.port}/api/v1/uploads/"
    sent = subprocess.run(
        [Path(sys.executable).parent / "node", "tests/web/api/upload.mjs",
         film, endpoint, house.cookie, TOKEN],
        capture_output=True, text=True, check=False, cwd=ROOT, timeout=120,
    )  # fmt: skip
    assert sent.returncode == 0, sent.stderr
    *tries, address = sent.stdout.split()
    assert (tries, wire.cuts) == (["again"], 1)
    assert arrived(house, address) == film.read_bytes()
    assert wire.carried < SIZE + 2**20  # what had come was not sent again


def test_a_sender_whose_dead_connection_the_server_still_holds_goes_on(house, film):
    with python_client(house, house.port, film, chunk_size=4 * 2**20) as uploader:
        uploader.upload_chunk()
        address = uploader.url
    path = re.search(r"/api.*", address)[0]
    head = (
        f"PATCH {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {house.cookie}\r\n"
        f"X-CSRFToken: {TOKEN}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: {4 * 2**20}\r\n"
        "Content-Type: application/offset+octet-stream\r\nContent-Length: 4194314\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", house.port)) as dead:
        dead.sendall(head.encode() + b"x" * 10)  # and then silence
        with python_client(house, house.port, film, url=address) as uploader:
            uploader.upload()
        assert arrived(house, address) == film.read_bytes()
        with suppress(ConnectionError):  # the server may have hung up already
            dead.sendall(b"y" * 4 * 2**20)  # it wakes too late
            assert b" 423 " in dead.recv(4096)
    assert arrived(house, address) == film.read_bytes()


def test_a_master_above_four_gigabytes_arrives_whole(house, tmp_path):
    film = tmp_path / "long.mov"
    size = 4 * 2**30 + 12345
    with film.open("wb") as stream:
        stream.write(b"begin")
        stream.seek(size - 3)
        stream.write(b"end")
    with python_client(house, house.port, film, chunk_size=256 * 2**20) as uploader:
        uploader.upload()
    key = re.search(r"[0-9a-f]{32}$", uploader.url)[0]
    with (house.data / "uploads" / f"{key}.part").open("rb") as stream:
        assert stream.read(5) == b"begin"
        assert stream.seek(0, os.SEEK_END) == size
        stream.seek(size - 3)
        assert stream.read() == b"end"
    (house.data / "uploads" / f"{key}.part").unlink()


def test_however_large_the_upload_the_server_stays_small(house, film):
    with python_client(house, house.port, film) as uploader:
        uploader.upload()
    for process in [house.process.pid, *children(house.process.pid)]:
        status = Path(f"/proc/{process}/status").read_text()
        assert int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) < 200 * 1024
