"""A forecast taught by cases, beside the simple tables it has to beat."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cartelera.engines.audience import simple
from cartelera.engines.audience.blend import Blend
from cartelera.engines.audience.cases import Case
from cartelera.engines.audience.features import (
    Array,
    facts_told,
    features,
    refuse_leaks,
    table_of,
    tongue_of,
)
from cartelera.engines.audience.forecast import ENOUGH, Forecaster
from cartelera.engines.audience.record import Announced, Record
from cartelera.engines.audience.simple import Range
from cartelera.engines.audience.words import WordLevels
from cartelera.vocabulary.errors import InputError

SURE = 0.02  # nothing is surer than this, or less sure


def cells_of(titles: Sequence[Announced], by_home: bool) -> list[tuple[str, str]]:
    """Return each title's cell of the simple table: kind and home country, or language."""
    return [
        (t.kind.value, (t.countries[0] if t.countries else "") if by_home else tongue_of(t))
        for t in titles
    ]


@dataclass(slots=True)
class Taught:
    """What cases taught: a model, its tables, and the cases as comparable titles."""

    cases: list[Case]
    record: Record
    names: tuple[str, ...]
    table: Array
    outcomes: Array
    forecaster: Forecaster
    words: WordLevels | None

    def features_of(self, asked: Sequence[Case]) -> Array:
        """Return what is known of some titles, as titles x features."""
        return table_of(_rows(asked, self.record, self.words), self.names)

    def ranges(self, asked: Sequence[Case]) -> list[Range]:
        """Return the model's forecasts."""
        return self.forecaster.of(self.features_of(asked))

    def tables(self, asked: Sequence[Case]) -> list[Range]:
        """Return what was usual for each title's kind and home, or its language."""
        by_home = _by_home(self.cases)
        return simple.table(
            cells_of([case.title for case in self.cases], by_home),
            self.outcomes,
            cells_of([case.title for case in asked], by_home),
        )

    def comparable(self, asked: Case, most: int = simple.NEAREST) -> list[Case]:
        """Return the cases most like a title, nearest first."""
        row = self.features_of([asked])[0]
        return [self.cases[n] for n in simple.nearest(self.table, row, most)]


def teach(
    cases: Sequence[Case],
    record: Record,
    words: WordLevels | None = None,
    most: float = math.inf,
) -> Taught:
    """Teach a forecast.

    cases   titles whose outcome is known
    record  reports and lists; of each title only what came before its day is looked at
    words   levels of the words of names; None: names are not read
    most    no outcome can be more, log10

    Raises InputError if there are too few cases, or a fact was collected after success.
    """
    if len(cases) < ENOUGH:
        raise InputError(
            f"{len(cases)} titles with an outcome are not enough to go on: {ENOUGH} are needed"
        )
    outcomes = np.array([case.outcome for case in cases])
    refuse_leaks([facts_told(case.title) for case in cases], outcomes.tolist())
    rows = _rows(cases, record, words)
    names, table = tuple(rows[0]), table_of(rows, tuple(rows[0]))
    forecaster = Forecaster.fit(
        table,
        outcomes,
        [case.title.identity.show for case in cases],
        periods=[case.at.toordinal() for case in cases],
        cells=cells_of([case.title for case in cases], _by_home(cases)),
        most=most,
    )
    return Taught(list(cases), record, names, table, outcomes, forecaster, words)


def home_chances(taught: Taught, asked: Sequence[Case]) -> Array:
    """Return each title's chance to enter its own country's list, given that it enters any.

    Raises InputError if too few cases tell.
    """
    told = [n for n, case in enumerate(taught.cases) if case.home is not None]
    if len(told) < ENOUGH:
        raise InputError(f"{len(told)} titles with a list at home are not enough to go on")
    reached = np.array([float(taught.cases[n].home is True) for n in told])
    said = Blend.fit(taught.table[told], reached).of(taught.features_of(asked))
    return np.clip(said, SURE, 1.0 - SURE)


def _by_home(cases: Sequence[Case]) -> bool:
    return all(case.title.countries for case in cases)


def _rows(
    cases: Sequence[Case], record: Record, words: WordLevels | None
) -> list[dict[str, float]]:
    rows = [features(case.title, record, case.at) for case in cases]
    if words is not None and cases:
        for row, level in zip(rows, words.of([case.title for case in cases]), strict=True):
            row["level of words"] = float(level)
    return rows
