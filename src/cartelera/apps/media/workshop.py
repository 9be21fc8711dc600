"""What every part of an encode works with: the master, the room its pieces are kept in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cartelera.adapters import ffmpeg
from cartelera.adapters.store import Workroom, master_by_name
from cartelera.apps.media.crew import HERE, Crew
from cartelera.apps.media.tally import Tally, Task
from cartelera.engines.media.encode import key_of
from cartelera.vocabulary.errors import InputError, ProgramError


@dataclass(frozen=True, slots=True)
class MasterFile:
    """A master on disk, and the hash of its bytes."""

    path: Path
    sha256: str

    def __reduce__(self) -> tuple[Callable[[str], "MasterFile"], tuple[str]]:
        """Travel as a name: found again in the store of another machine."""
        return _master_by_name, (self.sha256,)


def _master_by_name(sha256: str) -> MasterFile:
    return MasterFile(master_by_name(sha256), sha256)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of an encode: a killed one goes on with the pieces it finds in the room."""

    master: MasterFile
    room: Workroom
    tally: Tally
    crew: Crew = HERE

    def do(self, tasks: Sequence[Task]) -> None:
        """Do tasks that make pieces, here or on whatever machines help."""
        self.crew.do(tasks, self.tally)
        self.room.look_again()

    def key(self, *parts: object) -> str:
        """Return the hash under which a piece of this master is kept."""
        return key_of(self.master.sha256, ffmpeg.programs(), *parts)

    def held(self, key: str) -> Path:
        """Return a piece that was finished. Raises ProgramError if it is gone."""
        path = self.room.piece(key)
        if path is None:
            raise ProgramError(f"a finished piece is gone from {self.room.path}; run again")
        return path


def frames_in(path: Path) -> int:
    """Return how many frames an encoded piece holds; 0 if it is none."""
    try:
        return int(ffmpeg.probe(path)["streams"][0].get("nb_frames", 0))
    except InputError:
        return 0
