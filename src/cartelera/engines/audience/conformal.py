"""Ranges that hold as often as they say: conformal, and adapted to how forecasts drift."""

from collections.abc import Sequence

import numpy as np

from cartelera.engines.audience.features import Array
from cartelera.vocabulary.errors import InputError


def quantile(values: Array, share: float, weights: Array | None = None) -> float:
    """Return the value that a share of the weight lies at or below.

    share  0 to 1
    Raises InputError for no values.
    """
    if len(values) == 0:
        raise InputError("no quantile of nothing")
    order = np.argsort(values)
    weight = np.ones(len(values)) if weights is None else weights
    passed = np.cumsum(weight[order]) / weight.sum()
    place = min(int(np.searchsorted(passed, share - 1e-12)), len(values) - 1)
    return float(values[order][place])


def bounds(errors: Array, spread: Array, share: float, weights: Array) -> tuple[float, float]:
    """Return how many spreads below and above a forecast its range begins and ends.

    errors   outcome less forecast, of titles that did not teach the forecast
    spread   how far off each was expected to be, positive
    share    of outcomes that the range is to hold, 0 to 1
    weights  how much each error counts: late ones tell more of the next

    With equal weights the range holds at least `share` of exchangeable outcomes.
    Source: split conformal prediction with weights, Barber, Candès, Ramdas, Tibshirani (2023).
    """
    scaled = errors / spread
    tail = (1.0 - share) / 2.0
    grain = 1.0 / (len(scaled) + 1)
    low = quantile(scaled, max(tail - grain / 2, 0.0), weights)
    return low, quantile(scaled, min(1.0 - tail + grain / 2, 1.0), weights)


def adapted_share(held: Sequence[float], share: float, step: float = 0.5) -> float:
    """Return the share to ask for next, from the shares that earlier ranges held.

    held  share of outcomes inside the range, report by report, oldest first
    step  how much of a shortfall is made good at once

    Source: adaptive conformal inference, Gibbs and Candès (2021).
    """
    asked = share
    for found in held:
        asked += step * (share - found)
    return float(np.clip(asked, share - 0.08, share + 0.08))
