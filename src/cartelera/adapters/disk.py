"""How much room a disk has."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Room:
    """The room of one disk, in bytes."""

    free: int
    whole: int


def room_at(folder: Path) -> Room:
    """Return the room of the disk that holds a folder."""
    found = os.statvfs(folder)
    return Room(found.f_bavail * found.f_frsize, found.f_blocks * found.f_frsize)


def bytes_of(*files: Path) -> int:
    """Return the sum of the sizes of the files that are there."""
    return sum(file.stat().st_size for file in files if file.is_file())
