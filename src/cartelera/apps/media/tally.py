"""Work done on every core at once, and how much of it is done."""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from fractions import Fraction

from cartelera.engines.media.ladder import Rung
from cartelera.engines.media.steps import Step

Progress = Callable[
    [float, str], None
]  # told a share from 0 to 1 and a step; may raise to stop
Task = Callable[[threading.Event], list[str]]  # stops when the event is set; returns faults

PAUSE = 0.5  # seconds between two reports
# where each step begins and ends in the whole, from 0 to 1
SPANS = {
    Step.READ: (0.0, 0.01),
    Step.LOOK: (0.01, 0.08),
    Step.SOUND: (0.08, 0.12),
    Step.TRY: (0.12, 0.4),
    Step.ENCODE: (0.4, 0.8),
    Step.PEERS: (0.8, 0.9),  # where they are asked for
    Step.PACKAGE: (0.9, 0.93),
    Step.VERIFY: (0.93, 1.0),
}


_counting: "ContextVar[Tally]" = ContextVar("counting")


@contextmanager
def told_to(tally: "Tally") -> Iterator[None]:
    """Have tasks that come from elsewhere count on this tally."""
    before = _counting.set(tally)
    try:
        yield
    finally:
        _counting.reset(before)


def tally_of_task() -> "Tally":
    """Return the tally on which a task that came from elsewhere counts."""
    return _counting.get()


@dataclass(slots=True)
class Board:
    """What each shot has got so far at each rung, for whoever watches a ladder being chosen."""

    shots: dict[int, int] = field(default_factory=dict)  # frames of each, by its first
    rungs: tuple[Rung, ...] = ()  # none until the ladder is planned
    rate: Fraction = Fraction(25)  # frames a second
    # bits and VMAF of each encoded shot, by its first frame, by the rung's name
    got: dict[str, dict[int, tuple[float, float]]] = field(default_factory=dict)

    def begin(self, shots: dict[int, int], rungs: Sequence[Rung], rate: Fraction) -> None:
        """Lay out the ladder that was planned."""
        self.shots, self.rungs, self.rate = shots, tuple(rungs), rate
        self.got = {}

    def show(self, rung: Rung, shot: int, bits: float, vmaf: float) -> None:
        """Note what a shot, known by its first frame, got at a rung."""
        self.got.setdefault(rung.name, {})[shot] = bits, vmaf


@dataclass(slots=True)
class Tally:
    """How much of a step is done, counted by threads and told by one."""

    progress: Progress
    board: Board = field(default_factory=Board)
    step: Step = Step.READ
    total: float = 1
    _done: dict[str, float] = field(default_factory=dict)

    def begin(self, step: Step, total: float) -> None:
        """Start a step that has `total` to do, in whatever unit."""
        self.step, self.total, self._done = step, max(total, 1e-9), {}
        self.tell()

    def done(self, name: str, amount: float) -> None:
        """Note that the part `name` of the step has done `amount`."""
        self._done[name] = amount

    def take(self, done: dict[str, float]) -> None:
        """Note what was done elsewhere."""
        self._done |= done

    @property
    def marks(self) -> dict[str, float]:
        """What each part of the step has done."""
        return dict(self._done)

    def __reduce__(self) -> tuple[Callable[[], "Tally"], tuple[()]]:
        """Travel as nothing: a task counts on the tally of the machine that does it."""
        return tally_of_task, ()

    def tell(self) -> None:
        """Tell the share of the whole that is done; may raise, to stop."""
        low, high = SPANS[self.step]
        share = min(1.0, sum(list(self._done.values())) / self.total)
        self.progress(low + share * (high - low), self.step.value)


def together(tasks: Sequence[Task], tally: Tally) -> list[list[str]]:
    """Run tasks on every core, telling how far they are; one that fails stops them all."""
    stop = threading.Event()
    cores = len(os.sched_getaffinity(0))
    with ThreadPoolExecutor(max_workers=cores) as pool:
        futures = [pool.submit(task, stop) for task in tasks]
        try:
            waiting = set(futures)
            while waiting:
                finished, waiting = wait(waiting, timeout=PAUSE, return_when=FIRST_EXCEPTION)
                for future in finished:
                    future.result()
                tally.tell()
        except BaseException:
            stop.set()
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    return [future.result() for future in futures]
