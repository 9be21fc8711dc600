"""Tokens in the address of a package's files: who may fetch them, and until when.

A token stands before the package in the path, `/v/<token>/<package>/<file>`, so that the
relative addresses inside HLS and DASH manifests inherit it and no manifest is rewritten for a
viewer. It stops an address from being passed on; it does not stop a copy of what it opens.
"""

import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from cartelera.vocabulary.errors import InputError

PACKAGE = re.compile(r"[0-9a-z][0-9a-z-]{0,63}", re.ASCII)  # a content hash fits
SIGN_IN = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
KEY_NAME = re.compile(r"[A-Za-z0-9]{1,8}", re.ASCII)
TOKEN = re.compile(
    rf"({KEY_NAME.pattern})\.([0-9]{{1,11}})\.({SIGN_IN.pattern})\.([A-Za-z0-9_-]{{43}})",
    re.ASCII,
)
SECRET_BYTES = 32  # a key shorter than its digest weakens the digest


@dataclass(frozen=True, slots=True)
class Key:
    """A secret that signs tokens, and the name tokens know it by."""

    name: str  # one to eight letters and digits
    secret: bytes  # at least SECRET_BYTES

    def __repr__(self) -> str:
        return f"Key({self.name!r})"


@dataclass(frozen=True, slots=True)
class Admission:
    """What a token that holds lets its bearer fetch."""

    package: str
    sign_in: str
    expires: datetime


def sign(package: str, sign_in: str, expires: datetime, key: Key) -> str:
    """Return the token that opens one package to one sign-in until a moment.

    package  content hash of the package: at most 64 of a-z 0-9 and -
    sign_in  one to 64 of A-Z a-z 0-9 _ -; never a session's own key, for it is read in logs
    expires  aware; whole seconds count, a fraction is dropped
    key      signs the token

    Raises InputError for a package, sign-in or key that a token cannot carry.
    """
    if not PACKAGE.fullmatch(package):
        raise InputError(f"{package!r} cannot name a package")
    if not SIGN_IN.fullmatch(sign_in):
        raise InputError(f"{sign_in!r} cannot stand in a token")
    if not KEY_NAME.fullmatch(key.name) or len(key.secret) < SECRET_BYTES:
        raise InputError(f"key {key.name!r} needs a plain name and {SECRET_BYTES} bytes")
    seconds = int(expires.timestamp())
    if seconds < 0:
        raise InputError(f"a token cannot expire at {expires.isoformat()}")
    head = f"{key.name}.{seconds}.{sign_in}"
    return f"{head}.{_mac(head, package, key)}"


def verify(token: str, package: str, keys: Iterable[Key], at: datetime) -> Admission | None:
    """Return what a token admits to, or None when it does not open this package now.

    token    any text; garbage is refused, never an error
    package  the package asked for, as it stands in the address
    keys     those in force; during a change of keys, the new one and the one before it
    at       aware; a token has expired at the very second it names

    The comparison takes the same time wherever the first difference stands.
    Source: HMAC, RFC 2104, with SHA-256.
    """
    parts = TOKEN.fullmatch(token)
    if parts is None or not PACKAGE.fullmatch(package):
        return None
    name, seconds, sign_in, mac = parts.groups()
    head = token[: -len(mac) - 1]
    if int(seconds) <= at.timestamp():
        return None
    for key in keys:
        if key.name == name and hmac.compare_digest(_mac(head, package, key), mac):
            return Admission(package, sign_in, datetime.fromtimestamp(int(seconds), UTC))
    return None


def _mac(head: str, package: str, key: Key) -> str:
    digest = hmac.digest(key.secret, f"{head}/{package}".encode("ascii"), "sha256")
    return urlsafe_b64encode(digest).decode("ascii").rstrip("=")
