"""The pictures of the slate in the data directory, each under the hash of its bytes."""

import hashlib
import os
import re
from contextlib import suppress
from pathlib import Path

from cartelera.vocabulary.errors import InputError, ProgramError

_HASH = re.compile(r"[0-9a-f]{64}")


def keep_artwork(folder: Path, data: bytes) -> str:
    """Keep a picture and return its hash; the file appears whole or not at all.

    Raises ProgramError if the disk refuses.
    """
    name = hashlib.sha256(data).hexdigest()
    file = folder / name
    if file.exists():
        return name
    draft = folder / f"{name}.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        draft.rename(file)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise ProgramError(f"the picture could not be kept in {folder}: {error}") from error
    return name


def artwork_file(folder: Path, sha256: str) -> Path:
    """Return where a picture is kept.

    Raises InputError if it is not there.
    """
    file = folder / sha256
    if not _HASH.fullmatch(sha256) or not file.is_file():
        raise InputError(f"the picture {sha256[:12]} is not in store")
    return file
