"""Dates as announcements say them, as coarse as the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cartelera.engines.announce.lexicon import Lexicon
from cartelera.engines.announce.values import Said

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_NEXT = (
    r"(?P<next>next year|the following year|el próximo año|el año próximo|el año que viene"
    r"|próximo ano|ano que vem)"
)
_THIS = (
    r"(?P<this>this year|later this year|este año|este ano|el año en curso|até o fim do ano"
    r"|(?:this|next|late|early) (?:spring|summer|autumn|fall|winter)"
    r"|(?:este|próximo|esta|próxima) (?:verano|otoño|invierno|primavera)"
    r"|fin(?:es|al)? de(?:l)? año)"
)
_SEASON = re.compile(
    r"\s*(?:spring|summer|autumn|fall|winter|primavera|verano|otoño|invierno|verão|outono|inverno)\s*",
    re.IGNORECASE,
)
_ROUGH = (
    r"(?:(?:early|late|mid|the end of|end of|the start of|spring|summer|autumn|fall|winter|this"
    r"|in|finales de|principios de|mediados de|primavera de|verano de|otoño de|invierno de"
    r"|este|el|en)[ -]?){0,3}"
)


@dataclass(frozen=True, slots=True)
class Published:
    """When an announcement was published, as far as it is known."""

    year: int
    month: int | None = None


def dates_in(
    text: str, start: int, end: int, lexicon: Lexicon, published: Published
) -> Iterator[Said[str]]:
    """Yield each date said in text[start:end], in ISO form, relative ones worked out.

    A month without a year is the one nearest to the day of publication.
    """
    for match in _pattern(lexicon.months).finditer(text, start, end):
        value = _iso(match, lexicon.months, published)
        if value:
            yield Said(value, match.start(), match.end(), "date")


def season_in(text: str, start: int, end: int, published: Published) -> Said[str] | None:
    """Return the year of text[start:end] that is nothing but a season: "(spring)"."""
    held = _SEASON.fullmatch(text, start, end)
    return Said(str(published.year), start, end, "date") if held else None


@lru_cache(maxsize=16)
def _pattern(months: tuple[str, ...]) -> re.Pattern[str]:
    """Return the grammar of dates for one language's months."""
    month = "|".join(months)
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th|º)?"
    return re.compile(
        rf"\b(?:{day} (?:de )?(?P<m1>{month})(?:,? (?:de |del )?{_YEAR})?"
        rf"|(?P<m2>{month}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<y2>(?:19|20)\d\d))?"
        rf"|(?:{_ROUGH}(?:el mes de |the month of )?(?P<m3>{month})"
        rf"(?:,? (?:(?:de |of |del )?(?P<y3>(?:19|20)\d\d)"
        rf"|(?:of |del? )?(?P<n3>next year|próximo año|this year|este año)))?)"
        rf"|{_ROUGH}(?:{_NEXT}|{_THIS}|(?P<y4>(?:19|20)\d\d)))\b",
        re.IGNORECASE,
    )


def _iso(match: re.Match[str], months: tuple[str, ...], published: Published) -> str | None:
    """Return one date in ISO form; None for words that only look like one."""
    said = {name: value for name, value in match.groupdict().items() if value}
    month_name = said.get("m1") or said.get("m2") or said.get("m3")
    if month_name is None:
        if "next" in said:
            return str(published.year + 1)
        return said.get("y4") or str(published.year)
    if "m3" in said and said["m3"].islower() and months[0] == "january":
        return None  # "may" and "march" are also verbs
    month = months.index(month_name.casefold()) + 1
    year = _year(said, month, published)
    day = said.get("day") or said.get("d2")
    if day is None:
        return f"{year}-{month:02}"
    return f"{year}-{month:02}-{int(day):02}" if 1 <= int(day) <= 31 else None


def _year(said: dict[str, str], month: int, published: Published) -> int:
    """Return the year that is said, or else the one in which the month is nearest."""
    stated = said.get("year") or said.get("y2") or said.get("y3")
    if stated:
        return int(stated)
    if "n3" in said:
        later = "next" in said["n3"].casefold() or "próximo" in said["n3"].casefold()
        return published.year + (1 if later else 0)
    if published.month is None:
        return published.year
    apart = month - published.month
    return published.year + (1 if apart < -6 else -1 if apart > 9 else 0)
