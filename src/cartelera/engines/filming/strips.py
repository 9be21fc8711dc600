"""What a shoot is made of: strips, cast, places and days."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from cartelera.engines.filming.terms import Terms
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.filming import Engagement, Light, Setting


@dataclass(frozen=True, slots=True)
class Strip:
    """One scene on the stripboard."""

    scene: str  # its number as printed: "14A"
    setting: Setting
    set_name: str
    light: Light
    eighths: int  # script length, in eighths of a page
    minutes: int  # to shoot it, setting up included
    cast: frozenset[str] = frozenset()  # names as in CastMember.name
    place: str = ""  # where it is shot, as in Place.name; "" until one is found
    synopsis: str = ""

    @property
    def asks_night(self) -> bool | None:
        """Say whether it must be shot by night (True), by day (False), or either (None).

        Only what is open to the sky is bound: an interior is lit as it needs.
        """
        if self.setting is Setting.INTERIOR:
            return None
        return self.light is Light.NIGHT


@dataclass(frozen=True, slots=True)
class Span:
    """Dates from `start` to the day before `end`."""

    start: date
    end: date

    def holds(self, on: date) -> bool:
        """Say whether a date is in it."""
        return self.start <= on < self.end


@dataclass(frozen=True, slots=True)
class CastMember:
    """Somebody who plays, by the name the strips use."""

    name: str
    day_rate: int  # for each paid day, in whole units of the shoot's currency
    engagement: Engagement = Engagement.HELD
    age_years: int | None = None  # given for a minor; None for an adult
    away: tuple[Span, ...] = ()  # dates when not available


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere scenes are shot."""

    name: str
    move_cost: int = 0  # each time the company moves to it, in whole units of the currency
    open: tuple[Span, ...] = ()  # when it can be had; () is always


@dataclass(frozen=True, slots=True)
class Day:
    """One shooting day: its scenes in the order they are shot."""

    on: date
    scenes: tuple[str, ...]  # as in Strip.scene
    night: bool = False  # called in the evening


@dataclass(frozen=True, slots=True)
class Board:
    """A shooting schedule: days in order of date. Strips in none of them are unscheduled."""

    days: tuple[Day, ...] = ()


@dataclass(frozen=True, slots=True)
class Pin:
    """A decision that stays: this scene is shot on this date."""

    scene: str
    on: date


@dataclass(frozen=True, slots=True)
class Shoot:
    """All that a board is made from."""

    strips: tuple[Strip, ...]
    cast: tuple[CastMember, ...]
    places: tuple[Place, ...]
    dates: tuple[date, ...]  # the dates on which the company may shoot, in order
    terms: Terms  # what law and contract allow
    company_day_cost: int = 0  # of each day shot, in whole units of the currency
    pins: tuple[Pin, ...] = ()
    strip_of: Mapping[str, Strip] = field(init=False, repr=False, compare=False)
    member_of: Mapping[str, CastMember] = field(init=False, repr=False, compare=False)
    place_of: Mapping[str, Place] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the parts by name.

        Raises InputError that names a part which is there twice, a scene without a place or
        minutes, or a name that nothing stands for.
        """
        object.__setattr__(self, "strip_of", {s.scene: s for s in self.strips})
        object.__setattr__(self, "member_of", {m.name: m for m in self.cast})
        object.__setattr__(self, "place_of", {p.name: p for p in self.places})
        _once("scene", (s.scene for s in self.strips))
        _once("cast member", (m.name for m in self.cast))
        _once("place", (p.name for p in self.places))
        for strip in self.strips:
            self._check(strip)
        if list(self.dates) != sorted(set(self.dates)):
            raise InputError("the dates of the shoot are not in order, each once")
        for pin in self.pins:
            if pin.scene not in self.strip_of:
                raise InputError(f"scene {pin.scene!r} is pinned and is no scene of the shoot")

    def _check(self, strip: Strip) -> None:
        if not strip.place:
            raise InputError(f"scene {strip.scene} has no place: say where it is shot")
        if strip.place not in self.place_of:
            raise InputError(f"scene {strip.scene} is at {strip.place!r}, which is no place")
        if strip.minutes <= 0:
            raise InputError(f"scene {strip.scene} has no minutes: say how long it takes")
        for name in sorted(strip.cast):
            if name not in self.member_of:
                raise InputError(
                    f"{name!r} is in scene {strip.scene} and has no rate: add them to the cast"
                )


def _once(what: str, names: Iterable[str]) -> None:
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise InputError(f"{what} {twice[0]!r} is there twice")
