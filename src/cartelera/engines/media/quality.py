"""How good a picture is, by VMAF at display size, and how many bits that takes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cartelera.vocabulary.errors import ProgramError

EVERY = 3  # frames: one of so many is looked at


@dataclass(frozen=True, slots=True)
class Quality:
    """VMAF over the frames of a shot or film, each from 0 to 100."""

    mean: float
    harmonic: float  # harmonic mean: bad frames weigh more
    low_1: float  # of a hundred frames one is worse than this

    @property
    def rounded(self) -> "Quality":
        """The same to two decimals, as it is told."""
        return Quality(round(self.mean, 2), round(self.harmonic, 2), round(self.low_1, 2))


def read_scores(log: Mapping[str, Any]) -> list[float]:
    """Return the VMAF of each frame looked at, from libvmaf's JSON.

    Raises ProgramError if there is none: nothing was compared.
    """
    scores = [float(frame["metrics"]["vmaf"]) for frame in log.get("frames", [])]
    if not scores:
        raise ProgramError("not one frame was compared with the master's")
    return scores


def pooled(scores: Sequence[float]) -> Quality:
    """Return the quality over frames, of which there is at least one."""
    values = np.asarray(scores, dtype=float)
    harmonic = len(values) / float((1 / (values + 1)).sum()) - 1
    low = float(np.percentile(values, 1))
    return Quality(float(values.mean()), harmonic, low)


Point = tuple[float, float]  # kbit/s and VMAF


def rising(ladder: Iterable[Point]) -> list[Point]:
    """Return the points that no other dominates, the cheapest first."""
    kept: list[Point] = []
    for kbps, vmaf in sorted(ladder, key=lambda point: (point[0], -point[1])):
        if not kept or vmaf > kept[-1][1] + 1e-6:
            kept.append((kbps, vmaf))
    return kept


def bits_saved(ours: Sequence[Point], theirs: Sequence[Point]) -> float | None:
    """Return the percentage of bits that our ladder saves at equal VMAF; negative: it costs.

    ours, theirs  kbit/s and VMAF of each rung, in any order

    The mean over the range of quality that both ladders cover, of the logarithm of bits
    through each ladder's points; None if they cover no range together.
    Source: Bjøntegaard (2001), with piecewise cubic Hermite interpolation.
    """
    from scipy.interpolate import PchipInterpolator

    one, other = rising(ours), rising(theirs)
    if min(len(one), len(other)) < 2:
        return None
    low = max(one[0][1], other[0][1])
    high = min(one[-1][1], other[-1][1])
    if high <= low:
        return None
    means = []
    for points in (one, other):
        logs = PchipInterpolator([v for _, v in points], [np.log(k) for k, _ in points])
        means.append(float(logs.integrate(low, high)) / (high - low))
    return 100 * (1 - float(np.exp(means[0] - means[1])))


def kbps_at(ladder: Sequence[Point], vmaf: float) -> float | None:
    """Return the bits a ladder needs for a quality, between its rungs; None outside them."""
    from scipy.interpolate import PchipInterpolator

    points = rising(ladder)
    if len(points) < 2 or not points[0][1] <= vmaf <= points[-1][1]:
        return None
    logs = PchipInterpolator([v for _, v in points], [np.log(k) for k, _ in points])
    return float(np.exp(logs(vmaf)))
