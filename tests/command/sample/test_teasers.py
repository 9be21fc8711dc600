"""Teasers: each title's own, always the same, in time with their music, and whole."""

from fractions import Fraction
from itertools import pairwise

import imageio_ffmpeg
import numpy as np
import pysubs2
from pytest import approx, mark, raises

from cartelera.adapters.film import write_film
from cartelera.command.sample import shots, teasers
from cartelera.command.sample.score import SAMPLE_RATE, beats_per_minute, compose
from cartelera.command.sample.teasers import RATE, cut_to_music, draw_teaser, subtitles
from cartelera.command.sample.titles import SAMPLES
from cartelera.engines.slate.figures import FIGURES
from cartelera.engines.slate.poster import PosterFacts, figure_of
from cartelera.engines.slate.seed import Seed
from cartelera.vocabulary.errors import ProgramError

PLAYING = [sample for sample in SAMPLES if sample.facts is not None]


def key(sample: object) -> str:
    return sample.record.key


@mark.parametrize("sample", PLAYING, ids=key)
def test_cuts_fall_on_beats_and_leave_each_shot_time_to_be_seen(sample):
    cutting = cut_to_music(sample.facts, 12)
    beat = 60 / beats_per_minute(Seed(sample.facts.key), sample.facts.genres)
    for number, (start, end) in enumerate(pairwise((*cutting.starts, cutting.frames))):
        assert end - start >= 30
        assert cutting.seconds(number) / beat == approx(
            round(cutting.seconds(number) / beat), abs=0.05
        )


@mark.parametrize("sample", PLAYING, ids=key)
@mark.parametrize("language", [0, 1])
def test_subtitles_follow_the_cuts_in_both_languages(sample, language):
    lines = [line[language] for line in sample.lines]
    cues = pysubs2.SSAFile.from_string(subtitles(sample.facts, lines), format_="srt")
    assert [cue.plaintext for cue in cues] == lines
    for cue, after in pairwise(cues):
        assert cue.end < after.start
    assert all(cue.duration >= 900 for cue in cues)
    assert cues[-1].end < 12_000


@mark.parametrize("name", FIGURES)
def test_every_figure_has_shots_that_move(name):
    found = next(f"t-{n}" for n in range(999) if figure_of(PosterFacts(f"t-{n}", "")) == name)
    facts = PosterFacts(found, "Ruido", "De Regina Garza", ("thriller",))
    made = teasers._shots(facts)
    assert len(made) == 5
    for shot in made:
        frame = shot(0.3)
        assert frame.shape == (720, 1280)
        assert frame.dtype == np.uint32
        assert not np.array_equal(frame, shot(0.6))
        assert len(np.unique(frame)) > 1


def test_a_title_has_shots_of_its_own_that_come_out_the_same():
    made = [
        {shot(0.5).tobytes() for shot in teasers._shots(PosterFacts(k, "Ruido"))}
        for k in ("one", "one", "other")
    ]
    assert len(made[0]) == 5
    assert made[0] == made[1]
    assert not made[0] & made[2]


def test_a_dissolve_passes_from_one_picture_to_the_other():
    black = np.zeros((2, 2), np.uint32)
    white = np.full((2, 2), shots.colour("#ffffff"), np.uint32)
    assert np.array_equal(shots.mixed(black, white, 0), black)
    assert np.array_equal(shots.mixed(black, white, 1), white)
    assert shots.mixed(black, white, 0.5)[0, 0] & 255 in (127, 128)


@mark.parametrize("genre", ["horror", "drama", "comedy"])
def test_music_is_as_long_as_asked_neither_loud_nor_silent(genre):
    music = compose(Seed("paramo"), (genre,), [0, 2, 4], 8.5, 12)
    assert music.shape == (12 * SAMPLE_RATE, 2)
    assert np.abs(music).max() < 0.85
    assert -22 < 10 * np.log10(np.mean(np.sum(music**2, axis=1))) < -14
    assert np.abs(music[-200:]).max() < 0.01
    assert np.array_equal(music, compose(Seed("paramo"), (genre,), [0, 2, 4], 8.5, 12))


def test_two_titles_have_different_music():
    one, other = (compose(Seed(k), ("drama",), [0], 4, 6) for k in ("paramo", "ruido"))
    assert np.abs(one - other).mean() > 0.01


def plain(value: int) -> np.ndarray:
    return np.full((64, 64), value, np.uint32)


def silence(seconds: float) -> np.ndarray:
    return np.zeros((int(seconds * SAMPLE_RATE), 2), np.float32)


def test_a_film_holds_every_frame_it_was_given(tmp_path):
    out = tmp_path / "film.mp4"
    frames = [plain(n * 5) for n in range(30)]
    write_film(frames, Fraction(24), silence(1.5), SAMPLE_RATE, out)
    assert imageio_ffmpeg.count_frames_and_secs(out)[0] == 30


def test_a_film_that_cannot_be_written_is_said_to_be(tmp_path):
    with raises(ProgramError, match=r"film\.mp4"):
        write_film([plain(0)] * 3, RATE, silence(1), SAMPLE_RATE, tmp_path / "no" / "film.mp4")


@mark.slow
def test_a_teaser_is_whole(tmp_path):
    out = tmp_path / "teaser.mp4"
    draw_teaser(PLAYING[0].facts, out, seconds=6)
    frames, seconds = imageio_ffmpeg.count_frames_and_secs(out)
    assert frames == 144
    assert seconds == approx(6, abs=0.1)
