"""A house's data in one file, and back."""

import os
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copyfileobj

from cartelera.vocabulary.errors import InputError, ProgramError

MARK = "cartelera-backup"  # the archive's first member
LEFT_OUT = {"record.db", "viewings.db", "server.lock", "uploads", "work", "salts", "discovery"}
Progress = Callable[[float, str], None]


def pack(data: Path, snapshots: dict[str, Path], target: Path, progress: Progress) -> int:
    """Write the data directory to `target`, with databases as their snapshots.

    snapshots  name in the archive -> file to take instead
    Returns the number of files packed. The target appears whole or not at all.
    Raises ProgramError when it cannot be written.
    """
    files = list(snapshots.items())
    files += [(str(file.relative_to(data)), file) for file in _kept(data)]
    draft = target.with_name(target.name + ".part")
    try:
        with draft.open("wb") as stream:
            with tarfile.open(fileobj=stream, mode="w", dereference=True) as archive:
                archive.addfile(tarfile.TarInfo(MARK))
                for n, (name, file) in enumerate(files):
                    progress(n / len(files), name)
                    archive.add(file, arcname=name, recursive=False)
            stream.flush()
            os.fsync(stream.fileno())
        draft.rename(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise ProgramError(
            f"the backup {target} could not be written: {error.strerror}"
        ) from error
    return len(files)


def _kept(data: Path) -> Iterator[Path]:
    for folder, names, files in os.walk(data):
        names[:] = sorted(name for name in names if name not in LEFT_OUT)
        for name in sorted(files):
            if not name.endswith((".db", ".db-wal", ".db-shm", ".lock", ".part")):
                yield Path(folder) / name


def unpack(source: Path, data: Path, progress: Progress) -> int:
    """Write a backup into an empty or missing data directory; return the number of files.

    Raises InputError if the directory holds something, or the file is no backup.
    """
    if data.exists() and any(data.iterdir()):
        raise InputError(f"{data} is not empty; restore into a new directory with --data DIR")
    data.mkdir(parents=True, exist_ok=True)
    try:
        with tarfile.open(source) as archive:
            members = archive.getmembers()
            if not members or members[0].name != MARK:
                raise InputError(f"{source} is no backup of Cartelera")
            for n, member in enumerate(members[1:]):
                progress(n / len(members), member.name)
                _bring_back(archive, member, source, data)
    except tarfile.TarError as error:
        raise InputError(f"{source} is no backup of Cartelera, or a broken one") from error
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise InputError(f"{source} could not be restored: {why}") from error
    return len(members) - 1


def _bring_back(
    archive: tarfile.TarFile, member: tarfile.TarInfo, source: Path, data: Path
) -> None:
    """Write one file of a backup, and nothing outside the directory.

    The filters of tarfile do the same from Python 3.11.4 on; Debian 12 has 3.11.2.
    """
    path = data / member.name
    stream = archive.extractfile(member) if member.isreg() else None
    if stream is None or not path.resolve().is_relative_to(data.resolve()):
        raise InputError(f"{source} holds {member.name}, which no backup of Cartelera does")
    path.parent.mkdir(parents=True, exist_ok=True)
    with stream, path.open("xb") as file:
        path.chmod(member.mode & 0o644 | 0o600)
        copyfileobj(stream, file)
    os.utime(path, (member.mtime, member.mtime))
