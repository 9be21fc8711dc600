"""The outlines of countries, from Natural Earth as the front end's build keeps them."""

import json
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

import pycountry

from cartelera.engines.slate.map import Outline, Ring
from cartelera.vocabulary.errors import ProgramError
from cartelera.vocabulary.territory import territory as known_territory


@cache
def outlines() -> tuple[Outline, ...]:
    """Return the outline of every country, read once.

    Raises ProgramError if the front end has not been built.
    """
    table = files("cartelera") / "web" / "static" / "built" / "countries-50m.json"
    try:
        world = json.loads(table.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ProgramError(
            "the outlines of countries are missing; build the front end: script/setup"
        ) from error
    arcs = _arcs(world)
    numbered = {country.numeric: country.alpha_2 for country in pycountry.countries}
    return tuple(
        Outline(numbered.get(shape.get("id", ""), ""), tuple(_rings(shape, arcs)))
        for shape in world["objects"]["countries"]["geometries"]
    )


def outline(territory: str) -> Outline | None:
    """Return the outline of one territory, or None if the table draws it with another.

    Raises InputError if the territory is not assigned.
    """
    code = known_territory(territory)
    return next((shape for shape in outlines() if shape.territory == code), None)


def _arcs(world: dict[str, Any]) -> list[Ring]:
    """Return the arcs as degrees; TopoJSON keeps them as steps on a grid."""
    (wide, tall), (left, low) = world["transform"]["scale"], world["transform"]["translate"]
    drawn = []
    for arc in world["arcs"]:
        xs = accumulate(step[0] for step in arc)
        ys = accumulate(step[1] for step in arc)
        drawn.append(
            tuple((left + x * wide, low + y * tall) for x, y in zip(xs, ys, strict=True))
        )
    return drawn


def _rings(shape: dict[str, Any], arcs: list[Ring]) -> list[Ring]:
    """Return the outer rings of a country; lakes and enclaves are left out."""
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    rings = []
    for polygon in polygons:
        ring: list[tuple[float, float]] = []
        for number in polygon[0]:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            ring += arc[1:] if ring else arc
        rings.append(tuple(ring))
    return rings
