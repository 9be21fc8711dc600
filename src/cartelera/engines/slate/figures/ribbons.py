"""Interleaved bands: quarter rings on tiles, turned so that they run on."""

from collections.abc import Sequence
from math import ceil, pi, sin

from cartelera.engines.slate.figures.ground import Ground
from cartelera.engines.slate.numbers import short
from cartelera.engines.slate.seed import Seed


def ribbons(ground: Ground) -> list[str]:
    """Draw bands of stripes that pass over and under each other.

    Source: the tiles of Truchet (1704), as Smith turned them into arcs (1987).
    """
    seed, colours = ground.seed, ground.palette
    across = seed.one_of("tiles", (2, 3, 3))
    main, other = colours.main, seed.one_of("other ribbon", (colours.second, colours.spark))
    inks = seed.one_of(
        "stripes", ((main, main, other), (main, other, main), (other, main, main), (main, main))
    )
    whole = 2 * (2 * len(inks) - 1)  # stripes then lie on whole px, and the drawing is light
    side = ceil(ground.across / across / whole) * whole
    columns, rows = ceil(ground.width / side - 0.05), ceil(ground.height / side - 0.05)
    left, top = (ground.width - columns * side) // 2, (ground.height - rows * side) // 2
    band = side / (2 * len(inks) - 1) * (0.54 + 0.2 * sin(2 * pi * ground.moment))
    tiles = []
    for row in range(rows):
        for column in range(columns):
            at = (left + column * side, top + row * side)
            turned = _turned(seed, row, column, columns)
            over = seed.chance(f"over {row} {column}", 0.5)
            tiles.append(_tile(at, side, (turned, over), inks, colours.ground))
    return [
        ground.paper(colours.ground),
        f'<g fill="none" stroke-width="{short(band)}">{"".join(tiles)}</g>',
    ]


def _turned(seed: Seed, row: int, column: int, columns: int) -> bool:
    weave = seed.one_of("weave", ("chance", "mirror", "wheels"))
    if weave == "chance":
        return seed.chance(f"tile {row} {column}", 0.5)
    if weave == "wheels":
        return (row + column) % 2 == 1
    mirrored = seed.chance(f"tile {row} {min(column, columns - 1 - column)}", 0.5)
    return mirrored ^ (column >= columns / 2)


def _tile(
    at: tuple[float, float],
    side: float,
    laid: tuple[bool, bool],
    inks: Sequence[str],
    paper: str,
) -> str:
    """Draw one tile: arcs about one corner, and over them arcs about the other.

    laid  whether the tile is turned, and which of its two corners lies over the other
    inks  from the outer stripe to the middle one; the other half is its mirror, so that a band
          goes on unbroken from tile to tile
    """
    x, y = at
    turned, other_over = laid
    corners = [(x + side, y), (x, y + side)] if turned else [(x, y), (x + side, y + side)]
    if other_over:
        corners.reverse()
    stripes = [*inks, *reversed(inks[:-1])]
    parts = []
    for n, (cx, cy) in enumerate(corners):
        dx, dy = (1 if cx == x else -1), (1 if cy == y else -1)
        sweep = 1 if dx == dy else 0
        if n:
            r = short(side)
            parts.append(
                f'<path fill="{paper}" d="M{short(cx)} {short(cy)}'
                f"h{short(dx * side)}A{r} {r} 0 0 {sweep} {short(cx)} "
                f'{short(cy + dy * side)}z"/>'
            )
        arcs: dict[str, str] = {}
        for stripe, ink in enumerate(stripes):
            radius = (stripe + 0.5) * side / len(stripes)
            r = short(radius)
            arcs[ink] = arcs.get(ink, "") + (
                f"M{short(cx + dx * radius)} {short(cy - dy * 0.6)}v{short(dy * 0.6)}"
                f"A{r} {r} 0 0 {sweep} {short(cx)} {short(cy + dy * radius)}h{short(-dx * 0.6)}"
            )
        parts += [f'<path stroke="{ink}" d="{data}"/>' for ink, data in arcs.items()]
    return "".join(parts)
