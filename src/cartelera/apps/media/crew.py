"""Who does the tasks of an encode: this machine's cores, or a cluster's, by the same functions.

What travels of a run is names: a master and its workroom are found again by hash in the store
of the machine that does the task, and what it makes is kept under the key that anyone would
look for. Whatever was lost with a machine is missing from the store, and made again.
"""

import logging
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cartelera.adapters import cluster, ffmpeg
from cartelera.adapters.store import Store, working_in
from cartelera.apps.media.tally import Tally, Task, together, told_to
from cartelera.vocabulary.errors import ProgramError

log = logging.getLogger(__name__)

MOST = 64  # tasks done here before a cluster that was lost is looked for again


@dataclass(frozen=True, slots=True)
class Crew:
    """A cluster that does tasks; without an address, this machine."""

    scheduler: str = ""
    certificates: str = ""  # a directory

    def do(self, tasks: Sequence[Task], tally: Tally) -> list[list[str]]:
        """Do tasks wherever there are hands; return what each found.

        While no cluster can be had, some are done here, and then it is looked for again.
        """
        if not self.scheduler:
            return together(tasks, tally)
        cluster.require_cluster()
        from cloudpickle import dumps

        found: dict[int, list[str]] = {}
        some = len(os.sched_getaffinity(0))
        while len(found) < len(tasks):
            left = [n for n in range(len(tasks)) if n not in found]
            try:
                calls = {n: (dumps(tasks[n]), ffmpeg.programs()) for n in left}
                for came in cluster.spread(self.scheduler, self.certificates, perform, calls):
                    for n, (faults, done) in came.items():
                        found[n] = faults
                        tally.take(done)
                    tally.tell()
            except cluster.LostError as lost:
                log.warning("%s: going on here meanwhile", lost)
            left = [n for n in left if n not in found][:some]
            here = together([tasks[n] for n in left], tally)
            found |= zip(left, here, strict=True)
            some = min(2 * some, MOST)  # one that stays away is asked for less and less
        return [found[n] for n in range(len(tasks))]


HERE = Crew()


def perform(packed: bytes, programs: str) -> tuple[list[str], dict[str, float]]:
    """Do a task that another machine has packed; return what it found, and how much it did.

    Raises ProgramError if this machine has other programs: what they make would differ.
    """
    from cloudpickle import loads

    if programs != ffmpeg.programs():
        raise ProgramError(
            f"a machine of the cluster has {ffmpeg.programs()}, and not {programs}: install "
            "the same version of Cartelera on each"
        )
    store: Store = cluster.borrowed()
    tally = Tally(_deaf)
    with working_in(store), told_to(tally):
        task: Any = loads(packed)
        return task(threading.Event()), tally.marks


def _deaf(done: float, step: str) -> None:
    """Hear nothing: whoever asked counts for itself."""
