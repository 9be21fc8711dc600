"""When frames are shown: the steady clock that a master, whatever its own, is encoded to."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from statistics import median_low

from cartelera.engines.media.probe import MAX_HOURS, SLOWEST
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.timecode import USUAL_RATES, frame_rate

FASTEST = 60  # frames a second that are ever encoded


@dataclass(frozen=True, slots=True)
class Timeline:
    """A master's frames on a steady clock: frame n is shown at n / rate seconds."""

    first: int  # timestamp of the first frame, in ticks of the master
    tick: Fraction  # seconds
    rate: Fraction  # frames a second, of what is made
    frames: int  # of what is made
    decoded: int  # frames of the master, each counted
    steady: bool  # the master's frames are one for one those of what is made

    @property
    def seconds(self) -> Fraction:
        """How long the film lasts."""
        return self.frames / self.rate

    def place(self, stamp: int) -> int:
        """Return which frame of what is made shows the master's frame of this timestamp."""
        return _nearest((stamp - self.first) * self.tick * self.rate)


def timeline(
    stamps: Sequence[int], tick: Fraction, declared: Fraction, last: int = 0
) -> Timeline:
    """Put a master's frames on a steady clock.

    stamps    timestamp of each decoded frame, in the order shown, in ticks
    tick      seconds of one tick
    declared  the rate the file says it has, frames a second
    last      how long the last frame is held, in ticks; 0 when the file does not say

    A master with steady frames keeps its rate and every one of them; one with a
    varying rate gets the usual rate nearest to its typical frame, and its frames are
    held or dropped so that each moment shows what the master shows.
    Raises InputError if there are fewer than 2 frames, or fewer than 4 a second.
    """
    if len(stamps) < 2:
        raise InputError("it holds fewer than two frames: this is a still, not a video")
    ordered = sorted(stamps)
    gaps = [b - a for a, b in pairwise(ordered)]
    typical = median_low(gap for gap in gaps if gap > 0) if any(gaps) else 1
    span = (ordered[-1] - ordered[0]) * tick
    lasts = span + max(last, typical) * tick
    _refuse_slides(len(ordered), lasts)
    mean = (len(ordered) - 1) / span
    for rate in (frame_rate(declared), frame_rate(mean), 1 / (typical * tick)):
        if rate <= FASTEST and _one_for_one(ordered, tick, rate):
            return Timeline(ordered[0], tick, rate, len(ordered), len(ordered), steady=True)
    rate = _usual(1 / (typical * tick))
    frames = max(1, _nearest(lasts * rate))
    return Timeline(ordered[0], tick, rate, frames, len(ordered), steady=False)


def _refuse_slides(frames: int, span: Fraction) -> None:
    if span > MAX_HOURS * 3600:
        raise InputError(f"its frames span more than {MAX_HOURS} hours; deliver it in parts")
    if frames < SLOWEST * span:
        raise InputError(
            f"it has {float(frames / span):.2f} frames a second: this is a slide show; "
            f"at least {SLOWEST} are needed"
        )


def _one_for_one(stamps: Sequence[int], tick: Fraction, rate: Fraction) -> bool:
    step = tick * rate
    return all(_nearest((at - stamps[0]) * step) == n for n, at in enumerate(stamps))


def _usual(rate: Fraction) -> Fraction:
    while rate > FASTEST:
        rate /= 2
    return min(USUAL_RATES, key=lambda usual: abs(usual - rate))


def _nearest(value: Fraction) -> int:
    """Round halves up, as ffmpeg's fps filter does (Python rounds them to even)."""
    return int(value + Fraction(1, 2))
