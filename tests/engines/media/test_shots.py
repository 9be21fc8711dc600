from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import fixture, mark, raises

from cartelera.engines.media.shots import (
    FRAME_BYTES,
    HEIGHT,
    LASTS,
    WIDTH,
    Change,
    boundaries,
    small_frames,
)
from cartelera.vocabulary.errors import InputError


def scene(seed):
    """Return a wide picture of a place: patches of light, as a town from afar."""
    draw = np.random.default_rng(seed)
    patches = sum(
        np.kron(draw.uniform(-1, 1, (HEIGHT // y, 8 * WIDTH // x)), np.ones((y, x))) * y
        for y, x in ((2, 2), (4, 4), (12, 16))
    )
    return 120 + 60 * patches / np.abs(patches).max()


def shot(seed, frames=40, speed=0):
    """Return frames of a scene under a camera that moves `speed` small pixels a frame."""
    ground = scene(seed)
    return np.stack([ground[:, n * speed : n * speed + WIDTH] for n in range(frames)])


def dissolve(a, b, frames):
    part = np.linspace(0, 1, frames + 2)[1:-1, None, None]
    return np.concatenate(
        [a[:-frames], a[-frames:] * (1 - part) + b[:frames] * part, b[frames:]]
    )


def found(*parts):
    film = np.concatenate(parts).clip(0, 255).astype(np.uint8)
    return [(b.at, b.change) for b in boundaries(film)]


@fixture
def one():
    return shot(1)


@fixture
def other():
    return shot(2)


def test_a_cut_is_found_at_its_very_frame(one, other):
    assert found(one, other) == [(40, Change.CUT)]


@mark.parametrize("frames", [8, 12, 20, 32])
def test_a_dissolve_is_found_within_itself(one, other, frames):
    [(at, change)] = found(dissolve(one, other, frames))
    assert change is Change.DISSOLVE
    assert 40 - frames - 2 <= at <= 42


@mark.parametrize("plain", [16, 235])
def test_a_fade_through_a_plain_picture_is_one_boundary(one, other, plain):
    gone = np.linspace(1, 0, 12)[:, None, None]
    out = np.concatenate([one[:-12], one[-12:] * gone + plain * (1 - gone)])
    come = np.concatenate([other[:12] * (1 - gone) + plain * gone, other[12:]])
    [(at, change)] = found(out, come)
    assert change is Change.FADE
    assert 28 <= at <= 52


@mark.parametrize("lasts", [1, 2, 3])
def test_a_flash_ends_no_shot(one, lasts):
    one[20 : 20 + lasts] = one[20 : 20 + lasts] * 0.3 + 180
    assert found(one) == []


@mark.parametrize("speed", [1, 3, 6, 9])
def test_a_pan_however_fast_ends_no_shot(speed):
    assert found(shot(3, speed=speed)) == []


def test_a_lamp_that_is_turned_up_ends_no_shot(one):
    one *= np.linspace(1, 1.4, len(one))[:, None, None]
    assert found(one) == []


def test_a_still_film_is_one_shot(one):
    assert found(one[:1].repeat(50, axis=0)) == []


@mark.parametrize("data", [b"", b"x" * (FRAME_BYTES - 1)])
def test_a_decoder_that_gave_no_frame_is_not_believed(data):
    with raises(InputError, match="no frame"):
        small_frames(data)


def test_a_film_without_frames_has_no_shots_to_find():
    with raises(InputError, match="no frame"):
        boundaries(np.empty((0, HEIGHT, WIDTH), np.uint8))


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 30)), min_size=1, max_size=6))
@settings(max_examples=25, deadline=None)
def test_boundaries_come_in_order_and_never_crowd(parts):
    film = np.concatenate([shot(seed, frames) for seed, frames in parts])
    at = [b.at for b in boundaries(film.clip(0, 255).astype(np.uint8))]
    edges = [0, *at, len(film)]
    assert all(b - a >= LASTS for a, b in pairwise(edges)) or not at
