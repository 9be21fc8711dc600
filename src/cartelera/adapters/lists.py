"""Read published lists of what was watched: weekly Top 10 lists and half-yearly reports.

A folder may hold the workbooks and TSV files as they are published, or Parquet made of them.
"""

import csv
import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from cartelera.engines.audience.identity import is_live
from cartelera.engines.audience.record import Announced, Screening, Shown, Week
from cartelera.vocabulary.errors import InputError

Row = dict[str, Any]

_KINDS = {
    "film": Screening.FILM,
    "films": Screening.FILM,
    "movie": Screening.FILM,
    "movies": Screening.FILM,
    "tv": Screening.SERIES,
    "series": Screening.SERIES,
    "show": Screening.SERIES,
    "shows": Screening.SERIES,
}
_NAMES = {  # as the publisher heads a column, and as we call it
    "available globally?": "global",
    "hours viewed": "hours",
    "release date": "release_date",
    "runtime": "runtime_min",
    "title_name": "title",
}
_NONE = {"", "*", "none", "n/a", "null"}


@dataclass(frozen=True, slots=True)
class Lists:
    """All that a folder of published lists says."""

    shown: tuple[Shown, ...]  # report rows with views, live evenings left out
    weeks: tuple[Week, ...]
    catalogue: tuple[Announced, ...] = ()  # what announcements told, hit or not


def read_lists(folders: Iterable[Path], sources: Collection[str] = ()) -> Lists:
    """Read every report (engagement*) and weekly list (top10_* or all-weeks-*) in some folders.

    What a catalogue (catalogue* or title_metadata*) tells of titles is read too, without the
    rows that it marks as chosen by success. A row that stands in two files counts once.

    sources  values of a catalogue's column `src` to read; none: all of them

    Raises InputError for a folder that cannot be read, or a list without a needed column.
    """
    shown: dict[tuple[date, Screening, str], Shown] = {}
    weeks: dict[Week, None] = {}
    catalogue: dict[Announced, None] = {}
    for folder in folders:
        if not folder.is_dir():
            raise InputError(f"{folder} is no folder: give one that holds the published lists")
        for file in sorted(folder.iterdir()):
            name = file.name.lower()
            if name.startswith(("engagement", "what_we_watched")):
                for row in _shown(file):
                    shown.setdefault((row.begins, row.title.kind, row.title.name), row)
            elif name.startswith(("top10_", "all-weeks-", "all_weeks_")):
                weeks |= dict.fromkeys(_weeks(file))
            elif name.startswith(("catalogue", "title_metadata")):
                catalogue |= dict.fromkeys(_catalogue(file, sources))
    return Lists(tuple(shown.values()), tuple(weeks), tuple(catalogue))


def half_year(period: str) -> tuple[date, date]:
    """Return the first day of a half-year such as 2024H2, and the day after its last.

    Raises InputError if it has another form.
    """
    year, half = period[:4], period[4:].upper()
    if not year.isdigit() or half not in {"H1", "H2"}:
        raise InputError(f"{period!r} is no half-year: write it as 2024H2")
    begins = date(int(year), 1 if half == "H1" else 7, 1)
    return begins, date(int(year) + (half == "H2"), 7 if half == "H1" else 1, 1)


def rows_of(file: Path) -> Iterator[Row]:
    """Return the rows of a Parquet, TSV, CSV or XLSX file, columns named in small letters.

    Raises InputError if it cannot be read.
    """
    read: dict[str, Callable[[Path], Iterator[Row]]] = {
        ".parquet": _parquet,
        ".tsv": _text,
        ".csv": _text,
        ".xlsx": _workbook,
    }
    if file.suffix.lower() not in read:
        raise InputError(f"{file.name} is no list: give Parquet, TSV, CSV or XLSX")
    for row in read[file.suffix.lower()](file):
        yield {_NAMES.get(key, key): value for key, value in row.items()}


def _parquet(file: Path) -> Iterator[Row]:
    import duckdb

    try:
        found = duckdb.read_parquet(str(file))
        yield from _with_heads([c.lower() for c in found.columns], found.fetchall())
    except duckdb.Error as error:
        raise InputError(f"{file.name} is not Parquet that can be read: {error}") from error


def _text(file: Path) -> Iterator[Row]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        lines = csv.reader(text, delimiter="\t" if file.suffix.lower() == ".tsv" else ",")
        heads = [head.strip().lower() for head in next(lines, [])]
        yield from _with_heads(heads, lines)


def _workbook(file: Path) -> Iterator[Row]:
    from openpyxl import load_workbook

    book = load_workbook(file, read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            heads: list[str] | None = None
            for row in sheet.iter_rows(values_only=True):
                cells = [str(cell or "").strip().lower() for cell in row]
                if heads is None:
                    heads = cells if "title" in cells else None
                elif any(cells):
                    yield {"kind": sheet.title, "period": file.stem[-6:]} | dict(
                        zip(heads, row, strict=False)
                    )
    finally:
        book.close()


def _with_heads(heads: list[str], rows: Iterable[Iterable[Any]]) -> Iterator[Row]:
    for row in rows:
        yield dict(zip(heads, row, strict=False))


def _shown(file: Path) -> Iterator[Shown]:
    for row in rows_of(file):
        _need(file, row, "period", "title", "hours")
        kind = _KINDS.get(str(row.get("kind") or "").strip().lower())
        hours, views = _number(row["hours"]) or 0.0, _number(row.get("views"))
        minutes = _number(row.get("runtime_min"))
        if views is None and minutes:
            views = hours * 60 / minutes
        name, _, native = str(row["title"] or "").partition(" // ")
        native = native or str(row.get("title_native") or "")
        if kind is None or not views or not name or is_live(name):
            continue
        begins, ends = half_year(str(row["period"]))
        everywhere = str(row.get("global") or "").strip().lower()
        told = everywhere in {"yes", "true"} if everywhere not in _NONE else None
        title = Announced(name.strip(), kind, native.strip(), worldwide=told)
        yield Shown(title, begins, ends, _day(row.get("release_date")), views, hours)


def _weeks(file: Path) -> Iterator[Week]:
    for row in rows_of(file):
        _need(file, row, "week")
        name = row.get("season_title") or row.get("show_title") or row.get("title")
        if str(name or "").strip().lower() in _NONE:
            name = row.get("show_title")
        ends = _day(row["week"])
        if ends is None or not name:
            continue
        territory = str(row.get("country_iso2") or "").strip().upper()
        yield Week(
            str(name).strip(),
            ends,
            _kind_of_list(row),
            territory,
            _number(row.get("weekly_hours_viewed")) or 0.0,
        )


def _catalogue(file: Path, sources: Collection[str]) -> Iterator[Announced]:
    for row in rows_of(file):
        _need(file, row, "title", "kind", "countries")
        kind = _KINDS.get(str(row["kind"] or "").strip().lower())
        chosen = str(row.get("chosen_by_success") or "").lower() in {"true", "yes", "1"}
        countries = tuple(re.findall(r"\b[A-Z]{2}\b", str(row["countries"] or "")))
        other = bool(sources) and row.get("src") not in sources
        if kind is None or chosen or other or not row["title"] or not countries:
            continue
        year = _number(row.get("release_year") or row.get("year"))
        yield Announced(
            str(row["title"]).strip(),
            kind,
            countries=countries,
            genres=tuple(re.findall(r"[a-z][a-z -]+", str(row.get("genres") or "").lower())),
            year=int(year) if year else None,
            synopsis=str(row.get("description") or row.get("synopsis") or ""),
        )


def _kind_of_list(row: Row) -> Screening:
    said = str(row.get("kind") or row.get("category") or "").lower()
    return Screening.FILM if "film" in said or "movie" in said else Screening.SERIES


def _need(file: Path, row: Row, *columns: str) -> None:
    for column in columns:
        if column not in row:
            raise InputError(f"{file.name} has no column {column!r}")


def _number(value: object) -> float | None:
    if value is None or str(value).strip().lower() in _NONE:
        return None
    if isinstance(value, int | float):
        return None if math.isnan(value) else float(value)
    text = str(value).strip().replace(",", "")
    if ":" in text:  # a runtime as H:MM
        hours, minutes = text.split(":")[:2]
        return int(hours) * 60.0 + int(minutes)
    try:
        return float(text)
    except ValueError:
        return None


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not math.isnan(value):
        return date(1899, 12, 30) + timedelta(days=int(value))
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
