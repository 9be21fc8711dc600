"""A country's regions drawn as equal tiles: the smallest is as plain to see as the largest.

The drawing takes its colours from the page: every element has a class, and draws in
currentColor.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from cartelera.engines.slate.numbers import short

_TILE, _SPACE = 56.0, 4.0  # px

# (column, row) from the north-west, near where each region lies.
GRIDS: Mapping[str, Mapping[str, tuple[int, int]]] = {
    "MX": {
        "BCN": (0, 0), "SON": (1, 0), "CHH": (2, 0), "COA": (3, 0), "NLE": (4, 0),
        "TAM": (5, 0),
        "BCS": (0, 1), "SIN": (1, 1), "DUR": (2, 1), "ZAC": (3, 1), "SLP": (4, 1),
        "NAY": (1, 2), "AGU": (2, 2), "GUA": (3, 2), "QUE": (4, 2), "HID": (5, 2),
        "JAL": (1, 3), "MIC": (2, 3), "MEX": (3, 3), "CMX": (4, 3), "TLA": (5, 3),
        "VER": (6, 3), "YUC": (9, 3),
        "COL": (1, 4), "MOR": (3, 4), "PUE": (4, 4), "TAB": (7, 4), "CAM": (8, 4),
        "ROO": (9, 4),
        "GRO": (3, 5), "OAX": (4, 5), "CHP": (6, 5),
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tile:
    """One region, and what is said of it."""

    said: str  # its name and number, for whoever points at it or cannot see it
    titles: int


def draw_regions(territory: str, tiles: Mapping[str, Tile], name: str) -> str:
    """Return the regions of a territory as an SVG element; empty if it has no grid.

    territory  ISO 3166-1 alpha-2
    tiles      by ISO 3166-2 code, such as MX-OAX; a region without one is drawn empty
    name       what the drawing shows, for those who cannot see it

    Classes for the page to colour: region (a tile), region-empty, region-code, region-count.
    The fullest tile is solid; the others fade with their titles.
    """
    grid = GRIDS.get(territory)
    if grid is None:
        return ""
    most = max((tile.titles for tile in tiles.values()), default=0)
    columns, rows = (1 + max(place[n] for place in grid.values()) for n in (0, 1))
    step = _TILE + _SPACE
    drawn = "".join(
        _tile(code, tiles.get(f"{territory}-{code}"), most, (x * step, y * step))
        for code, (x, y) in grid.items()
    )
    size = f"0 0 {short(columns * step - _SPACE)} {short(rows * step - _SPACE)}"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="regions" role="img" '
        f'viewBox="{size}"><title>{escape(name)}</title>{drawn}</svg>'
    )


def _tile(code: str, tile: Tile | None, most: int, at: tuple[float, float]) -> str:
    x, y = at
    titles = tile.titles if tile else 0
    fill = 0.25 + 0.75 * titles / most if titles else 0.0
    said = f"<title>{escape(tile.said)}</title>" if tile else ""
    dark = " region-dark" if fill > 0.6 else ""
    count = (
        f'<text class="region-count{dark}" x="{short(x + _TILE / 2)}" y="{short(y + 42)}" '
        f'text-anchor="middle" font-size="17">{titles}</text>'
        if titles
        else ""
    )
    return (
        f'<g>{said}<rect class="{"region" if titles else "region-empty"}" x="{short(x)}" '
        f'y="{short(y)}" width="{short(_TILE)}" height="{short(_TILE)}" rx="3" '
        f'fill="currentColor" fill-opacity="{short(fill or 0.07, 2)}"/>'
        f'<text class="region-code{dark}" x="{short(x + _TILE / 2)}" y="{short(y + 21)}" '
        f'text-anchor="middle" font-size="13">{code}</text>{count}</g>'
    )
