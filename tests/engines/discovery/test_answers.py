import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartelera.engines.discovery.answers import FEWER, put_back, weights_after

WORDS = {
    1: ("drama", "family"),
    2: ("drama", "family"),
    3: ("drama", "crime"),
    4: ("comedy",),
    5: (),
}


def test_what_is_like_a_refused_title_counts_less_and_the_rest_as_before():
    found = weights_after(WORDS, {1})
    assert found == pytest.approx({1: 1 - FEWER, 2: 1 - FEWER, 3: 1 - FEWER / 3})


def test_said_of_two_titles_it_counts_twice():
    found = weights_after(WORDS, {1, 2})
    assert found[2] == pytest.approx((1 - FEWER) ** 2)


def test_nothing_said_changes_nothing():
    assert weights_after(WORDS, ()) == {}
    assert put_back([3, 1, 2], {}) == [3, 1, 2]


def test_a_title_that_counts_less_stands_as_if_it_had_come_later():
    assert put_back([1, 2, 3, 4], {1: 0.6}) == [2, 1, 3, 4]
    assert put_back([1, 2, 3, 4], {1: 0.1}) == [2, 3, 4, 1]


bags = st.dictionaries(st.integers(0, 9), st.sets(st.sampled_from("abcd")), max_size=10)


@given(bags, st.lists(st.integers(0, 9), unique=True, max_size=4), st.integers(0, 9))
def test_saying_more_raises_nothing_and_the_order_of_saying_is_the_same(words, said, more):
    before, after = weights_after(words, said), weights_after(words, {*said, more})
    assert weights_after(words, said[::-1]) == pytest.approx(before)
    for title in words:
        assert 0 < after.get(title, 1.0) <= before.get(title, 1.0) <= 1


@given(st.permutations(range(8)), st.dictionaries(st.integers(0, 7), st.floats(0.05, 1.0)))
def test_no_title_is_lost_and_those_of_full_weight_keep_their_order(titles, weights):
    found = put_back(titles, weights)
    assert sorted(found) == sorted(titles)
    full = [title for title in titles if title not in weights]
    assert [title for title in found if title not in weights] == full
