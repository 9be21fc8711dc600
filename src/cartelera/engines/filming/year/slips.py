"""How safe each delivery is: years in which shoots take longer, or less, than is likely."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cartelera.engines.filming.year.titles import TitlePlan, Year

if TYPE_CHECKING:
    from numpy.random import Generator


def on_time_shares(
    year: Year, plan: Sequence[TitlePlan], chance: "Generator", years: int = 200
) -> dict[str, float]:
    """Return the share of slipped years in which each title is delivered when due.

    Every block is drawn between its low, likely and high weeks. What the plan puts first keeps
    its turn; a block or a post-production waits for what it needs, and never begins early.
    """
    import numpy as np

    titles = {title.name: title for title in year.titles}
    kinds = {"crews": year.crews, "post": year.post_rooms}
    kinds |= {f"stage {kind}": number for kind, number in year.stages.items()}
    kinds |= {f"person {who}": 1 for title in year.titles for who in title.people}
    # for each slipped year, when each of a kind is free again
    free = {kind: np.full((years, max(number, 1)), -(10**6)) for kind, number in kinds.items()}
    ended = {made.name: np.full(years, -(10**6)) for made in plan}
    steps = [(week, made.name, n) for made in plan for n, week in enumerate(made.block_weeks)]
    steps += [(made.post_week, made.name, -1) for made in plan]
    for week, name, number in sorted(steps):
        title, closed = titles[name], tuple[tuple[int, int], ...]()
        needs, length = ["post"], np.full(years, title.post_weeks)
        if number >= 0:
            block = title.blocks[number]
            low, high = block.low_weeks, block.high_weeks
            drawn = (
                chance.triangular(low, block.weeks, high, years)
                if low < high
                else np.full(years, low)
            )
            length, closed = np.rint(drawn).astype(int), year.closed.get(block.place, ())
            needs = ["crews", *(f"person {who}" for who in title.people)]
            needs += [f"stage {block.stage}"] if block.stage else []
        begin = np.maximum(week, ended[name])
        for need in needs:
            begin = np.maximum(begin, free[need].min(axis=1))
        for shut, opens in sorted(closed):
            begin = np.where((begin < opens) & (shut < begin + length), opens, begin)
        for need in needs:
            free[need][np.arange(years), free[need].argmin(axis=1)] = begin + length
        ended[name] = begin + length
    return {
        name: 1.0
        if titles[name].due_week is None
        else float((delivered <= titles[name].due_week).mean())
        for name, delivered in ended.items()
    }
