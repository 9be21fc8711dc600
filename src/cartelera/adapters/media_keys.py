"""The keys that sign addresses of packages: one file each, for the owner's eyes alone.

At most two are in force, so that tokens signed before a change of keys run out in peace.
"""

import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cartelera.engines.media.token import Key

IN_FORCE = 2
SETTLING = timedelta(seconds=30)  # until every gate has read a new key


def keys_in_force(folder: Path) -> tuple[Key, ...]:
    """Return the keys that open, newest first; the first is made at the first call."""
    return tuple(key for key, _born in _keys(folder))


def signing_key(folder: Path, at: datetime) -> Key:
    """Return the newest key that every gate knows by now."""
    keys = _keys(folder)
    settled = [key for key, born in keys if at - born >= SETTLING]
    return settled[0] if settled else keys[-1][0]


def change_key(folder: Path) -> Key:
    """Make a new key; the one before it stays in force, and any older one goes."""
    folder.mkdir(parents=True, exist_ok=True)
    name = secrets.token_hex(4)
    draft = folder / f".{name}"
    draft.touch(mode=0o600)
    draft.write_bytes(secrets.token_bytes(48))
    file = draft.rename(folder / name)
    for old in _files(folder)[IN_FORCE:]:
        old.unlink(missing_ok=True)
    return Key(name, file.read_bytes())


def _keys(folder: Path) -> list[tuple[Key, datetime]]:
    files = _files(folder)
    if not files:
        change_key(folder)
        files = _files(folder)
    return [
        (Key(file.name, file.read_bytes()), datetime.fromtimestamp(_born(file), UTC))
        for file in files[:IN_FORCE]
    ]


def _files(folder: Path) -> list[Path]:
    files = [file for file in folder.glob("*") if not file.name.startswith(".")]
    return sorted(files, key=lambda file: (-_born(file), file.name))


def _born(file: Path) -> float:
    return file.stat().st_mtime
