"""Questions about viewings."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from cartelera.apps.audience.models import Viewing
from cartelera.apps.slate.models import Title

FINISHED = 0.95  # of its length: what was watched so far is not offered again
LOOKED_AT = 400  # viewings of a profile that its positions are taken from


@dataclass(frozen=True, slots=True)
class Position:
    """Where a profile stopped in a title."""

    title: int  # Title id
    seconds: float  # into the title
    share: float  # of its length, 0 to 1
    at: datetime

    @property
    def finished(self) -> bool:
        """Say whether only the end credits were left."""
        return self.share >= FINISHED


def positions_of(profile: int) -> dict[int, Position]:
    """Return where a profile stopped in each title it played, latest first."""
    found: dict[int, Position] = {}
    for v in Viewing.objects.filter(profile=profile).order_by("-reported_at")[:LOOKED_AT]:
        share = min(v.position / v.seconds_long, 1.0) if v.seconds_long else 0.0
        found.setdefault(v.title, Position(v.title, v.position, share, v.reported_at))
    return found


def watched_last_week(profile: int, title: int, week: date) -> bool:
    """Say whether a profile watched the film or series of a title in the week before.

    title  Title id of the film or episode
    week   the Monday of this week
    """
    end = timezone.make_aware(datetime.combine(week, time()))
    root = Title.objects.filter(pk=title).values_list("root", flat=True).first() or title
    parts = Title.objects.filter(Q(pk=root) | Q(root=root)).values_list("pk", flat=True)
    played = Viewing.objects.filter(
        profile=profile, started_at__lt=end, started_at__gte=end - timedelta(days=7)
    )
    return not set(played.values_list("title", flat=True)).isdisjoint(parts)


@dataclass(frozen=True, slots=True)
class Watched:
    """One line of a viewer's own history."""

    title: int  # Title id
    key: str
    name: str  # as it was first called
    started_at: datetime
    seconds_played: float
    position: float  # seconds into the title
    seconds_long: float


def history_of(profile: int) -> list[Watched]:
    """Return all that a profile has watched, latest first."""
    rows = list(Viewing.objects.filter(profile=profile).order_by("-started_at"))
    titles = Title.objects.in_bulk({row.title for row in rows})
    return [_watched(row, titles.get(row.title)) for row in rows]


def _watched(row: Viewing, title: Title | None) -> Watched:
    return Watched(
        title=row.title,
        key=title.key if title else "",
        name=title.original_name if title else "",
        started_at=row.started_at,
        seconds_played=row.seconds_played,
        position=row.position,
        seconds_long=row.seconds_long,
    )
