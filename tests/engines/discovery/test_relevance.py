import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.sparse import csr_matrix

from cartelera.engines.discovery.relevance import (
    Learning,
    counted,
    inverse_of,
    learn,
    learn_near,
    scores,
)
from cartelera.vocabulary.errors import InputError

PLAIN = Learning(ridge=1.0, dropout=0.0, diagonal=0.0, history=0.0, shrink=0.0, kin=1.0)
histories = arrays(np.float64, (9, 6), elements=st.sampled_from([0.0, 0.0, 0.5, 1.0]))


def learned(viewings, learning=PLAIN, likeness=None):
    matrix = csr_matrix(np.asarray(viewings, dtype=float))
    watched = np.asarray((matrix > 0).sum(axis=0), dtype=float).ravel()
    return learn(counted(matrix, learning), watched, learning, likeness)


def test_the_weights_of_a_case_worked_by_hand():
    # G = [[2, 1], [1, 2]]; with a ridge of 1 its inverse is [[3, -1], [-1, 3]] / 8,
    # and EASE's weight is -P[i, j] / P[j, j] = 1 / 3
    weights = learned([[1, 1], [1, 0], [0, 1]])
    assert weights == pytest.approx(np.array([[0, 1 / 3], [1 / 3, 0]]), abs=1e-6)


def test_titles_watched_by_the_same_viewers_speak_for_each_other():
    weights = learned([[1, 1, 0], [1, 1, 0], [0, 0, 1], [0, 0, 1]])
    assert weights[0, 1] > 0.5
    assert weights[0, 2] == pytest.approx(0, abs=1e-6)


def test_a_history_that_grows_is_served_without_learning_again():
    weights = learned([[1, 1, 0], [1, 1, 0], [0, 1, 1]])
    before = scores(np.array([0]), np.array([1.0]), weights)
    after = scores(np.array([0, 2]), np.array([1.0, 1.0]), weights)
    assert after[1] > before[1]


def test_a_title_nobody_watched_is_reached_through_a_record_like_its_own():
    alike = np.array([[1.0, 0.0, 0.9], [0.0, 1.0, 0.0], [0.9, 0.0, 1.0]])
    weights = learned([[1, 0, 0], [1, 1, 0], [0, 1, 0]], likeness=alike)
    assert weights[0, 2] > weights[1, 2]


def test_a_house_with_one_title_and_one_viewer_has_a_weight():
    assert learned([[1]]).shape == (1, 1)


def test_what_everybody_watches_is_held_back():
    viewings = [[1, 1, 0], [1, 1, 1], [1, 1, 0], [1, 0, 1]]
    held = learned(viewings, Learning(1.0, 0.0, 0.0, 0.0, 0.5, 0.0))
    free = learned(viewings)
    watched = np.array([4, 3, 2])
    assert held == pytest.approx(free * (watched + 1.0) ** -0.5, rel=1e-5, abs=1e-7)


@given(histories)
def test_counts_of_two_sets_of_viewers_add_up(viewings):
    parts = [counted(csr_matrix(part), PLAIN) for part in (viewings[:4], viewings[4:])]
    assert sum(parts) == pytest.approx(counted(csr_matrix(viewings), PLAIN))


@given(histories)
def test_learning_among_the_nearest_is_learning_when_all_are_near(viewings):
    near = learn_near(csr_matrix(viewings), np.arange(6), PLAIN, near=6).toarray()
    assert near == pytest.approx(learned(viewings), abs=1e-4)


@given(histories, st.permutations(range(6)))
def test_columns_dealt_out_in_blocks_are_the_same_columns(viewings, order):
    matrix = csr_matrix(viewings)
    whole = learn_near(matrix, np.arange(6), PLAIN, near=3).toarray()
    blocks = [learn_near(matrix, np.array(order[n : n + 2]), PLAIN, near=3) for n in (0, 2, 4)]
    dealt = np.hstack([block.toarray() for block in blocks])
    assert dealt == pytest.approx(whole[:, order])


@pytest.mark.parametrize("titles", [1, 3, 255, 256, 257, 600])
def test_an_inverse_is_one_at_any_size(titles):
    draw = np.random.default_rng(titles)
    half = draw.normal(size=(titles, titles + 5))
    system = half @ half.T + np.eye(titles)
    assert inverse_of(system.copy()) @ system == pytest.approx(np.eye(titles), abs=1e-6)


def test_counts_without_an_inverse_are_refused():
    with pytest.raises(InputError, match="ridge"):
        inverse_of(np.zeros((2, 2)))
