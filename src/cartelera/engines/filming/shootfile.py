"""A shoot as JSON says it, and a board back."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from cartelera.engines.filming.check import Finding
from cartelera.engines.filming.cost import cost
from cartelera.engines.filming.strips import (
    Board,
    CastMember,
    Day,
    Pin,
    Place,
    Shoot,
    Span,
    Strip,
)
from cartelera.engines.filming.terms import MinorTerms, Terms
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.filming import Category, Engagement, Light, Setting

MINUTES_AN_EIGHTH = 15  # to shoot, where a scene does not say


def shoot_from(said: Mapping[str, Any]) -> Shoot:
    """Return the shoot that a JSON object says.

    scenes  scene, setting ("INT", "EXT", "INT/EXT"), set, light, eighths, place, cast; minutes
    cast    name, day_rate; engagement ("held", "drop", "daily"), age_years, away
    places  name; move_cost, open. A span is [first date, date after the last]
    dates   every date, or {"from", "until", "weekdays" (1 is Monday)}
    terms   any of the numbers of Terms, and minors; company_day_cost; pins as [scene, date]
    Raises InputError that names the part which is wrong or missing.
    """
    return Shoot(
        strips=tuple(_strip(row) for row in _rows(said, "scenes")),
        cast=tuple(_member(row) for row in _rows(said, "cast")),
        places=tuple(
            Place(
                _text(row, "name", "a place"), int(row.get("move_cost", 0)), _spans(row, "open")
            )
            for row in _rows(said, "places")
        ),
        dates=_dates(said.get("dates")),
        terms=_terms(said.get("terms", {})),
        company_day_cost=int(said.get("company_day_cost", 0)),
        pins=tuple(Pin(str(scene), _date(on)) for scene, on in said.get("pins", ())),
    )


def _rows(said: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    rows = said.get(name)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError(f"the shoot has no list of {name}")
    return rows


def _text(row: Mapping[str, Any], name: str, whose: str) -> str:
    if not row.get(name):
        raise InputError(f"{whose} has no {name}")
    return str(row[name])


def _strip(row: Mapping[str, Any]) -> Strip:
    scene = _text(row, "scene", "a scene")
    whose = f"scene {scene}"
    try:
        eighths = int(row.get("eighths", 0))
        return Strip(
            scene=scene,
            setting=Setting(_text(row, "setting", whose)),
            set_name=_text(row, "set", whose),
            light=Light(row.get("light") or "day"),
            eighths=eighths,
            minutes=int(row.get("minutes", eighths * MINUTES_AN_EIGHTH)),
            cast=frozenset(map(str, row.get("cast", ()))),
            place=_text(row, "place", whose),
            synopsis=str(row.get("synopsis", "")),
        )
    except (TypeError, ValueError) as error:
        raise InputError(f"{whose}: {error}") from error


def _member(row: Mapping[str, Any]) -> CastMember:
    name = _text(row, "name", "a member of the cast")
    if not isinstance(row.get("day_rate"), int):
        raise InputError(f"{name} of the cast has no day_rate, a whole number")
    try:
        engagement = Engagement(row.get("engagement", "held"))
    except ValueError as error:
        raise InputError(f"{name} of the cast: {error}") from error
    return CastMember(
        name, int(row["day_rate"]), engagement, row.get("age_years"), _spans(row, "away")
    )


def _spans(row: Mapping[str, Any], name: str) -> tuple[Span, ...]:
    return tuple(Span(_date(start), _date(end)) for start, end in row.get(name, ()))


def _date(said: object) -> date:
    try:
        return date.fromisoformat(str(said))
    except ValueError as error:
        raise InputError(f"{said!r} is no date: write it as 2026-03-02") from error


def _dates(said: object) -> tuple[date, ...]:
    if isinstance(said, dict):
        start, end = _date(said.get("from")), _date(said.get("until"))
        weekdays = said.get("weekdays", [1, 2, 3, 4, 5, 6])
        every = (start + timedelta(days=n) for n in range((end - start).days + 1))
        return tuple(on for on in every if on.isoweekday() in weekdays)
    if not isinstance(said, list):
        raise InputError("the shoot has no dates")
    return tuple(_date(on) for on in said)


def _terms(said: Mapping[str, Any]) -> Terms:
    try:
        minors = tuple(MinorTerms(**row) for row in said.get("minors", ()))
        return Terms(**{**said, "minors": minors})
    except TypeError as error:
        raise InputError(f"the terms: {error}") from error


# What papers say beside the board


def needs_in(said: Mapping[str, Any]) -> dict[str, tuple[tuple[Category, str], ...]]:
    """Return what each scene needs beside the cast: needs, names by category."""
    made = {}
    for row in _rows(said, "scenes"):
        needs = row.get("needs") or {}
        try:
            made[str(row["scene"])] = tuple(
                (Category(category), str(name))
                for category, names in needs.items()
                for name in names
            )
        except (AttributeError, TypeError, ValueError) as error:
            known = ", ".join(category.value for category in Category)
            raise InputError(
                f"scene {row['scene']} needs {error}: write names by {known}"
            ) from error
    return made


def players_in(said: Mapping[str, Any]) -> dict[str, str]:
    """Return who plays each member of the cast, where it is said: played_by."""
    rows = _rows(said, "cast")
    return {str(row["name"]): str(row["played_by"]) for row in rows if row.get("played_by")}


def spots_in(
    said: Mapping[str, Any],
) -> dict[str, tuple[str, float | None, float | None]]:
    """Return the address, latitude and longitude of each place, in degrees."""
    made = {}
    for row in _rows(said, "places"):
        at = [row.get(name) for name in ("latitude", "longitude")]
        most = zip(at, (90, 180), strict=True)
        if at != [None, None] and not all(
            isinstance(a, int | float) and abs(a) <= m for a, m in most
        ):
            raise InputError(f"place {row['name']} has no latitude and longitude, in degrees")
        made[str(row["name"])] = (str(row.get("address", "")), at[0], at[1])
    return made


def board_report(
    shoot: Shoot, board: Board, findings: Sequence[Finding], bound: int
) -> dict[str, Any]:
    """Return a board as JSON says it, with its cost, its bound and what it breaks."""
    spent = cost(board, shoot)
    return {
        "days": [
            {"date": day.on.isoformat(), "night": day.night, "scenes": list(day.scenes)}
            for day in board.days
        ],
        "cost": spent.total,
        "bound": bound,
        "company_days": spent.company_days,
        "overtime_minutes": spent.overtime_minutes,
        "overtime_cost": spent.overtime_cost,
        "cast": [
            {
                "name": member.name,
                "worked_days": member.worked_days,
                "held_days": len(member.held),
                "dropped_days": len(member.dropped),
                "cost": member.cost,
                "hold_cost": member.hold_cost,
            }
            for member in spent.members
        ],
        "moves": [
            {"date": move.on.isoformat(), "place": move.place, "cost": move.cost}
            for move in spent.moves
        ],
        "findings": [finding.words("en") for finding in findings],
    }


def board_from(said: Mapping[str, Any]) -> Board:
    """Return the board that a report says."""
    return Board(
        tuple(
            Day(
                _date(row.get("date")),
                tuple(map(str, row.get("scenes", ()))),
                bool(row.get("night")),
            )
            for row in _rows(said, "days")
        )
    )
