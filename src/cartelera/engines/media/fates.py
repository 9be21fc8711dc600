"""What becomes of each track of a master: packaged, or set aside and why."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Fate:
    """A track of a master, and why it is not in the package."""

    track: int  # as the file counts them, from 0
    kind: str  # video, audio, subtitle, data, attachment
    codec: str
    reason: str = ""  # empty: it is packaged

    def __str__(self) -> str:
        told = f"set aside: {self.reason}" if self.reason else "packaged"
        return f"track {self.track} {self.kind} {self.codec}: {told}"

    def written(self) -> dict[str, Any]:
        """Return it as JSON takes it."""
        return asdict(self)


def fates(streams: Iterable[Mapping[str, Any]], taken: Iterable[int]) -> tuple[Fate, ...]:
    """Return what becomes of each track.

    streams  as `ffprobe -show_streams` says them
    taken    the tracks that go into the package
    """
    kept = frozenset(taken)
    found = []
    for stream in streams:
        track, kind = int(stream["index"]), str(stream.get("codec_type", "unknown"))
        reason = "" if track in kept else _reason(kind, stream)
        found.append(Fate(track, kind, str(stream.get("codec_name", "unknown")), reason))
    return tuple(found)


def _reason(kind: str, stream: Mapping[str, Any]) -> str:
    if kind == "video":
        cover = stream.get("disposition", {}).get("attached_pic")
        return "it is a cover" if cover else "a film has one picture, and the first is taken"
    if kind == "audio":
        return "it says of no channel that it has one"
    if kind == "subtitle":
        return "its words are pictures; deliver them as SRT, WebVTT, ASS or TTML"
    return "it is neither picture, sound nor words"
