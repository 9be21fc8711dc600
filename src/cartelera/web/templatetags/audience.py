"""Figures of reach as the office writes them."""

from babel.numbers import format_decimal, format_percent
from django import template
from django.utils.translation import get_language

from cartelera.apps.audience.queries import Reach
from cartelera.web.clock import day_words
from cartelera.web.office.words import house_locale

register = template.Library()


def _written(value: float | None, pattern: str) -> str:
    if value is None:
        return "—"
    return str(format_decimal(value, pattern, locale=house_locale(get_language() or "es")))


@register.filter
def amount(value: float | None) -> str:
    """Return a count or a sum, with one decimal only where it is small."""
    small = value is not None and value < 100 and value != int(value)
    return _written(value, "#,##0.#" if small else "#,##0")


@register.filter
def ratio(value: float | None) -> str:
    """Return a ratio with two decimals."""
    return _written(value, "0.00")


@register.filter
def share(value: float | None) -> str:
    """Return a share as whole per cent; one that is not nothing is never written as nothing."""
    if value is not None and 0 < value < 0.005:
        return f"< {_percent(0.01, '#,##0 %')}"
    return _percent(value, "#,##0 %")


@register.filter
def fine_share(value: float | None) -> str:
    """Return a share as per cent with two decimals."""
    return _percent(value, "#,##0.00 %")


def _percent(value: float | None, pattern: str) -> str:
    if value is None:
        return "—"
    return str(format_percent(value, pattern, locale=house_locale(get_language() or "es")))


@register.filter
def best_week(reach: Reach) -> str:
    """Return the day on which the week with most views began; empty for a single week."""
    if len(reach.weeks) < 2:
        return ""
    best = max(reach.weeks, key=lambda week: week.figures.microviews)
    return day_words(best.week, get_language() or "es")
