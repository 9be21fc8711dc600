"""How much of a title is watched, second by second."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeAlias

Steps: TypeAlias = Sequence[tuple[int, int]]  # (second, times played from there on), in order


@dataclass(frozen=True, slots=True)
class Point:
    """One moment of a curve."""

    second: int
    share: float | None  # of the plays; None: too few played it to say


def added(weeks: Iterable[Steps]) -> list[tuple[int, int]]:
    """Return the steps of several weeks as one."""
    change: dict[int, int] = defaultdict(int)
    for steps in weeks:
        before = 0
        for second, count in steps:
            change[second] += count - before
            before = count
    seconds = sorted(second for second, step in change.items() if step)
    counts = accumulate(change[second] for second in seconds)
    return list(zip(seconds, counts, strict=True))


def curve(steps: Steps, plays: int, seconds: int, least: int, points: int = 120) -> list[Point]:
    """Return the share of plays that played each moment, in whole per cent.

    steps    of one or more weeks
    plays    that began
    seconds  the title's length
    least    times a moment must have been played to be told
    points   moments, evenly apart, at most one a second
    """
    if not plays or seconds < 1:
        return []
    count = min(points, seconds)
    out, at, now = [], 0, 0
    for n in range(count):
        second = n * seconds // count
        while at < len(steps) and steps[at][0] <= second:
            now = steps[at][1]
            at += 1
        out.append(Point(second, round(now / plays, 2) if now >= least else None))
    return out
