"""Where one shot ends and the next begins: cuts, dissolves and fades, found in small frames."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from mmap import mmap

import numpy as np
import numpy.typing as npt

from cartelera.vocabulary.errors import InputError

WIDTH, HEIGHT = 64, 36  # of a small frame
FRAME_BYTES = WIDTH * HEIGHT
Frames = npt.NDArray[np.uint8]  # frames x HEIGHT x WIDTH, luma

STIR = 2.0  # levels: less than this between two frames is no change of anything
LIKE = 0.55  # correlation from which two frames are of one shot
ALIKE = 0.80  # ... and from which they surely are: the shot is back after a flash
JUMP = 2.5  # a cut changes this many times as much as the frames around it
PLAIN = 2.0  # standard deviation, in levels, below which a frame shows nothing
REACH_X, REACH_Y = 10, 4  # pixels a picture may move between two small frames
FLASH = 6  # frames: the longest flash
NEAR = 8  # frames around a cut it is compared with
SPANS = (8, 14, 24, 40)  # frames: lengths of the gradual changes looked for
BLEND = 0.5  # of what a middle frame differs, what its two ends do not explain
NOTHING = "no frame of the picture could be decoded: its shots cannot be found"
LASTS = 6  # frames: two boundaries are never closer


class Change(StrEnum):
    """How one shot becomes the next."""

    CUT = "cut"
    DISSOLVE = "dissolve"
    FADE = "fade"  # through a plain picture, black or white


@dataclass(frozen=True, slots=True)
class Boundary:
    """A change of shot during frames [start, end); the new shot counts from `at`."""

    at: int
    start: int
    end: int
    change: Change


def small_frames(data: bytes | mmap) -> Frames:
    """Return the frames in raw grey bytes of WIDTH x HEIGHT, one after another.

    Raises InputError if there is none: a decoder that gave nothing saw no shot.
    """
    grey = np.frombuffer(data, dtype=np.uint8)
    if not len(grey) or len(grey) % FRAME_BYTES:
        raise InputError(NOTHING)
    return grey.reshape(-1, HEIGHT, WIDTH)


def boundaries(frames: Frames) -> tuple[Boundary, ...]:
    """Return where shots change, in order.

    frames  every frame of the film, small

    Flashes, moving cameras and changes of light do not end a shot.
    Raises InputError if there is no frame.
    """
    if not len(frames):
        raise InputError(NOTHING)
    cuts = _cuts(frames)
    gradual = _gradual(frames, cuts)
    found = [Boundary(at, at, at, Change.CUT) for at in cuts] + gradual
    return tuple(_apart(sorted(found, key=lambda b: b.at), len(frames)))


def _apart(found: Iterable[Boundary], frames: int) -> list[Boundary]:
    """Drop what is too close to the boundary before it, or to an end of the film."""
    kept: list[Boundary] = []
    for boundary in found:
        if boundary.at < LASTS or boundary.at > frames - LASTS:
            continue
        if not kept or boundary.at - kept[-1].at >= LASTS:
            kept.append(boundary)
    return kept


def _cuts(frames: Frames) -> list[int]:
    """Return the frames that begin a shot at once."""
    if len(frames) < 2:
        return []
    change = np.array([_stir(a, b) for a, b in pairwise(frames)])
    cuts = []
    for before, stir in enumerate(change):
        at = before + 1
        if stir < STIR or _like(frames[before], frames[at]) >= LIKE:
            continue
        around = np.concatenate(
            [change[max(0, before - NEAR) : before], change[at : at + NEAR]]
        )
        usual = float(np.median(around)) if len(around) else 0.0
        if stir >= JUMP * usual and not _flash(frames, at):
            cuts.append(at)
    return cuts


def _stir(one: Frames, other: Frames) -> float:
    return float(np.abs(one.astype(np.int16) - other).mean())


def _flash(frames: Frames, at: int) -> bool:
    """Whether the shot before `at` is seen again soon after it."""
    first, last = max(0, at - FLASH), min(len(frames), at + FLASH)
    return any(
        _like(frames[a], frames[b]) >= ALIKE
        for a in range(first, at)
        for b in range(at, min(last, a + FLASH + 1))
        if (a, b) != (at - 1, at)
    )


def _like(one: Frames, other: Frames) -> float:
    """Return how alike two frames are, from -1 to 1, wherever the camera moved to."""
    a, b = one.astype(np.float32), other.astype(np.float32)
    if min(a.std(), b.std()) < PLAIN:
        both = max(a.std(), b.std()) < PLAIN
        return 1.0 if both and abs(float(a.mean() - b.mean())) < 16 else 0.0
    best = _correlation(a, b)
    if best >= ALIKE:
        return best
    for dy in range(-REACH_Y, REACH_Y + 1, 2):
        for dx in range(-REACH_X, REACH_X + 1, 2):
            best = max(best, _correlation(*_shifted(a, b, dx, dy)))
            if best >= ALIKE:
                return best
    return best


def _shifted(
    a: npt.NDArray[np.float32], b: npt.NDArray[np.float32], dx: int, dy: int
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return the parts of two frames that show the same if the picture moved by dx, dy."""
    left, right = slice(max(0, dx), WIDTH + min(0, dx)), slice(max(0, -dx), WIDTH - max(0, dx))
    up, down = slice(max(0, dy), HEIGHT + min(0, dy)), slice(max(0, -dy), HEIGHT - max(0, dy))
    return a[up, left], b[down, right]


def _correlation(a: npt.NDArray[np.float32], b: npt.NDArray[np.float32]) -> float:
    a, b = a - a.mean(), b - b.mean()
    power = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / power if power > 0 else 0.0


def _gradual(frames: Frames, cuts: Sequence[int]) -> list[Boundary]:
    """Return dissolves and fades: frames that are a mixture of two others, in rising parts."""
    tiny = frames[:, ::2, ::2].reshape(len(frames), -1)
    found: list[tuple[float, Boundary]] = []
    fence = np.zeros(len(frames) + 1, dtype=np.int64)
    for at in cuts:
        fence[at] = 1
    crossed = np.cumsum(fence)
    for span in SPANS:
        for start in range(len(frames) - span):
            end = start + span
            if crossed[end] != crossed[start]:
                continue
            error = _blend(tiny, start, end)
            if error is not None and _like(frames[start], frames[end]) < LIKE:
                plain = min(tiny[start].std(), tiny[end].std()) < 4 * PLAIN
                change = Change.FADE if plain else Change.DISSOLVE
                dark = tiny[start].std() < tiny[end].std()
                at = (start if dark else end) if plain else (start + end) // 2
                found.append((error, Boundary(at, start, end, change)))
    return _best([*found, *_through_plain(frames)])


def _through_plain(frames: Frames) -> list[tuple[float, Boundary]]:
    """Return the fades whose plain picture is seen, however the camera moved meanwhile."""
    spread = frames.std(axis=(1, 2))
    plain = np.flatnonzero(spread < 2 * PLAIN)
    runs = np.split(plain, np.flatnonzero(np.diff(plain) > 1) + 1) if len(plain) else []
    found = []
    for run in runs:
        start, end = int(run[0]) - FLASH, int(run[-1]) + FLASH
        if start < 0 or end >= len(frames) or _like(frames[start], frames[end]) >= ALIKE:
            continue
        before, after = spread[start : run[0] + 1], spread[run[-1] : end + 1]
        gone = before[0] > 4 * PLAIN and bool((np.diff(before) < 0).mean() > 0.7)
        come = after[-1] > 4 * PLAIN and bool((np.diff(after) > 0).mean() > 0.7)
        if gone or come:
            at = int(run[-1]) if come else int(run[0])
            found.append((0.0, Boundary(at, start, end, Change.FADE)))
    return found


def _blend(tiny: npt.NDArray[np.uint8], start: int, end: int) -> float | None:
    """Return what is left of the frames between when both ends are taken out of them.

    None if they are no mixture: nothing changed, or the parts do not rise steadily.
    """
    first, last = tiny[start].astype(np.float32), tiny[end].astype(np.float32)
    way = last - first
    length = float(way @ way)
    if length < (3 * STIR) ** 2 * len(way):
        return None
    parts, left = [], 0.0
    for quarter in (1, 2, 3):
        middle = tiny[start + (end - start) * quarter // 4] - first
        part = float(middle @ way) / length
        rest = middle - part * way
        parts.append(part)
        left += float(rest @ rest) / (length * 0.75 * 0.25 if quarter != 2 else length * 0.25)
    steady = 0.08 < parts[0] < parts[1] - 0.1 < parts[2] - 0.2 < 0.72
    return left / 3 if steady and left / 3 < BLEND else None


def _best(found: Sequence[tuple[float, Boundary]]) -> list[Boundary]:
    """Keep the best of those that overlap; two fades that meet are one."""
    kept: list[Boundary] = []
    for _, boundary in sorted(found, key=lambda pair: (pair[0], pair[1].at)):
        if all(boundary.end <= k.start or boundary.start >= k.end for k in kept):
            kept.append(boundary)
    kept.sort(key=lambda b: b.at)
    joined: list[Boundary] = []
    for boundary in kept:
        last = joined[-1] if joined else None
        fades = last is not None and last.change is boundary.change is Change.FADE
        if last is not None and fades and boundary.start - last.end <= 2 * FLASH:
            at = (last.at + boundary.at) // 2
            joined[-1] = Boundary(at, last.start, boundary.end, Change.FADE)
        else:
            joined.append(boundary)
    return joined
