"""The files of packages, read for those who may have them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cartelera.adapters.depot import Depot

SLICE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Shelf:
    """All packages of a house, in a folder or in a depot.

    A file is named by its package's hash and its name within it: `hash/video/1.m4s`.
    """

    folder: Path
    depot: Depot | None = None

    def size_of(self, file: str) -> int | None:
        """Return the bytes in a file, or None where there is no plain file."""
        if self.depot is not None:
            return self.depot.size(f"packages/{file}")
        path = self.folder / file
        try:
            return path.stat().st_size if path.is_file() else None
        except OSError:  # a name too long for the disk is no file either
            return None

    def part_of(self, file: str, start: int, stop: int) -> bytes:
        """Return the bytes [start, stop) of a file."""
        if self.depot is not None:
            return self.depot.part(f"packages/{file}", start, stop)
        with (self.folder / file).open("rb", buffering=0) as stream:
            stream.seek(start)
            return stream.read(stop - start)

    def slices_of(self, file: str, start: int, stop: int) -> Iterator[bytes]:
        """Yield the bytes [start, stop) of a file, at most SLICE_BYTES at a time.

        The file stays open until the last slice, or until the iterator is closed.
        """
        if self.depot is not None:
            for at in range(start, stop, SLICE_BYTES):
                yield self.part_of(file, at, min(at + SLICE_BYTES, stop))
            return
        with (self.folder / file).open("rb", buffering=0) as stream:
            stream.seek(start)
            while start < stop and (piece := stream.read(min(SLICE_BYTES, stop - start))):
                start += len(piece)
                yield piece
