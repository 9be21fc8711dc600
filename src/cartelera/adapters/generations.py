"""Folders that are made anew and change places whole: copies of the record for quick reading.

A new generation is written beside the one in use, forced to the disk, and named by a file that
takes its place by a rename; whoever reads sees one or the other.
"""

import json
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cartelera.adapters.store import disk, settle

CURRENT = "current"  # the file that names the folder in use


@contextmanager
def next_generation(place: Path, told: Mapping[str, Any]) -> Iterator[Path]:
    """Give an empty folder to fill; when the block ends well it is the one in use.

    told  what `current` says beside the folder: values that JSON can hold
    """
    with disk(place):
        folder = place / uuid.uuid4().hex
        folder.mkdir(parents=True)
        try:
            yield folder
            settle(folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        fresh = place / f"{folder.name}.new"
        fresh.write_text(json.dumps({**told, "folder": folder.name}))
        settle(fresh)
        fresh.replace(place / CURRENT)
        for old in place.iterdir():
            if old.is_dir() and old != folder:
                shutil.rmtree(old, ignore_errors=True)  # who reads it keeps its open files


def current(place: Path) -> tuple[Path, dict[str, Any]] | None:
    """Return the folder in use and what was told of it; None if there is none."""
    try:
        told = json.loads((place / CURRENT).read_text())
    except (FileNotFoundError, ValueError):
        return None
    folder = place / told["folder"]
    return (folder, told) if folder.is_dir() else None
