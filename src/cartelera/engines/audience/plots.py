"""Plots as SVG for a page: lines, retention, a map. Colours are the page's, by class.

Each is one sentence in its label; the page sets a table behind each.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import asin, ceil, cos, floor, hypot, log10, pi, radians, sin, sqrt
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr

from cartelera.engines.audience.retention import Point

Spot: TypeAlias = tuple[float, float]
Ring: TypeAlias = Sequence[Spot]  # closed; (longitude, latitude) in degrees

_LEFT, _RIGHT, _TOP, _FOOT = 6.0, 64.0, 18.0, 26.0  # px around a plot


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _open(kind: str, name: str, width: float, height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="plot {kind}" role="img" '
        f'aria-label={quoteattr(name)} viewBox="0 0 {_n(width)} {_n(height)}">'
    )


def round_up(value: float) -> float:
    """Return the next round number: 1, 2 or 5 with noughts."""
    if value <= 0:
        return 1.0
    size = 1.0
    while size * 10 <= value:
        size *= 10
    while size > value:
        size /= 10
    return next(step * size for step in (1, 2, 5, 10) if step * size >= value)


def draw_line(
    name: str,
    points: Sequence[tuple[str, float]],
    marks: tuple[str, str],
    size: tuple[float, float] = (640, 220),
) -> str:
    """Return a line over weeks as an SVG element.

    name    what it shows, for those who cannot see it
    points  (word for the foot, value), at least one, evenly apart
    marks   the words of half and of the whole height of its scale, as `round_up` gives it
    """
    width, height = size
    top = round_up(max(value for _, value in points))
    wide, tall = width - _LEFT - _RIGHT, height - _TOP - _FOOT

    def place(n: int, value: float) -> Spot:
        across = wide * n / max(1, len(points) - 1)
        return _LEFT + across, _TOP + tall * (1 - value / top)

    spots = [place(n, value) for n, (_, value) in enumerate(points)]
    line = "L".join(f"{_n(x)} {_n(y)}" for x, y in spots)
    foot = _TOP + tall
    grid = "".join(
        f'<path class="plot-grid" d="M{_n(_LEFT)} {_n(y)}H{_n(_LEFT + wide)}"/>'
        f'<text class="plot-scale" x="{_n(_LEFT + wide + 8)}" y="{_n(y + 4)}">'
        f"{escape(word)}</text>"
        for y, word in ((_TOP, marks[1]), (_TOP + tall / 2, marks[0]), (foot, "0"))
    )
    every = max(1, -(-len(points) // 7))
    words = "".join(
        f'<text class="plot-foot" text-anchor="{_anchor(n, len(points))}" x="{_n(x)}" '
        f'y="{_n(height - 8)}">{escape(word)}</text>'
        for n, ((word, _), (x, _y)) in enumerate(zip(points, spots, strict=True))
        if n % every == 0
    )
    dots = "".join(
        f'<circle class="plot-dot" cx="{_n(x)}" cy="{_n(y)}" r="3"/>' for x, y in spots
    )
    area = f"M{_n(spots[0][0])} {_n(foot)}L{line}L{_n(spots[-1][0])} {_n(foot)}z"
    return (
        f"{_open('plot-lines', name, width, height)}{grid}"
        f'<path class="plot-area" d="{area}"/><path class="plot-line" d="M{line}"/>'
        f"{dots}{words}</svg>"
    )


def _anchor(n: int, count: int) -> str:
    return "start" if n == 0 else "end" if n == count - 1 else "middle"


def draw_retention(
    name: str, points: Sequence[Point], marks: Sequence[tuple[int, str]], untold: str
) -> str:
    """Return a curve of retention as an SVG element.

    points  of engines.audience.retention.curve
    marks   (second, word) along the foot
    untold  the word for what too few played
    """
    width, height = 420.0, 150.0
    wide, tall = width - _LEFT - 44, height - _TOP - _FOOT
    last = max(1, points[-1].second)
    top = max(1.0, *(point.share or 0.0 for point in points))
    foot = _TOP + tall

    def place(point: Point) -> Spot:
        return _LEFT + wide * point.second / last, _TOP + tall * (1 - (point.share or 0) / top)

    told = [place(point) for point in points if point.share is not None]
    grid = "".join(
        f'<path class="plot-grid" d="M{_n(_LEFT)} {_n(y)}H{_n(_LEFT + wide)}"/>'
        f'<text class="plot-scale" x="{_n(_LEFT + wide + 6)}" y="{_n(y + 4)}">{word}</text>'
        for share, word in ((1.0, "100 %"), (0.5, "50 %"), (0.0, "0"))
        for y in (_TOP + tall * (1 - share / top),)
    )
    words = "".join(
        f'<text class="plot-foot" text-anchor="{_anchor(n, len(marks))}" '
        f'x="{_n(_LEFT + wide * second / last)}" y="{_n(height - 8)}">{escape(word)}</text>'
        for n, (second, word) in enumerate(marks)
    )
    curve = ""
    if told:
        line = "L".join(f"{_n(x)} {_n(y)}" for x, y in told)
        area = f"M{_n(told[0][0])} {_n(foot)}L{line}L{_n(told[-1][0])} {_n(foot)}z"
        curve = f'<path class="plot-area" d="{area}"/><path class="plot-line" d="M{line}"/>'
    left = next((place(p)[0] for p in points if p.share is None), None)
    gap = (
        f'<path class="plot-untold" d="M{_n(left)} {_n(foot)}H{_n(_LEFT + wide)}"/>'
        f'<text class="plot-foot" text-anchor="end" x="{_n(_LEFT + wide)}" '
        f'y="{_n(foot - 6)}">{escape(untold)}</text>'
        if left is not None
        else ""
    )
    return f"{_open('plot-retention', name, width, height)}{grid}{curve}{gap}{words}</svg>"


def draw_range(
    name: str, low: float, middle: float, high: float, scale: tuple[float, float]
) -> str:
    """Return a range on a scale of tenfold steps as an SVG element, its middle marked.

    low, middle, high  above nothing, in order
    scale              the least and the most of the scale, above nothing
    """
    width, height = 200.0, 16.0
    least, most = log10(scale[0]), log10(scale[1])

    def place(value: float) -> float:
        share = (log10(value) - least) / max(most - least, 1e-9)
        return 6 + (width - 12) * min(1.0, max(0.0, share))

    tens = "".join(
        f'<path class="plot-grid" d="M{_n(place(10.0**n))} 0V{_n(height)}"/>'
        for n in range(ceil(least), floor(most) + 1)
    )
    return (
        f"{_open('plot-range', name, width, height)}{tens}"
        f'<rect class="plot-span" x="{_n(place(low))}" y="4" '
        f'width="{_n(max(1.0, place(high) - place(low)))}" height="8" rx="4"/>'
        f'<circle class="plot-dot" cx="{_n(place(middle))}" cy="8" r="5"/></svg>'
    )


def level_of(share: float) -> int:
    """Return how deep a territory is inked for its share of the hours: 1 to 4."""
    return 4 if share >= 0.25 else 3 if share >= 0.08 else 2 if share >= 0.02 else 1


def draw_world(
    name: str,
    lands: Iterable[tuple[str, Iterable[Ring]]],
    levels: Mapping[str, int],
    told: Mapping[str, str],
    width: float = 900,
) -> str:
    """Return a map of the world as an SVG element, territories inked by level.

    lands   (territory, its outer rings)
    levels  1 to 4 of each territory with a figure; 0 of one that stands in its region's
    told    what the tip of a territory says

    Classes: land, level-0 to level-4. Source of the projection: Šavrič, Patterson and Jenny,
    The Equal Earth map projection (2019).
    """
    scale = width / 2 / _east(180, 0)
    height = scale * (_north(84) - _north(-57))
    paths: dict[str, list[str]] = {}
    for territory, rings in lands:
        if territory == "AQ":
            continue
        data = "".join(_shore(part, scale, width) for ring in rings for part in _sides(ring))
        if data:
            paths.setdefault(territory, []).append(data)
    drawn = []
    for territory, shores in sorted(paths.items()):
        level = levels.get(territory)
        kind = "land" if level is None else f"land level-{level}"
        tip = f"<title>{escape(told[territory])}</title>" if territory in told else ""
        drawn.append(f'<path class="{kind}" d="{"".join(shores)}">{tip}</path>')
    return f"{_open('plot-world', name, width, height)}{''.join(drawn)}</svg>"


_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796


def _theta(latitude: float) -> float:
    return asin(sqrt(3) / 2 * sin(radians(latitude)))


def _north(latitude: float) -> float:
    t = _theta(latitude)
    return t * (_A1 + _A2 * t**2 + t**6 * (_A3 + _A4 * t**2))


def _east(longitude: float, latitude: float) -> float:
    t = _theta(latitude)
    slope = 9 * _A4 * t**8 + 7 * _A3 * t**6 + 3 * _A2 * t**2 + _A1
    return 2 * sqrt(3) * longitude * pi / 180 * cos(t) / (3 * slope)


def _sides(ring: Ring) -> list[Ring]:
    """Return the parts of a ring on either side of the date line: itself, if it is not cut."""
    turn, last, whole = 0.0, ring[0][0], []
    for longitude, latitude in ring:
        if abs(longitude - last) > 180:
            turn += 360 if longitude < last else -360
        last = longitude
        whole.append((longitude + turn, latitude))
    if not any(abs(longitude) > 180 for longitude, _ in whole):
        return [ring]
    parts = []
    for shift in (-360, 0, 360):
        moved = [(longitude + shift, latitude) for longitude, latitude in whole]
        part = _mirrored(_west_of_line(_mirrored(_west_of_line(moved))))
        if len(part) > 2:
            parts.append(part)
    return parts


def _mirrored(ring: Ring) -> Ring:
    return [(-longitude, latitude) for longitude, latitude in ring]


def _west_of_line(ring: Ring) -> Ring:
    """Return the part of a ring up to 180 degrees. Source: Sutherland and Hodgman (1974)."""
    kept: list[Spot] = []
    for (x, y), (x2, y2) in pairwise([*ring, *ring[:1]]):
        if x <= 180:
            kept.append((x, y))
        if (x - 180) * (x2 - 180) < 0:
            kept.append((180.0, y + (y2 - y) * (180 - x) / (x2 - x)))
    return kept


def _shore(ring: Ring, scale: float, width: float, fine: float = 1.6) -> str:
    """Return path data of a ring in steps of `fine` px; empty for one too small to see."""
    north = _north(84)
    kept: list[Spot] = []
    for longitude, latitude in ring:
        x = width / 2 + scale * _east(longitude, latitude)
        y = scale * (north - _north(max(-57.0, min(84.0, latitude))))
        if not kept or hypot(x - kept[-1][0], y - kept[-1][1]) >= fine:
            kept.append((x, y))
    if len(kept) < 3 or sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(kept)) < 5:
        return ""
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in kept) + "z"
