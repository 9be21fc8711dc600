"""What a viewing says of a viewer's taste."""

from collections.abc import Iterable

LOOKED_IN = 0.05  # of its length: who left before did not take to it
LEFT = 0.5  # of the worth of a title is lost to whoever looked into it and left
HALF_LIFE_DAYS = 180.0  # after which a viewing says half as much


def strength(seconds_played: float, seconds_long: float) -> float:
    """Return how much one viewing says that its viewer took to the title, 0 to 1.

    seconds_played  really played, whatever the position; what is played twice counts once

    The share seen counts, so what was skipped does not; a look of less than a twentieth says
    nothing.
    """
    share = min(seconds_played / seconds_long, 1.0) if seconds_long > 0 else 0.0
    return share if share >= LOOKED_IN else 0.0


def fading(days: float) -> float:
    """Return what is left after some days of what a viewing said; a moment to come is now.

    After a and b days it is the product of both, so that what was learned fades as it stands.
    """
    return float(0.5 ** (max(days, 0.0) / HALF_LIFE_DAYS))


def after_leaving(days: float) -> float:
    """Return what a title counts for a viewer who looked into it some days ago and left, to 1.

    It is worth half at once, and as much as any other in time. It takes nothing from titles
    like it: what viewers liked little speaks for those too, as the benchmark shows.
    """
    return 1.0 - LEFT * fading(days)


def together(strengths: Iterable[float]) -> float:
    """Return what several viewings of one title, or of a series' episodes, say together.

    Each lifts what is left to be said, so that a series followed to its end says nearly all.
    """
    left = 1.0
    for one in strengths:
        left *= 1.0 - one
    return 1.0 - left
