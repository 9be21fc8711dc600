from dataclasses import replace
from datetime import timedelta
from itertools import product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from cartelera.engines.filming.bound import least_days
from cartelera.engines.filming.check import check
from cartelera.engines.filming.conflict import conflict
from cartelera.engines.filming.cost import cost
from cartelera.engines.filming.schedule import board_of, make_board, repair
from cartelera.engines.filming.strips import CastMember, Pin, Place, Span
from cartelera.engines.filming.terms import Terms
from cartelera.vocabulary.filming import BoardRule, Engagement
from tests.engines.filming.boards import MINORS, MONDAY, board, shoot, strip


def drawn(seed, scenes=24):
    """Return a shoot drawn by chance: places with windows, somebody away, a minor, nights."""
    draw = Random(seed)
    names = ["Ana", "Luz", "Eva", "Niño"]
    strips = [
        strip(
            str(n),
            " ".join(draw.sample(names, draw.randint(0, 2))),
            draw.choice("ABC"),
            draw.choice([60, 90, 120]),
            draw.choice([None, None, False, True]),
        )
        for n in range(scenes)
    ]
    made = shoot(*strips, days=28)
    engaged = [Engagement.HELD, Engagement.DROP, Engagement.DAILY, Engagement.HELD]
    return replace(
        made,
        cast=tuple(
            CastMember(name, draw.randint(50, 500), how, 8 if name == "Niño" else None)
            for name, how in zip(names, engaged, strict=True)
        ),
        places=tuple(
            Place(
                name, 300, (Span(MONDAY, MONDAY + timedelta(days=20)),) if name == "A" else ()
            )
            for name in "ABC"
        ),
        terms=Terms(minors=MINORS, drop_gap_days=4, week_rest_minutes=36 * 60),
    )


def times(most):
    """Return a clock that says yes so many times."""
    asked = iter([True] * most)
    return lambda: next(asked, False)


@given(st.integers(0, 10_000))
@settings(max_examples=6, deadline=None)
def test_no_rule_is_broken_and_the_cost_is_not_below_the_bound(seed):
    of = drawn(seed)
    answer = make_board(of, times(3), Random(seed))
    assert answer.board is not None
    assert check(answer.board, of) == ()
    assert answer.bound <= answer.cost == cost(answer.board, of).total


def test_a_board_is_as_cheap_as_the_cheapest_of_all():
    of = shoot(
        strip("1", "Ana", minutes=500),
        strip("2", "Luz", "B", 500),
        strip("3", "Ana", minutes=500),
        strip("4", "Ana Luz", "B", 500),
        days=5,
    )
    every = (
        board_of(of, dict(zip("1234", days, strict=True)))
        for days in product(range(5), repeat=4)
    )
    least = min(cost(made, of).total for made in every if not check(made, of))
    answer = make_board(of, times(12), Random(3))
    assert answer.cost == least


def test_a_move_between_two_places_counts_in_the_days_that_scenes_take():
    of = shoot(*(strip(f"{n}", "Ana", place, 300) for n, place in enumerate("ABCD")))
    # 1,200 minutes are two days of 600, but two places a day are 660 with the move
    assert least_days(of, of.strips) == 3
    whole = replace(of, terms=replace(of.terms, move_minutes=0))
    assert least_days(whole, whole.strips) == 2


def test_going_on_from_a_board_never_makes_it_dearer():
    of = drawn(5)
    first = make_board(of, times(0), Random(0))
    more = make_board(of, times(6), Random(0), start=first.board)
    assert more.cost <= first.cost
    assert more.rounds == 6


def test_a_pinned_scene_stays_on_its_date():
    of = drawn(8)
    of = replace(of, pins=(Pin("3", of.dates[9]),))
    made = make_board(of, times(1), Random(0)).board
    assert made is not None
    assert check(made, of) == ()


def test_a_changed_day_moves_only_what_must():
    of = drawn(11)
    before = make_board(of, times(2), Random(0)).board
    day = next(d for d in before.days if any("Ana" in of.strip_of[s].cast for s in d.scenes))
    ana = next(m for m in of.cast if m.name == "Ana")
    away = replace(ana, away=(Span(day.on, day.on + timedelta(days=1)),))
    changed = replace(of, cast=tuple(away if m is ana else m for m in of.cast))
    after, moved = repair(changed, before, seconds=20)
    assert check(after, changed) == ()
    must = {s for s in day.scenes if "Ana" in of.strip_of[s].cast}
    assert set(moved) == must


def test_a_board_that_needs_no_repair_is_left_as_it_is():
    of = drawn(2)
    before = make_board(of, times(1), Random(0)).board
    assert repair(of, before) == (before, ())


def test_an_impossible_shoot_is_answered_with_the_least_conflict():
    of = shoot(strip("1", "Ana", minutes=400), strip("2", "Ana", minutes=400), days=3)
    ana = CastMember("Ana", 100, away=(Span(MONDAY, MONDAY + timedelta(days=2)),))
    of = replace(of, cast=(ana,))
    answer = make_board(of, times(1), Random(0))
    assert (answer.board, answer.impossible) == (None, True)
    found = conflict(of)
    assert {(c.rule, c.subject) for c in found} == {
        (BoardRule.LONG_DAY, ""),
        (BoardRule.AWAY, "Ana"),
    }
    assert any("Ana is away" in c.words("en") for c in found)


def test_a_shoot_that_is_possible_has_no_conflict():
    assert conflict(shoot(strip("1"))) == ()


def test_a_scene_is_mended_out_of_a_full_week_into_days_that_were_good():
    # every day of the week is full but the last; Ana is away on the first
    strips = [strip(str(n), "Ana" if n == 0 else "Luz", minutes=500) for n in range(4)]
    of = shoot(*strips, days=5)
    before = board("0", "1", "2", "3")
    ana = CastMember("Ana", 100, away=(Span(MONDAY, MONDAY + timedelta(days=1)),))
    changed = replace(of, cast=(ana, *(m for m in of.cast if m.name != "Ana")))
    after, moved = repair(changed, before)
    assert (moved, check(after, changed)) == (("0",), ())
    luz = replace(changed, dates=changed.dates[1:4] + changed.dates[5:])
    assert repair(luz, before)[0] is None  # no date is left for her
