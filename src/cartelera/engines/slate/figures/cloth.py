"""Woven figures: the stepped diamonds of a sarape, the stepped fret of Mitla."""

from math import ceil, floor

from cartelera.engines.slate.figures.ground import Ground, rectangle
from cartelera.engines.slate.numbers import short


def sarape(ground: Ground) -> list[str]:
    """Draw stepped diamonds one inside the other, as Saltillo weaves them."""
    seed, colours = ground.seed, ground.palette
    x, y = ground.width * 0.5, ground.height * seed.one_of("focus down", (0.5, 0.5, 0.0, 1.0))
    cycle = seed.one_of(
        "cycle",
        (
            (colours.main, colours.ground, colours.second, colours.spark),
            (colours.main, colours.ground, colours.spark, colours.ground, colours.second),
            (colours.second, colours.main, colours.ground),
            (colours.main, colours.ground),
        ),
    )
    step = ground.across * seed.one_of("step", (0.036, 0.045, 0.055))
    tall = step * seed.one_of("slope", (1.0, 1.35, 0.75))
    edge = (max(x, ground.width - x) / step + max(y, ground.height - y) / tall) / 2
    whole = ground.moment == 0
    rings, shift = ceil(edge) + 1, ground.moment * len(cycle)
    out = [ground.paper(cycle[(rings + 1 - floor(shift)) % len(cycle)])]
    for ring in range(rings, -1, -1):
        grown = 2 * (ring + shift - floor(shift)) - 1
        if grown > 0:  # px are rounded where nothing moves: a lighter drawing
            colour = cycle[(ring - floor(shift)) % len(cycle)]
            edges = _stepped(x, y, (grown * step, grown * tall), min(2 * ring, 9), whole)
            out.append(f'<path fill="{colour}" d="{edges}"/>')
    return out


def _stepped(x: float, y: float, half: tuple[float, float], steps: int, whole: bool) -> str:
    """Return path data of a diamond of half a width and height in px, its edges in steps."""
    dx, dy = half[0] / (steps + 0.5), half[1] / (steps + 0.5)
    places = 0 if min(dx, dy) > 9 and whole else 1
    h, v = short(dx, places), short(dy, places)
    start = f"M{short(x - float(h) / 2)} {short(y - float(v) * (steps + 0.5))}"
    edges = (
        f"h{h}" + f"v{v}h{h}" * steps + f"v{v}" + f"h-{h}v{v}" * steps
        + f"h-{h}" + f"v-{v}h-{h}" * steps + f"v-{v}" + f"h{h}v-{v}" * steps
    )  # fmt: skip
    return f"{start}{edges}z"


_TILE, _ROW = 12, 8  # units across and down


def fret(ground: Ground) -> list[str]:
    """Draw rows of the stepped fret, each row facing the next."""
    seed, colours = ground.seed, ground.palette
    rows = round(ground.height / ground.across * seed.one_of("rows", (3.4, 4.4, 5.4)))
    unit = ground.height / rows / _ROW
    columns = ceil(ground.width / (_TILE * unit)) + 2
    papers = seed.one_of(
        "papers",
        (
            ((colours.ground, colours.main), (colours.main, colours.ground)),
            ((colours.ground, colours.main), (colours.second, colours.main)),
            (
                (colours.main, colours.ground),
                (colours.ground, colours.second),
                (colours.second, colours.main),
            ),
            ((colours.ground, colours.main), (colours.ground, colours.spark)),
        ),
    )
    out = [ground.paper(colours.ground)]
    for row in range(rows):
        paper, ink = papers[row % len(papers)]
        slide = (seed.number("slide") + ground.moment) % 1
        x = (slide if row % 2 == 0 else 1 - slide) * _TILE * unit - 1.5 * _TILE * unit
        y = row * _ROW * unit
        out.append(rectangle(0, y, ground.width, _ROW * unit + 0.5, paper))
        turn = f"translate({_TILE * columns} {_ROW})rotate(180)" if row % 2 else ""
        place = f"translate({short(x)} {short(y)})scale({short(unit, 2)}){turn}"
        out.append(f'<g fill="{ink}" transform="{place}">{_frieze(columns)}</g>')
    return out


def _frieze(columns: int) -> str:
    """Return one row: stairs that climb from the ground line and curl into a hook."""
    data = [f"M-9 7.5v-1H{_TILE * (columns + 1)}v1z"]
    for at in range(0, _TILE * (columns + 1), _TILE):
        data.append(
            f"M{at} 7h7V1h-5v4h3V3h-1v1h-1V2h3v4.5H{at}z"
            f"M{at + 7} 7V1h1v1.2h1v1.2h1v1.2h1v1.2h1V7z"
        )
    return f'<path d="{"".join(data)}"/>'
