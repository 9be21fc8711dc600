"""The model of a board: which scene on which day, as CP-SAT is told it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cached_property
from typing import Any

from ortools.sat.python import cp_model

from cartelera.engines.filming.cost import overtime_minute_cost
from cartelera.engines.filming.strips import CastMember, Shoot, Strip
from cartelera.engines.filming.terms import DAY_MINUTES, minor_terms, rest_between, unfed
from cartelera.vocabulary.filming import BoardRule, Engagement

Term = Any  # a variable, or the number it is known to be
Left = tuple[BoardRule, str]  # a rule and whom it is about, "" for all


class DayModel:
    """A shoot as a model; what is not free stays on the day it has.

    shoot        what is to be shot
    days         the day of each scene so far, as an index into shoot.dates; a free scene may
                 have none
    free         the scenes that may move; all, where `days` is not given
    free_days    where they may go, besides the days they have
    without      rules that are left out, to find which are in conflict
    """

    def __init__(
        self,
        shoot: Shoot,
        days: Mapping[str, int] | None = None,
        free: frozenset[str] = frozenset(),
        free_days: frozenset[int] = frozenset(),
        without: frozenset[Left] = frozenset(),
    ) -> None:
        self.shoot, self.start, self.without = shoot, days, without
        self.model = cp_model.CpModel()
        self.impossible = False
        self.range = range(len(shoot.dates))
        self.minors = {m.name for m in shoot.cast if m.age_years is not None}
        self.on: dict[tuple[str, int], Term] = {}
        for strip in shoot.strips:
            if days is not None and strip.scene not in free:
                self.on[strip.scene, days[strip.scene]] = 1
            else:
                self._place(strip, self.range if days is None else free_days)
        self.at = [self._at(n) for n in self.range]
        self._open = {n for (_, n), var in self.on.items() if not isinstance(var, int)}
        self.over: list[Term] = []  # minutes of overtime of each day
        self.used = [self._any(self.at[n].values()) for n in self.range]
        self.night = [self._night(n) for n in self.range]
        self.minutes = [self._length(n) for n in self.range]
        self._rest()
        self._weeks()
        for member in shoot.cast:
            if member.age_years is not None:
                self._minor(member)
        if self.minors:
            self._minors_place()

    def _keeps(self, rule: BoardRule, subject: str = "") -> bool:
        return not self.without & {(rule, ""), (rule, subject)}

    def _place(self, strip: Strip, days: Iterable[int]) -> None:
        """Let a scene have one of the days that its place, cast and pin allow."""
        allowed = [n for n in days if self._may_be(strip, n)]
        start = (self.start or {}).get(strip.scene)
        if start is not None and start not in allowed:
            allowed.append(start)
        if not allowed:
            self.model.add_bool_or([])
        for n in allowed:
            self.on[strip.scene, n] = self.model.new_bool_var("")
        if allowed:
            self.model.add_exactly_one(self.on[strip.scene, n] for n in allowed)

    def _may_be(self, strip: Strip, n: int) -> bool:
        on = self.shoot.dates[n]
        open_ = self.shoot.place_of[strip.place].open
        shut = open_ and not any(span.holds(on) for span in open_)
        if shut and self._keeps(BoardRule.OPEN, strip.place):
            return False
        for pin in self.shoot.pins:
            elsewhere = pin.scene == strip.scene and pin.on != on
            if elsewhere and self._keeps(BoardRule.PINNED, strip.scene):
                return False
        return not any(
            span.holds(on) and self._keeps(BoardRule.AWAY, name)
            for name in strip.cast
            for span in self.shoot.member_of[name].away
        )

    @cached_property
    def _by_day(self) -> Mapping[int, list[tuple[Strip, Term]]]:
        by_day = defaultdict(list)
        for (scene, n), var in self.on.items():
            by_day[n].append((self.shoot.strip_of[scene], var))
        return by_day

    def _any(self, terms: Iterable[Term]) -> Term:
        """Return a variable that is true when, and only when, one of these is."""
        every = list(terms)
        if any(isinstance(term, int) and term for term in every):
            return 1
        free = [term for term in every if not isinstance(term, int)]
        if len(free) < 2:
            return free[0] if free else 0
        one = self.model.new_bool_var("")
        self.model.add_max_equality(one, free)
        return one

    def _at(self, n: int) -> dict[str, Term]:
        """Return whether each place is gone to on a day."""
        by_place = defaultdict(list)
        for strip, var in self._by_day[n]:
            by_place[strip.place].append(var)
        at = {place: self._any(terms) for place, terms in by_place.items()}
        if self._keeps(BoardRule.PLACES):
            self._add(sum(at.values()) <= self.shoot.terms.places_a_day)
        return at

    def _add(self, claim: Any, when: Iterable[Term] = ()) -> None:
        """Add a claim, where it is not about known numbers; only when all these hold."""
        needed = [term for term in when if not isinstance(term, int)]
        if any(isinstance(term, int) and not term for term in when):
            return
        if isinstance(claim, bool):
            if not claim:
                self.model.add_bool_or([~term for term in needed])
            return
        self.model.add(claim).only_enforce_if(needed)

    def _night(self, n: int) -> Term:
        nights = [var for strip, var in self._by_day[n] if strip.asks_night]
        night = self._any(nights)
        if self._keeps(BoardRule.LIGHT):
            for strip, var in self._by_day[n]:
                if strip.asks_night is False:
                    self._add(var + night <= 1)
        return night

    def _length(self, n: int) -> Term:
        """Return the minutes of scenes and moves of a day, and keep them in their limit."""
        terms = self.shoot.terms
        scenes = sum(strip.minutes * var for strip, var in self._by_day[n])
        minutes = scenes + terms.move_minutes * (sum(self.at[n].values()) - self.used[n])
        if self._keeps(BoardRule.LONG_DAY):
            more = terms.night_minutes - terms.day_minutes
            ordinary = terms.day_minutes + more * self.night[n]
            over: Term = 0
            if terms.overtime_minutes:
                over = self.model.new_int_var(0, terms.overtime_minutes, "")
            self._add(minutes <= ordinary + over)
            if terms.overtime_minutes and self._keeps(BoardRule.MINOR_OVERTIME):
                self._add(self._with_minors(n) <= ordinary)
            self.over.append(over)
        return minutes

    def _rest(self) -> None:
        """Keep the rest between days near each other, each by day or by night."""
        terms, dates = self.shoot.terms, self.shoot.dates
        for one, two, ends_night, begins_night, apart in self._near_days():
            rest = terms.rest_minutes if self._keeps(BoardRule.REST) else 0
            if self._keeps(BoardRule.WEEK_REST):
                between = rest_between(terms, dates[one], dates[two])
                rest = between if between > terms.rest_minutes else rest
            most = apart - rest - terms.meal_minutes
            if most < terms.longest_minutes(ends_night):
                when = self._when(one, ends_night) + self._when(two, begins_night)
                self._add(self.minutes[one] <= most, when)

    def _near_days(self) -> Iterable[tuple[int, int, bool, bool, int]]:
        """Return pairs of days, of each light, with the minutes from call to call."""
        for one in self.range:
            for two in range(one + 1, min(one + 4, len(self.range))):
                days = (self.shoot.dates[two] - self.shoot.dates[one]).days
                for ends in (False, True):
                    for begins in (False, True):
                        apart = (
                            days * DAY_MINUTES
                            + self.shoot.terms.call_minute(begins)
                            - self.shoot.terms.call_minute(ends)
                        )
                        yield one, two, ends, begins, apart

    def _when(self, n: int, night: bool) -> list[Term]:
        if night:
            return [self.night[n]]
        dark = self.night[n]
        return [self.used[n], 1 - dark if isinstance(dark, int) else ~dark]

    def _weeks(self) -> None:
        weeks = defaultdict(list)
        for n, on in enumerate(self.shoot.dates):
            weeks[on - timedelta(days=on.weekday())].append(n)
        terms = self.shoot.terms
        for days in weeks.values():
            if self._keeps(BoardRule.WEEK_DAYS):
                self._add(sum(self.used[n] for n in days) <= terms.days_a_week)
            if self._keeps(BoardRule.WEEK_MINUTES):
                meals = terms.meal_minutes * sum(self.used[n] for n in days)
                most = terms.week_minutes + terms.overtime_week_minutes
                self._add(sum(self.minutes[n] for n in days) + meals <= most)
            if self.over and terms.overtime_minutes and self._keeps(BoardRule.OVERTIME):
                over = sum(self.over[n] for n in days)
                self._add(over <= terms.overtime_week_minutes)

    def _minor(self, member: CastMember) -> None:
        """Keep a minor's hours; scenes with minors come first in their day."""
        row = minor_terms(self.shoot.terms, member.age_years)
        if row is None:
            return
        works = [self._works(member.name, n) for n in self.range]
        for n in self.range:
            own = sum(s.minutes * v for s, v in self._by_day[n] if member.name in s.cast)
            if self._keeps(BoardRule.MINOR_WORK, member.name):
                self._add(own <= row.work_minutes)
            for night in (False, True):
                when = [works[n], *self._when(n, night)]
                most = row.latest_minute - self.shoot.terms.call_minute(night)
                if self._keeps(BoardRule.MINOR_CLOCK, member.name):
                    self._add(self._with_minors(n) <= unfed(most, self.shoot.terms), when)
                    if self.shoot.terms.call_minute(night) < row.earliest_minute:
                        self._add(False, when)
                if self._keeps(BoardRule.MINOR_SET, member.name):
                    self._add(
                        self._with_minors(n) <= unfed(row.set_minutes, self.shoot.terms), when
                    )
        if self._keeps(BoardRule.MINOR_REST, member.name):
            for one, two, ends, begins, apart in self._near_days():
                most = apart - self.shoot.terms.minor_rest_minutes
                if most < row.set_minutes:
                    when = [works[one], works[two], *self._when(one, ends)]
                    when += self._when(two, begins)
                    self._add(self._with_minors(one) <= unfed(most, self.shoot.terms), when)

    def _with_minors(self, n: int) -> Term:
        return sum(s.minutes * var for s, var in self._by_day[n] if s.cast & self.minors)

    def _minors_place(self) -> None:
        """Have all scenes with minors of a day at one place, which then comes first."""
        self.minors_at: list[dict[str, Term]] = []
        for n in self.range:
            by_place = defaultdict(list)
            for strip, var in self._by_day[n]:
                if strip.cast & self.minors:
                    by_place[strip.place].append(var)
            here = {place: self._any(terms) for place, terms in by_place.items()}
            self._add(sum(here.values()) <= 1)
            self.minors_at.append(here)

    def _works(self, name: str, n: int) -> Term:
        return self._any(var for strip, var in self._by_day[n] if name in strip.cast)

    # What it costs

    def cost(self) -> None:
        """Ask for the least cost."""
        paid = sum(self.shoot.company_day_cost * used for used in self.used)
        paid += overtime_minute_cost(self.shoot) * sum(self.over)
        for member in self.shoot.cast:
            paid += member.day_rate * self._paid_days(member)
        self.model.minimize(paid + self._moves())

    def _paid_days(self, member: CastMember) -> Term:
        works = [self._works(member.name, n) for n in self.range]
        if member.engagement is Engagement.DAILY:
            return sum(works)
        begun = self._ever(works)
        going = self._ever(works[::-1])[::-1]
        gap = [0] * len(works)
        if member.engagement is Engagement.DROP and self.shoot.terms.drop_gap_days is not None:
            gap = self._gap(works, self.shoot.terms.drop_gap_days)
        days: Term = 0
        for n in self.range:
            needs = begun[n] + going[n] + self.used[n] - gap[n] - 2
            if isinstance(needs, int):
                days += max(needs, 0)
            else:
                pays = self.model.new_bool_var("")
                self.model.add(pays >= needs)
                days += pays
        return days

    def _ever(self, works: list[Term]) -> list[Term]:
        """Return for each day whether any day up to it is worked."""
        ever: list[Term] = []
        for term in works:
            before = ever[-1] if ever else 0
            ever.append(self._any([before, term]))
        return ever

    def _gap(self, works: list[Term], least_days: int) -> list[Term]:
        """Return one run of unworked days that is long enough to be dropped."""
        gap = [self.model.new_bool_var("") for _ in self.range]
        begins = []
        for n in self.range:
            self._add(gap[n] + works[n] <= 1)
            begin = self.model.new_bool_var("")
            self.model.add(begin >= gap[n] - (gap[n - 1] if n else 0))
            begins.append(begin)
            for later in range(n, len(self.range)):
                if (self.shoot.dates[later] - self.shoot.dates[n]).days < least_days:
                    self.model.add_implication(begin, gap[later])
        self.model.add(sum(begins) <= 1)
        return gap

    def _moves(self) -> Term:
        """Return what arriving at places costs: none where the company stays overnight."""
        paid: Term = 0
        left: dict[str, Term] = {}  # where the company was last
        for n in self.range:
            here = self.at[n]
            if not here:
                continue
            stays = {}
            for place, at in here.items():
                cost = self.shoot.place_of[place].move_cost
                paid += cost * at
                if place in left:
                    stays[place] = self.model.new_bool_var("")
                    self._add(stays[place] <= at)
                    self._add(stays[place] <= left[place])
                    paid -= cost * stays[place]
            if stays:
                self.model.add_at_most_one(stays.values())
            left = self._last(n, stays, left)
        return paid

    def _last(
        self, n: int, stays: Mapping[str, Term], before: Mapping[str, Term]
    ) -> dict[str, Term]:
        """Return where the company is after a day: at its last place, or where it was."""
        here = self.at[n]
        last = {place: self.model.new_bool_var("") for place in {**before, **here}}
        self.model.add_at_most_one(last.values())
        several = sum(here.values())
        minors = self.minors_at[n] if self.minors else {}
        for place, var in last.items():
            was = before.get(place, 0)
            self._add(var <= here.get(place, 0) + was)
            self._add(var <= here.get(place, 0), [self.used[n]])
            if not isinstance(self.used[n], int):
                self._add(var <= was, [~self.used[n]])
            # with two places, the first is not the last
            begins = minors.get(place, 0)
            most = self.shoot.terms.places_a_day
            if place in stays:
                self._add(stays[place] + var <= 1 + (most - several) if most < 3 else True)
                for other, theirs in minors.items():
                    if other != place:
                        self._add(stays[place] + theirs <= 1)
            self._add(begins + var <= 1 + (most - several) if most < 3 else True)
        return last

    def keep_near(self, days: Mapping[str, int]) -> None:
        """Ask for the fewest scenes away from these days, then for few days."""
        here = [self.on[scene, n] for scene, n in days.items() if (scene, n) in self.on]
        for term in here:
            if not isinstance(term, int):
                self.model.add_hint(term, True)
        self.model.maximize(sum(here) * (len(self.range) + 1) - sum(self.used))

    def solve(self, seconds: float, workers: int, first: bool = False) -> dict[str, int] | None:
        """Return the day of each scene, or None; `impossible` says if there is none.

        first  any board that keeps every rule will do
        """
        if self.start is not None:
            for (scene, n), var in self.on.items():
                if not isinstance(var, int) and scene in self.start:
                    self.model.add_hint(var, self.start[scene] == n)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = workers
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.random_seed = 0
        solver.parameters.stop_after_first_solution = first
        status = solver.solve(self.model)
        self.impossible = status == cp_model.INFEASIBLE
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return {
            scene: n
            for (scene, n), var in self.on.items()
            if isinstance(var, int) or solver.boolean_value(var)
        }
