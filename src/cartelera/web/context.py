"""What every template may say without asking."""

from typing import Any

from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, Any]:
    """Return the house, read when a template first names it."""
    return {"house": getattr(request, "house", None)}
