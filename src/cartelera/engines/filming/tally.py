"""What a board costs, day by day and name by name, and where it clashes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cartelera.engines.filming.dood import Entered, MemberDays, day_out_of_days
from cartelera.engines.filming.strips import Board, Day, Shoot


class Clash(StrEnum):
    """The ways in which a day cannot be shot as it stands."""

    AWAY = "away"  # somebody is not available
    CLOSED = "closed"  # a place cannot be had
    LONG = "long"  # more minutes than a day has
    NIGHT = "night"  # an exterior by night on a day shoot
    DAY = "day"  # an exterior by day on a night shoot
    MINOR = "minor"  # a minor works longer than they may
    PLACES = "places"  # more places than a day allows


@dataclass(frozen=True, slots=True)
class Finding:
    """One clash: what, when, who or where, and by how much."""

    clash: Clash
    on: date
    subject: str  # a name, a place or a scene
    minutes: int = 0  # over the limit


@dataclass(frozen=True, slots=True)
class DayTally:
    """One day of a board."""

    on: date
    eighths: int
    minutes: int  # scenes and moves
    places: tuple[str, ...]  # in the order they are shot
    cast: tuple[str, ...]  # who works
    held: tuple[str, ...]  # who is paid and does not work
    moves: int  # of the company, the one that begins the day included
    cost: int  # cast, moves and company, in whole units of the currency
    hold_cost: int  # the part of it paid for holding


@dataclass(frozen=True, slots=True)
class Tally:
    """A whole board."""

    days: tuple[DayTally, ...]
    members: tuple[MemberDays, ...]
    findings: tuple[Finding, ...]
    cast_cost: int
    hold_cost: int
    move_cost: int
    company_cost: int

    @property
    def cost(self) -> int:
        """All of it, in whole units of the currency."""
        return self.cast_cost + self.move_cost + self.company_cost


def tally(shoot: Shoot, board: Board, entered: Entered | None = None) -> Tally:
    """Return what a board costs and where it clashes.

    Scenes that the shoot does not know are passed over.
    """
    members = day_out_of_days(shoot, board, entered)
    days: list[DayTally] = []
    findings: list[Finding] = []
    where, move_cost = "", 0
    for day in board.days:
        strips = [shoot.strip_of[scene] for scene in day.scenes if scene in shoot.strip_of]
        places = _visited([strip.place for strip in strips])
        moves = [place for n, place in enumerate(places) if n or place != where]
        where = places[-1] if places else where
        spent = sum(shoot.place_of[place].move_cost for place in moves)
        move_cost += spent
        minutes = sum(strip.minutes for strip in strips)
        minutes += shoot.terms.move_minutes * max(0, len(places) - 1)
        held = tuple(m.name for m in members if m.codes.get(day.on) == "H")
        paid = sum(m.day_rate for m in members if day.on in m.codes)
        days.append(
            DayTally(
                on=day.on,
                eighths=sum(strip.eighths for strip in strips),
                minutes=minutes,
                places=tuple(places),
                cast=tuple(m.name for m in members if any(m.name in s.cast for s in strips)),
                held=held,
                moves=len(moves),
                cost=paid + spent + (shoot.company_day_cost if strips else 0),
                hold_cost=sum(m.day_rate for m in members if m.name in held),
            )
        )
        findings.extend(_clashes(shoot, day, places, minutes))
    return Tally(
        tuple(days),
        members,
        tuple(findings),
        cast_cost=sum(member.cost for member in members),
        hold_cost=sum(member.held * member.day_rate for member in members),
        move_cost=move_cost,
        company_cost=shoot.company_day_cost * sum(day.eighths > 0 for day in days),
    )


def _visited(places: Sequence[str]) -> list[str]:
    """Return places as they are visited: the same one twice running is one visit."""
    made: list[str] = []
    for place in places:
        if not made or made[-1] != place:
            made.append(place)
    return made


def _clashes(shoot: Shoot, day: Day, places: Sequence[str], minutes: int) -> list[Finding]:
    found: list[Finding] = []
    strips = [shoot.strip_of[scene] for scene in day.scenes if scene in shoot.strip_of]
    working = dict.fromkeys(name for strip in strips for name in sorted(strip.cast))
    for name in working:
        member = shoot.member_of[name]
        if any(span.holds(day.on) for span in member.away):
            found.append(Finding(Clash.AWAY, day.on, name))
        found.extend(_minor(shoot, day, name))
    for place in dict.fromkeys(places):
        spans = shoot.place_of[place].open
        if spans and not any(span.holds(day.on) for span in spans):
            found.append(Finding(Clash.CLOSED, day.on, place))
    limit = shoot.terms.night_minutes if day.night else shoot.terms.day_minutes
    if minutes > limit:
        found.append(Finding(Clash.LONG, day.on, "", minutes - limit))
    if len(set(places)) > shoot.terms.places_a_day:
        found.append(Finding(Clash.PLACES, day.on, ", ".join(dict.fromkeys(places))))
    for strip in strips:
        if strip.asks_night is not None and strip.asks_night != day.night:
            clash = Clash.NIGHT if strip.asks_night else Clash.DAY
            found.append(Finding(clash, day.on, strip.scene))
    return found


def _minor(shoot: Shoot, day: Day, name: str) -> list[Finding]:
    age = shoot.member_of[name].age_years
    rows = sorted(shoot.terms.minors, key=lambda row: row.under_age_years)
    row = next((row for row in rows if age is not None and age < row.under_age_years), None)
    if row is None:
        return []
    worked = sum(
        shoot.strip_of[scene].minutes
        for scene in day.scenes
        if scene in shoot.strip_of and name in shoot.strip_of[scene].cast
    )
    over = worked - row.work_minutes
    return [Finding(Clash.MINOR, day.on, name, over)] if over > 0 else []
