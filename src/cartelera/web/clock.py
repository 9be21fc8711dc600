"""Days and moments as people read them, by the house's clock."""

from datetime import date, datetime

from babel.dates import format_date, format_datetime
from django.utils import timezone

_DAY = "d MMM y"
_MOMENT = "d MMM y, HH:mm"


def day_words(moment: date | datetime, language: str) -> str:
    """Return a day such as `9 dic 2026`; of a moment, the day it is at the house."""
    at = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    return str(format_date(at, _DAY, locale=_locale(language)))


def weekday_words(on: date, language: str) -> str:
    """Return a day such as `Lunes 9 dic 2026`."""
    words = str(format_date(on, f"EEEE {_DAY}", locale=_locale(language)))
    return words[:1].upper() + words[1:]


def moment_words(moment: datetime, language: str) -> str:
    """Return a moment such as `9 dic 2026, 18:00`."""
    return str(format_datetime(timezone.localtime(moment), _MOMENT, locale=_locale(language)))


def _locale(language: str) -> str:
    return "es_MX" if language.startswith("es") else "en"
