"""What a reading gives: productions whose every value carries the words that say it."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from cartelera.vocabulary.kind import Kind, Role, SourceKind

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Said(Generic[T_co]):
    """A value, the characters of the text that say it, and the rule that read it."""

    value: T_co
    start: int  # code points into the text, [start, end)
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class SaidCredit:
    """A name and its role, with the words where the name stands."""

    name: str
    role: Role
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class SaidSource:
    """A source work, as far as the text names it."""

    kind: Said[SourceKind]
    title: Said[str] | None = None
    authors: tuple[Said[str], ...] = ()
    publisher: Said[str] | None = None


@dataclass(frozen=True, slots=True)
class Production:
    """One production that the text announces; None and () are what it does not say."""

    title: Said[str] | None = None  # None: the text has lost it
    original_title: Said[str] | None = None
    alternative_titles: tuple[Said[str], ...] = ()
    kind: Said[Kind] | None = None
    genres: tuple[Said[str], ...] = ()
    sources: tuple[SaidSource, ...] = ()
    credits: tuple[SaidCredit, ...] = ()
    locations: tuple[Said[str], ...] = ()  # where it is filmed
    settings: tuple[Said[str], ...] = ()  # place or time of the story
    stage: Said[str] | None = None  # a Stage, or "wrapped"
    filming_date: Said[str] | None = None  # ISO, as coarse as the text
    release_date: Said[str] | None = None
    episodes: Said[int] | None = None
    countries: tuple[Said[str], ...] = ()  # names in English
    languages: tuple[Said[str], ...] = ()  # names in English


@dataclass(frozen=True, slots=True)
class Announcement:
    """A text as read."""

    language: str  # the language whose lexicon read it
    announcer: Said[str] | None
    productions: tuple[Production, ...]
