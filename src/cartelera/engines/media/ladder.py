"""The set of qualities offered for one title."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
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
FIRST_PIXELS = 854 * 480  # of a first look, at most
SHARES = (Fraction(1), Fraction(3, 4), Fraction(1, 2), Fraction(1, 3))  # of the display's sides
SMALLEST = 120  # pixels: no side of a chosen rung is shorter
STEPS = (0, 6, 15, 26, 38, 50)  # VMAF below what is asked for, of the rungs of a chosen ladder
USEFUL = 40  # VMAF at display size: nothing worse is offered
APART = 1.25  # a chosen rung needs at least so many times the bits of the one below it


class PictureCodec(StrEnum):
    """What a rung is encoded with."""

    H264 = "h264"
    AV1 = "av1"


class Effort(StrEnum):
    """How much time an encoder takes over a picture."""

    QUICK = "quick"  # of a fixed ladder
    TRIAL = "trial"  # of what is only looked at
    CAREFUL = "careful"  # of a chosen ladder


@dataclass(frozen=True, slots=True)
class Rung:
    """One quality: a size, an aim and a cap."""

    width: int  # pixels, even
    height: int
    crf: float  # constant rate factor of its encoder: lower is better
    cap_kbps: int
    codec: PictureCodec = PictureCodec.H264
    effort: Effort = Effort.QUICK
    aim: int = 0  # VMAF of a chosen rung; 0 of one of a fixed ladder

    @property
    def size(self) -> str:
        """Its width and height, as people write them."""
        return f"{self.width}x{self.height}"

    @property
    def name(self) -> str:
        """Its directory's name, unlike any other rung's of the ladder."""
        if self.effort is Effort.QUICK:
            return self.size
        return f"{self.codec}-{self.size}-{self.aim or f'{self.crf:g}'}"


QUALITY = 95  # VMAF: few viewers tell it from the master
QUALITIES = range(60, 99)  # that can be asked for


@dataclass(frozen=True, slots=True)
class Aim:
    """What an editor asks of a chosen ladder."""

    quality: int = QUALITY  # VMAF of the top rung, at display size
    codecs: tuple[PictureCodec, ...] = tuple(PictureCodec)
    most_kbps: int | None = None  # of the top rung, over the whole title


def display_size(width: int, height: int) -> tuple[int, int]:
    """Return the size at which a picture is shown and judged: its own, down to 3840x2160."""
    return _fitted(width, height, *BOXES[0][:2])


def sizes(width: int, height: int) -> tuple[tuple[int, int], ...]:
    """Return the sizes that are tried for a picture, the largest first."""
    top = display_size(width, height)
    tried = [(_even(top[0] * share), _even(top[1] * share)) for share in SHARES]
    return tuple(size for n, size in enumerate(tried) if n == 0 or min(size) >= SMALLEST)


def qualities(top: int) -> tuple[int, ...]:
    """Return the VMAF that each rung of a chosen ladder is to have, the best first."""
    return tuple(top - step for step in STEPS if step == 0 or top - step >= USEFUL)


def rung_cap_kbps(width: int, height: int, rate: Fraction) -> int:
    """Return the bits a second that no stretch of a chosen rung may pass for long."""
    return 2 * _cap_kbps(width * height, rate)


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


def first_rung(rungs: Sequence[Rung]) -> Rung:
    """Return the rung that is soon made and still good to watch, of a fixed ladder."""
    small = [rung for rung in rungs if rung.width * rung.height <= FIRST_PIXELS]
    return small[0] if small else rungs[-1]


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
