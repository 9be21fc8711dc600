"""A first board, scene by scene: the best day for each as things stand."""

from collections import defaultdict
from datetime import timedelta

from cartelera.engines.filming.strips import Shoot, Strip
from cartelera.engines.filming.terms import DAY_MINUTES, minor_terms, rest_between, unfed


class FirstBoard:
    """Days filled one scene at a time; a scene never moves again."""

    def __init__(self, shoot: Shoot) -> None:
        self.shoot = shoot
        self.range = range(len(shoot.dates))
        self.scenes: list[list[Strip]] = [[] for _ in self.range]
        self.minors = {m.name for m in shoot.cast if m.age_years is not None}
        self.week = [on - timedelta(days=on.weekday()) for on in shoot.dates]
        self.last: dict[str, list[int]] = defaultdict(list)  # days of each member so far

    def fill(self) -> dict[str, int] | None:
        """Return a day for each scene, or None if one fits nowhere.

        The places that can be had least come first, in each what is open to the sky.
        """
        of_place = defaultdict(list)
        for strip in self.shoot.strips:
            of_place[strip.place].append(strip)
        days: dict[str, int] = {}
        for place in sorted(of_place, key=lambda name: self._choice(of_place[name])):
            for strip in sorted(of_place[place], key=self._rank):
                fitting = [n for n in self.range if self._fits(strip, n)]
                if not fitting:
                    return None
                n = min(fitting, key=lambda n: self._score(strip, n))
                self.scenes[n].append(strip)
                for name in strip.cast:
                    self.last[name].append(n)
                days[strip.scene] = n
        return days

    def _choice(self, strips: list[Strip]) -> float:
        """Return how much choice a place leaves: its dates for each minute it takes."""
        dates = sum(self.may_be(strips[0], n) for n in self.range)
        return dates / sum(strip.minutes for strip in strips)

    def _rank(self, strip: Strip) -> tuple[bool, bool, bool, int]:
        return (
            not strip.cast & self.minors,
            not strip.asks_night,
            strip.asks_night is None,
            -strip.minutes,
        )

    def _score(self, strip: Strip, n: int) -> tuple[int, int, int]:
        here = self.scenes[n]
        known = [day for name in strip.cast for day in self.last[name]]
        apart = sum(min(abs(n - day), 20) for day in known) // max(len(known), 1)
        new_place = all(other.place != strip.place for other in here)
        return (2 if not here else int(new_place), apart, n)

    def may_be(self, strip: Strip, n: int) -> bool:
        """Say whether place, cast and pins let a scene be on a day."""
        on = self.shoot.dates[n]
        open_ = self.shoot.place_of[strip.place].open
        return (
            (not open_ or any(span.holds(on) for span in open_))
            and all(pin.on == on for pin in self.shoot.pins if pin.scene == strip.scene)
            and not any(
                span.holds(on)
                for name in strip.cast
                for span in self.shoot.member_of[name].away
            )
        )

    def _fits(self, strip: Strip, n: int) -> bool:
        if not self.may_be(strip, n):
            return False
        strips = [*self.scenes[n], strip]
        asked = {s.asks_night for s in strips} - {None}
        if len(asked) > 1:
            return False
        night = True in asked
        return (
            self._has_room(strips, n, night)
            and self._rests(strips, n, night)
            and all(self._minor(strips, name, night) for name in strip.cast & self.minors)
            and len({s.place for s in strips if s.cast & self.minors}) <= 1
            and all(
                self._minor(strips, name, night)
                for s in strips
                for name in s.cast & self.minors
            )
        )

    def _minutes(self, strips: list[Strip]) -> int:
        moves = max(len({s.place for s in strips}) - 1, 0)
        return sum(s.minutes for s in strips) + moves * self.shoot.terms.move_minutes

    def _has_room(self, strips: list[Strip], n: int, night: bool) -> bool:
        terms = self.shoot.terms
        same = [d for d in self.range if self.week[d] == self.week[n] and self.scenes[d]]
        others = [d for d in same if d != n]
        week = sum(self._minutes(self.scenes[d]) + terms.meal_minutes for d in others)
        minutes = self._minutes(strips)
        over = minutes - terms.ordinary_minutes(night)
        if over > 0 and len(strips) == 1:  # overtime is for a scene that no day holds
            if over > terms.overtime_minutes or strips[0].cast & self.minors:
                return False
            spent = sum(self._overtime(d) for d in others) + over
            if spent > terms.overtime_week_minutes:
                return False
            over, week = 0, week - terms.overtime_week_minutes
        return (
            len({s.place for s in strips}) <= terms.places_a_day
            and over <= 0
            and len(others) + 1 <= terms.days_a_week
            and week + minutes + terms.meal_minutes <= terms.week_minutes
        )

    def _overtime(self, n: int) -> int:
        night = any(strip.asks_night for strip in self.scenes[n])
        ordinary = self.shoot.terms.ordinary_minutes(night)
        return max(0, self._minutes(self.scenes[n]) - ordinary)

    def _rests(self, strips: list[Strip], n: int, night: bool) -> bool:
        for near in (n - 3, n - 2, n - 1, n + 1, n + 2, n + 3):
            if near not in self.range or not self.scenes[near]:
                continue
            dark = any(s.asks_night for s in self.scenes[near])
            one = (n, strips, night) if n < near else (near, self.scenes[near], dark)
            two = (near, self.scenes[near], dark) if n < near else (n, strips, night)
            if not self._rest(one, two):
                return False
        return True

    def _rest(
        self, one: tuple[int, list[Strip], bool], two: tuple[int, list[Strip], bool]
    ) -> bool:
        terms = self.shoot.terms
        days = (self.shoot.dates[two[0]] - self.shoot.dates[one[0]]).days
        apart = days * DAY_MINUTES + terms.call_minute(two[2]) - terms.call_minute(one[2])
        work = self._minutes(one[1]) + terms.meal_minutes
        if apart - work < rest_between(
            terms, self.shoot.dates[one[0]], self.shoot.dates[two[0]]
        ):
            return False
        theirs = [
            {name for s in strips for name in s.cast} & self.minors
            for _, strips, _ in (one, two)
        ]
        with_minors = sum(s.minutes for s in one[1] if s.cast & self.minors)
        most = unfed(apart - terms.minor_rest_minutes, terms)
        return not (theirs[0] & theirs[1]) or with_minors <= most

    def _minor(self, strips: list[Strip], name: str, night: bool) -> bool:
        terms = self.shoot.terms
        row = minor_terms(terms, self.shoot.member_of[name].age_years)
        if row is None:
            return True
        work = sum(s.minutes for s in strips if name in s.cast)
        together = sum(s.minutes for s in strips if s.cast & self.minors)
        call = terms.call_minute(night)
        most = min(row.set_minutes, row.latest_minute - call)
        return (
            work <= row.work_minutes
            and together <= unfed(most, terms)
            and call >= row.earliest_minute
        )
