"""Files kept under the hash of what they hold: masters, pieces of work, packages.

Whatever is kept was written beside its place, forced to the disk, and renamed: a name
that exists holds the whole thing, wherever a run was killed.
"""

import errno
import fcntl
import hashlib
import os
import shutil
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from cartelera.adapters.depot import Depot, depot_at
from cartelera.vocabulary.errors import InputError, ProgramError

BLOCK = 1 << 20  # bytes
FULL = {errno.ENOSPC, errno.EDQUOT}
NEARLY_FULL = 1 << 20  # bytes: with less than this free, a failure is the disk's
IDLE = 3600  # seconds that a copy of a master is kept by a machine that is not asked for it
SENDERS = 8  # files sent to a depot at once
PATIENCE = 15  # seconds to wait for another run to let go of its work

Progress = Callable[[float], None]  # told a share from 0 to 1; may raise to stop


@contextmanager
def disk(place: Path) -> Iterator[None]:
    """Turn a failure of the disk that holds `place` into a ProgramError that names it."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise _full(place) from error
        raise ProgramError(f"{place} cannot be used: {error.strerror or error}") from error


def refuse_full(said: str, places: Iterable[Path]) -> None:
    """Raise ProgramError if a program that failed did so because a disk is full."""
    full = "No space left on device" in said or "Disk quota exceeded" in said
    nearest = [next(p for p in (place, *place.parents) if p.is_dir()) for place in places]
    if not nearest:
        return
    free, place = min((shutil.disk_usage(folder).free, folder) for folder in nearest)
    if full or free < NEARLY_FULL:
        raise _full(place)


def _full(place: Path) -> ProgramError:
    return ProgramError(
        f"the disk that holds {place} is full: free some space and run again; what was "
        "finished is kept"
    )


def hash_file(path: Path, progress: Progress | None = None) -> str:
    """Return a file's SHA-256 in hexadecimal, reading it once."""
    size = max(1, path.stat().st_size)
    done, digest = 0, hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            done += len(block)
            if progress is not None:
                progress(min(1.0, done / size))
    return digest.hexdigest()


def hash_tree(directory: Path) -> str:
    """Return the hash of a directory: of the names and hashes of its files, sorted."""
    files = [p for p in directory.rglob("*") if p.is_file()]
    return _hash_names({p.relative_to(directory).as_posix(): hash_file(p) for p in files})


def _hash_names(hashes: Mapping[str, str]) -> str:
    """Return the hash of a directory from those of its files."""
    names = sorted(hashes, key=lambda name: name.split("/"))
    lines = [f"{name} {hashes[name]}\n" for name in names]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def settle(path: Path) -> None:
    """Force a file, or a directory with all it holds, to the disk."""
    if path.is_dir():
        for inner in path.iterdir():
            settle(inner)
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def settle_into(made: Path, place: Path) -> None:
    """Give what was made its place in one step; a place that is taken keeps what it has."""
    place.parent.mkdir(parents=True, exist_ok=True)
    settle(made)
    try:
        made.rename(place)
    except OSError as error:
        if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
            raise
        remove(made)
    settle_name(place.parent)


def settle_name(directory: Path) -> None:
    """Force the names in a directory to the disk."""
    number = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def remove(path: Path) -> None:
    """Remove a file or a directory, if it is there."""
    if path.is_dir() and not path.is_symlink():
        for inner in (path, *(p for p in path.rglob("*") if p.is_dir())):
            inner.chmod(0o755)
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _make_read_only(place: Path) -> None:
    for path in place.rglob("*") if place.is_dir() else (place,):
        if path.is_file():
            path.chmod(0o444)


_store: "ContextVar[Store]" = ContextVar("store")
_bringing = threading.Lock()  # one copy of a master is enough


@contextmanager
def working_in(store: "Store") -> Iterator[None]:
    """Have masters and workrooms that come from elsewhere by name be found in this store."""
    before = _store.set(store)
    try:
        yield
    finally:
        _store.reset(before)


def master_by_name(sha256: str) -> Path:
    """Return a master in the store that is worked in, bringing it if need be."""
    store = _store.get()
    with _bringing:
        place = store.bring_master(sha256)
        store.forget_copies(idle_seconds=IDLE)
    return place


def workroom_by_name(sha256: str) -> "Workroom":
    """Return the workroom of a master in the store that is worked in, as one of many."""
    return _store.get().join_workroom(sha256)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was kept: its hash and its size in bytes."""

    sha256: str
    size: int


class Workroom:
    """Where one master is worked on: finished pieces by their key, and unfinished ones.

    Open it with `open_workroom`: one run at a time may be in it. With a depot, pieces are kept
    there, where other machines find them, and those here are copies.
    """

    def __init__(self, path: Path, depot: Depot | None = None) -> None:
        self.path = path
        self.pieces = path / "pieces"
        self.unfinished = path / "unfinished"
        self.depot = depot
        self.prefix = f"work/{path.name}"
        self._there: set[str] | None = None

    def __reduce__(self) -> tuple[Callable[[str], "Workroom"], tuple[str]]:
        """Travel as a name: see workroom_by_name."""
        return workroom_by_name, (self.path.name,)

    def look_again(self) -> None:
        """See which pieces the depot has now: it is not asked for each that it lacks."""
        if self.depot is not None:
            self._there = set(self.depot.names(self.prefix))

    def piece(self, key: str) -> Path | None:
        """Return the finished piece, a file, or None."""
        path = self.pieces / key[:2] / key
        if path.exists():
            return path
        if self.depot is None or (self._there is not None and key not in self._there):
            return None
        made = self.fresh()
        with disk(self.path):
            if not self.depot.fetch(f"{self.prefix}/{key}", made):
                return None
            settle_into(made, path)
        return path

    def fresh(self, ending: str = "") -> Path:
        """Return a new path for something unfinished; nothing is there yet."""
        return self.unfinished / (uuid.uuid4().hex + ending)

    def fresh_directory(self) -> Path:
        """Return a new, empty directory for something unfinished."""
        path = self.fresh()
        with disk(self.path):
            path.mkdir()
        return path

    def keep(self, key: str, made: Path) -> Path:
        """Give an unfinished piece its place among the finished, and return that."""
        place = self.pieces / key[:2] / key
        with disk(self.path):
            settle_into(made, place)
        if self.depot is not None:
            self.depot.put(f"{self.prefix}/{key}", place)
        return place

    def keep_text(self, key: str, text: str) -> Path:
        """Keep a text as a finished piece."""
        made = self.fresh(".txt")
        with disk(self.path):
            made.write_text(text, encoding="utf-8")
        return self.keep(key, made)

    def clear(self) -> None:
        """Remove all the pieces: the work is done, or given up."""
        remove(self.pieces)
        remove(self.unfinished)
        if self.depot is not None:
            self.depot.remove(self.prefix)


@contextmanager
def open_workroom(
    path: Path, *, patience: float = PATIENCE, depot: Depot | None = None
) -> Iterator[Workroom]:
    """Enter a workroom alone, sweeping out what a killed run left unfinished.

    depot     where its pieces are kept for other machines, if they are
    patience  seconds to wait for another run that is in it

    Raises ProgramError if another run stays in it.
    """
    room = Workroom(path, depot)
    with disk(path):
        room.pieces.mkdir(parents=True, exist_ok=True)
        lock = (path / "lock").open("wb")
    with lock:
        _wait_for(lock.fileno(), path, patience)
        with disk(path):
            remove(room.unfinished)
            room.unfinished.mkdir()
        room.look_again()
        yield room


def _wait_for(number: int, path: Path, patience: float) -> None:
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in {errno.EWOULDBLOCK, errno.EACCES}:
                raise ProgramError(f"{path} cannot be locked: {error.strerror}") from error
            if time.monotonic() >= until:
                raise ProgramError(
                    f"another run is working in {path}; wait for it, or stop it first"
                ) from None
            time.sleep(0.2)
        else:
            return


class Store:
    """The media directory: `masters/`, `packages/`, their `reports/`, and `work/`.

    With a depot, all that is finished is kept there under the same names, and the directory
    holds copies of what is worked on.
    """

    def __init__(self, root: Path, depot: Depot | None = None) -> None:
        self.root = root
        self.depot = depot

    @property
    def where(self) -> str:
        """The place as it is named in the settings."""
        return str(self.root) if self.depot is None else self.depot.address

    def master(self, sha256: str) -> Path:
        """Return where a master is, or would be."""
        return self.root / "masters" / sha256

    def package(self, package_hash: str) -> Path:
        """Return the directory where a package is, or would be."""
        return self.root / "packages" / package_hash

    def bring_master(self, sha256: str) -> Path:
        """Return a master that is here, bringing it from the depot if need be.

        Raises ProgramError if it is gone, or is not what it was.
        """
        place = self.master(sha256)
        if not place.exists() and self.depot is not None:
            with disk(self.root):
                place.parent.mkdir(parents=True, exist_ok=True)
                made = place.with_name(f".{uuid.uuid4().hex}")
                try:
                    if self.depot.fetch(f"masters/{sha256}", made):
                        if hash_file(made) != sha256:
                            raise ProgramError(f"master {sha256} is not what was delivered")
                        made.chmod(0o444)
                        settle_into(made, place)
                finally:
                    remove(made)
        if not place.exists():
            raise ProgramError(f"master {sha256} is gone from {self.where}")
        if self.depot is not None:
            os.utime(place)  # see forget_copies
        return place

    def forget_copies(self, idle_seconds: float) -> None:
        """Remove copies of masters that were not asked for lately, and of their pieces."""
        if self.depot is None:
            return
        for place in (self.root / "masters").iterdir():
            if time.time() - place.stat().st_mtime > idle_seconds:
                remove(place)
                remove(self.workroom(place.name))

    def let_go(self, sha256: str) -> None:
        """Remove the copy of a master that the depot holds."""
        if self.depot is not None:
            remove(self.master(sha256))

    def remove_package(self, package_hash: str) -> None:
        """Remove a package that nobody can be watching, and its report."""
        remove(self.package(package_hash))
        remove(self.report(package_hash))
        if self.depot is not None:
            self.depot.remove(f"packages/{package_hash}")
            self.depot.remove(f"reports/{package_hash}")

    def workroom(self, sha256: str) -> Path:
        """Return where a master is worked on."""
        return self.root / "work" / sha256

    def join_workroom(self, sha256: str) -> Workroom:
        """Return the workroom of a master for one task, while somebody else is in it."""
        room = Workroom(self.workroom(sha256), self.depot)
        with disk(room.path):
            room.pieces.mkdir(parents=True, exist_ok=True)
            room.unfinished.mkdir(exist_ok=True)
        return room

    def open_workroom(self, sha256: str) -> AbstractContextManager[Workroom]:
        """Enter the workroom of a master; see open_workroom."""
        return open_workroom(self.workroom(sha256), depot=self.depot)

    def report(self, package_hash: str) -> Path:
        """Return the directory where the report of a package is, or would be."""
        return self.root / "reports" / package_hash

    def keep_master(self, source: Path, progress: Progress | None = None) -> Kept:
        """Copy a delivered file into masters under its hash, never to change again.

        Raises InputError if the source cannot be read or is empty, ProgramError if the
        disk is full. A file that is there already is not written again.
        """
        if not source.is_file():
            raise InputError(f"{source} is not a file")
        with disk(self.root):
            masters = self.root / "masters"
            masters.mkdir(parents=True, exist_ok=True)
            made = masters / f".{uuid.uuid4().hex}"
            try:
                kept = _copy(source, made, progress)
                if not kept.size:
                    raise InputError(f"{source.name} is empty")
                made.chmod(0o444)
                settle_into(made, self.master(kept.sha256))
            finally:
                remove(made)
        self._send(f"masters/{kept.sha256}", self.master(kept.sha256))
        return kept

    def adopt_master(self, source: Path, progress: Progress | None = None) -> Kept:
        """Give a file of ours its place among the masters without copying it.

        The source keeps its name too, and is not to be written again: both are one file.
        Raises InputError if it is empty, ProgramError if the disk refuses.
        """
        with disk(self.root):
            kept = Kept(hash_file(source, progress), source.stat().st_size)
            if not kept.size:
                raise InputError("the file is empty")
            place = self.master(kept.sha256)
            place.parent.mkdir(parents=True, exist_ok=True)
            if not place.exists():
                _link(source, place)
            settle_name(place.parent)
        self._send(f"masters/{kept.sha256}", place)
        return kept

    def publish(self, made: Path, package_hash: str) -> None:
        """Move a verified package to its place, never to change again."""
        if self.depot is not None:
            self._send(f"packages/{package_hash}", made)
            remove(made)
            return
        with disk(self.root):
            _make_read_only(made)
            settle_into(made, self.package(package_hash))

    def publish_anew(
        self, package_hash: str, texts: Mapping[str, str | None], progress: Progress
    ) -> str:
        """Publish a package again with other texts, its other files as they are.

        texts     for the name of a file in it, what it says; None: it is left out
        progress  told how much has been read; may raise to stop

        Returns the hash of the new package. What is read is held against the hash of the
        old one first. The other files are linked, or copied by whoever keeps them.
        Raises ProgramError if the old package is gone or is not what was verified.
        """
        with disk(self.root):
            names = self._names_of(package_hash)
            hashes = {}
            for n, name in enumerate(names, 1):
                hashes[name] = self._hash_of(f"{package_hash}/{name}")
                progress(n / len(names))
            if _hash_names(hashes) != package_hash:
                raise ProgramError(
                    f"package {package_hash} in {self.where} is not what was verified; "
                    "encode its master again"
                )
            same = [name for name in names if name not in texts]
            written = {n: text.encode() for n, text in texts.items() if text is not None}
            new = _hash_names(
                {name: hashes[name] for name in same}
                | {n: hashlib.sha256(data).hexdigest() for n, data in written.items()}
            )
            if new != package_hash:
                self._put_together(package_hash, new, same, written)
                self._share_report(package_hash, new)
        return new

    def _names_of(self, package_hash: str) -> list[str]:
        if self.depot is not None:
            return self.depot.names(f"packages/{package_hash}")
        place = self.package(package_hash)
        return [p.relative_to(place).as_posix() for p in place.rglob("*") if p.is_file()]

    def _hash_of(self, file: str) -> str:
        if self.depot is not None:
            return self.depot.digest(f"packages/{file}")
        return hash_file(self.root / "packages" / file)

    def _put_together(
        self, old: str, new: str, same: Iterable[str], written: Mapping[str, bytes]
    ) -> None:
        if self.depot is not None:
            for name in same:
                self.depot.copy(f"packages/{old}/{name}", f"packages/{new}/{name}")
            for name, data in written.items():
                self.depot.put(f"packages/{new}/{name}", data)
            return
        made = self.root / "packages" / f".{new}"
        remove(made)  # of a run that was killed
        for name in same:
            _link_or_copy(self.package(old) / name, made / name)
        for name, data in written.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_bytes(data)
        self.publish(made, new)

    def _share_report(self, old: str, new: str) -> None:
        if self.depot is not None:
            for name in self.depot.names(f"reports/{old}"):
                self.depot.copy(f"reports/{old}/{name}", f"reports/{new}/{name}")
        elif self.report(old).is_dir():
            made = self.report(new).with_name(f".{new}")
            remove(made)
            for path in self.report(old).iterdir():
                _link_or_copy(path, made / path.name)
            self.keep_report(made, new)

    def keep_report(self, made: Path, package_hash: str) -> None:
        """Give the report of a package its place; one that is there already stays."""
        if self.depot is not None:
            self._send(f"reports/{package_hash}", made)
            remove(made)
            return
        with disk(self.root):
            settle_into(made, self.report(package_hash))

    def part_of_report(self, package_hash: str, name: str) -> bytes | None:
        """Return a file of a package's report; None where there is none."""
        if self.depot is None:
            path = self.report(package_hash) / name
            with disk(self.root):
                return path.read_bytes() if path.is_file() else None
        file = f"reports/{package_hash}/{name}"
        size = self.depot.size(file)
        return None if size is None else self.depot.part(file, 0, size)

    def _send(self, name: str, made: Path) -> None:
        """Put a file, or a directory with all it holds, into the depot, and see it there."""
        if self.depot is None:
            return
        files = [p for p in (made, *made.rglob("*")) if p.is_file()]
        names = [f"{name}/{p.relative_to(made).as_posix()}".removesuffix("/.") for p in files]
        with ThreadPoolExecutor(SENDERS) as pool:
            list(pool.map(self.depot.put, names, files))


def store_at(address: str, data: Path) -> Store:
    """Return the store of a house.

    address  a directory, an `s3://bucket/prefix`, or nothing: then `media` in the data
    data     the data directory
    """
    here = data / "media"
    if address.startswith("s3://"):
        return Store(here, depot_at(address.rstrip("/")))
    return Store(Path(address).absolute() if address else here)


def _link(source: Path, place: Path) -> None:
    made = place.with_name(f".{uuid.uuid4().hex}")
    _link_or_copy(source, made)
    made.chmod(0o444)
    settle_into(made, place)


def _link_or_copy(source: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        place.hardlink_to(source)
    except OSError as error:
        if error.errno not in {errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.EMLINK}:
            raise
        shutil.copyfile(source, place)  # another disk, or one without links


def _copy(source: Path, target: Path, progress: Progress | None) -> Kept:
    size = max(1, source.stat().st_size)
    done, digest = 0, hashlib.sha256()
    with source.open("rb") as old, target.open("xb") as new:
        while block := old.read(BLOCK):
            new.write(block)
            digest.update(block)
            done += len(block)
            if progress is not None:
                progress(min(1.0, done / size))
    return Kept(digest.hexdigest(), done)
