"""The catalogue: what is public to the asker, and how it plays."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Annotated, Any, NoReturn

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Field, Path, Query, Router, Schema
from ninja.errors import HttpError

from cartelera.apps.accounts.queries import sign_in_of
from cartelera.apps.discovery.queries import Narrow, search
from cartelera.apps.media.queries import Playback, playback_of
from cartelera.apps.slate.models import Title
from cartelera.apps.slate.queries import (
    TitleCard,
    Wanted,
    cards_of,
    catalogue,
    parts_public_to,
    record_of,
    titles_open_to,
    titles_public_to,
)
from cartelera.vocabulary.errors import AccessError
from cartelera.vocabulary.kind import Kind
from cartelera.vocabulary.language import language_tag
from cartelera.vocabulary.stage import Stage
from cartelera.vocabulary.viewer import Viewer
from cartelera.web.api.shapes import Addresses, Refusal, Titles, Whole
from cartelera.web.doors import public

TERM = r"^[a-z0-9-]{0,40}$"
Key = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,80}$")]
router = Router(tags=["catalogue"])


class Asked(Schema):
    """Which titles are asked for, and which part of their list."""

    text: str = Field("", max_length=200, description="words that it must hold")
    showing: bool | None = Field(None, description="whether something of it plays now")
    stage: Stage | None = None
    kind: Kind | None = None
    year: int | None = Field(None, ge=1880, le=2200)
    genre: str = Field("", pattern=TERM, description="a genre's key")
    limit: int = Field(24, ge=1, le=100)
    offset: int = Field(0, ge=0, le=100_000)
    language: str = Field("", max_length=35, description="BCP 47; else as the browser asks")


class Sought(Schema):
    """What is searched for."""

    text: str = Field("", max_length=200, description="words that it must hold")
    genre: str = Field("", pattern=TERM, description="a genre's key")
    language: str = Field("", max_length=35, description="BCP 47; else as the browser asks")


@router.get("/titles", response=Titles, operation_id="list_titles")
@public
def list_titles(request: HttpRequest, asked: Query[Asked]) -> Any:
    """List the films and series that are public to the asker, the latest year first."""
    viewer, at = _viewer(request), timezone.now()
    wanted = {field.name: getattr(asked, field.name) for field in fields(Wanted)}
    titles = catalogue(viewer, at, Wanted(**wanted))
    page = titles[asked.offset : asked.offset + asked.limit]
    items = _summaries(page, viewer, _spoken(asked.language), at)
    return {"count": titles.count(), "items": items}


@router.get("/search", response=Titles, operation_id="search_titles")
@public
def search_titles(request: HttpRequest, sought: Query[Sought]) -> Any:
    """Find titles and episodes that play or are announced, best first, at most 60."""
    viewer, at, language = _viewer(request), timezone.now(), _spoken(sought.language)
    found = search(sought.text, viewer, language, at, Narrow(sought.genre))
    items = _told([slot.title for slot in found], viewer, at)
    return {"count": len(items), "items": items}


@router.get("/titles/{key}", response={200: Whole, 404: Refusal}, operation_id="one_title")
@public
def one_title(request: HttpRequest, key: Key, language: str = "") -> Any:
    """Tell everything public of one title, season or episode."""
    viewer, at = _viewer(request), timezone.now()
    title = titles_public_to(viewer, at).filter(key=key).first() or _unknown(key)
    open_here = titles_open_to(viewer, at)
    within = Q(pk=title.pk) | Q(root=title.pk) | Q(parent=title.pk)
    record = record_of(title, private=False)
    return {
        **{field.name: getattr(record, field.name) for field in fields(record)},
        "playable": open_here.filter(within).exists(),
        "parts": _summaries(parts_public_to(viewer, title, at), viewer, _spoken(language), at),
    }


@router.get(
    "/titles/{key}/playback",
    response={200: Addresses, 404: Refusal},
    operation_id="play_title",
)
@public
def play_title(request: HttpRequest, key: Key, response: HttpResponse) -> Any:
    """Give the addresses of a film's or episode's manifests, if it is open to the asker."""
    title = Title.objects.filter(key=key).first() or _unknown(key)
    response["Cache-Control"] = "no-store"
    return _playback(request, title)


def _playback(request: HttpRequest, title: Title) -> Playback:
    sign_in = sign_in_of(request.session.session_key)
    try:
        return playback_of(title, _viewer(request), sign_in, timezone.now())
    except AccessError:  # nor is it told whether it exists
        _unknown(title.key)


def _summaries(
    titles: QuerySet[Title], viewer: Viewer, language: str, at: datetime
) -> list[dict[str, Any]]:
    return _told(cards_of(titles, language), viewer, at)


def _told(cards: Sequence[TitleCard], viewer: Viewer, at: datetime) -> list[dict[str, Any]]:
    playable = _playable(cards, viewer, at)
    return [asdict(card) | {"playable": card.pk in playable} for card in cards]


def _playable(cards: Iterable[TitleCard], viewer: Viewer, at: datetime) -> set[int]:
    """Return the ids of those of which something plays here and now."""
    known = {card.pk for card in cards}
    within = Q(pk__in=known) | Q(root__in=known) | Q(parent__in=known)
    found = titles_open_to(viewer, at).filter(within)
    rows = found.values_list("pk", "root", "parent")
    return {pk for row in rows for pk in row if pk in known}


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def _spoken(language: str) -> str:
    return language_tag(language) if language else get_language() or "es"


def _unknown(key: str) -> NoReturn:
    raise HttpError(404, f"no title open to you is called {key}")
