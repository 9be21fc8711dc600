from datetime import UTC, datetime

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from cartelera.adapters.tastes import Learned, open_taste, write_taste

TITLES = np.array([3, 5, 8, 13, 21, 34])
DRAW = np.random.default_rng(4)
WEIGHTS = (DRAW.random((6, 6)) * (DRAW.random((6, 6)) < 0.5)).astype(np.float32)


@pytest.fixture(params=[np.asarray, csr_matrix], ids=["dense", "sparse"])
def taste(request, tmp_path):
    attributes = np.ones((6, 1), dtype=np.uint8)
    weights = request.param(WEIGHTS)
    learned = Learned(TITLES, np.ones(6), attributes, ("genre:drama",), {}, weights)
    write_taste(tmp_path, learned, datetime(2026, 1, 1, tzinfo=UTC))
    return open_taste(tmp_path)


def test_a_title_is_found_by_its_id_and_one_that_was_not_learned_is_not(taste):
    assert taste.places([34, 3, 4, 99, 13]) == [5, 0, None, None, 3]
    assert taste.places([]) == []


def test_a_history_speaks_for_each_title_by_the_sum_of_its_rows(taste):
    history, strength = np.array([4, 1]), np.array([1.0, 0.5])
    assert taste.scores(history, strength) == pytest.approx(WEIGHTS[4] + 0.5 * WEIGHTS[1])


def test_what_speaks_for_what_is_the_same_in_any_order(taste):
    history, among = np.array([4, 1, 0]), np.array([5, 0, 3, 2])
    assert taste.between(history, among) == pytest.approx(WEIGHTS[np.ix_(history, among)])
