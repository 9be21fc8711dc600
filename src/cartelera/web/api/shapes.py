"""What the interface says of a title: the public facts, field by field.

A field that is not named here is not told, whatever the record may hold.
"""

from datetime import date

from ninja import Schema

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


class Summary(Schema):
    """A title as a list shows it, in one language."""

    key: str
    kind: Kind
    name: str
    logline: str
    stage: Stage
    year: int | None
    genres: list[str]
    director: str
    source: str
    source_author: str
    runtime_minutes: int | None
    minimum_age: int
    series: str  # of a season or episode: the key of its series
    season_number: int | None
    number: int | None
    playable: bool  # here and now, or some part of it


class Titles(Schema):
    """One page of a list."""

    count: int  # of the whole list
    items: list[Summary]


class Text(Schema):
    """What a title is called, and what is said of it, in one language."""

    language: str
    name: str
    logline: str
    synopsis: str


class SourceWork(Schema):
    """A work that a title is drawn from."""

    kind: SourceKind
    name: str
    authors: list[str]
    publisher: str
    year: int | None


class Credit(Schema):
    """One named role on a title."""

    role: Role
    name: str
    company: bool
    character: str
    territories: list[str]
    work_number: int | None


class Place(Schema):
    """Somewhere a title is filmed, or its story happens."""

    use: PlaceUse
    name: str
    region: str
    territory: str
    latitude: float | None
    longitude: float | None


class Release(Schema):
    """One way a title reached, or will reach, an audience."""

    kind: ReleaseKind
    territory: str
    on: date
    event: str


class Rating(Schema):
    """An age rating."""

    region: str
    system: str
    value: str


class Identifier(Schema):
    """An identifier in an outside register."""

    scheme: IdentifierScheme
    value: str


class Artwork(Schema):
    """A picture, with what may never be parted from it."""

    kind: ArtworkKind
    sha256: str
    media_type: str
    width: int
    height: int
    credit: str
    licence: str
    alt: list[tuple[str, str]]  # (language, text)


class Whole(Schema):
    """Everything public of one title."""

    key: str
    kind: Kind
    stage: Stage
    texts: list[Text]
    original_name: str
    alternative_names: list[str]
    parent: str
    number: int | None
    year: int | None
    runtime_minutes: int | None
    episodes_planned: int | None
    countries: list[str]
    languages: list[str]
    genres: list[str]
    themes: list[str]
    source_works: list[SourceWork]
    credits: list[Credit]
    places: list[Place]
    releases: list[Release]
    ratings: list[Rating]
    identifiers: list[Identifier]
    artworks: list[Artwork]
    playable: bool  # here and now, or some part of it
    parts: list[Summary]  # seasons and episodes, in the order they are watched


class Addresses(Schema):
    """Where a player finds a title; the addresses are the asker's own, and run out."""

    package: str
    seconds: float
    hls: str
    dash: str
    thumbnails: str  # empty where there are none


class Refusal(Schema):
    """Why something was refused, and the way out."""

    detail: str
