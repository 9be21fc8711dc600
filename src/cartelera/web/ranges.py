"""The range of a slate in words and drawings, for the office and for the press room."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel.numbers import format_decimal, format_percent
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cartelera.apps.slate.models import Title
from cartelera.apps.slate.queries import (
    CATALOGUE,
    LAST_YEAR,
    house,
    labels_in,
    name_of,
    named_references,
    range_of,
    reference_of,
    slate_titles_of,
)
from cartelera.engines.slate.region_map import Tile, draw_regions
from cartelera.vocabulary.aspect import DEBUT, ELSEWHERE, LATER, ORIGINAL, PLACES, Aspect
from cartelera.vocabulary.kind import Gender, Kind, SourceKind
from cartelera.vocabulary.labelled import Labelled
from cartelera.vocabulary.language import language_name
from cartelera.vocabulary.territory import region_name

if TYPE_CHECKING:  # numpy comes with it, and only a range needs that
    from cartelera.engines.slate.range import AspectRange, Part

GAPS, WIDENING = 8, 5  # told at the head of the page
FEWEST_STATED = 10  # stated genders; fewer are shown to staff alone
_CLOSED: Mapping[Aspect, type[Labelled]] = {
    Aspect.KIND: Kind,
    Aspect.SOURCE: SourceKind,
    Aspect.GENDER: Gender,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One value of an aspect, with its bar."""

    name: str
    titles: int
    share: str
    bar: float  # 0 to 100
    mark: float | None  # where the reference stands, 0 to 100
    reference: str


@dataclass(frozen=True, slots=True)
class Side:
    """One aspect: what is covered, what is left out, and how far it is from the reference."""

    key: str
    name: str
    lines: tuple[Line, ...]
    missing: tuple[str, ...]
    map: str  # SVG, or empty
    told: tuple[str, ...]  # sentences


@dataclass(frozen=True, slots=True)
class Choice:
    """A reference that may be chosen."""

    key: str
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Told:
    """A slate's range as a page shows it."""

    titles: int
    distinct: str
    against: Choice | None
    choices: tuple[Choice, ...]
    sides: tuple[Side, ...]
    gaps: tuple[str, ...]
    widening: tuple[tuple[str, str, str], ...]  # (key, name, what it adds)


def told_range(
    titles: QuerySet[Title], year: int | None, asked: str, language: str, public: bool
) -> Told:
    """Return the range of those of some titles that make the slate of a year.

    asked   the key of a reference; empty for the one the house chose
    public  leaves out what few people have stated of themselves
    """
    choices = _choices(year)
    wanted = asked or house().range_against  # a key of none of them holds it against nothing
    against = next((choice for choice in choices if choice.key == wanted), None)
    reference = reference_of(against.key, titles, year) if against else {}
    chosen = slate_titles_of(titles, year)
    found = range_of(chosen, reference)
    words = _Words(language, labels_in(language), house().home_territory)
    sides = tuple(
        _side(aspect, words, against)
        for aspect in found.aspects
        if aspect.known and not (public and _private(aspect))
    )
    best = found.widening[:WIDENING] if len(found.widening) > WIDENING else ()
    keys = [key for key, _adds in best]
    rows = chosen.filter(key__in=keys).prefetch_related("texts")
    names = {title.key: name_of(title, language) for title in rows}
    return Told(
        titles=found.titles,
        distinct=words.number(found.distinct) if found.distinct is not None else "",
        against=against,
        choices=choices,
        sides=sides,
        gaps=tuple(
            words.gap(gap.aspect, gap.value, gap.titles)
            for gap in found.gaps
            if not (public and gap.aspect is Aspect.GENDER)
        )[:GAPS],
        widening=tuple((key, names[key], words.number(adds)) for key, adds in best if adds > 0),
    )


def value_words(language: str) -> Callable[[Aspect, str], str]:
    """Return how to call a value of an aspect in a language."""
    return _Words(language, labels_in(language), house().home_territory).value


def _choices(year: int | None) -> tuple[Choice, ...]:
    own = (
        Choice(CATALOGUE, _("the rest of the catalogue"), ""),
        Choice(LAST_YEAR, _("the year before"), ""),
    )
    kept = tuple(Choice(each.key, each.name, each.source) for each in named_references())
    return (*(own if year is not None else ()), *kept)


def _private(aspect: "AspectRange") -> bool:
    return aspect.aspect is Aspect.GENDER and aspect.known < FEWEST_STATED


@dataclass(frozen=True, slots=True)
class _Words:
    language: str
    labels: Mapping[str, str]  # of genres and themes
    home: str

    def number(self, number: float) -> str:
        return str(format_decimal(round(number, 1), locale=self.language))

    def percent(self, share: float) -> str:
        return str(format_percent(share, locale=self.language))

    def value(self, aspect: Aspect, value: str) -> str:
        """Return what a value of an aspect is called."""
        own = {
            ELSEWHERE: _("Elsewhere"),
            ORIGINAL: _("No other work"),
            DEBUT: _("A debut"),
            LATER: _("A later work"),
        }
        if value in own:
            return own[value]
        if aspect in PLACES:
            return region_name(value)
        if aspect is Aspect.LANGUAGE:
            return _first_large(language_name(value, self.language))
        closed = _CLOSED.get(aspect)
        if closed and value in set(closed):
            return closed(value).label(self.language)
        return self.labels.get(value, value)

    def gap(self, aspect: Aspect, value: str, titles: float) -> str:
        short = max(1, round(titles))
        return ngettext(
            "%(aspect)s: %(value)s, %(count)s title short",
            "%(aspect)s: %(value)s, %(count)s titles short",
            short,
        ) % {
            "aspect": aspect.label(self.language),
            "value": self.value(aspect, value),
            "count": short,
        }


def _first_large(text: str) -> str:
    return text[:1].upper() + text[1:]


def _side(aspect: "AspectRange", words: _Words, against: Choice | None) -> Side:
    largest = max(
        [part.share for part in aspect.parts]
        + [part.reference or 0.0 for part in (*aspect.parts, *aspect.missing)]
    )

    def line(part: "Part") -> Line:
        mark = None if part.reference is None else round(100 * part.reference / largest, 1)
        return Line(
            name=words.value(aspect.aspect, part.value),
            titles=part.titles,
            share=words.percent(part.share),
            bar=round(100 * part.share / largest, 1),
            mark=mark,
            reference=words.percent(part.reference) if part.reference else "",
        )

    return Side(
        key=aspect.aspect.name.lower(),
        name=aspect.aspect.label(words.language),
        lines=tuple(map(line, aspect.parts)),
        missing=tuple(words.value(aspect.aspect, part.value) for part in aspect.missing),
        map=_map(aspect, words) if aspect.aspect in PLACES else "",
        told=tuple(_sentences(aspect, words, against)),
    )


def _map(aspect: "AspectRange", words: _Words) -> str:
    tiles = {
        part.value: Tile(
            f"{words.value(aspect.aspect, part.value)}: {part.titles}", part.titles
        )
        for part in (*aspect.parts, *aspect.missing)
        if part.value != ELSEWHERE
    }
    return draw_regions(words.home, tiles, aspect.aspect.label(words.language))


def _sentences(aspect: "AspectRange", words: _Words, against: Choice | None) -> list[str]:
    values = len(aspect.parts)
    told = [
        ngettext(
            "%(count)s value, as varied as %(number)s of equal size.",
            "%(count)s values, as varied as %(number)s of equal size.",
            values,
        )
        % {"count": values, "number": words.number(aspect.effective)}
    ]
    if aspect.unknown:
        told.append(
            ngettext(
                "Not known of %(count)s title, which is left out here.",
                "Not known of %(count)s titles, which are left out here.",
                aspect.unknown,
            )
            % {"count": aspect.unknown}
        )
    if against and aspect.covered is not None:
        name = {"reference": against.name}
        told.append(
            _("It covers %(share)s of what %(reference)s holds.")
            % {"share": words.percent(aspect.covered), **name}
        )
        told.append(_far(aspect.distance, aspect.usual) % name)
    return told


def _far(distance: float | None, usual: tuple[float, float] | None) -> str:
    if distance is None or usual is None:
        return _("Too few titles to say how far it is from %(reference)s.")
    if distance > usual[1]:
        return _(
            "It is farther from %(reference)s than 95 of 100 slates of this size drawn from it "
            "by lot: that is choice, not chance."
        )
    if distance > usual[0]:
        return _(
            "It is as far from %(reference)s as chance alone often brings a slate of this size."
        )
    return _("It is as near to %(reference)s as a slate of this size can be expected to come.")
