"""What an encode came to: its rungs, what they cost, and the shots that were hardest."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cartelera.engines.media.ladder import PictureCodec
from cartelera.engines.media.quality import Quality

FORM = 1  # of report.json
MOMENTS = 400  # of a film, of which the VMAF is told
HARDEST = 6  # shots shown as pictures
REPORT = "report.json"
MASTER_FRAME, RUNG_FRAME = "%02d-master.jpg", "%02d-rung.jpg"  # by the number of a shot

Dot = tuple[float, float]  # kbit/s and VMAF


@dataclass(frozen=True, slots=True)
class RungTold:
    """A rung that is shipped."""

    size: str
    kbps: float
    predicted: float  # VMAF, before its shots were encoded
    quality: Quality  # VMAF, measured on what is shipped


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of the film as the best rung shows it."""

    second: float  # at which it begins
    mean: float  # VMAF
    low: float  # VMAF of its worst frame looked at


@dataclass(frozen=True, slots=True)
class PeerTold:
    """What a peer would ship of the same film, beside the rungs of one codec."""

    name: str
    dots: tuple[Dot, ...]
    saved_percent: float | None  # of its bits, at equal VMAF; None: no VMAF in common


@dataclass(frozen=True, slots=True)
class LadderTold:
    """The rungs of one codec, and what else they could have been."""

    codec: PictureCodec
    rungs: tuple[RungTold, ...]  # the best first
    curves: tuple[tuple[str, tuple[Dot, ...]], ...]  # of each size tried, by the trials
    fixed: tuple[Dot, ...]  # one CRF for all shots at each size, by the trials
    saved_percent: float | None  # of the fixed ladder, at equal VMAF; None: too few to say
    moments: tuple[Moment, ...]
    peers: tuple[PeerTold, ...] = ()  # none unless they were asked for

    @property
    def costs_percent(self) -> float:
        """By how many percent it needs more bits than the fixed ladder; 0 if nobody can say."""
        return -(self.saved_percent or 0.0)


@dataclass(frozen=True, slots=True)
class Hard:
    """A shot that looks worst in the best rung, and its worst frame."""

    second: float  # of the film, at which the frame is shown
    start: float  # seconds
    end: float
    crf: float
    kbps: float
    vmaf: float  # mean of the shot
    low: float  # VMAF of the frame


@dataclass(frozen=True, slots=True)
class Report:
    """What an encode came to."""

    seconds: float
    shots: int
    asked: int  # VMAF of the best rung
    ladders: tuple[LadderTold, ...]
    hardest: tuple[Hard, ...]  # the worst first

    def written(self) -> dict[str, Any]:
        """Return the report as JSON takes it."""
        return {"form": FORM, **asdict(self)}


def read_report(said: Mapping[str, Any]) -> Report:
    """Return the report that JSON holds, as `written` gave it."""
    return Report(
        said["seconds"],
        said["shots"],
        said["asked"],
        tuple(_read_ladder(ladder) for ladder in said["ladders"]),
        tuple(Hard(**hard) for hard in said["hardest"]),
    )


def _read_ladder(said: Mapping[str, Any]) -> LadderTold:
    return LadderTold(
        PictureCodec(said["codec"]),
        tuple(RungTold(**{**r, "quality": Quality(**r["quality"])}) for r in said["rungs"]),
        tuple((size, tuple((k, v) for k, v in dots)) for size, dots in said["curves"]),
        tuple((k, v) for k, v in said["fixed"]),
        said["saved_percent"],
        tuple(Moment(**moment) for moment in said["moments"]),
        tuple(
            PeerTold(p["name"], tuple((k, v) for k, v in p["dots"]), p["saved_percent"])
            for p in said.get("peers", ())
        ),
    )


def moments(scores: Sequence[tuple[float, float]], seconds: float) -> tuple[Moment, ...]:
    """Gather the VMAF of frames into at most MOMENTS stretches of equal length.

    scores   (second, VMAF) of the frames looked at, in order
    seconds  how long the film lasts, more than 0
    """
    gathered: dict[int, list[tuple[float, float]]] = {}
    for second, vmaf in scores:
        place = min(MOMENTS - 1, int(second / seconds * MOMENTS))
        gathered.setdefault(place, []).append((second, vmaf))
    return tuple(
        Moment(
            round(found[0][0], 3),
            round(sum(vmaf for _, vmaf in found) / len(found), 2),
            round(min(vmaf for _, vmaf in found), 2),
        )
        for found in gathered.values()
    )
