from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from pytest import fixture, mark

from cartelera.engines.media.oddities import (
    ACROSS,
    Bars,
    Odd,
    OddKind,
    bars,
    odd_of,
    oddities,
    pulldown,
)
from cartelera.engines.media.probe import Picture
from cartelera.engines.media.timeline import Timeline

VIDEO = Fraction(30000, 1001)


def seen(height, width, around, level=120, frames=3):
    """Return rows and columns of frames that are grey inside their bars."""
    rows = np.full((frames, height, ACROSS), 2, np.uint8)
    columns = np.full((frames, ACROSS, width), 2, np.uint8)
    rows[1:, around.top : height - around.bottom] = level
    columns[1:, :, around.left : width - around.right] = level
    return rows, columns


@given(*[st.integers(0, 40)] * 4)
def test_bars_are_measured_to_the_pixel_and_thin_ones_are_none(top, bottom, left, right):
    found = bars(*seen(180, 320, Bars(top, bottom, left, right)))
    sizes = ((top, 180), (bottom, 180), (left, 320), (right, 320))
    wanted = [n if n >= size / 60 else 0 for n, size in sizes]
    assert found == Bars(*wanted)


def test_one_bright_frame_shows_that_a_dark_edge_is_picture():
    rows, columns = seen(180, 320, Bars(20, 20))
    rows[0, 3] = 200
    assert bars(rows, columns) == Bars(3, 20)


@mark.parametrize("level", [20, 30, 40])
def test_a_dark_picture_has_no_bars(level):
    assert bars(*seen(180, 320, Bars(30, 30, 40, 40), level)) == Bars()


def test_a_film_of_nothing_has_no_bars():
    assert bars(*seen(180, 320, Bars(), 2)) == Bars()
    assert (
        bars(np.zeros((0, 180, ACROSS), np.uint8), np.zeros((0, ACROSS, 320), np.uint8))
        == Bars()
    )


def moving(at):
    """Return small frames in which a wave is where `at`, in steps of a frame, has it."""
    x = np.arange(64)[None, None, :] + np.arange(36)[None, :, None] / 3
    wave = 120 + 90 * np.sin((x - np.asarray(at)[:, None, None] * 0.9) / 6)
    return wave.astype(np.uint8)


CYCLE = np.array([0, 0.5, 1.5, 2, 3])  # where 3:2 fields put five frames made of four


def telecined(cycles, cycle=CYCLE):
    return moving(np.concatenate([cycle + 4 * n for n in range(cycles)]))


@mark.parametrize("cut", range(5))
@mark.parametrize("cycle", [CYCLE, np.array([0, 0, 1, 2, 3])], ids=["fields", "frames"])
def test_film_made_into_video_is_found_wherever_it_begins(cycle, cut):
    assert pulldown(telecined(30, cycle)[cut:], VIDEO)


def test_what_was_shot_as_video_is_no_film():
    assert not pulldown(moving(np.arange(150)), VIDEO)
    assert not pulldown(moving(np.arange(150) // 2), VIDEO)  # drawn on twos
    assert not pulldown(moving(np.zeros(150)), VIDEO)  # nothing moves
    assert not pulldown(telecined(30), Fraction(25))
    assert not pulldown(telecined(8), VIDEO)  # too short to tell


@given(st.integers(0, 1000))
def test_motion_by_chance_is_no_pulldown(seed):
    steps = np.random.default_rng(seed).uniform(0.2, 2, 200)
    assert not pulldown(moving(np.cumsum(steps)), VIDEO)


@fixture
def picture():
    rate = Fraction(25)
    return Picture(
        0, "h264", 1920, 1080, False, False, False, False, False, rate, 1 / rate, None
    )


def clock(steady=True):
    return Timeline(0, Fraction(1, 25), Fraction(25), 50, 50, steady)


def test_bars_are_told_by_the_shapes_that_the_trade_names(picture):
    found = oddities(picture, clock(), Bars(138, 138), False)
    assert [str(odd) for odd in found] == [
        "Bars above and below: 2.39 in 16:9, 138 and 138 pixels"
    ]
    (odd,) = oddities(picture, clock(), Bars(0, 0, 240, 240), False)
    assert (odd.kind, odd.shapes, odd.pixels) == (
        OddKind.PILLARBOX,
        ("4:3", "16:9"),
        (240, 240),
    )


def test_a_plain_picture_has_nothing_odd_and_all_that_is_odd_is_told(picture):
    assert oddities(picture, clock(), Bars(), False) == ()
    assert [o.kind for o in oddities(picture, clock(steady=False), Bars(), True)] == [
        OddKind.PULLDOWN,
        OddKind.VARYING,
    ]


@mark.parametrize(
    "odd", [Odd(OddKind.TURNED), Odd(OddKind.LETTERBOX, ("2.39", "16:9"), (9, 8))]
)
def test_what_is_odd_is_read_as_it_was_written(odd):
    assert odd_of(odd.written()) == odd
