"""What many threads write, written together: one commit for all who came within a moment."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class _Waiting(Generic[T]):
    def __init__(self, items: Sequence[T]) -> None:
        self.items = items
        self.done = threading.Event()
        self.error: BaseException | None = None


class Together(Generic[T]):
    """Gathers what several threads want written, and writes it at once.

    The first to come leads: it waits a moment for others, then writes for all in its own
    thread. Everyone returns when what they gave is written, or raises what the writing raised.
    """

    def __init__(self, write: Callable[[list[T]], None], seconds: float) -> None:
        """Gather for `seconds` before each call of `write`."""
        self._write, self._seconds = write, seconds
        self._lock, self._writing = threading.Lock(), threading.Lock()
        self._waiting: list[_Waiting[T]] = []

    def add(self, items: Sequence[T]) -> None:
        """Write items with those of others; return once they are written."""
        mine = _Waiting(items)
        with self._lock:
            self._waiting.append(mine)
            leads = len(self._waiting) == 1
        if leads:
            time.sleep(self._seconds)
            self._lead()
        mine.done.wait()
        if mine.error is not None:
            raise mine.error

    def _lead(self) -> None:
        with self._writing:
            with self._lock:
                group, self._waiting = self._waiting, []
            error = None
            try:
                self._write([item for each in group for item in each.items])
            except BaseException as fault:
                error = fault
            for each in group:
                each.error = error
                each.done.set()
