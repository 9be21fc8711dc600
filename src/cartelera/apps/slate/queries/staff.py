"""What only staff see: the board, the table, the whole slate in and out."""

from dataclasses import dataclass
from datetime import datetime
from itertools import count

from django.db.models import (
    Case,
    Count,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, RowNumber
from django.utils.text import slugify

from cartelera.apps.slate import models as m
from cartelera.apps.slate.queries.cards import TitleCard, cards_of
from cartelera.apps.slate.queries.range import shares_kept
from cartelera.apps.slate.queries.record import (
    all_records,
    artwork_value,
    record_of,
    title_by_key,
)
from cartelera.apps.work.models import AuditEntry
from cartelera.engines.slate import exchange
from cartelera.engines.slate.omc import slate_as_omc
from cartelera.engines.slate.spreadsheet import records_as_csv, records_from_csv
from cartelera.vocabulary import record as r
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.folding import folded
from cartelera.vocabulary.kind import (
    IdentifierScheme,
    Kind,
    TermFamily,
)
from cartelera.vocabulary.stage import Stage


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """One stage of the board: how many titles stand there, and the cards of the latest."""

    stage: Stage
    count: int
    cards: tuple[TitleCard, ...]


def board_of(language: str, year: int | None = None, most: int = 25) -> tuple[BoardColumn, ...]:
    """Return the slate by stage, in a constant number of queries.

    year  only the titles of one year; None for all
    most  the cards shown of a stage, those changed last first
    """
    titles = m.Title.objects.filter(root=None)
    titles = titles.filter(year=year) if year is not None else titles
    counts = dict(titles.values_list("stage").annotate(Count("pk")))
    latest = titles.annotate(
        place=Window(
            RowNumber(),
            partition_by=F("stage"),
            order_by=[F("changed_at").desc(), F("pk").desc()],
        )
    ).filter(place__lte=most)
    cards = cards_of(latest.order_by("-changed_at", "-pk"), language)
    return tuple(
        BoardColumn(stage, counts.get(stage, 0), tuple(c for c in cards if c.stage == stage))
        for stage in Stage
    )


def board_years() -> list[int]:
    """Return the years that titles have, latest first."""
    years = m.Title.objects.filter(root=None).exclude(year=None)
    return [
        year
        for year in years.order_by("-year").values_list("year", flat=True).distinct()
        if year
    ]


@dataclass(frozen=True, slots=True)
class TitleFilter:
    """Which titles a table shows, and in which order."""

    text: str = ""
    kind: Kind | None = None
    stage: Stage | None = None
    year: int | None = None
    parts: bool = False  # seasons and episodes too
    sort: str = "-changed"  # a name of SORTS, with - the other way around


@dataclass(frozen=True, slots=True)
class TitleRow:
    """A card, and what only the office sees of a title."""

    card: TitleCard
    countries: tuple[str, ...]
    public_from: datetime | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class TitlePage:
    """One page of a table."""

    rows: tuple[TitleRow, ...]
    count: int  # of all the titles that the filter lets through
    page: int  # from 1
    pages: int


SORTS = ("name", "kind", "stage", "year", "public", "changed")


ROWS_A_PAGE = 50


def title_page(wanted: TitleFilter, page: int, language: str) -> TitlePage:
    """Return a page of the titles a filter lets through, in a constant number of queries."""
    ordered = _sorted_keys(_filtered(wanted), wanted.sort, language)
    pages = max(1, -(-len(ordered) // ROWS_A_PAGE))
    page = min(max(page, 1), pages)
    chosen = ordered[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]
    found = {row.card.pk: row for row in _rows(m.Title.objects.filter(pk__in=chosen), language)}
    return TitlePage(
        tuple(found[pk] for pk in chosen if pk in found), len(ordered), page, pages
    )


def _filtered(wanted: TitleFilter) -> QuerySet[m.Title]:
    titles = m.Title.objects.all() if wanted.parts else m.Title.objects.filter(root=None)
    for word in folded(wanted.text).split():
        titles = titles.filter(search_text__contains=word)
    if wanted.kind is not None:
        titles = titles.filter(kind=wanted.kind)
    if wanted.stage is not None:
        titles = titles.filter(stage=wanted.stage)
    return titles.filter(year=wanted.year) if wanted.year is not None else titles


def _sorted_keys(titles: QuerySet[m.Title], sort: str, language: str) -> list[int]:
    name, down = sort.removeprefix("-"), sort.startswith("-")
    if name == "name":  # by its letters without accents, which databases order unlike
        named = titles.annotate(shown=_name_in(language)).values_list("pk", "shown")
        ordered = sorted(named, key=lambda pair: (folded(pair[1]), pair[0]), reverse=down)
        return [pk for pk, _ in ordered]
    stages = Case(*(When(stage=stage, then=Value(n)) for n, stage in enumerate(Stage)))
    columns: dict[str, F | Case] = {
        "stage": stages,
        "changed": F("changed_at"),
        "public": F("public_from"),
    }
    by = columns.get(name, F(name))
    first = by.desc(nulls_last=True) if down else by.asc(nulls_last=True)
    return list(titles.order_by(first, "pk").values_list("pk", flat=True))


def _name_in(language: str) -> Coalesce:
    texts = m.TitleText.objects.filter(title=OuterRef("pk"))
    base = language.split("-", maxsplit=1)[0]
    return Coalesce(
        Subquery(texts.filter(language=language).values("name")[:1]),
        Subquery(texts.filter(language__startswith=base).values("name")[:1]),
        Subquery(texts.order_by("id").values("name")[:1]),
        F("original_name"),
    )


def _rows(titles: QuerySet[m.Title], language: str) -> list[TitleRow]:
    cards = cards_of(titles, language)
    more = {
        pk: rest
        for pk, *rest in titles.values_list("pk", "countries", "public_from", "changed_at")
    }
    return [
        TitleRow(card, tuple(countries), public_from, changed_at)
        for card in cards
        for countries, public_from, changed_at in (more[card.pk],)
    ]


def parts_of(title: m.Title) -> QuerySet[m.Title]:
    """Return the seasons and episodes of a title, or the episodes of a season, in order."""
    whole = Q(root=title) if title.root_id is None else Q(parent=title)
    return m.Title.objects.filter(whole).order_by(
        Coalesce("parent__number", "number"), "parent__number", "number"
    )


def next_number(parent: m.Title) -> int:
    """Return the number that the next part of a title would have."""
    last = parent.parts.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def artwork_kept(sha256: str) -> r.Artwork | None:
    """Return an artwork for staff, whether its title is public or not; None if unknown."""
    found = m.Artwork.objects.filter(sha256=sha256).first()
    return artwork_value(found) if found else None


def title_of_change(entry: AuditEntry) -> m.Title:
    """Return the title that an audit entry changed.

    Raises InputError if the entry is no change of a title's record.
    """
    if not entry.subject.startswith("title:") or not isinstance(entry.before, dict):
        raise InputError("this cannot be undone: it is no change of a title's record")
    return title_by_key(entry.subject.removeprefix("title:"))


def whole_slate() -> exchange.Slate:
    """Return everything the record holds, with what is private, for export."""
    named = m.House.objects.first()
    return exchange.Slate(
        exchange.House(
            named.name, named.home_territory, named.press_contact, named.range_against
        )
        if named
        else None,
        tuple(
            exchange.Term(TermFamily(t.family), t.key, t.en, t.es) for t in m.Term.objects.all()
        ),
        tuple(all_records()),
        tuple(
            exchange.Reference(x.key, x.name, x.source, shares_kept(x))
            for x in m.Reference.objects.all()
        ),
    )


def text_of_slate(csv: bool) -> str:
    """Return the whole slate as JSON, or its titles as CSV."""
    if csv:
        return records_as_csv(all_records())
    return exchange.slate_as_json(whole_slate())


def omc_of_slate() -> str:
    """Return the titles in OMC-JSON, without what is private."""
    house = m.House.objects.first()
    return slate_as_omc(
        tuple(all_records()), house.name if house and house.name else "cartelera"
    )


def slate_of_text(text: str, csv: bool) -> exchange.Slate:
    """Return the slate that a JSON text holds, or CSV rows laid over the titles we know.

    Raises ExchangeError that names each wrong value and its place.
    """
    if not csv:
        return exchange.slate_from_json(text)

    def known(key: str) -> r.TitleRecord | None:
        title = m.Title.objects.filter(key=key).first()
        return record_of(title, private=True) if title else None

    return exchange.Slate(titles=records_from_csv(text, known))


def free_key(name: str) -> str:
    """Return a key made of a name that no title has yet: `la-casa`, or else `la-casa-2`."""
    stem = slugify(folded(name))[:70].strip("-") or "title"
    taken = set(m.Title.objects.filter(key__startswith=stem).values_list("key", flat=True))
    if stem not in taken:
        return stem
    return next(f"{stem}-{n}" for n in count(2) if f"{stem}-{n}" not in taken)


def identifier_owner(scheme: IdentifierScheme, value: str) -> str:
    """Return the key of the title that carries an outside identifier; empty if none does."""
    found = m.Identifier.objects.filter(scheme=scheme, value=value)
    return found.values_list("title__key", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class TermUse:
    """A word of a controlled vocabulary, and how many titles bear it."""

    family: TermFamily
    key: str
    en: str
    es: str
    titles: int


def vocabulary() -> list[TermUse]:
    """Return the controlled vocabularies, genres first, by key."""
    rows = m.Term.objects.annotate(uses=Count("titles"))
    return [TermUse(TermFamily(t.family), t.key, t.en, t.es, t.uses) for t in rows]
