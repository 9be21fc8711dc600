"""Records that give each field a place of its own: rows, tables, bars, lines of people."""

from cartelera.engines.announce.values import Production
from tests.engines.announce.readings import credits, reading, title, values

TABLE = """# Slate of the Film Office

| Title | Format | Director | Production company | Start |
| --- | --- | --- | --- | --- |
| Low Tide | Feature film | Ana Ruiz | Norte Films | April 2024 |
| Four Winds | TV series, 6 x 45 | Luis Paz | Faro House | June 2024 |
"""
BARS = """Contemporary cinema

Feature films selected for the programme:

Low Tide | Ana Ruiz | Chile, France
World premiere

Four Winds | Luis Paz | Finland
"""
PEOPLE = """Las películas del festival

Marea baja, marea alta
Ana Ruiz (España)
Intérpretes: Marta Gil, Luis Paz

Cuatro vientos
Pablo Arce, Elena Mora (España - Francia)
Un músico pierde el oído.
"""
DESCRIBED = """The fund backs two projects

LOW TIDE
Feature film
Genre: Thriller
Director/Writer: Ana Ruiz
Producers: Luis Paz, Marta Gil

FOUR WINDS
Television drama, 6 x 52 mins
Director: Pablo Arce
Broadcaster: SBS
"""
BRACKETS = """Competition

Low Tide / Chile, France (Director and Screenwriter: Ana Ruiz, Producers: Luis Paz, \
Marta Gil) — A diver goes down. Cast: Elena Mora, Pablo Arce.

Four Winds / U.S.A. (Director: Rosa Vega) — A keeper counts what is left.
"""


def kind(production: Production) -> str | None:
    return production.kind.value if production.kind else None


def test_each_row_of_a_table_is_a_production_and_each_column_a_field() -> None:
    tide, winds = reading(TABLE).productions
    assert [title(tide), title(winds)] == ["Low Tide", "Four Winds"]
    assert [kind(tide), kind(winds)] == ["film", "series"]
    assert credits(tide) == {("director", "Ana Ruiz"), ("production company", "Norte Films")}
    assert tide.filming_date is not None
    assert tide.filming_date.value == "2024-04"
    assert winds.episodes is not None
    assert winds.episodes.value == 6


def test_bars_part_a_title_from_its_director_and_countries() -> None:
    tide, winds = reading(BARS).productions
    assert [title(tide), title(winds)] == ["Low Tide", "Four Winds"]
    assert credits(tide) == {("director", "Ana Ruiz")}
    assert values(tide.countries) == ["Chile", "France"]


def test_a_line_of_people_under_a_title_names_its_directors() -> None:
    tide, winds = reading(PEOPLE).productions
    assert title(tide) == "Marea baja, marea alta"
    assert credits(tide) == {
        ("director", "Ana Ruiz"),
        ("cast", "Marta Gil"),
        ("cast", "Luis Paz"),
    }
    assert credits(winds) == {("director", "Pablo Arce"), ("director", "Elena Mora")}
    assert values(winds.countries) == ["Spain", "France"]


def test_a_line_that_only_describes_may_stand_between_a_title_and_its_rows() -> None:
    tide, winds = reading(DESCRIBED).productions
    assert [title(tide), title(winds)] == ["LOW TIDE", "FOUR WINDS"]
    assert [kind(tide), kind(winds)] == ["film", "series"]
    assert values(tide.genres) == ["thriller"]
    assert credits(tide) == {
        ("director", "Ana Ruiz"),
        ("writer", "Ana Ruiz"),
        ("producer", "Luis Paz"),
        ("producer", "Marta Gil"),
    }
    assert ("platform", "SBS") in credits(winds)


def test_roles_in_the_bracket_after_a_title_are_its_credits() -> None:
    tide, winds = reading(BRACKETS).productions
    assert [title(tide), title(winds)] == ["Low Tide", "Four Winds"]
    assert values(tide.countries) == ["Chile", "France"]
    assert values(winds.countries) == ["United States"]
    assert tide.original_title is None
    assert credits(tide) >= {
        ("director", "Ana Ruiz"),
        ("writer", "Ana Ruiz"),
        ("producer", "Luis Paz"),
        ("producer", "Marta Gil"),
        ("cast", "Elena Mora"),
    }
