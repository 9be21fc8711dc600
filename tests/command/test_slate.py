import json

import pytest

from tests.programs import run

ONE = {"key": "luz", "kind": "film", "texts": [{"language": "es", "name": "Luz de agosto"}]}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return str(tmp_path_factory.mktemp("slate") / "data")


def test_titles_go_in_are_listed_and_come_out_again(data, tmp_path):
    file = tmp_path / "titles.json"
    file.write_text(json.dumps({"titles": [ONE]}))
    done = run("slate", "import", str(file), "--data", data)
    assert (done.returncode, done.stdout) == (0, "1 new, 0 changed, 0 as before\n")
    listed = run("slate", "list", "--data", data).stdout
    assert "Desarrollo (1)" in listed
    assert "Luz de agosto" in listed
    whole = run("slate", "export", "-", "--data", data).stdout
    assert json.loads(whole)["titles"][0]["texts"][0]["name"] == "Luz de agosto"
    again = run("slate", "import", "-", "--data", data, input=whole)
    assert again.stdout == "0 new, 0 changed, 1 as before\n"


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("a.json", '{"titles": [{"key": "a", "kind": "filmo", "texts": []}]}', "“filmo”"),
        ("a.csv", "key,kind,name:es,year\na,film,A,20x6\n", "row 2, year: “20x6”"),
        ("a.json", '{"titles": [{"key": "a", "kind": "film", "texts": []}]}', "no name"),
    ],
    ids=["a wrong kind", "a wrong year", "no name"],
)
def test_a_wrong_file_is_refused_by_name_and_ends_with_2(data, tmp_path, name, text, why):
    file = tmp_path / name
    file.write_text(text)
    done = run("slate", "import", str(file), "--data", data)
    assert done.returncode == 2
    assert why in done.stderr


def test_a_file_that_is_not_there_is_named(data):
    done = run("slate", "import", "nowhere.json", "--data", data)
    assert (done.returncode, "nowhere.json cannot be read" in done.stderr) == (2, True)


def test_the_range_of_a_slate_is_told_in_words_and_as_json(data):
    run("slate", "import", "-", "--data", data, input=json.dumps({"titles": [ONE]}))
    told = run("slate", "range", "--language", "en", "--data", data)
    assert told.returncode == 0, told.stderr
    assert "100%  " in told.stdout
    found = json.loads(run("slate", "range", "--json", "--data", data).stdout)
    assert [(side["key"], side["lines"][0]["titles"]) for side in found["sides"]] == [
        ("kind", 1)
    ]


@pytest.mark.parametrize("verb", ["import", "export", "list", "range"])
def test_each_command_shows_an_example(verb):
    assert f"Example: cartelera slate {verb}" in run("slate", verb, "--help").stdout


def test_a_slate_is_exported_in_omc_json(data):
    run("slate", "import", "-", "--data", data, input=json.dumps({"titles": [ONE]}))
    done = run("slate", "export", "-", "--omc", "--data", data)
    (work,) = json.loads(done.stdout)["CreativeWork"]
    assert work["creativeWorkTitle"][0]["titleName"] == "Luz de agosto"
    both = run("slate", "export", "-", "--omc", "--csv", "--data", data)
    assert (both.returncode, "not both" in both.stderr) == (2, True)
