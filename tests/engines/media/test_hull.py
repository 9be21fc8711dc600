from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from cartelera.engines.media.hull import Plan, Trial, cheapest, curve, plan, pooled_parts

GRID = tuple(range(18, 43, 4))


def shot(bits, hard, crfs=(18, 26, 34, 42)):
    """Return the curve of a shot: bits halve every 6 steps; a hard one looks worse."""
    return curve([Trial(c, bits * 2 ** (-c / 6), 100 - hard * 1.12 ** (c - 18)) for c in crfs])


def test_two_equal_shots_get_the_same_quality():
    made = plan([shot(1e6, 1)] * 2, [50, 50], GRID, vmaf=90)
    assert made.crfs[0] == made.crfs[1]
    assert made.vmaf >= 90


def test_parts_of_one_shot_get_one_quality_whatever_chance_made_of_their_trials():
    parts = [shot(1e6, 1), shot(9e6, 1)]
    apart = plan(parts, [50, 100], GRID, vmaf=92)
    assert apart.crfs[0] != apart.crfs[1]
    alike = pooled_parts(parts, [50, 100])
    assert len(set(plan(alike, [50, 100], GRID, vmaf=92).crfs)) == 1


def test_pooled_parts_cost_alike_a_frame_and_no_more_than_the_dearest():
    parts = [shot(1e6, 1), shot(1e6, 3)]
    few, many = pooled_parts(parts, [50, 100])
    at = np.array([30.0])
    assert many.bits(at) / 100 == approx(few.bits(at) / 50)
    # a frame of the first costs twice one of the second: 2 ** (1/3) of it, in proportion
    assert few.bits(at) == approx(parts[0].bits(at) / 2 ** (2 / 3))
    assert parts[1].vmaf(at) < few.vmaf(at) < parts[0].vmaf(at)


def test_the_bits_go_where_they_buy_more():
    easy, hard = shot(1e5, 1), shot(1e7, 1)
    made = plan([easy, hard], [50, 50], GRID, vmaf=93)
    assert made.crfs[0] < made.crfs[1]  # the cheap shot carries the quality


def test_a_ceiling_of_bits_is_kept_at_the_price_of_quality():
    curves = [shot(1e6, 1), shot(3e6, 2)]
    free = plan(curves, [50, 50], GRID, vmaf=95)
    held = plan(curves, [50, 50], GRID, vmaf=95, most_bits=free.bits / 2)
    assert held.bits <= free.bits / 2
    assert held.vmaf < free.vmaf


def test_what_cannot_be_reached_is_come_as_near_to_as_the_grid_allows():
    assert plan([shot(1e6, 3)], [50], GRID, vmaf=99.9).crfs == (18.0,)


def test_a_careful_trial_moves_the_whole_curve():
    quick = shot(1e6, 1)
    at = float(quick.bits(np.array([26.0]))[0])
    moved = quick.moved([Trial(26, at * 0.8, 95)])
    assert moved.bits(np.array([26.0]))[0] == approx(at * 0.8)
    assert moved.bits(np.array([34.0]))[0] == approx(quick.bits(np.array([34.0]))[0] * 0.8)
    assert moved.vmaf(np.array([26.0]))[0] == approx(95)


@given(
    st.lists(
        st.tuples(st.floats(1e4, 1e7), st.floats(0.3, 5), st.integers(10, 200)),
        min_size=1,
        max_size=3,
    ),
    st.floats(60, 96),
)
def test_no_other_choice_is_much_cheaper(shots, vmaf):
    curves = [shot(bits, hard) for bits, hard, _ in shots]
    frames = [n for _, _, n in shots]
    made = plan(curves, frames, GRID, vmaf=vmaf)
    share = np.array(frames) / sum(frames)
    at = np.array(GRID, dtype=float)
    bits = [c.bits(at) for c in curves]
    looks = [c.vmaf(at) for c in curves]
    every = [
        (sum(b[k] for b, k in zip(bits, ks, strict=True)), ks)
        for ks in product(range(len(GRID)), repeat=len(shots))
        if sum(s * q[k] for s, q, k in zip(share, looks, ks, strict=True)) >= made.vmaf - 1e-9
        and all(
            q[k] >= vmaf - 14 or (q < vmaf - 14).all() for q, k in zip(looks, ks, strict=True)
        )
    ]
    # on the hull nothing is cheaper for as much quality
    assert min(every)[0] >= made.bits * 0.98


def test_a_curve_goes_through_what_was_made_with_care_and_keeps_its_shape_elsewhere():
    drawn = curve([Trial(20, 1000, 95), Trial(36, 100, 60)])
    moved = drawn.moved([Trial(28, 500, 90)])
    assert moved.bits(np.array([28.0])) == approx([500])
    assert moved.vmaf(np.array([28.0])) == approx([90])
    assert moved.bits(np.array([20.0]))[0] > drawn.bits(np.array([20.0]))[0]


def test_the_size_that_needs_the_fewest_bits_is_taken():
    assert cheapest([Plan((24,), 900, 90), Plan((22,), 700, 90)], [18, 18], 90) == 1


def test_a_smaller_picture_is_not_taken_on_the_word_of_crfs_that_nobody_tried():
    beyond = [Plan((24, 20), 900, 95), Plan((18, 15), 700, 95)]
    assert cheapest(beyond, [18, 18], 95) == 0
    assert cheapest([Plan((12,), 900, 95), Plan((20,), 700, 95)], [18, 18], 95) == 1
    # the display's own size may be: there is no larger one
    assert cheapest([Plan((12,), 600, 95), Plan((20,), 700, 95)], [18, 18], 95) == 0


def test_a_size_that_falls_short_gives_way_to_one_that_does_not():
    assert cheapest([Plan((24,), 900, 94.8), Plan((18,), 500, 93)], [18, 18], 95) == 0
