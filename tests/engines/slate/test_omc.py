"""A slate in OMC-JSON: held to the rules of its schema that our entities touch."""

import json
import re
from dataclasses import replace
from decimal import Decimal

from cartelera.engines.slate.omc import SCHEMA, slate_as_omc
from cartelera.vocabulary.kind import IdentifierScheme, Kind, PlaceUse, Role
from cartelera.vocabulary.record import (
    Budget,
    Credit,
    Identifier,
    Place,
    Text,
    TitleRecord,
)

OWN = {  # what each entity may hold beside what all have
    "Context": {"contextType", "ForEntity"},
    "CreativeWork": {
        "creativeWorkType", "creativeWorkCategory", "creativeWorkTitle", "approximateLength",
        "originalLanguage", "countryOfOrigin", "ProductionCompany", "Context", "Series",
        "Season", "seasonNumber", "episodeSequence",
    },
    "Location": {"address", "coordinates"},
    "NarrativeLocation": {"narrativeType", "Location", "Context"},
    "Organization": {"organizationName"},
    "Participant": {"ParticipantSC", "participantFC", "Context"},
    "Person": {"personName"},
    "ProductionLocation": {"locationType", "Location", "Context"},
}  # fmt: skip
ALL = {"schemaVersion", "entityType", "identifier", "name", "description"}

FILM = TitleRecord(
    key="la-sal",
    kind=Kind.FILM,
    texts=(Text("es", "La sal", "Una madre espera."), Text("en", "Salt")),
    runtime_minutes=98,
    countries=("MX",),
    languages=("es",),
    credits=(
        Credit(Role.DIRECTOR, "Ana Ruiz"),
        Credit(Role.WRITER, "Ana Ruiz"),
        Credit(Role.CAST, "Luis Paz"),
        Credit(Role.PRODUCTION_COMPANY, "Nube Films", company=True),
    ),
    places=(
        Place(PlaceUse.FILMED, "Colima", territory="MX", latitude=19.2, longitude=-103.7),
        Place(PlaceUse.STORY, "Colima", territory="MX"),
    ),
    identifiers=(Identifier(IdentifierScheme.IMDB, "tt0000001"),),
)
SERIES = TitleRecord("luz", Kind.SERIES, (Text("es", "Luz"),), credits=(FILM.credits[0],))
SEASON = TitleRecord("luz-1", Kind.SEASON, (Text("es", "Luz 1"),), parent="luz", number=1)
EPISODE = TitleRecord("luz-1-2", Kind.EPISODE, (Text("es", "Dos"),), parent="luz-1", number=2)


def omc(*titles):
    return json.loads(slate_as_omc(titles, "Casa"))


def references(value):
    if isinstance(value, dict):
        if set(value) == {"identifier"}:
            yield value["identifier"][0]["identifierValue"]
        for each in value.values():
            yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)


def test_every_entity_has_what_the_schema_demands_and_nothing_it_forbids():
    whole = omc(FILM, SERIES, SEASON, EPISODE)
    for kind, entities in whole.items():
        for entity in entities:
            assert (entity["entityType"], entity["schemaVersion"]) == (kind, SCHEMA)
            assert set(entity) - ALL <= OWN[kind]
            for identifier in entity["identifier"]:
                assert set(identifier) == {"identifierScope", "identifierValue"}
                assert all(identifier.values())


def test_every_reference_leads_to_an_entity_and_no_identifier_stands_twice():
    whole = omc(FILM, SERIES, SEASON, EPISODE)
    keys = [e["identifier"][0]["identifierValue"] for es in whole.values() for e in es]
    assert len(keys) == len(set(keys))
    assert set(references(whole)) <= set(keys)


def test_a_film_says_its_names_length_country_and_companies():
    (work,) = omc(FILM)["CreativeWork"]
    assert work["creativeWorkTitle"] == [
        {"titleName": "La sal", "titleType": "release", "titleLanguage": "es"},
        {"titleName": "Salt", "titleType": "regional", "titleLanguage": "en"},
    ]
    assert (work["creativeWorkType"], work["creativeWorkCategory"]) == ("creativeWork", "movie")
    assert re.fullmatch(r"PT\d+M", work["approximateLength"])
    assert (work["countryOfOrigin"], work["originalLanguage"]) == (["MX"], ["es"])
    company = "participant/la-sal/organization/nube-films"
    assert list(references(work["ProductionCompany"])) == [company]
    assert {"identifierScope": "imdb", "identifierValue": "tt0000001"} in work["identifier"]


def test_one_person_is_one_entity_with_her_roles_on_each_title():
    whole = omc(FILM, SERIES)
    people = [p["personName"]["fullName"] for p in whole["Person"]]
    assert people == ["Ana Ruiz", "Luis Paz"]
    roles = {
        p["identifier"][0]["identifierValue"]: [
            r["roleType"] for r in p["participantFC"]["Role"]
        ]
        for p in whole["Participant"]
    }
    assert roles["participant/la-sal/person/ana-ruiz"] == ["director", "writer"]
    assert roles["participant/la-sal/person/luis-paz"] == ["actor"]
    assert roles["participant/luz/person/ana-ruiz"] == ["director"]


def test_seasons_and_episodes_name_what_they_belong_to():
    works = {w["name"]: w for w in omc(SERIES, SEASON, EPISODE)["CreativeWork"]}
    assert list(references(works["Luz 1"]["Series"])) == ["title/luz"]
    assert list(references(works["Dos"]["Season"])) == ["title/luz-1"]
    assert works["Luz 1"]["seasonNumber"] == 1
    assert works["Dos"]["episodeSequence"] == {"distributionNumber": [{"value": 2}]}


def test_a_place_is_filmed_in_or_told_of_and_stands_once():
    whole = omc(FILM)
    (place,) = whole["Location"]
    assert place["coordinates"] == {"latitude": 19.2, "longitude": -103.7}
    assert whole["ProductionLocation"][0]["locationType"] == "shooting"
    assert whole["NarrativeLocation"][0]["name"] == "Colima"


def test_budgets_stay_in_the_house():

    told = slate_as_omc([replace(FILM, budget=Budget(Decimal("987654"), "MXN"))], "Casa")
    assert "987654" not in told
