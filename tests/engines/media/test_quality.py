from hypothesis import given
from hypothesis import strategies as st
from pytest import approx, raises

from cartelera.engines.media.quality import bits_saved, kbps_at, pooled, read_scores, rising
from cartelera.vocabulary.errors import ProgramError

LADDER = [(250.0, 50.0), (500.0, 65.0), (1000.0, 80.0), (2000.0, 90.0), (4000.0, 95.0)]


def test_a_ladder_at_half_the_bits_saves_half():
    half = [(kbps / 2, vmaf) for kbps, vmaf in LADDER]
    assert bits_saved(half, LADDER) == approx(50)
    assert bits_saved(LADDER, half) == approx(-100)


def test_only_the_quality_that_both_ladders_cover_is_compared():
    # what the other spends below 65 is not in the comparison
    other = [(1.0, 10.0), *LADDER[1:]]
    assert bits_saved(LADDER[1:], other[1:]) == approx(0)
    assert bits_saved([(100, 20), (200, 30)], LADDER) is None


def test_a_rung_that_another_dominates_is_not_on_the_curve():
    assert rising([(500, 60), (400, 70), (900, 80)]) == [(400, 70), (900, 80)]


def test_bits_between_two_rungs_lie_between_theirs():
    assert 1000 < (kbps_at(LADDER, 85) or 0) < 2000
    assert kbps_at(LADDER, 80) == approx(1000)
    assert kbps_at(LADDER, 97) is None


def test_a_log_without_frames_is_not_believed():
    with raises(ProgramError, match="not one frame"):
        read_scores({"frames": []})


@given(st.lists(st.floats(0, 100), min_size=1))
def test_the_worst_frames_pull_the_pools_down_in_order(scores):
    q = pooled(scores)
    assert min(scores) - 1e-6 <= q.low_1 <= max(scores) + 1e-6
    assert q.harmonic <= q.mean + 1e-6
