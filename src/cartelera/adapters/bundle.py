"""Files put together as one ZIP, each written as it comes."""

import os
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory, TemporaryFile
from threading import Lock
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

KEPT_BYTES = 512 * 2**20  # of all that is kept, on disk until this program ends

_PICTURES = (".jpg", ".png", ".webp", ".pdf")  # packed already
_kept: OrderedDict[str, int] = OrderedDict()  # bytes of each, by its hash
_turn = Lock()


def bundled(files: Iterable[tuple[str, bytes]], at: datetime) -> IO[bytes]:
    """Return an open ZIP, at its beginning; only one of its files is ever held in memory.

    files  the path of each within the ZIP, and its bytes
    at     the aware moment that each is dated, so that the same files give the same ZIP
    """
    out = TemporaryFile()  # noqa: SIM115 (whoever sends it closes it)
    _write(out, files, at)
    out.seek(0)
    return out


def bundled_once(
    digest: str, files: Callable[[], Iterable[tuple[str, bytes]]], at: datetime
) -> IO[bytes]:
    """Return what `bundled` does, kept for the next who ask for the same.

    digest  hash, in hexadecimal, of all that the files say
    files   makes them; asked only if the ZIP is not kept

    What was asked for longest ago goes first when more than KEPT_BYTES is kept.
    """
    kept = Path(_room().name) / digest
    with _turn:
        if digest in _kept:
            _kept.move_to_end(digest)
            return kept.open("rb")
    made = bundled(files(), at)
    size = made.seek(0, os.SEEK_END)
    made.seek(0)
    if size > KEPT_BYTES:
        return made
    with _turn, made:
        with kept.open("wb") as out:
            copyfileobj(made, out)
        _kept[digest] = size
        while sum(_kept.values()) > KEPT_BYTES:
            oldest, _ = _kept.popitem(last=False)
            (kept.parent / oldest).unlink()
        return kept.open("rb")


@cache
def _room() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="cartelera-bundles-")


def _write(out: IO[bytes], files: Iterable[tuple[str, bytes]], at: datetime) -> None:
    with ZipFile(out, "w") as archive:
        for name, data in files:
            entry = ZipInfo(name, at.timetuple()[:6])
            entry.compress_type = ZIP_STORED if name.endswith(_PICTURES) else ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
