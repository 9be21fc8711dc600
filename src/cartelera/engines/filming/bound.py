"""What no board of a shoot can be below."""

from collections.abc import Iterable, Sequence

from cartelera.engines.filming.strips import CastMember, Shoot, Strip
from cartelera.engines.filming.terms import minor_terms


def least_cost(shoot: Shoot) -> int:
    """Return a cost that no board which keeps every rule is below.

    The company shoots, and each member works, at least the days that their scenes take; each
    place is gone to once.
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
    """Return the days that these scenes take at the least.

    A day is by day or by night. A place is stayed at for as many days as its minutes take, and
    a day with two places holds a move: v stays on d days take v - d moves.
    """
    terms, chosen = shoot.terms, list(strips)
    longest = {light: terms.longest_minutes(light) for light in (False, True)}
    row = minor_terms(terms, member.age_years) if member else None
    if row:
        longest = {light: min(most, row.work_minutes) for light, most in longest.items()}
    move = 0 if row else terms.move_minutes

    def days(strips: Sequence[Strip], stays: int, most: int) -> int:
        minutes = sum(strip.minutes for strip in strips)
        return max(_up(minutes + move * stays, most + move), _up(stays, terms.places_a_day))

    at_place: dict[str, list[Strip]] = {}
    for strip in chosen:
        at_place.setdefault(strip.place, []).append(strip)
    bound = {
        light: [strip for strip in chosen if strip.asks_night is light] for light in longest
    }
    stays = dict.fromkeys(longest, 0)
    every = 0
    for here in at_place.values():
        own = {
            light: _up(sum(s.minutes for s in here if s.asks_night is light), most)
            for light, most in longest.items()
        }
        stays = {light: stays[light] + own[light] for light in longest}
        whole = _up(sum(strip.minutes for strip in here), max(longest.values()))
        every += max(whole, sum(own.values()))
    by_light = sum(days(bound[light], stays[light], longest[light]) for light in longest)
    return max(by_light, days(chosen, every, max(longest.values())))


def _up(number: int, by: int) -> int:
    return -(-number // by)
