"""What the programmer asks of a page: floors, pins and weights, read for one viewer."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from cartelera.apps.discovery.models import Floor, Pin, Weights
from cartelera.apps.slate.models import Avail, Company, Credit, Title, TitlePlace
from cartelera.apps.slate.queries import (
    house,
    something_plays,
    titles_announced_to,
    titles_showing_to,
)
from cartelera.engines.discovery.which import DEBUT, Asked, Field, tells_a_gender, which
from cartelera.vocabulary.kind import PlaceUse, Role, TermFamily
from cartelera.vocabulary.viewer import Viewer

MEMBERS = 60  # titles of each floor that a page may bring in


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a page weighs against relevance, as `diversity.Balance` says it."""

    calibration: float = 0.4
    variety: float = 0.01
    seldom: float = 0.1


@dataclass(frozen=True, slots=True)
class Kept:
    """One floor, as it holds where the viewer is."""

    name: str
    asked: tuple[Asked, ...]
    share: float  # 0 to 1

    @property
    def told(self) -> str:
        """Return what a viewer may read of it: empty where it would tell a stated gender."""
        return "" if tells_a_gender(self.asked) else self.name


@dataclass(frozen=True, slots=True)
class Programme:
    """What one viewer's page keeps to."""

    viewer: Viewer
    at: datetime
    weights: Weighed = Weighed()
    floors: tuple[Kept, ...] = ()
    pins: tuple[tuple[int, str, str], ...] = ()  # (title, why in Spanish, why in English)

    @property
    def shares(self) -> dict[str, float]:
        """Return the least share of each floor, by name."""
        return {floor.name: floor.share for floor in self.floors}

    def weighing(self, weights: Weighed | None) -> "Programme":
        """Return the same with other weights; with its own where there are none."""
        return replace(self, weights=weights) if weights else self

    def groups(self, among: Collection[int]) -> dict[str, frozenset[int]]:
        """Return which of some titles each floor is for; one query a floor."""
        found = {}
        for floor in self.floors:
            own = answering(floor.asked, self.viewer.territory, self.at).filter(pk__in=among)
            found[floor.name] = frozenset(own.values_list("pk", flat=True))
        return found

    def members(self) -> list[int]:
        """Return the newest titles of each floor that play here; one query a floor."""
        found: list[int] = []
        for floor in self.floors:
            own = answering(floor.asked, self.viewer.territory, self.at)
            own = own.filter(something_plays(self.viewer, self.at))
            found += own.order_by("-public_from", "key").values_list("pk", flat=True)[:MEMBERS]
        return list(dict.fromkeys(found))


def programme_for(viewer: Viewer, at: datetime) -> Programme:
    """Return what the page of a viewer keeps to where they are."""
    at_home = viewer.territory == house().home_territory
    kept = Weights.objects.filter(at_home=at_home).first()
    return Programme(
        viewer,
        at,
        Weighed(kept.calibration, kept.variety, kept.seldom) if kept else Weighed(),
        tuple(
            Kept(floor.name, which(floor.which), percent / 100)
            for floor in Floor.objects.all()
            if (percent := floor.home_percent if at_home else floor.abroad_percent)
        ),
        _pins(viewer, at),
    )


def _pins(viewer: Viewer, at: datetime) -> tuple[tuple[int, str, str], ...]:
    running = Pin.objects.filter(Q(until=None) | Q(until__gt=at))
    pins = list(running.values_list("title", "es", "en"))
    if not pins:
        return ()  # the gate is asked only about titles that there are
    among = [title for title, _es, _en in pins]
    seen: set[int] = set()
    for titles in (titles_showing_to(viewer, at), titles_announced_to(viewer, at)):
        seen |= set(titles.filter(pk__in=among).values_list("pk", flat=True))
    return tuple(pin for pin in pins if pin[0] in seen)


def answering(asked: Sequence[Asked], territory: str, at: datetime) -> QuerySet[Title]:
    """Return the titles of their own that answer every part of a question.

    territory  where `opened` is asked of
    """
    titles = Title.objects.filter(root=None)
    for one in asked:
        answer = _answers(one, territory, at)
        titles = titles.filter(~answer) if one.not_ else titles.filter(answer)
    return titles


def _answers(asked: Asked, territory: str, at: datetime) -> Q | Exists:
    """Return whether a title answers, asked of each by itself: a few cost a few."""
    values = asked.values
    number = max(int(value) for value in values) if values[0].isdecimal() else 0
    answers: Mapping[Field, Callable[[], Q | Exists]] = {
        Field.COUNTRY: lambda: _listed("countries", values),
        Field.LANGUAGE: lambda: _listed("languages", values),
        Field.GENRE: lambda: _of_terms(TermFamily.GENRE, values),
        Field.THEME: lambda: _of_terms(TermFamily.THEME, values),
        Field.KIND: lambda: Q(kind__in=values),
        Field.DIRECTOR: lambda: _directed(values),
        Field.PRODUCER: lambda: _produced(number),
        Field.FILMED: lambda: _placed(PlaceUse.FILMED, values),
        Field.STORY: lambda: _placed(PlaceUse.STORY, values),
        Field.OPENED: lambda: _opened(territory, at, number),
        Field.MINUTES: lambda: Q(runtime_minutes__lte=number),
        Field.YEAR: lambda: Q(year__in=[int(v) for v in values if v.isdecimal()]),
        Field.TITLE: lambda: Q(key__in=values),
    }
    return answers[asked.field]()


def _of_terms(family: TermFamily, keys: Sequence[str]) -> Exists:
    own = Title.terms.through.objects.filter(title=OuterRef("pk"))
    return Exists(own.filter(term__family=family, term__key__in=keys))


def _listed(column: str, values: Sequence[str]) -> Q:
    return reduce(or_, (Q(**{f"{column}__icontains": f'"{value}"'}) for value in values))


def _directed(values: Sequence[str]) -> Exists:
    directors = Credit.objects.filter(title=OuterRef("pk"), role=Role.DIRECTOR)
    said = Q(person__gender__in=[v for v in values if v != DEBUT])
    return Exists(directors.filter(said | Q(work_number=1) if DEBUT in values else said))


def _produced(most: int) -> Exists:
    made = Count(
        "credits__title", filter=Q(credits__role=Role.PRODUCTION_COMPANY), distinct=True
    )
    small = Company.objects.annotate(made=made).filter(made__gte=1, made__lte=most)
    return Exists(
        Credit.objects.filter(
            title=OuterRef("pk"), role=Role.PRODUCTION_COMPANY, company__in=small.values("pk")
        )
    )


def _placed(use: PlaceUse, codes: Sequence[str]) -> Exists:
    there = Q(place__region__in=codes) | Q(place__territory__in=codes)
    return Exists(TitlePlace.objects.filter(there, title=OuterRef("pk"), use=use))


def _opened(territory: str, at: datetime, days: int) -> Q:
    """Return whether a title's first window here opened at most so many days ago."""
    here = Avail.objects.filter(title=OuterRef("pk"), territory=territory, withdrawn=False)
    since = at - timedelta(days=days)
    lately = here.filter(opens__gte=since, opens__lte=at)
    return Q(Exists(lately)) & ~Q(Exists(here.filter(opens__lt=since)))
