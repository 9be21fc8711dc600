"""Questions about forecasts: what each announced title may reach, and which of them to make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Sum

from cartelera.apps.audience.models import Cell, Forecast
from cartelera.apps.slate.models import Budget, Title
from cartelera.apps.slate.queries import (
    TitleCard,
    cards_of,
    every_title,
    range_of,
    slate_titles_of,
)
from cartelera.apps.slate.queries.range import facets_by_key
from cartelera.vocabulary.aspect import Aspect
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.stage import Stage

if TYPE_CHECKING:
    from cartelera.engines.audience.choice import Option


@dataclass(frozen=True, slots=True)
class Told:
    """A forecast of one measure: its middle, what holds four of five, and titles like it."""

    low: float
    middle: float
    high: float
    like: tuple[tuple[str, float], ...]  # name and how it did, nearest first


@dataclass(frozen=True, slots=True)
class TitleOutlook:
    """What one title may reach; None where there is not enough to go on."""

    title: TitleCard
    views: Told | None
    territories: Told | None
    home: float | None  # chance of the list at home, given that it enters any
    size: float | None  # times the usual views
    tilt: float | None  # standard deviations towards abroad
    budget: float | None


@dataclass(frozen=True, slots=True)
class Before:
    """How forecasts of one period did, made from what came before it."""

    begins: date
    titles: int
    factor: float  # they were off by, as a rule
    table_factor: float  # the table of what is usual was
    held: float  # share of outcomes inside the range


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a measure was learnt from."""

    titles: int
    model: bool  # False: the table of what is usual is shown
    before: tuple[Before, ...]


@dataclass(frozen=True, slots=True)
class SlateOutlook:
    """The forecast of a slate."""

    at: datetime
    own: bool  # learnt from the house's own viewings
    titles: tuple[TitleOutlook, ...]  # most views first
    views: Learnt | None
    territories: Learnt | None
    currency: str  # of the budgets; empty where there are none or several
    budget: float  # of the titles that have one


def slate_outlook(year: int | None, language: str) -> SlateOutlook | None:
    """Return the last forecast of the titles of a year, or of all; None before the first."""
    last = Forecast.objects.order_by("-at").first()
    if last is None:
        return None
    said: dict[str, dict[str, Any]] = last.said["titles"]
    rows = Title.objects.filter(pk__in=[int(pk) for pk in said])
    rows = rows.filter(year=year) if year is not None else rows
    cards = cards_of(rows.order_by("pk"), language)
    budgets = {
        pk: (float(amount), currency)
        for pk, amount, currency in Budget.objects.filter(
            title__in=[card.pk for card in cards]
        ).values_list("title", "amount", "currency")
    }
    currencies = {currency for _, currency in budgets.values()}
    told = [_title(card, said[str(card.pk)], budgets.get(card.pk)) for card in cards]
    told.sort(key=lambda one: (-(one.views.middle if one.views else 0.0), one.title.name))
    return SlateOutlook(
        last.at,
        last.own,
        tuple(told),
        _learnt(last.said["views"]),
        _learnt(last.said["territories"]),
        next(iter(currencies)) if len(currencies) == 1 else "",
        sum(amount for amount, _ in budgets.values()),
    )


@dataclass(frozen=True, slots=True)
class YearOutlook:
    """A year of the slate: what is ahead of its release, and what has come out."""

    ahead: SlateOutlook
    terms: Mapping[int, frozenset[tuple[Aspect, str]]]  # what each title ahead covers, by pk
    varied: float | None  # titles with nothing in common that would be as varied
    out: int  # titles of the year that have come out
    out_views: float  # views of those in this house so far


def year_outlook(year: int | None, language: str) -> YearOutlook | None:
    """Return the last forecast of a year, or of all, with its range; None before the first."""
    ahead = slate_outlook(year, language)
    if ahead is None:
        return None
    rows = Title.objects.filter(pk__in=[one.title.pk for one in ahead.titles])
    facets = facets_by_key(rows)
    keys = {one.title.key: one.title.pk for one in ahead.titles}
    out = slate_titles_of(every_title(), year).filter(stage=Stage.RELEASED)
    subjects = [f"title:{pk}" for pk in out.values_list("pk", flat=True)]
    seen = Cell.objects.filter(subject__in=subjects, by="all").aggregate(sum=Sum("microviews"))
    return YearOutlook(
        ahead,
        {
            keys[key]: frozenset(
                (aspect, value) for aspect, values in told.items() for value in values
            )
            for key, told in facets.items()
        },
        varied_as([one.title.pk for one in ahead.titles]),
        len(subjects),
        (seen["sum"] or 0) / 1e6,
    )


def varied_as(titles: Sequence[int]) -> float | None:
    """Return how many titles with nothing in common would be as varied as these."""
    return range_of(Title.objects.filter(pk__in=titles)).distinct


def _title(
    card: TitleCard, said: Mapping[str, Any], budget: tuple[float, str] | None
) -> TitleOutlook:
    size = said["size"]
    return TitleOutlook(
        card,
        _told(said["views"]),
        _told(said["territories"]),
        said["home"],
        None if size is None else 10.0**size,
        said["tilt"],
        budget[0] if budget else None,
    )


def _told(said: Mapping[str, Any] | None) -> Told | None:
    if said is None:
        return None
    low, middle, high = said["range"]
    return Told(low, middle, high, tuple((name, outcome) for name, outcome in said["like"]))


def _learnt(said: Mapping[str, Any] | None) -> Learnt | None:
    if said is None:
        return None
    return Learnt(
        said["titles"],
        said["model"],
        tuple(
            Before(
                date.fromordinal(one["period"]),
                one["titles"],
                10.0 ** one["error"],
                10.0 ** one["table_error"],
                one["held"],
            )
            for one in said["replays"]
        ),
    )


@dataclass(frozen=True, slots=True)
class Makeable:
    """A set of titles that no other affordable set betters, in words a page can say."""

    titles: tuple[TitleOutlook, ...]
    cost: float
    home: float  # titles expected in the list at home
    abroad: float  # territories, added up over its titles
    covers: int
    alone: tuple[tuple[TitleOutlook, tuple[tuple[Aspect, str], ...]], ...]
    missed: float  # titles at home that a better set may have at most; 0: there is none


@dataclass(frozen=True, slots=True)
class Change:
    """The nearest swap that the budget allows, and what it brings: more, or less than 0."""

    leave: tuple[TitleOutlook, ...]
    enter: tuple[TitleOutlook, ...]
    home: float
    abroad: float
    covers: int


@dataclass(frozen=True, slots=True)
class Why:
    """Why a title is in a set, or is not."""

    title: TitleOutlook
    inside: bool
    brings: tuple[tuple[Aspect, str], ...]  # that no other title of the set covers
    short: float  # money wanting to have it as well; 0 for a title of the set
    nearest: Change | None  # None: no swap is affordable


def sets_to_make(slate: SlateOutlook, budget: float) -> list[Makeable]:
    """Return sets to make under a budget, from most at home to least.

    Only titles with a budget and a forecast of territories and home are weighed.
    Raises InputError if there is none, if there are too many, or budgets in several currencies.
    """
    from cartelera.engines.audience.front import best_sets  # numpy: only when asked

    weighed = _weighed(slate)
    return [
        Makeable(
            tuple(weighed.titles[name] for name in choice.names),
            choice.cost,
            choice.home,
            choice.abroad,
            choice.covers,
            tuple(
                (weighed.titles[name], tuple(weighed.words[term] for term in terms))
                for name, terms in choice.alone
            ),
            choice.missed,
        )
        for choice in best_sets(weighed.options, budget)
    ]


def why_made(slate: SlateOutlook, budget: float, made: Makeable) -> list[Why]:
    """Return why each title weighed is in a set or not: those of the set first."""
    from cartelera.engines.audience.swaps import swaps_of

    weighed = _weighed(slate)
    names = [str(one.title.pk) for one in made.titles]
    swaps = swaps_of(weighed.options, names, budget)
    brings = {one.title.pk: terms for one, terms in made.alone}

    def change(name: str) -> Change | None:
        swap = swaps[name]
        if swap is None:
            return None
        return Change(
            tuple(weighed.titles[one] for one in swap.leave),
            tuple(weighed.titles[one] for one in swap.enter),
            swap.home,
            swap.abroad,
            swap.covers,
        )

    left = budget - made.cost
    told = [
        Why(
            one,
            name in names,
            brings.get(one.title.pk, ()),
            0.0 if name in names else max(0.0, (one.budget or 0.0) - left),
            change(name),
        )
        for name, one in weighed.titles.items()
    ]
    return sorted(told, key=lambda why: not why.inside)


@dataclass(frozen=True, slots=True)
class _Weighed:
    titles: Mapping[str, TitleOutlook]  # by the name of their option
    options: "Sequence[Option]"
    words: Mapping[str, tuple[Aspect, str]]  # what each term of the range is


def _weighed(slate: SlateOutlook) -> _Weighed:
    from cartelera.engines.audience.choice import Option

    titles = {
        str(one.title.pk): one
        for one in slate.titles
        if one.budget is not None and one.territories and one.home is not None
    }
    if not titles:
        raise InputError("no title has both a budget and a forecast of territories")
    if not slate.currency:
        raise InputError("budgets are in several currencies: bring them to one")
    rows = Title.objects.filter(pk__in=[one.title.pk for one in titles.values()])
    terms = {
        key: {
            f"{aspect}:{value}": (aspect, value)
            for aspect, values in facets.items()
            for value in values
        }
        for key, facets in facets_by_key(rows).items()
    }
    return _Weighed(
        titles,
        [
            Option(
                name,
                one.budget or 0.0,
                one.home or 0.0,
                one.territories.middle if one.territories else 0.0,
                frozenset(terms[one.title.key]),
            )
            for name, one in titles.items()
        ],
        {term: word for words in terms.values() for term, word in words.items()},
    )
