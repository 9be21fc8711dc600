from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartelera.engines.audience.choice import MOST, Option, best_sets
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


@given(options_made, whole)
def test_the_front_is_the_front_of_every_set_looked_at_one_by_one(options, budget):
    found = [(c.home, c.abroad, c.covers) for c in best_sets(options, budget)]
    assert len(found) == len(set(found))
    assert set(found) == slow_front(options, budget)


def test_more_titles_than_can_be_weighed_are_refused():
    with pytest.raises(InputError, match=str(MOST)):
        best_sets([option(str(n)) for n in range(MOST + 1)], 1)
