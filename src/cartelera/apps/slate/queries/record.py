"""The record of titles as values."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import (
    F,
    Prefetch,
    QuerySet,
)

from cartelera.apps.slate import models as m
from cartelera.engines.slate.check import source_order
from cartelera.vocabulary import record as r
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.kind import (
    ArtworkKind,
    Gender,
    IdentifierScheme,
    Kind,
    PlaceUse,
    ReleaseKind,
    Role,
    SourceKind,
    TermFamily,
)
from cartelera.vocabulary.stage import Stage


def _whole() -> tuple[str | Prefetch[Any, Any, Any], ...]:
    return (
        "texts",
        Prefetch("credits", m.Credit.objects.select_related("person", "company")),
        Prefetch("title_places", m.TitlePlace.objects.select_related("place")),
        "stage_changes",
        "artworks",
        "avails",
        "releases",
        "ratings",
        "identifiers",
        "source_works",
        "terms",
    )


def title_by_key(key: str) -> m.Title:
    """Return the title with this key, whoever may see it.

    Raises InputError if there is none.
    """
    found = m.Title.objects.filter(key=key).first()
    if found is None:
        raise InputError(f"no title has the key {key!r}")
    return found


def record_of(title: m.Title, private: bool) -> r.TitleRecord:
    """Return the record of one title; `private` adds budget and proofs, for staff."""
    return records_of(m.Title.objects.filter(pk=title.pk), private)[0]


def records_of(titles: QuerySet[m.Title], private: bool) -> list[r.TitleRecord]:
    """Return the records of titles, in the query's order, in a constant number of queries."""
    private_too = ("budget", "proofs") if private else ()
    rows = titles.select_related("parent").prefetch_related(*_whole(), *private_too)
    return [_record(title, private) for title in rows]


def all_records() -> list[r.TitleRecord]:
    """Return every record with what is private, parents before their parts."""
    order = m.Title.objects.order_by(
        F("root__key").asc(nulls_first=True),
        F("parent__key").asc(nulls_first=True),
        "number",
        "key",
    )
    records = records_of(order, private=True)
    rank = {Kind.SEASON: 1, Kind.EPISODE: 2}
    return sorted(records, key=lambda record: rank.get(record.kind, 0))


def _record(title: m.Title, private: bool) -> r.TitleRecord:
    terms = list(title.terms.all())
    return r.TitleRecord(
        key=title.key,
        kind=Kind(title.kind),
        texts=tuple(
            r.Text(t.language, t.name, t.logline, t.synopsis) for t in title.texts.all()
        ),
        stage=Stage(title.stage),
        original_name=title.original_name,
        alternative_names=tuple(title.alternative_names),
        parent=title.parent.key if title.parent else "",
        number=title.number,
        year=title.year,
        runtime_minutes=title.runtime_minutes,
        episodes_planned=title.episodes_planned,
        countries=tuple(title.countries),
        languages=tuple(title.languages),
        genres=tuple(t.key for t in terms if t.family == TermFamily.GENRE),
        themes=tuple(t.key for t in terms if t.family == TermFamily.THEME),
        public_from=title.public_from,
        source_works=tuple(sorted(map(_source, title.source_works.all()), key=source_order)),
        credits=tuple(credit_value(credit, private) for credit in title.credits.all()),
        places=tuple(place_value(place) for place in title.title_places.all()),
        stages=tuple(r.StageChange(Stage(c.stage), c.on) for c in title.stage_changes.all()),
        avails=tuple(
            r.Avail(a.territory, a.opens, a.closes, a.withdrawn) for a in title.avails.all()
        ),
        releases=tuple(
            r.Release(ReleaseKind(x.kind), x.territory, x.on, x.event, x.admissions)
            for x in title.releases.all()
        ),
        budget=_budget(title) if private else None,
        ratings=tuple(r.Rating(x.region, x.system, x.value) for x in title.ratings.all()),
        identifiers=tuple(
            r.Identifier(IdentifierScheme(i.scheme), i.value) for i in title.identifiers.all()
        ),
        artworks=tuple(artwork_value(a) for a in title.artworks.all()),
        proofs=tuple(
            r.Proof(p.field, p.value, p.announcement, p.quote, p.start, p.end)
            for p in title.proofs.all()
        )
        if private
        else (),
    )


def _source(source: m.SourceWork) -> r.SourceWork:
    return r.SourceWork(
        SourceKind(source.kind),
        source.name,
        tuple(source.authors),
        source.publisher,
        source.year,
    )


def place_value(row: m.TitlePlace) -> r.Place:
    """Return a title's place as a value."""
    place = row.place
    return r.Place(
        PlaceUse(row.use),
        place.name,
        place.region,
        place.territory,
        place.latitude,
        place.longitude,
    )


def credit_value(credit: m.Credit, private: bool) -> r.Credit:
    """Return a credit's row as a value; `private` tells a stated gender too."""
    named = (credit.person, credit.company)
    who = next(str(name) for name in named if name is not None)
    places = (
        credit.company.countries
        if credit.company
        else credit.person and credit.person.nationalities
    )
    return r.Credit(
        Role(credit.role),
        who,
        credit.company is not None,
        credit.character,
        tuple(places or ()),
        credit.work_number,
        Gender(credit.person.gender)
        if private and credit.person and credit.person.gender
        else None,
    )


def _budget(title: m.Title) -> r.Budget | None:
    found = getattr(title, "budget", None)
    return r.Budget(found.amount, found.currency) if found else None


def artwork_value(artwork: m.Artwork) -> r.Artwork:
    """Return an artwork's row as a value."""
    return r.Artwork(
        ArtworkKind(artwork.kind),
        artwork.sha256,
        artwork.media_type,
        artwork.width,
        artwork.height,
        artwork.credit,
        artwork.licence,
        tuple((language, text) for language, text in artwork.alt),
    )


def terms_of(family: TermFamily) -> list[m.Term]:
    """Return a controlled vocabulary, by key."""
    return list(m.Term.objects.filter(family=family))


def labels_in(language: str) -> dict[str, str]:
    """Return the label of every genre and theme in a language, by key."""
    spanish = language.split("-", maxsplit=1)[0] == "es"
    return {term.key: term.es if spanish else term.en for term in m.Term.objects.all()}


def text_in(texts: Iterable[m.TitleText], language: str) -> m.TitleText | None:
    """Return the text in the language, else in a near one, else the first."""
    known: Sequence[m.TitleText] = list(texts)
    base = language.split("-", maxsplit=1)[0]
    for wanted in (
        lambda tag: tag == language,
        lambda tag: tag.split("-", maxsplit=1)[0] == base,
        lambda tag: True,
    ):
        for text in known:
            if wanted(text.language):
                return text
    return None


def name_of(title: m.Title, language: str) -> str:
    """Return what a title is called in a language, or else in another one."""
    text = text_in(title.texts.all(), language)
    return text.name if text else title.original_name or title.key
