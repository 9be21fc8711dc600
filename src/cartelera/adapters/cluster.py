"""Machines that share the work: a scheduler of Dask distributed, and hands that join it.

It carries work and holds nothing: a call that a lost machine had is made again on another, and
when the scheduler is lost whoever asked is told, and goes on by other means. A scheduler has
whatever it is sent carried out, so beyond this machine it is spoken to with certificates only.
"""

import asyncio
import logging
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from cartelera.vocabulary.errors import ProgramError

log = logging.getLogger(__name__)
PAUSE = 0.5  # seconds between two looks at what has come
PATIENCE = 5  # seconds for a scheduler to answer, or for a hand to join it
AGAIN = 2.0  # seconds before a hand looks for its scheduler again
BELONGINGS = "cartelera"  # the name of what a hand was given
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
CERTIFICATES = ("ca.pem", "cert.pem", "key.pem")
QUIET = {
    "distributed.comm.timeouts.connect": f"{PATIENCE}s",
    "distributed.worker.http.routes": [],
    "distributed.worker.profile.enabled": False,
}


class LostError(Exception):
    """The scheduler does not answer, or has nobody to do the work."""


def require_cluster() -> None:
    """See that the programs of a cluster are installed. Raises ProgramError if not."""
    try:
        import distributed  # noqa: F401
    except ImportError as error:
        raise ProgramError("a cluster needs: pip install 'cartelera[cluster]'") from error


def _security(address: str, certificates: str) -> Any:
    """Return who is believed on the way to a scheduler; None on this machine.

    Raises ProgramError if anybody could answer in its place, or certificates are missing.
    """
    from distributed.security import Security

    parts = urlsplit(address)
    if parts.scheme not in {"tcp", "tls"} or not parts.hostname or not parts.port:
        raise ProgramError(f"{address!r} is no scheduler's address, such as tls://host:8786")
    if parts.scheme == "tcp":
        if parts.hostname not in LOOPBACK:
            raise ProgramError(
                f"{address} is another machine's, which would carry out whatever it is sent by "
                "anybody: use tls:// and name certificates in CARTELERA_CLUSTER_TLS"
            )
        return None
    files = [Path(certificates) / name for name in CERTIFICATES]
    if not certificates or not all(file.is_file() for file in files):
        raise ProgramError(
            f"{address} needs {', '.join(CERTIFICATES)} in the directory that "
            "CARTELERA_CLUSTER_TLS names"
        )
    authority, certificate, key = map(str, files)
    return Security(
        tls_ca_file=authority,
        tls_client_cert=certificate,
        tls_client_key=key,
        tls_worker_cert=certificate,
        tls_worker_key=key,
        require_encryption=True,
    )


def spread(
    address: str,
    certificates: str,
    function: Callable[..., Any],
    calls: Mapping[int, tuple[Any, ...]],
    *,
    shared: tuple[Any, ...] = (),
) -> Iterator[dict[int, Any]]:
    """Have a cluster call a function with each of these arguments.

    address       of the scheduler
    certificates  directory of those that prove who speaks, unless it is on this machine
    function      importable on every machine; may be called twice with the same
    shared        the first arguments of every call, sent to each hand once

    Yields what has come, now and then, perhaps nothing; closing it gives up the rest.
    Raises LostError, or what the function raised. A call that has killed several hands is not
    made again, and is missing from what comes.
    """
    import dask
    from distributed import Client
    from distributed.scheduler import KilledWorker

    security = _security(address, certificates)
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # we say what it comes to
    with dask.config.set(QUIET):
        try:
            client = Client(address, timeout=PATIENCE, set_as_default=False, security=security)
        except (OSError, TimeoutError, RuntimeError) as error:
            raise LostError(f"{address} does not answer: {error}") from error
        try:
            first = client.scatter(list(shared), broadcast=True) if shared else []
            waiting = {
                n: client.submit(function, *first, *arguments, pure=False, retries=0)
                for n, arguments in calls.items()
            }
            seen = time.monotonic()  # when a hand was last there
            while waiting:
                time.sleep(PAUSE)
                came: dict[int, Any] = {}
                for n, future in list(waiting.items()):
                    if future.status == "finished":
                        came[n] = future.result(timeout=PATIENCE)
                    elif future.status == "error":
                        with suppress(KilledWorker):
                            future.result(timeout=PATIENCE)
                    elif future.status == "pending":
                        continue
                    else:
                        raise LostError(f"{address} is gone")
                    del waiting[n]
                if client.status != "running":
                    raise LostError(f"{address} is gone")
                if client.scheduler_info(n_workers=-1)["workers"]:
                    seen = time.monotonic()
                if time.monotonic() - seen > PATIENCE:
                    raise LostError(f"nobody works for {address}")
                yield came
        except (OSError, TimeoutError) as error:
            raise LostError(f"{address} is gone: {error}") from error
        finally:
            with suppress(Exception):  # it may be gone, and there is nothing to save
                client.close(timeout=PATIENCE / 5)


def lend(address: str, certificates: str, belongings: Any) -> None:
    """Do what a scheduler sends, on every core, until this program is told to stop.

    belongings  what `borrowed` gives to the functions that are called here

    A scheduler that is lost is looked for again.
    """
    import dask

    security = _security(address, certificates)
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # we say what it comes to
    with TemporaryDirectory(prefix="cartelera-hand-") as scratch, dask.config.set(QUIET):
        asyncio.run(_lend(address, security, belongings, scratch))


def borrowed() -> Any:
    """Return what this hand was given, to a function that it was sent."""
    from distributed import get_worker

    return vars(get_worker())[BELONGINGS]


async def _lend(address: str, security: Any, belongings: Any, scratch: str) -> None:
    from distributed import Worker

    stopping = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    stopped = asyncio.ensure_future(stopping.wait())
    while not stopping.is_set():
        try:
            worker = Worker(
                address,
                nthreads=len(os.sched_getaffinity(0)),
                memory_limit=0,  # the programs it starts have their own
                local_directory=scratch,
                security=security,
                dashboard=False,
            )
            vars(worker)[BELONGINGS] = belongings
            joined = asyncio.ensure_future(worker.start())
            await asyncio.wait({joined, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if joined.done():
                joined.result()
                log.warning("joined %s", address)
                ended = asyncio.ensure_future(worker.finished())
                await asyncio.wait({ended, stopped}, return_when=asyncio.FIRST_COMPLETED)
            joined.cancel()
            await worker.close(timeout=AGAIN, nanny=False)
        except (OSError, TimeoutError, RuntimeError) as error:
            log.warning("%s does not answer, and is asked again: %s", address, error)
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), AGAIN)
