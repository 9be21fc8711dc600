"""Secrets made at first run and kept in the data directory, for the owner's eyes alone."""

import os
import secrets
from pathlib import Path


def kept_secret(file: Path) -> str:
    """Return the secret in `file`, making it at the first call (mode 0600)."""
    try:
        return file.read_text()
    except FileNotFoundError:
        pass
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(48))
    try:
        os.link(draft, file)  # fails when another process was first: then its secret counts
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return file.read_text()


def spend_secret(file: Path) -> None:
    """Remove a secret that has been used and counts no more."""
    file.unlink(missing_ok=True)
