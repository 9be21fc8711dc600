import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartelera.engines.discovery.taste import (
    HALF_LIFE_DAYS,
    after_leaving,
    fading,
    strength,
    together,
)

shares = st.lists(st.floats(0, 1), max_size=6)


@pytest.mark.parametrize(
    ("played", "said"),
    [(100, 1.0), (50, 0.5), (4, 0.0), (250, 1.0)],
    ids=["a title seen whole", "half of it", "a look", "seen more than twice"],
)
def test_a_viewing_says_what_was_seen_of_the_title(played, said):
    assert strength(played, 100) == pytest.approx(said)


def test_a_title_without_a_length_says_nothing():
    assert strength(10, 0) == 0


def test_what_a_viewing_said_fades_by_half_in_half_a_year():
    assert fading(0) == 1.0
    assert fading(HALF_LIFE_DAYS) == pytest.approx(0.5)
    assert fading(-3) == 1.0  # a clock ahead of ours


def test_a_title_left_counts_half_and_comes_back_in_time():
    assert after_leaving(0) == 0.5
    assert after_leaving(HALF_LIFE_DAYS) == pytest.approx(0.75)


@given(st.floats(0, 900), st.floats(0, 900))
def test_it_fades_as_it_stands(one, other):
    assert fading(one) * fading(other) == pytest.approx(fading(one + other))


@given(shares, st.floats(0, 1))
def test_another_viewing_never_says_less(before, one):
    assert together(before) <= together([*before, one]) + 1e-12 <= 1 + 1e-9
