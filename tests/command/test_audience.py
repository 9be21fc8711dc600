import json

import pytest
from typer.testing import CliRunner

from cartelera.command.main import app
from cartelera.vocabulary.errors import InputError

LIGHTHOUSE = {
    "key": "el-faro",
    "kind": "series",
    "stage": "announced",
    "texts": [
        {"language": "es", "name": "El faro"},
        {"language": "en", "name": "The Lighthouse"},
    ],
    "countries": ["MX"],
    "languages": ["es"],
}
SHOWN = {
    **LIGHTHOUSE,
    "key": "ya",
    "stage": "released",
    "texts": [{"language": "es", "name": "Ya"}],
}


@pytest.fixture
def told(tmp_path):
    (tmp_path / "slate.json").write_text(json.dumps({"titles": [LIGHTHOUSE, SHOWN]}))
    (tmp_path / "engagement.csv").write_text(
        "period,kind,title,hours,views,release_date\n"
        "2023H1,tv,La sal: Season 1,8000000,2000000,2023-02-01\n"
    )
    return tmp_path


def forecast(folder, *options):
    said = CliRunner().invoke(
        app,
        ["audience", "forecast", str(folder / "slate.json"), "--lists", str(folder), *options],
    )
    if said.exception is not None and not isinstance(said.exception, SystemExit):
        raise said.exception
    return said.output


def test_with_one_title_to_learn_from_there_is_not_enough_to_go_on(told):
    said = forecast(told, "--as-of", "2024-02-20")
    assert said.startswith("El faro\n")
    assert said.count("not enough to go on") == 3
    assert "Ya" not in said


def test_a_program_reads_the_same(told):
    said = json.loads(forecast(told, "--json"))
    assert [title["title"] for title in said["titles"]] == ["El faro"]
    assert said["titles"][0]["views"] is None
    assert said["grounds"] == {"views": None, "territories": None}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--as-of", "February"), "2024-02-20"),
        (("--budget", "5"), "has no budget"),
        (("--lists", "nowhere"), "no folder"),
    ],
)
def test_what_is_wrong_is_named(told, options, words):
    with pytest.raises(InputError, match=words):
        forecast(told, *options)


def test_a_file_without_titles_is_refused(told):
    (told / "slate.json").write_text("[]")
    with pytest.raises(InputError, match="holds no titles"):
        forecast(told)
