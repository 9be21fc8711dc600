"""The papers of a shoot in plain words: what its page, its PDF and its spreadsheet say."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cartelera.engines.filming.callsheet import CallSheet, call_sheet
from cartelera.engines.filming.cost import DayCost
from cartelera.engines.filming.dood import MemberDays
from cartelera.engines.filming.sheets import eighths_words
from cartelera.engines.filming.stripboard import Stripboard, unscheduled
from cartelera.engines.filming.strips import Shoot
from cartelera.engines.filming.sun import Sun, sun_over
from cartelera.engines.slate.calendar import Event, calendar
from cartelera.vocabulary.filming import Category, Light, Mark, Setting

DATES_A_TABLE = 21  # columns of dates that a page of the day out of days holds
_FORMULA = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a paper's table."""

    label: str
    width: float = 1.0  # its share of the width that is left; 0 is as wide as its words
    align: str = "start"
    lead: bool = False  # the first line of a cell is its heading


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells, and what kind it is: day, banner, total, a strip's colour, or none."""

    cells: tuple[str, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A table under a heading."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    dense: bool = False
    strips: bool = False  # a strip's colour fills its row


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as plain words: the page, the PDF and the spreadsheet say the same."""

    name: str  # of the kind of paper, in words
    title: str
    facts: tuple[tuple[str, str], ...] = ()
    sections: tuple[Section, ...] = ()
    landscape: bool = False
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class StripShown:
    """One strip as pages and papers show it."""

    scene: str
    setting: str
    set_name: str
    time: str
    pages: str
    minutes: int
    cast: str  # numbers
    names: str
    place: str
    synopsis: str
    colour: str
    needs: tuple[tuple[Category, str], ...] = ()  # beside the cast


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a place is, as far as it is known."""

    address: str
    latitude: float | None  # degrees
    longitude: float | None


@dataclass(frozen=True, slots=True)
class OnPaper:
    """A shoot and one board of it, with all that its papers say."""

    key: str  # in what the calendar calls its days
    name: str
    draft: str
    zone: str  # of its clock
    strips: Mapping[str, StripShown]
    numbers: Mapping[str, int]  # of the cast
    played_by: Mapping[str, str]
    spots: Mapping[str, Spot]
    value: Shoot
    laid: Stripboard
    days: tuple[DayCost, ...]
    members: tuple[MemberDays, ...]
    cast_cost: int


def strip_colour(setting: str | None, light: str | None) -> str:
    """Return which of the trade's colours a strip has: white, yellow, blue, green or pink."""
    if light in {Light.DAWN, Light.DUSK}:
        return "pink"
    inside = setting in {None, "", Setting.INTERIOR}
    if light == Light.NIGHT:
        return "blue" if inside else "green"
    return "white" if inside else "yellow"


def language() -> str:
    """Return the language that papers are made in."""
    return get_language() or "es"


def _day(on: date, pattern: str = "EEEE d MMMM y") -> str:
    locale = "es_MX" if language().startswith("es") else "en"
    words: str = format_date(on, pattern, locale=locale)
    return words[:1].upper() + words[1:]


def _hour(at: datetime | None) -> str:
    return f"{at:%H:%M}" if at else "—"


def _money(amount: int) -> str:
    return f"{amount:,}"


# Stripboard, one-liner and shooting schedule


def stripboard(of: OnPaper) -> Paper:
    """Return the board as its strips lie: no money, so that it can hang on a wall."""
    columns = (
        Column(_("Scene"), 0), Column(_("INT or EXT"), 0),
        Column(_("Set and what happens"), 3.2, lead=True),
        Column(_("Time of day"), 0), Column(_("Pages"), 0, "end"), Column(_("Min"), 0, "end"),
        Column(_("Cast"), 0.9), Column(_("Place"), 1.1),
    )  # fmt: skip
    rows: list[Row] = []
    for n, (day, told) in enumerate(zip(of.laid.days, of.days, strict=True), start=1):
        for row in day.rows:
            if row.banner:
                rows.append(Row(("", "", row.banner, "", "", "", "", ""), "banner"))
            elif row.scene in of.strips:
                rows.append(_strip(of.strips[row.scene]))
        end = _("End of day %(number)s · %(date)s") % {"number": n, "date": _day(day.on)}
        held = ", ".join(map(str, sorted(of.numbers[name] for name in told.held)))
        if held:
            end += " · " + _("held: %(numbers)s") % {"numbers": held}
        light = Light.NIGHT.label(language()) if day.night else ""
        pages = eighths_words(told.eighths) or "0"
        cells = ("", "", end, light, pages, str(told.minutes), "", "")
        rows.append(Row(cells, "day"))
    free = tuple(_strip(of.strips[scene]) for scene in unscheduled(of.laid, of.strips))
    sections = [Section("", columns, tuple(rows), strips=True)]
    if free:
        sections.append(Section(_("Unscheduled"), columns, free, strips=True))
    people = sorted((number, name) for name, number in of.numbers.items())
    return Paper(
        _("Stripboard"),
        of.name,
        _totals(of),
        tuple(sections),
        notes=(" · ".join(f"{number}\u00a0{name}" for number, name in people),),
    )


def _strip(strip: StripShown) -> Row:
    scene, setting, what, time_, pages, cast, place = _line(strip).cells
    cells = (scene, setting, what, time_, pages, str(strip.minutes), cast, place)
    return Row(cells, f"strip-{strip.colour}")


def one_liner(of: OnPaper) -> Paper:
    """Return the board with a line for each scene."""
    columns = (
        Column(_("Scene"), 0), Column(_("INT or EXT"), 0),
        Column(_("Set and what happens"), 3.2, lead=True),
        Column(_("Time of day"), 0), Column(_("Pages"), 0, "end"), Column(_("Cast"), 0.9),
        Column(_("Place"), 1.1),
    )  # fmt: skip
    rows: list[Row] = []
    for n, (day, told) in enumerate(zip(of.laid.days, of.days, strict=True), start=1):
        for row in day.rows:
            if row.banner:
                rows.append(Row(("", "", row.banner, "", "", "", ""), "banner"))
            elif row.scene in of.strips:
                rows.append(_line(of.strips[row.scene]))
        end = _("End of day %(number)s · %(date)s · %(pages)s pages") % {
            "number": n, "date": _day(day.on), "pages": eighths_words(told.eighths) or "0",
        }  # fmt: skip
        rows.append(Row(("", "", end, "", "", "", ""), "day"))
    return Paper(
        _("One-liner"),
        of.name,
        _totals(of),
        (Section("", columns, tuple(rows)),),
    )


def _line(strip: StripShown) -> Row:
    what = f"{strip.set_name}\n{strip.synopsis}" if strip.synopsis else strip.set_name
    return Row(
        (strip.scene, strip.setting, what, strip.time, strip.pages, strip.cast, strip.place),
        f"strip-{strip.colour}",
    )


def _totals(of: OnPaper) -> tuple[tuple[str, str], ...]:
    eighths = sum(day.eighths for day in of.days)
    scenes = sum(len(day.scenes) for day in of.laid.days)
    return (
        (_("Days"), str(len(of.laid.days))),
        (_("Scenes"), str(scenes)),
        (_("Pages"), eighths_words(eighths) or "0"),
        (_("Draft"), of.draft or "—"),
    )


def shooting_schedule(of: OnPaper) -> Paper:
    """Return the board with everything that each scene needs, a table for each day."""
    columns = (
        Column(_("Scene"), 0), Column(_("Set and what happens"), 2.4, lead=True),
        Column(_("Pages"), 0, "end"),
        Column(_("Cast"), 1.3), Column(_("Needs"), 2.0), Column(_("Place"), 1.2),
    )  # fmt: skip
    sections = []
    for n, (day, told) in enumerate(zip(of.laid.days, of.days, strict=True), start=1):
        rows = []
        for row in day.rows:
            if row.banner:
                rows.append(Row(("", row.banner, "", "", "", ""), "banner"))
            elif row.scene in of.strips:
                strip = of.strips[row.scene]
                head = " ".join(filter(None, (strip.setting, strip.set_name, "·", strip.time)))
                what = f"{head}\n{strip.synopsis}" if strip.synopsis else head
                cells = (
                    strip.scene, what, strip.pages, strip.names,
                    _needs(of, row.scene), strip.place,
                )  # fmt: skip
                rows.append(Row(cells, f"strip-{strip.colour}"))
        rows.append(
            Row(("", _("Total"), eighths_words(told.eighths) or "0", "", "", ""), "total")
        )
        title = _("Day %(number)s · %(date)s") % {"number": n, "date": _day(day.on)}
        sections.append(Section(title, columns, tuple(rows)))
    return Paper(_("Shooting schedule"), of.name, _totals(of), tuple(sections))


def _needs(of: OnPaper, scene: str) -> str:
    grouped: dict[str, list[str]] = {}
    for category, name in of.strips[scene].needs:
        grouped.setdefault(category.label(language()), []).append(name)
    return "\n".join(f"{label}: {', '.join(names)}" for label, names in grouped.items())


# Day out of days


def day_out_of_days(of: OnPaper) -> Paper:
    """Return what each of the cast does on each date, with the days paid and their price."""
    shooting = [day.on for day in of.laid.days]
    other = {on for member in of.members for on in member.codes} - set(shooting)
    dates = sorted({*shooting, *other})
    members = [member for member in of.members if member.codes]
    sections = []
    chunks = [dates[n : n + DATES_A_TABLE] for n in range(0, len(dates), DATES_A_TABLE)]
    for chunk in chunks:
        last = chunk is chunks[-1]
        columns = [Column(_("No."), 0, "end"), Column(_("Cast"), 0)]
        columns += [Column(_day(on, "EEEEEE d/M").lower(), 1, "center") for on in chunk]
        if last:
            columns += [
                Column(label, 0, "end")
                for label in (_("Work"), _("Hold"), _("Travel"), _("Paid"), _("Cost"))
            ]
        rows = [
            Row(
                (
                    str(of.numbers[member.name]),
                    member.name,
                    *(member.codes[on].value if on in member.codes else "" for on in chunk),
                    *(
                        (
                            str(member.worked), str(member.held), str(member.travelled),
                            str(member.paid), _money(member.cost),
                        )
                        if last
                        else ()
                    ),
                )
            )
            for member in members
        ]  # fmt: skip
        if last:
            totals = (
                sum(m.worked for m in members), sum(m.held for m in members),
                sum(m.travelled for m in members), sum(m.paid for m in members),
            )  # fmt: skip
            cells = ("", _("Total"), *("" for _on in chunk), *map(str, totals))
            rows.append(Row((*cells, _money(of.cast_cost)), "total"))
        numbers = {on: n for n, on in enumerate(shooting, start=1)}
        day_row = tuple(str(numbers.get(on, "")) for on in chunk)
        rows.insert(0, Row(("", _("Day"), *day_row, *(("",) * 5 if last else ())), "total"))
        sections.append(Section("", tuple(columns), tuple(rows), dense=True))
    legend = " · ".join(f"{mark.value} {mark.label(language()).lower()}" for mark in Mark)
    return Paper(
        _("Day out of days"),
        of.name,
        _totals(of),
        tuple(sections),
        landscape=True,
        notes=(legend,),
    )


# Call sheet


def call_paper(of: OnPaper, on: date) -> Paper:
    """Return the call sheet of a date."""
    codes = {m.name: m.codes[on].value for m in of.members if on in m.codes}
    places = next((day.places for day in of.days if day.on == on), ())
    sheet = call_sheet(of.value, of.laid, on, codes, sun=_sun(of, places, on))
    return Paper(
        _("Call sheet"),
        of.name,
        _call_facts(of, sheet, places),
        (
            _scenes_section(of, sheet),
            _cast_section(of, sheet),
            _needs_section(of, sheet),
            _tomorrow_section(of, sheet),
        ),
        notes=sheet.banners,
    )


def _sun(of: OnPaper, places: Sequence[str], on: date) -> Sun | None:
    """Return the sun over the first place of the day whose spot is known."""
    for name in places:
        spot = of.spots.get(name)
        if spot and spot.latitude is not None and spot.longitude is not None:
            return sun_over(spot.latitude, spot.longitude, on, ZoneInfo(of.zone))
    return None


def _call_facts(
    of: OnPaper, sheet: CallSheet, places: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    sun = sheet.sun
    facts = [
        (
            _day(sheet.on),
            _("Day %(number)s of %(count)s") % {"number": sheet.number, "count": sheet.of},
        ),
        (_("Crew call"), _hour(sheet.crew_call)),
        (_("Meal"), _hour(sheet.meal)),
        (_("Wrap, estimated"), _hour(sheet.wrap)),
        (_("Sunrise"), _hour(sun.rise if sun else None)),
        (_("Sunset"), _hour(sun.set if sun else None)),
        (_("Pages"), eighths_words(sheet.eighths) or "0"),
    ]
    for name in places:
        spot = of.spots.get(name)
        facts.append((_("Place"), f"{name}, {spot.address}" if spot and spot.address else name))
    return tuple(facts)


def _scenes_section(of: OnPaper, sheet: CallSheet) -> Section:
    columns = (
        Column(_("Time"), 0), Column(_("Scene"), 0), Column(_("INT or EXT"), 0),
        Column(_("Set and what happens"), 3, lead=True), Column(_("Light"), 0),
        Column(_("Pages"), 0, "end"),
        Column(_("Cast"), 0.9), Column(_("Place"), 1.2),
    )  # fmt: skip
    rows = []
    for planned_scene in sheet.scenes:
        strip = of.strips[planned_scene.strip.scene]
        if planned_scene.moved:
            words = _("Company moves to %(place)s") % {"place": planned_scene.strip.place}
            rows.append(Row(("", "", "", words, "", "", "", ""), "banner"))
        what = f"{strip.set_name}\n{strip.synopsis}" if strip.synopsis else strip.set_name
        rows.append(
            Row(
                (
                    _hour(planned_scene.begins), strip.scene, strip.setting, what, strip.time,
                    strip.pages, strip.cast, strip.place,
                ),
                f"strip-{strip.colour}",
            )
        )  # fmt: skip
    return Section(_("Scenes"), columns, tuple(rows))


def _cast_section(of: OnPaper, sheet: CallSheet) -> Section:
    columns = (
        Column(_("No."), 0, "end"), Column(_("Character"), 1.4), Column(_("Played by"), 1.4),
        Column(_("Status"), 0), Column(_("Make-up"), 0, "end"), Column(_("On set"), 0, "end"),
        Column(_("Dismissed"), 0, "end"), Column(_("Scenes"), 1),
    )  # fmt: skip
    rows = [
        Row(
            (
                str(of.numbers[one.name]), one.name, of.played_by.get(one.name, ""), one.code,
                _hour(one.pickup), _hour(one.on_set), _hour(one.dismissed),
                ", ".join(one.scenes),
            )
        )
        for one in sheet.cast
    ]  # fmt: skip
    return Section(_("Cast"), columns, tuple(rows))


def _needs_section(of: OnPaper, sheet: CallSheet) -> Section:
    grouped: dict[str, dict[str, list[str]]] = {}
    for one in sheet.scenes:
        for category, name in of.strips[one.strip.scene].needs:
            label = category.label(language())
            grouped.setdefault(label, {}).setdefault(name, []).append(one.strip.scene)
    rows = [
        Row((label, ", ".join(f"{name} ({', '.join(s)})" for name, s in names.items())))
        for label, names in grouped.items()
    ]
    return Section(_("Needs"), (Column(_("What"), 0), Column(_("For scenes"), 3)), tuple(rows))


def _tomorrow_section(of: OnPaper, sheet: CallSheet) -> Section:
    columns = (
        Column(_("Scene"), 0), Column(_("INT or EXT"), 0), Column(_("Set"), 3),
        Column(_("Time of day"), 0),
        Column(_("Pages"), 0, "end"), Column(_("Cast"), 1),
    )  # fmt: skip
    rows = []
    for strip in sheet.tomorrow:
        s = of.strips[strip.scene]
        cells = (s.scene, s.setting, s.set_name, s.time, s.pages, s.cast)
        rows.append(Row(cells, f"strip-{s.colour}"))
    return Section(_("Tomorrow"), columns, tuple(rows))


# The forms of a paper


_MADE: dict[str, Callable[[OnPaper], Paper]] = {
    "stripboard": stripboard,
    "one-liner": one_liner,
    "schedule": shooting_schedule,
    "day-out-of-days": day_out_of_days,
}


def paper_named(of: OnPaper, name: str) -> Paper | None:
    """Return the paper of a name: stripboard, call-2026-03-02; None if there is none."""
    if name in _MADE:
        return _MADE[name](of)
    days = {f"call-{day.on.isoformat()}": day.on for day in of.laid.days}
    return call_paper(of, days[name]) if name in days else None


def paper_names(of: OnPaper) -> tuple[str, ...]:
    """Return the name of every paper of a board; a call sheet is named by its date."""
    return (*_MADE, *(f"call-{day.on.isoformat()}" for day in of.laid.days))


def typeset_values(paper: Paper, house: str, board: str, on: date) -> dict[str, Any]:
    """Return what the template of a paper says, in plain words.

    board  what the board is called
    on     the date that it is made
    """
    stamp = {"date": _day(on, "d MMM y"), "board": board}
    return {
        **asdict(paper),
        "kind": paper.name,
        "lang": language()[:2],
        "house": house,
        "foot": _("Board %(board)s · made on %(date)s") % stamp,
    }


def spreadsheet(paper: Paper) -> str:
    """Return a paper as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([paper.name, _tame(paper.title)])
    for fact in paper.facts:
        writer.writerow([_tame(cell) for cell in fact])
    for section in paper.sections:
        writer.writerow([])
        if section.title:
            writer.writerow([section.title])
        writer.writerow([column.label for column in section.columns])
        for line in section.rows:
            writer.writerow([_tame(cell) for cell in line.cells])
    return "\ufeff" + out.getvalue()


def _tame(cell: str) -> str:
    """Return a cell that no spreadsheet reckons."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def shooting_days(of: OnPaper, changed_on: date, address: Callable[[str], str]) -> str:
    """Return the shooting days as iCalendar.

    changed_on  the date on which the board last changed
    address     of a paper by its name; "" where it has none
    """
    events = []
    for n, (day, told) in enumerate(zip(of.laid.days, of.days, strict=True), start=1):
        scenes = _("Scenes %(scenes)s") % {"scenes": ", ".join(day.scenes) or "—"}
        events.append(
            Event(
                uid=f"{of.key}-{day.on.isoformat()}@cartelera",
                on=day.on,
                name=_("%(shoot)s, day %(number)s") % {"shoot": of.name, "number": n},
                where="; ".join(told.places),
                told=f"{scenes}\n{', '.join(told.cast)}",
                address=address(f"call-{day.on.isoformat()}"),
                stamp=datetime.combine(changed_on, time(), UTC),
            )
        )
    return calendar(events, of.name)
