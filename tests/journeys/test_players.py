"""One package in the four players that viewers have, through seeks and switches."""

import json

import pytest
from playwright.sync_api import Browser

from benchmarks.players.watch import PLAYERS, watch
from tests.films import ffmpeg, film
from tests.programs import run


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """Two qualities, two languages to hear and two to read."""
    place = tmp_path_factory.mktemp("players")
    film(place / "flat.mkv", seconds=16, size="640x360", sounds=2)
    ffmpeg("-i", place / "flat.mkv", "-map", "0", "-c", "copy",
           "-metadata:s:a:0", "language=spa", "-metadata:s:a:1", "language=eng",
           place / "film.mkv")  # fmt: skip
    for language, words in (("es", "Hola"), ("en", "Hello")):
        (place / f"{language}.srt").write_text(
            f"1\n00:00:00,100 --> 00:00:15,900\n{words}\n", encoding="utf-8"
        )
    done = run(
        "media", "encode", str(place / "film.mkv"), "--out", str(place / "package"),
        "--quick",
        "--subtitles", f"es:{place / 'es.srt'}", "--captions", f"en:{place / 'en.srt'}",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return place / "package"


@pytest.mark.parametrize("player", PLAYERS)
def test_every_player_plays_seeks_and_switches(browser: Browser, package, player):
    videos = json.loads((package / "package.json").read_text())["videos"]
    for codec in sorted({video["codec"] for video in videos}):
        done = watch(browser, package, player, codec, past=1)
        assert done.faults == []
        assert done.steps == ["play", "seek", "quality", "sound", "words"]
        assert done.frames > 40
