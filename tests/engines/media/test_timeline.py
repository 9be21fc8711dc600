from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from pytest import mark, raises

from cartelera.engines.media.timeline import timeline
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.timecode import USUAL_RATES

MILLISECOND = Fraction(1, 1000)


@given(st.sampled_from(USUAL_RATES), st.integers(2, 600), st.integers(-5000, 5000))
def test_steady_frames_are_kept_one_for_one_though_their_times_are_rounded(rate, count, first):
    stamps = [round((first / rate + n / rate) * 1000) for n in range(count)]
    clock = timeline(stamps, MILLISECOND, rate)
    assert (clock.frames, clock.rate, clock.steady) == (count, rate, True)
    assert clock.seconds == count / rate


def test_twelve_and_a_half_frames_a_second_stay_so():
    clock = timeline([n * 2000 for n in range(377)], Fraction(1, 25000), Fraction(25, 2))
    assert (clock.frames, clock.rate, clock.seconds) == (
        377,
        Fraction(25, 2),
        Fraction("30.16"),
    )


def test_a_wrongly_declared_rate_is_put_right_by_the_frames_themselves():
    clock = timeline([n * 40 for n in range(100)], MILLISECOND, Fraction(90000))
    assert (clock.frames, clock.rate) == (100, Fraction(25))


def test_varying_frames_are_put_on_the_clock_of_the_typical_one_and_last_as_long():
    stamps = [0, 33, 67, 100, 300, 333, 367, 1000, 1033]
    clock = timeline(stamps, MILLISECOND, Fraction(1000))
    assert not clock.steady
    assert clock.rate == Fraction(30)
    assert clock.frames == 32  # (1033 + 33) ms at 30 a second
    assert clock.decoded == 9


def test_a_last_frame_that_is_held_is_held():
    clock = timeline([0, 33, 67, 100, 300], MILLISECOND, Fraction(30), last=700)
    assert clock.seconds == 1


def test_a_hundred_and_twenty_frames_a_second_become_sixty():
    clock = timeline(list(range(0, 1200, 1)), Fraction(1, 120), Fraction(120))
    assert (clock.rate, clock.frames, clock.steady) == (Fraction(60), 600, False)


@mark.parametrize(
    ("stamps", "reason"),
    [
        ([0], "still"),
        ([], "still"),
        ([0, 24 * 3600 * 1000], "hours"),
        ([0, 1000, 2000, 3000], "slide show"),
    ],
)
def test_what_is_no_moving_picture_is_refused_by_its_name(stamps, reason):
    with raises(InputError, match=reason):
        timeline(stamps, MILLISECOND, Fraction(25))
