"""What a profile keeps and follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cartelera.apps.discovery.models import Kept
from cartelera.apps.slate.models import Title
from cartelera.apps.slate.queries import (
    TitleCard,
    cards_of,
    titles_announced_to,
    titles_showing_to,
)
from cartelera.vocabulary.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Keeping:
    """What a profile keeps that it may see now, the latest kept first."""

    showing: tuple[TitleCard, ...]
    coming: tuple[TitleCard, ...]  # followed
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
        coming=cards(list(coming.values_list("pk", flat=True))),
        opened=tuple(card for card in shown if rows[card.pk]),
    )


def opened_to(
    profile: int, viewer: Viewer, language: str, at: datetime
) -> tuple[TitleCard, ...]:
    """Return the titles followed that have opened and have not been told of."""
    awaited = Kept.objects.filter(profile=profile, awaited=True).values("title")
    return tuple(cards_of(titles_showing_to(viewer, at).filter(pk__in=awaited), language))
