import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from cartelera.engines.discovery.cold_start import (
    Records,
    carried_over,
    likeness,
    mixed_of_nearest,
    towards,
    towards_near,
    years_about,
)

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


@given(
    st.lists(st.fixed_dictionaries({"genre": words, "people": words}), min_size=3, max_size=8)
)
def test_from_all_as_the_nearest_comes_what_comes_from_all(titles):
    known, fresh = np.arange(2, len(titles)), np.array([0, 1])
    whole = carried_over(known, fresh, likeness(titles, FAMILIES))
    near = mixed_of_nearest(known, fresh, Records(titles, FAMILIES), near=len(titles))
    assert near.toarray() == pytest.approx(whole, abs=1e-5)


def test_sparse_weights_lead_where_dense_ones_do_and_the_largest_are_kept():
    draw = np.random.default_rng(3)
    weights, watched = draw.random((6, 6)), np.array([9.0, 4, 0, 7, 2, 30])
    mixed = draw.random((6, 3))
    dense = towards(weights, watched, mixed, 0.1)
    sparse = towards_near(csr_matrix(weights), watched, csr_matrix(mixed), 0.1, 6)
    assert sparse.toarray() == pytest.approx(dense, rel=1e-5)
    few = towards_near(csr_matrix(weights), watched, csr_matrix(mixed), 0.1, 2).toarray()
    for column, whole in zip(few.T, dense.T, strict=True):
        assert np.flatnonzero(column).tolist() == sorted(np.argsort(-whole)[:2].tolist())


def test_a_title_that_says_nothing_is_mixed_from_known_ones_alike():
    titles = [{}, {"genre": ["a"]}, {"genre": ["b"]}, {"genre": ["a", "b"]}]
    mixed = mixed_of_nearest(np.array([1, 2, 3]), np.array([0]), Records(titles, FAMILIES))
    assert np.isfinite(mixed.toarray()).all()
