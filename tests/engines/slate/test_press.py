import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Namespace
from rdflib.namespace import RDF

from cartelera.engines.slate.press import Telling, linked_data, production, text_in
from cartelera.vocabulary import record as r
from cartelera.vocabulary.kind import (
    ArtworkKind,
    IdentifierScheme,
    Kind,
    PlaceUse,
    ReleaseKind,
    Role,
    SourceKind,
)
from cartelera.vocabulary.stage import Stage

# rdflib's reader of JSON-LD calls a class that rdflib itself is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

SCHEMA = Namespace("https://schema.org/")
TELLING = Telling(
    "es",
    "https://cine.example/es/press/titles/la-casa/",
    "https://cine.example/es/press/titles/la-casa/#title",
    "https://cine.example/art/",
    {"drama": "Drama", "border": "La frontera"},
)
SERIES = r.TitleRecord(
    key="la-casa",
    kind=Kind.LIMITED_SERIES,
    texts=(r.Text("es", "La casa", "Una casa.", "Larga."), r.Text("en", "The House")),
    stage=Stage.FILMING,
    original_name="La casa",
    alternative_names=("Home",),
    year=2026,
    episodes_planned=6,
    countries=("MX",),
    languages=("es", "yua"),
    genres=("drama",),
    themes=("border",),
    source_works=(
        r.SourceWork(SourceKind.NOVEL, "La casa", ("Ana Ruiz",), "Sexto Sol", 1955),
        r.SourceWork(SourceKind.TRUE_EVENTS, "Un incendio"),
    ),
    credits=(
        r.Credit(Role.DIRECTOR, "Luz Paz"),
        r.Credit(Role.WRITER, "Luz Paz"),
        r.Credit(Role.EXECUTIVE_PRODUCER, "Eva Sol"),
        r.Credit(Role.CAST, "Ana Gil", character="Marta"),
        r.Credit(Role.CAST, "Leo Mar"),
        r.Credit(Role.PRODUCTION_COMPANY, "Cine del Sur", company=True),
    ),
    places=(
        r.Place(PlaceUse.FILMED, "Oaxaca", "MX-OAX", "MX", 17.06, -96.72),
        r.Place(PlaceUse.STORY, "Comala"),
    ),
    releases=(r.Release(ReleaseKind.FESTIVAL, "MX", date(2026, 10, 20), "Morelia"),),
    ratings=(r.Rating("MX", "RTC", "B15"),),
    identifiers=(
        r.Identifier(IdentifierScheme.EIDR, "10.5240/7791-8534-2C23-9030-8610-5"),
        r.Identifier(IdentifierScheme.WIKIDATA, "Q42"),
    ),
    artworks=(
        r.Artwork(
            ArtworkKind.STILL, "ab" * 32, "image/jpeg", 1920, 1080, "Inés Gil", "CC BY 4.0",
            (("es", "Una casa sola"), ("en", "A lone house")),
        ),
    ),
)  # fmt: skip


def graph(text: str) -> Graph:
    """Read JSON-LD as triples, with schema.org's context written out: nothing is fetched."""
    found = json.loads(text)
    assert found["@context"] == "https://schema.org"
    links = {name: {"@type": "@id"} for name in ("url", "sameAs", "contentUrl")}
    found["@context"] = {"@vocab": str(SCHEMA), **links}
    return Graph().parse(data=json.dumps(found), format="json-ld")


def told(record: r.TitleRecord, parts=(), telling=TELLING) -> Graph:
    return graph(linked_data([production(record, telling, parts)]))


def values(found: Graph, *path: str) -> set[str]:
    """Return what stands at the end of a path of properties, from the production on."""
    nodes = set(found.subjects(SCHEMA.url, None))
    for name in path:
        nodes = {value for node in nodes for value in found.objects(node, SCHEMA[name])}
    return {str(node) for node in nodes}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("name", {"La casa"}),
        ("alternateName", {"The House", "Home"}),
        ("description", {"Larga."}),
        ("abstract", {"Una casa."}),
        ("creativeWorkStatus", {"Rodaje"}),
        ("dateCreated", {"2026"}),
        ("numberOfEpisodes", {"6"}),
        ("genre", {"Drama"}),
        ("keywords", {"La frontera"}),
        ("inLanguage", {"es", "yua"}),
        ("countryOfOrigin.name", {"México"}),
        ("countryOfOrigin.identifier", {"MX"}),
        ("contentRating", {"RTC B15"}),
        ("isBasedOn.name", {"La casa"}),
        ("isBasedOn.author.name", {"Ana Ruiz"}),
        ("isBasedOn.publisher.name", {"Sexto Sol"}),
        ("isBasedOn.datePublished", {"1955"}),
        ("about.name", {"Un incendio"}),
        ("director.name", {"Luz Paz"}),
        ("author.name", {"Luz Paz"}),
        ("producer.producer.name", {"Eva Sol"}),
        ("producer.roleName", {"executive producer"}),
        ("actor.actor.name", {"Ana Gil"}),
        ("actor.characterName", {"Marta"}),
        ("actor.name", {"Leo Mar"}),
        ("productionCompany.name", {"Cine del Sur"}),
        ("locationCreated.name", {"Oaxaca"}),
        ("locationCreated.address.addressRegion", {"MX-OAX"}),
        ("locationCreated.geo.latitude", {"17.06"}),
        ("contentLocation.name", {"Comala"}),
        ("releasedEvent.name", {"Morelia"}),
        ("releasedEvent.startDate", {"2026-10-20"}),
        ("releasedEvent.location.identifier", {"MX"}),
        ("identifier.value", {"10.5240/7791-8534-2C23-9030-8610-5", "Q42"}),
        (
            "sameAs",
            {
                "https://doi.org/10.5240/7791-8534-2C23-9030-8610-5",
                "http://www.wikidata.org/entity/Q42",
            },
        ),
        ("titleEIDR", {"10.5240/7791-8534-2C23-9030-8610-5"}),
        ("image.contentUrl", {"https://cine.example/art/" + "ab" * 32}),
        ("image.creditText", {"Inés Gil"}),
        ("image.license.name", {"CC BY 4.0"}),
        ("image.caption", {"Una casa sola"}),
    ],
)
def test_every_published_value_is_told(path, expected):
    assert values(told(SERIES), *path.split(".")) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Kind.FILM, "Movie"),
        (Kind.SHORT_FILM, "Movie"),
        (Kind.DOCUMENTARY_FILM, "Movie"),
        (Kind.SERIES, "TVSeries"),
        (Kind.DOCUSERIES, "TVSeries"),
        (Kind.REALITY, "TVSeries"),
    ],
)
def test_a_kind_is_told_in_the_words_of_schema_org(kind, expected):
    found = told(replace(SERIES, kind=kind))
    production_node = next(found.subjects(SCHEMA.url, None))
    assert list(found.objects(production_node, RDF.type)) == [SCHEMA[expected]]


def test_what_is_not_known_is_not_told():
    bare = r.TitleRecord("idea", Kind.FILM, (r.Text("es", "Idea"),))
    item = production(bare, replace(TELLING, address="https://a.example/", identity="#x"))
    assert set(item) == {"@type", "@id", "url", "name", "creativeWorkStatus"}


def test_seasons_and_episodes_stand_within_their_series():
    season = r.TitleRecord(
        "la-casa-1", Kind.SEASON, (r.Text("es", "Uno"),), parent="la-casa", number=1
    )
    episode = r.TitleRecord(
        "la-casa-1-2",
        Kind.EPISODE,
        (r.Text("es", "Ceniza"),),
        parent="la-casa-1",
        number=2,
        runtime_minutes=48,
    )
    found = told(SERIES, (season, episode))
    assert values(found, "containsSeason", "seasonNumber") == {"1"}
    assert values(found, "containsSeason", "episode", "name") == {"Ceniza"}
    assert values(found, "containsSeason", "episode", "episodeNumber") == {"2"}
    assert values(found, "containsSeason", "episode", "duration") == {"PT48M"}


def test_a_title_keeps_its_identity_in_every_language():
    spanish = production(SERIES, TELLING)
    english = production(
        SERIES, replace(TELLING, language="en", address="https://cine.example/en/x/")
    )
    assert spanish["@id"] == english["@id"]
    assert (spanish["name"], english["name"]) == ("La casa", "The House")
    assert spanish["url"] != english["url"]


def test_several_productions_are_one_item_each():
    other = replace(SERIES, key="otra", texts=(r.Text("es", "Otra"),))
    second = replace(TELLING, address="https://cine.example/2/", identity="https://c.example/2")
    text = linked_data([production(SERIES, TELLING), production(other, second)])
    assert values(graph(text), "name") == {"La casa", "Otra"}


@pytest.mark.parametrize(
    ("languages", "asked", "expected"),
    [
        (("es", "en"), "en", "en"),
        (("es-MX", "en"), "es", "es-MX"),
        (("es", "es-MX"), "es-MX", "es-MX"),
        (("pt", "fr"), "en", "pt"),
    ],
    ids=["the language", "a near one", "the exact before the near", "else the first"],
)
def test_a_text_is_told_in_the_nearest_language(languages, asked, expected):
    texts = tuple(r.Text(tag, tag) for tag in languages)
    assert text_in(texts, asked).language == expected


@given(st.text(), st.text())
def test_no_name_can_end_its_element_or_be_lost(name, logline):
    record = r.TitleRecord("x", Kind.FILM, (r.Text("es", name, logline),))
    text = linked_data([production(record, TELLING)])
    assert not set("<>&\u2028\u2029") & set(text)
    found = json.loads(text)
    assert (found.get("name", ""), found.get("abstract", "")) == (name, logline)
