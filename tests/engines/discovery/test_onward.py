import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartelera.engines.discovery.onward import onward


@pytest.mark.parametrize(
    ("finished", "latest", "following"),
    [
        ((), None, 1),
        ((), 2, 2),
        ((2,), 2, 3),
        ((1, 2, 3), 3, None),
        ((3,), 3, None),
        ((9,), 9, 1),
        ((1, 2), 2, 3),
    ],
    ids=[
        "who has not begun begins at the first",
        "a part left in the middle goes on",
        "after a finished part comes the next",
        "after the last there is nothing",
        "who jumped to the end is not sent back",
        "a part that is gone counts as none",
        "parts skipped over stay skipped",
    ],
)
def test_a_viewer_goes_on_with(finished, latest, following):
    assert onward([1, 2, 3], finished, latest) == following


def test_a_series_without_parts_has_nothing_to_play():
    assert onward([], (), None) is None


@given(st.lists(st.integers(), unique=True), st.sets(st.integers()), st.none() | st.integers())
def test_what_plays_next_can_be_played(parts, finished, latest):
    following = onward(parts, finished, latest)
    assert following is None or following in parts
