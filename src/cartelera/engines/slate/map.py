"""Where a title is filmed and where its story happens, drawn as a map.

The map takes its colours from the page: every element has a class and draws in currentColor,
so that one drawing serves a light and a dark page. Filmed places are discs, places of the
story are hollow diamonds; the two are told apart without colour.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, cos, floor, hypot, radians, sin
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr

from cartelera.engines.slate.numbers import short
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.kind import PlaceUse

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = tuple[Point, ...]  # closed; (longitude, latitude) in degrees

_LABEL = 13.0  # px, size of the letters
_LETTER = 0.56  # of the size: a letter's middling width
_CLEAR = 3.0  # px between labels
_NEAREST = 5.0  # degrees: a closer view would show no coast to know the place by


@dataclass(frozen=True, slots=True)
class Outline:
    """The outer rings of one country."""

    territory: str  # ISO 3166-1 alpha-2, or empty where none is assigned
    rings: tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A named point on the map."""

    name: str
    longitude: float  # degrees
    latitude: float
    use: PlaceUse


@dataclass(frozen=True, slots=True)
class View:
    """The part of the globe a map shows, and how it is flattened.

    Equirectangular about its middle, with the longitudes drawn together as there.
    """

    longitude: float  # of the middle, in degrees
    latitude: float
    scale: float  # px for a degree of latitude
    width: float  # px
    height: float

    def place(self, longitude: float, latitude: float) -> Point:
        """Return where a point falls, in px from the top left corner."""
        east = (longitude - self.longitude + 180) % 360 - 180
        return self._at(east, latitude)

    def ring(self, ring: Ring) -> list[Point]:
        """Return a ring in px, whole even where it crosses the date line."""
        turn = round((ring[0][0] - self.longitude) / 360) * 360.0
        before, drawn = ring[0][0], []
        for x, y in ring:
            turn += 360.0 * round((x - before) / 360)
            before = x
            drawn.append(self._at(x - turn - self.longitude, y))
        return drawn

    def shows(self, ring: Ring) -> bool:
        """Say whether the box around a ring may reach into the view."""
        north = [y for _, y in ring]
        half = self.height / 2 / self.scale
        if min(north) > self.latitude + half or max(north) < self.latitude - half:
            return False
        east = [(x - self.longitude + 180) % 360 - 180 for x, _ in ring]
        half = self.width / 2 / self.scale / cos(radians(self.latitude))
        wide = max(east) - min(east) > 180  # it may cross the far side: look closer
        return wide or (min(east) <= half and max(east) >= -half)

    def _at(self, east: float, latitude: float) -> Point:
        return (
            self.width / 2 + east * cos(radians(self.latitude)) * self.scale,
            self.height / 2 - (latitude - self.latitude) * self.scale,
        )


def view_of(
    marks: Sequence[Mark], countries: Iterable[Outline], width: float, height: float
) -> View:
    """Return the view that holds all marks, and the countries named, with a margin.

    marks      at least one, unless a country is given
    countries  shown whole; their far islands are left out unless a mark stands there
    width      px
    height     px
    Raises InputError if there is nothing to show.
    """
    points = [(mark.longitude, mark.latitude) for mark in marks]
    for country in countries:
        points += _mainland(country)
    if not points:
        raise InputError("a map needs a place with coordinates, or a country")
    middle = points[0][0]
    east = [(x - middle + 180) % 360 - 180 for x, _ in points]
    north = [y for _, y in points]
    latitude = (min(north) + max(north)) / 2
    wide = max(max(east) - min(east), _NEAREST) * cos(radians(latitude))
    tall = max(max(north) - min(north), _NEAREST)
    return View(
        longitude=middle + (min(east) + max(east)) / 2,
        latitude=latitude,
        scale=min(width * 0.86 / wide, height * 0.84 / tall),
        width=width,
        height=height,
    )


def _mainland(country: Outline) -> list[Point]:
    """Return the corners of a country's large parts."""
    spans = []
    for ring in country.rings:
        xs, ys = [x for x, _ in ring], [y for _, y in ring]
        corners = [(min(xs), min(ys)), (max(xs), max(ys))]
        spans.append(((max(xs) - min(xs)) * (max(ys) - min(ys)), corners))
    largest = max((area for area, _ in spans), default=0.0)
    return [corner for area, corners in spans if area >= 0.1 * largest for corner in corners]


def draw_map(
    name: str,
    marks: Sequence[Mark],
    lands: Sequence[Outline],
    whole: Sequence[str] = (),
    size: tuple[float, float] = (720, 460),
) -> str:
    """Return a map as an SVG element for a page, without styles, scripts or ids.

    name   what the map shows, for those who cannot see it
    marks  the places; those at one point are drawn as one
    lands  countries to draw, as many as there are at hand; what lies outside is cut off
    whole  codes of the countries shown whole; none: the places alone decide the view
    size   width and height in px

    Classes for the page to colour: map-land, map-home (a country of a mark or of `whole`),
    map-grid, map-filmed, map-story, map-label, map-leader.
    Raises InputError if there is nothing to show.
    """
    width, height = size
    view = view_of(marks, [land for land in lands if land.territory in whole], width, height)
    home = set(whole) or _home(marks, lands)
    fields = {False: "", True: ""}
    for land in lands:
        near = land.territory in home
        fields[near] += "".join(
            _shore(ring, view, 1.1 if near else 2.0) for ring in land.rings if view.shows(ring)
        )
    places = _gathered(marks, view)
    said = "; ".join(f"{mark.name}: {mark.use.value}" for mark in marks)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map" role="img" '
        f"aria-label={quoteattr(f'{name}. {said}' if said else name)} "
        f'viewBox="0 0 {short(width)} {short(height)}">'
        f'<path class="map-land" fill="currentColor" fill-opacity=".07" d="{fields[False]}"/>'
        f'<path class="map-home" fill="currentColor" fill-opacity=".16" d="{fields[True]}"/>'
        f'<path class="map-grid" fill="none" stroke="currentColor" stroke-opacity=".13" '
        f'stroke-width=".7" d="{_grid(view)}"/>'
        f"{''.join(_drawn(place) for place in places)}"
        f"{''.join(_labels(places, view))}</svg>"
    )


def draw_mark(use: PlaceUse) -> str:
    """Return the sign of one use as an SVG element of 16 px, for a legend."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="map-sign" aria-hidden="true" '
        f'viewBox="0 0 16 16" width="16" height="16">{_sign(use, (8, 8))}</svg>'
    )


def _home(marks: Sequence[Mark], lands: Sequence[Outline]) -> set[str]:
    return {
        land.territory
        for land in lands
        for ring in land.rings
        if any(_inside((mark.longitude, mark.latitude), ring) for mark in marks)
    }


def _inside(point: Point, ring: Ring) -> bool:
    """Say whether a point lies in a ring, by the crossings east of it."""
    x, y = point
    within = False
    for (ax, ay), (bx, by) in pairwise(ring):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            within = not within
    return within


# Land


def _shore(ring: Ring, view: View, fine: float) -> str:
    """Return path data of the part of a ring that the view shows, in steps of `fine` px."""
    line = _cut(view.ring(ring), view)
    kept: list[Point] = []
    for x, y in line:
        if not kept or hypot(x - kept[-1][0], y - kept[-1][1]) >= fine:
            kept.append((x, y))
    if len(kept) < 3:
        return ""
    (x, y), *rest = [(round(x, 1), round(y, 1)) for x, y in kept]
    data = [f"M{short(x)} {short(y)}l"]
    for a, b in rest:
        step = f"{short(a - x)} {short(b - y)}".replace(" -", "-")
        data.append(step if len(data) == 1 or step.startswith("-") else f" {step}")
        x, y = a, b
    return "".join(data) + "z"


def _cut(line: list[Point], view: View) -> list[Point]:
    """Return a polygon cut to the view and a little more.

    Source: Sutherland and Hodgman (1974).
    """
    edge = 6.0
    for axis, limit, keep in (
        (0, -edge, 1), (0, view.width + edge, -1), (1, -edge, 1), (1, view.height + edge, -1),
    ):  # fmt: skip
        inside: list[Point] = []
        for before, here in zip([*line[-1:], *line], line, strict=False):
            was, now = (keep * (point[axis] - limit) >= 0 for point in (before, here))
            if was != now:
                share = (limit - before[axis]) / (here[axis] - before[axis])
                inside.append(
                    (
                        before[0] + share * (here[0] - before[0]),
                        before[1] + share * (here[1] - before[1]),
                    )
                )
            if now:
                inside.append(here)
        line = inside
    return line


def _grid(view: View) -> str:
    """Return meridians and parallels, some four to a side."""
    span = view.height / view.scale / 4
    step = next((s for s in (1, 2, 5, 10, 20, 30) if s >= span), 30)
    east = view.scale * cos(radians(view.latitude))
    data = []
    half = view.width / 2 / east
    for n in range(
        ceil((view.longitude - half) / step), floor((view.longitude + half) / step) + 1
    ):
        x = view.width / 2 + (n * step - view.longitude) * east
        data.append(f"M{short(x)} 0V{short(view.height)}")
    half = view.height / 2 / view.scale
    for n in range(
        ceil((view.latitude - half) / step), floor((view.latitude + half) / step) + 1
    ):
        y = view.height / 2 - (n * step - view.latitude) * view.scale
        data.append(f"M0 {short(y)}H{short(view.width)}")
    return "".join(data)


# Places and their names


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    at: Point  # px
    uses: tuple[PlaceUse, ...]


def _gathered(marks: Sequence[Mark], view: View) -> list[_Place]:
    """Return the places of a view, those of one name and point as one."""
    found: dict[tuple[str, int, int], _Place] = {}
    for mark in marks:
        x, y = view.place(mark.longitude, mark.latitude)
        key = (mark.name, round(x), round(y))
        uses = found[key].uses if key in found else ()
        if mark.use not in uses:
            found[key] = _Place(mark.name, (x, y), (*uses, mark.use))
    return list(found.values())


def _drawn(place: _Place) -> str:
    signs = "".join(_sign(use, place.at) for use in sorted(place.uses))
    return f"<g><title>{escape(place.name)}</title>{signs}</g>"


def _sign(use: PlaceUse, at: Point) -> str:
    x, y = at
    if use is PlaceUse.FILMED:
        return (
            f'<circle class="map-filmed" fill="currentColor" cx="{short(x)}" cy="{short(y)}" '
            f'r="4.2"/>'
        )
    return (
        f'<path class="map-story" fill="none" stroke="currentColor" stroke-width="1.8" '
        f'd="M{short(x)} {short(y - 7.5)}l7.5 7.5-7.5 7.5-7.5-7.5z"/>'
    )


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def nearest(self, point: Point) -> Point:
        return (
            min(max(point[0], self.left), self.right),
            min(max(point[1], self.top), self.bottom),
        )

    def within(self, view: View) -> bool:
        return (
            self.left >= 2
            and self.top >= 2
            and self.right <= view.width - 2
            and self.bottom <= view.height - 2
        )

    def meets(self, other: "_Box") -> bool:
        return (
            self.left < other.right + _CLEAR
            and other.left < self.right + _CLEAR
            and self.top < other.bottom + _CLEAR
            and other.top < self.bottom + _CLEAR
        )


_NEAR = ((1.0, 0.0), (-1.0, 0.0), (0.0, -1.0), (0.0, 1.0), (1, -1), (1, 1), (-1, -1), (-1, 1))
_ROUND = tuple((cos(radians(turn)), sin(radians(turn))) for turn in range(0, 360, 24))


def _labels(places: Sequence[_Place], view: View) -> list[str]:
    """Return the names beside their marks; one that finds no room stays a tip of its mark."""
    taken = [_Box(x - 7, y - 7, x + 7, y + 7) for x, y in (place.at for place in places)]
    out = []
    for place in sorted(places, key=lambda place: (place.at[1], place.name)):
        found = _room(place, taken, taken[len(places) :], view)
        if found is None:
            continue
        box, anchor, far = found
        taken.append(box)
        x = {"start": box.left, "end": box.right}.get(anchor, (box.left + box.right) / 2)
        if far:
            edge = box.nearest(place.at)
            out.append(
                f'<path class="map-leader" fill="none" stroke="currentColor" '
                f'stroke-width=".8" d="M{short(place.at[0])} {short(place.at[1])}'
                f'L{short(edge[0])} {short(edge[1])}"/>'
            )
        out.append(
            f'<text class="map-label" fill="currentColor" font-size="{short(_LABEL)}" '
            f'text-anchor="{anchor}" x="{short(x)}" y="{short(box.bottom - 3.4)}">'
            f"{escape(place.name)}</text>"
        )
    return out


def _room(
    place: _Place, taken: Sequence[_Box], names: Sequence[_Box], view: View
) -> tuple[_Box, str, bool] | None:
    """Return a free box for a name, nearest first, how it is anchored, and if it is far."""
    wide, tall = len(place.name) * _LABEL * _LETTER, _LABEL * 1.25
    x, y = place.at
    for far in (0, 20, 38, 56, 76, 100, 130):
        for across, down in _ROUND if far else _NEAR:
            anchor = "start" if across > 0.3 else "end" if across < -0.3 else "middle"
            cx, cy = x + across * (10 + far), y + down * (12 + far + tall / 2)
            left = {"start": cx, "end": cx - wide}.get(anchor, cx - wide / 2)
            box = _Box(left, cy - tall / 2, left + wide, cy + tall / 2)
            if not box.within(view) or any(box.meets(other) for other in taken):
                continue
            if not far or _clear_way(place.at, box.nearest(place.at), names):
                return box, anchor, far > 0
    return None


def _clear_way(start: Point, end: Point, names: Sequence[_Box]) -> bool:
    """Say whether a leader passes by every other name."""
    steps = 24
    for n in range(steps + 1):
        x = start[0] + (end[0] - start[0]) * n / steps
        y = start[1] + (end[1] - start[1]) * n / steps
        if any(b.left <= x <= b.right and b.top <= y <= b.bottom for b in names):
            return False
    return True
