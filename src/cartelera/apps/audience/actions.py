"""Take in what players report."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cartelera.apps.audience.models import Viewing
from cartelera.vocabulary.errors import InputError

LONGEST = 24 * 3600.0  # seconds: no title is longer
SESSION_LONGEST = 40  # characters


@dataclass(frozen=True, slots=True)
class Report:
    """What a player says of one playing of one title."""

    session: str  # the player's own name for this playing
    title: int  # Title id of the film or episode
    package: str
    position: float  # seconds into the title
    seconds_played: float  # really played so far
    seconds_long: float  # of the whole title


def record_viewing(profile: int, report: Report, at: datetime) -> Viewing:
    """Keep the latest report of one playing; late and repeated reports change nothing.

    Raises InputError for a report that cannot be true.
    """
    _check(report)
    fields = {
        "title": report.title,
        "package": report.package,
        "seconds_long": report.seconds_long,
    }
    with transaction.atomic(using=Viewing.objects.db):
        viewing, _ = Viewing.objects.get_or_create(
            profile=profile,
            session=report.session,
            defaults={**fields, "started_at": at, "reported_at": at},
        )
        if viewing.title == report.title and report.seconds_played >= viewing.seconds_played:
            viewing.position, viewing.seconds_played = report.position, report.seconds_played
            viewing.reported_at = max(at, viewing.reported_at)
            viewing.save()
        return viewing


def _check(report: Report) -> None:
    if not 0 < report.seconds_long <= LONGEST:
        raise InputError(f"a title of {report.seconds_long} s cannot be")
    if not 0 <= report.position <= report.seconds_long + 1:
        raise InputError(
            f"a position of {report.position} s in {report.seconds_long} s cannot be"
        )
    if not 0 <= report.seconds_played <= LONGEST:
        raise InputError(f"{report.seconds_played} s played cannot be")
    if not 0 < len(report.session) <= SESSION_LONGEST:
        raise InputError("a report needs the name of its session")
