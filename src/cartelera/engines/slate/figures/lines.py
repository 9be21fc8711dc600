"""Op-art lines: outlines that echo to the edges, and circles that cross."""

from math import ceil, cos, floor, hypot, pi, sin

from cartelera.engines.slate.figures.ground import Ground, circle, disc
from cartelera.engines.slate.numbers import short


def echo(ground: Ground) -> list[str]:
    """Draw a sign, or the title's initial, whose outline echoes to the edges."""
    seed, colours = ground.seed, ground.palette
    drawn = ground.motif()
    if ground.initial and seed.chance("initial echoes", 0.35):
        drawn = ground.initial
    x = ground.width * seed.one_of("focus across", (0.5, 0.5, 0.34, 0.66))
    y = ground.height * seed.one_of("focus down", (0.5, 0.42, 0.6))
    size = ground.across * seed.between("sign", 0.30, 0.46) / 100
    pitch = ground.across * seed.between("pitch", 0.030, 0.042) / size
    cycle = seed.one_of(
        "cycle",
        (
            (colours.main, colours.ground),
            (colours.main, colours.ground),
            (colours.main, colours.ground, colours.second, colours.ground),
            (colours.main, colours.second, colours.main, colours.ground),
            (colours.second, colours.main),
        ),
    )
    far = hypot(max(x, ground.width - x), max(y, ground.height - y)) / size
    shift = ground.moment * len(cycle)
    rings = []
    for ring in range(ceil((far - 20) / pitch), -1, -1):
        reach = (ring + shift - floor(shift)) * pitch
        colour = cycle[(ring - floor(shift)) % len(cycle)]
        rings.append(f'<path stroke="{colour}" stroke-width="{short(2 * reach)}" d="{drawn}"/>')
    place = f"translate({short(x)} {short(y)})scale({short(size, 3)})"
    return [
        ground.paper(cycle[0]),
        f'<g fill="none" stroke-linejoin="round" transform="{place}">{"".join(rings)}'
        f'<path fill="{colours.spark}" d="{drawn}"/></g>',
    ]


def interference(ground: Ground) -> list[str]:
    """Draw rings about two or three centres, each crossing turning dark to light."""
    seed, colours = ground.seed, ground.palette
    centres = seed.one_of("centres", (2, 2, 3))
    turn = seed.number("turn") + ground.moment
    spread = ground.across * seed.between("spread", 0.20, 0.34)
    middle = (ground.width / 2, ground.height / 2)
    pitch = ground.across * seed.between("pitch", 0.052, 0.075)
    rings = ceil(hypot(*middle) / pitch * seed.one_of("reach", (0.62, 0.8, 1.3)))
    data, eyes = [], []
    for n in range(centres):
        angle = 2 * pi * (turn + n / centres)
        x, y = middle[0] + spread * cos(angle), middle[1] + spread * sin(angle)
        data += [circle(x, y, pitch * (ring + 1)) for ring in range(rings)]
        eyes.append(disc(x, y, pitch, colours.spark))
    return [
        ground.paper(colours.ground),
        f'<path fill="{colours.main}" fill-rule="evenodd" d="{"".join(data)}"/>',
        *eyes,
    ]
