"""The sample announcement reads back whole, in both languages."""

from importlib import resources

from pytest import mark

from cartelera.adapters.lexicons import lexicons
from cartelera.engines.announce.read import read
from cartelera.engines.announce.values import Production

Facts = tuple[
    str, str, list[str], list[tuple[str, list[str]]], list[tuple[str, str]], list[str]
]


def gold(language: str) -> list[Facts]:
    """Return title, kind, genres, sources, credits and locations of each production."""
    city = "Mexico City" if language == "en" else "Ciudad de México"
    return [
        (
            "Las muertas", "series", [],
            [("novel", ["Jorge Ibargüengoitia"]), ("true events", [])],
            [("director", "Luis Estrada"), ("production company", "Mezcala Films")], [],
        ),
        (
            "Gringo Hunters", "series", [], [("article", [])],
            [
                ("production company", "Woo Films"), ("production company", "Redrum"),
                ("in collaboration with", "Imagine Entertainment"),
                ("in collaboration with", "The Washington Post"),
            ],
            ["Tijuana", city],
        ),
        (
            "Nadie nos vio partir", "limited series", ["drama"],
            [("novel", ["Tamara Trottner"])], [], [],
        ),
        (
            "The Biggest Fan", "film", ["comedy"], [],
            [
                ("director", "María Torres"), ("cast", "Kate del Castillo"),
                ("production company", "Gaumont"), ("production company", "Pasajero"),
            ],
            [],
        ),
        ("Príncipes salvajes", "film", [], [], [("director", "Humberto Hinojosa")], []),
    ]  # fmt: skip


def facts(production: Production) -> Facts:
    """Return a production as plain facts, in the order of its text."""
    assert production.title is not None
    assert production.kind is not None
    return (
        production.title.value,
        production.kind.value.value,
        [genre.value for genre in production.genres],
        [(s.kind.value.value, [a.value for a in s.authors]) for s in production.sources],
        [(credit.role.value, credit.name) for credit in production.credits],
        [place.value for place in production.locations],
    )


@mark.parametrize("language", ["en", "es"])
def test_the_sample_is_read_back_without_a_fault(language: str) -> None:
    folder = resources.files("cartelera.command.sample")
    text = (folder / f"announcement.{language}.md").read_text(encoding="utf-8")
    reading = read(text, "2024-02", lexicons())
    assert reading.language == language
    assert reading.announcer is not None
    assert reading.announcer.value == "Netflix"
    assert [facts(production) for production in reading.productions] == gold(language)
    for production in reading.productions:
        assert [country.value for country in production.countries] == ["Mexico"]
        assert production.stage is not None
        assert production.stage.value == "announced"
        assert production.filming_date is not None
        assert production.filming_date.value == "2024"
