"""What a figure is drawn on: a rectangle, its colours, its numbers and its moment."""

from collections.abc import Sequence
from dataclasses import dataclass

from cartelera.engines.slate.numbers import short
from cartelera.engines.slate.palette import Palette
from cartelera.engines.slate.seed import Seed


@dataclass(frozen=True, slots=True)
class Ground:
    """A rectangle from (0, 0) to (width, height) in px, filled by one figure."""

    width: float
    height: float
    palette: Palette
    seed: Seed
    moment: float  # 0 to 1; a figure at 1 goes on as from 0
    motifs: Sequence[str]  # path data in a box of 100 about (0, 0)
    initial: str = ""  # the title's first letter as path data in the same box

    @property
    def across(self) -> float:
        """The shorter side in px."""
        return min(self.width, self.height)

    def paper(self, colour: str) -> str:
        """Return the rectangle itself in one colour."""
        return rectangle(0, 0, self.width, self.height, colour)

    def motif(self) -> str:
        """Return the title's own sign."""
        return self.seed.one_of("motif", self.motifs)


def rectangle(x: float, y: float, width: float, height: float, colour: str) -> str:
    """Return a filled rectangle; sides in px."""
    return (
        f'<path fill="{colour}" d="M{short(x)} {short(y)}h{short(width)}'
        f'v{short(height)}h{short(-width)}z"/>'
    )


def circle(x: float, y: float, radius: float) -> str:
    """Return path data of a circle about (x, y); all in px."""
    r, wide = short(radius), short(2 * radius)
    return f"M{short(x - radius)} {short(y)}a{r} {r} 0 1 0 {wide} 0a{r} {r} 0 1 0-{wide} 0z"


def disc(x: float, y: float, radius: float, colour: str) -> str:
    """Return a filled circle about (x, y); all in px."""
    return f'<circle cx="{short(x)}" cy="{short(y)}" r="{short(radius)}" fill="{colour}"/>'
