"""What a card, a row or a result shows of a title."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import (
    QuerySet,
)

from cartelera.apps.slate import models as m
from cartelera.engines.slate.check import source_order
from cartelera.vocabulary import record as r
from cartelera.vocabulary.kind import (
    ArtworkKind,
    Kind,
    Role,
    SourceKind,
    TermFamily,
)
from cartelera.vocabulary.stage import Stage


@dataclass(frozen=True, slots=True)
class TitleCard:
    """What a card, a row or a result shows of a title, in one language."""

    pk: int
    key: str
    kind: Kind
    name: str
    logline: str
    stage: Stage
    year: int | None
    genres: tuple[str, ...]  # keys
    genre_labels: tuple[str, ...]
    source: str  # name of its source work, or empty
    source_author: str
    director: str
    runtime_minutes: int | None
    minimum_age: int
    seconds: float | None  # of its package
    artwork: str  # sha256 of its poster, or empty: then it is drawn
    series: str  # of a part: its series' key, or empty
    season_number: int | None
    number: int | None


_CARD = (
    "pk", "key", "kind", "original_name", "stage", "year", "runtime_minutes", "minimum_age",
    "playable_seconds", "root__key", "parent__number", "number",
)  # fmt: skip


def cards_of(titles: QuerySet[m.Title], language: str) -> list[TitleCard]:
    """Return the cards of titles, in the query's order, in a constant number of queries.

    Columns are read rather than rows: a page of cards is asked for more than anything else.
    """
    rows = list(titles.values_list(*_CARD))
    shown = [row[0] for row in rows]
    names, genres = _names_of(shown, language), _genres_of(shown, language)
    sources, directors, posters = _sources_of(shown), _directors_of(shown), _posters_of(shown)
    cards = []
    for row in rows:
        pk, key, kind, original, stage, year, minutes, age, seconds, root, season, number = row
        name, logline = names.get(pk, (original or key, ""))
        source = sources.get(pk, r.SourceWork(SourceKind.OTHER))
        cards.append(
            TitleCard(
                pk=pk,
                key=key,
                kind=Kind(kind),
                name=name,
                logline=logline,
                stage=Stage(stage),
                year=year,
                genres=tuple(genre for genre, _label in genres[pk]),
                genre_labels=tuple(label for _genre, label in genres[pk]),
                source=source.name,
                source_author=", ".join(source.authors),
                director=", ".join(directors[pk]),
                runtime_minutes=minutes,
                minimum_age=age,
                seconds=seconds,
                artwork=posters.get(pk, ""),
                series=root or "",
                season_number=season if kind == Kind.EPISODE else None,
                number=number,
            )
        )
    return cards


def _names_of(titles: list[int], language: str) -> dict[int, tuple[str, str]]:
    """Return the name and logline of each title that has texts, as near to the language."""
    base = language.split("-", maxsplit=1)[0]
    rows = m.TitleText.objects.filter(title__in=titles).order_by("pk")
    best: dict[int, tuple[int, str, str]] = {}
    for pk, tag, name, logline in rows.values_list("title", "language", "name", "logline"):
        far = 0 if tag == language else 1 if tag.split("-", maxsplit=1)[0] == base else 2
        if pk not in best or far < best[pk][0]:
            best[pk] = (far, name, logline)
    return {pk: (name, logline) for pk, (_far, name, logline) in best.items()}


def _genres_of(titles: list[int], language: str) -> dict[int, list[tuple[str, str]]]:
    label = "es" if language.startswith("es") else "en"
    rows = m.Term.objects.filter(family=TermFamily.GENRE, titles__in=titles).order_by("key")
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for pk, key, shown in rows.values_list("titles", "key", label):
        found[pk].append((key, shown))
    return found


def _sources_of(titles: list[int]) -> dict[int, r.SourceWork]:
    rows = m.SourceWork.objects.filter(titles__in=titles).order_by("pk")
    found: dict[int, list[r.SourceWork]] = defaultdict(list)
    for pk, kind, name, authors in rows.values_list("titles", "kind", "name", "authors"):
        found[pk].append(r.SourceWork(SourceKind(kind), name, tuple(authors)))
    return {pk: min(sources, key=source_order) for pk, sources in found.items()}


def _directors_of(titles: list[int]) -> dict[int, list[str]]:
    rows = m.Credit.objects.filter(
        title__in=titles, role=Role.DIRECTOR, person__isnull=False
    ).order_by("order", "pk")
    found: dict[int, list[str]] = defaultdict(list)
    for pk, name in rows.values_list("title", "person__name"):
        found[pk].append(str(name))
    return found


def _posters_of(titles: list[int]) -> dict[int, str]:
    rows = m.Artwork.objects.filter(title__in=titles, kind=ArtworkKind.POSTER).order_by("-pk")
    return dict(rows.values_list("title", "sha256"))  # the first one added is kept
