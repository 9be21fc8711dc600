"""The files of packages, read for those who may have them."""

from collections.abc import Iterator
from pathlib import Path

SLICE_BYTES = 1024 * 1024


def size_of(file: Path) -> int | None:
    """Return the bytes in a file, or None where there is no plain file."""
    try:
        return file.stat().st_size if file.is_file() else None
    except OSError:  # a name too long for the disk is no file either
        return None


def part_of(file: Path, start: int, stop: int) -> bytes:
    """Return the bytes [start, stop) of a file."""
    with file.open("rb", buffering=0) as stream:
        stream.seek(start)
        return stream.read(stop - start)


def slices_of(file: Path, start: int, stop: int) -> Iterator[bytes]:
    """Yield the bytes [start, stop) of a file, at most SLICE_BYTES at a time.

    The file stays open until the last slice, or until the iterator is closed.
    """
    with file.open("rb", buffering=0) as stream:
        stream.seek(start)
        while start < stop and (piece := stream.read(min(SLICE_BYTES, stop - start))):
            start += len(piece)
            yield piece
