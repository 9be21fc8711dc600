"""The command `cartelera filming`, with no server."""

import json

from pytest import fixture, mark

from tests.programs import run

PLAY = "Title: El faro\n\nINT. CASA - DÍA #1#\n\nANA (30) plancha.\n\nANA\nHola.\n"


@fixture
def script(tmp_path):
    file = tmp_path / "faro.fountain"
    file.write_text(PLAY)
    return file


def test_a_screenplay_is_broken_down_as_json(script):
    done = run("filming", "breakdown", str(script), "--json")
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    (scene,) = made["scenes"]
    assert (made["title"], scene["int_ext"], scene["set"], scene["cast"]) == (
        "El faro", "INT", "CASA", ["ANA"],
    )  # fmt: skip


def test_a_spreadsheet_goes_out_and_comes_in_again(script, tmp_path):
    out = tmp_path / "faro.csv"
    out.write_text(run("filming", "breakdown", str(script), "--csv").stdout)
    again = json.loads(run("filming", "breakdown", str(out), "--json").stdout)
    first = json.loads(run("filming", "breakdown", str(script), "--json").stdout)
    assert again["scenes"] == first["scenes"]


def test_a_screenplay_is_converted_there_and_back(script, tmp_path):
    there, back = tmp_path / "faro.fdx", tmp_path / "back.fountain"
    assert run("filming", "convert", str(script), str(there)).returncode == 0
    assert run("filming", "convert", str(there), str(back)).returncode == 0
    assert back.read_text() == PLAY


@mark.parametrize(
    ("name", "data", "fault"),
    [
        ("none.fountain", None, "there is no file"),
        ("letter.txt", "Querida tía:\n\nBesos.\n", "letter.txt: no scene was found"),
        ("bad.pdf", "%PDF-1.4 no", "bad.pdf is no PDF"),
    ],
)
def test_what_is_no_screenplay_is_refused_by_name(tmp_path, name, data, fault):
    if data is not None:
        (tmp_path / name).write_text(data)
    done = run("filming", "breakdown", str(tmp_path / name))
    assert done.returncode == 2
    assert fault in done.stderr
