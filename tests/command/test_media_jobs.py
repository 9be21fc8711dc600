"""The worker killed in the middle of an encode, through the real table of jobs."""

import json
import random
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

from pytest import fixture, mark

from tests.films import film
from tests.programs import CARTELERA, clean_environment, run

SLATE = {
    "titles": [
        {"key": "luz", "kind": "film", "texts": [{"language": "es", "name": "Luz"}]},
        {"key": "serie", "kind": "series", "texts": [{"language": "es", "name": "Serie"}]},
    ]
}


@fixture(scope="module")
def master(tmp_path_factory):
    return film(
        tmp_path_factory.mktemp("masters") / "luz.mkv",
        seconds=10,
        size="640x360",
        filters="noise=alls=6:allf=t",
    )


def house(place: Path, master: Path) -> Path:
    """Make a house with one title whose master waits to be encoded."""
    brought = run("slate", "import", "-", "--data", str(place), input=json.dumps(SLATE))
    assert brought.returncode == 0, brought.stderr
    added = run("media", "add", str(master), "--title", "luz", "--data", str(place))
    assert added.returncode == 0, added.stderr
    return place


def finish(data: Path) -> tuple[str, list[str]]:
    """Let a worker finish; return the package the title plays, and those on disk."""
    ended = run("worker", "--once", "--data", str(data))
    assert ended.returncode == 0, ended.stderr
    shown = ask(data, "SELECT playable_package FROM slate_title WHERE key = 'luz'")
    return shown[0][0], sorted(p.name for p in (data / "media/packages").iterdir())


def ask(data: Path, query: str) -> list:
    with sqlite3.connect(data / "record.db") as record:
        answer = record.execute(query).fetchall()
    record.close()
    return answer


def kill_a_worker(data: Path, after: float) -> None:
    """Start a worker, kill it after some seconds, and let its lease run out at once."""
    worker = subprocess.Popen(
        [*CARTELERA, "worker", "--once", "--data", str(data)],
        stderr=subprocess.DEVNULL,
        env=clean_environment(),
    )
    try:
        worker.wait(timeout=after)
    except subprocess.TimeoutExpired:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    time.sleep(0.3)
    listed = subprocess.run(
        ["ps", "-ww", "-eo", "args="], capture_output=True, text=True, check=True
    )
    assert [line for line in listed.stdout.splitlines() if f"{data}/media" in line] == []
    ask(data, "UPDATE work_job SET lease_until = '2000-01-01' WHERE state = 'running'")


@fixture(scope="module")
def undisturbed(master, tmp_path_factory):
    data = house(tmp_path_factory.mktemp("undisturbed") / "data", master)
    began = time.monotonic()
    package, kept = finish(data)
    assert package in kept
    assert len(kept) == 2  # and the first look
    return (package, kept), time.monotonic() - began


def test_a_worker_killed_again_and_again_ends_with_the_same_package(
    master, undisturbed, tmp_path
):
    ended, whole = undisturbed
    data = house(tmp_path / "data", master)
    chance = random.Random(4)
    for _ in range(3):
        kill_a_worker(data, chance.uniform(0.2, 0.9) * whole)
    assert finish(data) == ended


@mark.long
@mark.parametrize("seed", range(20))
def test_a_worker_killed_at_any_moment_ends_with_the_same_package(
    master, undisturbed, tmp_path, seed
):
    ended, whole = undisturbed
    data = house(tmp_path / "data", master)
    kill_a_worker(data, random.Random(seed).uniform(0.05, 1.0) * whole)
    assert finish(data) == ended


@mark.parametrize(
    ("arguments", "said"),
    [
        (["luz.mkv", "--title", "nada"], "no title has the key 'nada'"),
        (["luz.mkv", "--title", "serie"], "name one of its episodes"),
        (["text.mkv", "--title", "luz"], "not a video file"),
        (["luz.mkv", "--title", "luz", "--subtitles", "qq:text.mkv"], "is not a subtitle file"),
    ],
)
def test_what_cannot_be_added_is_refused_and_nothing_is_kept(master, tmp_path, arguments, said):
    data = tmp_path / "data"
    run("slate", "import", "-", "--data", str(data), input=json.dumps(SLATE))
    (tmp_path / "luz.mkv").symlink_to(master)
    (tmp_path / "text.mkv").write_text("text")
    ended = run("media", "add", *arguments, "--data", str(data), cwd=tmp_path)
    assert ended.returncode == 2
    assert said in ended.stderr
    assert ask(data, "SELECT count(*) FROM media_master") == [(0,)]
    assert ask(data, "SELECT count(*) FROM work_job") == [(0,)]
