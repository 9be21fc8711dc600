"""What every part of an encode works with: the master, the room its pieces are kept in."""

from dataclasses import dataclass
from pathlib import Path

from cartelera.adapters import ffmpeg
from cartelera.adapters.store import Workroom
from cartelera.apps.media.tally import Tally
from cartelera.engines.media.encode import key_of
from cartelera.vocabulary.errors import InputError, ProgramError


@dataclass(frozen=True, slots=True)
class MasterFile:
    """A master on disk, and the hash of its bytes."""

    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class Run:
    """One run of an encode: a killed one goes on with the pieces it finds in the room."""

    master: MasterFile
    room: Workroom
    tally: Tally

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
