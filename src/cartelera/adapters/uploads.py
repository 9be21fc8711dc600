"""Files that arrive in parts, written on where they stopped.

An upload is two files in one folder: `<key>.part`, its bytes, and `<key>.hold`, who may write
them. How far it has come is the size of the first, once the disk has it: nothing else is
counted. Whoever wants to write takes the hold; a request whose connection died unseen loses it
to the next one and can write nothing more, so two never write one upload.
"""

import fcntl
import hashlib
import os
import re
import shutil
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from errno import EDQUOT, EFBIG, ENOSPC
from pathlib import Path

from cartelera.engines.media.tus import Checksum
from cartelera.vocabulary.errors import InputError, ProgramError

KEY = re.compile(r"[0-9a-f]{32}", re.ASCII)
SYNC_BYTES = 16 * 1024 * 1024
HOLD = struct.Struct("<QQ")  # the fence; 1 + where unchecked bytes begin, or 0 for none


class LostHoldError(InputError):
    """A newer request took the upload over."""


class ChecksumError(InputError):
    """The bytes of a request are not those its sender named; they were dropped."""


class TooLongError(InputError):
    """More bytes came than the upload has left."""


class DiskFullError(ProgramError):
    """The disk took no more bytes; those before are kept."""


@dataclass(frozen=True, slots=True)
class Hold:
    """The right to write an upload on, until somebody else takes it."""

    fence: int
    offset: int  # bytes the disk has


def begin(folder: Path, key: str) -> None:
    """Make an empty upload; `key` is 32 hexadecimal digits that nobody can guess."""
    folder.mkdir(parents=True, exist_ok=True)
    _part(folder, key).touch(0o600)
    _hold(folder, key).touch(0o600)


def take(folder: Path, key: str) -> Hold | None:
    """Take the hold of an upload from whoever had it, or return None where there is none.

    Bytes that came with a checksum and were never checked are dropped.
    """
    try:
        with _locked(folder, key) as hold, _part(folder, key).open("r+b") as part:
            fence, unchecked = _read(hold)
            if unchecked is not None:
                part.truncate(unchecked)
            os.fsync(part.fileno())
            _write(hold, fence + 1, None)
            return Hold(fence + 1, part.seek(0, os.SEEK_END))
    except FileNotFoundError:
        return None


def append(
    folder: Path,
    key: str,
    hold: Hold,
    pieces: Iterable[bytes],
    *,
    room: int,
    checksum: Checksum | None = None,
) -> int:
    """Write pieces on from the hold's offset, and return the offset that the disk then has.

    pieces    bytes as they arrive, each of a size that memory can bear; when reading them
              raises, what came before is kept, or dropped if it came with a checksum
    room      bytes the upload has left
    checksum  of all pieces together

    Raises LostHoldError, ChecksumError, TooLongError or DiskFullError.
    """
    digest = hashlib.new(checksum.algorithm, usedforsecurity=False) if checksum else None
    with _part(folder, key).open("r+b", buffering=0) as part:
        try:
            if checksum:
                _mark(folder, key, hold, unchecked=hold.offset)
            end = _pour(folder, key, hold, part.fileno(), _within(pieces, room, digest))
        finally:
            os.fsync(part.fileno())
    if checksum and digest and digest.digest() != checksum.digest:
        take(folder, key)
        raise ChecksumError(f"the bytes do not have the {checksum.algorithm} they came with")
    if checksum:
        _mark(folder, key, hold, unchecked=None)
    return end


def last_touched(folder: Path, key: str) -> datetime | None:
    """Return when bytes last came, or None where there is no such upload."""
    try:
        return datetime.fromtimestamp(_part(folder, key).stat().st_mtime, UTC)
    except FileNotFoundError:
        return None


def arrived(folder: Path, key: str) -> int:
    """Return the bytes that have come so far and count; 0 where there is no such upload."""
    try:
        size = _part(folder, key).stat().st_size
        with _locked(folder, key) as hold:
            unchecked = _read(hold)[1]
    except FileNotFoundError:
        return 0
    return size if unchecked is None else min(size, unchecked)


def discard(folder: Path, key: str) -> None:
    """Remove an upload and all its bytes; quietly where there is none."""
    _part(folder, key).unlink(missing_ok=True)
    _hold(folder, key).unlink(missing_ok=True)


def file_of(folder: Path, key: str) -> Path:
    """Return where an upload's bytes lie; the name says nothing of the sender's."""
    return _part(folder, key)


def free_bytes(folder: Path) -> int:
    """Return the bytes the disk under a folder can still take."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _pour(folder: Path, key: str, hold: Hold, part: int, pieces: Iterable[bytes]) -> int:
    offset = synced = hold.offset
    for piece in pieces:
        # The lock is taken for each piece: a hold is lost between two, never during one.
        with _locked(folder, key) as held:
            _check(held, hold)
            _write_all(part, piece, offset)
        offset += len(piece)
        if offset - synced >= SYNC_BYTES:
            os.fsync(part)
            synced = offset
    return offset


def _within(
    pieces: Iterable[bytes], room: int, digest: "hashlib._Hash | None"
) -> Iterator[bytes]:
    for piece in pieces:
        room -= len(piece)
        if room < 0:
            raise TooLongError("more bytes came than the upload has left")
        if digest:
            digest.update(piece)
        yield piece


def _write_all(part: int, piece: bytes, offset: int) -> None:
    left = memoryview(piece)
    try:
        while left:
            written = os.pwrite(part, left, offset)
            left, offset = left[written:], offset + written
    except OSError as full:
        if full.errno in {ENOSPC, EDQUOT, EFBIG}:
            raise DiskFullError("the disk of the uploads takes no more") from full
        raise


@contextmanager
def _locked(folder: Path, key: str) -> Iterator[int]:
    hold = os.open(_hold(folder, key), os.O_RDWR | os.O_CLOEXEC)
    try:
        fcntl.flock(hold, fcntl.LOCK_EX)
        yield hold
    finally:
        os.close(hold)  # and the lock with it


def _read(hold: int) -> tuple[int, int | None]:
    stored = os.pread(hold, HOLD.size, 0)
    fence, unchecked = HOLD.unpack(stored) if len(stored) == HOLD.size else (0, 0)
    return fence, unchecked - 1 if unchecked else None


def _write(hold: int, fence: int, unchecked: int | None) -> None:
    os.pwrite(hold, HOLD.pack(fence, 0 if unchecked is None else unchecked + 1), 0)


def _mark(folder: Path, key: str, hold: Hold, unchecked: int | None) -> None:
    with _locked(folder, key) as held:
        _check(held, hold)
        _write(held, hold.fence, unchecked)
        os.fsync(held)


def _check(held: int, hold: Hold) -> None:
    if _read(held)[0] != hold.fence:
        raise LostHoldError("another request goes on with this upload")


def _part(folder: Path, key: str) -> Path:
    return folder / f"{_plain(key)}.part"


def _hold(folder: Path, key: str) -> Path:
    return folder / f"{_plain(key)}.hold"


def _plain(key: str) -> str:
    if not KEY.fullmatch(key):
        raise InputError(f"{key!r} is not an upload's key")
    return key
