from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartelera.engines.discovery.floors import Standing, hold, prominence
from cartelera.engines.discovery.page import Offer, Why

NEW, OLD = Why.SHOWING, Why.GENRE


def held(rows, pools, floors, groups, **more):
    return hold([Offer(NEW, tuple(row)) for row in rows], pools, floors, groups, **more)


def titles(page):
    return [row.titles for row in page.rows]


def test_the_last_title_of_a_row_gives_way():
    page = held([[1, 2, 3, 4]], [[1, 2, 3, 4, 5, 6]], {"short": 0.25}, {"short": {6}})
    assert titles(page) == [(1, 2, 3, 6)]
    assert page.moved == {6: "short"}
    (outcome,) = page.outcomes
    assert (outcome.standing, outcome.wanted, outcome.shown) == (Standing.MET, 1, 1)


def test_a_floor_that_is_met_moves_nothing():
    page = held([[1, 2]], [[1, 2, 3]], {"short": 0.5}, {"short": {1, 3}})
    assert (titles(page), page.moved) == ([(1, 2)], {})


def test_exchanges_are_spread_over_the_rows():
    rows, pools = [[1, 2, 3], [4, 5, 6]], [[1, 2, 3, 7, 8], [4, 5, 6, 7, 8]]
    page = held(rows, pools, {"short": 0.3}, {"short": {7, 8}})
    assert titles(page) == [(1, 2, 7), (4, 5, 8)]


def test_a_row_keeps_the_order_of_its_pool():
    page = held([[2, 3, 4]], [[1, 2, 3, 4]], {"short": 0.3}, {"short": {1}})
    assert titles(page) == [(1, 2, 3)]


@pytest.mark.parametrize(
    ("pool", "group", "standing"),
    [([1, 2], {9}, Standing.FEW), ([], {3}, Standing.FEW), ([3], {3}, Standing.FEW)],
    ids=["no such title", "a row that stays as it is", "the viewer's own row has it"],
)
def test_what_cannot_be_met_says_why(pool, group, standing):
    page = held([[1, 2]], [pool], {"short": 0.5}, {"short": group}, taken={3})
    assert titles(page) == [(1, 2)]
    assert page.outcomes[0].standing == standing


def test_a_floor_that_other_floors_leave_no_place_says_so():
    page = held([[1, 2]], [[1, 2, 3]], {"a": 1.0, "b": 0.5}, {"a": {1, 2}, "b": {3}})
    assert [o.standing for o in page.outcomes] == [Standing.MET, Standing.FULL]
    assert titles(page) == [(1, 2)]


def test_one_title_may_meet_two_floors():
    page = held([[1, 2]], [[1, 2, 3, 4]], {"a": 0.5, "b": 0.5}, {"a": {3, 4}, "b": {4}})
    assert titles(page) == [(1, 4)]


def test_the_hero_counts_and_stays():
    page = held([[1, 2]], [[1, 2, 3]], {"a": 0.3}, {"a": {9, 3}}, fixed=(9,))
    assert (titles(page), page.outcomes[0].slots) == ([(1, 2)], 3)


def test_the_first_place_counts_most():
    assert prominence([[1, 2, 3]], {1}) > prominence([[1, 2, 3]], {3}) > 0
    assert prominence([[1, 2], [3]], {1, 2, 3}) == pytest.approx(1)
    assert prominence([], {1}) == 0


pages = st.lists(st.integers(1, 40), min_size=1, max_size=24, unique=True)
groups = st.dictionaries(st.sampled_from("abc"), st.sets(st.integers(1, 60)), min_size=1)


@given(pages, groups, st.lists(st.floats(0, 1), min_size=3, max_size=3), st.integers(1, 4))
def test_a_page_keeps_its_size_and_meets_each_floor_or_says_why(page, groups, shares, rows):
    cuts = [len(page) * n // rows for n in range(rows + 1)]
    own = [page[first:last] for first, last in pairwise(cuts)]
    floors = dict(zip(groups, shares, strict=False))
    pools = [[*row, *(t for t in range(1, 61) if t not in row)] for row in own]
    result = held(own, pools, floors, groups)
    shown = [title for row in titles(result) for title in row]
    assert [len(row) for row in titles(result)] == [len(row) for row in own]
    assert len(shown) == len(set(shown))
    for outcome in result.outcomes:
        count = sum(title in groups[outcome.floor] for title in shown)
        before = sum(title in groups[outcome.floor] for title in page)
        assert count == outcome.shown
        assert count >= min(before, outcome.wanted)
        assert (outcome.standing == Standing.MET) == (count >= outcome.wanted)
        if len(floors) == 1 and outcome.there >= outcome.wanted:
            assert outcome.standing == Standing.MET
