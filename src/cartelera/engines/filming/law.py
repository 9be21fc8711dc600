"""Rules of work as dated data: which number holds for a shoot that begins on a date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cartelera.engines.filming.terms import MinorTerms, Terms
from cartelera.vocabulary.errors import InputError


@dataclass(frozen=True, slots=True)
class Rule:
    """One number of the terms, from a date on, and who says so."""

    name: str  # a field of Terms, or "minors"
    value: int | tuple[MinorTerms, ...]
    start: date
    end: date | None  # the day after the last; None while it holds
    source: str
    where: str = ""  # what it holds for, where not for all

    def holds(self, on: date) -> bool:
        """Say whether it holds on a date."""
        return self.start <= on and (self.end is None or on < self.end)


def rules_from(said: Mapping[str, Any], name: str) -> tuple[Rule, ...]:
    """Return the rules of a data file.

    Raises InputError that names the file and the row which is wrong.
    """
    rules = []
    for number, row in enumerate(said.get("rule", ()), 1):
        try:
            value = row["value"]
            if row["name"] == "minors":
                value = tuple(MinorTerms(**minor) for minor in value)
            rules.append(
                Rule(row["name"], value, row["start"], row.get("end"), row["source"],
                     row.get("where", ""))
            )  # fmt: skip
        except (KeyError, TypeError) as error:
            raise InputError(f"{name}, rule {number}: {error} is missing or wrong") from error
        if row["name"] not in Terms.__dataclass_fields__:
            raise InputError(f"{name}, rule {number}: {row['name']!r} is no term")
    return tuple(rules)


def terms_on(rules: Sequence[Rule], on: date, own: Terms | None = None) -> Terms:
    """Return the terms that hold on a date.

    rules  the later of two that hold on the date counts: a house's own come last
    own    what no rule speaks of
    """
    changes = {rule.name: rule.value for rule in rules if rule.holds(on)}
    return replace(own or Terms(), **changes)  # type: ignore[arg-type]
