"""The office's words, for its templates."""

from collections.abc import Iterable
from datetime import date, datetime

from django import template
from django.utils.translation import get_language

from cartelera.engines.discovery.floors import Outcome
from cartelera.vocabulary.kind import SERIAL_KINDS, Kind
from cartelera.vocabulary.territory import territory_name
from cartelera.web.clock import day_words, moment_words, weekday_words
from cartelera.web.office import words

register = template.Library()

_MARKS = {
    Kind.DOCUMENTARY_FILM: "documentary",
    Kind.DOCUMENTARY_SHORT: "documentary",
    Kind.DOCUSERIES: "documentary",
    Kind.SHORT_FILM: "short",
    Kind.SPECIAL: "special",
    Kind.SEASON: "series",
    Kind.EPISODE: "series",
}


@register.filter
def kind_mark(kind: Kind | str) -> str:
    """Return which of the drawn marks stands for a kind."""
    kind = Kind(kind)
    return _MARKS.get(kind, "series" if kind in SERIAL_KINDS else "film")


@register.filter
def territory(code: str) -> str:
    """Return what a territory is called in the language of the page."""
    return territory_name(code, get_language() or "es") if code else ""


@register.filter
def territories(codes: Iterable[str]) -> str:
    """Return what territories are called, apart by commas."""
    return ", ".join(territory(code) for code in codes)


@register.filter
def day(moment: date | datetime | None) -> str:
    """Return a day by the house's clock, the month as a word: nobody mistakes 3 for May."""
    return day_words(moment, get_language() or "es") if moment else ""


@register.filter
def moment(at: datetime | None) -> str:
    """Return a moment by the house's clock."""
    return moment_words(at, get_language() or "es") if at else ""


@register.filter
def long_day(on: date) -> str:
    """Return a date with its day of the week: `Lunes 2 mar 2026`."""
    return weekday_words(on, get_language() or "es")


@register.filter
def beside(cells: Iterable[str], columns: Iterable[object]) -> list[tuple[str, object]]:
    """Return the cells of a row, each with its column."""
    return list(zip(cells, columns, strict=False))


for _filter in (
    words.figure,
    words.money,
    words.place_in_file,
    words.proof_field,
    words.proof_value,
    words.size,
    words.tongue,
    words.tongues,
    words.window,
    words.window_word,
):
    register.filter(_filter.__name__, _filter)


@register.filter
def part(share: float) -> str:
    """Return a share in percent."""
    return f"{share:.0%}"


@register.filter
def floor_words(outcome: Outcome) -> str:
    """Return how a floor stands on a page, in a sentence."""
    return words.floor_words(outcome)
