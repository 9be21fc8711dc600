import numpy as np
import pytest

from cartelera.engines.audience.blend import EVEN, Blend, best_shares, mean_of

OUTCOMES = np.array([1.0, 2.0, 3.0])


def test_learners_count_alike_when_none_is_better():
    assert best_shares(np.array([OUTCOMES] * 3), OUTCOMES) == EVEN


def test_a_learner_that_is_far_off_counts_for_nothing():
    trees, boosted, support = OUTCOMES + 3, OUTCOMES, OUTCOMES
    assert best_shares(np.array([trees, boosted, support]), OUTCOMES)[0] == 0


def test_a_blend_says_the_mean_of_its_learners_by_their_shares():
    draw = np.random.default_rng(1)
    table = draw.normal(size=(80, 3))
    shares = (0.0, 2 / 3, 1 / 3)
    blend = Blend.fit(table, table[:, 0], shares)
    said = blend.each(table[:5])
    assert blend.of(table[:5]) == pytest.approx(2 / 3 * said[1] + 1 / 3 * said[2])
    assert mean_of(said, shares) == pytest.approx(blend.of(table[:5]))


def test_titles_that_nothing_tells_apart_teach_what_is_usual():
    outcomes = np.linspace(0.0, 1.0, 80)
    table = np.tile([np.nan, 1.0], (80, 1))
    assert Blend.fit(table, outcomes).of(table[:2]) == pytest.approx(0.5, abs=0.05)
