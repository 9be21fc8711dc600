"""What announced titles may reach, and which of them to make."""

from collections.abc import Sequence
from dataclasses import dataclass

from babel.numbers import format_currency, format_decimal
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cartelera.apps.audience.actions import forecast_now
from cartelera.apps.audience.outlooks import (
    SlateOutlook,
    TitleOutlook,
    Told,
    slate_outlook,
)
from cartelera.apps.audience.queries import has_made_up, weeks_counted
from cartelera.apps.slate.queries import board_years
from cartelera.engines.audience.plots import draw_range
from cartelera.web.doors import staff
from cartelera.web.office.audience import SEE
from cartelera.web.office.page import language, office_page, tell, who
from cartelera.web.office.words import house_locale

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


@staff(SEE)
def page(request: HttpRequest) -> HttpResponse:
    """Show what the titles of a year, or of all years, may reach."""
    years = board_years()
    year = next((y for y in years if str(y) == request.GET.get("year", "")), None)
    slate = slate_outlook(year, language())
    may_weigh = who(request).has_perm(BUDGET)
    return office_page(
        request,
        "audience/forecast.html",
        "audience",
        slate=slate,
        made_up=slate is not None and slate.own and made_up_behind(),
        years=years,
        year=year,
        rows=_rows(slate, may_weigh) if slate else [],
        may_weigh=may_weigh,
        whole=money(slate.budget, slate.currency) if slate and slate.currency else "",
    )


@staff(SEE)
@require_POST
def again(request: HttpRequest) -> HttpResponseBase:
    """Forecast anew, soon."""
    forecast_now(who(request))
    tell(request, _("The worker forecasts anew; look again in a minute."))
    return redirect("office:audience-forecast")


def made_up_behind() -> bool:
    """Say whether viewings that were made up are among those of the house."""
    counted = weeks_counted()
    return counted is not None and has_made_up(counted)


def _rows(slate: SlateOutlook, may_weigh: bool) -> list[Row]:
    views = _scale([one.views for one in slate.titles])
    territories = _scale([one.territories for one in slate.titles])
    return [
        Row(
            one,
            _bar(_("Views"), one.views, views),
            _bar(_("Territories"), one.territories, territories),
            _tilt(one.tilt),
            money(one.budget, slate.currency)
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
    low, middle, high = (short(value) for value in (told.low, told.middle, told.high))
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
        [(name, short(outcome)) for name, outcome in told.like],
    )


def short(value: float) -> str:
    """Return a figure to two digits, or millions to a decimal, as words."""
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


def money(amount: float, currency: str) -> str:
    """Return an amount of money as words."""
    locale = house_locale(language())
    return str(format_currency(amount, currency, "#,##0 ¤¤", locale, currency_digits=False))
