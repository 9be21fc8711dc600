"""Sets of scenes and of actors as bits of a number, and sums over them."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba.cpython.unsafe.numbers import trailing_zeros

from cartelera.engines.filming.order.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

MOST_BITS = 62
ENDLESS = 1 << 60


class Play(NamedTuple):
    """A talent problem in bits: at most 62 scenes and 62 actors."""

    cast: "Numbers"  # actors of each scene
    days: "Numbers"
    rates: "Numbers"
    scenes: "Numbers"  # scenes of each actor
    days_of: "Numbers"  # 8 x 256, the sum of days over each byte of a set of scenes
    rates_of: "Numbers"  # the same, of rates over a set of actors


@compiled
def lowest(bits: int) -> int:
    """Return the place of the lowest bit that is set."""
    return np.int64(trailing_zeros(np.uint64(bits)))  # type: ignore[return-value, call-arg]


@compiled
def count(bits: int) -> int:
    """Return how many bits are set."""
    found = 0
    while bits:
        bits &= bits - 1
        found += 1
    return found


@compiled
def total(table: "Numbers", bits: int) -> int:
    """Return the sum of what stands behind the bits that are set."""
    row = 0
    found = 0
    while bits:
        found += table[row, bits & 255]
        bits >>= 8
        row += 1
    return found


@compiled
def cast_of(cast: "Numbers", scenes: int) -> int:
    """Return everybody who plays in any of the scenes."""
    actors = np.int64(0)
    while scenes:
        actors |= cast[lowest(scenes)]
        scenes &= scenes - 1
    return actors  # type: ignore[return-value]


def play_of(days: "Numbers", cast: "Numbers", rates: "Numbers") -> Play:
    """Return a problem in bits."""
    scenes = np.array(
        [
            sum(1 << s for s in range(len(cast)) if int(cast[s]) >> a & 1)
            for a in range(len(rates))
        ],
        np.int64,
    )
    return Play(cast, days, rates, scenes, _table(days), _table(rates))


def _table(amounts: "Numbers") -> "Numbers":
    padded = np.zeros(64, np.int64)
    padded[: len(amounts)] = amounts
    bits = (np.arange(256)[:, None] >> np.arange(8)) & 1
    return padded.reshape(8, 8) @ bits.T
