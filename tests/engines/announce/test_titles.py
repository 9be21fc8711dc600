"""A title is read where it stands and never made up."""

from pytest import mark

from tests.engines.announce.readings import credits, only, reading, title, titles

LOST = {
    "en": """Marea TV has announced new productions in Chile.

Directed by Ana Ruiz and produced by Norte Films, this film will follow a diver.

This comedy starring Luis Paz tells of a cook.
""",
    "es": """Marea TV anunció nuevas producciones en Chile.

Dirigida por Ana Ruiz y producida por Norte Films, esta película sigue a una buza.

Protagonizada por Luis Paz, esta comedia cuenta la historia de un cocinero.
""",
}


@mark.parametrize("language", ["en", "es"])
def test_productions_whose_titles_are_lost_are_read_without_one(language: str) -> None:
    diver, cook = reading(LOST[language]).productions
    assert title(diver) is None
    assert title(cook) is None
    assert credits(diver) == {("director", "Ana Ruiz"), ("production company", "Norte Films")}
    assert credits(cook) == {("cast", "Luis Paz")}


def test_a_line_in_quotes_names_the_paragraph_below_it() -> None:
    text = """Marea TV has announced new series in Chile.

“Low Tide”:

Based on the novel of the same name by Ana Ruiz, this limited series follows a mother.

This comedy directed by Luis Paz follows a cook.
"""
    assert titles(text) == ["Low Tide", None]


@mark.parametrize(
    "text",
    [
        "The house has drama series Low Tide, produced by Norte Films.",
        "Low Tide (8 x 30’, Norte Films) is on its way.",
        "Low Tide, a limited series, is written by Ana Ruiz.",
        "Low Tide is a comedy series from Norte Films.",
        "“Low Tide,” directed by Ana Ruiz, follows a diver.",
        "The start of production of Low Tide, based on a novel, is near.",
    ],
    ids=["kind before", "format", "kind after", "is a", "quotes", "start of production"],
)
def test_words_beside_a_name_make_it_a_title(text: str) -> None:
    assert titles(text) == ["Low Tide"]


@mark.parametrize(
    "text",
    [
        "Ana Ruiz, known for “Low Tide”, spoke to the press.",
        "From the makers of Low Tide comes a great deal of work.",
        "Conocida por ficciones como “Marea baja”, la casa crece.",
        "Norte Films, a company of Santiago, met the press on Monday.",
        "The fund met in Lisbon. Ana Ruiz follows its work with interest.",
    ],
)
def test_works_people_and_companies_named_in_passing_are_no_production(text: str) -> None:
    assert titles(text) == []


def test_an_original_title_after_a_stroke_is_its_other_name() -> None:
    tide = only(
        "Pablo Arce's second feature Low Tide / Marea baja, produced by Norte Films, ends."
    )
    assert title(tide) == "Low Tide"
    assert tide.original_title is not None
    assert tide.original_title.value == "Marea baja"


def test_a_working_title_is_read_without_that_remark() -> None:
    assert titles("Comedy series Low Tide (working title), produced by Norte Films.") == [
        "Low Tide"
    ]
