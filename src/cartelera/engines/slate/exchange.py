"""A whole slate as one JSON text, both ways; what is wrong in it is named, place and value."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from cartelera.vocabulary.aspect import Aspect
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.kind import TermFamily
from cartelera.vocabulary.labelled import Labelled
from cartelera.vocabulary.record import TitleRecord

PROBLEMS_TOLD = 20  # more than these are counted, not listed


class Wrong(Labelled):
    """What can be wrong with a value, in words for who sent it."""

    MISSING = "missing", "is missing", "falta"
    NOT_A_CHOICE = "choice", "is no word of the list", "no está en la lista de valores"
    NOT_A_NUMBER = "number", "is no number", "no es un número"
    NOT_A_DATE = "date", "is no date, such as 2026-10-20", "no es una fecha, como 2026-10-20"
    NOT_A_MOMENT = (
        "moment",
        "is no moment, such as 2026-10-20T18:00:00Z",
        "no es un momento, como 2026-10-20T18:00:00Z",
    )
    UNKNOWN = (
        "unknown",
        "is not known here: a misspelling?",
        "no se conoce aquí: ¿está mal escrito?",
    )
    TWICE = "twice", "stands there twice", "está dos veces"
    TOO_MANY = "too many", "has more parts than the column takes", "tiene partes de más"
    BROKEN = "broken", "cannot be read", "no se puede leer"


@dataclass(frozen=True, slots=True)
class Problem:
    """One wrong value, and where it stands."""

    row: str  # "titles 3 (la-casa)", or a line of a spreadsheet: "row 3"
    column: str
    value: str
    wrong: Wrong

    def __str__(self) -> str:
        value = f" “{self.value}”" if self.value else ""
        return f"{self.row}, {self.column}:{value} {self.wrong.en}"


class ExchangeError(InputError):
    """A slate that cannot be read, with every problem found in it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        told = [str(problem) for problem in problems[:PROBLEMS_TOLD]]
        if len(problems) > PROBLEMS_TOLD:
            told.append(f"and {len(problems) - PROBLEMS_TOLD} more")
        super().__init__("\n".join(told))


@dataclass(frozen=True, slots=True)
class House:
    """The institution, as a slate carries it."""

    name: str
    home_territory: str
    press_contact: str = ""
    range_against: str = "catalogue"


@dataclass(frozen=True, slots=True)
class Reference:
    """What the range of a slate is held against, with shares by aspect and value."""

    key: str
    name: str
    source: str
    shares: Mapping[Aspect, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a controlled vocabulary, with its labels."""

    family: TermFamily
    key: str
    en: str
    es: str


@dataclass(frozen=True, slots=True)
class Slate:
    """Everything that the record holds, apart from the pictures themselves."""

    house: House | None = None
    terms: tuple[Term, ...] = ()
    titles: tuple[TitleRecord, ...] = ()
    references: tuple[Reference, ...] = ()


_SLATE = TypeAdapter(Slate)


def slate_as_json(slate: Slate) -> str:
    """Return a slate as JSON text, indented, accents as they are, ending in a new line."""
    return (
        json.dumps(_SLATE.dump_python(slate, mode="json"), ensure_ascii=False, indent=1) + "\n"
    )


def slate_from_json(text: str) -> Slate:
    """Return the slate that a JSON text holds; loses nothing that `slate_as_json` wrote.

    Raises ExchangeError that names each wrong value and its place; a field that is not known
    is refused too, since what is ignored would be lost.
    """
    try:
        given = json.loads(text)
    except ValueError as error:
        place = (
            f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "the file"
        )
        raise ExchangeError((Problem(place, "JSON", "", Wrong.BROKEN),)) from error
    try:
        slate = _SLATE.validate_json(text)
    except ValidationError as error:
        raise ExchangeError(
            tuple(_problem(given, fault["loc"], fault["type"], fault["input"])
                  for fault in error.errors())
        ) from error  # fmt: skip
    unknown = tuple(
        Problem(*_place(given, where), "", Wrong.UNKNOWN)
        for where in _unknown(given, _SLATE.dump_python(slate, mode="json"))
    )
    if unknown:
        raise ExchangeError(unknown)
    return slate


def wrong_of(fault: str) -> Wrong:
    """Return what pydantic's fault type says, in our words."""
    beginnings = {
        "missing": Wrong.MISSING,
        "enum": Wrong.NOT_A_CHOICE,
        "int": Wrong.NOT_A_NUMBER,
        "float": Wrong.NOT_A_NUMBER,
        "decimal": Wrong.NOT_A_NUMBER,
        "finite": Wrong.NOT_A_NUMBER,
        "datetime": Wrong.NOT_A_MOMENT,
        "timezone": Wrong.NOT_A_MOMENT,
        "date": Wrong.NOT_A_DATE,
    }
    return next((w for name, w in beginnings.items() if fault.startswith(name)), Wrong.BROKEN)


def _problem(given: Any, where: tuple[int | str, ...], fault: str, value: Any) -> Problem:
    wrong = wrong_of(fault)
    shown = "" if isinstance(value, dict | list) or wrong is Wrong.MISSING else str(value)
    return Problem(*_place(given, where), shown[:80], wrong)


def _place(given: Any, where: tuple[int | str, ...]) -> tuple[str, str]:
    """Return ("titles 3 (la-casa)", "credits 1 role") for a place in the JSON."""
    match where:
        case (str(name), int(number), *rest):
            key = _key(given, name, number)
            row = f"{name} {number + 1}" + (f" ({key})" if key else "")
        case (first, *rest):
            row = str(first)
        case _:
            row, rest = "the file", []
    steps = (str(step + 1) if isinstance(step, int) else step for step in rest)
    return row, " ".join(steps) or "value"


def _key(given: Any, name: str, number: int) -> str:
    try:
        return str(given[name][number]["key"])
    except (KeyError, TypeError, IndexError):
        return ""


def _unknown(
    given: Any, kept: Any, where: tuple[int | str, ...] = ()
) -> Iterator[tuple[int | str, ...]]:
    if isinstance(given, dict) and isinstance(kept, dict):
        for name, value in given.items():
            if name not in kept:
                yield (*where, name)
            else:
                yield from _unknown(value, kept[name], (*where, name))
    elif isinstance(given, list) and isinstance(kept, list):
        for number, (one, other) in enumerate(zip(given, kept, strict=True)):
            yield from _unknown(one, other, (*where, number))
