"""Place a title that nobody has watched, by what its record says."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Matrix = NDArray[np.float64]
Facts = Mapping[str, Sequence[str]]  # of one title: family, such as "director", to its words
DENSE = 400  # words of a family, above which most pairs of titles share none
EVEN = 0.5  # power of a title's viewings that is taken out of its column and put back later
YEARS = 4  # years before and after, over which two titles' likeness fades


def years_about(year: int | None) -> tuple[str, ...]:
    """Return the words by which a year is like its neighbours, for a family of facts."""
    if year is None:
        return ()
    return tuple(str(near) for near in range(year - YEARS, year + YEARS + 1))


def likeness(titles: Sequence[Facts], families: Mapping[str, float]) -> Matrix:
    """Return how alike the records of each two titles are.

    families  weight of each family of facts; "genre*year" is the product of two families

    In each family two titles are as alike as the cosine of their words, a rarer word counting
    more; a word that only one title has says nothing. The sum is positive semidefinite.
    """
    total = np.zeros((len(titles), len(titles)))
    for family, weight in families.items():
        bags = [_bags([facts.get(part, ()) for facts in titles]) for part in family.split("*")]
        if len(bags) == 1 and bags[0].shape[1] > DENSE:
            cosines = (bags[0] @ bags[0].T).tocoo()
            total[cosines.row, cosines.col] += weight * cosines.data
        else:
            dense = [bag.toarray().astype(np.float32) for bag in bags]
            products = [bag @ bag.T for bag in dense]
            total += weight * reduce(np.multiply, products)
    return total


def _bags(words: Sequence[Sequence[str]]) -> "csr_matrix":
    """Return a row of length 1 for each title, or of length 0 for one that says nothing."""
    from scipy.sparse import csr_matrix, diags

    titles = len(words)
    count = Counter(word for own in words for word in set(own))
    column = {word: n for n, word in enumerate(sorted(w for w in count if count[w] > 1))}
    pairs = [
        (row, column[word], np.log((titles + 1) / count[word]))
        for row, own in enumerate(words)
        for word in sorted(set(own))
        if word in column
    ]
    rows, columns, values = zip(*pairs, strict=True) if pairs else ((), (), ())
    bags = csr_matrix((values, (rows, columns)), shape=(titles, max(len(column), 1)))
    lengths = np.sqrt(np.asarray(bags.multiply(bags).sum(axis=1)).ravel())
    return (diags(1 / np.maximum(lengths, 1e-12)) @ bags).tocsr()


class Records:
    """The records of titles, too many to compare each two of them at once."""

    def __init__(self, titles: Sequence[Facts], families: Mapping[str, float]) -> None:
        """Hold the words of each title, as `likeness` takes them."""
        self._bags = [
            (weight, [_bags([facts.get(part, ()) for facts in titles]) for part in parts])
            for parts, weight in ((family.split("*"), w) for family, w in families.items())
        ]
        own = np.zeros(len(titles))
        for weight, bags in self._bags:
            norms = [np.asarray(bag.multiply(bag).sum(axis=1)).ravel() for bag in bags]
            own += weight * reduce(np.multiply, norms)
        self._sizes = np.sqrt(np.maximum(own, 1e-12))

    def between(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> Matrix:
        """Return how alike some titles are to others, from 1 / e for nothing in common to 1."""
        total = np.zeros((len(rows), len(columns)))
        for weight, bags in self._bags:
            products = [(bag[rows] @ bag[columns].T).toarray() for bag in bags]
            total += weight * reduce(np.multiply, products)
        return np.asarray(np.exp(total / np.outer(self._sizes[rows], self._sizes[columns]) - 1))


def mixed_of_nearest(
    known: NDArray[np.int64],
    fresh: NDArray[np.int64],
    records: Records,
    near: int = 60,
    ridge: float = 0.6,
) -> "csr_matrix":
    """Return known x fresh as `carried_over` does, each fresh title from its nearest alone.

    near  titles, those most like it, that a fresh title is mixed from

    The cost grows with the known times the fresh, and the fresh times the cube of `near`; the
    work can be dealt out in any blocks of fresh titles. With `near` as large as the known it
    is the mix that `carried_over` returns.
    """
    from scipy.sparse import csc_matrix

    alike = records.between(fresh, known)
    rows, values, ends = [], [], [0]
    for own in alike:
        picked = np.sort(np.argsort(-own, kind="stable")[:near])
        among = records.between(known[picked], known[picked])
        among[np.diag_indices_from(among)] += ridge
        rows.append(picked)
        values.append(linalg.solve(among, own[picked], assume_a="pos"))
        ends.append(ends[-1] + len(picked))
    indices = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64)
    data = np.concatenate(values) if values else np.zeros(0)
    return csc_matrix((data, indices, ends), shape=(len(known), len(fresh))).tocsr()


def carried_over(
    known: NDArray[np.int64], fresh: NDArray[np.int64], likeness: Matrix, ridge: float = 0.6
) -> Matrix:
    """Return how each fresh title's column is mixed from the columns of the known ones.

    known, fresh  titles with viewings and without, as rows of `likeness`
    ridge         more of it draws every fresh title nearer to the usual one

    Returns known x fresh, as `towards` takes it. A Gaussian process over records: kernel
    ridge regression, with an exponential of the likeness, so that a title like no other
    still has the common part.
    """
    size = np.sqrt(np.maximum(np.diag(likeness), 1e-12))
    kernel = np.exp(likeness / np.outer(size, size) - 1)
    among = kernel[np.ix_(known, known)]
    among[np.diag_indices_from(among)] += ridge
    return np.asarray(linalg.solve(among, kernel[np.ix_(known, fresh)], assume_a="pos"))


def towards(
    weights: NDArray[np.floating], watched: Matrix, mixed: Matrix, shrink: float
) -> Matrix:
    """Return how much having watched each known title speaks for each fresh one.

    weights  known x known, learned with this `shrink` (`relevance.Learning`)
    watched  viewings of each known title
    mixed    known x fresh, as `carried_over` returns it

    A column is carried over as if every title were watched alike; then each fresh title
    is given what its record lets one expect it to be watched.
    """
    logs = np.log1p(watched)
    level = EVEN - shrink
    expected = logs.mean() + (logs - logs.mean()) @ mixed
    return np.asarray((weights * np.exp(-level * logs)) @ mixed * np.exp(level * expected))


def towards_near(
    weights: "csr_matrix", watched: Matrix, mixed: "csr_matrix", shrink: float, most: int
) -> "csr_matrix":
    """Return what `towards` does of sparse weights; a column keeps its `most` largest."""
    from scipy.sparse import csc_matrix, diags

    logs = np.log1p(watched)
    level = EVEN - shrink
    expected = logs.mean() + mixed.T @ (logs - logs.mean())
    plain = weights @ diags(np.exp(-level * logs)) @ mixed @ diags(np.exp(level * expected))
    columns = csc_matrix(plain)
    columns.sort_indices()
    rows, values, ends = [], [], [0]
    for first, last in zip(columns.indptr[:-1], columns.indptr[1:], strict=True):
        own = slice(int(first), int(last))
        kept = np.sort(np.argsort(-np.abs(columns.data[own]), kind="stable")[:most])
        rows.append(columns.indices[own][kept])
        values.append(columns.data[own][kept])
        ends.append(ends[-1] + len(kept))
    indices = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64)
    data = np.concatenate(values) if values else np.zeros(0)
    return csc_matrix((data.astype(np.float32), indices, ends), shape=columns.shape).tocsr()
