"""The worker's loop: take a job, keep its lease alive, do it, say how it ended."""

import logging
import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import Error, close_old_connections, connection

from cartelera.apps.work.lease import (
    CHORES,
    KINDS,
    LEASE,
    Lease,
    Run,
    Stopped,
    claim,
    fail,
    finish,
    is_overtaken,
    keep,
    release,
)
from cartelera.vocabulary.errors import AccessError, InputError, ProgramError

log = logging.getLogger(__name__)
PROGRESS_EVERY = 1.0  # seconds between two writes of a job's progress
IDLE = 1.0  # seconds between two looks for work
CHORES_EVERY = 20.0  # seconds between two looks at what may be due
PATIENCE = 5.0  # seconds between two looks at a database that does not answer


class _Heart:
    """Keeps one lease alive in a thread of its own while the job runs."""

    def __init__(self, held: Lease, lease: timedelta) -> None:
        self.held, self.lease = held, lease
        self.lost = threading.Event()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> "_Heart":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _beat(self) -> None:
        seconds = self.lease.total_seconds()
        kept = time.monotonic()
        while not self._end.wait(seconds / 3):
            asked = time.monotonic()
            try:
                held = keep(self.held, self.lease)
                kept = asked
            except Error as error:
                log.warning("the lease of job %s was not kept: %s", self.held.job, error)
                connection.close()
                held = asked - kept < seconds  # after that it may be another worker's
            if not held:
                self.lost.set()
                break
        connection.close()


def perform(held: Lease, stopping: threading.Event, lease: timedelta = LEASE) -> None:
    """Do one job under its lease and record how it ended."""
    kind = KINDS.get(held.kind)
    if kind is None:
        fail(held, f"no job is called {held.kind}", final=True)
        return
    with _Heart(held, lease) as heart:
        run = Run(held, _teller(held, heart.lost, stopping, gives_way=kind.gives_way))
        try:
            kind.work(run, *held.arguments)
        except Stopped:
            release(held)
        except (InputError, AccessError) as refusal:
            fail(held, str(refusal), final=True)
        except Exception as error:
            log.exception("%s failed", held.kind)
            fail(held, str(error) or type(error).__name__, final=False)
        else:
            finish(held)


def _teller(
    held: Lease, lost: threading.Event, stopping: threading.Event, *, gives_way: bool
) -> Callable[[float, str], None]:
    last = [0.0]

    def tell(done: float, note: str) -> None:
        if lost.is_set() or stopping.is_set():
            raise Stopped
        now = time.monotonic()
        if now - last[0] >= PROGRESS_EVERY:
            last[0] = now
            rows = held.held().filter(cancel_asked=False)
            try:
                told = rows.update(progress=min(max(done, 0.0), 1.0), note=note[:200])
                told = told and not (gives_way and is_overtaken(held))
            except Error as error:  # the work goes on: the heart watches the lease
                log.warning("the progress of job %s was not written: %s", held.job, error)
                return
            if not told:
                raise Stopped

    return tell


def work_until_stopped(once: bool = False, stopping: threading.Event | None = None) -> int:
    """Do jobs until told to stop (or, with `once`, until none is left); return how many.

    A database that does not answer is asked again later. A job whose end could not be written
    keeps its lease until that runs out, and is then taken again.
    Raises ProgramError, with `once`, if the database does not answer.
    """
    stopping = stopping or threading.Event()
    if threading.current_thread() is threading.main_thread():
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stopping.set())
    count = 0
    looked = 0.0 if not once else float("inf")  # the moment of the last look at chores
    while not stopping.is_set():
        try:
            found = _do_next(stopping)
            if not found and time.monotonic() - looked >= CHORES_EVERY:
                looked = time.monotonic()
                for look in CHORES:
                    look()
        except Error as error:
            if once:
                raise ProgramError(f"the database does not answer: {error}") from error
            log.warning("the database does not answer, and is asked again: %s", error)
            connection.close()
            stopping.wait(PATIENCE)
            continue
        count += found
        if not found:
            if once:
                break
            stopping.wait(IDLE)
    return count


def _do_next(stopping: threading.Event) -> bool:
    """Do the next job; False if none waits."""
    close_old_connections()
    held = claim()
    if held is None:
        return False
    perform(held, stopping)
    return True
