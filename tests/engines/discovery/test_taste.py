import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartelera.engines.discovery.taste import HALF_LIFE_DAYS, strength, together

shares = st.lists(st.floats(0, 1), max_size=6)


@pytest.mark.parametrize(
    ("played", "days", "said"),
    [
        (100, 0, 1.0),
        (50, 0, 0.5),
        (4, 0, 0.0),
        (250, 0, 1.0),
        (100, HALF_LIFE_DAYS, 0.5),
        (100, -3, 1.0),
    ],
    ids=[
        "a title seen whole",
        "half of it",
        "a look",
        "seen more than twice",
        "long ago",
        "a clock ahead of ours",
    ],
)
def test_a_viewing_says_what_was_seen_of_the_title(played, days, said):
    assert strength(played, 100, days) == pytest.approx(said)


def test_a_title_without_a_length_says_nothing():
    assert strength(10, 0, 0) == 0


@given(shares, st.floats(0, 1))
def test_another_viewing_never_says_less(before, one):
    assert together(before) <= together([*before, one]) + 1e-12 <= 1 + 1e-9
