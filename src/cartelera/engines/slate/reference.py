"""A reference that a slate is held against, from a table: a census, a survey, a rule."""

import csv
from io import StringIO

from cartelera.vocabulary.aspect import Aspect
from cartelera.vocabulary.errors import InputError

COLUMNS = ("aspect", "value", "number")


def reference_from_csv(text: str) -> dict[Aspect, dict[str, float]]:
    """Return the shares that a table gives, aspect by aspect, each adding up to 1.

    text  CSV with the columns aspect, value and number, such as story,MX-OAX,4132148. A number
          is a count or a share; only its part of its aspect's sum matters

    Raises InputError that names the row.
    """
    rows = list(csv.reader(StringIO(text.removeprefix("\ufeff"))))
    if not rows or tuple(cell.strip().lower() for cell in rows[0]) != COLUMNS:
        raise InputError(f"the first row has to be {','.join(COLUMNS)}")
    numbers: dict[Aspect, dict[str, float]] = {}
    for place, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            aspect, value, number = _row(place, row)
            if value in numbers.setdefault(aspect, {}):
                raise InputError(f"row {place}: {value} stands there twice")
            numbers[aspect][value] = number
    if not numbers:
        raise InputError("the table has no row beside its first")
    return {aspect: _shares(aspect, given) for aspect, given in numbers.items()}


def _row(place: int, row: list[str]) -> tuple[Aspect, str, float]:
    cells = [cell.strip() for cell in row]
    if len(cells) != len(COLUMNS):
        raise InputError(f"row {place} has {len(cells)} cells; it needs {len(COLUMNS)}")
    if cells[0] not in set(Aspect):
        raise InputError(f"row {place}: “{cells[0]}” is none of {', '.join(Aspect)}")
    if not cells[1]:
        raise InputError(f"row {place} has no value")
    try:
        number = float(cells[2])
    except ValueError:
        raise InputError(f"row {place}: “{cells[2]}” is no number") from None
    if not 0 <= number < float("inf"):
        raise InputError(f"row {place}: a number of {cells[2]} cannot be")
    return Aspect(cells[0]), cells[1], number


def _shares(aspect: Aspect, numbers: dict[str, float]) -> dict[str, float]:
    total = sum(numbers.values())
    if total <= 0:
        raise InputError(f"the numbers of {aspect.value} add up to nothing")
    return {value: number / total for value, number in numbers.items()}
