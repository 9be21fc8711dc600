"""One profile's own rows, from what was learned and what it watched."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cartelera.adapters.tastes import Taste, open_taste
from cartelera.apps.discovery.programme import Programme
from cartelera.apps.discovery.queries import taste_folder
from cartelera.apps.slate.models import Title
from cartelera.engines.discovery.diversity import (
    Balance,
    Candidates,
    Choice,
    Chosen,
    Measures,
    measured,
    mixes,
    relevance_of,
)
from cartelera.engines.discovery.page import LEAST, LONGEST, Offer, Why
from cartelera.engines.discovery.rows import Wish, fill
from cartelera.engines.discovery.taste import after_leaving, fading, strength, together

if TYPE_CHECKING:
    from cartelera.apps.audience.queries import Position

Floats = NDArray[np.float64]
Places = NDArray[np.intp]  # rows of what was learned
HEAD = 0.2  # share of the titles that are the most watched
BEST, SELDOM = 400, 100  # candidates: the most wanted, and those of them few have watched
BECAUSE_ROWS, NEAR = (
    2,
    60,
)  # rows of what goes with one title, and titles such a row chooses from
SIZE = 60  # titles of a page, about


@dataclass(frozen=True, slots=True)
class Personal:
    """The rows of one profile, and what put each title there."""

    picked: Offer
    because: tuple[Offer, ...]  # the subject of each: a Title id
    genres: tuple[Offer, ...]  # the subject of each: a genre's key; worth most first
    reasons: Mapping[int, Chosen]  # of picked titles
    speaking: Mapping[int, int]  # title: the title watched that speaks most for it
    wanted: tuple[int, ...]  # the titles that the page chose among, most wanted first
    ground: "Ground"


@dataclass(frozen=True, slots=True)
class Ground:
    """What a page is measured on."""

    places: Mapping[int, int]  # title: its place among the candidates
    among: Candidates
    mix: Floats

    def measures(self, shown: Collection[int]) -> Measures | None:
        """Return what those of some titles that were candidates come to."""
        own = [self.places[title] for title in shown if title in self.places]
        return measured(self.among, self.mix, own)


@dataclass(frozen=True, slots=True)
class Appetite:
    """What one profile watched, and what may be wanted after it; the gate is not asked yet."""

    taste: Taste
    history: Places
    strength: Floats  # how much each of the history was taken to
    scores: Floats  # of every title that was learned
    best: Places  # those a page may choose among, most wanted first

    @property
    def titles(self) -> set[int]:
        """Return the titles that the gate must be asked about."""
        every = np.concatenate([self.history, self.best])
        return {int(title) for title in self.taste.titles[every]}


def appetite_of(
    positions: "Mapping[int, Position]",
    taken: Collection[int],
    members: Sequence[int],
    at: datetime,
    silent: Collection[int] = (),
) -> Appetite | None:
    """Return what a profile may want after what it watched; None if nothing follows.

    positions  where the profile stopped in each film and episode
    taken      titles that the page shows already
    members    titles that floors are for, candidates even where few would be wanted
    silent     titles watched that speak for nothing
    """
    taste = open_taste(taste_folder())
    if taste is None:
        return None
    history_of, left = _history(positions, at)
    watched = {pk: said for pk, said in history_of.items() if pk not in silent}
    known = zip(taste.places(list(watched)), watched.values(), strict=True)
    places = {place: said for place, said in known if place is not None}
    if not places:
        return None
    history, strength = np.array(list(places), dtype=np.intp), np.array(list(places.values()))
    scores = taste.scores(history, strength)
    for place, counted in zip(taste.places(list(left)), left.values(), strict=True):
        if place is not None:
            scores[place] *= counted
    there = [place for place in taste.places(list(taken)) if place is not None]
    scores[[*places, *there]] = -np.inf
    return Appetite(taste, history, strength, scores, _best(taste, scores, members))


def personal_rows(
    programme: Programme,
    appetite: Appetite,
    open_here: Collection[int],
    groups: Mapping[str, Collection[int]],
    weights: Mapping[int, float],
) -> Personal | None:
    """Return the rows that follow from what a profile watched; None if too little does.

    open_here  those of `appetite.titles` of which something plays for the viewer
    groups     the titles that each floor is for, by its name
    weights    of titles that count less than others
    """
    taste, history = appetite.taste, appetite.history
    near = _among(taste, appetite.best, open_here)
    if len(near) < LEAST:
        return None
    counted = [weights.get(int(title), 1.0) for title in taste.titles[near]]
    scores = appetite.scores[near] * np.array(counted)
    order = np.argsort(-scores, kind="stable")
    own = _Own(programme, appetite, near[order], scores[order], groups)
    shares = mixes(taste.attributes[history].astype(np.float64))
    mix = appetite.strength @ shares
    still = set(_among(taste, history, open_here).tolist())
    return own.rows(mix / max(float(mix.sum()), 1e-12), still)


def _among(taste: Taste, places: Places, open_here: Collection[int]) -> Places:
    titles = taste.titles[places].tolist()
    return places[[title in open_here for title in titles]] if titles else places


def _history(
    positions: "Mapping[int, Position]", at: datetime
) -> tuple[dict[int, float], dict[int, float]]:
    """Return how much a profile took to each film and series, and what a title left counts.

    What was looked into and left says nothing of other titles, and counts less itself.
    """
    home = dict(Title.objects.filter(pk__in=positions).values_list("pk", "root"))
    said: dict[int, list[float]] = defaultdict(list)
    last: dict[int, datetime] = {}
    for pk, position in positions.items():
        if pk in home:
            title = home[pk] or pk
            said[title].append(strength(position.share, 1.0))
            last[title] = max(position.at, last.get(title, position.at))
    took, left = {}, {}
    for title, each in said.items():
        days = (at - last[title]).total_seconds() / 86400
        if (total := together(each)) > 0:
            took[title] = total * fading(days)
        else:
            left[title] = after_leaving(days)
    return took, left


def _best(taste: Taste, scores: Floats, members: Sequence[int]) -> Places:
    wanted = np.flatnonzero(scores > 0)
    ranked = wanted[np.argsort(-scores[wanted], kind="stable")]
    rare = ranked[BEST:][_seldom(taste)[ranked[BEST:]]][:SELDOM]
    asked = [n for n in taste.places(members) if n is not None and scores[n] > 0]
    best = np.concatenate([ranked[:BEST], rare, np.array(asked, dtype=np.intp)])
    return best[np.sort(np.unique(best, return_index=True)[1])]


@lru_cache(maxsize=1)
def _seldom(taste: Taste) -> NDArray[np.bool_]:
    order = np.argsort(-taste.watched, kind="stable")
    seldom = np.ones(len(order), dtype=bool)
    seldom[order[: int(HEAD * len(order))]] = False
    return seldom


class _Own:
    """The candidates of one profile, and what they follow from."""

    def __init__(
        self,
        programme: Programme,
        appetite: Appetite,
        among: Places,
        scores: Floats,
        groups: Mapping[str, Collection[int]],
    ) -> None:
        self.taste, self.history = appetite.taste, appetite.history
        between = self.taste.between(self.history, among)
        self.speaking = appetite.strength[:, None] * between
        self.titles = [int(title) for title in self.taste.titles[among]]
        self.among = Candidates(
            relevance_of(scores),
            self.taste.attributes[among].astype(np.float64),
            _seldom(self.taste)[among],
            {
                name: np.array([title in group for title in self.titles])
                for name, group in groups.items()
            },
        )
        weights = programme.weights
        self.balance = Balance(
            weights.calibration, weights.variety, weights.seldom, programme.shares
        )

    def rows(self, mix: Floats, still_open: Collection[int]) -> Personal:
        """Return the rows, chosen by one objective from the first to the last."""
        choice = Choice(self.among, mix, self.balance, SIZE)
        picked = choice.take(min(max(len(self.titles) // 2, LEAST), LONGEST))
        wishes = [*self._because(still_open), *self._genres()]
        filled = fill(wishes, choice, len(wishes))
        offers = [self._offer(row.wish.why, row.chosen, row.wish.subject) for row in filled]
        loudest = self.speaking.argmax(axis=0)
        return Personal(
            picked=self._offer(Why.PICKED, picked),
            because=tuple(offer for offer in offers if offer.why == Why.BECAUSE),
            genres=tuple(offer for offer in offers if offer.why == Why.GENRE),
            reasons={self.titles[c.place]: c for c in picked},
            speaking={
                title: self._watched(int(loudest[n])) for n, title in enumerate(self.titles)
            },
            wanted=tuple(self.titles),
            ground=Ground({title: n for n, title in enumerate(self.titles)}, self.among, mix),
        )

    def _watched(self, n: int) -> int:
        return int(self.taste.titles[self.history[n]])

    def _offer(self, why: Why, chosen: Sequence[Chosen], subject: str = "") -> Offer:
        return Offer(why, tuple(self.titles[c.place] for c in chosen), subject)

    def _because(self, still_open: Collection[int]) -> list[Wish]:
        """Return rows of what goes with the titles that speak most for what is wanted most."""
        wishes: list[Wish] = []
        said = self.speaking[:, :SIZE].clip(0).sum(axis=1)
        for n in np.argsort(-said, kind="stable").tolist():
            if int(self.history[n]) in still_open and len(wishes) < BECAUSE_ROWS:
                near = np.zeros(len(self.titles), dtype=bool)
                near[np.argsort(-self.speaking[n], kind="stable")[:NEAR]] = True
                near &= self.speaking[n] > 0
                subject = str(self._watched(n))
                wishes.append(Wish(Why.BECAUSE, near, subject, LEAST, pinned=True))
        return wishes

    def _genres(self) -> list[Wish]:
        return [
            Wish(Why.GENRE, self.among.attributes[:, g] > 0, name.removeprefix("genre:"), LEAST)
            for g, name in enumerate(self.taste.named)
            if name.startswith("genre:")
        ]


def popular_near(territory: str, taken: Collection[int]) -> list[int]:
    """Return what is most watched in a territory, else anywhere; the gate is not asked yet."""
    taste = open_taste(taste_folder())
    if taste is None:
        return []
    most = taste.popular.get(territory) or taste.popular.get("", [])
    return [title for title in most if title not in taken]


def popular_row(near: Sequence[int], open_here: Collection[int]) -> Offer | None:
    """Return those of the most watched that play, and varied; None if they are too few."""
    taste = open_taste(taste_folder())
    if taste is None:
        return None
    places = [n for n in taste.places(near) if n is not None]
    among = _among(taste, np.array(places, dtype=np.intp), open_here)
    if len(among) < LEAST:
        return None
    wanted = 1 / np.log2(np.arange(len(among)) + 2)
    attributes = taste.attributes[among].astype(np.float64)
    candidates = Candidates(relevance_of(wanted), attributes, np.zeros(len(among), dtype=bool))
    nobody = np.full(attributes.shape[1], 1 / max(attributes.shape[1], 1))
    chosen = Choice(candidates, nobody, Balance()).take(LONGEST)
    return Offer(Why.POPULAR, tuple(int(taste.titles[among[c.place]]) for c in chosen))
