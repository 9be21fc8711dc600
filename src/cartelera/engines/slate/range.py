"""The range of a slate: what its titles cover between them, and what they leave out.

Every title weighs one, however much is known of it: where it has several genres, each takes its
part. What is not known is counted as such and never guessed.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cartelera.vocabulary.aspect import DEBUT, ELSEWHERE, LATER, ORIGINAL, Aspect, Shares
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.kind import PlaceUse, Role
from cartelera.vocabulary.record import Place, TitleRecord

Facets: TypeAlias = Mapping[Aspect, frozenset[str]]  # an aspect without values is not known

FEWEST = 5  # titles; with fewer, a distance from a reference says next to nothing
MOST_COMPARED = 400  # titles compared one with another: time grows as their cube
_DRAWS = 400  # slates drawn at random from a reference


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What one aspect of a slate is held against."""

    shares: Shares
    titles: int | None = None  # it is made of; None for a count of a whole, such as a census


@dataclass(frozen=True, slots=True)
class Part:
    """One value of an aspect."""

    value: str
    titles: int  # that have it, alone or among others
    share: float  # of the titles whose values are known, 0 to 1
    reference: float | None  # the reference's share; None where it has none


@dataclass(frozen=True, slots=True)
class AspectRange:
    """What a slate covers of one aspect."""

    aspect: Aspect
    known: int  # titles of which it is known
    unknown: int
    parts: tuple[Part, ...]  # those it covers, the largest first
    missing: tuple[Part, ...]  # those of the reference that it leaves out, the largest first
    effective: float  # values, as if all were equally large; 0 where nothing is known
    covered: float | None  # the reference's share that lies in values it covers, 0 to 1
    distance: float | None  # from the reference, 0 the same to 1 nothing in common
    usual: tuple[float, float] | None  # middle and 95th percentile of slates as small


@dataclass(frozen=True, slots=True)
class Gap:
    """A value the slate has less of than its reference."""

    aspect: Aspect
    value: str
    titles: float  # short of the reference, at least 1
    share: float
    reference: float


@dataclass(frozen=True, slots=True)
class SlateRange:
    """The range of a slate."""

    titles: int
    aspects: tuple[AspectRange, ...]
    distinct: float | None  # effective number of distinct titles; None above MOST_COMPARED
    widening: tuple[tuple[str, float], ...]  # (key, what it adds to `distinct`), most first
    gaps: tuple[Gap, ...]  # the largest first


def facets_of(record: TitleRecord, home: str) -> Facets:
    """Return what one title answers to each aspect.

    home  ISO 3166-1 alpha-2 of the house: its regions are told apart, all others are elsewhere
    """
    directors = [credit for credit in record.credits if credit.role is Role.DIRECTOR]
    numbers = [credit.work_number for credit in directors if credit.work_number]
    sources = {source.kind.value for source in record.source_works}
    told = record.source_works or record.credits  # nothing else says that it has no source
    return {
        Aspect.GENRE: frozenset(record.genres),
        Aspect.THEME: frozenset(record.themes),
        Aspect.KIND: frozenset({record.kind.value}),
        Aspect.SOURCE: frozenset(sources or ({ORIGINAL} if told else ())),
        Aspect.STORY: _regions(record.places, PlaceUse.STORY, home),
        Aspect.FILMED: _regions(record.places, PlaceUse.FILMED, home),
        Aspect.LANGUAGE: frozenset(record.languages),
        Aspect.DEBUT: frozenset(DEBUT if number == 1 else LATER for number in numbers),
        Aspect.GENDER: frozenset(c.gender.value for c in directors if c.gender),
    }


def _regions(places: Sequence[Place], use: PlaceUse, home: str) -> frozenset[str]:
    return frozenset(
        place.region if place.territory == home else ELSEWHERE
        for place in places
        if place.use is use and (place.region or (place.territory and place.territory != home))
    )


def shares_of(titles: Sequence[Facets], aspect: Aspect) -> dict[str, float]:
    """Return the share of each value among the titles of which the aspect is known.

    A title with several values gives each an equal part. Empty if none is known.
    """
    known = [title[aspect] for title in titles if title.get(aspect)]
    weights: dict[str, list[float]] = defaultdict(list)
    for values in known:
        for value in values:
            weights[value].append(1 / len(values))
    return {value: fsum(weights[value]) / len(known) for value in sorted(weights)}


def range_of(
    titles: Mapping[str, Facets],
    reference: Mapping[Aspect, Yardstick],
    chance: np.random.Generator,
) -> SlateRange:
    """Return what a slate covers, leaves out, and which of its titles widens it most.

    titles     by key
    reference  by the aspects it speaks of; an aspect it lacks has no distance and no gaps
    chance     draws the slates of the same size with which a distance is compared

    Raises InputError if shares of the reference are negative or add up to nothing.
    """
    facets = list(titles.values())
    given = {aspect: _whole(aspect, held) for aspect, held in reference.items() if held.shares}
    aspects = tuple(_aspect(facets, aspect, given.get(aspect), chance) for aspect in Aspect)
    compared = 0 < len(facets) <= MOST_COMPARED
    alike = likeness(facets) if compared else np.zeros((0, 0))
    return SlateRange(
        titles=len(facets),
        aspects=aspects,
        distinct=vendi(alike) if compared else None,
        widening=_widening(list(titles), alike),
        gaps=_gaps(aspects),
    )


def _whole(aspect: Aspect, held: Yardstick) -> Yardstick:
    total = sum(held.shares.values())
    if total <= 0 or min(held.shares.values()) < 0:
        raise InputError(f"the reference's shares of {aspect.value} add up to nothing")
    parts = {value: share / total for value, share in held.shares.items() if share > 0}
    return Yardstick(parts, held.titles)


def _aspect(
    facets: Sequence[Facets],
    aspect: Aspect,
    held: Yardstick | None,
    chance: np.random.Generator,
) -> AspectRange:
    counts = Counter(value for title in facets for value in title.get(aspect, ()))
    known = sum(bool(title.get(aspect)) for title in facets)
    shares = shares_of(facets, aspect)
    reference = held.shares if held else None
    parts = [
        Part(
            value,
            counts[value],
            share,
            None if reference is None else reference.get(value, 0.0),
        )
        for value, share in shares.items()
    ]
    missing = [
        Part(value, 0, 0.0, share)
        for value, share in (reference or {}).items()
        if value not in shares
    ]
    told = held if known >= FEWEST else None
    return AspectRange(
        aspect=aspect,
        known=known,
        unknown=len(facets) - known,
        parts=tuple(sorted(parts, key=lambda part: (-part.share, part.value))),
        missing=tuple(sorted(missing, key=lambda part: (-(part.reference or 0), part.value))),
        effective=effective_number(shares),
        covered=sum(reference.get(v, 0.0) for v in shares) if reference and known else None,
        distance=distance(shares, told.shares) if told else None,
        usual=usual_distance(shares, known, told, chance) if told else None,
    )


def effective_number(shares: Shares) -> float:
    """Return how many equally large values would be as varied: exp of Shannon's entropy.

    Between 1 and the number of values; 0 for no values. Source: Hill (1973), order 1.
    """
    parts = np.array([share for share in shares.values() if share > 0])
    return float(np.exp(-(parts * np.log(parts)).sum())) if parts.size else 0.0


def distance(shares: Shares, reference: Shares) -> float:
    """Return the Jensen-Shannon distance of two wholes: 0 the same, 1 nothing in common.

    Source: Endres and Schindelin (2003); logarithms to base 2.
    """
    values = sorted({*shares, *reference})
    pairs = np.array([[w.get(v, 0.0) for v in values] for w in (shares, reference)])
    return float(_distances(pairs[:1], pairs[1:])[0])


def _distances(rows: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distance of each row from the row beside it."""
    middle = (rows + others) / 2

    def divergence(of: NDArray[np.float64]) -> NDArray[np.float64]:
        with np.errstate(divide="ignore", invalid="ignore"):
            terms = np.where(of > 0, of * np.log2(of / middle), 0.0)
        found: NDArray[np.float64] = terms.sum(axis=1)
        return found

    sides = divergence(rows) + divergence(others)
    found: NDArray[np.float64] = np.sqrt(np.clip(sides / 2, 0.0, 1.0))
    return found


def usual_distance(
    shares: Shares, titles: int, held: Yardstick, chance: np.random.Generator
) -> tuple[float, float]:
    """Return how far a slate of so many titles lies from a reference by chance alone.

    Slates are drawn from the reference itself. A reference made of few titles is as much a
    draw as the slate: then both are drawn from the two of them together.

    Returns the middle and the 95th percentile of the distances: only what lies beyond the
    second says something of whoever chose the slate.
    """
    values = sorted({*shares, *held.shares})
    whole = np.array([held.shares.get(value, 0.0) for value in values])
    if held.titles is not None:
        own = np.array([shares.get(value, 0.0) for value in values])
        whole = (own * titles + whole * held.titles) / (titles + held.titles)
    whole = whole / whole.sum()
    drawn = chance.multinomial(titles, whole, size=_DRAWS) / titles
    beside = np.broadcast_to(whole, drawn.shape)
    if held.titles is not None:
        beside = chance.multinomial(held.titles, whole, size=_DRAWS) / held.titles
    middle, far = np.quantile(_distances(drawn, beside), [0.5, 0.95])
    return float(middle), float(far)


def likeness(titles: Sequence[Facets]) -> NDArray[np.float64]:
    """Return how alike titles are, two by two: titles x titles, 0 to 1, 1 on the diagonal.

    The mean over all aspects of what two titles have in common: 1 for the same values, 0 for
    none (Bhattacharyya's coefficient). Of an aspect that is not known a title is taken to be
    as the slate in its middle, so that a gap in the record never looks like range.
    """
    total = np.zeros((len(titles), len(titles)))
    for aspect in Aspect:
        middle = shares_of(titles, aspect) or {"": 1.0}
        place = {value: n for n, value in enumerate(middle)}
        weights = np.zeros((len(titles), len(place)))
        for n, title in enumerate(titles):
            values = title.get(aspect)
            if values:
                weights[n, [place[value] for value in values]] = 1 / len(values)
            else:
                weights[n] = list(middle.values())
        roots = np.sqrt(weights)
        total += roots @ roots.T
    return total / len(Aspect)


def vendi(alike: NDArray[np.float64]) -> float:
    """Return the effective number of distinct titles.

    alike  float64, titles x titles, as `likeness` gives it

    Between 1 (all the same) and the number of titles (none alike); 0 for none.
    Source: the Vendi score, Friedman and Dieng (2023).
    """
    if not len(alike):
        return 0.0
    parts = np.linalg.eigvalsh(alike / len(alike))
    parts = parts[parts > 1e-12]
    return float(np.exp(-(parts * np.log(parts)).sum()))


def _widening(keys: Sequence[str], alike: NDArray[np.float64]) -> tuple[tuple[str, float], ...]:
    """Return what the slate would lose of its distinct titles without each, most first."""
    if len(alike) < 2:
        return ()
    whole = vendi(alike)
    lost = []
    for n, key in enumerate(keys):
        others = np.delete(np.delete(alike, n, axis=0), n, axis=1)
        lost.append((key, whole - vendi(others)))
    return tuple(sorted(lost, key=lambda pair: (-round(pair[1], 9), pair[0])))


def _gaps(aspects: Sequence[AspectRange]) -> tuple[Gap, ...]:
    gaps = []
    for aspect in aspects:
        for part in (*aspect.parts, *aspect.missing):
            short = ((part.reference or 0.0) - part.share) * aspect.known
            if short >= 1 and part.value != ELSEWHERE:
                gaps.append(
                    Gap(aspect.aspect, part.value, short, part.share, part.reference or 0.0)
                )
    return tuple(sorted(gaps, key=lambda gap: (-gap.titles, gap.aspect, gap.value)))
