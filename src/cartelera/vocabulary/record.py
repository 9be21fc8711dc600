"""The record of one title as plain values: what every door takes in and hands out."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from cartelera.vocabulary.kind import (
    ArtworkKind,
    Gender,
    IdentifierScheme,
    Kind,
    PlaceUse,
    ReleaseKind,
    Role,
    SourceKind,
)
from cartelera.vocabulary.stage import Stage


@dataclass(frozen=True, slots=True)
class Text:
    """What a title is called, and what is said of it, in one language."""

    language: str  # BCP 47
    name: str
    logline: str = ""  # one sentence
    synopsis: str = ""  # paragraphs apart by an empty line


@dataclass(frozen=True, slots=True)
class SourceWork:
    """A work that a title is drawn from."""

    kind: SourceKind
    name: str = ""  # empty when only its kind or author is known
    authors: tuple[str, ...] = ()
    publisher: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """One named role on a title; companies and people alike."""

    role: Role
    name: str
    company: bool = False
    character: str = ""
    territories: tuple[str, ...] = ()  # nationality of a person, country of a company
    work_number: int | None = None  # which of the person's works in this role; 1 is a debut
    gender: Gender | None = None  # as the person states it; private to staff


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere a title is filmed, or its story happens."""

    use: PlaceUse
    name: str
    region: str = ""  # ISO 3166-2, or empty
    territory: str = ""  # ISO 3166-1 alpha-2, or empty
    latitude: float | None = None  # degrees, -90 to 90
    longitude: float | None = None  # degrees, -180 to 180


@dataclass(frozen=True, slots=True)
class StageChange:
    """The day a title entered a stage."""

    stage: Stage
    on: date


@dataclass(frozen=True, slots=True)
class Avail:
    """The right to show a title in one territory during [opens, closes)."""

    territory: str  # ISO 3166-1 alpha-2
    opens: datetime
    closes: datetime | None = None  # None: until further notice
    withdrawn: bool = False  # reversible: the window is kept, and shut


@dataclass(frozen=True, slots=True)
class Release:
    """One way a title reached, or will reach, an audience."""

    kind: ReleaseKind
    territory: str
    on: date
    event: str = ""  # the festival, chain, channel or platform
    admissions: int | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """What a title costs; private to staff."""

    amount: Decimal
    currency: str  # ISO 4217


@dataclass(frozen=True, slots=True)
class Rating:
    """An age rating."""

    region: str
    system: str
    value: str


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier in an outside register."""

    scheme: IdentifierScheme
    value: str


@dataclass(frozen=True, slots=True)
class Artwork:
    """A picture, with what may never be parted from it."""

    kind: ArtworkKind
    sha256: str  # of the stored bytes, hexadecimal
    media_type: str
    width: int  # pixels
    height: int
    credit: str
    licence: str
    alt: tuple[tuple[str, str], ...]  # (language, text)


@dataclass(frozen=True, slots=True)
class Proof:
    """The words of an announcement that say one value."""

    field: str  # where the value stands in the record, such as "credits.director"
    value: str
    announcement: str  # the announcement's key
    quote: str
    start: int  # characters into the announcement's text, [start, end)
    end: int


@dataclass(frozen=True, slots=True)
class TitleRecord:
    """All that the slate knows of one title."""

    key: str  # its lasting address: letters, digits and hyphens
    kind: Kind
    texts: tuple[Text, ...]
    stage: Stage = Stage.DEVELOPMENT
    original_name: str = ""
    alternative_names: tuple[str, ...] = ()
    parent: str = ""  # key of the series of a season, of the season of an episode
    number: int | None = None  # of a season or episode
    year: int | None = None
    runtime_minutes: int | None = None
    episodes_planned: int | None = None
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()  # keys of the controlled vocabulary, sorted
    themes: tuple[str, ...] = ()
    public_from: datetime | None = None  # embargo: None is not public at all
    source_works: tuple[SourceWork, ...] = ()
    credits: tuple[Credit, ...] = ()
    places: tuple[Place, ...] = ()
    stages: tuple[StageChange, ...] = ()  # the dated history, oldest first
    avails: tuple[Avail, ...] = ()
    releases: tuple[Release, ...] = ()
    budget: Budget | None = None
    ratings: tuple[Rating, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    artworks: tuple[Artwork, ...] = ()
    proofs: tuple[Proof, ...] = ()
