"""Programs started by ours, which die with it."""

import ctypes
import fcntl
import os
import signal
import socket
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from cartelera.vocabulary.errors import InputError

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent() -> None:
    """Ask the kernel to kill this process when its parent dies (call in the child)."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def start(argv: Sequence[str]) -> "subprocess.Popen[bytes]":
    """Start a program of ours that ends, at the latest, when this process does."""
    return subprocess.Popen(argv, preexec_fn=die_with_parent, stdin=subprocess.DEVNULL)  # noqa: PLW1509


def hold(data: Path) -> TextIO:
    """Take the data directory for one server; keep what is returned open.

    Raises InputError if another server has it.
    """
    data.mkdir(parents=True, exist_ok=True)
    file = (data / "server.lock").open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.seek(0)
        holder = file.read().strip() or "unknown"
        raise InputError(
            f"another server (process {holder}) uses the data in {data}; stop it, "
            "or give this one its own with --data DIR"
        ) from error
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file


def require_free_port(host: str, port: int) -> None:
    """Make sure that a server can listen here.

    Raises InputError that names the address if it cannot.
    """
    try:
        socket.getaddrinfo(host, port)
    except OSError as error:
        raise InputError(f"no machine is called {host!r}; give another with --host") from error
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise InputError(
                f"cannot listen on {host}:{port}: {os.strerror(error.errno or 0).lower()}; "
                "choose another with --port"
            ) from error
