"""How beacons reach the disk: those that come within a moment are committed as one group."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections, router, transaction

from cartelera.adapters.together import Together
from cartelera.apps.audience.models import Beacon, Viewing

GATHER = 0.03  # seconds a beacon waits for others before all are committed


@dataclass(frozen=True, slots=True)
class Row:
    """One beacon, and where its profile has got to by it."""

    beacon: tuple[Any, ...]
    viewing: tuple[Any, ...] | None


_COLUMNS = [str(field.column) for field in Beacon._meta.fields if not field.primary_key]
_VIEWING = (
    "session", "profile", "title", "package", "started_at", "reported_at", "position",
    "seconds_played", "seconds_long",
)  # fmt: skip


def _insert(table: str, columns: Sequence[str]) -> str:
    marks = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}) "  # noqa: S608


_ADD_BEACON = (
    _insert(Beacon._meta.db_table, _COLUMNS) + "ON CONFLICT (playing, number) DO NOTHING"
)
# In any order: the latest says where it stopped, the largest total what was played.
_LATER = "WHEN excluded.reported_at >= audience_viewing.reported_at THEN excluded"
_ADD_VIEWING = _insert(Viewing._meta.db_table, _VIEWING) + (
    "ON CONFLICT (profile, session) DO UPDATE SET "
    f"position = CASE {_LATER}.position ELSE audience_viewing.position END, "
    f"reported_at = CASE {_LATER}.reported_at ELSE audience_viewing.reported_at END, "
    "seconds_played = CASE WHEN excluded.seconds_played > audience_viewing.seconds_played "
    "THEN excluded.seconds_played ELSE audience_viewing.seconds_played END "
    "WHERE excluded.title = audience_viewing.title"
)


def _write(rows: list[Row]) -> None:
    """Commit rows in one transaction: a beacon that is there already changes nothing."""
    alias = router.db_for_write(Beacon)
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.executemany(_ADD_BEACON, [row.beacon for row in rows])
        viewings = [row.viewing for row in rows if row.viewing is not None]
        if viewings:
            cursor.executemany(_ADD_VIEWING, viewings)


together = Together(_write, GATHER)
