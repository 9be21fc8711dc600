"""Whoever looks: what the gate needs to know of them, and no more."""

from dataclasses import dataclass

ADULT = 18  # years


@dataclass(frozen=True, slots=True)
class Viewer:
    """One viewer at the gate."""

    territory: str  # ISO 3166-1 alpha-2
    maturity: int = ADULT  # the oldest age rating this viewer may watch, in years
    opened: frozenset[str] = frozenset()  # keys of titles that a press link opens early
