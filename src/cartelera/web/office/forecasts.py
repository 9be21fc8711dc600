"""What announced titles may reach, and which of them to make."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from babel.numbers import format_currency, format_decimal
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cartelera.apps.audience.actions import forecast_now
from cartelera.apps.audience.outlooks import (
    Makeable,
    SlateOutlook,
    TitleOutlook,
    Told,
    sets_to_make,
    slate_outlook,
)
from cartelera.apps.audience.queries import has_made_up, weeks_counted
from cartelera.apps.slate.queries import board_years
from cartelera.engines.audience.plots import draw_range
from cartelera.vocabulary.errors import InputError
from cartelera.web.doors import staff
from cartelera.web.office.audience import SEE
from cartelera.web.office.page import language, office_page, tell, who
from cartelera.web.office.words import house_locale
from cartelera.web.ranges import value_words

BUDGET = "slate.see_budget"


@dataclass(frozen=True, slots=True)
class Bar:
    """A forecast of one measure: drawn, and in words."""

    svg: str
    middle: str
    low: str
    high: str
    like: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One title's forecast as its row shows it."""

    outlook: TitleOutlook
    views: Bar | None
    territories: Bar | None
    tilt: str
    budget: str


@dataclass(frozen=True, slots=True)
class Member:
    """A title of a set, and what no other title of it brings."""

    row: TitleOutlook
    brings: str


@dataclass(frozen=True, slots=True)
class Step:
    """One set along the front."""

    made: Makeable
    names: str
    cost: str
    members: Sequence[Member]


@staff(SEE)
def page(request: HttpRequest) -> HttpResponse:
    """Show what the titles of a year, or of all years, may reach."""
    years = board_years()
    year = next((y for y in years if str(y) == request.GET.get("year", "")), None)
    slate = slate_outlook(year, language())
    may_weigh = who(request).has_perm(BUDGET)
    counted = weeks_counted() if slate and slate.own else None
    return office_page(
        request,
        "audience/forecast.html",
        "audience",
        slate=slate,
        made_up=counted is not None and has_made_up(counted),
        years=years,
        year=year,
        rows=_rows(slate, may_weigh) if slate else [],
        may_weigh=may_weigh,
        whole=_money(slate.budget, slate.currency) if slate and slate.currency else "",
        **(_make(request, slate) if slate and may_weigh else {}),
    )


@staff(SEE)
@require_POST
def again(request: HttpRequest) -> HttpResponseBase:
    """Forecast anew, soon."""
    forecast_now(who(request))
    tell(request, _("The worker forecasts anew; look again in a minute."))
    return redirect("office:audience-forecast")


def _rows(slate: SlateOutlook, may_weigh: bool) -> list[Row]:
    views = _scale([one.views for one in slate.titles])
    territories = _scale([one.territories for one in slate.titles])
    return [
        Row(
            one,
            _bar(_("Views"), one.views, views),
            _bar(_("Territories"), one.territories, territories),
            _tilt(one.tilt),
            _money(one.budget, slate.currency)
            if may_weigh and one.budget is not None and slate.currency
            else "",
        )
        for one in slate.titles
    ]


def _scale(told: Sequence[Told | None]) -> tuple[float, float]:
    known = [one for one in told if one is not None]
    return (
        min((one.low for one in known), default=1.0) * 0.9,
        max((one.high for one in known), default=1.0) * 1.1,
    )


def _bar(name: str, told: Told | None, scale: tuple[float, float]) -> Bar | None:
    if told is None:
        return None
    low, middle, high = (_short(value) for value in (told.low, told.middle, told.high))
    said = _("%(name)s: %(middle)s, four of five times %(low)s to %(high)s") % {
        "name": name,
        "middle": middle,
        "low": low,
        "high": high,
    }
    return Bar(
        draw_range(said, told.low, told.middle, told.high, scale),
        middle,
        low,
        high,
        [(name, _short(outcome)) for name, outcome in told.like],
    )


def _short(value: float) -> str:
    locale = house_locale(language())
    if value >= 1e6:
        return _("%(count)s M") % {"count": format_decimal(value / 1e6, "#,##0.0", locale)}
    digits = max(0, len(str(round(value))) - 2)
    return str(format_decimal(round(value, -digits), "#,##0", locale))


def _tilt(tilt: float | None) -> str:
    if tilt is None:
        return "—"
    if abs(tilt) < 0.25:
        return _("as its size says")
    return _("abroad") if tilt > 0 else _("home")


def _money(amount: float, currency: str) -> str:
    locale = house_locale(language())
    return str(format_currency(amount, currency, "#,##0 ¤¤", locale, currency_digits=False))


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


def _make(request: HttpRequest, slate: SlateOutlook) -> dict[str, Any]:
    """Return the front under the budget asked for, and the step that is looked at."""
    asked = request.GET.get("budget", "").replace(",", "").strip()
    budget = float(asked) if asked.isdecimal() else slate.budget / 2
    refusal = _why_none(slate)
    if refusal:
        return {"refusal": refusal, "asked": round(budget)}
    try:
        found = sets_to_make(slate, budget)
    except InputError as other:
        return {"refusal": str(other), "asked": round(budget)}
    said = value_words(language())
    steps = [
        Step(
            made,
            ", ".join(one.title.name for one in made.titles) or _("None of them"),
            _money(made.cost, slate.currency),
            [
                Member(
                    one,
                    "; ".join(
                        f"{aspect.label(language())}: {said(aspect, value)}"
                        for aspect, value in terms
                    ),
                )
                for one, terms in made.alone
            ],
        )
        for made in found
    ]
    at = request.GET.get("set", "")
    number = min(int(at), len(steps)) if at.isdecimal() and int(at) > 0 else 1
    return {
        "asked": round(budget),
        "steps": steps,
        "step": steps[number - 1],
        "number": number,
        "before": number - 1,
        "after": number + 1 if number < len(steps) else 0,
    }
