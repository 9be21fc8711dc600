"""Glazed tiles: a few cut shapes, turned and repeated as a kitchen wall repeats them."""

from math import ceil, floor

from cartelera.engines.slate.figures.ground import Ground, circle, rectangle
from cartelera.engines.slate.numbers import short


def tiles(ground: Ground) -> list[str]:
    """Draw a wall of tiles in two designs that alternate, each in quarter turns."""
    seed, colours = ground.seed, ground.palette
    side = ceil(ground.across / seed.one_of("tiles", (3, 4, 4)))
    columns, rows = ceil(ground.width / side - 0.01), ceil(ground.height / side - 0.01)
    left, top = (ground.width - columns * side) / 2, (ground.height - rows * side) / 2
    designs = seed.order_of("designs", _DESIGNS)[:3]
    glaze = [
        (colours.main, colours.ground, colours.spark),
        (colours.ground, colours.main, colours.second),
        (colours.second, colours.main, colours.ground),
    ]
    repeat = seed.one_of("repeat", ("chequer", "mirror", "stripe"))
    out = [ground.paper(colours.ground)]
    for row in range(rows):
        for column in range(columns):
            across = min(column, columns - 1 - column)
            if repeat == "chequer":
                n = (row + column) % 2
            elif repeat == "mirror":
                n = int(seed.number(f"tile {across} {row}") * 3)
            else:
                n = (across + row) % 3
            turn = 0.0
            if repeat == "mirror":
                turn += 90 * seed.whole(f"turn {across} {row}", 0, 3)
            turn += 90 * ((row % 2) * 2 + (column % 2) * (1 if row % 2 == 0 else -1)) % 360
            turn += 90 * _turned(ground.moment, (row + column) / (rows + columns))
            x, y = left + column * side, top + row * side
            out.append(rectangle(x, y, side + 0.4, side + 0.4, glaze[n][0]))
            made = (designs[n], *glaze[n][1:])
            out.append(_glazed(x + side / 2, y + side / 2, side, turn, made))
    return out


def _turned(moment: float, late: float) -> float:
    """Return how many quarters a tile has turned: four in a whole moment, each in a wave.

    late  0 (the first of the wave) to 1 (the last)
    """
    quarters = floor(4 * moment)
    through = min(1.0, max(0.0, 2 * (4 * moment - quarters) - late))
    return quarters + through * through * (3 - 2 * through)


def _glazed(x: float, y: float, side: float, turn: float, made: tuple[str, str, str]) -> str:
    """Draw what stands on one tile about its middle: (design, its ink, the ink of its spot)."""
    design, ink, spot = made
    turned = f"rotate({short(turn)})" if turn else ""
    place = f"translate({short(x)} {short(y)}){turned}scale({short(side / 100, 3)})"
    return (
        f'<g transform="{place}"><path fill="{ink}" stroke="{ink}" d="{design}"/>'
        f'<path fill="{spot}" d="{_SPOTS[design]}"/></g>'
    )


_QUARTERS = "M-50-50H50A100 100 0 0 1-50 50z"
_PETALS = "M-50-50Q50-50 50 50Q-50 50-50-50z"
_HALVES = "M-50-50A50 50 0 0 0 50-50zM-50 50A50 50 0 0 1 50 50z"
_SAILS = "M-50-50H50L-50 50z"
_ARCH = "M-50 50V0A50 50 0 0 1 50 0V50z"
_STEPS = "M-50-50H50V-25H25V0H0V25H-25V50H-50z"
_SPOTS = {
    _QUARTERS: "M-50-50H0A50 50 0 0 1-50 0z",
    _PETALS: circle(0, 0, 16),
    _HALVES: "M-14 0L0-14L14 0L0 14z",
    _SAILS: circle(-17, -17, 17),
    _ARCH: "M-25 50V0A25 25 0 0 1 25 0V50z",
    _STEPS: "M50 50H25V25H50z",
}
_DESIGNS = tuple(_SPOTS)
