"""Learning in a process of its own: what it took of memory goes back when it ends."""

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cartelera.adapters.lists import Lists, read_lists
from cartelera.adapters.processes import die_with_parent
from cartelera.engines.audience.record import Announced
from cartelera.vocabulary.errors import InputError, ProgramError

if TYPE_CHECKING:
    from cartelera.engines.audience.outlook import Outlooks

# One thread: on a busy machine, threads that wait for one another only slow each other down.
_THREADS = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def outlooks_apart(
    asked: Sequence[Announced], known: Lists | Path, at: date
) -> "Outlooks | None":
    """Return what engines.audience.outlook.outlooks_of says, from a process that then ends.

    known  reports, lists and catalogue, or the folder that they are read from there

    None where there is nothing to learn from.
    Raises InputError as that does, and ProgramError if the process ended without an answer.
    """
    done = subprocess.run(
        [sys.executable, "-m", __name__],
        check=False,
        input=pickle.dumps((asked, known, at)),
        stdout=subprocess.PIPE,
        env={**os.environ, **_THREADS},
        preexec_fn=die_with_parent,
    )
    if done.returncode != 0:
        raise ProgramError(
            f"the process that learns ended with {done.returncode} and without an answer: "
            "it may lack memory"
        )
    said: Outlooks | InputError | None = pickle.loads(done.stdout)  # noqa: S301
    if isinstance(said, InputError):
        raise said
    return said


def _answer() -> None:
    from cartelera.engines.audience.outlook import outlooks_of

    asked, known, at = pickle.load(sys.stdin.buffer)  # noqa: S301
    try:
        lists = read_lists([known]) if isinstance(known, Path) else known
        said: object = None
        if lists.shown or lists.weeks:
            said = outlooks_of(asked, lists.shown, lists.weeks, lists.catalogue, at)
    except InputError as refusal:
        said = refusal
    sys.stdout.buffer.write(pickle.dumps(said))


if __name__ == "__main__":
    _answer()
