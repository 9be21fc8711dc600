"""Rules of work as dated data: which number holds for a shoot that begins on a date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cartelera.engines.filming.terms import MinorTerms, Terms
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.filming import BoardRule


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


# the term that a rule of a board keeps; a night's length has one of its own
_TERM = {
    BoardRule.LONG_DAY: "day_minutes",
    BoardRule.OVERTIME: "overtime_week_minutes",
    BoardRule.PLACES: "places_a_day",
    BoardRule.REST: "rest_minutes",
    BoardRule.WEEK_REST: "week_rest_minutes",
    BoardRule.WEEK_DAYS: "days_a_week",
    BoardRule.WEEK_MINUTES: "week_minutes",
    BoardRule.MINOR_WORK: "minors",
    BoardRule.MINOR_SET: "minors",
    BoardRule.MINOR_CLOCK: "minors",
    BoardRule.MINOR_REST: "minor_rest_minutes",
}


def source_of(
    broken: BoardRule, rules: Sequence[Rule], on: date, night: bool = False
) -> Rule | None:
    """Return who says the limit that a board breaks; None where no rule of these does.

    on     the date whose rules hold for the shoot
    night  whether the day is shot by night
    """
    term = _TERM.get(broken)
    if term == "day_minutes" and night:
        term = "night_minutes"
    said = [rule for rule in rules if rule.name == term and rule.holds(on)]
    return said[-1] if said else None


def terms_on(rules: Sequence[Rule], on: date, own: Terms | None = None) -> Terms:
    """Return the terms that hold on a date.

    rules  the later of two that hold on the date counts: a house's own come last
    own    what no rule speaks of
    """
    changes = {rule.name: rule.value for rule in rules if rule.holds(on)}
    return replace(own or Terms(), **changes)  # type: ignore[arg-type]
