"""What holds, moves and rules of a board cost."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from cartelera.engines.filming.order.problem import OrderProblem, hold_of, waits_of
from cartelera.engines.filming.prices import looser, price_rules
from cartelera.engines.filming.strips import Pin, Place, Span
from cartelera.engines.filming.terms import Terms
from cartelera.vocabulary.filming import Looser
from tests.engines.filming.boards import MONDAY, board, shoot, strip


def twice():
    """Return a clock that lets two steps be made."""
    asked = iter([True] * 2)
    return lambda: next(asked, False)


def priced(of, laid):
    return {(p.words("en"), p.saved) for p in price_rules(of, laid, twice, Random(1), most=20)}


def test_an_hour_more_saves_the_day_that_it_spares():
    of = shoot(strip("1", "Ana", minutes=270), strip("2", "Ana", minutes=270), days=6)
    of = replace(of, terms=Terms(day_minutes=510, night_minutes=510, minors=()))
    assert priced(of, board("1", "2")) == {("an hour more in each day", 1100)}


def test_a_window_an_absence_and_a_pin_cost_the_days_they_hold_apart():
    of = shoot(strip("1", "Ana"), strip("2", "Ana"), days=6)
    late = Span(MONDAY + timedelta(days=3), MONDAY + timedelta(days=4))
    apart = replace(of, pins=(Pin("1", MONDAY), Pin("2", MONDAY + timedelta(days=3))))
    laid = board("1", "", "", "2")
    assert ("scene 2 not pinned", 1100) in priced(apart, laid)
    shut = replace(
        shoot(strip("1", "Ana"), strip("2", "Ana", place="Coast"), days=6),
        pins=(Pin("1", MONDAY),),
        places=(Place("House", 10), Place("Coast", 10, (late,))),
    )
    assert ("Coast to be had on any date", 1100) in priced(shut, laid)


def test_a_rule_that_binds_nothing_has_no_price():
    of = shoot(strip("1", "Ana"), days=6)
    assert priced(of, board("1")) == set()
    assert [rule for rule, _, _ in looser(of, board("1"))] == [Looser.DAY, Looser.WEEK]


def test_an_actor_waits_through_the_scenes_between():
    casts = tuple(map(frozenset, ({0}, {1}, {0, 1}, {1})))
    of = OrderProblem("x", (2, 3, 1, 1), casts, (10, 20))
    assert waits_of(of, (0, 1, 2, 3)) == {0: 3}
    assert waits_of(of, (1, 0, 2, 3)) == {1: 2}
    assert hold_of(of, (1, 0, 2, 3)) == 40
