"""Music for a teaser: a drone, plucked strings and wood, from a title's own numbers."""

from collections.abc import Iterable, Sequence
from math import pi

import numpy as np
from numpy.typing import NDArray

from cartelera.adapters.film import Sound
from cartelera.engines.slate.seed import Seed

SAMPLE_RATE = 48_000
_LOUDNESS = -20.0  # LUFS
_LOW = 2.6  # dB: the ear's weighting, and its gate, hear such low music softer by this much
_PEAK = 0.84  # -1.5 dB

_DARK = frozenset(
    {"horror", "thriller", "crime", "mystery", "war", "political", "experimental"}
)
_LIGHT = frozenset(
    {"comedy", "musical", "family", "animation", "romance", "sport", "adventure"}
)

_MODES = {
    "dark": ((0, 1, 3, 5, 7, 8, 10), (0, 2, 3, 5, 7, 8, 11)),  # phrygian, harmonic minor
    "plain": ((0, 2, 3, 5, 7, 9, 10), (0, 3, 5, 7, 10)),  # dorian, minor pentatonic
    "light": ((0, 2, 4, 5, 7, 9, 11), (0, 2, 4, 7, 9)),  # major, major pentatonic
}

_Line = NDArray[np.float64]


def mood_of(genres: Iterable[str]) -> str:
    """Return dark, light or plain."""
    kinds = set(genres)
    if kinds & _DARK:
        return "dark"
    return "light" if kinds & _LIGHT else "plain"


def beats_per_minute(seed: Seed, genres: Iterable[str]) -> float:
    """Return the pace, slow for what is dark."""
    low, high = {"dark": (72, 88), "plain": (84, 100), "light": (104, 126)}[mood_of(genres)]
    return float(seed.whole("pace", low, high))


def compose(
    seed: Seed, genres: Sequence[str], cuts: Sequence[float], title_at: float, seconds: float
) -> Sound:
    """Return a piece of music of a given length.

    cuts      moments of the cuts in seconds: wood and bass mark them
    title_at  the moment of the title in seconds: the chord that ends the piece
    seconds   its length
    """
    mood, beat = mood_of(genres), 60 / beats_per_minute(seed, genres)
    scale = seed.one_of("mode", _MODES[mood])
    root = 110 * 2 ** (seed.whole("root", -5, 4) / 12)
    length = int(seconds * SAMPLE_RATE)
    left, right = np.zeros(length), np.zeros(length)
    for side, turn in ((left, 0.0), (right, 0.37)):
        _add(side, _drone(root / 2, seconds, turn, 0.5 if mood == "dark" else 0.3), 0)
    for at, tone, loud, pan in _melody(seed, scale, beat, title_at):
        note = _pluck(root * 2 ** (tone / 12), 1.6, bright=mood != "dark")
        _add(left, note * loud * (1 - pan), at)
        _add(right, note * loud * pan, at)
    for at in cuts:
        for side in (left, right):
            _add(side, _drum(root / 2) * 0.9, at)
            _add(side, _wood(root * 6) * 0.22, at)
    step = beat / 2
    for n in range(int(title_at / step)):
        if seed.chance(f"wood {n % 8}", 0.45):
            hit = _wood(root * (7.5 if n % 4 else 5)) * (0.09 if n % 2 else 0.15)
            pan = 0.3 + 0.4 * (n % 2)
            _add(left, hit * (1 - pan), n * step)
            _add(right, hit * pan, n * step)
    for place, tone in enumerate((0, 7, 12, 12 + scale[2], 19)):
        note = _pluck(root * 2 ** (tone / 12), 3.2, bright=True)
        for side in (left, right):
            _add(side, note * 0.32, title_at + 0.035 * place)
    return _levelled(np.stack([left, right], axis=1), seconds)


def _melody(
    seed: Seed, scale: Sequence[int], beat: float, until: float
) -> list[tuple[float, int, float, float]]:
    """Return notes: (moment, semitones over the root, loudness, place from left to right)."""
    pattern = [seed.whole(f"degree {n}", 0, len(scale) + 2) for n in range(8)]
    rests = [seed.chance(f"rest {n}", 0.3) for n in range(8)]
    notes = []
    for n in range(int(until / (beat / 2))):
        if rests[n % 8] and n % 4:
            continue
        degree = pattern[n % 8] + (1 if n // 8 % 3 == 2 else 0)
        tone = scale[degree % len(scale)] + 12 * (degree // len(scale))
        loud = 0.42 if n % 4 == 0 else 0.26
        swell = 0.35 + 0.65 * min(1.0, n * beat / 2 / max(until * 0.6, 0.1))
        notes.append((n * beat / 2, tone, loud * swell, 0.3 + 0.4 * (n * 0.37 % 1)))
    return notes


def _time(seconds: float) -> _Line:
    return np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE


def _drone(pitch: float, seconds: float, turn: float, loud: float) -> _Line:
    """Return a low chord that breathes."""
    t = _time(seconds)
    voices = np.zeros_like(t)
    for n, (share, part) in enumerate(((1, 0.5), (1.5, 0.24), (2.003, 0.22), (3.01, 0.08))):
        breath = 0.7 + 0.3 * np.sin(2 * pi * (0.11 + 0.05 * n) * t + turn * 7 + n)
        voices += part * breath * np.sin(2 * pi * pitch * share * t + turn * n)
    return loud * voices * np.minimum(1, t / 1.2)


def _pluck(pitch: float, seconds: float, bright: bool) -> _Line:
    """Return a plucked string: partials that die the sooner the higher they are."""
    t = _time(seconds)
    note = np.zeros_like(t)
    for n in range(1, 9 if bright else 6):
        partial = pitch * n * (1 + 0.00035 * n * n)
        if partial < 9000:
            note += np.sin(2 * pi * partial * t) * np.exp(-t * (2.1 + 1.5 * n)) / n**1.15
    return note * np.minimum(1, t / 0.004)


def _wood(pitch: float) -> _Line:
    """Return a struck block of wood, as a teponaztli speaks."""
    t = _time(0.22)
    return np.sin(2 * pi * pitch * t) * np.exp(-t * 34) + 0.5 * np.sin(
        2 * pi * pitch * 2.71 * t
    ) * np.exp(-t * 60)


def _drum(pitch: float) -> _Line:
    """Return a low drum whose skin falls in pitch."""
    t = _time(0.9)
    fall = 2 * pi * (pitch * t + 26 * (1 - np.exp(-t * 22)) / 22)
    return np.sin(fall) * np.exp(-t * 5.2) * np.minimum(1, t / 0.002)


def _add(line: _Line, sound: _Line, at: float) -> None:
    start = int(at * SAMPLE_RATE)
    end = min(len(line), start + len(sound))
    if start < end:
        line[start:end] += sound[: end - start]


def _levelled(music: _Line, seconds: float) -> Sound:
    """Return the music at the house's loudness, its peaks bent rather than cut, faded out."""
    t = np.arange(len(music)) / SAMPLE_RATE
    music = music * np.clip((seconds - t) / 1.1, 0, 1)[:, None]
    level = 10 * np.log10(np.mean(np.sum(music**2, axis=1)) + 1e-12) - 0.7 - _LOW
    music = music * 10 ** ((_LOUDNESS - level) / 20)
    return (_PEAK * np.tanh(music / _PEAK)).astype(np.float32)
