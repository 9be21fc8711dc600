from hypothesis import given
from hypothesis import strategies as st

from cartelera.engines.audience.choice import Option, choice_of
from cartelera.engines.audience.front import best_sets
from cartelera.engines.audience.swaps import Swap, swaps_of

FARO = Option("Faro", 3, 0.9, 2, frozenset({"drama"}))
DUNA = Option("Duna", 3, 0.2, 30, frozenset({"drama"}))
SAL = Option("Sal", 3, 0.1, 1, frozenset({"horror"}))
MAR = Option("Mar", 7, 0.5, 9, frozenset({"comedy"}))


def test_each_title_says_what_the_nearest_swap_would_change():
    found = swaps_of([FARO, DUNA, SAL], ["Faro", "Sal"], 6)
    assert found["Duna"] == Swap(("Sal",), ("Duna",), 0, 0.1, 29, -1)
    assert found["Sal"] == Swap(("Sal",), ("Duna",), 0, 0.1, 29, -1)
    assert found["Faro"] == Swap(("Faro",), ("Duna",), 0, -0.7, 28, 0)


def test_a_title_that_costs_more_takes_the_room_of_two_or_of_none_at_all():
    assert swaps_of([FARO, DUNA, MAR], ["Faro", "Duna"], 7)["Mar"] == Swap(
        ("Faro", "Duna"), ("Mar",), 1, 0.5 - 1.1, 9 - 32, 0
    )
    assert swaps_of([FARO, DUNA, MAR], ["Faro", "Duna"], 6)["Mar"] is None


whole = st.integers(0, 6).map(float)
slates = st.lists(
    st.tuples(whole, whole, whole, st.frozensets(st.sampled_from("abc"))), max_size=7
).map(lambda rows: [Option(str(n), *row) for n, row in enumerate(rows)])


@given(slates, whole)
def test_a_swap_is_affordable_changes_what_it_says_and_betters_no_set_of_the_front(
    options, budget
):
    named = {option.name: option for option in options}
    for choice in best_sets(options, budget):
        for title, swap in swaps_of(options, choice.names, budget).items():
            if swap is None:
                assert title not in choice.names
                continue
            assert title in (swap.leave if title in choice.names else swap.enter)
            after = {*choice.names} - {*swap.leave} | {*swap.enter}
            made = choice_of([named[name] for name in sorted(after)])
            assert made.cost <= budget
            change = (made.home - choice.home, made.abroad - choice.abroad)
            assert change == (swap.home, swap.abroad)
            assert made.covers - choice.covers == swap.covers
            parts = (*change, swap.covers)
            assert min(parts) < 0 or max(parts) == 0
