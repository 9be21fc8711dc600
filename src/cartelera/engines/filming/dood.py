"""Day out of days: what each of the cast does on each day of the shoot, and is paid for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from cartelera.engines.filming.strips import Board, CastMember, Shoot
from cartelera.vocabulary.filming import Engagement, Mark

Entered = Mapping[str, Mapping[date, Mark]]  # by name: days of travel and rehearsal


@dataclass(frozen=True, slots=True)
class MemberDays:
    """One member of the cast over the shoot."""

    name: str
    codes: Mapping[date, Mark]  # what they do, on each date they do anything
    day_rate: int

    @property
    def worked(self) -> int:
        """Days in scenes."""
        return sum(code in WORKED for code in self.codes.values())

    @property
    def held(self) -> int:
        """Days paid without work, between the first and the last."""
        return sum(code is Mark.HOLD for code in self.codes.values())

    @property
    def travelled(self) -> int:
        """Days of travel."""
        return sum(code is Mark.TRAVEL for code in self.codes.values())

    @property
    def paid(self) -> int:
        """Days paid: work, hold, travel and rehearsal."""
        return len(self.codes)

    @property
    def cost(self) -> int:
        """What the days cost, in whole units of the shoot's currency."""
        return self.paid * self.day_rate


WORKED = frozenset(
    {
        Mark.WORK, Mark.START_WORK, Mark.WORK_FINISH, Mark.START_WORK_FINISH,
        Mark.WORK_DROP, Mark.PICKUP_WORK,
    }
)  # fmt: skip


def day_out_of_days(
    shoot: Shoot, board: Board, entered: Entered | None = None
) -> tuple[MemberDays, ...]:
    """Return what each of the cast does on each date, in the order of the cast.

    entered  days of travel and rehearsal; a day of work is work before it is either

    A member held by contract is paid for each shooting day between the first and the last; one
    who may be dropped is let go once, over the gap of most shooting days that the terms allow;
    one who is paid by the day is not held. The dates in between on which the company does not
    shoot are nobody's.
    Source: the codes of the trade, as Movie Magic Scheduling documents them.
    """
    shooting = [day.on for day in board.days if day.scenes]
    working: dict[str, list[date]] = {member.name: [] for member in shoot.cast}
    for day in board.days:
        names = {
            name
            for scene in day.scenes
            if scene in shoot.strip_of
            for name in shoot.strip_of[scene].cast
        }
        for name in names & working.keys():
            working[name].append(day.on)
    made = []
    for member in shoot.cast:
        codes = _codes(member, working[member.name], shooting, shoot.terms.drop_gap_days)
        for on, mark in (entered or {}).get(member.name, {}).items():
            if codes.get(on) not in WORKED:
                codes[on] = mark
        made.append(MemberDays(member.name, dict(sorted(codes.items())), member.day_rate))
    return tuple(made)


def _codes(
    member: CastMember,
    worked: Sequence[date],
    shooting: Sequence[date],
    drop_gap_days: int | None,
) -> dict[date, Mark]:
    if not worked:
        return {}
    first, last = worked[0], worked[-1]
    codes = dict.fromkeys(worked, Mark.WORK)
    if first == last:
        codes[first] = Mark.START_WORK_FINISH
    else:
        codes[first], codes[last] = Mark.START_WORK, Mark.WORK_FINISH
    gap = _dropped(member, worked, shooting, drop_gap_days)
    if gap is not None:
        before, after = gap
        if before != first:
            codes[before] = Mark.WORK_DROP
        if after != last:
            codes[after] = Mark.PICKUP_WORK
    if member.engagement is Engagement.DAILY:
        return codes
    for on in shooting:
        if first < on < last and on not in codes and not (gap and gap[0] < on < gap[1]):
            codes[on] = Mark.HOLD
    return codes


def _dropped(
    member: CastMember,
    worked: Sequence[date],
    shooting: Sequence[date],
    drop_gap_days: int | None,
) -> tuple[date, date] | None:
    """Return the days between which a member is let go; None if they are not."""
    if member.engagement is not Engagement.DROP or drop_gap_days is None:
        return None
    gaps = [
        (sum(before < on < after for on in shooting), after - before, before, after)
        for before, after in pairwise(worked)
        if (after - before).days > drop_gap_days
    ]
    if not gaps:
        return None
    *_, before, after = max(gaps, key=lambda gap: gap[:2])
    return before, after
