"""What a board costs: each member of the cast, each day, each move."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from cartelera.engines.filming.strips import Board, CastMember, Day, Shoot
from cartelera.vocabulary.filming import Engagement


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
class BoardCost:
    """What a board costs, in whole units of the shoot's currency."""

    members: tuple[MemberCost, ...]
    moves: tuple[Move, ...]
    company_days: int
    company_cost: int

    @property
    def total(self) -> int:
        """Return the sum of all."""
        return (
            self.company_cost
            + sum(member.cost for member in self.members)
            + sum(move.cost for move in self.moves)
        )


def cost(board: Board, shoot: Shoot) -> BoardCost:
    """Return what a board costs; strips that stand in no day cost nothing."""
    days = [day for day in sorted(board.days, key=lambda day: day.on) if day.scenes]
    return BoardCost(
        members=tuple(_member(shoot, days, member) for member in shoot.cast),
        moves=tuple(_moves(shoot, days)),
        company_days=len(days),
        company_cost=len(days) * shoot.company_day_cost,
    )


def _member(shoot: Shoot, days: Sequence[Day], member: CastMember) -> MemberCost:
    works = [
        any(member.name in shoot.strip_of[scene].cast for scene in day.scenes) for day in days
    ]
    worked = [day.on for day, at_work in zip(days, works, strict=True) if at_work]
    idle: list[date] = []
    if worked and member.engagement is not Engagement.DAILY:
        idle = [
            day.on
            for day, at_work in zip(days, works, strict=True)
            if not at_work and worked[0] < day.on < worked[-1]
        ]
    dropped: list[date] = []
    if member.engagement is Engagement.DROP:
        dropped = _dropped(worked, idle, shoot.terms.drop_gap_days)
    held = [on for on in idle if on not in dropped]
    return MemberCost(
        name=member.name,
        worked_days=len(worked),
        held=tuple(held),
        dropped=tuple(dropped),
        cost=(len(worked) + len(held)) * member.day_rate,
        hold_cost=len(held) * member.day_rate,
    )


def _dropped(worked: Sequence[date], idle: Sequence[date], gap_days: int | None) -> list[date]:
    """Return the idle days of the one gap that is worth most to drop, if the terms let it."""
    if gap_days is None:
        return []
    gaps = [
        [on for on in idle if drop < on < pickup]
        for drop, pickup in pairwise(worked)
        if (pickup - drop).days > gap_days
    ]
    return max(gaps, key=len, default=[])


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
