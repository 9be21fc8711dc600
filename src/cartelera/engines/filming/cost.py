"""What a board costs: each member of the cast, each day, each move."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from cartelera.engines.filming.dood import WORKED, Entered, MemberDays, day_out_of_days
from cartelera.engines.filming.strips import Board, Day, Shoot
from cartelera.vocabulary.filming import Engagement, Mark


@dataclass(frozen=True, slots=True)
class MemberCost:
    """What one member of the cast is paid for, in days and in the shoot's currency."""

    name: str
    worked_days: int
    held: tuple[date, ...]  # paid, on call, not working
    dropped: tuple[date, ...]  # shooting days between drop and pickup, not paid
    cost: int
    hold_cost: int  # of the held days


@dataclass(frozen=True, slots=True)
class Move:
    """The company goes to a place."""

    on: date
    place: str
    cost: int


@dataclass(frozen=True, slots=True)
class DayCost:
    """One day of a board: how long it is, who is paid, where the company goes."""

    on: date
    eighths: int
    minutes: int  # scenes and moves
    places: tuple[str, ...]  # in the order they are shot
    cast: tuple[str, ...]  # who works
    held: tuple[str, ...]  # who is paid and does not work
    overtime_minutes: int
    moves: int  # of the company, the one that begins the day included
    cost: int  # cast, moves and company, in whole units of the currency
    hold_cost: int  # the part of it paid for holding


@dataclass(frozen=True, slots=True)
class BoardCost:
    """What a board costs, in whole units of the shoot's currency."""

    members: tuple[MemberCost, ...]
    moves: tuple[Move, ...]
    company_days: int
    company_cost: int
    overtime_minutes: int = 0
    overtime_cost: int = 0

    @property
    def cast_cost(self) -> int:
        """Return what the cast is paid."""
        return sum(member.cost for member in self.members)

    @property
    def hold_cost(self) -> int:
        """Return the part of it that is paid for holding."""
        return sum(member.hold_cost for member in self.members)

    @property
    def move_cost(self) -> int:
        """Return what going to places costs."""
        return sum(move.cost for move in self.moves)

    @property
    def total(self) -> int:
        """Return the sum of all."""
        return self.company_cost + self.cast_cost + self.move_cost + self.overtime_cost


def cost(board: Board, shoot: Shoot, entered: Entered | None = None) -> BoardCost:
    """Return what a board costs; strips that stand in no day cost nothing.

    entered  days of travel and rehearsal, which are paid
    """
    days = _shot(board)
    over = sum(_overtime(shoot, day) for day in days)
    members = day_out_of_days(shoot, Board(tuple(days)), entered)
    return BoardCost(
        members=tuple(_member(shoot, days, member) for member in members),
        moves=tuple(_moves(shoot, days)),
        company_days=len(days),
        company_cost=len(days) * shoot.company_day_cost,
        overtime_minutes=over,
        overtime_cost=over * overtime_minute_cost(shoot),
    )


def overtime_minute_cost(shoot: Shoot) -> int:
    """Return what the company is paid for a minute of overtime: of its day, as the terms say.

    What the cast is paid for it is by contract, and not in here.
    """
    terms = shoot.terms
    return -(-shoot.company_day_cost * terms.overtime_percent // (100 * terms.day_minutes))


def _overtime(shoot: Shoot, day: Day) -> int:
    terms, strips = shoot.terms, [shoot.strip_of[scene] for scene in day.scenes]
    if not terms.overtime_minutes:
        return 0
    places = sum(1 for _ in groupby(strip.place for strip in strips))
    spent = sum(strip.minutes for strip in strips) + terms.move_minutes * max(0, places - 1)
    return max(0, spent - terms.ordinary_minutes(day.night))


def _shot(board: Board) -> list[Day]:
    return [day for day in sorted(board.days, key=lambda day: day.on) if day.scenes]


def _member(shoot: Shoot, days: Sequence[Day], member: MemberDays) -> MemberCost:
    worked = [on for on, mark in member.codes.items() if mark in WORKED]
    dropped: tuple[date, ...] = ()
    if shoot.member_of[member.name].engagement is Engagement.DROP and worked:
        dropped = tuple(
            day.on
            for day in days
            if worked[0] < day.on < worked[-1] and day.on not in member.codes
        )
    return MemberCost(
        name=member.name,
        worked_days=len(worked),
        held=tuple(on for on, mark in member.codes.items() if mark is Mark.HOLD),
        dropped=dropped,
        cost=member.cost,
        hold_cost=member.held * member.day_rate,
    )


def _moves(shoot: Shoot, days: Sequence[Day]) -> list[Move]:
    """Return every arrival at a place, the first one too."""
    moves, at = list[Move](), ""
    for day in days:
        for scene in day.scenes:
            place = shoot.strip_of[scene].place
            if place != at:
                moves.append(Move(day.on, place, shoot.place_of[place].move_cost))
                at = place
    return moves


def day_costs(
    board: Board, shoot: Shoot, entered: Entered | None = None
) -> tuple[DayCost, ...]:
    """Return each day of a board as `cost` prices it; a day without scenes too."""
    members = day_out_of_days(shoot, board, entered)
    moves = _moves(shoot, _shot(board))
    return tuple(
        _day(shoot, day, members, [move for move in moves if move.on == day.on])
        for day in board.days
    )


def _day(
    shoot: Shoot, day: Day, members: Sequence[MemberDays], moves: Sequence[Move]
) -> DayCost:
    strips = [shoot.strip_of[scene] for scene in day.scenes]
    places = tuple(place for place, _ in groupby(strip.place for strip in strips))
    scenes = sum(strip.minutes for strip in strips)
    held = [m for m in members if m.codes.get(day.on) is Mark.HOLD]
    paid = sum(m.day_rate for m in members if day.on in m.codes)
    company = shoot.company_day_cost if strips else 0
    return DayCost(
        on=day.on,
        eighths=sum(strip.eighths for strip in strips),
        minutes=scenes + shoot.terms.move_minutes * max(0, len(places) - 1),
        places=places,
        cast=tuple(m.name for m in members if m.codes.get(day.on) in WORKED),
        held=tuple(m.name for m in held),
        overtime_minutes=_overtime(shoot, day),
        moves=len(moves),
        cost=paid
        + sum(move.cost for move in moves)
        + company
        + _overtime(shoot, day) * overtime_minute_cost(shoot),
        hold_cost=sum(m.day_rate for m in held),
    )
