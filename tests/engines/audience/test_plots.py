import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartelera.engines.audience.plots import (
    draw_line,
    draw_retention,
    draw_world,
    level_of,
    round_up,
)
from cartelera.engines.audience.retention import Point

SQUARE = [(-10.0, 0.0), (10.0, 0.0), (10.0, 20.0), (-10.0, 20.0)]
ACROSS = [(170.0, 50.0), (-170.0, 50.0), (-170.0, 70.0), (170.0, 70.0)]  # the date line


def paths(svg, kind):
    tree = ElementTree.fromstring(svg)
    return [one for one in tree.iter() if kind in one.get("class", "").split()]


def spots(path):
    return [
        [tuple(map(float, spot.split())) for spot in part.strip("Mz").split("L")]
        for part in re.findall(r"M[^M]+", path.get("d"))
    ]


@pytest.mark.parametrize(
    ("value", "round_"), [(0, 1), (0.3, 0.5), (1, 1), (1.1, 2), (4, 5), (51, 100), (2000, 2000)]
)
def test_a_scale_ends_at_a_round_number(value, round_):
    assert round_up(value) == pytest.approx(round_)


@given(st.floats(1e-6, 1e12))
def test_no_value_leaves_its_scale_and_no_scale_is_far_too_large(value):
    assert value <= round_up(value) * (1 + 1e-9)
    assert round_up(value) <= 2.5 * value * (1 + 1e-9)


def test_a_line_rises_where_views_rise():
    svg = draw_line("Views", [("1 Jan", 1.0), ("8 Jan", 4.0)], ("2.5", "5"))
    first, second = paths(svg, "plot-dot")
    assert float(second.get("cy")) < float(first.get("cy"))
    assert float(second.get("cx")) > float(first.get("cx"))


def test_words_from_outside_stay_words():
    svg = draw_line('A "name" & <more>', [("<b>", 1.0)], ("&", "1"))
    assert ElementTree.fromstring(svg).get("aria-label") == 'A "name" & <more>'


def test_retention_stops_where_too_few_played():
    points = [Point(0, 1.0), Point(30, 0.5), Point(60, None)]
    svg = draw_retention("Luz", points, [(0, "0:00"), (60, "1:00")], "fewer than ten")
    assert paths(svg, "plot-untold")
    assert "fewer than ten" in svg
    whole = draw_retention("Luz", points[:2], [(0, "0:00")], "fewer than ten")
    assert not paths(whole, "plot-untold")


def test_a_larger_share_is_never_inked_lighter():
    levels = [level_of(n / 1000) for n in range(1001)]
    assert levels == sorted(levels)
    assert set(levels) == {1, 2, 3, 4}


def test_a_territory_is_inked_by_its_level_and_says_its_figure():
    svg = draw_world("World", [("MX", [SQUARE]), ("AR", [SQUARE])], {"MX": 4}, {"MX": "9 h"})
    assert [one.get("class") for one in paths(svg, "land")] == ["land", "land level-4"]
    assert svg.count("<title>9 h</title>") == 1


def test_land_across_the_date_line_stands_at_both_edges_and_no_streak_between():
    (land,) = paths(draw_world("World", [("RU", [ACROSS])], {}, {}), "land")
    east, west = sorted(spots(land), key=min, reverse=True)
    for part in (east, west):
        assert max(x for x, _ in part) - min(x for x, _ in part) < 120
    assert min(x for x, _ in east) > 450 > max(x for x, _ in west)


def test_land_that_ends_at_the_date_line_is_whole():
    edge = [(160.0, -20.0), (180.0, -20.0), (180.0, 0.0), (160.0, 0.0)]
    (land,) = paths(draw_world("World", [("FJ", [edge])], {}, {}), "land")
    assert len(spots(land)) == 1
