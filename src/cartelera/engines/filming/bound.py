"""What no board of a shoot can be below."""

from collections.abc import Iterable

from cartelera.engines.filming.strips import CastMember, Shoot, Strip
from cartelera.engines.filming.terms import minor_terms


def least_cost(shoot: Shoot) -> int:
    """Return a cost that no board which keeps every rule is below.

    Every scene takes its minutes, a day is by day or by night and has so many places; each
    member works at least the days their own scenes take, and each place is gone to once.
    """
    members = sum(
        member.day_rate * least_days(shoot, _with(shoot, member), member)
        for member in shoot.cast
    )
    used = {strip.place for strip in shoot.strips}
    moves = sum(place.move_cost for place in shoot.places if place.name in used)
    return members + moves + shoot.company_day_cost * least_days(shoot, shoot.strips)


def _with(shoot: Shoot, member: CastMember) -> list[Strip]:
    return [strip for strip in shoot.strips if member.name in strip.cast]


def least_days(shoot: Shoot, strips: Iterable[Strip], member: CastMember | None = None) -> int:
    """Return the days that these scenes take at the least."""
    terms, chosen = shoot.terms, list(strips)
    by_day, by_night = terms.longest_minutes(False), terms.longest_minutes(True)
    row = minor_terms(terms, member.age_years) if member else None
    if row:
        by_day, by_night = min(by_day, row.work_minutes), min(by_night, row.work_minutes)
    day = sum(strip.minutes for strip in chosen if strip.asks_night is False)
    night = sum(strip.minutes for strip in chosen if strip.asks_night)
    whole = sum(strip.minutes for strip in chosen)
    places = len({strip.place for strip in chosen})
    return max(
        -(-day // by_day) + -(-night // by_night),
        -(-whole // max(by_day, by_night)),
        -(-places // terms.places_a_day),
    )
