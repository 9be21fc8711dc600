from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from pytest import approx, mark

from cartelera.engines.media.package import SoundCodec
from cartelera.engines.media.probe import Sound, SoundRole
from cartelera.engines.media.sound import (
    CEILING_DBTP,
    STEREO,
    TARGET_LUFS,
    Loudness,
    forms,
    gain_db,
    measure_call,
    read_loudness,
    sound_call,
)
from cartelera.engines.media.timeline import Timeline

CLOCK = Timeline(0, Fraction(1, 25), Fraction(25), 75, 75, steady=True)


def sound(channels):
    return Sound(1, "pcm_s24le", channels, "es", SoundRole.MAIN)


@mark.parametrize(
    ("lufs", "peak", "gain"),
    [
        (-33.0, -20.0, 10.0),
        (-13.0, -0.1, -10.0),
        (-30.0, -4.0, 3.0),
        (-50.0, -40.0, 20.0),
        (-70.0, -120.0, 0.0),
        (-23.04, -9.0, 0.0),
    ],
    ids=["quiet", "loud", "held by its peaks", "far too quiet", "silent", "right"],
)
def test_a_track_is_brought_to_the_target_by_one_gain(lufs, peak, gain):
    assert gain_db(Loudness(lufs, peak)) == approx(gain)


@given(st.floats(-59, 0), st.floats(-60, 6))
def test_no_gain_passes_the_target_or_the_ceiling(lufs, peak):
    gain = gain_db(Loudness(lufs, peak))
    assert lufs + gain <= TARGET_LUFS + 1e-6
    assert peak + gain <= CEILING_DBTP + 1e-6


@mark.parametrize(
    ("channels", "made"),
    [(1, [2, 2]), (2, [2, 2]), (4, [2, 2]), (6, [2, 6, 2]), (8, [2, 6, 2])],
)
def test_surround_is_kept_beside_stereo_where_the_master_has_it(channels, made):
    assert [form.channels for form in forms(sound(channels))] == made
    assert [form.codec for form in forms(sound(channels))][-1] is SoundCodec.OPUS


def test_the_last_words_of_the_meter_count():
    lines = ["frame:1", "lavfi.r128.I=-40", "lavfi.r128.I=-23.5", "lavfi.r128.true_peak=0.5"]
    assert read_loudness(lines) == Loudness(-23.5, approx(-6.02, abs=0.01))
    assert read_loudness([]).lufs < -60


def test_what_is_measured_is_what_is_encoded():
    measured = dict(zip(*[iter(measure_call(sound(6), CLOCK, 2)[2:-3])] * 2, strict=False))
    encoded = sound_call(sound(6), CLOCK, STEREO, -3.2)
    filters = encoded[encoded.index("-af") + 1]
    assert measured["-af"].startswith(filters.split(",volume=")[0])
    assert "volume=-3.2dB" in filters
