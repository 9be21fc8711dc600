"""The gate of `/v/<token>/<package>/<file>`: bytes of a package, to whoever holds its token.

It stands in front of the site as WSGI, because a player asks for a segment every few seconds
and a token needs no database. Whoever has no right to a package learns nothing of it: the
token is judged before the disk is asked.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

from django.conf import settings
from django.db import connection
from django.utils import timezone

from cartelera.adapters.media_keys import keys_in_force
from cartelera.adapters.packages import Shelf
from cartelera.apps.accounts.queries import ended_sign_ins
from cartelera.apps.media.queries import keys_folder, packages_open, packages_shelf
from cartelera.engines.media.ranges import BeyondEndError, part_asked
from cartelera.engines.media.token import PACKAGE, Key, verify
from cartelera.vocabulary.errors import ProgramError

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

PREFIX = "/v/"
TOKEN_CHARACTERS = 160  # longer ones are refused unread
# Folders and files that the encoder names: no dot at the front, so no way up.
NAME = re.compile(r"(?:[\w-]{1,64}/){0,3}[\w-]{1,96}\.([a-z0-9]{3,4})", re.ASCII)
MEDIA_TYPES = {
    "m3u8": "application/vnd.apple.mpegurl",
    "mpd": "application/dash+xml",
    "mp4": "video/mp4",
    "m4s": "video/iso.segment",
    "m4a": "audio/mp4",
    "vtt": "text/vtt; charset=utf-8",
    "jpg": "image/jpeg",
}
WHOLE_BYTES = 16 * 1024 * 1024  # longer answers leave in slices
REFRESH_SECONDS = 5
YEAR = 31_536_000  # seconds

T = TypeVar("T")

Headers = list[tuple[str, str]]

GUARDED: Headers = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Content-Security-Policy", "default-src 'none'; sandbox"),
]


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to a player."""

    status: HTTPStatus
    headers: Headers
    body: Iterable[bytes]


class Kept(Generic[T]):
    """A value read again every few seconds, so that a segment need not ask for it."""

    def __init__(self, read: Callable[[], T]) -> None:
        self._read = read
        self._until = float("-inf")
        self._lock = Lock()

    def at(self, now: datetime) -> T:
        """Return the value as it was at most REFRESH_SECONDS before."""
        if now.timestamp() >= self._until:
            with self._lock:
                if now.timestamp() >= self._until:
                    self._value = self._read()
                    self._until = now.timestamp() + REFRESH_SECONDS
        return self._value

    def again(self, now: datetime) -> T:
        """Return the value as it is, for what must not wait."""
        with self._lock:
            self._value = self._read()
            self._until = now.timestamp() + REFRESH_SECONDS
            return self._value


class MediaGate:
    """A WSGI application that answers for packages, and passes all else to the site."""

    def __init__(
        self,
        site: "WSGIApplication",
        *,
        packages: Shelf,
        keys: Callable[[], Sequence[Key]],
        ended: Callable[[], Collection[str]],
        playing: Callable[[], Collection[str]],
        now: Callable[[], datetime],
        redirect: str = "",
    ) -> None:
        """Stand in front of `site`.

        packages  where the files of all packages are
        keys      the keys in force; asked every REFRESH_SECONDS, as is what follows
        ended     sign-ins that ended before their tokens expire
        playing   packages of titles that are open at this moment
        now       the moment, aware
        redirect  a path that nginx maps to `packages` and serves by itself; empty to serve here
        """
        self._site = site
        self._packages = packages
        self._keys = Kept(keys)
        self._ended = Kept(lambda: frozenset(ended()))
        self._playing = Kept(lambda: frozenset(playing()))
        self._now = now
        self._redirect = redirect.rstrip("/")

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        path = environ.get("PATH_INFO", "")
        if not path.startswith(PREFIX):
            return self._site(environ, start_response)
        answer = self._answer(path[len(PREFIX) :], environ)
        start_response(f"{answer.status.value} {answer.status.phrase}", answer.headers)
        return answer.body

    def _answer(self, path: str, environ: "WSGIEnvironment") -> Answer:
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return _refusal(HTTPStatus.METHOD_NOT_ALLOWED, [("Allow", "GET, HEAD")])
        token, _, rest = path.partition("/")
        package, _, name = rest.partition("/")
        if not self._admits(token, package):
            return _refusal(HTTPStatus.FORBIDDEN)
        found = NAME.fullmatch(name)
        if found is None or found[1] not in MEDIA_TYPES:
            return _refusal(HTTPStatus.NOT_FOUND)
        kind = ("Content-Type", MEDIA_TYPES[found[1]])
        if self._redirect:
            place = ("X-Accel-Redirect", f"{self._redirect}/{package}/{name}")
            return Answer(HTTPStatus.OK, [kind, *_lasting(package), place], [b""])
        return _file(self._packages, f"{package}/{name}", kind, environ)

    def _admits(self, token: str, package: str) -> bool:
        if len(token) > TOKEN_CHARACTERS or not PACKAGE.fullmatch(package):
            return False
        now = self._now()
        admission = verify(token, package, self._keys.at(now), now)
        if admission is None or admission.sign_in in self._ended.at(now):
            return False
        return package in self._playing.at(now) or package in self._playing.again(now)


def gate_of_house(site: "WSGIApplication") -> MediaGate:
    """Return the gate before the site, as the settings and the data directory have it."""

    packages = packages_shelf()
    if packages.depot is not None and settings.MEDIA_REDIRECT:
        raise ProgramError(
            "nginx cannot send packages that are in "
            f"{packages.depot.address}: leave CARTELERA_MEDIA_REDIRECT empty"
        )

    def asked(question: Callable[[datetime], Collection[str]]) -> Collection[str]:
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()  # as Django does before a request
        return question(timezone.now())

    return MediaGate(
        site,
        packages=packages,
        keys=lambda: keys_in_force(keys_folder()),
        ended=lambda: asked(ended_sign_ins),
        playing=lambda: asked(packages_open),
        now=timezone.now,
        redirect=settings.MEDIA_REDIRECT,
    )


def _file(
    packages: Shelf, file: str, kind: tuple[str, str], environ: "WSGIEnvironment"
) -> Answer:
    """Answer with a file, or with the part of it that was asked for."""
    package = file.partition("/")[0]
    size = packages.size_of(file)
    if size is None:
        return _refusal(HTTPStatus.NOT_FOUND)
    headers = [kind, *_lasting(package), ("Accept-Ranges", "bytes")]
    if _has_it(environ.get("HTTP_IF_NONE_MATCH", ""), package):
        return Answer(HTTPStatus.NOT_MODIFIED, _lasting(package), [])
    if environ["REQUEST_METHOD"] == "HEAD":
        return Answer(HTTPStatus.OK, [*headers, ("Content-Length", str(size))], [])
    try:
        part = part_asked(_range_of(environ, package), size)
    except BeyondEndError:
        span = ("Content-Range", f"bytes */{size}")
        return _refusal(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, [span])
    start, stop = part or (0, size)
    headers.append(("Content-Length", str(stop - start)))
    if part:
        headers.append(("Content-Range", f"bytes {start}-{stop - 1}/{size}"))
    whole = stop - start <= WHOLE_BYTES
    body = (
        [packages.part_of(file, start, stop)]
        if whole
        else packages.slices_of(file, start, stop)
    )
    return Answer(HTTPStatus.PARTIAL_CONTENT if part else HTTPStatus.OK, headers, body)


def _etag(package: str) -> str:
    # A package's hash covers every file in it, so at one address it names the bytes.
    return f'"{package}"'


def _has_it(if_none_match: str, package: str) -> bool:
    known = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return "*" in known or _etag(package) in known


def _range_of(environ: "WSGIEnvironment", package: str) -> str:
    """Return the Range header, or nothing when its If-Range names another file."""
    if environ.get("HTTP_IF_RANGE", _etag(package)) != _etag(package):
        return ""
    value: str = environ.get("HTTP_RANGE", "")
    return value


def _lasting(package: str) -> Headers:
    return [
        ("ETag", _etag(package)),
        ("Cache-Control", f"private, max-age={YEAR}, immutable"),
        *GUARDED,
    ]


def _refusal(status: HTTPStatus, more: Iterable[tuple[str, str]] = ()) -> Answer:
    text = f"{status.value} {status.phrase}\n".encode()
    kind = ("Content-Type", "text/plain; charset=utf-8")
    length = ("Content-Length", str(len(text)))
    headers = [kind, length, ("Cache-Control", "no-store"), *GUARDED, *more]
    return Answer(status, headers, [text])
