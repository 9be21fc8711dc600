"""Papel picado: sheets of tissue, cut through in a lattice."""

from dataclasses import dataclass
from math import cos, pi, sin

from cartelera.engines.slate.figures.ground import Ground, circle
from cartelera.engines.slate.numbers import points, short


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One sheet of tissue, hung by its upper edge."""

    x: float  # px
    y: float
    cell: float  # width of one cell of the lattice in px
    pitch: float  # height of one cell in px
    columns: int
    rows: int
    paper: str
    design: str  # sheets of one design are cut alike


def cut_paper(ground: Ground) -> list[str]:
    """Draw one great sheet, or a garland of small ones, moving in the air."""
    seed = ground.seed
    out = [ground.paper(ground.palette.ground)]
    if seed.chance("garland", 0.45):
        return out + _garland(ground)
    margin = ground.across * 0.07
    columns = seed.one_of("columns", (5, 7, 7)) if ground.height >= ground.width * 0.8 else 9
    cell = (ground.width - 2 * margin) / columns
    tall = ground.height - margin - 0.62 * cell  # what its fringe leaves
    rows = max(3, round(tall / cell))
    sheet = _Sheet(margin, -2, cell, tall / rows, columns, rows, ground.palette.main, "sheet")
    return [*out, _hung(ground, sheet)]


def _garland(ground: Ground) -> list[str]:
    """Draw rows of small sheets on strings."""
    colours = ground.palette
    papers = ground.seed.order_of("papers", (colours.main, colours.second, colours.spark))
    across = max(2, round(2 * ground.width / ground.across))
    down = max(2, round(2 * ground.height / ground.across))
    gap = ground.across * 0.035
    wide, tall = (ground.width - gap) / across - gap, ground.height / down
    columns = 5
    cell = wide / columns
    pitch = tall - gap * 1.4 - 0.62 * cell
    rows = max(3, round(pitch / cell))
    out = []
    for row in range(down):
        y = row * tall + gap * 0.4
        out.append(
            f'<path stroke="{colours.ink}" stroke-width="{short(gap / 6)}" fill="none" '
            f'd="M0 {short(y + 1)}H{short(ground.width)}"/>'
        )
        for column in range(across):
            paper = papers[(row + column) % len(papers)]
            x = gap + column * (wide + gap)
            design = f"sheet {(row + column) % 2}"
            out.append(
                _hung(ground, _Sheet(x, y, cell, pitch / rows, columns, rows, paper, design))
            )
    return out


def _hung(ground: Ground, sheet: _Sheet) -> str:
    """Draw one sheet with its fringe; its middle holds the title's sign."""
    x, y, cell = sheet.x, sheet.y, sheet.cell
    wide, tall = sheet.columns * cell, sheet.rows * sheet.pitch
    outline = f"M{short(x)} {short(y)}h{short(wide)}v{short(tall)}"
    outline += _fringe(ground, sheet) * sheet.columns + "z"
    cx, cy = x + wide / 2, y + tall / 2
    sign = (
        f'<path fill="{ground.palette.ground}" transform="translate({short(cx)} {short(cy)})'
        f'scale({short(min(cell, sheet.pitch) * 2.5 / 100, 3)})" d="{ground.motif()}"/>'
    )
    sway = 2.2 * sin(2 * pi * (ground.moment + x / ground.width))
    lean = (
        f' transform="translate({short(cx)} {short(y)})skewX({short(sway, 2)})'
        f'translate({short(-cx)} {short(-y)})"'
        if ground.moment
        else ""
    )
    return (
        f'<g{lean}><path fill="{sheet.paper}" d="{outline}"/>'
        f'<path fill="{ground.palette.ground}" d="{_lattice(ground, sheet)}"/>{sign}</g>'
    )


def _fringe(ground: Ground, sheet: _Sheet) -> str:
    cell = sheet.cell
    if ground.seed.chance(f"{sheet.design} fringe", 0.5):
        return f"a{short(cell / 2)} {short(cell / 2)} 0 0 1 {short(-cell)} 0"
    half, deep = short(cell / 2), short(cell * 0.62)
    return f"l-{half} {deep}l-{half}-{deep}"


def _lattice(ground: Ground, sheet: _Sheet) -> str:
    """Return the holes, alike at equal distance from the middle."""
    kinds = ground.seed.order_of(f"{sheet.design} cuts", list(_CUTS))
    x, y, cell, pitch = sheet.x, sheet.y, sheet.cell, sheet.pitch
    middle = ((sheet.columns - 1) / 2, (sheet.rows - 1) / 2)
    holes = []
    for row in range(sheet.rows):
        for column in range(sheet.columns):
            away = max(abs(column - middle[0]), abs(row - middle[1]))
            if away <= 1:
                continue
            cut = _CUTS[kinds[int(away) % len(kinds)]]
            size = min(cell, pitch) * 0.43
            holes.append(cut(x + (column + 0.5) * cell, y + (row + 0.5) * pitch, size))
    bottom = y + sheet.rows * pitch + cell * 0.06
    holes += [circle(x + (n + 0.5) * cell, bottom, cell * 0.15) for n in range(sheet.columns)]
    cx, cy = x + sheet.columns * cell / 2, y + sheet.rows * pitch / 2
    holes += [
        _diamond(cx + a * cell * 1.28, cy + b * pitch * 1.28, cell * 0.16)
        for a in (-1, 1)
        for b in (-1, 1)
    ]
    return "".join(holes)


def _diamond(x: float, y: float, r: float) -> str:
    a = short(r)
    return f"M{short(x)} {short(y - r)}l{a} {a}l-{a} {a}l-{a}-{a}z"


def _petals(x: float, y: float, r: float) -> str:
    """Return four petals that meet in the middle."""
    a, b, c, at = short(r), short(r * 0.2), short(r * 0.8), f"{short(x)} {short(y)}"
    return (
        f"M{at}q{b}-{c} {a}-{a}q-{b} {c}-{a} {a}M{at}q{c} {b} {a} {a}q-{c}-{b}-{a}-{a}"
        f"M{at}q-{b} {c}-{a} {a}q{b}-{c} {a}-{a}M{at}q-{c}-{b}-{a}-{a}q{c} {b} {a} {a}"
    )


def _bow(x: float, y: float, r: float) -> str:
    """Return two triangles tip to tip."""
    a, b, c = short(r * 0.9), short(1.8 * r), short(r * 0.82)
    left = short(x - r * 0.9)
    return (
        f"M{left} {short(y - r * 0.9)}h{b}l-{a} {c}zM{left} {short(y + r * 0.9)}h{b}l-{a}-{c}z"
    )


def _star(x: float, y: float, r: float) -> str:
    corners = []
    for n in range(8):
        reach = r if n % 2 == 0 else r * 0.42
        corners.append((x + reach * cos(pi * n / 4), y + reach * sin(pi * n / 4)))
    return points(corners)


def _moons(x: float, y: float, r: float) -> str:
    """Return two half circles back to back."""
    a, b, gap = short(r * 0.85), short(1.7 * r), r * 0.14
    left = short(x - r * 0.85)
    return (
        f"M{left} {short(y - gap)}a{a} {a} 0 0 1 {b} 0z"
        f"M{left} {short(y + gap)}a{a} {a} 0 0 0 {b} 0z"
    )


_CUTS = {
    "diamond": _diamond,
    "petals": _petals,
    "bow": _bow,
    "star": _star,
    "moons": _moons,
}
