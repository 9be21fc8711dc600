"""Outlines of countries as the build keeps them."""

from pytest import mark, raises

from cartelera.adapters.outlines import outline, outlines
from cartelera.vocabulary.errors import InputError


@mark.parametrize(
    ("territory", "west", "south", "east", "north"),
    [("MX", -118.4, 14.5, -86.7, 32.8), ("CU", -85, 19.8, -74.1, 23.3)],
)
def test_a_country_lies_where_it_is(territory, west, south, east, north):
    points = [point for ring in outline(territory).rings for point in ring]
    assert abs(min(x for x, _ in points) - west) < 0.4
    assert abs(min(y for _, y in points) - south) < 0.4
    assert abs(max(x for x, _ in points) - east) < 0.4
    assert abs(max(y for _, y in points) - north) < 0.4


def test_every_ring_is_closed():
    for country in outlines():
        for ring in country.rings:
            assert len(ring) > 3
            assert abs(ring[0][0] - ring[-1][0]) < 1e-6
            assert abs(ring[0][1] - ring[-1][1]) < 1e-6


def test_a_code_that_is_no_territory_is_refused():
    with raises(InputError, match="ZZ"):
        outline("ZZ")
