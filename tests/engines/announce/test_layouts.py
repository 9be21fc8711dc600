"""A text is cut into productions by its look first."""

from pytest import mark

from tests.engines.announce.readings import credits, only, reading, title, titles

COLON = """New from the coast

Marea TV opens the year with three titles made in Chile.

These are the films and series that begin production:

La sal: A series based on the novel by Inés Robles. Directed by Pablo Arce.

Cuatro vientos: Film directed by Ana Ruiz about a lighthouse. Produced by Norte Films.

El faro (working title): Comedy directed by Luis Paz and starring Marta Gil.
"""
BULLETS = """Marea TV anuncia tres series

Marea TV dio a conocer que ya empezó el rodaje de tres series.

- La sal, del director Pablo Arce, será protagonizada por Marta Gil.
- Cuatro vientos es la nueva comedia de Ana Ruiz, con Luis Paz.
- El faro, basada en la novela de Inés Robles, será dirigida por Elena Mora.
"""
ROWS = """Support for two films

3 May 2024

The Film Fund is announcing funding for two feature films.

Salt (drama)
Director and screenwriter: Ana Ruiz
Production: Norte Films Inc.
Language: Spanish

Four Winds (horror)
Director: Luis Paz
Production: Sur Media and Faro Pictures
Languages: French and English
"""
HEADINGS = """# The year ahead

Marea TV has announced two new series.

## The Salt Road

A series directed by Ana Ruiz. Produced by Norte Films.

The series is set in Lisbon.

## Four Winds

A drama series created by Luis Paz.

## How to reach us

Write to the press desk.
"""
CAPITALS = """Development update

THE SALT ROAD (Hulu) - The drama led by Ana Ruiz has been given a six-episode order.
FOUR WINDS (BBC, New!) - A comedy series about a lighthouse keeper, written by Luis Paz.
"""
DASHES = """Marea orders two

The Salt Road (La ruta de la sal, working title) – (Movie/Comedy). A cook is lost. \
Talent: Ana Ruiz (Old Work), Luis Paz.

Four Winds (Cuatro vientos) – (Movie / Drama). A keeper leaves. Talent: Marta Gil.
"""
DATELINES = """PRODUCTION

WARSAW: Norte Films is starting the shoot of The Salt Road, directed by Ana Ruiz.

RIGA: Pablo Arce's second feature, Four Winds / Četri vēji, went before the cameras in Riga.
"""


@mark.parametrize(
    ("text", "expected"),
    [
        (COLON, ["La sal", "Cuatro vientos", "El faro"]),
        (BULLETS, ["La sal", "Cuatro vientos", "El faro"]),
        (ROWS, ["Salt", "Four Winds"]),
        (HEADINGS, ["The Salt Road", "Four Winds"]),
        (CAPITALS, ["THE SALT ROAD", "FOUR WINDS"]),
        (DASHES, ["The Salt Road", "Four Winds"]),
        (DATELINES, ["The Salt Road", "Four Winds"]),
    ],
    ids=["colons", "bullets", "rows", "headings", "capitals", "dashes", "datelines"],
)
def test_each_look_gives_its_titles(text: str, expected: list[str]) -> None:
    assert titles(text) == expected


def test_each_entry_keeps_its_own_credits() -> None:
    salt, winds = reading(ROWS).productions
    assert credits(salt) == {
        ("director", "Ana Ruiz"),
        ("writer", "Ana Ruiz"),
        ("production company", "Norte Films Inc."),
    }
    assert credits(winds) == {
        ("director", "Luis Paz"),
        ("production company", "Sur Media"),
        ("production company", "Faro Pictures"),
    }


def test_films_named_beside_an_actor_are_not_announced() -> None:
    first, second = reading(DASHES).productions
    assert credits(first) == {("cast", "Ana Ruiz"), ("cast", "Luis Paz")}
    assert [said.value for said in second.alternative_titles] == ["Cuatro vientos"]


def test_a_heading_that_speaks_of_no_production_is_none() -> None:
    assert "How to reach us" not in titles(HEADINGS)


def test_several_titles_in_one_sentence_are_parted_with_their_people() -> None:
    text = (
        "Picked up are: The Salt Road, a history of trade from director Ana Ruiz; Four Winds, "
        "produced by Norte Films; and Low Tide, about a lighthouse."
    )
    salt, winds, tide = reading(text).productions
    assert [title(p) for p in (salt, winds, tide)] == [
        "The Salt Road",
        "Four Winds",
        "Low Tide",
    ]
    assert credits(salt) == {("director", "Ana Ruiz")}
    assert credits(winds) == {("production company", "Norte Films")}


def test_a_text_about_one_title_gives_it_every_paragraph() -> None:
    text = """Cameras roll on ‘Low Tide’

Marea TV began production of its new series “Low Tide”, created by Ana Ruiz.

The cast includes Luis Paz and Marta Gil.

It is set in Lisbon.
"""
    tide = only(text)
    assert title(tide) == "Low Tide"
    assert credits(tide) == {
        ("creator", "Ana Ruiz"),
        ("cast", "Luis Paz"),
        ("cast", "Marta Gil"),
    }
    assert [said.value for said in tide.settings] == ["Lisbon"]


def test_a_country_in_the_bracket_after_a_name_makes_it_a_title() -> None:
    text = """Tres proyectos en el foro

El foro seleccionó los siguientes proyectos:

Agua quemada (Chile - España), de Ana Ruiz. Produce: Norte Films.
La sal (Perú), de Luis Paz y Marta Gil. Produce: Cine Faro.
"""
    water, salt = reading(text, language="es").productions
    assert [title(water), title(salt)] == ["Agua quemada", "La sal"]
    assert [said.value for said in water.countries] == ["Chile", "Spain"]
    assert credits(water) == {("director", "Ana Ruiz"), ("production company", "Norte Films")}


def test_the_country_in_the_name_of_a_fund_is_not_that_of_its_films() -> None:
    tide = only(
        "Low Tide is a film directed by Ana Ruiz.\n\nIt is on the Screen Ireland slate."
    )
    assert tide.countries == ()
