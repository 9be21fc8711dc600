from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from pytest import mark, raises

from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.timecode import USUAL_RATES, clock, frame_rate


@mark.parametrize(
    ("said", "exact"),
    [
        (23.976, Fraction(24000, 1001)),
        ("23.98", Fraction(24000, 1001)),
        ("29.97", Fraction(30000, 1001)),
        ("25/1", Fraction(25)),
        ("12.5", Fraction(25, 2)),
        ("24", Fraction(24)),
    ],
)
def test_a_rate_that_is_nearly_a_usual_one_is_that_one(said, exact):
    assert frame_rate(said) == exact


@given(st.sampled_from(USUAL_RATES))
def test_a_usual_rate_stays_itself(rate):
    assert frame_rate(rate) == rate


@mark.parametrize("said", ["0/0", "-25", "0", "fast"])
def test_what_is_no_rate_is_refused_by_its_name(said):
    with raises(InputError, match=said):
        frame_rate(said)


@mark.parametrize(
    ("seconds", "written"),
    [
        (0, "00:00:00.000"),
        (Fraction(1001, 30000), "00:00:00.033"),
        (3599.9996, "01:00:00.000"),
        (36_061.5, "10:01:01.500"),
    ],
)
def test_a_moment_is_written_to_the_millisecond(seconds, written):
    assert clock(seconds) == written
