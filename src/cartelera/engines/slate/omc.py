"""A slate in OMC-JSON, MovieLabs' Ontology for Media Creation, for other production systems.

One CreativeWork for each title; a production Context that binds to it who makes it, where it is
filmed and where its story happens. Nothing private is among it: no budget, gender or proof.
Source: the OMC-JSON schema, version 2.8.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from cartelera.vocabulary.folding import folded
from cartelera.vocabulary.kind import SERIAL_KINDS, Kind, PlaceUse, Role
from cartelera.vocabulary.record import Credit, Place, Text, TitleRecord

SCHEMA = "https://movielabs.com/omc/json/schema/v2.8"

_SHORT = frozenset({Kind.SHORT_FILM, Kind.DOCUMENTARY_SHORT})
_MOVIE = frozenset({Kind.FILM, Kind.DOCUMENTARY_FILM})
_COUNTRY = re.compile(r"[A-Z]{2}")
_PARENT = {Kind.SEASON: "Series", Kind.EPISODE: "Season"}

Entity = dict[str, Any]


def slate_as_omc(titles: Sequence[TitleRecord], scope: str) -> str:
    """Return titles as one OMC-JSON text, indented, ending in a new line.

    scope  within which our identifiers hold: the name of the house

    A person or company has one entity however many titles it works on, and one Participant
    for each title, with its roles there.
    """
    found: dict[str, dict[str, Entity]] = {}
    for title in titles:
        for entity in _entities(title, scope):
            key = entity["identifier"][0]["identifierValue"]
            found.setdefault(entity["entityType"], {}).setdefault(key, entity)
    whole = {kind: list(entities.values()) for kind, entities in sorted(found.items())}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _entities(title: TitleRecord, scope: str) -> Iterator[Entity]:
    """Yield the work, its context, its people and companies, and its places."""
    context = f"context/{title.key}"
    yield _work(title, scope)
    yield _entity("Context", context, scope) | {
        "contextType": "production",
        "ForEntity": [_reference(f"title/{title.key}", scope)],
    }
    for name, company in dict.fromkeys((c.name, c.company) for c in title.credits):
        credits = [c for c in title.credits if (c.name, c.company) == (name, company)]
        yield _somebody(credits[0], scope)
        yield _participant(title, credits, scope)
    for place in title.places:
        yield _location(place, scope)
        yield _use(title, place, scope)


def _entity(kind: str, value: str, scope: str) -> Entity:
    """Return what every entity has."""
    identifier = [{"identifierScope": scope, "identifierValue": value}]
    return {"schemaVersion": SCHEMA, "entityType": kind, "identifier": identifier}


def _reference(value: str, scope: str) -> Entity:
    """Return a reference to an entity."""
    return {"identifier": [{"identifierScope": scope, "identifierValue": value}]}


def _work(title: TitleRecord, scope: str) -> Entity:
    """Return a title as a creative work."""
    work = _entity("CreativeWork", f"title/{title.key}", scope)
    work["identifier"] += [
        {"identifierScope": i.scheme.value, "identifierValue": i.value}
        for i in title.identifiers
    ]
    work["creativeWorkType"] = _type(title.kind)
    work["creativeWorkCategory"] = (
        "short" if title.kind in _SHORT else "movie" if title.kind in _MOVIE else "tv"
    )
    work["creativeWorkTitle"] = [_title(text, title) for text in title.texts] + [
        {"titleName": name} for name in title.alternative_names
    ]
    described = next((text.logline for text in title.texts if text.logline), "")
    companies = [
        _reference(_participant_key(title, credit), scope)
        for credit in title.credits
        if credit.role is Role.PRODUCTION_COMPANY
    ]
    known: Entity = {
        "name": title.texts[0].name if title.texts else title.original_name,
        "description": described,
        "approximateLength": f"PT{title.runtime_minutes}M" if title.runtime_minutes else "",
        "originalLanguage": list(title.languages),
        "countryOfOrigin": [c for c in title.countries if _COUNTRY.fullmatch(c)],
        "ProductionCompany": companies,
        "Context": [_reference(f"context/{title.key}", scope)],
        "seasonNumber": title.number if title.kind is Kind.SEASON else None,
        _PARENT.get(title.kind, "Series"): (
            [_reference(f"title/{title.parent}", scope)] if title.parent else []
        ),
    }
    if title.kind is Kind.EPISODE and title.number is not None:
        known["episodeSequence"] = {"distributionNumber": [{"value": title.number}]}
    return work | {name: value for name, value in known.items() if value not in ("", [], None)}


def _type(kind: Kind) -> str:
    """Return which sort of work a kind is."""
    if kind in SERIAL_KINDS:
        return "series"
    return kind.value if kind in {Kind.SEASON, Kind.EPISODE} else "creativeWork"


def _title(text: Text, title: TitleRecord) -> Entity:
    """Return a name: the one it is released under, or that of a region."""
    own = text.name == title.original_name or text.language in title.languages[:1]
    kind = "release" if own or len(title.texts) == 1 else "regional"
    return {"titleName": text.name, "titleType": kind, "titleLanguage": text.language}


def _slug(words: str) -> str:
    """Return words as one plain word of an identifier."""
    return re.sub(r"[^\w]+", "-", folded(words)).strip("-") or "unnamed"


def _body_key(credit: Credit) -> str:
    """Return the identifier of a person or company."""
    return f"{'organization' if credit.company else 'person'}/{_slug(credit.name)}"


def _participant_key(title: TitleRecord, credit: Credit) -> str:
    """Return the identifier of somebody's part in a title."""
    return f"participant/{title.key}/{_body_key(credit)}"


def _somebody(credit: Credit, scope: str) -> Entity:
    """Return a person or a company."""
    if credit.company:
        body = _entity("Organization", _body_key(credit), scope)
        return body | {"organizationName": {"fullName": credit.name}}
    return _entity("Person", _body_key(credit), scope) | {
        "personName": {"fullName": credit.name}
    }


def _participant(title: TitleRecord, credits: Sequence[Credit], scope: str) -> Entity:
    """Return what somebody is on a title."""
    roles = dict.fromkeys(credit.role for credit in credits)
    return _entity("Participant", _participant_key(title, credits[0]), scope) | {
        "name": credits[0].name,
        "ParticipantSC": _reference(_body_key(credits[0]), scope),
        "participantFC": {
            "Role": [
                _entity("Role", f"role/{_slug(role.value)}", scope)
                | {"roleType": "actor" if role is Role.CAST else role.value}
                for role in roles
            ]
        },
        "Context": [_reference(f"context/{title.key}", scope)],
    }


def _place_key(place: Place) -> str:
    """Return the identifier of a place."""
    return "location/" + "/".join(filter(None, (place.territory, _slug(place.name))))


def _location(place: Place, scope: str) -> Entity:
    """Return a place."""
    address = {"locality": place.name, "region": place.region, "country": place.territory}
    found = _entity("Location", _place_key(place), scope) | {
        "name": place.name,
        "address": {name: value for name, value in address.items() if value},
    }
    if place.latitude is not None and place.longitude is not None:
        found["coordinates"] = {"latitude": place.latitude, "longitude": place.longitude}
    return found


def _use(title: TitleRecord, place: Place, scope: str) -> Entity:
    """Return a place as what it is to a title: where it is filmed, or its story happens."""
    filmed = place.use is PlaceUse.FILMED
    kind = "ProductionLocation" if filmed else "NarrativeLocation"
    key = f"{'filmed' if filmed else 'story'}/{title.key}/{_slug(place.name)}"
    more = {"locationType": "shooting"} if filmed else {"narrativeType": "narrativeLocation"}
    return _entity(kind, key, scope) | {
        "name": place.name,
        **more,
        "Location": _reference(_place_key(place), scope),
        "Context": [_reference(f"context/{title.key}", scope)],
    }
