"""A production as read, turned into a record of the slate, and joined to one that is there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

from cartelera.engines.announce.values import Production, Said
from cartelera.vocabulary.folding import folded
from cartelera.vocabulary.kind import COMPANY_ROLES, Kind, PlaceUse
from cartelera.vocabulary.language import language_called
from cartelera.vocabulary.record import (
    Credit,
    Place,
    Proof,
    SourceWork,
    StageChange,
    Text,
    TitleRecord,
)
from cartelera.vocabulary.stage import Stage
from cartelera.vocabulary.terms import GENRES
from cartelera.vocabulary.territory import TERRITORIES, territory_name

_GENRES_ON_THE_SLATE = {
    "biopic": ("biography",),
    "dramedy": ("comedy", "drama"),
    "police procedural": ("crime",),
    "romantic comedy": ("comedy", "romance"),
    "sports": ("sport",),
    "supernatural": ("fantasy",),
    "true crime": ("crime",),
}
_KNOWN_GENRES = frozenset(key for key, _, _ in GENRES)
_STAGES_ON_THE_SLATE = {"wrapped": Stage.POST_PRODUCTION}
_LISTS = (
    "alternative_names",
    "countries",
    "languages",
    "genres",
    "source_works",
    "credits",
    "places",
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A record drafted from one production, with the words that say each of its values."""

    record: TitleRecord  # its key is empty, and its texts where the title is lost
    proofs: tuple[Proof, ...]


def draft_of(production: Production, language: str, text: str, announcement: str) -> Draft:
    """Draft the record of a production.

    language      of the text: the title is a name in that language
    text          the whole text, in which the spans lie
    announcement  the key that the proofs name
    """
    kind = production.kind.value if production.kind else Kind.FILM
    record = TitleRecord(
        key="",
        kind=kind,
        texts=(Text(language, production.title.value),) if production.title else (),
        stage=_stage(production),
        original_name=_value(production.original_title),
        alternative_names=_values(production.alternative_titles),
        year=_year(production),
        episodes_planned=production.episodes.value if production.episodes else None,
        countries=_codes(production.countries),
        languages=_tags(production.languages),
        genres=_genres(production),
        source_works=tuple(_sources(production)),
        credits=tuple(
            Credit(credit.role, credit.name, company=credit.role in COMPANY_ROLES)
            for credit in production.credits
        ),
        places=tuple(_places(production)),
    )
    proofs = (
        Proof(
            field,
            str(said.value),
            announcement,
            text[said.start : said.end],
            said.start,
            said.end,
        )
        for field, said in _proven(production)
    )
    return Draft(record, tuple(sorted(set(proofs), key=lambda p: (p.start, p.end, p.field))))


def _value(said: Said[str] | None) -> str:
    return said.value if said else ""


def _values(found: Sequence[Said[str]]) -> tuple[str, ...]:
    return tuple(said.value for said in found)


def _stage(production: Production) -> Stage:
    if production.stage is None:
        return Stage.ANNOUNCED
    said = production.stage.value
    return _STAGES_ON_THE_SLATE.get(said) or Stage(said)


def _year(production: Production) -> int | None:
    said = production.release_date or production.filming_date
    return int(said.value[:4]) if said else None


@cache
def _codes_by_name() -> dict[str, str]:
    return {territory_name(code, "en"): code for code in TERRITORIES}


def _codes(countries: Sequence[Said[str]]) -> tuple[str, ...]:
    known = _codes_by_name()
    return tuple(known[said.value] for said in countries if said.value in known)


def _tags(languages: Sequence[Said[str]]) -> tuple[str, ...]:
    return tuple(tag for said in languages if (tag := language_called(said.value)))


def _genres(production: Production) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for said in production.genres:
        plain = said.value.replace(" ", "-")
        for key in _GENRES_ON_THE_SLATE.get(said.value, (plain,)):
            if key in _KNOWN_GENRES:
                found[key] = None
    return tuple(found)


def _sources(production: Production) -> Iterator[SourceWork]:
    for source in production.sources:
        yield SourceWork(
            kind=source.kind.value,
            name=_value(source.title),
            authors=_values(source.authors),
            publisher=_value(source.publisher),
        )


def _places(production: Production) -> Iterator[Place]:
    for use, found in (
        (PlaceUse.FILMED, production.locations),
        (PlaceUse.STORY, production.settings),
    ):
        for said in found:
            yield Place(use, said.value)


def _proven(production: Production) -> Iterator[tuple[str, Said[Any]]]:
    """Yield each value of a production with the field of the record that it stands in."""
    p = production
    named: list[tuple[str, Sequence[Said[Any] | None]]] = [
        ("title", (p.title,)),
        ("original_name", (p.original_title,)),
        ("alternative_names", p.alternative_titles),
        ("kind", (p.kind,)),
        ("genres", p.genres),
        ("stage", (p.stage,)),
        ("filming_date", (p.filming_date,)),
        ("release_date", (p.release_date,)),
        ("episodes_planned", (p.episodes,)),
        ("countries", p.countries),
        ("languages", p.languages),
        ("places.filmed", p.locations),
        ("places.story", p.settings),
        *(("source_works", (s.kind, s.title, *s.authors, s.publisher)) for s in p.sources),
    ]
    for field, values in named:
        for said in values:
            if said is not None:
                yield field, said
    for credit in p.credits:
        name = Said(credit.name, credit.start, credit.end, credit.rule)
        yield f"credits.{credit.role.value}", name


def still_said(record: TitleRecord, proofs: Sequence[Proof]) -> tuple[Proof, ...]:
    """Return the proofs of what a corrected record still says."""
    return tuple(proof for proof in proofs if says(record, proof))


def says(record: TitleRecord, proof: Proof) -> bool:
    """Say whether a record has the value that these words prove."""
    said: dict[str, Sequence[str]] = {
        "title": [text.name for text in record.texts],
        "original_name": [record.original_name],
        "alternative_names": record.alternative_names,
        "kind": [record.kind],
        "stage": [
            record.stage,
            *(w for w, s in _STAGES_ON_THE_SLATE.items() if s == record.stage),
        ],
        "episodes_planned": [str(record.episodes_planned)],
        "filming_date": [proof.value],
        "release_date": [proof.value],
        "places.filmed": [p.name for p in record.places if p.use == PlaceUse.FILMED],
        "places.story": [p.name for p in record.places if p.use == PlaceUse.STORY],
        "countries": [territory_name(code, "en") for code in record.countries],
        "languages": [proof.value] if language_called(proof.value) in record.languages else [],
        "genres": [
            proof.value
            for key in _GENRES_ON_THE_SLATE.get(proof.value, (proof.value.replace(" ", "-"),))
            if key in record.genres
        ],
        "source_works": [
            word
            for source in record.source_works
            for word in (source.kind.value, source.name, *source.authors, source.publisher)
        ],
    }
    if proof.field.startswith("credits."):
        role = proof.field.removeprefix("credits.")
        return any(c.role == role and c.name == proof.value for c in record.credits)
    return proof.value in said.get(proof.field, ())


def corrections(read: TitleRecord, corrected: TitleRecord) -> int:
    """Count the values that an editor changed, added or took away."""
    count = 0
    for field in fields(TitleRecord):
        before, after = getattr(read, field.name), getattr(corrected, field.name)
        if field.name in _LISTS:
            gone, come = set(before) - set(after), set(after) - set(before)
            count += max(len(gone), len(come))
        elif field.name not in {"key", "proofs", "stages"} and before != after:
            count += 1
    return count


def values_in(record: TitleRecord) -> int:
    """Count the values of a record that a text can say: what `corrections` is a share of."""
    several = sum(len(getattr(record, name)) for name in _LISTS)
    single = (record.texts, record.original_name, record.year, record.episodes_planned)
    return several + sum(1 for value in single if value) + 2  # its kind and its stage


def names_of(record: TitleRecord) -> frozenset[str]:
    """Return everything a record is called, without case and accents."""
    named = (record.original_name, *record.alternative_names, *(t.name for t in record.texts))
    return frozenset(folded(name) for name in named) - {""}


def joined(known: TitleRecord, record: TitleRecord) -> TitleRecord:
    """Return a record that is known, with what another announcement adds to it.

    What the slate knows stays; a name in another language, a person, a place or a fact that it
    lacks is added. A place is the same where its spot on the map is.
    """
    spoken = {text.language for text in known.texts}
    calls = names_of(known)
    others = tuple(name for name in record.alternative_names if folded(name) not in calls)
    return replace(
        known,
        texts=(*known.texts, *(text for text in record.texts if text.language not in spoken)),
        original_name=known.original_name or record.original_name,
        alternative_names=(*known.alternative_names, *others),
        year=known.year or record.year,
        episodes_planned=known.episodes_planned or record.episodes_planned,
        countries=_union(known.countries, record.countries),
        languages=_union(known.languages, record.languages),
        genres=_union(known.genres, record.genres),
        source_works=_joined_sources(known.source_works, record.source_works),
        credits=_joined_credits(known.credits, record.credits),
        places=_joined_places(known.places, record.places),
        stages=_joined_stages(known.stages, record.stages),
        proofs=tuple(dict.fromkeys((*known.proofs, *record.proofs))),
    )


def _union(known: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *more)))


def _joined_credits(known: tuple[Credit, ...], more: tuple[Credit, ...]) -> tuple[Credit, ...]:
    there = {(credit.role, folded(credit.name)) for credit in known}
    return (*known, *(c for c in more if (c.role, folded(c.name)) not in there))


def _joined_sources(
    known: tuple[SourceWork, ...], more: tuple[SourceWork, ...]
) -> tuple[SourceWork, ...]:
    kinds = {source.kind for source in known}
    return (*known, *(source for source in more if source.kind not in kinds))


def _joined_places(known: tuple[Place, ...], more: tuple[Place, ...]) -> tuple[Place, ...]:
    names = {(place.use, folded(place.name)) for place in known}
    spots = {(p.use, p.latitude, p.longitude) for p in known if p.latitude is not None}
    new = (
        place
        for place in more
        if (place.use, folded(place.name)) not in names
        and (place.use, place.latitude, place.longitude) not in spots
    )
    return (*known, *new)


def _joined_stages(
    known: tuple[StageChange, ...], more: tuple[StageChange, ...]
) -> tuple[StageChange, ...]:
    stages = {change.stage for change in known}
    return (*known, *(change for change in more if change.stage not in stages))
