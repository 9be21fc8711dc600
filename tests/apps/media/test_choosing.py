"""A ladder chosen shot by shot, from a film of two places to a verified package."""

from pytest import fixture, raises

from cartelera.adapters.store import open_workroom
from cartelera.apps.media.pipeline import encode, master_file
from cartelera.apps.media.tally import Board
from cartelera.engines.media.ladder import Aim, PictureCodec
from cartelera.engines.media.order import Order
from tests.films import ffmpeg, joined

CHOSEN = Order(aim=Aim(quality=90, codecs=(PictureCodec.H264, PictureCodec.AV1)))


class StoppedHere(Exception):
    """The run was killed by the test."""


@fixture(scope="module")
def film(tmp_path_factory):
    """Draw a film of two shots: a busy place, then a quiet one, 1.4 s each."""
    path = tmp_path_factory.mktemp("films") / "film.mp4"
    busy = "testsrc2=s=320x180:r=25:d=1.4"
    quiet = "mandelbrot=s=320x180:r=25:start_scale=0.6:end_scale=0.5"
    ffmpeg("-f", "lavfi", "-i", busy, "-f", "lavfi", "-t", 1.4, "-i", quiet, "-filter_complex",
           "[0][1]concat=n=2,format=yuv420p", "-c:v", "libx264", "-preset", "ultrafast",
           "-crf", 10, path)  # fmt: skip
    return path


def make(path, place, order=CHOSEN, progress=lambda done, step: None, board=None):
    with open_workroom(place) as room:
        return encode(master_file(path), order, room, progress, board=board)


@fixture(scope="module")
def board():
    return Board()


@fixture(scope="module")
def made(film, tmp_path_factory, board):
    return make(film, tmp_path_factory.mktemp("room"), board=board)


def test_both_codecs_stand_in_one_package_each_rung_cheaper_than_the_one_above(made):
    videos = made.facts.videos
    for codec in PictureCodec:
        ladder = [v.kbps for v in videos if v.codec is codec]
        assert ladder
        assert ladder == sorted(ladder, reverse=True)
    assert [v.codec for v in videos] == sorted((v.codec for v in videos), reverse=True)


def test_segments_of_every_rung_start_at_the_same_moments_and_at_the_cut(made, tmp_path):
    starts = set()
    for video in made.facts.videos:
        whole = joined(made.directory, video.directory, tmp_path / "whole.mp4")
        every = ("-map", "0:v", "-fps_mode", "passthrough", "-vf", "scale=2:2")
        keys = ffmpeg("-skip_frame", "nokey", "-i", whole, *every, "-f", "framecrc", "pipe:1")
        lines = [x.split(b",") for x in keys.splitlines() if not x.startswith(b"#")]
        starts.add(tuple(int(x[2]) for x in lines))
    assert len(starts) == 1
    assert len(next(iter(starts))) == 2


def test_a_run_killed_while_it_tries_and_encodes_ends_with_the_same_bytes(film, made, tmp_path):
    for share in (0.2, 0.5, 0.7):

        def stop(done, step, share=share):
            if done > share:
                raise StoppedHere

        with raises(StoppedHere):
            make(film, tmp_path / "room", progress=stop)
    assert make(film, tmp_path / "room").package_hash == made.package_hash


def test_who_watches_sees_every_shot_of_every_rung_with_its_bits_and_quality(made, board):
    assert list(board.shots.values()) == [35, 35]
    assert {rung.codec for rung in board.rungs} == set(PictureCodec)
    for rung in board.rungs:
        got = board.got[rung.name]
        assert set(got) == set(board.shots)
        assert all(bits > 0 and 0 < vmaf <= 100 for bits, vmaf in got.values())
