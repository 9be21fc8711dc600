"""The stripboard: strips and banners in days, and what may be done to their order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from cartelera.engines.filming.strips import Board, Day
from cartelera.vocabulary.errors import InputError

SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a day: a scene's strip, or a banner with words of its own."""

    scene: str = ""
    banner: str = ""


@dataclass(frozen=True, slots=True)
class StripDay:
    """One shooting day, as it stands on the board."""

    on: date
    rows: tuple[Row, ...] = ()
    night: bool = False

    @property
    def scenes(self) -> tuple[str, ...]:
        """The scenes of the day, in the order they are shot."""
        return tuple(row.scene for row in self.rows if row.scene)


@dataclass(frozen=True, slots=True)
class Stripboard:
    """Days in order of date; a scene in none of them is unscheduled."""

    days: tuple[StripDay, ...] = ()

    def day_of(self, scene: str) -> StripDay | None:
        """Return the day on which a scene is shot; None if it is unscheduled."""
        return next((day for day in self.days if scene in day.scenes), None)

    def on(self, on: date) -> StripDay:
        """Return the day of a date. Raises InputError if nothing is shot on it."""
        found = next((day for day in self.days if day.on == on), None)
        if found is None:
            raise InputError(f"{on} is no shooting day of this board")
        return found


def board_of(strips: Stripboard) -> Board:
    """Return the schedule that a stripboard says, without its banners."""
    return Board(tuple(Day(day.on, day.scenes, day.night) for day in strips.days))


def stripboard_of(board: Board) -> Stripboard:
    """Return the stripboard of a schedule."""
    return Stripboard(
        tuple(
            StripDay(day.on, tuple(Row(scene) for scene in day.scenes), day.night)
            for day in board.days
        )
    )


def unscheduled(strips: Stripboard, scenes: Iterable[str]) -> tuple[str, ...]:
    """Return the scenes that stand on no day, in the order given."""
    placed = {scene for day in strips.days for scene in day.scenes}
    return tuple(scene for scene in scenes if scene not in placed)


def moved(
    strips: Stripboard, scenes: Sequence[str], to: date | None, before: str = ""
) -> Stripboard:
    """Return the board with scenes moved to a day, before another scene or at its end.

    to      the date of the day; None takes them off the board
    before  a scene of that day; "" is its end

    Raises InputError if there is no such day, or the scene is not in it.
    """
    going = set(scenes)
    days = [replace(day, rows=_without(day.rows, going)) for day in strips.days]
    if to is None:
        return Stripboard(tuple(days))
    at = next((n for n, day in enumerate(days) if day.on == to), None)
    if at is None:
        raise InputError(f"{to} is no shooting day of this board")
    rows = list(days[at].rows)
    place = len(rows)
    if before and before not in going:
        place = next((n for n, row in enumerate(rows) if row.scene == before), -1)
        if place < 0:
            raise InputError(f"scene {before} is not shot on {to}")
    rows[place:place] = [Row(scene) for scene in scenes]
    days[at] = replace(days[at], rows=tuple(rows))
    return Stripboard(tuple(days))


def _without(rows: Sequence[Row], going: set[str]) -> tuple[Row, ...]:
    return tuple(row for row in rows if not row.scene or row.scene not in going)


def with_day(strips: Stripboard, on: date, night: bool = False) -> Stripboard:
    """Return the board with one more day. Raises InputError if the date is taken."""
    if any(day.on == on for day in strips.days):
        raise InputError(f"{on} is a shooting day already")
    days = sorted((*strips.days, StripDay(on, night=night)), key=lambda day: day.on)
    return Stripboard(tuple(days))


def without_day(strips: Stripboard, on: date) -> Stripboard:
    """Return the board without a day; its scenes are unscheduled."""
    strips.on(on)
    return Stripboard(tuple(day for day in strips.days if day.on != on))


def redated(strips: Stripboard, on: date, to: date, night: bool) -> Stripboard:
    """Return the board with a day on another date, or by night."""
    day = strips.on(on)
    if to != on and any(other.on == to for other in strips.days):
        raise InputError(f"{to} is a shooting day already")
    rest = [other for other in strips.days if other.on != on]
    days = sorted((*rest, replace(day, on=to, night=night)), key=lambda one: one.on)
    return Stripboard(tuple(days))


def with_banner(strips: Stripboard, on: date, words: str, before: str = "") -> Stripboard:
    """Return the board with a banner in a day, before a scene or at its end."""
    if not words.strip():
        raise InputError("a banner needs words")
    day = strips.on(on)
    rows = list(day.rows)
    place = next((n for n, row in enumerate(rows) if before and row.scene == before), len(rows))
    rows.insert(place, Row(banner=words.strip()))
    return _changed(strips, replace(day, rows=tuple(rows)))


def without_banner(strips: Stripboard, on: date, number: int) -> Stripboard:
    """Return the board without a banner: the `number`th row of its day, from 0."""
    day = strips.on(on)
    if not (0 <= number < len(day.rows) and day.rows[number].banner):
        raise InputError(f"there is no such banner on {on}")
    rows = day.rows[:number] + day.rows[number + 1 :]
    return _changed(strips, replace(day, rows=rows))


def _changed(strips: Stripboard, day: StripDay) -> Stripboard:
    return Stripboard(tuple(day if other.on == day.on else other for other in strips.days))


def next_date(
    strips: Stripboard, first: date, off: frozenset[int] = frozenset({SUNDAY})
) -> date:
    """Return the date that follows the last day of the board, past the days off of a week.

    first  the date of the first day, for a board that has none
    off    the days of the week that are not shot, Monday 0
    """
    on = strips.days[-1].on + timedelta(days=1) if strips.days else first
    while on.weekday() in off:
        on += timedelta(days=1)
    return on


@dataclass(frozen=True, slots=True)
class Difference:
    """A scene that two boards shoot on different dates; None is unscheduled."""

    scene: str
    one: date | None
    other: date | None


def differences(
    one: Stripboard, other: Stripboard, scenes: Iterable[str]
) -> tuple[Difference, ...]:
    """Return the scenes that two boards shoot on different dates, in the order given."""
    mine = {scene: day.on for day in one.days for scene in day.scenes}
    theirs = {scene: day.on for day in other.days for scene in day.scenes}
    return tuple(
        Difference(scene, mine.get(scene), theirs.get(scene))
        for scene in scenes
        if mine.get(scene) != theirs.get(scene)
    )


def dumped(strips: Stripboard) -> list[dict[str, Any]]:
    """Return a board as plain JSON."""
    return [
        {
            "on": day.on.isoformat(),
            "night": day.night,
            "rows": [row.scene or {"banner": row.banner} for row in day.rows],
        }
        for day in strips.days
    ]


def loaded(days: Sequence[dict[str, Any]]) -> Stripboard:
    """Return the board that `dumped` wrote."""
    return Stripboard(
        tuple(
            StripDay(
                date.fromisoformat(day["on"]),
                tuple(
                    Row(row) if isinstance(row, str) else Row(banner=row["banner"])
                    for row in day["rows"]
                ),
                day["night"],
            )
            for day in days
        )
    )


def kept(strips: Stripboard, scenes: Iterable[str], renamed: dict[str, str]) -> Stripboard:
    """Return the board for a new draft: scenes renumbered, those that were cut taken off."""
    there = set(scenes)
    days = []
    for day in strips.days:
        rows = [
            row if row.banner else Row(renamed.get(row.scene, row.scene)) for row in day.rows
        ]
        days.append(
            replace(day, rows=tuple(row for row in rows if row.banner or row.scene in there))
        )
    return Stripboard(tuple(days))
