"""Credits: phrases of both languages, and what a name can be."""

from pytest import mark

from tests.engines.announce.readings import credits, only

EN = "Low Tide is a drama series. "
ES = "Marea baja es una serie de drama. "


def roles(said: str) -> set[tuple[str, str]]:
    """Return credits written as "role: name; role: name"."""
    return {(role, name) for role, name in (one.split(": ") for one in said.split("; "))}


@mark.parametrize(
    ("phrase", "expected"),
    [
        ("Directed by Ana Ruiz and Luis Paz.", "director: Ana Ruiz; director: Luis Paz"),
        (
            "Created, written and directed by Ana Ruiz.",
            "creator: Ana Ruiz; writer: Ana Ruiz; director: Ana Ruiz",
        ),
        ("Written by Harry and Jack Moore.", "writer: Harry Moore; writer: Jack Moore"),
        ("Ana Ruiz adapts and directs.", "writer: Ana Ruiz; director: Ana Ruiz"),
        (
            "Ana Ruiz is showrunner and exec producer.",
            "showrunner: Ana Ruiz; executive producer: Ana Ruiz",
        ),
        (
            "The cast includes Ana Ruiz (Old Work), Luis Paz and Marta Gil.",
            "cast: Ana Ruiz; cast: Luis Paz; cast: Marta Gil",
        ),
        ("Ana Ruiz and Luis Paz lead the cast.", "cast: Ana Ruiz; cast: Luis Paz"),
        ("Created by and starring Ana Ruiz.", "creator: Ana Ruiz; cast: Ana Ruiz"),
        (
            "Produced by Norte Films and Faro in association with Sur Media.",
            "production company: Norte Films; production company: Faro; "
            "in collaboration with: Sur Media",
        ),
        ("Produced by Ana Ruiz.", "producer: Ana Ruiz"),
        ("Norte Films is the international distributor.", "distributor: Norte Films"),
        (
            "With Ana Ruiz in production design and Luis Paz in editing.",
            "production designer: Ana Ruiz; editor: Luis Paz",
        ),
        ("The writers are Ana Ruiz and Luis Paz.", "writer: Ana Ruiz; writer: Luis Paz"),
        ("It stars Ana Ruiz. Paz is not in it.", "cast: Ana Ruiz"),
    ],
)
def test_an_english_phrase_gives_its_credits(phrase: str, expected: str) -> None:
    assert credits(only(EN + phrase)) == roles(expected)


@mark.parametrize(
    ("phrase", "expected"),
    [
        ("Dirigida por Ana Ruiz e Iker Paz.", "director: Ana Ruiz; director: Iker Paz"),
        (
            "Está creada y dirigida por Ana de la Garza.",
            "creator: Ana de la Garza; director: Ana de la Garza",
        ),
        (
            "La protagonizan Ana Ruiz, Luis Paz y Marta Gil.",
            "cast: Ana Ruiz; cast: Luis Paz; cast: Marta Gil",
        ),
        ("Ana Ruiz y Luis Paz encabezan el reparto.", "cast: Ana Ruiz; cast: Luis Paz"),
        ("Con la producción ejecutiva de Ana Ruiz.", "executive producer: Ana Ruiz"),
        (
            "Con guion de Ana Ruiz y fotografía de Luis Paz.",
            "writer: Ana Ruiz; cinematographer: Luis Paz",
        ),
        (
            "Producida por Norte Films, en colaboración con Sur Media.",
            "production company: Norte Films; in collaboration with: Sur Media",
        ),
        ("Ana Ruiz y Luis Paz son sus creadores.", "creator: Ana Ruiz; creator: Luis Paz"),
        ("La produce Panorama Global.", "production company: Panorama Global"),
        ("Completan el elenco Ana Ruiz y Luis Paz.", "cast: Ana Ruiz; cast: Luis Paz"),
    ],
)
def test_a_spanish_phrase_gives_its_credits(phrase: str, expected: str) -> None:
    assert credits(only(ES + phrase, language="es")) == roles(expected)


def test_a_surname_that_comes_back_alone_is_the_person_named_before() -> None:
    tide = only(EN + "Starring Ana Ruiz. Ruiz will serve as showrunner.")
    assert credits(tide) == {("cast", "Ana Ruiz"), ("showrunner", "Ana Ruiz")}


def test_a_name_ends_where_its_sentence_ends() -> None:
    tide = only(EN + "It is created by Matt Kemp. Jennifer Pod is showrunner.")
    assert credits(tide) == {("creator", "Matt Kemp"), ("showrunner", "Jennifer Pod")}


def test_words_that_lost_their_space_are_taken_apart() -> None:
    tide = only(
        EN + "With locations in Tijuana and Mexico Citythe series is made by Norte Films."
    )
    assert [said.value for said in tide.locations] == ["Tijuana", "Mexico City"]


def test_companies_and_format_in_the_bracket_after_a_title() -> None:
    tide = only(
        "Comedy Low Tide (8×30’, Norte Films and Sur Media in association with Faro Studios)."
    )
    assert credits(tide) == {
        ("production company", "Norte Films"),
        ("production company", "Sur Media"),
        ("in collaboration with", "Faro Studios"),
    }
    assert tide.episodes is not None
    assert tide.episodes.value == 8
