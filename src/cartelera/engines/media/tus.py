"""The words of a resumable upload, read from its headers.

Source: tus resumable upload protocol 1.0.0, with its extensions creation, creation-with-upload,
checksum, expiration and termination.
"""

import re
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass

from cartelera.vocabulary.errors import InputError

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,expiration,termination"
BYTES_TYPE = "application/offset+octet-stream"
DIGEST_BYTES = {"sha1": 20, "sha256": 32}  # every server of tus has sha1
METADATA_CHARACTERS = 4096
NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
METADATA_KEY = re.compile(r"[!-+\--~]{1,64}", re.ASCII)  # printable, no space, no comma


@dataclass(frozen=True, slots=True)
class Checksum:
    """The digest that the bytes of one request must have."""

    algorithm: str  # a key of DIGEST_BYTES
    digest: bytes


def bytes_named(header: str, name: str) -> int:
    """Return the number of bytes a header names.

    Raises InputError, which names the header, if it is not a whole number of at most 18 digits.
    """
    if not NUMBER.fullmatch(header):
        raise InputError(f"{name} must be a number of bytes, not {header[:40]!r}")
    return int(header)


def metadata_of(header: str) -> Mapping[str, str]:
    """Return what a sender says of a file: plain text, never to be used as a path.

    header  Upload-Metadata: pairs apart by commas, each a key, a space and base64 of UTF-8;
            a key may stand alone, and its text is then empty

    Control characters are taken out of the text.
    Raises InputError if the header is too long, is not of that form, or says a key twice.
    """
    if len(header) > METADATA_CHARACTERS:
        raise InputError(f"Upload-Metadata is longer than {METADATA_CHARACTERS} characters")
    said: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        key, _, encoded = pair.partition(" ")
        if not METADATA_KEY.fullmatch(key) or key in said:
            raise InputError(f"Upload-Metadata cannot be read at {pair[:40]!r}")
        try:
            text = b64decode(encoded.strip(), validate=True).decode("utf-8")
        except ValueError as broken:
            raise InputError(f"Upload-Metadata: {key} is not base64 of UTF-8") from broken
        said[key] = "".join(letter for letter in text if letter.isprintable())
    return said


def checksum_of(header: str) -> Checksum:
    """Return the checksum that Upload-Checksum names.

    Raises InputError if its algorithm is unknown or its digest is not base64 of right length.
    """
    algorithm, _, encoded = header.strip().partition(" ")
    if algorithm not in DIGEST_BYTES:
        known = ", ".join(DIGEST_BYTES)
        raise InputError(f"Upload-Checksum: {algorithm[:40]!r} is none of {known}")
    try:
        digest = b64decode(encoded, validate=True)
    except ValueError as broken:
        raise InputError("Upload-Checksum is not base64") from broken
    if len(digest) != DIGEST_BYTES[algorithm]:
        raise InputError(f"Upload-Checksum is not a digest of {algorithm}")
    return Checksum(algorithm, digest)
