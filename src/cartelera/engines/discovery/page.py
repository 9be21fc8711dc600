"""Compose a page of rows from what each row would like to show."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

LEAST = 3  # titles: a shorter row says little
LONGEST = 10  # titles that a row shows before its heading leads to the rest


class Why(StrEnum):
    """The reasons for which a title stands where it stands."""

    HERO = "hero"
    CONTINUE = "continue"
    KEPT = "kept"
    FOLLOWED = "followed"
    PINNED = "pinned"
    PICKED = "picked"
    BECAUSE = "because"
    POPULAR = "popular"
    SHOWING = "showing"
    COMING = "coming"
    GENRE = "genre"
    ALIKE = "alike"
    DIRECTOR = "director"
    SOURCE = "source"
    PERSON = "person"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Offer:
    """What a row would like to show, best first."""

    why: Why
    titles: tuple[int, ...]
    subject: str = ""  # the genre, person or place that the reason names
    least: int = LEAST  # titles, below which the row is left out
    most: int = LONGEST  # titles that it shows; the others stay free for later rows


def compose(offers: Sequence[Offer], taken: Collection[int] = ()) -> tuple[Offer, ...]:
    """Return the rows of a page, in the order given, no title on it twice.

    offers  rows in the order of the page; an earlier row has the first choice
    taken   titles that the page shows already, such as its hero

    A row left with fewer titles than its `least` is left out, and its titles stay free for
    later rows. The same offers give the same page.
    """
    shown = set(taken)
    rows = []
    for offer in offers:
        free = [title for title in dict.fromkeys(offer.titles) if title not in shown][
            : offer.most
        ]
        if free and len(free) >= offer.least:
            shown.update(free)
            rows.append(replace(offer, titles=tuple(free)))
    return tuple(rows)
