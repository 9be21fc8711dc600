"""What a published record no longer says: a correction, and not mere news."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cartelera.vocabulary.record import TitleRecord
from cartelera.vocabulary.stage import Stage


@dataclass(frozen=True, slots=True)
class Correction:
    """What a title said in public until a moment, and what it says since."""

    number: int
    at: datetime
    withheld: bool  # no word of what it said may be told
    changed_at: datetime  # the last of several changes that are told as one
    page: str  # key of the title whose page tells it: of a part, its series
    place: tuple[int, ...]  # of a season its number, of an episode the season's and its own
    said: TitleRecord
    says: TitleRecord  # the same, but for the fields of which something is said no longer


def unsaid(before: TitleRecord, after: TitleRecord) -> tuple[str, ...]:
    """Return the public fields of which `after` no longer says a value that `before` said.

    What is added is news, and so is a title's next stage; a stage it goes back from is not.
    """
    told = ((name, values(before), values(after)) for name, values in _SAID.items())
    lost = tuple(name for name, old, new in told if any(value not in new for value in old))
    return (*lost, "stage") if _went_back(before.stage, after.stage) else lost


def differing(before: TitleRecord, after: TitleRecord) -> tuple[str, ...]:
    """Return the public fields in which two records are not the same."""
    return tuple(
        name for name in (*_SAID, "stage") if getattr(before, name) != getattr(after, name)
    )


def _went_back(before: Stage, after: Stage) -> bool:
    order = list(Stage)
    return order.index(after) < order.index(before)


def _one(name: str) -> Callable[[TitleRecord], Collection[Any]]:
    def value(record: TitleRecord) -> Collection[Any]:
        found = getattr(record, name)
        return () if found in (None, "") else (found,)

    return value


def _all(name: str) -> Callable[[TitleRecord], Collection[Any]]:
    return lambda record: getattr(record, name)


# By field: the values of it that a page says, apart from how they are ordered.
_SAID: Mapping[str, Callable[[TitleRecord], Collection[Any]]] = {
    "texts": lambda record: [
        (text.language, part, words)
        for text in record.texts
        for part, words in (
            ("name", text.name),
            ("logline", text.logline),
            ("synopsis", text.synopsis),
        )
        if words
    ],
    "kind": _one("kind"),
    "original_name": _one("original_name"),
    "alternative_names": _all("alternative_names"),
    "number": _one("number"),
    "year": _one("year"),
    "runtime_minutes": _one("runtime_minutes"),
    "episodes_planned": _one("episodes_planned"),
    "countries": _all("countries"),
    "languages": _all("languages"),
    "genres": _all("genres"),
    "themes": _all("themes"),
    "source_works": _all("source_works"),
    "credits": lambda record: [(c.role, c.name, c.character) for c in record.credits],
    "places": lambda record: [(p.use, p.name, p.territory) for p in record.places],
    "stages": _all("stages"),
    "releases": lambda record: [(x.kind, x.territory, x.on, x.event) for x in record.releases],
    "ratings": _all("ratings"),
    "identifiers": _all("identifiers"),
    "artworks": lambda record: [
        (a.sha256, a.credit, a.licence, a.alt) for a in record.artworks
    ],
}
