"""A page fetched from an address that somebody typed, and never from a machine of ours.

The name is resolved once; every number that comes back must be public; the connection goes to
that number and no other, and each redirect begins anew. Time and size are bounded.
Source: OWASP, Server Side Request Forgery Prevention; RFC 6890.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from cartelera.vocabulary.errors import InputError

LARGEST = 4_000_000  # bytes
LONGEST = 20.0  # seconds for all of it
PATIENCE = 5.0  # seconds for one answer
MOST_REDIRECTS = 4
_KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}

Resolver = Callable[[str, int], list[str]]
Connector = Callable[[str, str, int, float], http.client.HTTPConnection]


@dataclass(frozen=True, slots=True)
class Page:
    """What an address answered."""

    address: str  # after every redirect
    name: str  # with the suffix that its media type asks for
    data: bytes


def resolve(host: str, port: int) -> list[str]:
    """Return the numbers a name stands for."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise InputError(f"no machine is called {host}") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class _Pinned(http.client.HTTPSConnection):
    """A connection to one number, that asks for the certificate of the name."""

    def __init__(self, number: str, host: str, port: int, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout, context=ssl.create_default_context())
        self._number = number
        self._context_of_name = ssl.create_default_context()

    def connect(self) -> None:
        plain = socket.create_connection((self._number, self.port), self.timeout)
        self.sock = self._context_of_name.wrap_socket(plain, server_hostname=self.host)


def connect(number: str, host: str, port: int, timeout: float) -> http.client.HTTPConnection:
    """Return a connection to a number, over TLS, with the certificate of the name checked."""
    return _Pinned(number, host, port, timeout)


def fetched(
    address: str, *, resolver: Resolver = resolve, connector: Connector = connect
) -> Page:
    """Fetch a page.

    resolver   how a name becomes numbers; a test brings its own
    connector  how a number becomes a connection

    Raises InputError if the address is not https, is not public, does not answer with a
    document in time, or answers with more than a document holds.
    """
    deadline = time.monotonic() + LONGEST
    for _ in range(MOST_REDIRECTS + 1):
        host, port, path = _parts(address)
        number = _public_number(host, port, resolver)
        answer = _ask(connector, number, host, port, path=path, deadline=deadline)
        if isinstance(answer, str):
            address = urljoin(address, answer)
            continue
        kind, data = answer
        return Page(address, _name_of(path, kind, address), data)
    raise InputError(f"{address} sends from one page to the next without end")


def _parts(address: str) -> tuple[str, int, str]:
    """Return host, port and path of an address that may be asked at all."""
    try:
        parts = urlsplit(address)
        port = parts.port or 443
    except ValueError as error:
        raise InputError(f"{address!r} is no address") from error
    if parts.scheme != "https" or not parts.hostname:
        raise InputError(f"{address!r} is not read: give an address that begins with https://")
    if parts.username or parts.password or port != 443:
        raise InputError(f"{address!r} is not read: leave out a password and a port")
    if any(ord(c) <= 32 or ord(c) == 127 for c in address):
        raise InputError(f"{address!r} is no address")
    query = f"?{parts.query}" if parts.query else ""
    return parts.hostname, port, (parts.path or "/") + query


def _public_number(host: str, port: int, resolver: Resolver) -> str:
    """Return the number to connect to; every number of the name must be public."""
    numbers = resolver(host, port)
    if not numbers:
        raise InputError(f"no machine is called {host}")
    for number in numbers:
        if not is_public(number):
            raise InputError(f"{host} is a machine inside a house, and is not asked")
    return numbers[0]


def is_public(number: str) -> bool:
    """Whether an IP number belongs to the open internet, in whatever form it is written."""
    try:
        address = ipaddress.ip_address(number.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            return is_public(str(inner))
        if address.teredo is not None or address in _TRANSLATED:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


def _ask(
    connector: Connector, number: str, host: str, port: int, *, path: str, deadline: float
) -> str | tuple[str, bytes]:
    """Return where an address sends on to, or the media type and the bytes of its answer."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise InputError(f"{host} took longer than {LONGEST:g} s")
    connection = connector(number, host, port, min(PATIENCE, left))
    try:
        headers = {
            "User-Agent": "Cartelera",
            "Accept": ", ".join(_KINDS),
            "Connection": "close",
        }
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        if answer.status in {301, 302, 303, 307, 308}:
            return answer.getheader("Location") or "/"
        if answer.status != 200:
            raise InputError(f"{host} answered {answer.status} for {path}")
        kind = (answer.getheader("Content-Type") or "").split(";")[0].strip().lower()
        if kind not in _KINDS:
            raise InputError(f"{host} answered with {kind or 'something'}: no document")
        return kind, _body(answer, host, deadline)
    except (OSError, http.client.HTTPException) as error:
        raise InputError(f"{host} cannot be reached: {error}") from error
    finally:
        connection.close()


def _body(answer: http.client.HTTPResponse, host: str, deadline: float) -> bytes:
    """Return the bytes of an answer, within their bounds of time and size."""
    data = bytearray()
    while piece := answer.read1(65_536):
        data += piece
        if len(data) > LARGEST:
            raise InputError(f"{host} answered with more than {LARGEST // 1_000_000} MB")
        if time.monotonic() > deadline:
            raise InputError(f"{host} took longer than {LONGEST:g} s")
    return bytes(data)


def _name_of(path: str, kind: str, address: str) -> str:
    """Return a name for what was fetched, that says its kind."""
    stem = PurePosixPath(unquote(path.split("?", maxsplit=1)[0])).stem
    return f"{stem or urlsplit(address).hostname}{_KINDS[kind]}"
