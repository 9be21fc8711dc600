"""Which quality each shot gets: the last bit spent buys the same everywhere in the title."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Picks = npt.NDArray[np.int64]
PERFECT = 100.8  # VMAF never reaches it: what is missing to it shrinks evenly with the CRF
SPREAD = 14.0  # VMAF: no shot is planned to be this much worse than the title
APART = 1.5  # steps of CRF: what was tried so near to a careful trial says nothing more
HALVINGS = 60
NEAR = 0.25  # VMAF: a plan that is so near its aim reaches it


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial encode of a shot: what it cost and how it looked."""

    crf: float
    bits: float  # of a whole shot
    vmaf: float  # mean


@dataclass(frozen=True, slots=True)
class Curve:
    """What a shot costs and how it looks at any CRF of one picture size."""

    crfs: tuple[float, ...]  # of the trials, rising
    log_bits: tuple[float, ...]
    log_missing: tuple[float, ...]  # of what is missing to a perfect VMAF

    def bits(self, crf: Floats) -> Floats:
        """Return the bits of the shot at each CRF."""
        return np.exp(_through(self.crfs, self.log_bits, crf))

    def vmaf(self, crf: Floats) -> Floats:
        """Return the mean VMAF of the shot at each CRF."""
        return PERFECT - np.exp(_through(self.crfs, self.log_missing, crf))

    def moved(self, trials: Sequence[Trial]) -> "Curve":
        """Return the curve moved to go through trials made with more care."""
        seen = sorted({trial.crf: trial for trial in trials}.values(), key=lambda t: t.crf)
        if not seen:
            return self
        at = np.array([trial.crf for trial in seen])
        wrongs = np.array([self.wrong(trial) for trial in seen])
        knots = sorted({*at.tolist(), *(c for c in self.crfs if np.abs(at - c).min() >= APART)})
        x = np.array(knots)
        bits = _through(self.crfs, self.log_bits, x) + np.interp(x, at, wrongs[:, 0])
        missing = _through(self.crfs, self.log_missing, x) + np.interp(x, at, wrongs[:, 1])
        return Curve(tuple(knots), tuple(bits.tolist()), tuple(missing.tolist()))

    def biased(self, log_bits: float, log_missing: float) -> "Curve":
        """Return the curve moved by what other shots of this size were found to be off."""
        return Curve(
            self.crfs,
            tuple(y + log_bits for y in self.log_bits),
            tuple(y + log_missing for y in self.log_missing),
        )

    def wrong(self, trial: Trial) -> tuple[float, float]:
        """Return by how much a trial is off: logarithms of bits and of what is missing."""
        at = np.array([trial.crf])
        missing = float(np.log(PERFECT - min(trial.vmaf, 100.0)))
        return (
            float(np.log(trial.bits) - _through(self.crfs, self.log_bits, at)[0]),
            missing - float(_through(self.crfs, self.log_missing, at)[0]),
        )


def curve(trials: Sequence[Trial]) -> Curve:
    """Return the curve through trials of one shot at one picture size, at least two."""
    ordered = sorted(trials, key=lambda trial: trial.crf)
    return Curve(
        tuple(trial.crf for trial in ordered),
        tuple(float(np.log(max(trial.bits, 1.0))) for trial in ordered),
        tuple(float(np.log(PERFECT - min(trial.vmaf, 100.0))) for trial in ordered),
    )


def pooled_parts(parts: Sequence[Curve], frames: Sequence[int]) -> list[Curve]:
    """Return the curves of the parts of one shot, tried at the same CRFs, made alike.

    What differs between parts of a shot is mostly by chance, as only a little of each was
    tried; parts whose curves are alike get one CRF, which is what suits a shot.
    """
    share = np.asarray(frames, dtype=float) / sum(frames)
    lengths = np.log(np.asarray(frames, dtype=float))
    bits = share @ (np.array([part.log_bits for part in parts]) - lengths[:, None])
    missing = share @ np.array([part.log_missing for part in parts])
    return [
        Curve(part.crfs, tuple((bits + length).tolist()), tuple(missing.tolist()))
        for part, length in zip(parts, lengths, strict=True)
    ]


def _through(xs: Sequence[float], ys: Sequence[float], at: Floats) -> Floats:
    """Go smoothly from trial to trial, never turning back, and straight on beyond them."""
    from scipy.interpolate import PchipInterpolator

    x, y = np.asarray(xs), np.asarray(ys)
    if len(x) < 3:
        return np.asarray(y[0] + (y[-1] - y[0]) / (x[-1] - x[0]) * (at - x[0]))
    smooth = PchipInterpolator(x, y)
    slopes = smooth.derivative()(np.array([x[0], x[-1]]))
    inside = smooth(np.clip(at, x[0], x[-1]))
    below, above = np.minimum(at - x[0], 0), np.maximum(at - x[-1], 0)
    return np.asarray(inside + slopes[0] * below + slopes[1] * above)


@dataclass(frozen=True, slots=True)
class Plan:
    """A CRF for each shot, and what the title is then expected to cost and look like."""

    crfs: tuple[float, ...]
    bits: float
    vmaf: float  # mean over the title's frames


def plan(
    curves: Sequence[Curve],
    frames: Sequence[int],
    grid: Sequence[float],
    *,
    vmaf: float,
    most_bits: float | None = None,
    settled: Mapping[int, float] | None = None,
) -> Plan:
    """Return the cheapest CRFs that give a title a mean VMAF, at equal slope.

    curves     of each shot, at one picture size
    frames     of each shot
    grid       the CRFs that can be asked for, rising
    vmaf       the mean asked for, over all frames
    most_bits  that the title may cost; then it looks as good as that allows
    settled    shots, by their place, whose CRF cannot be changed any more

    Each shot's choices are those on its convex hull; at every one of them another bit buys
    the same quality anywhere in the title.
    Source: Shoham and Gersho (1988); Katsavounidis (2018).
    """
    at = np.asarray(grid, dtype=float)
    share = np.asarray(frames, dtype=float) / sum(frames)
    bits = np.array([c.bits(at) for c in curves])
    looks = np.array([c.vmaf(at) for c in curves])
    worth = looks * share[:, None]
    barred = looks < vmaf - SPREAD
    barred &= ~barred.all(axis=1, keepdims=True)
    for row, crf in (settled or {}).items():
        barred[row] = at != crf

    rows = np.arange(len(share))

    def chosen(slope: float) -> Picks:
        return np.asarray(np.where(barred, -np.inf, worth - slope * bits).argmax(axis=1))

    def dear(picks: Picks) -> bool:
        return most_bits is not None and float(bits[rows, picks].sum()) > most_bits

    def short(picks: Picks) -> bool:
        return not dear(picks) and float(worth[rows, picks].sum()) < vmaf

    high, low = 10.0, -40.0  # logarithms of the slope: the lower, the more is spent
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if short(chosen(np.exp(middle))) else (middle, high)
    picks, richer = chosen(np.exp(high)), chosen(np.exp(low))
    # between two slopes some shots have two choices as good: take the better, one by one
    for row in np.flatnonzero(picks != richer).tolist():
        better = picks.copy()
        better[row] = richer[row]
        if not short(picks) or dear(better):
            break
        picks = better
    return Plan(
        tuple(float(at[n]) for n in picks),
        float(bits[rows, picks].sum()),
        float(worth[rows, picks].sum()),
    )


def cheapest(plans: Sequence[Plan], lowest: Sequence[float], vmaf: float) -> int:
    """Return the place of the size to take, of plans that aim at the same quality.

    plans   of each picture size, the display's own first
    lowest  of each, the lowest CRF that was tried
    vmaf    the aim

    A plan that reaches its aim goes before one that does not, and one within what was tried
    before a smaller picture's that is not: the smaller a picture, the sooner it stops looking
    better as more is spent on it, and trials further up do not show where.
    """

    def dear(place: int) -> tuple[float, bool, float]:
        plan = plans[place]
        mean = sum(plan.crfs) / len(plan.crfs)
        short = max(0.0, round(vmaf - NEAR - plan.vmaf, 1))
        return short, place > 0 and mean < lowest[place], plan.bits

    return min(range(len(plans)), key=dear)
