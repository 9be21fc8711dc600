"""What a year is made of: titles, what they share, and where each stands in the weeks.

Weeks count from 0; an interval of weeks is [start, end).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from cartelera.vocabulary.errors import InputError


@dataclass(frozen=True, slots=True)
class Block:
    """Weeks of shooting without a break, at one place."""

    weeks: int  # the likely length
    low_weeks: int
    high_weeks: int
    place: str = ""
    stage: str = ""  # the kind of stage it needs; "" for none


@dataclass(frozen=True, slots=True)
class Incentive:
    """Money for a shoot that begins in a window and ends by a date."""

    name: str
    value: int  # in whole units of the currency
    begins_from_week: int
    begins_before_week: int
    spent_by_week: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The weeks in which a title's parts begin."""

    prep_week: int  # below 0 where it began before the year
    block_weeks: tuple[int, ...]
    post_week: int


@dataclass(frozen=True, slots=True)
class YearTitle:
    """What one title needs of the year."""

    name: str
    prep_weeks: int
    blocks: tuple[Block, ...]
    post_weeks: int
    ready_week: int = 0  # preparation begins then at the earliest
    due_week: int | None = None  # delivered by the end of the week before
    firm: bool = False  # may not be late
    late_cost: int = 0  # of each week late
    idle_cost: int = 0  # of each week between the end of preparation and of the last block
    people: tuple[str, ...] = ()  # whom it needs while shooting
    incentive: Incentive | None = None
    kept: Standing | None = None  # it has begun, or somebody decided: it stays there


@dataclass(frozen=True, slots=True)
class Year:
    """A slate and what it shares."""

    weeks: int
    titles: tuple[YearTitle, ...]
    crews: int
    post_rooms: int
    stages: Mapping[str, int]  # how many of each kind
    closed: Mapping[str, tuple[tuple[int, int], ...]]  # weeks when a place cannot be had

    def __post_init__(self) -> None:
        """Raise InputError that names a title whose needs no year has."""
        for title in self.titles:
            if not title.blocks:
                raise InputError(f"{title.name} has no block of shooting")
            for block in title.blocks:
                if not 0 < block.low_weeks <= block.weeks <= block.high_weeks:
                    raise InputError(f"{title.name}: a block is not low <= weeks <= high")
                if block.stage and block.stage not in self.stages:
                    raise InputError(
                        f"{title.name} needs a stage {block.stage!r}: there is none"
                    )


@dataclass(frozen=True, slots=True)
class TitlePlan:
    """When a title is made, and what of it costs beyond making it."""

    name: str
    prep_week: int
    block_weeks: tuple[int, ...]  # the first week of each block
    post_week: int
    delivered_week: int  # the week after the last of post-production
    late_weeks: int
    idle_weeks: int
    incentive: bool  # it is earned
    cost: int  # of weeks late and idle, and of the incentive if it is lost

    @property
    def standing(self) -> Standing:
        """The weeks in which its parts begin."""
        return Standing(self.prep_week, self.block_weeks, self.post_week)


def plan_of(title: YearTitle, at: Standing) -> TitlePlan:
    """Return what becomes of a title whose parts begin in these weeks."""
    delivered = at.post_week + title.post_weeks
    late = 0 if title.due_week is None else max(0, delivered - title.due_week)
    last = at.block_weeks[-1] + title.blocks[-1].weeks
    shot = sum(block.weeks for block in title.blocks)
    idle = max(0, last - at.prep_week - title.prep_weeks - shot)
    offer = title.incentive
    earned = offer is not None and (
        offer.begins_from_week <= at.block_weeks[0] < offer.begins_before_week
        and last <= offer.spent_by_week
    )
    lost = offer.value if offer and not earned else 0
    return TitlePlan(
        name=title.name,
        prep_week=at.prep_week,
        block_weeks=at.block_weeks,
        post_week=at.post_week,
        delivered_week=delivered,
        late_weeks=late,
        idle_weeks=idle,
        incentive=earned,
        cost=title.late_cost * late + title.idle_cost * idle + lost,
    )
