"""A year of the slate ahead: its forecast, range and budget together, and what to make."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from babel.numbers import format_decimal
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cartelera.apps.audience.outlooks import (
    Change,
    Makeable,
    SlateOutlook,
    TitleOutlook,
    Why,
    YearOutlook,
    sets_to_make,
    varied_as,
    why_made,
    year_outlook,
)
from cartelera.apps.slate.queries import board_years
from cartelera.engines.audience.slate_plots import Band, Column, Stop, draw_front, draw_slate
from cartelera.vocabulary.aspect import Aspect
from cartelera.vocabulary.errors import InputError
from cartelera.web.doors import staff
from cartelera.web.office.audience import SEE
from cartelera.web.office.forecasts import BUDGET, made_up_behind, money, short
from cartelera.web.office.page import language, office_page, who
from cartelera.web.office.words import house_locale
from cartelera.web.ranges import value_words

_ROWS = 8  # values of an aspect that are drawn, those of most titles first
_FRONT = (520.0, 300.0)  # px
Say = Callable[[Aspect, str], str]


@dataclass(frozen=True, slots=True)
class Row:
    """One title as the table behind the drawing shows it."""

    outlook: TitleOutlook
    made: bool
    views: str
    territories: str
    cost: str
    covers: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one title is in a set, or is not."""

    title: TitleOutlook
    cost: str
    alone: str  # what it alone brings to the range
    short: str  # money that would have it as well
    swap: str  # the nearest, and what it would change


@dataclass(frozen=True, slots=True)
class Step:
    """One set along the front."""

    made: Makeable
    names: str
    cost: str
    address: str


@staff(SEE)
def page(request: HttpRequest) -> HttpResponse:
    """Show a year of the slate ahead, drawn together, and which of its titles to make."""
    years = board_years()
    year = next((y for y in years if str(y) == request.GET.get("year", "")), None)
    found = year_outlook(year, language())
    given: dict[str, Any] = {"years": years, "year": year, "found": found}
    if found is not None and (found.ahead.own or found.out):
        given["made_up"] = made_up_behind()
    if found is not None and found.ahead.titles:
        may_weigh = who(request).has_perm(BUDGET)
        make = _make(request, found.ahead, year) if may_weigh else {}
        given |= {
            "may_weigh": may_weigh,
            **_sums(found.ahead, may_weigh),
            **_drawn(found, make, may_weigh),
            **make,
        }
    return office_page(request, "audience/year.html", "audience", **given)


def _at_home(slate: SlateOutlook) -> str:
    """Return what a chance at home is of."""
    return _("At home") if slate.own else _("Top 10 at home")


def _sums(slate: SlateOutlook, may_weigh: bool) -> dict[str, Any]:
    """Return what the titles come to, added up title by title."""
    views = [one.views.middle for one in slate.titles if one.views]
    territories = [one.territories.middle for one in slate.titles if one.territories]
    homes = [one.home for one in slate.titles if one.home is not None]
    whole = money(slate.budget, slate.currency) if may_weigh and slate.currency else ""
    return {
        "views": short(sum(views)) if views else "—",
        "territories": short(sum(territories)) if territories else "—",
        "at_home": _at_home(slate),
        "homes": sum(homes) if homes else None,
        "whole": whole,
        "whole_short": f"{short(slate.budget)} {slate.currency}" if whole else "",
    }


def _drawn(found: YearOutlook, make: Mapping[str, Any], may_weigh: bool) -> dict[str, Any]:
    """Return the year as one drawing, and the table behind it."""
    slate, step = found.ahead, make.get("step")
    made = {one.title.pk for one in step.made.titles} if step else set()
    titles = sorted(slate.titles, key=lambda one: (one.title.pk not in made, -_reach(one)))
    costs = may_weigh and bool(slate.currency)
    columns = [
        Column(
            one.title.name,
            (one.budget or 0.0) if costs else 1.0,
            (one.territories.low, one.territories.middle, one.territories.high)
            if one.territories
            else None,
            one.home,
            one.title.pk in made if step else True,
        )
        for one in titles
    ]
    say = value_words(language())
    left = max(0.0, make["asked"] - step.made.cost) if step and costs else 0.0
    svg = draw_slate(
        _("Each title of the slate: what it reaches, what it costs, what it covers"),
        columns,
        _bands(titles, found.terms, say),
        left,
        (_("territories"), _("home")),
    )
    rows = [
        Row(
            one,
            one.title.pk in made,
            _told(one.views),
            _told(one.territories),
            money(one.budget, slate.currency) if costs and one.budget is not None else "",
            _terms(sorted(found.terms.get(one.title.pk, ())), say),
        )
        for one in titles
    ]
    return {"slate_svg": svg, "rows": rows, "costs": costs}


def _reach(one: TitleOutlook) -> float:
    return one.territories.middle if one.territories else 0.0


def _told(told: Any) -> str:
    if told is None:
        return "—"
    return f"{short(told.middle)} ({short(told.low)} – {short(told.high)})"


def _bands(
    titles: Sequence[TitleOutlook],
    terms: Mapping[int, frozenset[tuple[Aspect, str]]],
    say: Say,
) -> list[Band]:
    bands = []
    for aspect in Aspect:
        having: dict[str, set[int]] = {}
        for n, one in enumerate(titles):
            for each, value in terms.get(one.title.pk, ()):
                if each is aspect:
                    having.setdefault(value, set()).add(n)
        values = sorted(having, key=lambda value: (-len(having[value]), say(aspect, value)))
        if values:
            rows = [(say(aspect, v), frozenset(having[v])) for v in values[:_ROWS]]
            bands.append(Band(aspect.label(language()), rows))
    return bands


def _terms(terms: Sequence[tuple[Aspect, str]], say: Say) -> str:
    return ", ".join(say(aspect, value) for aspect, value in terms)


def _make(request: HttpRequest, slate: SlateOutlook, year: int | None) -> dict[str, Any]:
    """Return the front under the budget asked for, and the set that is looked at."""
    written = request.GET.get("budget", "").replace(",", "").replace(" ", "")
    asked = round(float(written) if written.isdecimal() else slate.budget / 2)
    refusal = _why_none(slate)
    if refusal:
        return {"refusal": refusal, "asked": asked}
    try:
        found = sets_to_make(slate, asked)
    except InputError:
        return {
            "refusal": _("Too many titles to weigh at once: look at one year."),
            "asked": asked,
        }

    def address(number: int) -> str:
        told = {"year": year} if year else {}
        return f"?{urlencode(told | {'budget': asked, 'set': number})}#make"

    steps = [
        Step(
            made,
            ", ".join(one.title.name for one in made.titles) or _("None of them"),
            money(made.cost, slate.currency),
            address(n),
        )
        for n, made in enumerate(found, start=1)
    ]
    wanted = request.GET.get("set", "")
    number = min(int(wanted), len(steps)) if wanted.isdecimal() and int(wanted) > 0 else 1
    step = steps[number - 1]
    reasons = why_made(slate, asked, step.made)
    return {
        "asked": asked,
        "asked_words": money(asked, slate.currency),
        "steps": steps,
        "step": step,
        "number": number,
        "before": steps[number - 2] if number > 1 else None,
        "after": steps[number] if number < len(steps) else None,
        "inside": [_reason(one, slate) for one in reasons if one.inside],
        "outside": [_reason(one, slate) for one in reasons if not one.inside],
        "varied": varied_as([one.title.pk for one in step.made.titles]),
        "front_svg": _front(steps, number - 1, _at_home(slate)) if len(steps) > 1 else "",
    }


def _why_none(slate: SlateOutlook) -> str:
    """Say why no set can be weighed; empty where one can."""
    known = (one for one in slate.titles if one.territories and one.home is not None)
    if all(one.budget is None for one in known):
        return _(
            "No title has both a budget and a forecast of territories: give titles their "
            "budget on their own pages."
        )
    if not slate.currency:
        return _("The budgets are in several currencies: bring them to one.")
    return ""


def _front(steps: Sequence[Step], at: int, at_home: str) -> str:
    stops = [
        Stop(
            step.made.home,
            step.made.abroad,
            _("%(number)s: %(home)s at home, %(abroad)s territories, range %(covers)s")
            % {
                "number": number,
                "home": _number(step.made.home, "0.00"),
                "abroad": short(step.made.abroad),
                "covers": step.made.covers,
            },
            str(step.made.covers),
            step.address,
        )
        for number, step in enumerate(steps, start=1)
    ]
    return draw_front(
        _("The sets, by what they reach at home and abroad; beside each, its range"),
        stops,
        at,
        (at_home, _("territories, added up")),
        _FRONT,
    )


def _reason(why: Why, slate: SlateOutlook) -> Reason:
    say = value_words(language())
    return Reason(
        why.title,
        money(why.title.budget or 0.0, slate.currency),
        _terms(why.brings, say),
        money(why.short, slate.currency) if why.short else "",
        _swap(why.nearest, why.inside),
    )


def _swap(change: Change | None, inside: bool) -> str:
    if change is None:
        return _("no swap that the budget allows")
    others = change.enter if inside else change.leave
    names = ", ".join(one.title.name for one in others)
    if inside:
        said = _("for %(names)s") % {"names": names} if names else _("for nothing")
    else:
        said = _("for %(names)s") % {"names": names} if names else _("beside all of them")
    return _("%(swap)s: %(home)s at home, %(abroad)s, %(covers)s in range") % {
        "swap": said,
        "home": _number(change.home, "+0.00;−0.00"),
        "abroad": ngettext(
            "%(count)s territory", "%(count)s territories", abs(round(change.abroad))
        )
        % {"count": _number(change.abroad, "+0;−0")},
        "covers": _number(change.covers, "+0;−0"),
    }


def _number(value: float, pattern: str) -> str:
    """Return a number by a pattern; one that rounds to nothing has no sign."""
    locale = house_locale(language())
    if round(value, 2 if "." in pattern else 0) == 0:
        value, pattern = 0.0, pattern.split(";", maxsplit=1)[0].removeprefix("+")
    return str(format_decimal(value, pattern, locale))
