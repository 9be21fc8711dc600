"""Choose titles that are wanted, and differ, and keep to a viewer's own mix.

One objective over the set S of what is shown:

    F(S) =   sum of relevance
           + calibration * sum over attributes g of mix[g] * log(FIRST + how much of g is in S)
           + variety     * sum over pairs of their distance, as in a list of 20
           + seldom      * titles few have watched

The first, second and fourth term are a monotone submodular function f, the third a sum of
distances, and Jaccard's distance is a metric. Adding, time and again, the title with the most
f / 2 + variety * distances reaches at least half of the best F that so many titles can have
(Borodin, Lee and Ye 2012). Floors are met inside the same walk; for them together with distance
no bound is claimed. Position needs no
search: a set reads best with its most wanted titles first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from cartelera.vocabulary.errors import InputError

LIST = 20  # titles: the length of list that weights are given for
FIRST = 0.05  # titles: keeps the first of an attribute from counting without end
MIXED = 0.99  # of a list's own mix when it is compared with a viewer's, as Steck (2018) does

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Term(StrEnum):
    """What put a title where it stands."""

    RELEVANCE = "relevance"
    CALIBRATION = "calibration"
    VARIETY = "variety"
    SELDOM = "seldom"
    FLOOR = "floor"


@dataclass(frozen=True, slots=True)
class Balance:
    """What a page weighs against relevance; chosen on validation viewers."""

    calibration: float = 2.0
    variety: float = 0.028
    seldom: float = 0.12
    floors: Mapping[str, float] = field(default_factory=dict)  # group: least share, 0 to 1

    def __post_init__(self) -> None:
        weights = (self.calibration, self.variety, self.seldom)
        if min(weights) < 0 or not all(0 <= share <= 1 for share in self.floors.values()):
            raise InputError("weights are at least 0 and floors are shares from 0 to 1")


PAGE = Balance(calibration=0.4, variety=0.01, seldom=0.1)  # many rows differ by themselves


@dataclass(frozen=True, slots=True)
class Candidates:
    """Titles that may be shown to one viewer, most wanted first."""

    relevance: Floats  # at least 0; the best twenty are 1 on average
    attributes: Floats  # titles x attributes, 0 or 1
    seldom: Flags  # titles few have watched
    groups: Mapping[str, Flags] = field(default_factory=dict)  # those that floors are for


@dataclass(frozen=True, slots=True)
class Chosen:
    """One title of a page, and what put it there."""

    place: int  # in the candidates
    term: Term
    group: str = ""  # whose floor it meets


def relevance_of(scores: Floats, best: int = 20) -> Floats:
    """Return scores as shares of what the best of them have on average; none below 0."""
    top = np.sort(scores)[::-1][:best]
    return np.maximum(scores / max(float(top.mean()) if len(top) else 0.0, 1e-12), 0.0)


def mixes(attributes: Floats) -> Floats:
    """Return each title's attributes as shares that add up to 1."""
    return np.asarray(attributes / np.maximum(attributes.sum(axis=1, keepdims=True), 1))


def distances(attributes: Floats) -> Floats:
    """Return 1 - Jaccard between each two titles; 0 between two without attributes."""
    both = attributes @ attributes.T
    sizes = attributes.sum(axis=1)
    either = sizes[:, None] + sizes[None] - both
    apart = np.where(either > 0, 1 - both / np.maximum(either, 1), 0.0)
    np.fill_diagonal(apart, 0.0)
    return np.asarray(apart)


class Choice:
    """A page while it is being filled: what is on it, and what the next title would add."""

    def __init__(
        self, among: Candidates, mix: Floats, balance: Balance, size: int = LIST
    ) -> None:
        """Begin an empty page.

        mix   the viewer's own share of each attribute; zeros for someone without a history
        size  titles that the page will hold: the more, the less one pair of them weighs
        """
        self.among, self.balance = among, balance
        self._mix = balance.calibration / 2 * mix
        shares = mixes(among.attributes)
        self._having = [np.flatnonzero(column) for column in shares.T]  # titles, by attribute
        self._shares = [shares[own, g] for g, own in enumerate(self._having)]
        self._gains = [np.zeros(len(own)) for own in self._having]  # of calibration
        kinds, self._kind = np.unique(among.attributes, axis=0, return_inverse=True)
        self._distances = distances(kinds) * (balance.variety * LIST / size)
        self._free = np.ones(len(among.relevance), dtype=bool)
        self._held = np.zeros(len(mix))  # how much of each attribute is on the page
        self._rare = balance.seldom / 2 * among.seldom
        self._apart = np.zeros(len(among.relevance))  # what distances to the page are worth
        self._mixed = np.zeros(len(among.relevance))
        for attribute in np.flatnonzero(self._mix).tolist():
            self._weigh(attribute)
        self._count = 0
        self._met = dict.fromkeys(balance.floors, 0)

    def _weigh(self, attribute: int) -> None:
        """Work out anew what each title would add to the mix through one attribute."""
        share = self._shares[attribute] / (self._held[attribute] + FIRST)
        gains = np.log1p(share) * self._mix[attribute]
        self._mixed[self._having[attribute]] += gains - self._gains[attribute]
        self._gains[attribute] = gains

    @property
    def free(self) -> Flags:
        """Return which candidates are not on the page."""
        return self._free.copy()

    def take(self, count: int, allowed: Flags | None = None) -> list[Chosen]:
        """Put up to `count` more titles on the page, most wanted first.

        allowed  candidates that this row may show; None for all

        The floors hold for the page as it stands after the row, as far as the row's own
        titles can meet them; what one row leaves owing the next ones make good.
        """
        row: list[Chosen] = []
        eligible = self._free if allowed is None else self._free & allowed
        count = min(count, int(eligible.sum()))
        owing = self._owing(self._count + count)
        for left in range(count, 0, -1):
            eligible = self._free if allowed is None else self._free & allowed
            forced = self._forced(eligible, owing, left)
            chosen = self._best(eligible if forced is None else eligible & forced[1])
            floor = None if forced is None else Chosen(chosen[0], Term.FLOOR, forced[0])
            row.append(floor or Chosen(*chosen))
            self._put(chosen[0], owing)
        return sorted(row, key=lambda c: (-self.among.relevance[c.place], c.place))

    def _owing(self, count: int) -> dict[str, int]:
        floors = self.balance.floors.items()
        return {g: int(np.ceil(share * count - 1e-9)) - self._met[g] for g, share in floors}

    def _forced(
        self, eligible: Flags, owing: Mapping[str, int], left: int
    ) -> tuple[str, Flags] | None:
        """Return the group that the next title must be of, when no place is left to wait."""
        due = {
            g: n for g, n in owing.items() if n > 0 and (self.among.groups[g] & eligible).any()
        }
        if not due or sum(due.values()) < left:
            return None
        wanted = max(due, key=lambda g: (due[g], g))
        return wanted, self.among.groups[wanted]

    def _best(self, eligible: Flags) -> tuple[int, Term]:
        wanted = self.among.relevance / 2
        value = np.where(eligible, wanted + self._mixed + self._rare + self._apart, -np.inf)
        best = int(np.argmax(value))
        plain = int(np.argmax(np.where(eligible, wanted, -np.inf)))
        if wanted[best] >= wanted[plain]:
            return best, Term.RELEVANCE
        gains = {
            Term.CALIBRATION: float(self._mixed[best] - self._mixed[plain]),
            Term.VARIETY: float(self._apart[best] - self._apart[plain]),
            Term.SELDOM: float(self._rare[best] - self._rare[plain]),
        }
        return best, max(gains, key=lambda term: (gains[term], term))

    def _put(self, place: int, owing: dict[str, int]) -> None:
        self._free[place] = False
        own = np.flatnonzero(self.among.attributes[place])
        self._held[own] += 1 / max(len(own), 1)
        for attribute in own.tolist():
            if self._mix[attribute]:
                self._weigh(attribute)
        self._apart += self._distances[self._kind[place]][self._kind]
        self._count += 1
        for group in owing:
            if self.among.groups[group][place]:
                owing[group] -= 1
                self._met[group] += 1

    def shortfalls(self) -> dict[str, int]:
        """Return, for each floor that is not met, how many titles of its group are missing."""
        return {group: n for group, n in self._owing(self._count).items() if n > 0}


# What a page is measured by


def mean_distance(attributes: Floats) -> float:
    """Return the mean of 1 - Jaccard over all pairs of titles; 0 for fewer than two."""
    apart = distances(attributes)
    count = len(attributes)
    return float(apart.sum() / (count * (count - 1))) if count > 1 else 0.0


def miscalibration(mix: Floats, attributes: Floats) -> float:
    """Return how far a list's mix is from a viewer's, in nats; 0 for the same mix.

    Source: C_KL, Steck (2018), with his smoothing of 0.01.
    """
    own = mixes(attributes).mean(axis=0) if len(attributes) else np.zeros_like(mix)
    shown = MIXED * own + (1 - MIXED) * mix
    has = mix > 0
    return float((mix[has] * np.log(mix[has] / shown[has])).sum())


@dataclass(frozen=True, slots=True)
class Measures:
    """What some titles come to for one viewer."""

    relevance: float  # of what the most wanted so many would have, 0 to 1
    calibration: float  # nats from the viewer's own mix; 0 the same
    variety: float  # mean distance between two titles, 0 to 1
    seldom: float  # share of titles that few have watched, 0 to 1


def measured(among: Candidates, mix: Floats, places: Sequence[int]) -> Measures | None:
    """Return what the candidates at some places come to; None without any."""
    if not places:
        return None
    own = np.array(places, dtype=np.intp)
    best = np.sort(among.relevance)[::-1][: len(own)].sum()
    return Measures(
        relevance=float(among.relevance[own].sum() / max(float(best), 1e-12)),
        calibration=miscalibration(mix, among.attributes[own]),
        variety=mean_distance(among.attributes[own]),
        seldom=float(among.seldom[own].mean()),
    )
