"""The drawn systems that posters are built from, by name."""

from collections.abc import Callable
from typing import TypeAlias

from cartelera.engines.slate.figures.cloth import fret, sarape
from cartelera.engines.slate.figures.dots import halftone
from cartelera.engines.slate.figures.ground import Ground
from cartelera.engines.slate.figures.horizon import horizon
from cartelera.engines.slate.figures.lines import echo, interference
from cartelera.engines.slate.figures.paper import cut_paper
from cartelera.engines.slate.figures.ribbons import ribbons
from cartelera.engines.slate.figures.tiles import tiles

Figure: TypeAlias = Callable[[Ground], list[str]]

FIGURES: dict[str, Figure] = {
    "echo": echo,
    "interference": interference,
    "ribbons": ribbons,
    "cut paper": cut_paper,
    "horizon": horizon,
    "halftone": halftone,
    "sarape": sarape,
    "fret": fret,
    "tiles": tiles,
}

__all__ = ["FIGURES", "Figure", "Ground"]
