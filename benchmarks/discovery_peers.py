"""What the engine is measured beside: other scorers, and other ways to re-rank a list."""

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import sparse

from cartelera.engines.discovery.relevance import inverse_of

Scorer = Callable[[Any], Any]  # histories (viewers x titles, sparse) -> scores


def popularity(train: Any) -> Scorer:
    """Everybody gets what most have watched."""
    watched = np.asarray(train.sum(axis=0)).ravel()
    return lambda history: np.tile(watched, (history.shape[0], 1))


def item_knn(train: Any, near: int) -> Scorer:
    """Cosine between titles, the nearest `near` of each kept."""
    together = np.asarray((train.T @ train).todense(), dtype=np.float64)
    size = np.sqrt(np.diag(together))
    cosine = together / np.maximum(np.outer(size, size), 1e-12)
    np.fill_diagonal(cosine, 0)
    edge = -np.partition(-cosine, near, axis=0)[near]
    kept = np.where(cosine > edge, cosine, 0)
    return lambda history: history @ kept


def ease(train: Any, ridge: float) -> Scorer:
    """EASE (Steck 2019), by the same Cholesky inverse as the engine."""
    system = np.asarray((train.T @ train).todense(), dtype=np.float64)
    system[np.diag_indices_from(system)] += ridge
    inverse = inverse_of(system)
    inverse /= -np.diag(inverse)
    np.fill_diagonal(inverse, 0)
    kept = inverse.astype(np.float32)
    return lambda history: history @ kept


def ials(train: Any, factors: int, regularization: float, alpha: float) -> Scorer:
    """Implicit alternating least squares, as the library `implicit` has it."""
    from implicit.als import AlternatingLeastSquares

    model = AlternatingLeastSquares(
        factors=factors,
        regularization=regularization,
        alpha=alpha,
        iterations=12,
        num_threads=1,
        random_state=1,
    )
    model.fit(train.tocsr(), show_progress=False)

    def score(history: Any) -> Any:
        people = model.recalculate_user(np.arange(history.shape[0]), history.tocsr())
        return np.asarray(people) @ np.asarray(model.item_factors).T

    return score


def best(scores: Any, count: int) -> Any:
    """Return the places of the best `count` scores of each row, best first."""
    near = np.argpartition(-scores, count - 1, axis=1)[:, :count]
    own = np.take_along_axis(scores, near, axis=1)
    return np.take_along_axis(near, np.argsort(-own, axis=1, kind="stable"), axis=1)


def shares_of(score: Any) -> Any:
    """Return scores of a list spread from 0 to 1."""
    return (score - score.min()) / max(float(score.max() - score.min()), 1e-12)


def mmr(score: Any, distances: Any, trade: float, count: int) -> list[int]:
    """Maximal marginal relevance (Carbonell and Goldstein 1998)."""
    wanted, chosen = shares_of(score), []
    nearest = np.zeros(len(score))
    for _ in range(count):
        value = trade * wanted - (1 - trade) * nearest
        value[chosen] = -np.inf
        chosen.append(int(np.argmax(value)))
        nearest = np.maximum(nearest, 1 - distances[chosen[-1]])
    return chosen


def dpp(score: Any, distances: Any, trade: float, count: int) -> list[int]:
    """Fast greedy MAP of a determinantal point process (Chen et al. 2018)."""
    quality = np.exp(trade / (2 * (1 - trade)) * shares_of(score))
    kernel = np.outer(quality, quality) * (1 - distances)
    kernel[np.diag_indices_from(kernel)] += 1e-6
    rows = np.zeros((count, len(score)))
    left, chosen = np.diag(kernel).copy(), []
    for n in range(count):
        value = np.where(left > 1e-10, np.log(np.maximum(left, 1e-10)), -np.inf)
        value[chosen] = -np.inf
        pick = int(np.argmax(value)) if np.isfinite(value).any() else _next(chosen, len(score))
        chosen.append(pick)
        row = (kernel[pick] - rows[:n].T @ rows[:n, pick]) / np.sqrt(max(left[pick], 1e-10))
        rows[n] = row
        left = left - row**2
    return chosen


def _next(chosen: list[int], titles: int) -> int:
    return next(place for place in range(titles) if place not in set(chosen))


def calibrated(score: Any, shares: Any, mix: Any, trade: float, count: int) -> list[int]:
    """Greedy calibration (Steck 2018): each step the best of score less C_KL."""
    wanted, chosen = shares_of(score), []
    held, total, has = np.zeros(shares.shape[1]), 0.0, mix > 0
    for n in range(1, count + 1):
        shown = 0.99 * (held + shares) / n + 0.01 * mix
        apart = (mix[has] * np.log(mix[has] / shown[:, has])).sum(axis=1)
        value = (1 - trade) * (total + wanted) - trade * apart
        value[chosen] = -np.inf
        pick = int(np.argmax(value))
        chosen.append(pick)
        held, total = held + shares[pick], total + wanted[pick]
    return chosen


def sparse_of(rows: Any, columns: Any, shape: tuple[int, int]) -> Any:
    """Return a matrix of ones at the given places."""
    return sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
