import json
import math
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from cartelera.command.forecast import together
from cartelera.command.main import app
from cartelera.command.sets import Sets
from cartelera.engines.audience.outlook import Measure, Outlook, Outlooks
from cartelera.engines.audience.record import Announced, Screening
from cartelera.engines.audience.simple import Range
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
    assert said.count("not enough to go on") == 4
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


def test_a_title_of_no_kind_is_named(told):
    (told / "slate.json").write_text(json.dumps([{**LIGHTHOUSE, "kind": "opera"}]))
    with pytest.raises(InputError, match="'el-faro' is of no kind: 'opera'"):
        forecast(told)


def test_a_file_without_titles_is_refused(told):
    (told / "slate.json").write_text("[]")
    with pytest.raises(InputError, match="holds no titles"):
        forecast(told)


def outlook(home, abroad):
    reach = math.log10(abroad)
    told = Announced("", Screening.FILM)
    return Outlook(told, None, Measure(Range(reach, reach, reach), ()), home, None, None)


@pytest.fixture
def sets():
    records, said = [], []
    for key, cost, home, abroad in (("casa", 60, 0.9, 2), ("fuera", 60, 0.2, 40)):
        records.append({"key": key, "budget": {"amount": str(cost)}, "genres": ["drama"]})
        one = outlook(home, abroad)
        said.append(replace(one, title=replace(one.title, name=key.title())))
    return Sets(records, Outlooks(tuple(said), None, None), 70)


def test_each_set_says_what_it_comes_to_and_one_says_why(sets):
    change = "Fuera in place of Casa: home -0.70, abroad +38, range +0"
    assert list(sets.lines(1)) == [
        "1. Casa: cost 60, home 0.90, abroad 2 territories, range 2",
        f"   Casa: in: it alone brings drama, film; {change}",
        f"   Fuera: out: 50 more would have it as well; {change}",
        "2. Fuera: cost 60, home 0.20, abroad 40 territories, range 2",
    ]
    assert len(list(sets.lines(0))) == 2
    with pytest.raises(InputError, match="there are 2"):
        list(sets.lines(3))


def test_titles_are_added_up_one_by_one():
    said = Outlooks((outlook(0.9, 2), outlook(0.2, 40)), None, None)
    assert together(said) == "together, 2 titles: 42 territories, 1.1 in the list at home"


def test_a_program_reads_the_swaps_of_every_set(sets):
    casa, fuera = json.loads(json.dumps(sets.values()))
    assert casa["names"] == ["casa"]
    assert casa["swaps"]["fuera"]["leave"] == ["casa"]
    assert fuera["swaps"]["fuera"]["enter"] == ["casa"]
