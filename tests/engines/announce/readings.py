"""Readings as short plain facts, so that a test can say what it expects in a line."""

from typing import Any

from cartelera.adapters.lexicons import lexicons
from cartelera.engines.announce.read import read
from cartelera.engines.announce.values import Announcement, Production


def reading(text: str, published: str = "2024-02", language: str | None = None) -> Announcement:
    """Read a text with the product's own lexicons."""
    return read(text, published, lexicons(), language)


def only(text: str, published: str = "2024-02", language: str | None = None) -> Production:
    """Read a text that announces one production."""
    (production,) = reading(text, published, language).productions
    return production


def title(production: Production) -> str | None:
    """Return a production's title."""
    return production.title.value if production.title else None


def titles(text: str, **options: Any) -> list[str | None]:
    """Return the titles a text announces."""
    return [title(p) for p in reading(text, **options).productions]


def credits(production: Production) -> set[tuple[str, str]]:
    """Return a production's credits as (role, name)."""
    return {(credit.role.value, credit.name) for credit in production.credits}


def values(found: Any) -> list[Any]:
    """Return the bare values of a tuple of said values."""
    return [said.value for said in found]
