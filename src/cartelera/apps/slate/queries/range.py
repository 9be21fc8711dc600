"""The range of a slate, held against a reference."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch, QuerySet

from cartelera.apps.slate import models as m
from cartelera.apps.slate.queries.gate import house
from cartelera.apps.slate.queries.record import credit_value, place_value
from cartelera.vocabulary import record as r
from cartelera.vocabulary.aspect import Aspect, Shares
from cartelera.vocabulary.kind import Kind, Role, SourceKind, TermFamily
from cartelera.vocabulary.stage import Stage

if TYPE_CHECKING:
    from cartelera.engines.slate.range import Facets, SlateRange, Yardstick

CATALOGUE, LAST_YEAR = "catalogue", "last-year"  # references that the slate itself gives


@dataclass(frozen=True, slots=True)
class NamedReference:
    """A table that the house keeps: a census, a survey."""

    key: str
    name: str
    source: str


def every_title() -> QuerySet[m.Title]:
    """Return all titles that staff may see: the slate as the house knows it."""
    return m.Title.objects.all()


def slate_titles_of(titles: QuerySet[m.Title], year: int | None) -> QuerySet[m.Title]:
    """Return those of some titles that make the slate of a year, or of all years."""
    own = titles.filter(root=None).exclude(stage=Stage.CANCELLED)
    return own.filter(year=year) if year is not None else own


def named_references() -> list[NamedReference]:
    """Return the tables that the house keeps, by name."""
    rows = m.Reference.objects.order_by("name").values_list("key", "name", "source")
    return [NamedReference(*row) for row in rows]


def reference_of(
    against: str, titles: QuerySet[m.Title], year: int | None
) -> Mapping[Aspect, "Yardstick"]:
    """Return what a slate is held against; empty if there is no reference of that key.

    against  CATALOGUE is every other year of `titles`, LAST_YEAR the year before; with no year
             both are empty. Any other is the key of a table that the house keeps
    """
    from cartelera.engines.slate.range import Yardstick, shares_of

    if against in (CATALOGUE, LAST_YEAR):
        if year is None:
            return {}
        others = slate_titles_of(titles, year - 1 if against == LAST_YEAR else None)
        facets = list(facets_by_key(others.exclude(year=year)).values())
        return {
            aspect: Yardstick(
                shares_of(facets, aspect), sum(bool(title[aspect]) for title in facets)
            )
            for aspect in Aspect
        }
    row = m.Reference.objects.filter(key=against).first()
    kept = shares_kept(row) if row else {}
    return {aspect: Yardstick(shares) for aspect, shares in kept.items()}


def shares_kept(row: m.Reference) -> dict[Aspect, Shares]:
    """Return the shares of a table that the house keeps."""
    return {Aspect(aspect): shares for aspect, shares in row.shares.items()}


def range_of(
    titles: QuerySet[m.Title], reference: Mapping[Aspect, "Yardstick"] | None = None
) -> "SlateRange":
    """Return the range of some titles, in a constant number of queries.

    reference  what to hold it against, as `reference_of` gives it
    """
    import numpy as np  # only where it is asked for: the site starts without it

    from cartelera.engines.slate.range import range_of as engine

    return engine(facets_by_key(titles), reference or {}, np.random.default_rng(68))


def facets_by_key(titles: QuerySet[m.Title]) -> dict[str, "Facets"]:
    """Return what each of some titles answers to each aspect, by key."""
    from cartelera.engines.slate.range import facets_of

    home = house().home_territory
    return {record.key: facets_of(record, home) for record in _slim_records(titles)}


def _slim_records(titles: QuerySet[m.Title]) -> list[r.TitleRecord]:
    """Return records that hold only what an aspect asks for."""
    directors = m.Credit.objects.filter(role=Role.DIRECTOR, person__isnull=False)
    rows = titles.only("key", "kind", "languages").prefetch_related(
        "terms",
        "source_works",
        "title_places__place",
        Prefetch("credits", directors.select_related("person"), to_attr="directors"),
    )
    return [_slim(title) for title in rows.order_by("key")]


def _slim(title: m.Title) -> r.TitleRecord:
    def terms(family: TermFamily) -> tuple[str, ...]:
        return tuple(term.key for term in title.terms.all() if term.family == family)

    directors: list[m.Credit] = title.directors  # type: ignore[attr-defined]
    return r.TitleRecord(
        key=title.key,
        kind=Kind(title.kind),
        texts=(),
        languages=tuple(title.languages),
        genres=terms(TermFamily.GENRE),
        themes=terms(TermFamily.THEME),
        source_works=tuple(r.SourceWork(SourceKind(x.kind)) for x in title.source_works.all()),
        credits=tuple(credit_value(credit, private=True) for credit in directors),
        places=tuple(place_value(place) for place in title.title_places.all()),
    )
