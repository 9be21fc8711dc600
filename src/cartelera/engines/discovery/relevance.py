"""What a viewer is likely to want next: a closed-form linear autoencoder over viewings.

A title's score for a viewer is the sum, over what they watched, of how much watching the one
speaks for the other. Those weights come out of one matrix inverse, so a new viewer, or a
history that has just grown, is served by a product and not by training again.

Sources: EASE, Steck (2019); dropout weighting, EDLAE, Steck (2020); relaxed diagonal, RDLAE,
Moon, Kim and Lee (2023). Ours are the weight of long histories, likeness inside the Gram
matrix, and the shrinkage of what is watched by everybody.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

from cartelera.vocabulary.errors import InputError

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Matrix = NDArray[np.float64]
Weights = NDArray[np.float32]
BLOCK = 256  # rows and columns mirrored at a time


@dataclass(frozen=True, slots=True)
class Learning:
    """How a model is learned; the usual values were chosen on validation viewers."""

    ridge: float = 400.0  # pulls every weight to zero; in viewings
    dropout: float = 0.5  # share of a history that learning imagines missing, [0, 1)
    diagonal: float = 0.4  # how far a title may speak for itself while learning, 0 to 1
    history: float = 0.5  # a viewer of n titles counts n ** -history
    shrink: float = 0.1  # a title watched n times has its score divided by n ** shrink
    kin: float = 10.0  # how much the likeness of two records counts; in viewings


def counted(viewings: "csr_matrix", learning: Learning) -> Matrix:
    """Return how often two titles were watched by the same viewer.

    viewings  viewers x titles, at least 0: how much each viewer took to each title

    Whoever watched much says less with each title; on average a viewer counts 1. The counts
    of two sets of viewers may be added with `np.add`, so learning goes on from a kept sum.
    """
    from scipy.sparse import diags

    seen = np.maximum(np.asarray((viewings > 0).sum(axis=1), dtype=np.float64).ravel(), 1)
    weights = seen**-learning.history
    if len(seen):
        weights *= len(seen) / weights.sum() if learning.history else 1.0
    return np.asarray((viewings.T @ diags(weights) @ viewings).todense(), dtype=np.float64)


def learn(
    together: Matrix, watched: NDArray[np.float64], learning: Learning, likeness: Matrix | None
) -> Weights:
    """Return how much having watched one title (row) speaks for another (column).

    together  titles x titles, as `counted` returns it
    watched   for each title, its viewings
    likeness  titles x titles, positive semidefinite, as `cold_start.likeness` returns it;
              None to learn from viewings alone

    One Cholesky factor and one inverse: the cost grows with the cube of the titles, and the
    result takes 4 bytes x titles squared. Above some thousands of titles use `learn_near`.
    """
    own = np.diag(together)
    penalty = own * learning.dropout / (1 - learning.dropout) + learning.ridge
    system = together.copy() if likeness is None else learning.kin * likeness + together
    _diagonal(system)[:] += penalty
    weights = inverse_of(system)
    spare = _diagonal(weights).copy()
    itself = 1 - penalty * spare
    over = np.maximum(itself - learning.diagonal, 0.0)
    shrink = shrinkage(watched, learning)
    weights *= (penalty + over / np.maximum(spare, 1e-12)) * -shrink
    _diagonal(weights)[:] += shrink
    return weights.astype(np.float32)


def inverse_of(system: Matrix) -> Matrix:
    """Return the inverse of a positive definite matrix, which is overwritten.

    A Cholesky factor and its inverse: half the arithmetic of a general inverse.
    Raises InputError if the matrix has no inverse of this kind.
    """
    factor, failed = linalg.lapack.dpotrf(system.T, lower=1, clean=0, overwrite_a=1)
    if failed:
        raise InputError("the counts of viewings have no inverse; learn with a ridge above 0")
    inverse, _ = linalg.lapack.dpotri(factor, lower=1, overwrite_c=1)
    for first in range(0, len(inverse), BLOCK):  # mirror the half that was computed
        block = slice(first, first + BLOCK)
        corner = np.tril(inverse[block, block])
        inverse[block, block] = corner + np.tril(corner, -1).T
        inverse[block, first + BLOCK :] = inverse[first + BLOCK :, block].T
    return np.asarray(inverse)


def _diagonal(matrix: Matrix) -> NDArray[np.float64]:
    return np.asarray(np.einsum("ii->i", matrix))


def shrinkage(watched: NDArray[np.float64], learning: Learning) -> NDArray[np.float64]:
    """Return by how much each title's scores are multiplied: less, the more it was watched."""
    return np.asarray((watched + 1.0) ** -learning.shrink)


def learn_near(
    viewings: "csr_matrix",
    titles: NDArray[np.int64],
    learning: Learning,
    near: int = 200,
) -> "csr_matrix":
    """Return the weights towards some `titles`, each learned among its nearest alone.

    viewings  viewers x titles, at least 0
    titles    the columns to learn: the work can be dealt out in any blocks
    near      titles, those most watched together with it, that may speak for a title

    Returns a sparse titles x len(titles) matrix. The cost grows with the columns times the
    cube of `near`; with `near` as large as the catalogue the weights are those of `learn`
    without likeness and with a diagonal of 0.
    """
    from scipy.sparse import csc_matrix, diags

    seen = np.maximum(np.asarray((viewings > 0).sum(axis=1), dtype=np.float64).ravel(), 1)
    weights = seen**-learning.history
    weights *= len(seen) / weights.sum() if learning.history else 1.0
    weighted = (diags(np.sqrt(weights)) @ viewings).tocsc()
    watched = np.asarray((viewings > 0).sum(axis=0), dtype=np.float64).ravel()
    factors = shrinkage(watched, learning)
    rows, values, ends = [], [], [0]
    for title in titles:
        shared = np.asarray((weighted.T @ weighted[:, [title]]).todense()).ravel()
        ranked = np.argsort(-shared, kind="stable")
        kin = np.sort(ranked[ranked != title][:near])
        among = weighted[:, kin]
        system = np.asarray((among.T @ among).todense(), dtype=np.float64)
        own = np.diag(system).copy()
        system[np.diag_indices_from(system)] += (
            own * learning.dropout / (1 - learning.dropout) + learning.ridge
        )
        if len(kin):
            rows.append(kin)
            values.append(linalg.solve(system, shared[kin], assume_a="pos") * factors[title])
        ends.append(ends[-1] + len(kin))
    indices = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64)
    data = np.concatenate(values) if values else np.zeros(0)
    shape = (viewings.shape[1], len(titles))
    return csc_matrix((data.astype(np.float32), indices, ends), shape=shape).tocsr()


def scores(
    history: NDArray[np.int64], strength: NDArray[np.float64], weights: Weights
) -> NDArray[np.float64]:
    """Return the score of every title for one viewer.

    history   rows of `weights` that the viewer watched
    strength  how much each was taken to
    """
    return np.asarray(strength @ weights[history], dtype=np.float64)
