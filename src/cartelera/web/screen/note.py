"""The programme note of a title: its record, put in the words and order of a page."""

from dataclasses import dataclass
from itertools import groupby

from cartelera.apps.discovery.queries import TitlePage
from cartelera.vocabulary.kind import PlaceUse, Role
from cartelera.vocabulary.language import language_name
from cartelera.vocabulary.record import Artwork, Credit, Place, SourceWork, Text, TitleRecord


@dataclass(frozen=True, slots=True)
class Billing:
    """Those who share a role, in billing order."""

    role: Role
    credits: tuple[Credit, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one use."""

    use: PlaceUse
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What a programme note says of a title, in the reader's language."""

    synopsis: tuple[str, ...]  # paragraphs
    original_name: str  # empty when it is the name shown
    languages: tuple[str, ...]
    people: tuple[Billing, ...]
    companies: tuple[Billing, ...]
    sources: tuple[SourceWork, ...]
    places: tuple[Places, ...]
    artworks: tuple[tuple[Artwork, str], ...]  # with its text in the reader's language
    ratings: tuple[str, ...]


def note_of(page: TitlePage, language: str) -> Note:
    """Return the programme note of a title's page."""
    record = page.record
    text = text_in(record, language)
    billings = billed(record.credits)
    original = record.original_name
    return Note(
        synopsis=tuple(
            paragraph.strip() for paragraph in text.synopsis.split("\n\n") if paragraph.strip()
        ),
        original_name="" if original == page.slot.title.name else original,
        languages=tuple(_capital(language_name(tag, language)) for tag in record.languages),
        people=tuple(b for b in billings if not b.credits[0].company),
        companies=tuple(b for b in billings if b.credits[0].company),
        sources=record.source_works,
        places=tuple(
            Places(use, tuple(place for place in record.places if place.use == use))
            for use in PlaceUse
            if any(place.use == use for place in record.places)
        ),
        artworks=tuple((artwork, alt_in(artwork, language)) for artwork in record.artworks),
        ratings=tuple(f"{rating.system} {rating.value}" for rating in record.ratings),
    )


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def text_in(record: TitleRecord, language: str) -> Text:
    """Return the record's text in the language, else its first."""
    same = (text for text in record.texts if text.language.split("-")[0] == language)
    return next(same, record.texts[0])


def alt_in(artwork: Artwork, language: str) -> str:
    """Return the artwork's text in the language, else any."""
    texts = dict(artwork.alt)
    return texts.get(language) or next(iter(texts.values()), "")


def billed(credits: tuple[Credit, ...]) -> tuple[Billing, ...]:
    """Return credits by role, in the order a programme lists roles, companies apart."""
    order = {role: place for place, role in enumerate(Role)}

    def rank(credit: Credit) -> tuple[bool, int]:
        return credit.company, order[credit.role]

    ordered = sorted(credits, key=rank)  # stable: within a role the billing order stays
    return tuple(
        Billing(group[0].role, tuple(group))
        for group in (list(members) for _rank, members in groupby(ordered, key=rank))
    )
