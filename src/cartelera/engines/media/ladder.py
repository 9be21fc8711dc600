"""The set of qualities offered for one title."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

# width and height of the box a rung fits in, kbit/s it may not pass at 30 frames a second
BOXES = (
    (3840, 2160, 18_000),
    (2560, 1440, 10_000),
    (1920, 1080, 6_000),
    (1280, 720, 3_500),
    (854, 480, 1_700),
    (640, 360, 1_000),
    (426, 240, 500),
)
STEP = Fraction(7, 10)  # a rung has at most this share of the pixels of the one above
CRF = 23


@dataclass(frozen=True, slots=True)
class Rung:
    """One quality: a size, an aim and a cap."""

    width: int  # pixels, even
    height: int
    crf: int  # x264 constant rate factor: lower is better
    cap_kbps: int

    @property
    def name(self) -> str:
        """Its directory's name, unlike any other rung's of the ladder."""
        return f"{self.width}x{self.height}"


def ladder(width: int, height: int, rate: Fraction) -> tuple[Rung, ...]:
    """Return the rungs for a picture, the largest first; none is larger than the picture.

    width, height  pixels, as shown
    rate           frames a second

    The first rung is the picture's own size, down to 3840x2160.
    """
    top = _fitted(width, height, *BOXES[0][:2])
    sizes = [top]
    for box_width, box_height, _ in BOXES:
        size = _fitted(width, height, box_width, box_height)
        if size[0] * size[1] <= sizes[-1][0] * sizes[-1][1] * STEP:
            sizes.append(size)
    return tuple(Rung(w, h, CRF, _cap_kbps(w * h, rate)) for w, h in sizes)


def kept_rungs(kbps: Sequence[float]) -> list[int]:
    """Return the places of the rungs worth offering, given what each turned out to need.

    kbps  mean bit rate of each rung, the largest picture first

    A rung that needs as many bits as a larger one kept before it is dominated: it looks
    worse and costs no less. The first is always kept.
    """
    kept: list[int] = []
    for place, need in enumerate(kbps):
        if not kept or need < kbps[kept[-1]]:
            kept.append(place)
    return kept


def _fitted(width: int, height: int, box_width: int, box_height: int) -> tuple[int, int]:
    if height > width:
        box_width, box_height = box_height, box_width
    scale = min(Fraction(1), Fraction(box_width, width), Fraction(box_height, height))
    return _even(width * scale), _even(height * scale)


def _even(side: Fraction) -> int:
    return max(2, int(side / 2 + Fraction(1, 2)) * 2) if side % 2 != 1 else int(side) - 1


def _cap_kbps(pixels: int, rate: Fraction) -> int:
    """Return the cap of the box with the nearest number of pixels, in proportion."""
    width, height, cap = min(BOXES, key=lambda box: abs(box[0] * box[1] - pixels))
    share: float = min(1.0, pixels / (width * height)) ** 0.75
    faster: float = max(1.0, float(rate) / 30) ** 0.6
    return max(100, round(cap * share * faster))
