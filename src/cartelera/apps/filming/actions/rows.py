"""Values written into a row of a shoot or a year, where they change it."""

from collections.abc import Mapping
from typing import Any


def set_values(row: Any, values: Mapping[str, Any]) -> dict[str, Any] | None:
    """Write values into a row; return what stood there, or None if that was the same."""
    before = {name: getattr(row, name) for name in values}
    if before == dict(values):
        return None
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return before
