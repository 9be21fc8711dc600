"""How titles fared whose names share words: learnt from everything older that is still seen."""

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cartelera.engines.audience.features import (
    TONGUES,
    Array,
    is_limited,
    is_serial,
    season_of,
    tongue_of,
)
from cartelera.engines.audience.record import Announced, Screening, Shown

NDArrayInt = NDArray[np.int64]

_WORD = r"[\w']+"
_FOLDS = 5
_STIFFNESS = 15.0  # of the ridge: how many titles a word must be in to count
_FEWEST = 3  # titles that share a word, for it to tell anything
_AGE_DAYS = 91.0
_OLDEST = 9


class WordLevels:
    """A ridge over the words of a name and its kind, language and rights.

    Titles of every age in the reports teach it, each against the median of its kind, age,
    rights and report. A show never teaches the figure that is used to train on the same show.
    """

    def __init__(self, shown: Sequence[Shown]) -> None:
        """Learn from what reports say of titles, old and new."""
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import Ridge

        rows, levels, weights = _levels(shown)
        self._words = TfidfVectorizer(
            ngram_range=(1, 2),
            min_df=_FEWEST if len(rows) > 100 * _FEWEST else 1,
            sublinear_tf=True,
            token_pattern=_WORD,
        )
        self._words.fit([row.identity.name for row in rows])
        table, folds = self._table(rows), _folds(rows)
        self._parts = [
            Ridge(_STIFFNESS).fit(
                table[folds != fold], levels[folds != fold], weights[folds != fold]
            )
            for fold in range(_FOLDS)
        ]

    def of(self, titles: Sequence[Announced]) -> Array:
        """Return each title's level, log10 over its like, learnt without its own show."""
        table = self._table(titles)
        said = np.array([part.predict(table) for part in self._parts])
        chosen: Array = said[_folds(titles), np.arange(len(titles))]
        return chosen

    def _table(self, titles: Sequence[Announced]):  # type: ignore[no-untyped-def]
        from scipy import sparse

        words = self._words.transform([title.identity.name for title in titles])
        return sparse.hstack(
            [words, sparse.csr_matrix(np.array([_plain(title) for title in titles]))]
        ).tocsr()


def _plain(title: Announced) -> list[float]:
    series, everywhere = title.kind is Screening.SERIES, title.worldwide is True
    special = series and not is_serial(title)
    facts = [series, is_limited(title), special, everywhere, season_of(title) > 1]
    tongues = [tongue_of(title) == group for group in TONGUES]
    return [
        float(fact)
        for fact in (
            *facts,
            *tongues,
            *(spoken and series for spoken in tongues),
            *(spoken and everywhere for spoken in tongues),
        )
    ]


def _levels(shown: Sequence[Shown]) -> tuple[list[Announced], Array, Array]:
    like: dict[tuple[object, ...], list[float]] = {}
    for row in shown:
        like.setdefault(_like(row), []).append(np.log10(row.views))
    usual = {key: float(np.median(views)) for key, views in like.items()}
    by_title: dict[tuple[str, Screening], tuple[Announced, list[float]]] = {}
    for row in shown:
        _, levels = by_title.setdefault((row.title.name, row.title.kind), (row.title, []))
        levels.append(float(np.log10(row.views)) - usual[_like(row)])
    return (
        [title for title, _ in by_title.values()],
        np.array([np.mean(levels) for _, levels in by_title.values()]),
        np.array([float(len(levels)) for _, levels in by_title.values()]),
    )


def _like(row: Shown) -> tuple[object, ...]:
    age = None
    if row.released is not None:
        days = (row.begins - row.released).days
        age = -1 if days < 0 else min(int(days / _AGE_DAYS), _OLDEST)
    return row.title.kind, age, row.title.worldwide, row.begins


def _folds(titles: Sequence[Announced]) -> NDArrayInt:
    return np.array([zlib.crc32(t.identity.show.encode()) % _FOLDS for t in titles])
