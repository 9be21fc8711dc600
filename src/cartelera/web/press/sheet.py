"""A press sheet: the published facts of one title, as they are set on a page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from babel.lists import format_list
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cartelera.engines.slate.check import required_age
from cartelera.engines.slate.press import text_in
from cartelera.vocabulary.kind import (
    SERIAL_KINDS,
    ArtworkKind,
    IdentifierScheme,
    Kind,
    PlaceUse,
    Role,
)
from cartelera.vocabulary.language import language_name
from cartelera.vocabulary.record import (
    Artwork,
    Credit,
    Place,
    Release,
    SourceWork,
    TitleRecord,
)
from cartelera.vocabulary.territory import territory_name
from cartelera.web.middleware import UNKNOWN_MATURITY
from cartelera.web.pictures import alt_in, drawn_address
from cartelera.web.press.stills import still_address

_REGISTERS = {
    IdentifierScheme.EIDR: "https://ui.eidr.org/view/content?id={}",
    IdentifierScheme.IMDB: "https://www.imdb.com/title/{}/",
    IdentifierScheme.WIKIDATA: "https://www.wikidata.org/wiki/{}",
}
SHORTS = (Kind.SHORT_FILM, Kind.DOCUMENTARY_SHORT)
LEADING = (Role.CREATOR, Role.DIRECTOR, Role.WRITER, Role.CAST, Role.PRODUCTION_COMPANY)


@dataclass(frozen=True, slots=True)
class Named:
    """Someone in a credit, and whom they play."""

    name: str
    character: str


@dataclass(frozen=True, slots=True)
class CreditLine:
    """A role, and everyone who holds it, in order."""

    label: str
    names: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source work, as a programme names it."""

    kind: str
    name: str
    authors: str
    imprint: str  # publisher and year, or either


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what it says of the title, value by value."""

    label: str
    values: tuple[str, ...]
    address: str = ""  # outside, where the value may be looked up


@dataclass(frozen=True, slots=True)
class Still:
    """A picture with what may never be parted from it."""

    address: str
    alt: str
    credit: str
    licence: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Dated:
    """Something that happened, or will, on a day."""

    on: date
    day: str  # in words
    what: str
    where: str = ""
    count: str = ""  # of admissions, in words


@dataclass(frozen=True, slots=True)
class EpisodeLine:
    """One episode of a season."""

    number: int | None
    name: str
    logline: str
    language: str


@dataclass(frozen=True, slots=True)
class SeasonLine:
    """One season, with the episodes that are public."""

    number: int | None
    episodes: tuple[EpisodeLine, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the press may print of one title, in one language."""

    key: str
    address: str
    language: str  # of the texts: another one where this language has none
    name: str
    logline: str
    paragraphs: tuple[str, ...]  # of the synopsis
    kind: str
    stage: str
    year: int | None
    lead: tuple[CreditLine, ...]  # what an announcement says of who makes it
    credits: tuple[CreditLine, ...]
    sources: tuple[SourceLine, ...]
    places: tuple[Fact, ...]
    standing: tuple[Fact, ...]  # its kind and its stage
    details: tuple[Fact, ...]  # the other facts
    identifiers: tuple[Fact, ...]
    stages: tuple[Dated, ...]
    releases: tuple[Dated, ...]
    stills: tuple[Still, ...]
    poster: str  # path of the poster drawn from its facts; empty where not all may see it


@dataclass(frozen=True, slots=True)
class Family:
    """Titles of one year that stand under one heading."""

    name: str
    sheets: tuple[Sheet, ...]


def sheet_of(record: TitleRecord, language: str, labels: Mapping[str, str]) -> Sheet:
    """Return the press sheet of a record in a language; `labels` name its genres and themes."""
    text = text_in(record.texts, language)
    differs = record.original_name if record.original_name != text.name else ""
    credits = _credits(record.credits, language)
    return Sheet(
        key=record.key,
        address=reverse("press:title", kwargs={"key": record.key}),
        language=text.language,
        name=text.name,
        logline=text.logline,
        paragraphs=tuple(p for p in text.synopsis.split("\n\n") if p.strip()),
        kind=record.kind.label(language),
        stage=record.stage.label(language),
        year=record.year,
        lead=tuple(credits[role] for role in LEADING if role in credits),
        credits=tuple(credits.values()),
        sources=tuple(_source(each, language) for each in record.source_works),
        places=_places(record.places, language),
        standing=(
            Fact(_("Kind"), (record.kind.label(language),)),
            Fact(_("Stage"), (record.stage.label(language),)),
        ),
        details=_details(record, differs, text.name, language, labels),
        identifiers=tuple(
            Fact(
                each.scheme.en,
                (each.value,),
                _REGISTERS.get(each.scheme, "").format(each.value),
            )
            for each in record.identifiers
        ),
        stages=tuple(
            Dated(each.on, long_day(each.on, language), each.stage.label(language))
            for each in record.stages
        ),
        releases=tuple(_release(each, language) for each in record.releases),
        stills=tuple(_still(each, language) for each in record.artworks),
        poster=_poster(record, language),
    )


def _poster(record: TitleRecord, language: str) -> str:
    everyone_may = required_age(record.ratings) <= UNKNOWN_MATURITY
    return drawn_address(record.key, language) if everyone_may else ""


def family_name(kind: Kind) -> str:
    """Return the heading that titles of a kind stand under."""
    if kind in SHORTS:
        return _("Short films")
    if kind in SERIAL_KINDS:
        return _("Series")
    return _("Specials") if kind == Kind.SPECIAL else _("Films")


def told_count(kinds: Mapping[Kind, int], language: str) -> str:
    """Return how many titles of each family there are, in words: “3 series and 2 films”."""

    def of(*wanted: Kind) -> int:
        return sum(kinds.get(kind, 0) for kind in wanted)

    series, shorts = of(*SERIAL_KINDS), of(*SHORTS)
    specials = of(Kind.SPECIAL)
    films = sum(kinds.values()) - series - shorts - specials
    parts = (
        (series, ngettext("%(count)s series", "%(count)s series", series)),
        (films, ngettext("%(count)s film", "%(count)s films", films)),
        (specials, ngettext("%(count)s special", "%(count)s specials", specials)),
        (shorts, ngettext("%(count)s short film", "%(count)s short films", shorts)),
    )
    told = [words % {"count": count} for count, words in parts if count]
    return str(format_list(told, locale=language))


def shared_artwork(record: TitleRecord) -> Artwork | None:
    """Return the artwork a link is shared with: a still, else a poster, else None."""
    kinds = (ArtworkKind.STILL, ArtworkKind.POSTER)
    found = [each for kind in kinds for each in record.artworks if each.kind == kind]
    return found[0] if found else None


def seasons_of(key: str, parts: Sequence[TitleRecord], language: str) -> tuple[SeasonLine, ...]:
    """Return the seasons of a series, each with its episodes, from the records of its parts."""
    return tuple(
        SeasonLine(
            season.number,
            tuple(_episode(each, language) for each in parts if each.parent == season.key),
        )
        for season in parts
        if season.parent == key
    )


def _episode(record: TitleRecord, language: str) -> EpisodeLine:
    text = text_in(record.texts, language)
    return EpisodeLine(record.number, text.name, text.logline, text.language)


def _credits(credits: Sequence[Credit], language: str) -> dict[Role, CreditLine]:
    by_role: dict[Role, list[Named]] = {}
    for credit in credits:
        by_role.setdefault(credit.role, []).append(Named(credit.name, credit.character))
    return {
        role: CreditLine(role.label(language), tuple(by_role[role]))
        for role in Role
        if role in by_role
    }


def _source(source: SourceWork, language: str) -> SourceLine:
    imprint = ", ".join(str(part) for part in (source.publisher, source.year) if part)
    return SourceLine(
        source.kind.label(language), source.name, ", ".join(source.authors), imprint
    )


def _other_names(record: TitleRecord, name: str, original: str) -> tuple[str, ...]:
    names = (record.original_name, *(t.name for t in record.texts), *record.alternative_names)
    return tuple(each for each in dict.fromkeys(names) if each not in ("", name, original))


def _places(places: Sequence[Place], language: str) -> tuple[Fact, ...]:
    found = []
    for use in PlaceUse:
        names = tuple(_where(each, language) for each in places if each.use == use)
        if names:
            found.append(Fact(use.label(language), names))
    return tuple(found)


def _where(place: Place, language: str) -> str:
    country = territory_name(place.territory, language) if place.territory else ""
    return place.name if country in place.name else f"{place.name} ({country})"


def _details(
    record: TitleRecord, original: str, name: str, language: str, labels: Mapping[str, str]
) -> tuple[Fact, ...]:
    minutes = record.runtime_minutes
    told: tuple[tuple[str, Iterable[str]], ...] = (
        (_("Original title"), [original]),
        (_("Other titles"), _other_names(record, name, original)),
        (_("Episodes"), [str(record.episodes_planned or "")]),
        (_("Running time"), [_("%(count)s min") % {"count": minutes} if minutes else ""]),
        (_("Country"), [territory_name(code, language) for code in record.countries]),
        (_("Language"), _first_large(language_name(tag, language) for tag in record.languages)),
        (_("Genre"), _as_in_a_sentence(labels.get(key, key) for key in record.genres)),
        (_("Themes"), _as_in_a_sentence(labels.get(key, key) for key in record.themes)),
        (_("Rating"), [f"{each.system} {each.value}" for each in record.ratings]),
    )
    found = ((label, tuple(value for value in values if value)) for label, values in told)
    return tuple(Fact(label, values) for label, values in found if values)


def _first_large(words: Iterable[str]) -> list[str]:
    """Return words of which the first begins with a capital."""
    return [word[:1].upper() + word[1:] if n == 0 else word for n, word in enumerate(words)]


def _as_in_a_sentence(labels: Iterable[str]) -> list[str]:
    """Return labels of which only the first keeps its capital."""
    return _first_large(label[:1].lower() + label[1:] for label in labels)


def long_day(on: date, language: str) -> str:
    """Return a day in words, its month spelt out."""
    return str(format_date(on, "long", locale=language))


def _release(release: Release, language: str) -> Dated:
    what = release.event or release.kind.label(language)
    count = release.admissions
    return Dated(
        release.on,
        long_day(release.on, language),
        what,
        territory_name(release.territory, language),
        ""
        if count is None
        else ngettext("%(count)s admission", "%(count)s admissions", count)
        % {"count": number_format(count, force_grouping=True)},
    )


def _still(artwork: Artwork, language: str) -> Still:
    return Still(
        still_address(artwork.sha256),
        alt_in(artwork, language),
        artwork.credit,
        artwork.licence,
        artwork.width,
        artwork.height,
    )
