"""Fill the rows of one viewer's page, each where it is worth most."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartelera.engines.discovery.diversity import Choice, Chosen
from cartelera.engines.discovery.page import LONGEST, Why

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Wish:
    """A row that a page may have."""

    why: Why
    allowed: Flags  # which candidates it may show
    subject: str = ""  # the genre, person, place or title that the reason names
    least: int = 1  # titles, below which the row is left out
    most: int = LONGEST  # titles that it shows
    pinned: bool = False  # stands where it was asked for, ahead of those that compete


@dataclass(frozen=True, slots=True)
class Filled:
    """A row of the page."""

    wish: Wish
    chosen: tuple[Chosen, ...]  # most wanted first


def fill(wishes: Sequence[Wish], choice: Choice, rows: int) -> list[Filled]:
    """Return at most `rows` rows, no title twice: the pinned ones, then the best of the others.

    wishes  rows that compete are taken one by one, each time the one whose free titles are
            worth most, a title counting 1 / log2(place + 1); of two alike the earlier one

    What a row is worth falls as others take its titles, so this walk too is greedy over a
    submodular gain. The same wishes and choice give the same page.
    """
    page: list[Filled] = []
    waiting = list(wishes)
    while waiting and len(page) < rows:
        pinned = next((wish for wish in waiting if wish.pinned), None)
        wish = pinned or max(waiting, key=lambda w: _worth(w, choice))
        waiting = [other for other in waiting if other is not wish]
        if int((choice.free & wish.allowed).sum()) >= max(wish.least, 1):
            page.append(Filled(wish, tuple(choice.take(wish.most, wish.allowed))))
    return page


def _worth(wish: Wish, choice: Choice) -> float:
    free = choice.among.relevance[choice.free & wish.allowed]
    if len(free) < max(wish.least, 1):
        return -1.0
    best = np.sort(free)[::-1][: wish.most]
    return float(best @ (1 / np.log2(np.arange(len(best)) + 2)))
