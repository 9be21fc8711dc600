from xml.etree.ElementTree import fromstring

import pycountry
import pytest

from cartelera.engines.slate.region_map import GRIDS, Tile, draw_regions

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("territory", GRIDS)
def test_every_region_has_a_tile_of_its_own(territory):
    grid = GRIDS[territory]
    regions = {s.code[3:] for s in pycountry.subdivisions.get(country_code=territory)}
    assert set(grid) == regions
    assert len(set(grid.values())) == len(grid)


def test_the_fullest_region_is_solid_and_an_empty_one_has_no_number():
    drawn = fromstring(
        draw_regions(
            "MX", {"MX-OAX": Tile("Oaxaca: 4", 4), "MX-JAL": Tile("Jalisco: 1", 1)}, "A & B"
        )
    )
    tiles = {group.find(f"{SVG}text").text: group for group in drawn.iter(f"{SVG}g")}
    fills = {
        code: float(tile.find(f"{SVG}rect").get("fill-opacity")) for code, tile in tiles.items()
    }
    assert fills["OAX"] == 1.0
    assert fills["YUC"] < fills["JAL"] < fills["OAX"]
    assert [text.text for text in tiles["OAX"].iter(f"{SVG}text")] == ["OAX", "4"]
    assert [text.text for text in tiles["YUC"].iter(f"{SVG}text")] == ["YUC"]
    assert drawn.find(f"{SVG}title").text == "A & B"


def test_a_territory_without_a_grid_is_not_drawn():
    assert draw_regions("AQ", {}, "") == ""
