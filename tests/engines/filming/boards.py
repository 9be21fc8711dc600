"""Small shoots for the tests of boards."""

from dataclasses import replace
from datetime import date, timedelta

from cartelera.engines.filming.strips import Board, CastMember, Day, Place, Shoot, Strip
from cartelera.engines.filming.terms import MinorTerms, Terms
from cartelera.vocabulary.filming import Light, Setting

MONDAY = date(2026, 3, 2)
MINORS = (MinorTerms(9, 240, 480, 5 * 60, 22 * 60), MinorTerms(16, 300, 540, 5 * 60, 22 * 60))


def strip(scene, cast="", place="House", minutes=120, night=None):
    """Return a strip; night None is an interior, else an exterior of that light."""
    setting = Setting.INTERIOR if night is None else Setting.EXTERIOR
    light = Light.NIGHT if night else Light.DAY
    names = frozenset(cast.split())
    return Strip(scene, setting, f"SET {scene}", light, 8, minutes, names, place)


def shoot(*strips, days=12, **changes):
    """Return a shoot of these strips on so many days running, from a Monday, Sundays off."""
    dates = [MONDAY + timedelta(days=n) for n in range(days)]
    names = sorted({name for s in strips for name in s.cast})
    places = sorted({s.place for s in strips})
    made = Shoot(
        strips=strips,
        cast=tuple(CastMember(name, 100) for name in names),
        places=tuple(Place(name, 10) for name in places),
        dates=tuple(on for on in dates if on.weekday() < 6),
        terms=Terms(minors=MINORS),
        company_day_cost=1000,
    )
    return replace(made, **changes)


def board(*days):
    """Return a board: for each day "scene scene", "" for none; "*" before it is a night."""
    return Board(
        tuple(
            Day(MONDAY + timedelta(days=n), tuple(day.lstrip("*").split()), day[:1] == "*")
            for n, day in enumerate(days)
            if day
        )
    )
