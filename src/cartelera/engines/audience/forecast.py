"""Forecast a number of titles not yet released, with a range that is kept honest."""

import zlib
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from cartelera.engines.audience import simple
from cartelera.engines.audience.blend import Blend, best_shares, mean_of
from cartelera.engines.audience.conformal import adapted_share, bounds
from cartelera.engines.audience.features import Array
from cartelera.engines.audience.simple import Range

ENOUGH = 60  # titles with an outcome, below which no model is taught
_FOLDS = 5
_SHARE = 0.8
_NARROWEST = 0.12  # spread, log10
_REPLAYED = 100  # titles that must come before a period for it to be replayed
_TRUST = 0.7  # in what is said of one sort of title, against all
_LATE, _LATEST = 2.0, 1.5  # weight of errors in replay, and of the last period's, to others


@dataclass(frozen=True, slots=True)
class Replay:
    """A period forecast from those before it only, beside the table of what was usual."""

    period: int
    titles: int
    error: float  # mean absolute, log10
    table_error: float
    held: float  # share of outcomes inside the range


@dataclass(slots=True)
class Forecaster:
    """A blend, how far it is usually off for titles of each sort, and its record."""

    _blend: Blend
    _spread: "_Spread"
    low: float  # spreads below the middle
    high: float
    replays: tuple["Replay", ...]  # earlier periods, forecast as if they were to come
    most: float  # no outcome can be more, log10

    @classmethod
    def fit(
        cls,
        table: Array,
        outcomes: Array,
        shows: Sequence[str],
        *,
        periods: Sequence[int],
        cells: Sequence[Hashable],
        most: float = np.inf,
    ) -> "Forecaster":
        """Learn from titles whose outcome is known.

        table     titles x features
        outcomes  log10, one a title
        shows     the show of each: seasons of one show never teach and test each other
        periods   when each came out, as an order: periods are replayed in it
        cells     the cell of the simple table that each falls in
        most      no outcome can be more, log10
        """
        order = np.asarray(periods)
        said = _cross_fitted(table, outcomes, shows)
        shares = best_shares(said, outcomes)
        crossed = outcomes - mean_of(said, shares)
        spread = _Spread(table, np.abs(crossed))
        past = _Past(crossed, spread.of(table), order)
        for period in _replayed(order):
            before, now = order < period, order == period
            taught = Blend.fit(table[before], outcomes[before], shares)
            late = outcomes[now] - taught.of(table[now])
            usual = simple.table(
                [cells[n] for n in np.flatnonzero(before).tolist()],
                outcomes[before],
                [cells[n] for n in np.flatnonzero(now).tolist()],
            )
            past.replay(period, late, outcomes[now] - np.array([u.middle for u in usual]))
        low, high = past.bounds(order.max() + 1)
        return cls(
            Blend.fit(table, outcomes, shares), spread, low, high, tuple(past.replays), most
        )

    @property
    def beats_tables(self) -> bool:
        """Say whether it was nearer than the table of what is usual, out of time."""
        titles = sum(replay.titles for replay in self.replays)
        gain = sum(r.titles * (r.table_error - r.error) for r in self.replays)
        return titles > 0 and gain > 0

    def of(self, table: Array) -> list[Range]:
        """Return the forecast of each row."""
        middle, spread = self._blend.of(table), self._spread.of(table)
        return [
            Range(
                float(min(m + self.low * s, self.most)),
                float(min(m, self.most)),
                float(min(m + self.high * s, self.most)),
            )
            for m, s in zip(middle, spread, strict=True)
        ]


def _replayed(order: Array) -> list[int]:
    """Return the periods that have enough before them, and within, to be replayed."""
    return [
        int(period)
        for period in np.unique(order)[1:]
        if (order < period).sum() >= _REPLAYED and (order == period).sum() >= ENOUGH / 2
    ]


class _Past:
    """The errors made so far: in cross-fitting, and in replays, which tell more."""

    def __init__(self, crossed: Array, spread: Array, order: Array) -> None:
        self._crossed, self._spread, self._order = crossed, spread, order
        self._late: list[tuple[int, Array]] = []
        self.replays: list[Replay] = []

    def bounds(self, period: int) -> tuple[float, float]:
        """Return how many spreads the range of a period reaches, from what came before it."""
        before = self._order < period
        latest = self._order[before].max()
        errors, spreads = [self._crossed[before]], [self._spread[before]]
        weights = [np.where(self._order[before] == latest, _LATEST, 1.0)]
        for played, late in self._late:
            errors.append(late)
            spreads.append(self._spread[self._order == played])
            weights.append(np.full(len(late), _LATE))
        share = adapted_share([replay.held for replay in self.replays], _SHARE)
        return bounds(
            np.concatenate(errors), np.concatenate(spreads), share, np.concatenate(weights)
        )

    def replay(self, period: int, late: Array, table_late: Array) -> None:
        """Note the errors of a period that was forecast from those before it."""
        low, high = self.bounds(period)
        scaled = late / self._spread[self._order == period]
        self.replays.append(
            Replay(
                period,
                len(late),
                float(np.abs(late).mean()),
                float(np.abs(table_late).mean()),
                float(((scaled >= low) & (scaled <= high)).mean()),
            )
        )
        self._late.append((period, late))


class _Spread:
    """How far off a forecast of a title like this one usually is, log10."""

    def __init__(self, table: Array, errors: Array) -> None:
        from sklearn.ensemble import ExtraTreesRegressor

        self._usual = float(errors.mean())
        self._trees = ExtraTreesRegressor(
            100, min_samples_leaf=20, max_features=0.5, random_state=0
        ).fit(np.where(np.isnan(table), 0.0, table), errors)

    def of(self, table: Array) -> Array:
        said = self._trees.predict(np.where(np.isnan(table), 0.0, table))
        spread: Array = np.maximum(_TRUST * said + (1.0 - _TRUST) * self._usual, _NARROWEST)
        return spread


def _cross_fitted(table: Array, outcomes: Array, shows: Sequence[str]) -> Array:
    """Return what learners that had not seen a title's show say of it, as learners x titles."""
    folds = np.array([zlib.crc32(show[::-1].encode()) % _FOLDS for show in shows])
    said = np.zeros((3, len(outcomes)))
    for fold in range(_FOLDS):
        inside = folds == fold
        if inside.any():
            said[:, inside] = Blend.fit(table[~inside], outcomes[~inside]).each(table[inside])
    return said
