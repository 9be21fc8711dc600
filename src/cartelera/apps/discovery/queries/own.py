"""What a profile keeps, follows and has said of its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from cartelera.apps.discovery.models import Answer, Choosing, Kept
from cartelera.apps.slate.models import Release, Title
from cartelera.apps.slate.queries import (
    TitleCard,
    cards_of,
    titles_announced_to,
    titles_public_to,
    titles_showing_to,
)
from cartelera.engines.discovery.answers import Said
from cartelera.vocabulary.kind import ReleaseKind
from cartelera.vocabulary.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Followed:
    """A title that a profile follows until it opens."""

    title: TitleCard
    opens: date | None  # to all where the viewer is, if the day is known


@dataclass(frozen=True, slots=True)
class Keeping:
    """What a profile keeps that it may see now, the latest kept first."""

    showing: tuple[TitleCard, ...]
    coming: tuple[Followed, ...]
    opened: tuple[TitleCard, ...]  # of those showing: followed, and its opening not yet told


def kept_ids(profile: int) -> list[int]:
    """Return the ids of the titles that a profile keeps, the latest kept first."""
    return list(Kept.objects.filter(profile=profile).values_list("title", flat=True))


def kept_keys(profile: int) -> list[str]:
    """Return the keys of all that a profile keeps or follows, seen now or not."""
    return list(Kept.objects.filter(profile=profile).values_list("title__key", flat=True))


def keeps(profile: int, title: int) -> bool:
    """Say whether a profile keeps a title."""
    return Kept.objects.filter(profile=profile, title=title).exists()


def keeping_of(profile: int, viewer: Viewer, language: str, at: datetime) -> Keeping:
    """Return what a profile keeps of the titles that the viewer may see."""
    rows = dict(Kept.objects.filter(profile=profile).values_list("title", "awaited"))
    showing = titles_showing_to(viewer, at).filter(pk__in=rows)
    coming = titles_announced_to(viewer, at).filter(pk__in=rows)

    def cards(pks: Sequence[int]) -> tuple[TitleCard, ...]:
        found = {c.pk: c for c in cards_of(Title.objects.filter(pk__in=pks), language)}
        return tuple(found[pk] for pk in rows if pk in found)

    shown = cards(list(showing.values_list("pk", flat=True)))
    return Keeping(
        showing=shown,
        coming=_followed(cards(list(coming.values_list("pk", flat=True))), viewer, at),
        opened=tuple(card for card in shown if rows[card.pk]),
    )


def _followed(cards: Sequence[TitleCard], viewer: Viewer, at: datetime) -> tuple[Followed, ...]:
    ahead = Release.objects.filter(
        title__in=[card.pk for card in cards],
        territory=viewer.territory,
        on__gte=timezone.localdate(at),
    ).exclude(kind=ReleaseKind.FESTIVAL)
    first = dict(ahead.order_by("-on").values_list("title", "on"))  # the nearest is last
    return tuple(Followed(card, first.get(card.pk)) for card in cards)


def opened_to(
    profile: int, viewer: Viewer, language: str, at: datetime
) -> tuple[TitleCard, ...]:
    """Return the titles followed that have opened and have not been told of."""
    awaited = Kept.objects.filter(profile=profile, awaited=True).values("title")
    return tuple(cards_of(titles_showing_to(viewer, at).filter(pk__in=awaited), language))


@dataclass(frozen=True, slots=True)
class Own:
    """What a profile asks of its own page; by itself, what someone without a profile has."""

    kept: tuple[int, ...] = ()  # Title ids, the latest first
    hidden: frozenset[int] = frozenset()
    fewer: frozenset[int] = frozenset()  # titles like these
    personal: bool = True
    since: datetime | None = None  # what was watched before counts no more

    @property
    def refused(self) -> frozenset[int]:
        """Return the titles that are not to be proposed."""
        return self.hidden | self.fewer


NOBODY = Own()


def own_of(profile: int | None) -> Own:
    """Return what a profile asks of its own page."""
    if profile is None:
        return NOBODY
    said = list(Answer.objects.filter(profile=profile).values_list("title", "said"))
    choosing = Choosing.objects.filter(profile=profile).first() or Choosing()
    return Own(
        tuple(kept_ids(profile)),
        frozenset(title for title, what in said if what == Said.HIDE),
        frozenset(title for title, what in said if what == Said.LESS),
        choosing.personal,
        choosing.since,
    )


@dataclass(frozen=True, slots=True)
class Answered:
    """A title that a profile said something of."""

    title: TitleCard
    said: Said
    at: datetime


def answers_of(profile: int, viewer: Viewer, language: str, at: datetime) -> list[Answered]:
    """Return what a profile said of titles that are public to the viewer, the latest first."""
    rows = {row.title_id: row for row in Answer.objects.filter(profile=profile)}
    seen = titles_public_to(viewer, at).filter(pk__in=rows)
    cards = {card.pk: card for card in cards_of(seen, language)}
    return [
        Answered(cards[pk], Said(row.said), row.said_at)
        for pk, row in rows.items()
        if pk in cards
    ]


def said_of(profile: int, title: int) -> Said | None:
    """Return what a profile said of a title; None if nothing."""
    found = Answer.objects.filter(profile=profile, title=title).first()
    return Said(found.said) if found else None


def answered_keys(profile: int) -> dict[str, str]:
    """Return all that a profile said, by the key of the title, seen now or not."""
    return dict(Answer.objects.filter(profile=profile).values_list("title__key", "said"))
