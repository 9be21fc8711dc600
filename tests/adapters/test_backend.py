"""A model is asked over HTTP; a recorded server on loopback answers."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from pytest import MonkeyPatch, fixture, mark, raises

from cartelera.adapters import backend
from cartelera.adapters.backend import Backend, ask, chosen_backend
from cartelera.vocabulary.errors import InputError, ProgramError


@fixture(autouse=True)
def _no_proxy(monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@contextmanager
def server(
    body: bytes, status: int = 200, wait: float = 0
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A server that gives one recorded answer, with what it was asked."""
    heard: list[dict[str, Any]] = []

    class Recorded(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append(
                {
                    "path": self.path,
                    "key": self.headers["Authorization"],
                    "body": json.loads(asked),
                }
            )
            time.sleep(wait)
            self.send_response(status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Recorded) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}/v1", heard
        listening.shutdown()


def recorded(content: object) -> bytes:
    """An answer in the form of the interface."""
    return json.dumps({"choices": [{"message": {"content": content}}]}).encode()


def test_a_model_is_asked_with_its_schema_and_key():
    with server(recorded('{"a": 1}')) as (url, heard):
        answer = ask(Backend(url, "small", "secret"), "Read.", "Words.", {"type": "object"})
    assert answer == '{"a": 1}'
    (asked,) = heard
    assert asked["path"] == "/v1/chat/completions"
    assert asked["key"] == "Bearer secret"
    assert asked["body"]["model"] == "small"
    assert [m["content"] for m in asked["body"]["messages"]] == ["Read.", "Words."]
    assert asked["body"]["response_format"]["json_schema"] == {
        "name": "announcement", "strict": True, "schema": {"type": "object"},
    }  # fmt: skip


@mark.parametrize(
    ("body", "status", "message"),
    [
        (b"", 401, "answered 401"),
        (b"", 302, "answered 302"),
        (b"<html>", 200, "does not answer as an OpenAI-compatible server"),
        (b"[" * 100_000, 200, "does not answer as"),
        (b'{"choices": []}', 200, "does not answer as"),
        (recorded(None), 200, "gave no answer"),
    ],
)
def test_another_answer_is_refused(body: bytes, status: int, message: str):
    with server(body, status) as (url, heard), raises(ProgramError, match=message):
        ask(Backend(url, "small"), "", "", {})
    assert len(heard) == 1


def test_an_answer_is_bounded_in_time_and_size(monkeypatch: MonkeyPatch):
    with server(recorded("late"), wait=0.6) as (url, _), raises(ProgramError, match="longer"):
        ask(Backend(url, "small"), "", "", {}, longest=0.2)
    monkeypatch.setattr(backend, "LARGEST", 1_000)
    with server(recorded("x" * 2_000)) as (url, _), raises(ProgramError, match="more than"):
        ask(Backend(url, "small"), "", "", {})


def test_a_machine_that_does_not_listen_is_named():
    with raises(ProgramError, match=r"http://127\.0\.0\.1:9/v1 cannot be reached"):
        ask(Backend("http://127.0.0.1:9/v1", "small"), "", "", {})


def test_a_text_too_long_is_not_sent():
    with raises(InputError, match="at most 60000"):
        ask(Backend("http://127.0.0.1:9/v1", "small"), "", "x" * 60_001, {})


def test_no_backend_is_chosen_until_one_is_set(monkeypatch: MonkeyPatch):
    for name in ("URL", "MODEL", "KEY"):
        monkeypatch.delenv(f"CARTELERA_READER_{name}", raising=False)
    with raises(ProgramError, match="no backend is set"):
        chosen_backend()
    monkeypatch.setenv("CARTELERA_READER_MODEL", "small")
    monkeypatch.setenv("CARTELERA_READER_URL", "file:///etc/passwd")
    with raises(ProgramError, match="is no address"):
        chosen_backend()
    monkeypatch.setenv("CARTELERA_READER_URL", "http://127.0.0.1:8080/v1/")
    assert chosen_backend() == Backend("http://127.0.0.1:8080/v1", "small")
