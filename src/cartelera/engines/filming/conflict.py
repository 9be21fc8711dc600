"""Why a shoot has no board: a smallest set of rules that cannot all be kept."""

from collections.abc import Iterator

from cartelera.engines.filming.check import Finding
from cartelera.engines.filming.strips import Shoot
from cartelera.vocabulary.filming import BoardRule

SECONDS = 4.0  # for each rule that is tried


def conflict(shoot: Shoot, workers: int = 1) -> tuple[Finding, ...]:
    """Return rules that cannot be kept together, none of which could be left out.

    A rule is left out of the set where there is still provably no board without it. () where a
    board is found, or it is not settled in the time that there is none.
    """
    left: frozenset[tuple[BoardRule, str]] = frozenset()
    if not _impossible(shoot, left, workers):
        return ()
    kept = []
    for rule, subject, limit in _rules(shoot):
        if _impossible(shoot, left | {(rule, subject)}, workers):
            left |= {(rule, subject)}
        else:
            kept.append(Finding(rule, None, subject, "…", limit))
    return tuple(kept)


def _impossible(shoot: Shoot, without: frozenset[tuple[BoardRule, str]], workers: int) -> bool:
    from cartelera.engines.filming.dayboard import DayModel

    model = DayModel(shoot, without=without)
    model.solve(SECONDS, workers, first=True)
    return model.impossible


def _rules(shoot: Shoot) -> Iterator[tuple[BoardRule, str, str]]:
    """Return every rule that can be left out, with whom it is about and its limit."""
    terms = shoot.terms
    yield BoardRule.REST, "", str(terms.rest_minutes)
    if terms.week_rest_minutes:
        yield BoardRule.WEEK_REST, "", str(terms.week_rest_minutes)
    yield BoardRule.WEEK_MINUTES, "", str(terms.week_minutes + terms.overtime_week_minutes)
    if terms.overtime_minutes:
        yield BoardRule.OVERTIME, "", str(terms.overtime_week_minutes)
        if any(member.age_years is not None for member in shoot.cast):
            yield BoardRule.MINOR_OVERTIME, "", ""
    yield BoardRule.WEEK_DAYS, "", str(terms.days_a_week)
    yield BoardRule.PLACES, "", str(terms.places_a_day)
    yield BoardRule.LIGHT, "", ""
    for member in shoot.cast:
        if member.age_years is not None:
            for rule in (
                BoardRule.MINOR_REST, BoardRule.MINOR_CLOCK, BoardRule.MINOR_SET,
                BoardRule.MINOR_WORK,
            ):  # fmt: skip
                yield rule, member.name, ""
    for pin in shoot.pins:
        yield BoardRule.PINNED, pin.scene, pin.on.isoformat()
    for place in shoot.places:
        if place.open:
            yield BoardRule.OPEN, place.name, ""
    for member in shoot.cast:
        if member.away:
            yield BoardRule.AWAY, member.name, ""
    longest = max(terms.longest_minutes(False), terms.longest_minutes(True))
    yield BoardRule.LONG_DAY, "", str(longest)
