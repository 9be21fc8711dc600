"""The call sheet of one day, from the board."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cartelera.engines.filming.stripboard import Stripboard
from cartelera.engines.filming.strips import Shoot, Strip
from cartelera.engines.filming.sun import Sun

MAKE_UP_MINUTES = 60  # before a member of the cast is on the set
SETUP_MINUTES = 30  # from the crew's call to the first take
MEAL_AFTER_MINUTES = 300  # of work; a shorter day has no meal


@dataclass(frozen=True, slots=True)
class Called:
    """A member of the cast who is called."""

    name: str
    code: str  # of the day out of days
    pickup: datetime  # make-up and wardrobe
    on_set: datetime
    dismissed: datetime  # the end of their last scene
    scenes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """A scene with the time at which it is planned to begin."""

    strip: Strip
    begins: datetime
    moved: bool  # the company moves to its place first


@dataclass(frozen=True, slots=True)
class CallSheet:
    """One day, as everyone who works on it is told."""

    number: int  # of the shooting day, from 1
    of: int
    on: date
    night: bool
    crew_call: datetime
    meal: datetime | None  # None on a day too short for one
    wrap: datetime  # by the minutes of its scenes, moves and the meal
    sun: Sun | None
    scenes: tuple[Planned, ...]
    cast: tuple[Called, ...]
    banners: tuple[str, ...]
    tomorrow: tuple[Strip, ...]

    @property
    def eighths(self) -> int:
        """Pages of the day, in eighths."""
        return sum(planned.strip.eighths for planned in self.scenes)


def call_sheet(
    shoot: Shoot,
    strips: Stripboard,
    on: date,
    codes: Mapping[str, str],
    *,
    sun: Sun | None = None,
    call_minute: int | None = None,
) -> CallSheet:
    """Return the call sheet of a date.

    codes        what the day out of days says of each of the cast on that date
    call_minute  the crew's call, in minutes from midnight; None is the terms' own

    Times follow from the minutes of the scenes, in order, after half an hour to set up; the
    meal stands where half of the day's minutes are done, on a day of five hours or more.
    Raises InputError if nothing is shot on the date.
    """
    day = strips.on(on)
    number = strips.days.index(day)
    terms = shoot.terms
    minute = call_minute
    if minute is None:
        minute = terms.night_call_minute if day.night else terms.day_call_minute
    call = datetime.combine(on, time()) + timedelta(minutes=minute)
    scenes = [shoot.strip_of[scene] for scene in day.scenes if scene in shoot.strip_of]
    planned, meal, wrap = _planned(scenes, call, terms.move_minutes, terms.meal_minutes)
    cast = []
    for member in shoot.cast:
        mine = [one for one in planned if member.name in one.strip.cast]
        if not mine:
            continue
        begins = mine[0].begins
        cast.append(
            Called(
                member.name,
                codes.get(member.name, "W"),
                begins - timedelta(minutes=MAKE_UP_MINUTES),
                begins,
                mine[-1].begins + timedelta(minutes=mine[-1].strip.minutes),
                tuple(one.strip.scene for one in mine),
            )
        )
    after = strips.days[number + 1] if number + 1 < len(strips.days) else None
    return CallSheet(
        number=number + 1,
        of=len(strips.days),
        on=on,
        night=day.night,
        crew_call=call,
        meal=meal,
        wrap=wrap,
        sun=sun,
        scenes=tuple(planned),
        cast=tuple(cast),
        banners=tuple(row.banner for row in day.rows if row.banner),
        tomorrow=tuple(
            shoot.strip_of[s] for s in (after.scenes if after else ()) if s in shoot.strip_of
        ),
    )


def _planned(
    strips: Sequence[Strip], call: datetime, move_minutes: int, meal_minutes: int
) -> tuple[list[Planned], datetime | None, datetime]:
    """Return the scenes with their times, the meal's time and the end of the day."""
    now = call + timedelta(minutes=SETUP_MINUTES)
    whole = sum(strip.minutes for strip in strips)
    half, eats = whole / 2, whole >= MEAL_AFTER_MINUTES
    done, meal, planned = 0, None, []
    for n, strip in enumerate(strips):
        moves = n > 0 and strip.place != strips[n - 1].place
        if moves:
            now += timedelta(minutes=move_minutes)
        if eats and meal is None and done >= half and n:
            meal = now
            now += timedelta(minutes=meal_minutes)
        planned.append(Planned(strip, now, moves))
        now += timedelta(minutes=strip.minutes)
        done += strip.minutes
    if eats and meal is None:
        meal = now
        now += timedelta(minutes=meal_minutes)
    return planned, meal, now
