"""The papers of a shoot: each as a page, a PDF, a spreadsheet, and its days as a calendar."""

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cartelera.adapters.typeset import typeset
from cartelera.apps.filming.models import Board, Shoot
from cartelera.apps.filming.queries import (
    Planned,
    Priced,
    board_by_number,
    planned,
    shoot_by_key,
    stripboard_in,
)
from cartelera.apps.slate.queries import house
from cartelera.engines.filming.callsheet import CallSheet, call_sheet
from cartelera.engines.filming.sheets import eighths_words
from cartelera.engines.filming.stripboard import Stripboard
from cartelera.engines.filming.sun import Sun, sun_over
from cartelera.engines.slate.calendar import Event, calendar
from cartelera.vocabulary.filming import Category, Mark
from cartelera.web.doors import staff
from cartelera.web.office.filming import ROOM, VIEW
from cartelera.web.office.page import language, office_page
from cartelera.web.office.stripboard import StripShown, strips_shown

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


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as plain words: the page, the PDF and the spreadsheet say the same."""

    name: str  # of the kind of paper, in words
    title: str
    facts: tuple[tuple[str, str], ...] = ()
    sections: tuple[Section, ...] = ()
    landscape: bool = False
    notes: tuple[str, ...] = field(default=())


def _day(on: date, pattern: str = "EEEE d MMMM y") -> str:
    locale = "es_MX" if language().startswith("es") else "en"
    words: str = format_date(on, pattern, locale=locale)
    return words[:1].upper() + words[1:]


def _hour(at: datetime | None) -> str:
    return f"{at:%H:%M}" if at else "—"


def _money(amount: int) -> str:
    return f"{amount:,}"


# One-liner and shooting schedule


def one_liner(plan: Planned, laid: Stripboard, made: Priced) -> Paper:
    """Return the board with a line for each scene."""
    columns = (
        Column(_("Scene"), 0), Column(_("INT or EXT"), 0),
        Column(_("Set and what happens"), 3.2, lead=True),
        Column(_("Time of day"), 0), Column(_("Pages"), 0, "end"), Column(_("Cast"), 0.9),
        Column(_("Place"), 1.1),
    )  # fmt: skip
    shown = strips_shown(plan)
    rows: list[Row] = []
    for n, (day, told) in enumerate(zip(laid.days, made.days, strict=True), start=1):
        for row in day.rows:
            if row.banner:
                rows.append(Row(("", "", row.banner, "", "", "", ""), "banner"))
            elif row.scene in shown:
                rows.append(_line(shown[row.scene]))
        end = _("End of day %(number)s · %(date)s · %(pages)s pages") % {
            "number": n, "date": _day(day.on), "pages": eighths_words(told.eighths) or "0",
        }  # fmt: skip
        rows.append(Row(("", "", end, "", "", "", ""), "day"))
    return Paper(
        _("One-liner"),
        plan.shoot.name,
        _totals(plan, laid, made),
        (Section("", columns, tuple(rows)),),
    )


def _line(strip: StripShown) -> Row:
    what = f"{strip.set_name}\n{strip.synopsis}" if strip.synopsis else strip.set_name
    return Row(
        (strip.scene, strip.setting, what, strip.time, strip.pages, strip.cast, strip.place),
        f"strip-{strip.colour}",
    )


def _totals(plan: Planned, laid: Stripboard, made: Priced) -> tuple[tuple[str, str], ...]:
    eighths = sum(day.eighths for day in made.days)
    scenes = sum(len(day.scenes) for day in laid.days)
    return (
        (_("Days"), str(len(laid.days))),
        (_("Scenes"), str(scenes)),
        (_("Pages"), eighths_words(eighths) or "0"),
        (_("Draft"), plan.shoot.draft or "—"),
    )


def shooting_schedule(plan: Planned, laid: Stripboard, made: Priced) -> Paper:
    """Return the board with everything that each scene needs, a table for each day."""
    columns = (
        Column(_("Scene"), 0), Column(_("Set and what happens"), 2.4, lead=True),
        Column(_("Pages"), 0, "end"),
        Column(_("Cast"), 1.3), Column(_("Needs"), 2.0), Column(_("Place"), 1.2),
    )  # fmt: skip
    shown = strips_shown(plan)
    sections = []
    for n, (day, told) in enumerate(zip(laid.days, made.days, strict=True), start=1):
        rows = []
        for row in day.rows:
            if row.banner:
                rows.append(Row(("", row.banner, "", "", "", ""), "banner"))
            elif row.scene in shown:
                strip = shown[row.scene]
                head = " ".join(filter(None, (strip.setting, strip.set_name, "·", strip.time)))
                what = f"{head}\n{strip.synopsis}" if strip.synopsis else head
                cells = (
                    strip.scene, what, strip.pages, strip.names,
                    _needs(plan, row.scene), strip.place,
                )  # fmt: skip
                rows.append(Row(cells, f"strip-{strip.colour}"))
        rows.append(
            Row(("", _("Total"), eighths_words(told.eighths) or "0", "", "", ""), "total")
        )
        title = _("Day %(number)s · %(date)s") % {"number": n, "date": _day(day.on)}
        sections.append(Section(title, columns, tuple(rows)))
    return Paper(
        _("Shooting schedule"), plan.shoot.name, _totals(plan, laid, made), tuple(sections)
    )


def _needs(plan: Planned, scene: str) -> str:
    grouped: dict[str, list[str]] = {}
    for category, name, _words in plan.scenes[scene].elements:
        grouped.setdefault(Category(category).label(language()), []).append(name)
    return "\n".join(f"{label}: {', '.join(names)}" for label, names in grouped.items())


# Day out of days


def day_out_of_days(plan: Planned, laid: Stripboard, made: Priced) -> Paper:
    """Return what each of the cast does on each date, with the days paid and their price."""
    shooting = [day.on for day in laid.days]
    other = {on for member in made.members for on in member.codes} - set(shooting)
    dates = sorted({*shooting, *other})
    members = [member for member in made.members if member.codes]
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
                    str(plan.numbers[member.name]),
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
            rows.append(Row((*cells, _money(made.spent.cast_cost)), "total"))
        numbers = {on: n for n, on in enumerate(shooting, start=1)}
        day_row = tuple(str(numbers.get(on, "")) for on in chunk)
        rows.insert(0, Row(("", _("Day"), *day_row, *(("",) * 5 if last else ())), "total"))
        sections.append(Section("", tuple(columns), tuple(rows), dense=True))
    legend = " · ".join(f"{mark.value} {mark.label(language()).lower()}" for mark in Mark)
    return Paper(
        _("Day out of days"),
        plan.shoot.name,
        _totals(plan, laid, made),
        tuple(sections),
        landscape=True,
        notes=(legend,),
    )


# Call sheet


def call_paper(plan: Planned, laid: Stripboard, made: Priced, on: date) -> Paper:
    """Return the call sheet of a date."""
    codes = {m.name: m.codes[on].value for m in made.members if on in m.codes}
    places = next((day.places for day in made.days if day.on == on), ())
    sheet = call_sheet(plan.value, laid, on, codes, sun=_sun(plan, places, on))
    shown = strips_shown(plan)
    return Paper(
        _("Call sheet"),
        plan.shoot.name,
        _call_facts(plan, sheet, places),
        (
            _scenes_section(sheet, shown),
            _cast_section(plan, sheet),
            _needs_section(plan, sheet),
            _tomorrow_section(sheet, shown),
        ),
        notes=sheet.banners,
    )


def _sun(plan: Planned, places: Sequence[str], on: date) -> Sun | None:
    """Return the sun over the first place of the day whose spot is known."""
    for name in places:
        spot = plan.locations.get(name)
        if spot and spot.latitude is not None and spot.longitude is not None:
            return sun_over(spot.latitude, spot.longitude, on, ZoneInfo(plan.shoot.zone))
    return None


def _call_facts(
    plan: Planned, sheet: CallSheet, places: Sequence[str]
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
        spot = plan.locations.get(name)
        facts.append((_("Place"), f"{name}, {spot.address}" if spot and spot.address else name))
    return tuple(facts)


def _scenes_section(sheet: CallSheet, shown: dict[str, StripShown]) -> Section:
    columns = (
        Column(_("Time"), 0), Column(_("Scene"), 0), Column(_("INT or EXT"), 0),
        Column(_("Set and what happens"), 3, lead=True), Column(_("Light"), 0),
        Column(_("Pages"), 0, "end"),
        Column(_("Cast"), 0.9), Column(_("Place"), 1.2),
    )  # fmt: skip
    rows = []
    for planned_scene in sheet.scenes:
        strip = shown[planned_scene.strip.scene]
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


def _cast_section(plan: Planned, sheet: CallSheet) -> Section:
    columns = (
        Column(_("No."), 0, "end"), Column(_("Character"), 1.4), Column(_("Played by"), 1.4),
        Column(_("Status"), 0), Column(_("Make-up"), 0, "end"), Column(_("On set"), 0, "end"),
        Column(_("Dismissed"), 0, "end"), Column(_("Scenes"), 1),
    )  # fmt: skip
    played = {m.name: m.played_by for m in plan.shoot.cast.all()}
    rows = [
        Row(
            (
                str(plan.numbers[one.name]), one.name, played.get(one.name, ""), one.code,
                _hour(one.pickup), _hour(one.on_set), _hour(one.dismissed),
                ", ".join(one.scenes),
            )
        )
        for one in sheet.cast
    ]  # fmt: skip
    return Section(_("Cast"), columns, tuple(rows))


def _needs_section(plan: Planned, sheet: CallSheet) -> Section:
    grouped: dict[str, dict[str, list[str]]] = {}
    for one in sheet.scenes:
        for category, name, _words in plan.scenes[one.strip.scene].elements:
            label = Category(category).label(language())
            grouped.setdefault(label, {}).setdefault(name, []).append(one.strip.scene)
    rows = [
        Row((label, ", ".join(f"{name} ({', '.join(s)})" for name, s in names.items())))
        for label, names in grouped.items()
    ]
    return Section(_("Needs"), (Column(_("What"), 0), Column(_("For scenes"), 3)), tuple(rows))


def _tomorrow_section(sheet: CallSheet, shown: dict[str, StripShown]) -> Section:
    columns = (
        Column(_("Scene"), 0), Column(_("INT or EXT"), 0), Column(_("Set"), 3),
        Column(_("Time of day"), 0),
        Column(_("Pages"), 0, "end"), Column(_("Cast"), 1),
    )  # fmt: skip
    rows = []
    for strip in sheet.tomorrow:
        s = shown[strip.scene]
        cells = (s.scene, s.setting, s.set_name, s.time, s.pages, s.cast)
        rows.append(Row(cells, f"strip-{s.colour}"))
    return Section(_("Tomorrow"), columns, tuple(rows))


# Pages


_MADE = {
    "one-liner": one_liner,
    "schedule": shooting_schedule,
    "day-out-of-days": day_out_of_days,
}


def _paper(key: str, number: int, name: str) -> tuple[Shoot, Board, Stripboard, Paper]:
    row = shoot_by_key(key)
    one = board_by_number(row, number)
    plan, laid = planned(row), stripboard_in(one)
    made = plan.priced(laid)
    if name in _MADE:
        return row, one, laid, _MADE[name](plan, laid, made)
    try:
        on = date.fromisoformat(name.removeprefix("call-"))
    except ValueError as error:
        raise Http404 from error
    if not name.startswith("call-") or all(day.on != on for day in laid.days):
        raise Http404
    return row, one, laid, call_paper(plan, laid, made, on)


@staff(VIEW)
def page(request: HttpRequest, key: str, number: int, name: str) -> HttpResponse:
    """Show a paper as a page."""
    row, one, laid, paper = _paper(key, number, name)
    return office_page(
        request,
        "filming/paper.html",
        ROOM,
        shoot=row,
        board=one,
        boards=list(row.boards.all()),
        tab="papers",
        paper=paper,
        name=name,
        calls=[(f"call-{day.on.isoformat()}", n, day.on) for n, day in enumerate(laid.days, 1)],
    )


@staff(VIEW)
def as_pdf(request: HttpRequest, key: str, number: int, name: str) -> HttpResponseBase:
    """Hand out a paper as PDF."""
    row, one, _laid, paper = _paper(key, number, name)
    now = timezone.now()
    stamp = {"date": _day(timezone.localdate(), "d MMM y"), "board": one.name}
    values: dict[str, Any] = {
        **asdict(paper),
        "kind": paper.name,
        "lang": language()[:2],
        "house": house().name,
        "foot": _("Board %(board)s · made on %(date)s") % stamp,
    }
    response = HttpResponse(typeset("tables", values, now), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{row.key}-{name}.pdf"'
    return response


@staff(VIEW)
def as_csv(request: HttpRequest, key: str, number: int, name: str) -> HttpResponseBase:
    """Hand out a paper as a spreadsheet."""
    row, _one, _laid, paper = _paper(key, number, name)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([paper.name, paper.title])
    for fact in paper.facts:
        writer.writerow([_tame(cell) for cell in fact])
    for section in paper.sections:
        writer.writerow([])
        if section.title:
            writer.writerow([section.title])
        writer.writerow([column.label for column in section.columns])
        for line in section.rows:
            writer.writerow([_tame(cell) for cell in line.cells])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{row.key}-{name}.csv"'
    return response


def _tame(cell: str) -> str:
    """Return a cell that no spreadsheet reckons."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


@staff(VIEW)
def as_calendar(request: HttpRequest, key: str, number: int) -> HttpResponseBase:
    """Hand out the shooting days as a calendar."""
    row = shoot_by_key(key)
    one = board_by_number(row, number)
    plan, laid = planned(row), stripboard_in(one)
    made = plan.priced(laid)
    events = []
    for n, (day, told) in enumerate(zip(laid.days, made.days, strict=True), start=1):
        words = _("%(shoot)s, day %(number)s") % {"shoot": row.name, "number": n}
        scenes = _("Scenes %(scenes)s") % {"scenes": ", ".join(day.scenes) or "—"}
        address = reverse("office:paper", args=[key, number, f"call-{day.on.isoformat()}"])
        events.append(
            Event(
                uid=f"{row.key}-{number}-{day.on.isoformat()}@cartelera",
                on=day.on,
                name=words,
                where="; ".join(told.places),
                told=f"{scenes}\n{', '.join(told.cast)}",
                address=request.build_absolute_uri(address),
                stamp=datetime.combine(one.changed_at.date(), time(), UTC),
            )
        )
    response = HttpResponse(
        calendar(events, row.name), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{row.key}.ics"'
    return response
