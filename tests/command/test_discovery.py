import json

import pytest

from tests.programs import run

TITLES = [
    {
        "key": f"luz-{n}",
        "kind": "film",
        "stage": "announced",
        "public_from": "2020-01-01T00:00:00+00:00",
        "texts": [{"language": "es", "name": f"Luz de agosto {n}"}],
    }
    for n in range(4)
]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    place = tmp_path_factory.mktemp("discovery")
    file = place / "titles.json"
    file.write_text(json.dumps({"titles": TITLES}))
    data = str(place / "data")
    assert run("slate", "import", str(file), "--data", data).returncode == 0
    return data


def test_what_viewings_teach_is_learned_when_asked(data):
    done = run("discovery", "train", "--data", data)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("4 titles, 0 of them watched\n")


def test_an_invented_viewer_has_a_page(data):
    told = run("discovery", "page", "--watched", "luz-1", "--data", data).stdout
    assert told.startswith("hero: Luz de agosto")
    assert "coming: " in told
    page = json.loads(run("discovery", "page", "--json", "--data", data).stdout)
    assert {row["why"] for row in page["rows"]} == {"coming"}
    assert page["weights"]["calibration"] == 0.4


def test_a_search_finds_a_title_with_a_slip(data):
    told = run("discovery", "search", "agsoto", "2", "--data", data).stdout
    assert told.splitlines()[0].startswith("luz-2")
    found = json.loads(run("discovery", "search", "luz", "--json", "--data", data).stdout)
    assert len(found) == 4
