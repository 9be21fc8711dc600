"""Halftone: shade made of dots, as a cheap press prints it."""

from collections.abc import Callable
from math import cos, hypot, pi, sin, sqrt

from cartelera.engines.slate.figures.ground import Ground, disc
from cartelera.engines.slate.numbers import short

_SIZES = 9


def halftone(ground: Ground) -> list[str]:
    """Draw a globe, a ripple or dunes in dots, often over one flat disc."""
    seed, colours = ground.seed, ground.palette
    pitch = ground.across / seed.one_of("screen", (15, 18, 21))
    drawn = seed.one_of("shade", (_globe, _globe, _ripple, _dunes))
    shade = drawn(ground)
    sized: dict[int, list[tuple[int, int]]] = {}
    for row in range(int(ground.height / pitch / 0.866) + 2):
        y = row * pitch * 0.866
        for column in range(int(ground.width / pitch) + 2):
            x = (column + 0.5 * (row % 2)) * pitch
            size = round(_SIZES * min(1.0, max(0.0, shade(x, y))))
            if size:
                sized.setdefault(size, []).append((round(x), round(y)))
    out = [ground.paper(colours.ground)]
    if drawn is _globe or seed.chance("flat disc", 0.6):
        x, y, radius = _globe_place(ground)
        out.append(disc(x, y, radius, seed.one_of("disc", (colours.second, colours.spark))))
    dots = "".join(
        f'<path stroke-width="{short(1.12 * pitch * sqrt(size / _SIZES))}" d="{_dots(at)}"/>'
        for size, at in sorted(sized.items())
    )
    out.append(f'<g fill="none" stroke="{colours.main}" stroke-linecap="round">{dots}</g>')
    return out


def _dots(places: list[tuple[int, int]]) -> str:
    x, y = places[0]
    data = [f"M{x} {y}h0"]
    for a, b in places[1:]:
        down = str(b - y) if b < y else f" {b - y}"
        data.append(f"m{a - x}{down}h0")
        x, y = a, b
    return "".join(data)


def _globe_place(ground: Ground) -> tuple[float, float, float]:
    seed = ground.seed
    return (
        ground.width * seed.one_of("focus across", (0.5, 0.42, 0.6)),
        ground.height * seed.one_of("focus down", (0.5, 0.46, 0.56)),
        ground.across * seed.between("globe", 0.30, 0.40),
    )


def _globe(ground: Ground) -> Callable[[float, float], float]:
    """Return the shade of a globe lit from one side."""
    cx, cy, radius = _globe_place(ground)
    angle = 2 * pi * (ground.seed.number("light") + ground.moment)
    light = (0.62 * cos(angle), 0.62 * sin(angle))
    outside = ground.seed.chance("outside", 0.5)

    def shade(x: float, y: float) -> float:
        u, v = (x - cx) / radius, (y - cy) / radius
        away = hypot(u, v)
        if away > 1:
            return max(0.0, 0.85 - 0.62 * (away - 1)) if outside else 0.0
        lit = u * light[0] + v * light[1] + 0.75 * sqrt(1 - away * away)
        return 1.02 - 1.15 * lit

    return shade


def _ripple(ground: Ground) -> Callable[[float, float], float]:
    """Return the shade of rings that run outward from the disc."""
    cx, cy, radius = _globe_place(ground)
    rings = ground.seed.between("rings", 1.6, 2.6)

    def shade(x: float, y: float) -> float:
        away = hypot(x - cx, y - cy) / radius
        wave = 0.5 + 0.5 * cos(2 * pi * (away / 2 * rings - ground.moment))
        return wave * max(0.25, 1.05 - 0.22 * away)

    return shade


def _dunes(ground: Ground) -> Callable[[float, float], float]:
    """Return the shade of ridges one behind the other."""
    seed = ground.seed
    ridges = seed.whole("ridges", 3, 4)
    phases = [seed.number(f"dune {n}") for n in range(ridges)]
    waves = [seed.between(f"dune width {n}", 0.7, 1.4) for n in range(ridges)]

    def shade(x: float, y: float) -> float:
        along, down = x / ground.width, y / ground.height
        for n in range(ridges - 1, -1, -1):
            drift = ground.moment * (1 if n % 2 else -1)
            crest = 0.28 + 0.62 * n / ridges
            crest += 0.10 * sin(2 * pi * (along * waves[n] + phases[n] + drift))
            if down >= crest:
                return 1.05 - 2.6 * (down - crest)
        return 0.0

    return shade
