"""What others publish of titles: weekly Top 10 lists, engagement reports, a house's own tables.

Rows come as texts; each is read or named with what is wrong with it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.folding import folded
from cartelera.vocabulary.labelled import Labelled
from cartelera.vocabulary.territory import territory

WORLD = "ZZ"  # a figure of the whole world
PROBLEMS_MOST = 50


class Source(Labelled):
    """Where figures come from."""

    TOP_COUNTRIES = "top10 countries", "Netflix Top 10 by country", "Top 10 de Netflix por país"
    TOP_WORLD = "top10 world", "Netflix Top 10 of the world", "Top 10 mundial de Netflix"
    ENGAGEMENT = "engagement", "Netflix engagement report", "Informe de visionado de Netflix"
    CINEMA = "cinema", "Cinema", "Cine"
    BROADCAST = "broadcast", "Broadcast", "Televisión"
    PLATFORM = "platform", "Other platform", "Otra plataforma"


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure of one title in one territory and period."""

    source: Source
    begins: date
    ends: date  # the day after its last
    territory: str  # ISO 3166-1; WORLD for everywhere
    name: str
    season: str = ""
    rank: int | None = None
    hours: int | None = None
    views: int | None = None
    admissions: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that could not be read."""

    row: int  # in the file, from 1
    words: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file holds."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]


_NAMES = {
    "title": "title titulo show_title name nombre",
    "season": "season temporada season_title",
    "territory": "territory territorio country_iso2 country pais",
    "from": "from desde begins inicio first_day",
    "to": "to hasta ends fin last_day",
    "week": "week semana",
    "kind": "kind medio source fuente via",
    "rank": "rank weekly_rank puesto lugar",
    "hours": "hours horas weekly_hours_viewed hours_viewed",
    "views": "views visionados weekly_views",
    "admissions": "admissions entradas asistentes viewers espectadores audiencia",
}
_COLUMNS = {word: name for name, words in _NAMES.items() for word in words.split()}
_KINDS = {
    "cinema": Source.CINEMA, "cine": Source.CINEMA, "broadcast": Source.BROADCAST,
    "television": Source.BROADCAST, "tv": Source.BROADCAST, "platform": Source.PLATFORM,
    "plataforma": Source.PLATFORM,
}  # fmt: skip
_HALF = re.compile(
    r"(january|enero|july|julio)\W+(?:to\W+|a\W+)?(june|junio|december|diciembre)\W+(?:de\W+)?"
    r"(20\d\d)|(20\d\d)\W?[hs]([12])",
    re.IGNORECASE,
)


def read_sheet(rows: Iterable[Sequence[str]], named: str) -> Sheet:
    """Return the figures of a table, and what is wrong with the rows that hold none.

    rows   cells as texts, a head among the first ten rows
    named  the name of the file, which may tell an engagement report's half-year

    Raises InputError if no head is found, or an engagement report does not say its half-year.
    """
    table = [[cell.strip() for cell in row] for row in rows]
    at, head = _head(table)
    above = " ".join(cell for row in table[: at + 1] for cell in row)
    period = (
        _half_year(f"{above} {named}") if "week" not in head and "from" not in head else None
    )
    if period is None and not {"week", "from"} & set(head):
        raise InputError("neither a week, nor two days, nor the half-year of a report is told")
    entries: dict[tuple[Source, date, str, str, str], Entry] = {}
    problems: list[Problem] = []
    for number, row in enumerate(table[at + 1 :], start=at + 2):
        if not any(row):
            continue
        told = {name: row[n] for name, n in head.items() if n < len(row)}
        try:
            entry = _entry(told, period)
        except (InputError, ValueError) as refusal:
            if len(problems) < PROBLEMS_MOST:
                problems.append(Problem(number, str(refusal)))
        else:
            key = (entry.source, entry.begins, entry.territory, entry.name, entry.season)
            entries[key] = entry
    return Sheet(tuple(entries.values()), tuple(problems))


def _head(table: list[list[str]]) -> tuple[int, dict[str, int]]:
    for at, row in enumerate(table[:10]):
        found: dict[str, int] = {}
        for n, cell in enumerate(row):
            word = re.sub(r"\W+", "_", folded(cell)).strip("_")
            name = _COLUMNS.get(word)
            if name == "territory" and word == "country_iso2":
                found[name] = n  # beside its name the list gives its code
            elif name and name not in found:
                found[name] = n
        if "title" in found and len(found) > 1:
            return at, found
    raise InputError("no head is found: a column called title, and others beside it")


def _half_year(text: str) -> tuple[date, date] | None:
    found = _HALF.search(text)
    if found is None:
        return None
    year = int(found[3] or found[4])
    second = found[5] == "2" if found[4] else folded(found[1]).startswith("jul")
    begins = date(year, 7 if second else 1, 1)
    return begins, date(year + second, 1 if second else 7, 1)


def _entry(told: dict[str, str], period: tuple[date, date] | None) -> Entry:
    name = told.get("title", "").partition(" // ")[0].strip()
    if not name:
        raise InputError("a title is missing")
    season = told.get("season", "")
    if "week" in told:
        last = _day(told["week"])
        begins, ends = last - timedelta(days=6), last + timedelta(days=1)
        source = Source.TOP_COUNTRIES if "territory" in told else Source.TOP_WORLD
    elif period is not None:
        begins, ends = period
        source = Source.ENGAGEMENT
    else:
        begins = _day(told["from"])
        ends = _day(told.get("to") or told["from"]) + timedelta(days=1)
        source = Source.CINEMA
    if "kind" in told:
        source = _kind(told["kind"])
    if ends <= begins:
        raise InputError(f"the period of {name!r} ends before it begins")
    entry = Entry(
        source=source,
        begins=begins,
        ends=ends,
        territory=territory(told["territory"]) if told.get("territory") else WORLD,
        name=name[:300],
        season="" if season in ("N/A", name) else season[:300],
        rank=_number(told, "rank"),
        hours=_number(told, "hours"),
        views=_number(told, "views"),
        admissions=_number(told, "admissions"),
    )
    if (entry.rank, entry.hours, entry.views, entry.admissions) == (None,) * 4:
        raise InputError(f"{name!r} has no figure")
    return entry


def _kind(word: str) -> Source:
    found = _KINDS.get(folded(word))
    if found is None:
        raise InputError(f"{word!r} is no kind: give cinema, broadcast or platform")
    return found


def _day(text: str) -> date:
    head = text[:10]
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", head)
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(head)
    except ValueError as error:
        raise InputError(f"{text!r} is no day: give one such as 2026-03-02") from error


def _number(told: dict[str, str], name: str) -> int | None:
    text = told.get(name, "").replace("\u00a0", "").strip()
    if text in ("", "*", "-", "N/A"):
        return None
    plain = re.sub(r"(?<=\d)[ ,.](?=\d{3}(\D|$))", "", text)
    if not re.fullmatch(r"\d{1,13}(\.\d+)?", plain):
        raise InputError(f"{text!r} is no number of {name}")
    return round(float(plain))


def rows_of_text(text: str) -> Iterator[list[str]]:
    """Yield the rows of a text, apart by tabs, commas or semicolons as its head shows."""
    import csv
    from io import StringIO

    first = text.partition("\n")[0]
    mark = max("\t,;", key=first.count)
    yield from csv.reader(StringIO(text), delimiter=mark)
