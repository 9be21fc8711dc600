"""What law and contract allow a shooting day, as plain numbers a board is made by."""

from dataclasses import dataclass
from datetime import date

DAY_MINUTES = 24 * 60
MEAL_AFTER_MINUTES = 300  # from the call; the meal is before the next scene


@dataclass(frozen=True, slots=True)
class MinorTerms:
    """What somebody under age may do in a day."""

    under_age_years: int  # holds for those younger than this, and not under a younger row
    work_minutes: int  # in scenes
    set_minutes: int  # on the set, waiting and school included
    earliest_minute: int  # of the clock, after midnight
    latest_minute: int


@dataclass(frozen=True, slots=True)
class Terms:
    """The limits of a shooting day and week. Minutes of the clock count from midnight."""

    day_minutes: int = 600  # scenes and moves, on a day shoot
    night_minutes: int = 600  # the same, on a night shoot
    week_minutes: int = 3600  # scenes, moves and meals from Monday to Sunday
    overtime_minutes: int = 0  # beyond the minutes of a day or a night, at the most
    overtime_week_minutes: int = 0  # of the same, from Monday to Sunday
    overtime_percent: int = 200  # of what a minute is paid, for one of overtime
    days_a_week: int = 6  # shooting days from Monday to Sunday
    rest_minutes: int = 720  # from the end of a day to the next call
    week_rest_minutes: int = 0  # the same, from the last day of a week to the next week's first
    day_call_minute: int = 7 * 60
    night_call_minute: int = 17 * 60
    meal_minutes: int = 60  # once a day, after half of it
    move_minutes: int = 60  # from one place to another on the same day
    places_a_day: int = 2
    drop_gap_days: int | None = None  # calendar days from drop to pickup; None: no dropping
    minor_rest_minutes: int = 720
    minors: tuple[MinorTerms, ...] = ()

    def ordinary_minutes(self, night: bool) -> int:
        """Return how long a day or a night may be without overtime."""
        return self.night_minutes if night else self.day_minutes

    def longest_minutes(self, night: bool) -> int:
        """Return how long it may be with overtime."""
        return self.ordinary_minutes(night) + self.overtime_minutes

    def call_minute(self, night: bool) -> int:
        """Return when a day is called, by night or by day."""
        return self.night_call_minute if night else self.day_call_minute


def rest_between(terms: Terms, one: date, two: date) -> int:
    """Return the rest from the end of one date's day to the call of another."""
    same_week = one.isocalendar()[:2] == two.isocalendar()[:2]
    return terms.rest_minutes if same_week else max(terms.rest_minutes, terms.week_rest_minutes)


def minor_terms(terms: Terms, age_years: int | None) -> MinorTerms | None:
    """Return what holds for a minor; None for an adult, or where no row is for the age."""
    rows = sorted(terms.minors, key=lambda row: row.under_age_years)
    return next(
        (row for row in rows if age_years is not None and age_years < row.under_age_years), None
    )


def unfed(minutes: int, terms: Terms) -> int:
    """Return how much of a span from the call can be scenes: a meal falls into a long one."""
    if minutes <= MEAL_AFTER_MINUTES:
        return minutes
    return max(MEAL_AFTER_MINUTES, minutes - terms.meal_minutes)
