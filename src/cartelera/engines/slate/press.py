"""A record told to machines: schema.org in JSON-LD, one item for each production.

Source: schema.org 29 (Movie, TVSeries, TVSeason, TVEpisode and what belongs to them).
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cartelera.vocabulary.kind import (
    SERIAL_KINDS,
    ArtworkKind,
    IdentifierScheme,
    Kind,
    PlaceUse,
    Role,
    SourceKind,
)
from cartelera.vocabulary.record import (
    Artwork,
    Credit,
    Identifier,
    Place,
    Release,
    SourceWork,
    Text,
    TitleRecord,
)
from cartelera.vocabulary.territory import territory_name

Item = dict[str, Any]  # one node of JSON-LD

CONTEXT = "https://schema.org"

_SOURCE_TYPES = {
    SourceKind.NOVEL: "Book",
    SourceKind.SHORT_STORY: "ShortStory",
    SourceKind.NONFICTION_BOOK: "Book",
    SourceKind.MEMOIR: "Book",
    SourceKind.BOOK: "Book",
    SourceKind.ARTICLE: "NewsArticle",
    SourceKind.PLAY: "Play",
    SourceKind.COMIC: "ComicStory",
    SourceKind.SONG: "MusicComposition",
    SourceKind.PODCAST: "PodcastSeries",
    SourceKind.FILM: "Movie",
    SourceKind.SERIES: "TVSeries",
    SourceKind.GAME: "Game",
}
_ABOUT_TYPES = {SourceKind.TRUE_EVENTS: "Event", SourceKind.LIFE: "Person"}

# What schema.org calls a role; a name of its own where schema.org has none as narrow.
_PROPERTIES: dict[Role, tuple[str, bool]] = {
    Role.CREATOR: ("creator", False),
    Role.DIRECTOR: ("director", False),
    Role.WRITER: ("author", False),
    Role.SHOWRUNNER: ("producer", True),
    Role.EXECUTIVE_PRODUCER: ("producer", True),
    Role.PRODUCER: ("producer", False),
    Role.CAST: ("actor", False),
    Role.COMPOSER: ("musicBy", False),
    Role.PRODUCTION_COMPANY: ("productionCompany", False),
    Role.DISTRIBUTOR: ("provider", True),
    Role.PLATFORM: ("provider", True),
}
_REGISTERS = {
    IdentifierScheme.EIDR: "https://doi.org/{}",
    IdentifierScheme.IMDB: "https://www.imdb.com/title/{}/",
    IdentifierScheme.WIKIDATA: "http://www.wikidata.org/entity/{}",
}
_ESCAPES = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


@dataclass(frozen=True, slots=True)
class Telling:
    """In which language a record is told, and where its page and its pictures stand."""

    language: str  # BCP 47
    address: str  # absolute, of the title's page in this language
    identity: str  # absolute, names the production alike in every language
    artwork: str  # absolute; the sha256 of an artwork completes it
    labels: Mapping[str, str]  # of genres and themes, by key


@dataclass(frozen=True, slots=True)
class Notice:
    """A published announcement."""

    address: str  # absolute, of its page
    headline: str
    language: str  # BCP 47
    published: str  # 2024, 2024-02 or 2024-02-09
    announcer: str
    about: tuple[str, ...]  # identities of the productions it names


@dataclass(frozen=True, slots=True)
class Mended:
    """A correction, in words."""

    identity: str  # absolute
    on: str  # ISO 8601
    text: str
    language: str  # BCP 47


def text_in(texts: Sequence[Text], language: str) -> Text:
    """Return the text in a language, else in a near one, else the first of at least one."""
    base = language.split("-", maxsplit=1)[0]
    near = (text for text in texts if text.language.split("-", maxsplit=1)[0] == base)
    exact = (text for text in texts if text.language == language)
    return next(exact, None) or next(near, None) or texts[0]


def linked_data(items: Sequence[Item]) -> str:
    """Return items as the text of one `application/ld+json` element.

    No character of a value can end the element: <, > and & stand as escapes of JSON.
    """
    body = items[0] if len(items) == 1 else {"@graph": list(items)}
    text = json.dumps({"@context": CONTEXT, **body}, ensure_ascii=False)
    return text.translate(_ESCAPES)


def production(
    record: TitleRecord,
    telling: Telling,
    parts: Sequence[TitleRecord] = (),
    mended: Sequence[Mended] = (),
) -> Item:
    """Return the item of one title.

    parts   the seasons and episodes of a series, told within it, in their order
    mended  its corrections and those of its parts, the latest first

    Source: the mapping of the trade's fields onto schema.org in Google's TV and film feed.
    """
    text = text_in(record.texts, telling.language)
    return _without_nothing(
        {
            "@type": _type(record.kind),
            "@id": telling.identity,
            "url": telling.address,
            **_named(record, text),
            **_counted(record, telling),
            **_sources(record.source_works, telling.language),
            **_credits(record.credits),
            **_places(record),
            "releasedEvent": [_release(each, telling.language) for each in record.releases],
            **_identifiers(record.identifiers),
            "image": [_image(each, telling) for each in _shown(record.artworks)],
            **_seasons(record.key, parts, telling),
            "correction": [_correction(each) for each in mended],
        }
    )


def _correction(mended: Mended) -> Item:
    return {
        "@type": "CorrectionComment",
        "@id": mended.identity,
        "datePublished": mended.on,
        "text": mended.text,
        "inLanguage": mended.language,
    }


def notice(told: Notice) -> Item:
    """Return the item of an announcement, which points at those of its productions."""
    return _without_nothing(
        {
            "@type": "NewsArticle",
            "@id": told.address,
            "url": told.address,
            "headline": told.headline,
            "inLanguage": told.language,
            "datePublished": told.published,
            "author": _organisation(told.announcer) if told.announcer else None,
            "about": [{"@id": identity} for identity in told.about],
        }
    )


def _shown(artworks: Iterable[Artwork]) -> Iterator[Artwork]:
    return (each for each in artworks if each.kind != ArtworkKind.PORTRAIT)


def _type(kind: Kind) -> str:
    if kind in SERIAL_KINDS:
        return "TVSeries"
    return {Kind.SEASON: "TVSeason", Kind.EPISODE: "TVEpisode"}.get(kind, "Movie")


def _without_nothing(item: Item) -> Item:
    return {name: value for name, value in item.items() if value not in ("", None, [], {})}


def _named(record: TitleRecord, text: Text) -> Item:
    others = [
        {"@language": other.language, "@value": other.name}
        for other in record.texts
        if other.name != text.name
    ]
    loose = (record.original_name, *record.alternative_names)
    told = {text.name, *(other["@value"] for other in others)}
    return {
        "name": text.name,
        "alternateName": [
            *others,
            *(name for name in dict.fromkeys(loose) if name and name not in told),
        ],
        "abstract": text.logline,
        "description": text.synopsis or text.logline,
    }


def _counted(record: TitleRecord, telling: Telling) -> Item:
    serial = record.kind in SERIAL_KINDS or record.kind == Kind.SEASON
    minutes = record.runtime_minutes
    return {
        "creativeWorkStatus": record.stage.label(telling.language),
        "dateCreated": str(record.year or ""),
        "duration" if not serial else "timeRequired": f"PT{minutes}M" if minutes else "",
        "numberOfEpisodes": record.episodes_planned,
        "seasonNumber": record.number if record.kind == Kind.SEASON else None,
        "episodeNumber": record.number if record.kind == Kind.EPISODE else None,
        "genre": [telling.labels.get(key, key) for key in record.genres],
        "keywords": [telling.labels.get(key, key) for key in record.themes],
        "inLanguage": list(record.languages),
        "countryOfOrigin": [_country(code, telling.language) for code in record.countries],
        "contentRating": [f"{each.system} {each.value}" for each in record.ratings],
    }


def _country(code: str, language: str) -> Item:
    return {"@type": "Country", "name": territory_name(code, language), "identifier": code}


def _sources(sources: Sequence[SourceWork], language: str) -> Item:
    works = [each for each in sources if each.kind not in _ABOUT_TYPES]
    lived = [each for each in sources if each.kind in _ABOUT_TYPES]
    return {
        "isBasedOn": [_source(each, language) for each in works],
        "about": [
            {"@type": _ABOUT_TYPES[each.kind], "name": each.name or each.kind.label(language)}
            for each in lived
        ],
    }


def _source(source: SourceWork, language: str) -> Item:
    return _without_nothing(
        {
            "@type": _SOURCE_TYPES.get(source.kind, "CreativeWork"),
            "name": source.name,
            "genre": source.kind.label(language),
            "author": [_person(name) for name in source.authors],
            "publisher": _organisation(source.publisher) if source.publisher else None,
            "datePublished": str(source.year or ""),
        }
    )


def _person(name: str) -> Item:
    return {"@type": "Person", "name": name}


def _organisation(name: str) -> Item:
    return {"@type": "Organization", "name": name}


def _credits(credits: Sequence[Credit]) -> Item:
    found: dict[str, list[Item]] = {}
    for credit in credits:
        name, needs_role = _PROPERTIES.get(credit.role, ("contributor", True))
        found.setdefault(name, []).append(_credited(credit, name, needs_role))
    return dict(found)


def _credited(credit: Credit, name: str, needs_role: bool) -> Item:
    who = _organisation(credit.name) if credit.company else _person(credit.name)
    if credit.character:
        return {"@type": "PerformanceRole", name: who, "characterName": credit.character}
    if needs_role:
        return {"@type": "Role", name: who, "roleName": credit.role.value}
    return who


def _places(record: TitleRecord) -> Item:
    return {
        name: [_place(each) for each in record.places if each.use == use]
        for name, use in (
            ("locationCreated", PlaceUse.FILMED),
            ("contentLocation", PlaceUse.STORY),
        )
    }


def _place(place: Place) -> Item:
    where = _without_nothing(
        {
            "addressRegion": place.region,
            "addressCountry": place.territory,
        }
    )
    known = place.latitude is not None and place.longitude is not None
    at = {
        "@type": "GeoCoordinates",
        "latitude": place.latitude,
        "longitude": place.longitude,
    }
    return _without_nothing(
        {
            "@type": "Place",
            "name": place.name,
            "address": {"@type": "PostalAddress", **where} if where else None,
            "geo": at if known else None,
        }
    )


def _release(release: Release, language: str) -> Item:
    return _without_nothing(
        {
            "@type": "PublicationEvent",
            "name": release.event or release.kind.label(language),
            "startDate": release.on.isoformat(),
            "location": _country(release.territory, language),
        }
    )


def _identifiers(identifiers: Sequence[Identifier]) -> Item:
    return {
        "identifier": [
            {"@type": "PropertyValue", "propertyID": each.scheme.en, "value": each.value}
            for each in identifiers
        ],
        "sameAs": [
            _REGISTERS[each.scheme].format(each.value)
            for each in identifiers
            if each.scheme in _REGISTERS
        ],
        "titleEIDR": next(
            (each.value for each in identifiers if each.scheme == IdentifierScheme.EIDR), ""
        ),
    }


def _image(artwork: Artwork, telling: Telling) -> Item:
    alt = dict(artwork.alt)
    return {
        "@type": "ImageObject",
        "contentUrl": telling.artwork + artwork.sha256,
        "encodingFormat": artwork.media_type,
        "width": artwork.width,
        "height": artwork.height,
        "caption": alt.get(telling.language) or next(iter(alt.values()), ""),
        "creditText": artwork.credit,
        "license": {"@type": "CreativeWork", "name": artwork.licence},
    }


def _seasons(key: str, parts: Sequence[TitleRecord], telling: Telling) -> Item:
    seasons = [each for each in parts if each.parent == key]
    return {"containsSeason": [_part(each, parts, telling) for each in seasons]}


def _part(record: TitleRecord, parts: Sequence[TitleRecord], telling: Telling) -> Item:
    text = text_in(record.texts, telling.language)
    within = [each for each in parts if each.parent == record.key]
    return _without_nothing(
        {
            "@type": _type(record.kind),
            "@id": f"{telling.identity}-{record.key}",
            **_named(record, text),
            **_counted(record, telling),
            **_credits(record.credits),
            **_identifiers(record.identifiers),
            "episode": [_part(each, parts, telling) for each in within],
        }
    )
