"""What is odd about a master's picture: bars around it, film made into video, and the like."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from cartelera.engines.media.probe import Picture
from cartelera.engines.media.timeline import Timeline
from cartelera.engines.media.tone import Transfer
from cartelera.vocabulary.labelled import Labelled

ACROSS = 32  # pixels that a row, or a column, is averaged to before its bars are measured
EVERY = 24  # frames from one that is measured to the next
DARK = 28  # luma, of 255: what is darker in every frame is no picture
LIT = 44  # luma that the picture reaches beside a bar: else it is only a dark picture
THIN = Fraction(1, 60)  # of the height or width: thinner bars are edges of the camera
LONG = 10  # cycles that are judged together
MOVES = 0.3  # levels between frames, below which nothing moves
SURE = 0.75  # share of cycles that must look alike
SHAPES = (("4:3", 4 / 3), ("16:9", 16 / 9), ("9:16", 9 / 16))
FILM_IN_VIDEO = (Fraction(30000, 1001), Fraction(30))  # frames a second that 24 is made into

Grey = npt.NDArray[np.uint8]
Small = npt.NDArray[np.uint8]


class OddKind(Labelled):
    """A way in which a picture is not what it could be."""

    LETTERBOX = "letterbox", "Bars above and below", "Barras arriba y abajo"
    PILLARBOX = "pillarbox", "Bars at the sides", "Barras a los lados"
    PULLDOWN = (
        "pulldown",
        "3:2 pulldown: film made into video",
        "Pulldown 3:2: cine pasado a video",
    )
    PQ = (
        "pq",
        "High dynamic range (PQ); brought to Rec. 709",
        "Alto rango dinámico (PQ); se llevó a Rec. 709",
    )
    HLG = (
        "hlg",
        "High dynamic range (HLG); brought to Rec. 709",
        "Alto rango dinámico (HLG); se llevó a Rec. 709",
    )
    INTERLACED = "interlaced", "Interlaced; made whole", "Entrelazado; se hizo progresivo"
    VARYING = (
        "varying",
        "Varying frame rate; made steady",
        "Cadencia variable; se hizo constante",
    )
    TURNED = "turned", "Stored lying; turned upright", "Guardado acostado; se puso derecho"
    SQUEEZED = (
        "squeezed",
        "Pixels not square; made square",
        "Píxeles no cuadrados; se hicieron cuadrados",
    )


@dataclass(frozen=True, slots=True)
class Bars:
    """How much of each side of a picture is black, in pixels."""

    top: int = 0
    bottom: int = 0
    left: int = 0
    right: int = 0


@dataclass(frozen=True, slots=True)
class Odd:
    """One thing that is odd about a picture."""

    kind: OddKind
    shapes: tuple[str, str] = ("", "")  # of bars: the picture's own shape, and the frame's
    pixels: tuple[int, int] = (0, 0)  # of bars: one side and the other

    def __str__(self) -> str:
        if not self.shapes[0]:
            return self.kind.en
        own, frame = self.shapes
        return f"{self.kind.en}: {own} in {frame}, {self.pixels[0]} and {self.pixels[1]} pixels"

    def written(self) -> dict[str, Any]:
        """Return it as JSON takes it."""
        return asdict(self)


def odd_of(said: dict[str, Any]) -> Odd:
    """Return what `written` wrote."""
    first, second = said["pixels"]
    own, frame = said["shapes"]
    return Odd(OddKind(said["kind"]), (str(own), str(frame)), (int(first), int(second)))


def bars(rows: Grey, columns: Grey) -> Bars:
    """Return the bars around a picture.

    rows     frames x height x ACROSS, luma: frames from all of the film, each row averaged
    columns  frames x ACROSS x width

    Only what is black in every frame, and has light beside it in some, is a bar.
    """
    top, bottom = _edges(rows.max(axis=(0, 2), initial=0))
    left, right = _edges(columns.max(axis=(0, 1), initial=0))
    return Bars(top, bottom, left, right)


def _edges(brightest: npt.NDArray[np.uint8]) -> tuple[int, int]:
    """Return how much is dark at either end of what each line reaches at its brightest."""
    lit = np.flatnonzero(brightest > DARK)
    if not len(lit):
        return 0, 0
    found = (int(lit[0]), int(len(brightest) - 1 - lit[-1]))
    beside = (brightest[lit[0] : lit[0] + 3], brightest[max(0, lit[-1] - 2) : lit[-1] + 1])
    first, second = (
        pixels if pixels >= THIN * len(brightest) and light.max() >= LIT else 0
        for pixels, light in zip(found, beside, strict=True)
    )
    return first, second


def pulldown(frames: Small, rate: Fraction) -> bool:
    """Say whether film at 24 frames a second was made into video at 30 by 3:2 pulldown.

    frames  every frame, small
    rate    frames a second, as the file says it

    Of five steps from frame to frame, such video makes two, two apart, that are shorter than
    the others, or one that is none: again and again, at the same place.
    """
    if rate not in FILM_IN_VIDEO or len(frames) <= 5 * LONG:
        return False
    grey = frames.reshape(len(frames), -1).astype(np.int16)
    steps = np.array([np.abs(b - a).mean() for a, b in pairwise(grey)])
    size = 5 * LONG
    windows = [steps[at : at + size] for at in range(0, len(steps) - size + 1, size)]
    moving = [w.reshape(LONG, 5) for w in windows if np.median(w) > MOVES]
    votes = sum(_is_cadence(cycles) for cycles in moving)
    return bool(moving) and votes * 2 > len(moving)


def _is_cadence(cycles: npt.NDArray[np.floating[Any]]) -> bool:
    """Say whether cycles of five steps are alike in where their short ones are."""
    for place in range(5):
        short = cycles[:, [place, (place + 2) % 5]].max(axis=1)
        rest = cycles[:, [(place + 1) % 5, (place + 3) % 5, (place + 4) % 5]].min(axis=1)
        one, others = cycles[:, place], np.delete(cycles, place, axis=1).min(axis=1)
        if max(np.mean(short < 0.8 * rest), np.mean(one < 0.3 * others)) >= SURE:
            return True
    return False


def oddities(picture: Picture, clock: Timeline, around: Bars, film: bool) -> tuple[Odd, ...]:
    """Return all that is odd about a picture, for whoever delivered it.

    around  its bars, in its own stored pixels
    film    whether it is film made into video
    """
    found = []
    height, width = picture.height, picture.width
    if around.top or around.bottom:
        shapes = (_shape(width, height - around.top - around.bottom), _shape(width, height))
        found.append(Odd(OddKind.LETTERBOX, shapes, (around.top, around.bottom)))
    if around.left or around.right:
        shapes = (_shape(width - around.left - around.right, height), _shape(width, height))
        found.append(Odd(OddKind.PILLARBOX, shapes, (around.left, around.right)))
    flags: Sequence[tuple[bool, OddKind]] = (
        (film, OddKind.PULLDOWN),
        (picture.wide is not None and picture.wide.transfer is Transfer.PQ, OddKind.PQ),
        (picture.wide is not None and picture.wide.transfer is Transfer.HLG, OddKind.HLG),
        (picture.interlaced, OddKind.INTERLACED),
        (not clock.steady, OddKind.VARYING),
        (picture.turned, OddKind.TURNED),
        (picture.squeezed, OddKind.SQUEEZED),
    )
    return (*found, *(Odd(kind) for is_so, kind in flags if is_so))


def _shape(width: int, height: int) -> str:
    ratio = width / max(1, height)
    near = [name for name, exact in SHAPES if abs(ratio - exact) < 0.015]
    return near[0] if near else f"{ratio:.2f}"
