"""Questions about viewings."""

from dataclasses import dataclass
from datetime import datetime

from cartelera.apps.audience.models import Viewing

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
