"""Three learners of different nature, and a mean of what they say."""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from cartelera.engines.audience.features import Array

_SEEDS = (0, 1)
_LOSSES = ("squared_error", "absolute_error")  # the mean, and the middle, of what is likely
_TREES = 200
Shares = tuple[float, float, float]  # of randomised trees, boosted trees and support vectors
EVEN: Shares = (1 / 3, 1 / 3, 1 / 3)
_TRIED: tuple[Shares, ...] = (EVEN, (0.25, 0.5, 0.25), (0.0, 2 / 3, 1 / 3), (0.5, 0.5, 0.0))
_FAR = 4.0  # standard deviations beyond which a value is taken as that far


@dataclass(slots=True)
class Blend:
    """Randomised trees, boosted trees and a support-vector regression.

    Each is wrong in its own way; their mean is wrong less often than the best of them.
    """

    _models: list[object]
    _told: NDArray[np.bool_]  # features that differed between the titles that taught it
    _middle: Array
    _scale: Array
    _shares: Shares

    @classmethod
    def fit(cls, table: Array, outcomes: Array, shares: Shares = EVEN) -> "Blend":
        """Learn outcomes from features.

        table     titles x features; NaN where not known
        outcomes  one a title
        shares    of each learner in the mean
        """
        from sklearn.ensemble import ExtraTreesRegressor, HistGradientBoostingRegressor
        from sklearn.svm import SVR

        told = np.array([len(np.unique(c[~np.isnan(c)])) > 1 for c in table.T])
        if not told.any():  # nothing tells the titles apart: all that is learnt is the usual
            told[np.isnan(table).sum(0).argmin()] = True
        table = table[:, told]
        known = np.where(np.isnan(table), 0.0, 1.0)
        middle = np.where(np.isnan(table), 0.0, table).sum(0) / np.maximum(known.sum(0), 1.0)
        filled = np.where(np.isnan(table), middle, table)
        scale = filled.std(0) + 1e-9
        made = cls([], told, middle, scale, shares)
        trees = ExtraTreesRegressor(
            _TREES, min_samples_leaf=4, max_features=0.4, random_state=_SEEDS[0]
        )
        made._models.append(trees.fit(_zeroed(table), outcomes))
        for loss, seed in product(_LOSSES, _SEEDS):
            boosted = HistGradientBoostingRegressor(
                loss=loss,
                max_iter=130,
                learning_rate=0.05,
                max_leaf_nodes=8,
                min_samples_leaf=12,
                l2_regularization=5.0,
                max_features=0.35,
                random_state=seed,
                early_stopping=False,
            )
            made._models.append(boosted.fit(table, outcomes))
        support = SVR(C=0.5, gamma=0.3 / table.shape[1], epsilon=0.1)
        made._models.append(support.fit(made._standard(table), outcomes))
        return made

    def of(self, table: Array) -> Array:
        """Return what is expected of each row."""
        return mean_of(self.each(table), self._shares)

    def each(self, table: Array) -> Array:
        """Return what each learner expects, as learners x rows."""
        trees, *boosted, support = self._models
        table = table[:, self._told]
        return np.array(
            [
                trees.predict(_zeroed(table)),  # type: ignore[attr-defined]
                np.mean([model.predict(table) for model in boosted], axis=0),  # type: ignore[attr-defined]
                support.predict(self._standard(table)),  # type: ignore[attr-defined]
            ]
        )

    def _standard(self, table: Array) -> Array:
        filled = np.where(np.isnan(table), self._middle, table)
        clipped: Array = np.clip((filled - self._middle) / self._scale, -_FAR, _FAR)
        return clipped


def mean_of(said: Array, shares: Shares) -> Array:
    """Return the mean of what learners say, as rows."""
    mean: Array = np.average(said, axis=0, weights=shares)
    return mean


def best_shares(said: Array, outcomes: Array) -> Shares:
    """Return the shares under which learners that had not seen the outcomes were nearest.

    said  learners x titles
    """
    return min(_TRIED, key=lambda s: float(np.abs(mean_of(said, s) - outcomes).mean()))


def _zeroed(table: Array) -> Array:
    return np.where(np.isnan(table), 0.0, table)
