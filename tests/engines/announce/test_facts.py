"""Sources, kinds, stages, dates, places: each as the text says it."""

from pytest import mark, raises

from cartelera.engines.announce.values import Production
from cartelera.vocabulary.errors import InputError
from tests.engines.announce.readings import only, reading, values

EN = "Low Tide is a drama series. "


def _source(production: Production) -> tuple[str, str | None, list[str], str | None]:
    (source,) = production.sources
    named = source.title.value if source.title else None
    publisher = source.publisher.value if source.publisher else None
    return source.kind.value.value, named, values(source.authors), publisher


@mark.parametrize(
    ("phrase", "expected"),
    [
        ("It is based on the novel by Inés Robles.", ("novel", None, ["Inés Robles"], None)),
        ("It is based on Inés Robles's novel.", ("novel", None, ["Inés Robles"], None)),
        (
            "It is based on the novel of the same name by Inés Robles.",
            ("novel", "Low Tide", ["Inés Robles"], None),
        ),
        (
            "It is inspired by an article in The Daily Post.",
            ("article", None, [], "The Daily Post"),
        ),
        ("It is inspired by the real killers of a harbour.", ("true events", None, [], None)),
    ],
    ids=["by", "owner", "same name", "publisher", "true events"],
)
def test_a_source_work_is_read(
    phrase: str, expected: tuple[str, str | None, list[str], str | None]
) -> None:
    assert _source(only(EN + phrase)) == expected


def test_a_novel_in_the_plot_is_no_source() -> None:
    assert only(EN + "Its heroine hides money in a novel.").sources == ()


@mark.parametrize(
    ("text", "kind"),
    [
        ("Limited series Low Tide, by Ana Ruiz, ends.", "limited series"),
        ("The feature Low Tide, produced by Norte Films, is a film.", "film"),
        ("Low Tide is a documentary series about fish.", "docuseries"),
        ("Low Tide is a two-part special about fish.", "special"),
    ],
)
def test_the_more_exact_kind_is_read(text: str, kind: str) -> None:
    said = only(text).kind
    assert said is not None
    assert said.value.value == kind


def test_a_genre_of_the_plot_is_not_the_genre_of_the_series() -> None:
    tide = only("Low Tide is a crime drama series about a family at war.")
    assert values(tide.genres) == ["crime", "drama"]


@mark.parametrize(
    ("phrase", "filming", "release"),
    [
        ("Filming will begin in March of next year.", "2025-03", None),
        ("It began shooting on 10 August 2024.", "2024-08-10", None),
        ("It will be filmed this year.", "2024", None),
        ("It will debut early next year.", None, "2025"),
        ("Release is expected at the end of 2026.", None, "2026"),
        ("It takes place in 1979.", None, None),
    ],
)
def test_a_date_is_as_coarse_as_the_text(
    phrase: str, filming: str | None, release: str | None
) -> None:
    tide = only(EN + phrase, published="2024-02")
    assert (tide.filming_date and tide.filming_date.value) == filming
    assert (tide.release_date and tide.release_date.value) == release


def test_what_is_said_once_holds_for_every_production_below() -> None:
    text = """Marea TV has two series in production in Chile.

“Low Tide” is a drama series directed by Ana Ruiz.

“Four Winds” is a comedy series directed by Luis Paz. It will be filmed in Lima.
"""
    for production in reading(text).productions:
        assert production.stage is not None
        assert production.stage.value == "filming"
        assert values(production.countries) == ["Chile"]


def test_a_date_of_publication_that_is_none_is_refused() -> None:
    with raises(InputError, match="'soon' is no date of publication"):
        reading(EN, published="soon")


def test_a_language_without_lexicon_is_refused() -> None:
    with raises(InputError, match="no lexicon reads 'fi'"):
        reading(EN, language="fi")


def test_an_empty_text_is_refused() -> None:
    with raises(InputError, match="nothing to read"):
        reading(" \n ")


@mark.parametrize(
    ("phrase", "countries"),
    [
        ("Es una cinta chilena.", ["Chile"]),
        ("Es una coproducción entre México, Chile y España.", ["Mexico", "Chile", "Spain"]),
        ("Se vio en México y España.", []),
    ],
)
def test_a_country_is_said_by_a_word_for_productions(phrase: str, countries: list[str]) -> None:
    assert values(only(f"“Marea baja” es una serie dramática. {phrase}").countries) == countries


def test_a_line_under_a_title_says_countries_year_and_length() -> None:
    text = """Películas en competencia

Marea baja
(México, Alemania, 2025, 101 min.)
Dirección: Ana Ruiz.

Cuatro vientos
(Chile/Francia, 88')
Dirección: Luis Paz.
"""
    tide, winds = reading(text).productions
    assert values(tide.countries) == ["Mexico", "Germany"]
    assert values(winds.countries) == ["Chile", "France"]
