import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartelera.engines.discovery.cold_start import carried_over, likeness, towards, years_about

words = st.lists(st.sampled_from("abcde"), max_size=4)
records = st.lists(
    st.fixed_dictionaries({"genre": words, "people": words}), min_size=1, max_size=7
)
FAMILIES = {"genre": 1.0, "people": 2.0, "genre*people": 0.5}


def test_two_records_are_as_alike_as_the_words_they_share():
    alike = likeness(
        [{"genre": ["drama"]}, {"genre": ["drama"]}, {"genre": ["comedy"]}, {}],
        {"genre": 1.0},
    )
    assert alike[0] == pytest.approx([1, 1, 0, 0])
    assert alike[3] == pytest.approx([0, 0, 0, 0])


def test_a_rare_word_says_more_than_a_common_one():
    said = [["drama", "opera"], ["drama"], ["drama"], ["opera"]]
    alike = likeness([{"genre": own} for own in said], {"genre": 1.0})
    assert alike[0, 3] > alike[0, 1]


def test_near_years_are_alike_and_far_ones_are_not():
    alike = likeness([{"year": years_about(y)} for y in (1990, 1992, 1999, None)], {"year": 1})
    assert alike[0, 1] > alike[0, 2] == 0
    assert alike[3].sum() == 0


@given(records)
def test_likeness_can_stand_in_a_gram_matrix(titles):
    alike = likeness(titles, FAMILIES)
    assert alike == pytest.approx(alike.T)
    assert np.linalg.eigvalsh(alike).min() > -1e-5


@given(records, st.permutations(["genre", "people"]))
def test_the_order_of_words_makes_no_difference(titles, _order):
    turned = [{family: own[::-1] for family, own in title.items()} for title in titles]
    assert likeness(turned, FAMILIES) == pytest.approx(likeness(titles, FAMILIES))


def test_a_fresh_title_takes_after_the_one_it_is_like():
    said = [
        ["drama", "opera"],
        ["western", "comedy"],
        ["drama", "opera"],
        ["western", "comedy"],
    ]
    alike = likeness([{"genre": own} for own in said], {"genre": 1.0})
    mixed = carried_over(np.array([0, 1]), np.array([2, 3]), alike)
    assert mixed[0, 0] > mixed[1, 0]
    assert mixed[1, 1] > mixed[0, 1]


def test_a_fresh_title_like_no_other_has_the_common_part():
    alike = likeness([{"genre": ["a"]}, {"genre": ["a"]}, {"genre": ["b"]}], {"genre": 1.0})
    mixed = carried_over(np.array([0, 1]), np.array([2]), alike).ravel()
    assert mixed[0] == pytest.approx(mixed[1])
    assert mixed[0] > 0


def test_of_two_fresh_titles_the_one_expected_to_be_watched_more_is_spoken_for_more():
    weights = np.array([[0.0, 0.2], [0.2, 0.0]])
    mixed = np.array([[0.9, 0.1], [0.1, 0.9]])
    one, other = towards(weights, np.array([99.0, 0.0]), mixed, 0.1).sum(axis=0)
    assert one > other
    alike = towards(weights, np.array([9.0, 9.0]), mixed, 0.1)
    assert alike == pytest.approx(weights @ mixed)
