"""Overtime: a long scene is no conflict where it may be paid."""

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import mark

from cartelera.engines.filming.check import check
from cartelera.engines.filming.conflict import conflict
from cartelera.engines.filming.cost import cost
from cartelera.engines.filming.schedule import make_board
from cartelera.engines.filming.strips import CastMember
from cartelera.engines.filming.terms import Terms
from cartelera.vocabulary.filming import BoardRule
from tests.engines.filming.boards import board, shoot, strip

TERMS = Terms(
    day_minutes=480, night_minutes=420, overtime_minutes=180, overtime_week_minutes=540
)


def rules(of, *days):
    return [found.rule for found in check(board(*days), of)]


def long(*minutes, **more):
    strips = [strip(str(n), "Ana", minutes=m) for n, m in enumerate(minutes, start=1)]
    return shoot(*strips, terms=TERMS, company_day_cost=4800, **more)


@mark.parametrize(("minutes", "broken"), [(660, []), (661, [BoardRule.LONG_DAY])])
def test_a_day_is_as_long_as_overtime_lets_it(minutes, broken):
    of = long(minutes)
    assert rules(of, "1") == broken
    spent = cost(board("1"), of)
    # a minute of the company is 10, and double in overtime
    assert spent.overtime_cost == (minutes - 480) * 20
    assert spent.total == 4800 + 100 + 10 + spent.overtime_cost


def test_a_week_has_so_much_overtime():
    of = long(660, 660, 660, 540)
    assert rules(of, "1", "2", "3", "", "") == [BoardRule.SCHEDULED]
    assert rules(of, "1", "2", "3", "4") == [BoardRule.OVERTIME]


def test_a_minor_works_none():
    child = (CastMember("Ana", 100, age_years=12),)
    assert rules(long(500, cast=child), "1") == [BoardRule.MINOR_OVERTIME]
    both = replace(
        long(470, 100, cast=child),
        strips=(strip("1", "Ana", minutes=470), strip("2", minutes=100)),
    )
    assert rules(both, "1 2") == []
    assert BoardRule.MINOR_OVERTIME in rules(both, "2 1")


def test_a_scene_longer_than_a_day_gets_a_board_and_too_long_a_one_a_conflict():
    made = make_board(long(660, 120), iter([True, False]).__next__, Random(1))
    assert made.board is not None
    assert check(made.board, long(660, 120)) == ()
    (found,) = conflict(long(700))
    assert (found.rule, found.limit) == (BoardRule.LONG_DAY, "660")


def test_overtime_is_worked_where_a_day_costs_more():
    """Two scenes of 300 minutes: 120 minutes of overtime, or another day."""
    of = long(300, 300)
    assert cost(make_board(of, times(), Random(1)).board, of).company_days == 1
    cheap = replace(of, company_day_cost=4800, cast=(CastMember("Ana", 1),))
    dear = replace(cheap, terms=replace(TERMS, overtime_percent=900))
    assert cost(make_board(dear, times(), Random(1)).board, dear).company_days == 2


def times(most=3):
    asked = iter([True] * most)
    return lambda: next(asked, False)


@given(st.lists(st.integers(60, 660), min_size=1, max_size=8))
@settings(max_examples=8, deadline=None)
def test_every_board_in_overtime_keeps_every_rule_and_its_bound(minutes):
    of = long(*minutes, days=24)
    made = make_board(of, times(1), Random(1))
    assert made.board is not None
    assert check(made.board, of) == ()
    assert made.bound <= made.cost == cost(made.board, of).total
