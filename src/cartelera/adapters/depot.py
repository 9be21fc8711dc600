"""Storage that speaks S3: what the media directory holds, kept by a service under one address.

The service is reached as its own tools reach it: keys, region and endpoint are read from the
usual AWS_ variables. A name that exists holds the whole thing, as S3 promises of its objects.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from cartelera.vocabulary.errors import ProgramError

BLOCK = 1 << 20  # bytes read at a time
PATIENCE = timedelta(seconds=60)  # with a service that does not answer
TRIES = 4
SIZES_KEPT = 50_000  # names whose sizes are remembered


class Depot:
    """Files under `s3://bucket/prefix`."""

    def __init__(self, address: str) -> None:
        """Name the place; it is asked when something is wanted of it."""
        self.address = address
        self._sizes: dict[str, int] = {}

    @cached_property
    def _store(self) -> Any:
        try:
            from obstore.store import S3Store
        except ImportError as error:
            raise ProgramError(
                f"{self.address} needs a client for S3: pip install 'cartelera[s3]'"
            ) from error
        with self._reached():
            # an endpoint within the house may speak plain HTTP: its address says so
            return S3Store.from_url(
                self.address,
                client_options={"allow_http": True},
                retry_config={"max_retries": TRIES, "retry_timeout": PATIENCE},
            )

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """Turn a failure of the service into a ProgramError that names the place."""
        from obstore.exceptions import BaseError

        try:
            yield
        except (BaseError, OSError, ValueError) as error:
            said = str(error).split("\n", maxsplit=1)[0][:300]
            raise ProgramError(f"{self.address} cannot be used: {said}") from error

    def size(self, name: str) -> int | None:
        """Return the bytes in a file, or None where there is none."""
        import obstore

        if name not in self._sizes:
            if len(self._sizes) >= SIZES_KEPT:
                self._sizes.clear()
            with self._reached():
                try:
                    self._sizes[name] = obstore.head(self._store, name)["size"]
                except FileNotFoundError:
                    return None
        return self._sizes[name]

    def part(self, name: str, start: int, stop: int) -> bytes:
        """Return the bytes [start, stop) of a file that is there."""
        import obstore

        if stop <= start:
            return b""
        with self._reached():
            return bytes(obstore.get_range(self._store, name, start=start, end=stop))

    def fetch(self, name: str, target: Path) -> bool:
        """Write a file to `target`, which is new; False, writing nothing, if there is none."""
        import obstore

        with self._reached():
            try:
                found = obstore.get(self._store, name)
            except FileNotFoundError:
                return False
            with target.open("xb") as out:
                for block in found.stream(BLOCK):
                    out.write(block)
        if target.stat().st_size != found.meta["size"]:
            raise ProgramError(f"{self.address}/{name} came only in part; run again")
        return True

    def digest(self, name: str) -> str:
        """Return the SHA-256 of a file that is there, in hexadecimal, reading it once."""
        import obstore

        digest = hashlib.sha256()
        with self._reached():
            for block in obstore.get(self._store, name).stream(BLOCK):
                digest.update(block)
        return digest.hexdigest()

    def copy(self, name: str, target: str) -> None:
        """Keep a file under another name too, without its passing through here."""
        import obstore

        with self._reached():
            obstore.copy(self._store, name, target)

    def put(self, name: str, source: Path | bytes) -> None:
        """Keep a file under a name, whole or not at all; one of its size is not sent again."""
        import obstore

        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        self._sizes.pop(name, None)
        if self.size(name) != size:
            with self._reached():
                obstore.put(self._store, name, source)
            self._sizes[name] = size

    def names(self, prefix: str) -> list[str]:
        """Return the names that begin with `prefix` and a slash, without that, sorted."""
        import obstore

        with self._reached():
            found = [one["path"] for some in obstore.list(self._store, prefix) for one in some]
        return sorted(path.removeprefix(f"{prefix}/") for path in found)

    def remove(self, prefix: str) -> None:
        """Remove all that lies below a prefix."""
        import obstore

        names = [f"{prefix}/{name}" for name in self.names(prefix)]
        for name in names:
            self._sizes.pop(name, None)
        if names:
            with self._reached():
                obstore.delete(self._store, names)


@cache
def depot_at(address: str) -> Depot:
    """Return the depot of an address; one for the whole program, which remembers sizes."""
    return Depot(address)
