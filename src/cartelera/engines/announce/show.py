"""A reading as lines for a person: field, value, and the words around those that say it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cartelera.engines.announce.values import Announcement, Production, Said, SaidCredit

AROUND = 24  # characters of the text shown on either side


@dataclass(frozen=True, slots=True)
class Line:
    """One line; an empty field is a heading."""

    field: str
    value: str
    quote: tuple[str, str, str] | None = None  # around, said, around


def lines_of(reading: Announcement, text: str) -> Iterator[Line]:
    """Yield a reading line by line."""
    count = len(reading.productions)
    yield Line("", f"{count} production{'' if count == 1 else 's'}, read in {reading.language}")
    if reading.announcer:
        yield _line("announcer", reading.announcer, text)
    for n, production in enumerate(reading.productions, start=1):
        yield Line("", "")
        yield Line("", f"{n}. {production.title.value if production.title else '(title lost)'}")
        yield from _production(production, text)


def _production(production: Production, text: str) -> Iterator[Line]:
    """Yield the lines of one production."""
    for field, said in _facts(production):
        yield _line(field, said, text)
    for credit in production.credits:
        yield Line(credit.role, credit.name, _quote(credit, text))


def _facts(production: Production) -> Iterator[tuple[str, Said[Any]]]:
    """Yield each value of a production but its credits, with the name of its field."""
    p = production
    named: list[tuple[str, tuple[Said[Any] | None, ...]]] = [
        ("title", (p.title,)),
        ("original title", (p.original_title,)),
        ("other title", p.alternative_titles),
        ("kind", (p.kind,)),
        ("genre", p.genres),
        *(("source", (s.kind, s.title, *s.authors, s.publisher)) for s in p.sources),
        ("location", p.locations),
        ("setting", p.settings),
        ("stage", (p.stage,)),
        ("filming", (p.filming_date,)),
        ("release", (p.release_date,)),
        ("episodes", (p.episodes,)),
        ("country", p.countries),
        ("language", p.languages),
    ]
    for field, values in named:
        for said in values:
            if said is not None:
                yield field, said


def _line(field: str, said: Said[Any], text: str) -> Line:
    """Return the line of one value."""
    return Line(field, str(said.value), _quote(said, text))


def _quote(found: Said[Any] | SaidCredit, text: str) -> tuple[str, str, str]:
    """Return the words that say a value, with a little of what stands around them."""
    before = text[max(0, found.start - AROUND) : found.start]
    after = text[found.end : found.end + AROUND]
    body = text[found.start : found.end]
    return "…" + _flat(before), _flat(body), _flat(after) + "…"


def _flat(words: str) -> str:
    """Return words on one line."""
    return words.replace("\n", " ")
