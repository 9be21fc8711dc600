"""What the press room and programs are shown of the slate."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from django.db.models import (
    Case,
    Count,
    F,
    Q,
    QuerySet,
    When,
)

from cartelera.apps.slate import models as m
from cartelera.apps.slate.queries.gate import (
    EVERYONE,
    house,
    titles_of_their_own,
    titles_public_to,
    titles_showing_to,
)
from cartelera.apps.slate.queries.record import artwork_value, records_of
from cartelera.engines.slate import exchange
from cartelera.engines.slate.omc import slate_as_omc
from cartelera.engines.slate.spreadsheet import records_as_csv
from cartelera.vocabulary import record as r
from cartelera.vocabulary.folding import folded
from cartelera.vocabulary.kind import (
    Kind,
    TermFamily,
)
from cartelera.vocabulary.stage import Stage
from cartelera.vocabulary.viewer import Viewer

PROGRAMME_ORDER = (  # series, then films, then shorts, as a slate is announced
    Kind.SERIES,
    Kind.LIMITED_SERIES,
    Kind.DOCUSERIES,
    Kind.REALITY,
    Kind.FILM,
    Kind.DOCUMENTARY_FILM,
    Kind.SPECIAL,
    Kind.SHORT_FILM,
    Kind.DOCUMENTARY_SHORT,
)


def public_slate(
    at: datetime, year: int | None = None, viewer: Viewer = EVERYONE
) -> QuerySet[m.Title]:
    """Return the titles of the press room at this moment, by year."""
    titles = titles_of_their_own(viewer, at)
    return titles.filter(year=year) if year is not None else titles


class SlateForm(StrEnum):
    """The forms in which the public slate is handed out to other systems, by their ending."""

    JSON = "json"
    CSV = "csv"
    OMC = "omc.json"  # MovieLabs' ontology


def slate_text(
    titles: QuerySet[m.Title], form: SlateForm, at: datetime, viewer: Viewer = EVERYONE
) -> str:
    """Return public titles, with their public parts, as the text of a file.

    Nothing private goes along: no avail, budget, embargo, proof or stated gender.
    """
    own = [title.pk for title in titles]
    parts = titles_public_to(viewer, at).filter(root__in=own)
    found = [
        *records_of(titles, private=False),
        *records_of(parts.order_by("root__key", "parent__number", "number"), private=False),
    ]
    rank = {Kind.SEASON: 1, Kind.EPISODE: 2}  # what others are part of comes before them
    records = sorted(found, key=lambda record: rank.get(record.kind, 0))
    records = [replace(record, avails=(), public_from=None) for record in records]
    if form == SlateForm.CSV:
        return records_as_csv(records)
    if form == SlateForm.OMC:
        return slate_as_omc(records, house().name)
    used = {key for record in records for key in (*record.genres, *record.themes)}
    terms = tuple(
        exchange.Term(TermFamily(term.family), term.key, term.en, term.es)
        for term in m.Term.objects.filter(key__in=used)
    )
    return exchange.slate_as_json(exchange.Slate(None, terms, tuple(records)))


@dataclass(frozen=True, slots=True)
class SlateYear:
    """One year of the public slate."""

    year: int | None  # None: not dated yet
    count: int  # titles of their own


def slate_years(at: datetime) -> list[SlateYear]:
    """Return the years that have public titles, latest first, those not dated at the end."""
    counted = public_slate(at).values("year").annotate(count=Count("pk"))
    ordered = counted.order_by(F("year").desc(nulls_last=True))
    return [SlateYear(row["year"], row["count"]) for row in ordered]


def slate_of_year(at: datetime, year: int | None) -> QuerySet[m.Title]:
    """Return the public titles of one year, or of none, as a programme lists them."""
    place = Case(*(When(kind=kind, then=n) for n, kind in enumerate(PROGRAMME_ORDER)))
    return public_slate(at).filter(year=year).order_by(place, "key")


def slate_kinds(at: datetime, year: int | None) -> dict[Kind, int]:
    """Count the public titles of one year, or of none, by kind, as a programme orders them."""
    rows = public_slate(at).filter(year=year).values_list("kind").annotate(count=Count("pk"))
    counted = {Kind(kind): count for kind, count in rows}
    return {kind: counted[kind] for kind in PROGRAMME_ORDER if kind in counted}


def slate_latest(at: datetime, count: int) -> QuerySet[m.Title]:
    """Return the titles that became public last, the latest first."""
    return public_slate(at).order_by("-public_from", "key")[:count]


def slate_releases(at: datetime, since: date) -> QuerySet[m.Title]:
    """Return the public titles with a release on `since` or later, by key."""
    return public_slate(at).filter(releases__on__gte=since).order_by("key").distinct()


def slate_title(at: datetime, key: str, viewer: Viewer = EVERYONE) -> r.TitleRecord | None:
    """Return the record of a public title of its own; None whatever else has the key."""
    found = public_slate(at, viewer=viewer).filter(key=key)
    return next(iter(records_of(found, private=False)), None)


def slate_titles(
    at: datetime, keys: Sequence[str], viewer: Viewer = EVERYONE
) -> list[r.TitleRecord]:
    """Return the records of those of some titles that are public, in the order of the keys."""
    titles = public_slate(at, viewer=viewer).filter(key__in=keys)
    found = records_of(titles, private=False)
    return sorted(found, key=lambda record: keys.index(record.key))


def slate_parts(at: datetime, key: str, viewer: Viewer = EVERYONE) -> list[r.TitleRecord]:
    """Return the public seasons and episodes of a public series, in their order."""
    parts = titles_public_to(viewer, at).filter(root__key=key)
    return records_of(parts.order_by("parent__number", "number"), private=False)


def slate_artwork(
    at: datetime, sha256: str, viewer: Viewer = EVERYONE
) -> tuple[str, r.Artwork] | None:
    """Return an artwork of a public title, with the title's key; None if it has none such.

    The press sees it whatever the title's rating, as it sees the title.
    """
    titles = public_slate(at, viewer=viewer).values("pk")
    rows = m.Artwork.objects.filter(sha256=sha256, title__in=titles)
    found = rows.select_related("title").order_by("pk").first()
    return (found.title.key, artwork_value(found)) if found else None


def title_addresses(titles: QuerySet[m.Title]) -> list[tuple[str, datetime | None]]:
    """Return the key of each title and the moment from which it is public, by key."""
    return list(titles.order_by("key").values_list("key", "public_from"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which titles of the catalogue are asked for; what is None or empty asks for all."""

    text: str = ""  # words that names, people, source works and places hold
    showing: bool | None = None  # whether something of it plays here and now
    stage: Stage | None = None
    kind: Kind | None = None
    year: int | None = None
    genre: str = ""  # key


def catalogue(viewer: Viewer, at: datetime, wanted: Wanted) -> QuerySet[m.Title]:
    """Return the films and series that are public to the viewer, the latest year first."""
    titles = titles_public_to(viewer, at).filter(root=None)
    for word in folded(wanted.text).split():
        titles = titles.filter(search_text__contains=word)
    if wanted.showing is not None:
        plays = Q(pk__in=titles_showing_to(viewer, at).values("pk"))
        titles = titles.filter(plays if wanted.showing else ~plays)
    if wanted.genre:
        titles = titles.filter(terms__family=TermFamily.GENRE, terms__key=wanted.genre)
    for exact in ("stage", "kind", "year"):
        if (value := getattr(wanted, exact)) is not None:
            titles = titles.filter(**{exact: value})
    return titles.order_by(F("year").desc(nulls_last=True), "key")
