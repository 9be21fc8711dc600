"""What a title's own board says of the year: how long its shoots are, and where it stands."""

from collections.abc import Iterator, Sequence
from datetime import date

from cartelera.engines.filming.year.titles import Block, TitlePlan, YearTitle
from cartelera.vocabulary.stage import Stage

_APART_DAYS = 7  # a longer break between shooting days parts two blocks


def blocks_of(
    dates: Sequence[date], days_a_week: int, slip_percent: int, like: Sequence[Block] = ()
) -> tuple[Block, ...]:
    """Return the blocks of a board: its shooting days, parted where the company rests a week.

    dates         its shooting days, in order
    days_a_week   that may be shot
    slip_percent  how much longer a block may take
    like          blocks that say where each is shot, the last for all that follow

    A block is as long as it stands on the board; at least, its days without an idle one.
    """
    made = []
    for n, run in enumerate(_runs(dates)):
        weeks = (run[-1] - run[0]).days // 7 + 1
        where = like[min(n, len(like) - 1)] if like else Block(1, 1, 1)
        made.append(
            Block(
                weeks=weeks,
                low_weeks=min(weeks, -(-len(run) // days_a_week)),
                high_weeks=-(-weeks * (100 + slip_percent) // 100),
                place=where.place,
                stage=where.stage,
            )
        )
    return tuple(made)


def _runs(dates: Sequence[date]) -> Iterator[list[date]]:
    run: list[date] = []
    for on in dates:
        if run and (on - run[-1]).days > _APART_DAYS:
            yield run
            run = []
        run.append(on)
    if run:
        yield run


def stage_said(
    title: YearTitle, plan: TitlePlan | None, week: int, dates: Sequence[date], today: date
) -> Stage | None:
    """Return the stage in which a plan and the call sheets say a title is; None if in neither.

    week   of the year, in which today is
    dates  the shooting days of its board, which count more than the plan
    """
    said = _planned(title, plan, week) if plan else None
    if not dates:
        return said
    if today > dates[-1]:
        later = said in (Stage.POST_PRODUCTION, Stage.DELIVERED)
        return said if later else Stage.POST_PRODUCTION
    if today >= dates[0]:
        return Stage.FILMING
    return Stage.PRE_PRODUCTION if said else None


def _planned(title: YearTitle, plan: TitlePlan, week: int) -> Stage | None:
    if week >= plan.delivered_week:
        return Stage.DELIVERED
    if week >= plan.block_weeks[-1] + title.blocks[-1].weeks:
        return Stage.POST_PRODUCTION
    if week >= plan.block_weeks[0]:
        return Stage.FILMING
    return Stage.PRE_PRODUCTION if week >= plan.prep_week else None


_ORDER = tuple(Stage)


def may_move(now: Stage, said: Stage | None) -> bool:
    """Say whether a plan may move a title on: forward only, never what is released."""
    if said is None or now in (Stage.RELEASED, Stage.CANCELLED):
        return False
    return _ORDER.index(said) > _ORDER.index(now)
