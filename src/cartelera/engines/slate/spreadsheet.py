"""Titles as the rows of a spreadsheet (CSV), both ways.

One row is one title; the header names the columns, in any order:

    key, kind, stage, original_name, parent, number, year, runtime_minutes, episodes_planned,
    public_from                          one value each; a moment as 2026-10-20T18:00:00Z
    name:es, logline:es, synopsis:es     the texts, for each language its three columns
    alternative_names, countries, languages, genres, themes
                                         several values, apart by |
    source_works                         kind; name; authors; publisher; year
    credits                              role; name; company (yes); character; territories;
                                         work_number (1 is a debut); gender
    places                               use; name; region; territory; latitude; longitude
    stages                               stage; on
    avails                               territory; opens; closes; withdrawn (yes)
    releases                             kind; territory; on; event; admissions
    budget                               amount; currency
    ratings                              region; system; value
    identifiers                          scheme; value
                                         several entries apart by |, their parts by ;, and
                                         several authors or territories in one part by &

A backslash before | ; & or \\ takes away its meaning. A column that is not there leaves what
the slate knows; pictures and proofs never travel in a spreadsheet, and stay as they are.
"""

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from io import StringIO
from typing import Any, get_origin

from pydantic import TypeAdapter, ValidationError

from cartelera.engines.slate.exchange import ExchangeError, Problem, Wrong, wrong_of
from cartelera.vocabulary import record as r
from cartelera.vocabulary.labelled import Labelled

ONE_VALUE = (
    "key", "kind", "stage", "original_name", "parent", "number", "year", "runtime_minutes",
    "episodes_planned", "public_from",
)  # fmt: skip
NEVER_EMPTY = ("key", "kind", "stage")  # an empty cell leaves what is known
MAY_BE_NO_TEXT = ("original_name", "parent")
WORDS = ("alternative_names", "countries", "languages", "genres", "themes")
ENTRIES: dict[str, type[Any]] = {
    "source_works": r.SourceWork,
    "credits": r.Credit,
    "places": r.Place,
    "stages": r.StageChange,
    "avails": r.Avail,
    "releases": r.Release,
    "budget": r.Budget,
    "ratings": r.Rating,
    "identifiers": r.Identifier,
}
TEXT_PARTS = ("name", "logline", "synopsis")
_TEXT_COLUMN = re.compile(rf"({'|'.join(TEXT_PARTS)}):(\S+)")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")  # how a spreadsheet knows a formula
_ADAPTERS = {name: TypeAdapter(kind) for name, kind in ENTRIES.items()}
_RECORD = TypeAdapter(r.TitleRecord)


def records_as_csv(records: Iterable[r.TitleRecord]) -> str:
    """Return titles as CSV with a header; a cell that looks like a formula is disarmed by '."""
    known = list(records)
    languages = dict.fromkeys(text.language for record in known for text in record.texts)
    texts = [f"{part}:{tag}" for tag in languages or ("es",) for part in TEXT_PARTS]
    header = [*ONE_VALUE[:3], *texts, *ONE_VALUE[3:], *WORDS, *ENTRIES]
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    for record in known:
        cells = _cells(record)
        writer.writerow([_disarmed(cells.get(column, "")) for column in header])
    return out.getvalue()


def records_from_csv(
    text: str, known: Callable[[str], r.TitleRecord | None]
) -> tuple[r.TitleRecord, ...]:
    """Return the titles of a CSV text, each laid over what is known of it.

    known  gives the record of a key, or None for a new title

    Commas or semicolons part the columns. Raises ExchangeError naming row, column and value.
    """
    text = text.removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    rows = csv.reader(
        StringIO(text, newline=""),
        delimiter=";" if first.count(";") > first.count(",") else ",",
    )
    try:
        lines = [[_armed(cell) for cell in row] for row in rows]
    except csv.Error as error:
        raise ExchangeError((Problem("the file", "CSV", str(error), Wrong.BROKEN),)) from error
    if not lines:
        raise ExchangeError((Problem("row 1", "key", "", Wrong.MISSING),))
    header = [cell.strip() for cell in lines[0]]
    _check_header(header)
    problems: list[Problem] = []
    records = []
    for number, line in enumerate(lines[1:], start=2):
        if any(cell.strip() for cell in line):
            cells = dict(zip(header, line, strict=False))
            record = _record(f"row {number}", cells, known, problems)
            records.append(record)
    keys = [record.key for record in records if record]
    problems += [
        Problem("the file", "key", key, Wrong.TWICE)
        for key in dict.fromkeys(keys)
        if keys.count(key) > 1
    ]
    if problems:
        raise ExchangeError(tuple(problems))
    return tuple(record for record in records if record)


def _check_header(header: list[str]) -> None:
    known = {*ONE_VALUE, *WORDS, *ENTRIES}
    problems = [
        Problem("row 1", column or "column", "", Wrong.UNKNOWN)
        for column in header
        if column not in known and not _TEXT_COLUMN.fullmatch(column)
    ]
    problems += [
        Problem("row 1", column, "", Wrong.TWICE)
        for column in dict.fromkeys(header)
        if header.count(column) > 1
    ]
    if "key" not in header:
        problems.append(Problem("row 1", "key", "", Wrong.MISSING))
    if problems:
        raise ExchangeError(tuple(problems))


# Out


def _cells(record: r.TitleRecord) -> dict[str, str]:
    cells = {name: _value(getattr(record, name)) for name in ONE_VALUE}
    cells |= {
        f"{part}:{text.language}": getattr(text, part)
        for text in record.texts
        for part in TEXT_PARTS
    }
    cells |= {name: " | ".join(map(_escaped, getattr(record, name))) for name in WORDS}
    for name in ENTRIES:
        value = getattr(record, name)
        entries = value if isinstance(value, tuple) else (value,) if value else ()
        cells[name] = " | ".join(map(_entry, entries))
    return cells


def _entry(value: Any) -> str:
    parts = [_part(getattr(value, field.name)) for field in fields(value)]
    while parts and not parts[-1]:
        parts.pop()
    return "; ".join(parts)


def _part(value: Any) -> str:
    if isinstance(value, tuple):
        return " & ".join(map(_escaped, value))
    return _escaped(_value(value))


def _value(value: Any) -> str:
    match value:
        case None | False:
            return ""
        case True:
            return "yes"
        case Labelled():
            return value.value
        case datetime() | date():
            return value.isoformat().replace("+00:00", "Z")
        case _:
            return str(value)


def _escaped(text: str) -> str:
    return re.sub(r"([\\|;&])", r"\\\1", text)


def _disarmed(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


# In


def _armed(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _record(
    row: str,
    cells: Mapping[str, str],
    known: Callable[[str], r.TitleRecord | None],
    problems: list[Problem],
) -> r.TitleRecord | None:
    base = known(cells["key"].strip())
    values: dict[str, Any] = (
        {f.name: getattr(base, f.name) for f in fields(base)} if base else {}
    )
    for column, cell in cells.items():
        if column in ENTRIES:
            entries = _entries(row, column, cell, problems)
            values[column] = entries if column != "budget" else next(iter(entries), None)
        elif column in WORDS:
            values[column] = tuple(_plain(word) for word in _split(cell, "|") if word)
        elif column in ONE_VALUE and (cell.strip() or column not in NEVER_EMPTY):
            values[column] = cell.strip() or ("" if column in MAY_BE_NO_TEXT else None)
    values["texts"] = _texts(cells, base.texts if base else ())
    try:
        return _RECORD.validate_python(values)
    except ValidationError as error:
        for fault in error.errors():
            value = "" if fault["type"] == "missing" else str(fault["input"])[:80]
            problems.append(Problem(row, str(fault["loc"][0]), value, wrong_of(fault["type"])))
        return None


def _texts(cells: Mapping[str, str], before: tuple[r.Text, ...]) -> tuple[r.Text, ...]:
    texts = {text.language: text for text in before}
    for column, cell in cells.items():
        found = _TEXT_COLUMN.fullmatch(column)
        if found:
            part, language = found.groups()
            text = texts.get(language, r.Text(language, ""))
            texts[language] = replace(text, **{part: cell.replace("\r\n", "\n").strip()})
    return tuple(text for text in texts.values() if text.name or text.logline or text.synopsis)


def _entries(row: str, column: str, cell: str, problems: list[Problem]) -> tuple[Any, ...]:
    entries = []
    names = fields(ENTRIES[column])
    for text in _split(cell, "|"):
        if not text:
            continue
        parts = _split(text, ";")
        if len(parts) > len(names):
            problems.append(Problem(row, column, text[:80], Wrong.TOO_MANY))
            continue
        given = {
            field.name: tuple(_plain(word) for word in _split(part, "&") if word)
            if get_origin(field.type) is tuple
            else _plain(part)
            for field, part in zip(names, parts, strict=False)
            if part
        }
        try:
            entries.append(_ADAPTERS[column].validate_python(given))
        except ValidationError as error:
            fault = error.errors()[0]
            missing = fault["type"] == "missing"
            value = text if missing else str(fault["input"])
            name = f"{column} {fault['loc'][0]}"
            problems.append(Problem(row, name, value[:80], wrong_of(fault["type"])))
    return tuple(entries)


def _split(text: str, at: str) -> list[str]:
    """Return the parts of a text between `at`, stripped, what is escaped left as it is."""
    parts, here, escaped = [], "", False
    for letter in text:
        if letter == at and not escaped:
            parts.append(here.strip())
            here = ""
        else:
            here += letter
        escaped = letter == "\\" and not escaped
    return [*parts, here.strip()]


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)
