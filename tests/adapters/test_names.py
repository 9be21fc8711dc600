from datetime import UTC, datetime, timedelta

import pytest

from cartelera.adapters.names import Findable, open_names, write_names
from cartelera.engines.discovery.search import Entry, rank

NOW = datetime(2026, 3, 1, tzinfo=UTC)
PARAMO = Entry(1, ("Pedro Páramo",), "juan rulfo | comala | novela")
DEAD = Entry(2, ("Las muertas", "The Dead Girls"), "jorge ibarguengoitia | novela | novel")
LUZ = Entry(3, ("Luz",), "ana ruiz | tijuana", known=9)
LUZIA = Entry(4, ("Luzía",), "", known=0)
SECRET = Entry(5, ("Páramo secreto",), "")


@pytest.fixture
def names(tmp_path):
    found = [Findable(entry) for entry in (PARAMO, DEAD, LUZ, LUZIA)]
    write_names(tmp_path, [*found, Findable(SECRET, NOW + timedelta(days=1))], NOW)
    return open_names(tmp_path)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("PEDRO PARAMO", 1),
        ("pedor paramo", 1),
        ("pedro parmo", 1),
        ("pedr", 1),
        ("pefr", 1),
        ("novela ibarguengoitia", 2),
        ("novela ibargüengoita", 2),
        ("dead grils", 2),
        ("tijuana", 3),
        ("lu", 3),
        ("luzia", 4),
    ],
    ids=[
        "capitals and no accents",
        "two letters swapped",
        "a letter missing",
        "a beginning",
        "a beginning with a wrong letter",
        "a kind of source work and its author",
        "the same with a letter missing",
        "the name in another language",
        "a place",
        "what is watched more, of two that begin alike",
        "a whole name before what is watched more",
    ],
)
def test_the_first_found_is_the_one_meant(names, typed, first):
    assert rank(typed, names.near(typed, NOW))[0] == first


@pytest.mark.parametrize("typed", ["", " ", "¿?", "zzzz", ".*", 'a"b', "x" * 300])
def test_what_nothing_holds_finds_nothing(names, typed):
    assert rank(typed, names.near(typed, NOW)) == []


def test_what_is_not_open_yet_is_not_found(names):
    assert rank("secreto", names.near("secreto", NOW)) == []
    assert rank("secreto", names.near("secreto", NOW + timedelta(days=2))) == [5]


def test_where_no_title_holds_every_word_those_that_hold_some_are_near(names):
    typed = "pedro tijuana"
    assert rank(typed, names.near(typed, NOW)) == []
    assert set(rank(typed, names.near(typed, NOW, some=True), some=True)) == {1, 3}


def test_an_index_that_was_never_written_is_none(tmp_path):
    assert open_names(tmp_path / "none") is None


def test_a_new_index_takes_the_place_of_the_old_one(names, tmp_path):
    write_names(tmp_path, [Findable(LUZIA)], NOW + timedelta(hours=1))
    fresh = open_names(tmp_path)
    assert fresh.near("paramo") == []
    assert fresh.made_at == NOW + timedelta(hours=1)
    assert names.near("paramo") != []  # whoever had the old one open still reads it
    assert len([p for p in tmp_path.iterdir() if p.is_dir()]) == 1


def test_an_empty_house_has_an_empty_index(tmp_path):
    write_names(tmp_path, [], NOW)
    assert open_names(tmp_path).near("luz") == []
