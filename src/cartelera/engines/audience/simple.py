"""The simple forecasts a model must beat: tables of what was usual, and the nearest titles."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from cartelera.engines.audience.features import Array

_FEWEST = 8  # titles in a cell of the table; with fewer it says what is usual of all
NEAREST = 15


@dataclass(frozen=True, slots=True)
class Range:
    """A forecast in log10: its middle, and the range that holds four outcomes of five."""

    low: float
    middle: float
    high: float


def usual(outcomes: Array) -> Range:
    """Return the median of some outcomes, and the range of their middle four fifths."""
    low, middle, high = np.quantile(outcomes, (0.1, 0.5, 0.9))
    return Range(float(low), float(middle), float(high))


def table(cells: Sequence[Hashable], outcomes: Array, asked: Sequence[Hashable]) -> list[Range]:
    """Return what is usual in each asked cell, such as (kind, language).

    cells     the cell of each title whose outcome is known
    outcomes  log10, one a title
    """
    every = usual(outcomes)
    by_cell: dict[Hashable, list[float]] = {}
    for cell, outcome in zip(cells, outcomes, strict=True):
        by_cell.setdefault(cell, []).append(float(outcome))
    known = {c: usual(np.array(o)) for c, o in by_cell.items() if len(o) >= _FEWEST}
    return [known.get(cell, every) for cell in asked]


def nearest(known: Array, row: Array, most: int = NEAREST) -> list[int]:
    """Return the titles most like one, nearest first, as row numbers.

    known  titles x features; NaN where not known
    row    the same features of the title asked for

    Two titles that both lack a fact are alike in it; one that has it and one that lacks it are
    a standard deviation apart.
    """
    told = ~np.isnan(known)
    middle = np.where(told, known, 0.0).sum(0) / np.maximum(told.sum(0), 1)
    spread = np.where(told, known - middle, 0.0).std(0)
    apart = np.abs(known - row) / np.where(spread > 0, spread, 1.0)
    one_lacks = np.isnan(known) ^ np.isnan(row)
    apart = np.where(one_lacks, 1.0, np.nan_to_num(apart, nan=0.0))
    return [int(n) for n in np.argsort((np.minimum(apart, 3.0) ** 2).sum(1))[:most]]
