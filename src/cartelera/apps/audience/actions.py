"""Take in what players report; give a viewer's history to the viewer, and erase it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils import timezone

from cartelera.adapters.sheets import sheets_of
from cartelera.apps.accounts.models import User
from cartelera.apps.audience.forecasting import keep_list
from cartelera.apps.audience.intake import Row, together
from cartelera.apps.audience.jobs import fold_viewings, forecast_announced
from cartelera.apps.audience.models import Elsewhere, Viewing
from cartelera.apps.audience.queries import titles_called, watched_last_week
from cartelera.apps.audience.salts import salted, week_of
from cartelera.apps.work.actions import note_change
from cartelera.engines.audience.beacon import MOST, Beacon, Ticket, read_beacon
from cartelera.engines.audience.elsewhere import Entry, Problem, Source, read_sheet
from cartelera.vocabulary.errors import AccessError, InputError
from cartelera.vocabulary.folding import folded

LONGEST = 24 * 3600.0  # seconds: no title is longer
SESSION_LONGEST = 40  # characters
COUNT_EVERY = timedelta(minutes=10)
UNKNOWN = "ZZ"  # a territory that nobody knows
_TICKETS = "cartelera.viewing"
_PUBLISHED = (Source.TOP_COUNTRIES, Source.TOP_WORLD, Source.ENGAGEMENT)


@dataclass(frozen=True, slots=True)
class Report:
    """What a player says of one playing of one title."""

    session: str  # the player's own name for this playing
    title: int  # Title id of the film or episode
    package: str
    position: float  # seconds into the title
    seconds_played: float  # really played so far
    seconds_long: float  # of the whole title


@dataclass(frozen=True, slots=True)
class Whence:
    """Where beacons come from: what is kept of an address and of a browser."""

    territory: str  # ISO 3166-1 alpha-2, or empty where none is known
    device: str  # one of engines.audience.beacon.DEVICES


def give_ticket(
    title: int, seconds: float, package: str, profile: int | None, at: datetime
) -> str:
    """Return what a player shows with its beacons: signed, for one playing of one title.

    title    Title id of the film or episode
    seconds  its length
    profile  Profile id; None for whoever watches without one
    """
    given = {
        "t": title,
        "l": round(seconds * 1000),
        "k": package,
        "p": profile,
        "a": at.timestamp(),
    }
    return signing.dumps(given, salt=_TICKETS)


def ticket_of(text: str) -> Ticket:
    """Return a ticket that this house gave.

    Raises InputError for one that it did not.
    """
    try:
        given = signing.loads(text, salt=_TICKETS)
    except signing.BadSignature as error:
        raise InputError("this house gave no such ticket; open the player again") from error
    issued = datetime.fromtimestamp(given["a"], timezone.get_default_timezone())
    return Ticket(given["t"], given["l"], given["p"], given["k"], issued)


def take_beacons(
    ticket: str, session: str, said: Sequence[Any], whence: Whence, at: datetime
) -> int:
    """Keep what a player reports of one playing; return once it is on the disk.

    session  the player's own name for the playing
    said     at most MOST beacons, as engines.audience.beacon.read_beacon reads them

    They may come late, twice and in any order: what is kept is the same. A playing belongs to
    the day it began. Raises InputError for what cannot be true: then none of them is kept.
    """
    given = ticket_of(ticket)
    if not 0 < len(session) <= SESSION_LONGEST:
        raise InputError("a report needs the name of its session")
    if len(said) > MOST:
        raise InputError(f"at most {MOST} beacons come at once")
    beacons = [read_beacon(one, at, given) for one in said if isinstance(one, dict)]
    if not beacons or len(beacons) != len(said):
        raise InputError("a report holds beacons, each of them an object")
    together.add(_rows(given, session, beacons, whence, at))
    count_soon(at)
    return len(beacons)


_COUNTED: list[datetime] = []  # when this process last asked for a count


def count_soon(at: datetime) -> None:
    """Queue the counting of viewings, unless this process did so within COUNT_EVERY."""
    if _COUNTED and at - _COUNTED[0] < COUNT_EVERY:
        return
    _COUNTED[:] = [at]
    fold_viewings.enqueue()


def count_now(by: User | None) -> None:
    """Queue the counting of viewings for someone who will not wait.

    Raises AccessError if `by` may not see reach.
    """
    if by is not None and not by.has_perm("audience.view_reach"):
        raise AccessError(f"{by} may not count viewings; an analyst may")
    fold_viewings.enqueue()


def forecast_now(by: User | None) -> None:
    """Queue a new forecast of the announced titles.

    Raises AccessError if `by` may not see reach.
    """
    if by is not None and not by.has_perm("audience.view_reach"):
        raise AccessError(f"{by} may not ask for a forecast; an analyst may")
    forecast_announced.enqueue()


def _rows(
    ticket: Ticket, session: str, beacons: Sequence[Beacon], whence: Whence, at: datetime
) -> list[Row]:
    day = ticket.issued_at.date()
    week = week_of(day)
    who = f"session {session}" if ticket.profile is None else f"profile {ticket.profile}"
    viewer, playing = (
        salted(week, who),
        salted(week, f"{who} session {session} title {ticket.title}"),
    )
    begins = ticket.profile is not None and any(beacon.number == 0 for beacon in beacons)
    returned = begins and watched_last_week(ticket.profile or 0, ticket.title, week)
    began_at = ticket.issued_at
    rows = []
    for b in beacons:
        beacon = (
            day, playing, b.number, viewer, returned and b.number == 0, ticket.title, began_at,
            b.at, at, whence.territory or UNKNOWN, whence.device, b.led.row, b.led.place,
            b.led.campaign, b.played_ms, b.from_ms, b.to_ms, b.stalls, b.stall_ms, b.seeks,
            b.height, b.kbps, b.audio, b.text,
        )  # fmt: skip
        viewing = None
        if ticket.profile is not None:
            viewing = (
                session, ticket.profile, ticket.title, ticket.package, began_at, b.at,
                b.to_ms / 1000, b.total_ms / 1000, ticket.length_ms / 1000,
            )  # fmt: skip
        rows.append(Row(beacon, viewing))
    return rows


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


def erase_history(profile: int, title: int | None = None) -> int:
    """Erase what a profile has watched: all of it, or one film or episode; return how many.

    What was counted before stays counted: nothing in the counts says whose it was.
    """
    gone = Viewing.objects.filter(profile=profile)
    if title is not None:
        gone = gone.filter(title=title)
    return gone.delete()[0]


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import brought in."""

    entries: int
    ours: int  # of them, those of a title of this house
    problems: tuple[Problem, ...]
    taught: int  # rows that forecasts can learn from


def import_elsewhere(data: bytes, name: str, by: User | None) -> Brought:
    """Keep what others published of titles; rows that say it again take the old ones' place.

    data  a list or report as published (TSV, CSV, XLSX), a house's own table, or a catalogue of
          what announcements told (its name begins so)
    by    who brings it; None for the operator at the console

    Raises AccessError if `by` may not, InputError if nothing in it can be read.
    """
    if by is not None and not by.has_perm("audience.import_figures"):
        raise AccessError(f"{by} may not import figures; an analyst may")
    if name.lower().startswith("catalogue"):
        return Brought(0, 0, (), keep_list(data, name))
    entries: list[Entry] = []
    problems: list[Problem] = []
    refusal = None
    for named, rows in sheets_of(data, name):
        try:
            sheet = read_sheet(rows, named)
        except InputError as wrong:  # a workbook may hold a cover
            refusal = wrong
            continue
        entries += sheet.entries
        problems += sheet.problems
    if not entries and not problems and refusal is not None:
        raise refusal
    ours = titles_called({folded(entry.name) for entry in entries})
    unique = ["source", "begins", "territory", "name", "season"]
    rows_kept = {
        tuple(getattr(entry, field) for field in unique): Elsewhere(
            **asdict(entry), title=ours.get(folded(entry.name))
        )
        for entry in entries
    }
    Elsewhere.objects.bulk_create(
        rows_kept.values(),
        batch_size=500,
        update_conflicts=True,
        unique_fields=unique,
        update_fields=["ends", "title", "rank", "hours", "views", "admissions"],
    )
    count = sum(row.title is not None for row in rows_kept.values())
    if by is not None:
        note_change(by, "import_elsewhere", f"file:{name[:100]}", None, len(rows_kept))
    told = next((entry for entry in entries if entry.source in _PUBLISHED), None)
    taught = keep_list(data, name, told) if told else 0
    return Brought(len(rows_kept), count, tuple(problems), taught)
