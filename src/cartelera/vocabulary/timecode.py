"""Time in moving pictures: frame rates that are exact, moments that can be written."""

from fractions import Fraction

from cartelera.vocabulary.errors import InputError

USUAL_RATES = tuple(
    Fraction(*rate)
    for rate in (
        (24000, 1001),
        (24, 1),
        (25, 1),
        (30000, 1001),
        (30, 1),
        (48, 1),
        (50, 1),
        (60000, 1001),
        (60, 1),
    )
)  # frames a second
SNAP = Fraction(1, 2500)  # share of a rate within which it is taken for a usual one


def frame_rate(value: str | Fraction | float) -> Fraction:
    """Return an exact frame rate, in frames a second.

    value  what a file or a person says: 23.976, "23.98", "30000/1001", Fraction(25)

    A rate within 0.04 % of a usual one is that one: 23.976 and 23.98 are 24000/1001.
    Raises InputError if the value is no rate above 0.
    """
    try:
        rate = Fraction(value)
    except (ValueError, ZeroDivisionError) as error:
        raise InputError(
            f"{value!r} is no frame rate: give one such as 25 or 24000/1001"
        ) from error
    if rate <= 0:
        raise InputError(f"{value!r} is no frame rate: it must be above 0")
    nearest = min(USUAL_RATES, key=lambda usual: abs(usual - rate))
    return nearest if abs(nearest - rate) <= nearest * SNAP else rate


def clock(seconds: Fraction | float) -> str:
    """Write a moment as WebVTT does: hours:minutes:seconds.milliseconds, rounded."""
    milliseconds = round(seconds * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{milliseconds // 1000:02d}.{milliseconds % 1000:03d}"
