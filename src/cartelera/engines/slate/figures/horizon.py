"""Sun and horizon: rays, a disc, and land or sea in flat layers."""

from math import ceil, cos, hypot, pi, sin

from cartelera.engines.slate.figures.ground import Ground, disc
from cartelera.engines.slate.numbers import points, short


def horizon(ground: Ground) -> list[str]:
    """Draw a rayed sun over layers of mountains, waves or terraces."""
    seed, colours = ground.seed, ground.palette
    x = ground.width * seed.one_of("focus across", (0.5, 0.36, 0.64))
    y = ground.height * seed.between("sun height", 0.36, 0.50)
    radius = ground.across * seed.between("sun", 0.17, 0.27)
    sky, ray = seed.one_of(
        "sky",
        (
            (colours.ground, colours.main),
            (colours.second, colours.ground),
            (colours.main, colours.ground),
        ),
    )
    rayed = seed.chance("rays", 0.7)
    light = _rays(ground, x, y, ray) if rayed else _halo(ground, x, y, radius, ray)
    out = [ground.paper(sky), light, disc(x, y, radius, colours.spark)]
    land = seed.one_of("land", (_peaks, _waves, _waves, _terraces))
    inks = [colours.ink, colours.second, colours.ground, colours.main]
    if sky == colours.main:
        inks = [colours.ground, colours.second, colours.main, colours.ink]
    for layer, colour in enumerate(inks):
        shape = land(ground, layer, ground.height * (0.60 + 0.11 * layer))
        out.append(f'<path fill="{colour}" d="{shape}"/>')
    return out


def _rays(ground: Ground, x: float, y: float, colour: str) -> str:
    count = ground.seed.one_of("ray count", (12, 16, 20, 24))
    far = hypot(ground.width, ground.height)
    data = []
    for n in range(count):
        a = 2 * pi * (n + ground.moment) / count
        b = a + pi / count
        data.append(
            f"M{short(x)} {short(y)}L{short(x + far * cos(a), 0)} {short(y + far * sin(a), 0)}"
            f"L{short(x + far * cos(b), 0)} {short(y + far * sin(b), 0)}z"
        )
    return f'<path fill="{colour}" d="{"".join(data)}"/>'


def _halo(ground: Ground, x: float, y: float, radius: float, colour: str) -> str:
    pitch = radius * ground.seed.one_of("halo", (0.16, 0.24))
    rings = ceil(hypot(ground.width, ground.height) * 0.8 / pitch / 2)
    drift = 2 * pitch * ground.moment
    circles = "".join(
        f'<circle cx="{short(x)}" cy="{short(y)}" r="{short(radius + drift + 2 * pitch * n)}"/>'
        for n in range(rings)
    )
    return f'<g fill="none" stroke="{colour}" stroke-width="{short(pitch)}">{circles}</g>'


def _closed(ground: Ground, line: list[tuple[float, float]]) -> str:
    return points([*line, (ground.width + 9, ground.height + 9), (-9, ground.height + 9)], 0)


def _peaks(ground: Ground, layer: int, base: float) -> str:
    seed = ground.seed
    count = max(3, round(ground.width / ground.across * (3 + layer % 2)))
    line = []
    for n in range(2 * count + 1):
        x = ground.width * (n / (2 * count) * 1.2 - 0.1)
        rise = seed.between(f"peak {layer} {n}", 0.10, 0.24) * (n % 2)
        line.append((x, base + ground.across * (0.06 - rise)))
    return _closed(ground, line)


def _terraces(ground: Ground, layer: int, base: float) -> str:
    steps = max(8, round(10 * ground.width / ground.across))
    wide = ground.width / steps
    top = ground.seed.number(f"terrace {layer}") * steps
    line = []
    for n in range(steps):
        rise = max(0.0, 0.24 - 0.055 * round(abs(n - top))) * ground.across
        line += [(n * wide, base + 30 - rise), ((n + 1) * wide, base + 30 - rise)]
    return _closed(ground, line)


def _waves(ground: Ground, layer: int, base: float) -> str:
    """Return scallops, as water is drawn in codices."""
    count = max(3, round(ground.width / ground.across * (4 + layer)))
    wide = ground.width / count
    drift = (0.5 * (layer % 2) + ground.moment * (1 if layer % 2 else -1)) % 1 - 1
    r = short(wide / 2)
    arcs = f"a{r} {r} 0 0 1 {short(wide)} 0" * (count + 2)
    x = short(drift * wide)
    return f"M{x} {short(base)}{arcs}V{short(ground.height + 9)}H{x}z"
