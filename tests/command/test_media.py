"""`cartelera media` as a program of its own: its results, refusals, and being killed."""

import json
import random
import signal
import subprocess
import time
from fractions import Fraction
from pathlib import Path

from pytest import fixture, mark
from rich.console import Console

from cartelera.apps.media.tally import Board
from cartelera.command.media import ladder_table
from cartelera.engines.media.ladder import Effort, PictureCodec, Rung
from tests.films import film
from tests.programs import CARTELERA, clean_environment, run

SRT = "1\n00:00:01,000 --> 00:00:02,000\nHola\n"


@fixture(scope="module")
def master(tmp_path_factory):
    """Draw a film of two pieces with two languages."""
    return film(
        tmp_path_factory.mktemp("masters") / "film.mkv",
        seconds=10,
        size="640x360",
        sounds=2,
        filters="noise=alls=6:allf=t",
        more=("-metadata:s:a:0", "language=spa", "-metadata:s:a:1", "language=eng"),
    )


@fixture(scope="module")
def undisturbed(master, tmp_path_factory):
    """Encode it in one go and return the package's hash."""
    out = tmp_path_factory.mktemp("undisturbed") / "film"
    ended = run("media", "encode", str(master), "--out", str(out), "--json")
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)["package"]


def ffmpegs_on(place: Path) -> list[str]:
    """Return the programs alive that were told of a place."""
    listed = subprocess.run(
        ["ps", "-ww", "-eo", "args="], capture_output=True, text=True, check=True
    )
    return [line for line in listed.stdout.splitlines() if str(place) in line]


def test_a_package_is_made_and_told_of(master, tmp_path):
    subtitles = tmp_path / "película.srt"
    subtitles.write_text(SRT)
    out = tmp_path / "film"
    marks = tmp_path / "marks.txt"
    marks.write_text("intro 0:01 0:03\n")
    ended = run("media", "encode", str(master), "--out", str(out), "--json", "--quick",
                "--marks", str(marks),
                "--subtitles", f"ES:{subtitles}", "--audio-language", "es-mx")  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert told["frames"] == 250
    assert [r["height"] for r in told["renditions"]] == [360, 240]
    assert [(a["language"], a["codec"]) for a in told["audio"]] == [
        ("es-MX", "aac"), ("es-MX", "opus"), ("en", "aac"), ("en", "opus"),
    ]  # fmt: skip
    assert [(m["kind"], m["end_seconds"]) for m in told["marks"]] == [("intro", 3.0)]
    assert told["text"] == [{"language": "es", "kind": "subtitles"}]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["film", "marks.txt", "película.srt"]
    verified = run("media", "verify", str(out), "--json")
    assert verified.returncode == 0, verified.stderr
    assert json.loads(verified.stdout)["package"] == told["package"]
    again = run("media", "encode", str(master), "--out", str(out), "--json", "--quick",
                "--marks", str(marks),
                "--subtitles", f"es:{subtitles}", "--audio-language", "es-MX")  # fmt: skip
    assert json.loads(again.stdout)["package"] == told["package"]
    (out / "video/640x360/00002.m4s").unlink()
    broken = run("media", "verify", str(out))
    assert broken.returncode == 2
    assert "segment 00002.m4s is missing" in broken.stdout


def test_the_table_shows_which_shots_are_done_and_what_they_came_to():
    rungs = [Rung(640, 360, 30, 500, codec, Effort.CAREFUL, 95) for codec in PictureCodec]
    board = Board()
    board.begin({0: 50, 50: 100, 150: 25}, rungs, Fraction(25))
    board.got[rungs[0].name] = {0: (2e6, 96.0), 50: (1e6, 93.0)}
    console = Console(width=80)
    with console.capture() as shown:
        console.print(ladder_table(board))
    _, first, second = shown.get().splitlines()
    assert first.split() == ["h264", "640x360", "95", "██·", "2/3", "500", "94.0"]
    assert second.split() == ["av1", "640x360", "95", "···", "0/3"]


def test_a_cell_of_a_long_film_stands_for_several_shots():
    rung = Rung(640, 360, 30, 500, PictureCodec.AV1, Effort.CAREFUL, 95)
    board = Board()
    board.begin({n * 50: 50 for n in range(100)}, [rung], Fraction(25))
    board.got[rung.name] = {n * 50: (1e6, 95.0) for n in range(4)}
    console = Console(width=100)
    with console.capture() as shown:
        console.print(ladder_table(board))
    assert shown.get().splitlines()[1].split()[3] == "█▄" + 32 * "·"


def kill_while_encoding(master: Path, out: Path, after: float) -> bool:
    """Start an encode and kill it after some seconds; say whether it was still running."""
    child = subprocess.Popen(
        [*CARTELERA, "media", "encode", str(master), "--out", str(out)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=clean_environment(),
    )
    try:
        child.wait(timeout=after)
    except subprocess.TimeoutExpired:
        child.send_signal(signal.SIGKILL)
        child.wait()
        return True
    return False


def demand_the_same(master, undisturbed, out, moments):
    began = time.monotonic()
    assert (
        run("media", "encode", str(master), "--out", str(out.with_name("timed"))).returncode
        == 0
    )
    whole = time.monotonic() - began
    for moment in moments:
        kill_while_encoding(master, out, moment * whole)
        time.sleep(0.3)
        assert ffmpegs_on(out.parent) == []
    ended = run("media", "encode", str(master), "--out", str(out), "--json")
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["package"] == undisturbed
    assert not list(out.parent.glob(".*"))


def test_killed_at_any_moment_it_ends_with_the_same_package(master, undisturbed, tmp_path):
    chance = random.Random(6)
    demand_the_same(
        master, undisturbed, tmp_path / "film", [chance.uniform(0.05, 1) for _ in range(4)]
    )


@mark.long
@mark.parametrize("seed", range(20))
def test_killed_at_twenty_moments_it_ends_with_the_same_package(
    master, undisturbed, tmp_path, seed
):
    demand_the_same(
        master, undisturbed, tmp_path / "film", [random.Random(seed).uniform(0.02, 1.0)]
    )


def hear_the_keyboard():
    """Undo what a background shell does to the programs it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_stopped_from_the_keyboard_it_says_how_to_go_on(master, undisturbed, tmp_path):
    out = tmp_path / "film"
    child = subprocess.Popen(
        [*CARTELERA, "media", "encode", str(master), "--out", str(out)],
        stderr=subprocess.PIPE,
        text=True,
        env=clean_environment(),
        preexec_fn=hear_the_keyboard,  # noqa: PLW1509
    )
    while child.poll() is None and not ffmpegs_on(tmp_path / ".film.cartelera"):
        time.sleep(0.02)
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=20)
    assert child.returncode == 130
    assert "run the same command again" in said
    assert ffmpegs_on(tmp_path) == []
    ended = run("media", "encode", str(master), "--out", str(out), "--json")
    assert json.loads(ended.stdout)["package"] == undisturbed


@mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.mp4"], "missing.mp4 is not a file"),
        (["text.mp4"], "not a video file"),
        (["film.mp4", "--subtitles", "klingon-x:s.srt"], "'klingon-x' is no language"),
        (["film.mp4", "--subtitles", "es"], "language:file"),
        (["film.mp4", "--subtitles", "es:none.srt"], "none.srt is not a file"),
        (["film.mp4", "--subtitles", "es:text.mp4"], "text.mp4 is not a subtitle file"),
        (["film.mp4", "--audio-language", "qq"], "'qq' is no language"),
        (["film.mp4", "--out", "taken"], "holds something else"),
        (["film.mp4", "--out", "s.srt"], "holds something else"),
    ],
)
def test_a_refusal_names_the_thing_and_ends_with_2(master, tmp_path, arguments, said):
    (tmp_path / "film.mp4").symlink_to(master)
    (tmp_path / "text.mp4").write_text("text " * 100)
    (tmp_path / "s.srt").write_text(SRT)
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken/thesis.txt").touch()
    out = [] if "--out" in arguments else ["--out", "out"]
    ended = run("media", "encode", *arguments, *out, cwd=tmp_path)
    assert ended.returncode == 2
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "out").exists()


@mark.slow
def test_the_report_tells_the_bits_saved_against_the_ladders_of_peers(tmp_path):
    clip = film(tmp_path / "clip.mkv", seconds=2, size="320x180", filters="noise=alls=6:allf=t")
    out = tmp_path / "film"
    line = ["media", "encode", str(clip), "--out", str(out), "--codec", "h264"]
    ended = run(*line, "--peers")
    assert ended.returncode == 0, ended.stderr
    (ladder,) = json.loads((tmp_path / "film-report.json").read_text())["ladders"]
    streams = {peer["name"]: len(peer["dots"]) for peer in ladder["peers"]}
    assert streams == {"PeerTube": 2, "MediaCMS": 2, "Jellyfin": 1}
    dots = [dot for peer in ladder["peers"] for dot in peer["dots"]]
    assert all(kbps > 10 and 20 < vmaf <= 100 for kbps, vmaf in dots)
    page = (tmp_path / "film-report.html").read_text()
    for peer in ladder["peers"]:
        if peer["saved_percent"] is not None:
            fewer = "fewer" if peer["saved_percent"] >= 0 else "more"
            told = f"{abs(peer['saved_percent']):.1f} % {fewer} bits than {peer['name']}'s"
            assert told in page
    assert run(*line, "--peers").returncode == 0
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_dir()) == ["film"]


@mark.slow
def test_peers_are_not_told_of_a_package_made_without_them_nor_of_a_fixed_ladder(tmp_path):
    clip = film(tmp_path / "clip.mkv", seconds=1, size="320x180")
    out = tmp_path / "film"
    line = ["media", "encode", str(clip), "--out", str(out), "--codec", "h264"]
    assert run(*line).returncode == 0
    refused = run(*line, "--peers")
    assert refused.returncode != 0
    assert "was made without --peers" in refused.stderr
    quick = run(*line, "--peers", "--quick")
    assert "leave out --quick" in quick.stderr
