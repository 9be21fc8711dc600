"""The order of scenes: published answers, slow exact programs, proofs from a loose bound."""

from dataclasses import replace
from itertools import permutations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import mark, raises

from cartelera.engines.filming.order import exact
from cartelera.engines.filming.order.instances import instance_from
from cartelera.engines.filming.order.merge import merge
from cartelera.engines.filming.order.problem import (
    OrderProblem,
    hold_of,
    kept_precedences,
    visits_of,
)
from cartelera.engines.filming.order.solve import price_precedences, solve
from cartelera.vocabulary.errors import InputError

# "Concert rehearsal", problem 39 of CSPLib: hold 17 (Smith 2003)
REHEARSAL = """rehearsal 9 5
1 1 0 1 0 1 1 0 1 1
1 1 0 1 1 1 0 1 0 1
1 1 0 0 0 0 1 1 0 1
1 0 0 0 1 1 0 0 1 1
0 0 1 0 1 1 1 1 0 1
2 4 1 3 3 2 5 7 6"""


def always() -> bool:
    return True


def drawn(draw: np.random.Generator, scenes: int, actors: int, loosely: bool) -> OrderProblem:
    """Return a problem drawn by chance, sparse or dense."""
    share = draw.uniform(0.15, 0.7)
    plays = draw.random((actors, scenes)) < share
    return OrderProblem(
        "drawn",
        tuple(int(d) for d in draw.integers(1, 6 if loosely else 2, scenes)),
        tuple(frozenset(np.flatnonzero(plays[:, s]).tolist()) for s in range(scenes)),
        tuple(int(c) for c in draw.integers(1, 101 if loosely else 4, actors)),
    )


def least_hold_of_all_sets(problem: OrderProblem) -> int:
    """Return the least hold there is, by the plain program over all sets of scenes."""
    scenes = len(problem.days)
    playing = [frozenset().union(*_chosen(problem.cast, done)) for done in range(1 << scenes)]
    least = [0] + [1 << 60] * ((1 << scenes) - 1)
    for done in range(1 << scenes):
        there = playing[done] & playing[~done & ((1 << scenes) - 1)]
        for scene in range(scenes):
            if not done >> scene & 1:
                waits = sum(problem.day_rates[a] for a in there - problem.cast[scene])
                then = done | 1 << scene
                least[then] = min(least[then], least[done] + waits * problem.days[scene])
    return least[-1]


def _chosen(cast, done):
    return [c for s, c in enumerate(cast) if done >> s & 1]


def test_a_member_waits_between_first_and_last_and_nowhere_else():
    problem = OrderProblem("p", (2, 3, 4), (frozenset({0}), frozenset(), frozenset({0})), (10,))
    assert hold_of(problem, (0, 1, 2)) == 30
    assert hold_of(problem, (0, 2, 1)) == 0
    assert problem.worked == 60


def test_a_place_costs_at_each_visit_after_the_first():
    problem = OrderProblem("p", (1,) * 4, (frozenset(),) * 4, (), (0, 1, 0, 0), (5, 7))
    assert visits_of(problem, (0, 1, 2, 3)) == 5
    assert visits_of(problem, (0, 2, 3, 1)) == 0
    assert visits_of(problem, (1, 0, 2, 3)) == 0


def test_the_published_answer_is_found_and_proved():
    answer = solve(instance_from(REHEARSAL, "rehearsal"), always)
    assert (answer.hold, answer.visits, answer.bound, answer.proved) == (17, 0, 17, True)
    assert answer.how == "both ends"
    assert sorted(answer.order) == list(range(9))


def check_against_all_sets(seed: int, problems: int, most_scenes: int) -> None:
    """Prove drawn problems from a bound loosened by half, without an order to start from."""
    draw = np.random.default_rng(seed)
    for number in range(problems):
        scenes, actors = int(draw.integers(2, most_scenes + 1)), int(draw.integers(1, 10))
        problem = drawn(draw, scenes, actors, loosely=bool(number % 3))
        least = least_hold_of_all_sets(problem)
        below = (problem.worked + least) * 3 // 2 + 1
        answer = solve(problem, always, below=below)
        assert (answer.hold, answer.bound) == (least, least), problem
        assert answer.proved
        assert hold_of(problem, answer.order) == least
        nothing = solve(problem, always, below=problem.worked + least)
        assert (nothing.order, nothing.bound) == ((), least), problem


def test_every_proof_from_a_loose_bound_agrees_with_the_slow_program():
    check_against_all_sets(seed=39, problems=60, most_scenes=10)


@mark.slow
def test_a_thousand_proofs_from_a_loose_bound_agree_with_the_slow_program():
    check_against_all_sets(seed=39, problems=1_000, most_scenes=10)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=30, deadline=None)
def test_merging_keeps_the_least_hold(seed):
    draw = np.random.default_rng(seed)
    problem = drawn(draw, 6, 4, loosely=True)
    core = merge(problem)
    small = OrderProblem("core", core.days, core.cast, core.day_rates)
    assert least_hold_of_all_sets(small) == least_hold_of_all_sets(problem)
    order = [s for merged in range(len(core.days)) for s in core.behind[merged]]
    assert sorted((*order, *core.loose)) == list(range(6))


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_no_order_is_below_the_bound_before_any_scene_is_placed(seed):
    draw = np.random.default_rng(seed)
    core = merge(drawn(draw, 8, 6, loosely=True))
    if len(core.days) > 1:
        small = OrderProblem("core", core.days, core.cast, core.day_rates)
        assert exact.root_bound(core) <= least_hold_of_all_sets(small)


def test_a_search_that_is_stopped_keeps_an_order_and_a_bound():
    draw = np.random.default_rng(4)
    problem = drawn(draw, 30, 16, loosely=True)
    asked = iter([True] * 3)
    answer = solve(problem, lambda: next(asked, False))
    assert sorted(answer.order) == list(range(30))
    assert 0 < answer.bound < answer.hold
    assert not answer.proved


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_places_and_precedences_are_settled_as_by_trying_every_order(seed):
    draw = np.random.default_rng(seed)
    scenes = int(draw.integers(2, 7))
    problem = drawn(draw, scenes, 3, loosely=True)
    pairs = [(a, b) for a, b in product(range(scenes), repeat=2) if a < b]
    problem = OrderProblem(
        "movie",
        problem.days,
        problem.cast,
        problem.day_rates,
        tuple(int(p) for p in draw.integers(0, 3, scenes)),
        tuple(int(c) for c in draw.integers(0, 60, 3)),
        frozenset(pair for pair in pairs if draw.random() < 0.2),
    )
    answer = solve(problem, always)
    least = min(
        hold_of(problem, order) + visits_of(problem, order)
        for order in permutations(range(scenes))
        if kept_precedences(problem, order)
    )
    assert answer.hold + answer.visits == answer.bound == least
    assert answer.proved
    assert kept_precedences(problem, answer.order)


def test_a_precedence_costs_what_is_saved_without_it():
    # Ana plays 1 and 3, Luz 2; 2 must come between them only because 1 is before 2 before 3
    problem = OrderProblem(
        "corto", (1, 1, 1), (frozenset({0}), frozenset({1}), frozenset({0})), (30, 20),
        before=frozenset({(0, 1), (1, 2)}),
    )  # fmt: skip
    answer = solve(problem, always)
    assert (answer.hold, answer.proved) == (30, True)
    prices = price_precedences(problem, answer, lambda: always)
    assert prices == {(0, 1): 30, (1, 2): 30}
    free = replace(problem, before=frozenset({(0, 1)}))
    assert price_precedences(free, solve(free, always), lambda: always) == {}


def test_a_large_shoot_with_places_keeps_its_precedences_and_gains_on_the_order_given():
    draw = np.random.default_rng(7)
    drawn_ = drawn(draw, 70, 12, loosely=True)
    problem = OrderProblem(
        "large",
        drawn_.days,
        drawn_.cast,
        drawn_.day_rates,
        tuple(int(p) for p in draw.integers(0, 5, 70)),
        (40, 50, 60, 70, 80),
        frozenset({(60, 3), (3, 50), (69, 0)}),
    )
    asked = iter([True] * 10)
    answer = solve(problem, lambda: next(asked, False))
    assert kept_precedences(problem, answer.order)
    assert answer.hold == hold_of(problem, answer.order)
    assert 0 < answer.bound <= answer.hold + answer.visits < hold_of(problem, range(70)) // 1.2
    assert answer.how == "walk"


@mark.parametrize(
    ("text", "message"),
    [
        ("", "film.dat is empty"),
        ("INT. KITCHEN - DAY", "'INT.' is no whole number"),
        ("x 2 1 1 1 5 1", "an actor has no rate, or a scene no length"),
        ("x 2 1 1 2 5 1 1", "row of actor 1 is not of zeros and ones"),
        ("3 2 1", "is no instance file"),
        ("1 2 1 0 5 5 1 1 0 0 1", "take 8 numbers, there are 7"),
        ("1 2 1 0 5 5 1 1 0 9 1 0", "scene 2 is at a place without a cost"),
        ("1 2 1 2 5 5 1 1 0 0 1 0 0 1 1 0", "precedences go in a circle"),
    ],
)
def test_a_file_that_is_no_instance_is_refused_by_name(text, message):
    with raises(InputError, match=message):
        instance_from(text, "film.dat")


def test_a_movie_shoot_is_read():
    problem = instance_from("1 2 1 1 5 6 1 2 0 0 1 0 1 0", "m.txt")
    assert problem.days == (1, 2)
    assert problem.day_rates == (5,)
    assert problem.visit_costs == (6,)
    assert problem.cast == (frozenset({0}), frozenset())
    assert problem.before == {(1, 0)}
