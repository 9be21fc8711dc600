"""A language model behind an OpenAI-compatible endpoint, such as a server of the house's own.

Off until the operator names an address. It is asked over plain HTTP with a JSON schema that its
answer must keep; time and size are bounded, and it may send nobody on to another address.
"""

import http.client
import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from cartelera.vocabulary.errors import InputError, ProgramError

LARGEST = 4_000_000  # bytes of an answer
LONGEST_TEXT = 60_000  # characters sent
LONGEST = 120.0  # seconds for all of it


@dataclass(frozen=True, slots=True)
class Backend:
    """Where a model is asked, and which."""

    url: str  # up to and with the version: http://127.0.0.1:8080/v1
    model: str
    key: str = ""


class _Stays(HTTPRedirectHandler):
    """Goes nowhere else: the text and the key are for one address."""

    def redirect_request(  # noqa: PLR0917  the library's own arguments
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        return None


def chosen_backend() -> Backend:
    """Return the backend of this house.

    Raises ProgramError if its address or model is not set, or the address is none.
    """
    url = os.environ.get("CARTELERA_READER_URL", "")
    model = os.environ.get("CARTELERA_READER_MODEL", "")
    if not url or not model:
        raise ProgramError(
            "no backend is set: give CARTELERA_READER_URL, such as http://127.0.0.1:8080/v1,"
            " and CARTELERA_READER_MODEL"
        )
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ProgramError(f"CARTELERA_READER_URL is no address: {url!r}")
    return Backend(url.rstrip("/"), model, os.environ.get("CARTELERA_READER_KEY", ""))


def ask(
    backend: Backend,
    instructions: str,
    question: str,
    schema: Mapping[str, Any],
    *,
    longest: float = LONGEST,
) -> str:
    """Return what the model answers, JSON that should keep the schema.

    longest  seconds after which no answer is awaited

    Raises InputError if the question is too long; ProgramError if the backend cannot be
    reached, refuses, or answers too late, too much, or nothing.
    """
    if len(question) > LONGEST_TEXT:
        raise InputError(
            f"the announcement has {len(question)} characters; a backend is sent at most"
            f" {LONGEST_TEXT}: read it without, or in parts"
        )
    asked = {
        "model": backend.model,
        "temperature": 0,
        "messages": [
            {"role": "system", "content": instructions},
            {"role": "user", "content": question},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "announcement", "strict": True, "schema": schema},
        },
    }
    headers = {"Content-Type": "application/json", "User-Agent": "Cartelera"}
    if backend.key:
        headers["Authorization"] = f"Bearer {backend.key}"
    request = Request(  # noqa: S310  http or https, by chosen_backend
        f"{backend.url}/chat/completions", json.dumps(asked).encode(), headers
    )
    return _content(_answer(request, backend.url, longest), backend.url)


def _answer(request: Request, url: str, longest: float) -> bytes:
    """Return the bytes of an answer, within their bounds of time and size."""
    deadline, data = time.monotonic() + longest, bytearray()
    try:
        with build_opener(_Stays).open(request, timeout=longest) as answer:
            while piece := answer.read1(65_536):
                data += piece
                if len(data) > LARGEST:
                    raise ProgramError(f"{url} answered with more than {LARGEST // 10**6} MB")
                if time.monotonic() > deadline:
                    raise TimeoutError("timed out")
    except HTTPError as error:
        raise ProgramError(f"{url} answered {error.code} {error.reason}") from error
    except TimeoutError as error:
        raise ProgramError(f"{url} took longer than {longest:g} s") from error
    except (URLError, OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", error)
        if isinstance(reason, TimeoutError):
            raise ProgramError(f"{url} took longer than {longest:g} s") from error
        raise ProgramError(f"{url} cannot be reached: {reason}") from error
    return bytes(data)


def _content(data: bytes, url: str) -> str:
    """Return the words of the first choice."""
    try:
        content = json.loads(data)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise ProgramError(f"{url} does not answer as an OpenAI-compatible server") from error
    if not isinstance(content, str) or not content:
        raise ProgramError(f"{url} gave no answer: the model declined, or it was cut short")
    return content
