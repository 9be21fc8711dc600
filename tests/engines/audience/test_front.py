from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cartelera.engines.audience.choice import Option
from cartelera.engines.audience.front import ALL, MOST, best_sets, walk, whole_front
from cartelera.vocabulary.errors import InputError


def option(name, cost=1.0, home=0.5, abroad=5.0, covers=()):
    return Option(name, cost, home, abroad, frozenset(covers))


def test_what_is_made_is_what_the_budget_allows_and_nothing_betters():
    options = [
        option("Faro", 3, 0.9, 2, ["drama"]),
        option("Duna", 3, 0.2, 30, ["drama"]),
        option("Sal", 3, 0.1, 1, ["horror"]),
        option("Río", 4, 0.1, 1, ["drama"]),
    ]
    front = best_sets(options, 6)
    assert [choice.names for choice in front] == [
        ("Faro", "Duna"),
        ("Faro", "Sal"),
        ("Duna", "Sal"),
    ]
    assert front[1].alone == (("Faro", ("drama",)), ("Sal", ("horror",)))
    assert front[0].alone == (("Faro", ()), ("Duna", ()))


def slow_front(options, budget):
    sets = []
    for size in range(len(options) + 1):
        for made in combinations(options, size):
            if sum(o.cost for o in made) <= budget:
                covers = len(frozenset().union(*(o.covers for o in made)))
                sets.append((sum(o.home for o in made), sum(o.abroad for o in made), covers))
    return {
        one
        for one in sets
        if not any(
            other != one and all(a >= b for a, b in zip(other, one, strict=True))
            for other in sets
        )
    }


whole = st.integers(0, 6)
options_made = st.lists(
    st.builds(
        Option,
        st.just("t"),
        whole.map(float),
        whole.map(float),
        whole.map(float),
        st.frozensets(st.sampled_from("abc")),
    ),
    max_size=6,
)


def reaches(front):
    return [(c.home, c.abroad, c.covers) for c in front]


@given(options_made, whole)
def test_the_front_is_the_front_of_every_set_looked_at_one_by_one(options, budget):
    found = reaches(best_sets(options, budget))
    assert len(found) == len(set(found))
    assert set(found) == slow_front(options, budget)


@settings(max_examples=8)
@given(options_made, whole)
def test_a_walk_keeps_to_the_front_and_goes_from_one_end_of_it_to_the_other(options, budget):
    found, front = reaches(walk(options, budget, (3, 3))), slow_front(options, budget)
    assert set(found) <= front
    assert found == sorted(set(found), reverse=True)
    for measure in range(3):
        assert max(one[measure] for one in found) == max(one[measure] for one in front)


def drawn(count, seed=7):
    draw = np.random.default_rng(seed)
    return [
        Option(
            f"t{n}",
            float(draw.integers(5, 90)),
            round(float(draw.uniform(0.05, 0.95)), 3),
            round(float(draw.uniform(1, 60)), 1),
            frozenset(draw.choice(list("abcdefghijklmnopqrst"), 4).tolist()),
        )
        for n in range(count)
    ]


def test_a_walk_of_many_steps_meets_the_sets_of_the_whole_front():
    options = drawn(12)
    front = {choice.names for choice in whole_front(options, 200)}
    found = {choice.names for choice in walk(options, 200, (60, 8))}
    assert found <= front
    assert len(found) > 0.8 * len(front)


def test_forty_titles_are_walked_and_every_set_of_the_walk_is_proved():
    options = drawn(40)
    budget = sum(option.cost for option in options) / 3
    front = best_sets(options, budget)
    assert len(front) > 6
    assert all(choice.cost <= budget and choice.missed == 0 for choice in front)
    by_worth = sorted(options, key=lambda o: -o.home / o.cost)
    left, home = budget, 0.0
    for option in by_worth:  # the best that parts of titles could do: none does better
        part = min(1.0, left / option.cost)
        left, home = left - part * option.cost, home + part * option.home
    assert home - 0.95 < front[0].home <= home


def test_a_set_not_proved_best_says_how_much_it_may_miss(monkeypatch):
    monkeypatch.setattr("cartelera.engines.audience.front._EFFORT", 0.002)
    front = best_sets(drawn(60), 600)
    assert all(choice.missed >= 0 for choice in front)
    assert any(choice.missed > 0 for choice in front)


def test_a_budget_that_buys_nothing_buys_the_empty_set():
    assert [choice.names for choice in best_sets(drawn(ALL + 1), 1)] == [()]


def test_more_titles_than_can_be_weighed_are_refused():
    with pytest.raises(InputError, match=str(MOST)):
        best_sets(drawn(MOST + 1), 1)
