"""Compose a page of rows from what each row would like to show."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

LEAST = 3  # titles: a shorter row says little
SHARED = 2  # titles that something has to be common to, for a row of its own
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
    AUTHOR = "author"
    FILMED = "filmed"
    SHORT = "short"


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


def fullest(
    groups: Mapping[str, Collection[int]], among: Sequence[int], near: Collection[int]
) -> tuple[str, tuple[int, ...]] | None:
    """Return the group that makes the best row of some titles, and its titles in their order.

    groups  what titles share, such as who wrote what they are drawn from, and which do: those
            the viewer knows too, so that one may be shown because of another
    among   the titles that may be shown, best first
    near    titles the viewer knows: a group with one of them comes before any other

    Of two alike the one with more titles, then by its name; None where none has `SHARED`.
    """
    known = {name for name, own in groups.items() if not set(own).isdisjoint(near)}
    rows = {
        name: tuple(title for title in among if title in own)
        for name, own in groups.items()
        if len(own) >= SHARED
    }
    best = min(
        (name for name, row in rows.items() if row),
        key=lambda name: (name not in known, -len(rows[name]), name),
        default=None,
    )
    return None if best is None else (best, rows[best])
