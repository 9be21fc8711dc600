"""The year on paper: its chart and its dates as PDF, a spreadsheet and a calendar."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cartelera.adapters.typeset import typeset
from cartelera.apps.filming.queries import Entry, PlannedYear, planned_year, year_by_key
from cartelera.apps.slate.queries import house
from cartelera.engines.filming.year.check import parts_of
from cartelera.engines.slate.calendar import Event, calendar
from cartelera.web.doors import staff
from cartelera.web.office.filming import VIEW
from cartelera.web.office.page import language
from cartelera.web.office.years import LOADED, finding_shown, in_order, months, short
from cartelera.web.shoot_papers import Column, Paper, Row, Section, spreadsheet, typeset_values


def _parts(plan: PlannedYear, entry: Entry) -> Iterator[tuple[str, str, str, int, int]]:
    """Yield the parts of a title: kind, name, place and stage, and weeks [start, end)."""
    if entry.plan is None:
        return
    prep, *shoots, post = parts_of(entry.value, entry.plan)
    yield "prep", _("Preparation"), "", *prep
    for (start, end), block in zip(shoots, entry.value.blocks, strict=True):
        stage = _("stage %(kind)s") % {"kind": block.stage} if block.stage else ""
        where = ", ".join(filter(None, (block.place, stage)))
        yield "shoot", _("Shooting"), where, start, end
    yield "post", _("Post-production"), "", *post


def year_paper(plan: PlannedYear, sorts: bool = False) -> Paper:
    """Return what the plan of a year says: dates of each part, what is shared, clashes.

    sorts  for a spreadsheet: every row bears its title, and dates are as ISO 8601 has them
    """
    dated = date.isoformat if sorts else short
    columns = (
        Column(_("Title"), 1.6), Column(_("Part"), 1), Column(_("Place and stage"), 1.4),
        Column(_("From"), 0), Column(_("Until"), 0), Column(_("Weeks"), 0, "end"),
        Column(_("Delivered before"), 0), Column(_("On time"), 0, "end"),
        Column(_("Costs"), 0, "end"),
    )  # fmt: skip
    safe, rows = plan.safe(), list[Row]()
    for entry in in_order(plan):
        value, made = entry.value, entry.plan
        due = dated(entry.row.due_on) if entry.row.due_on else ""
        if made is None:
            rows.append(Row((entry.name, _("not planned yet"), *[""] * 4, due, "", "")))
            continue
        on_time = f"{safe[value.name]:.0%}" if value.due_week is not None else ""
        for n, (_kind, part, where, start, end) in enumerate(_parts(plan, entry)):
            dates = (dated(plan.monday(start)), dated(plan.monday(end) - timedelta(days=1)))
            more = ("", "", "") if n else (due, on_time, f"{made.cost:,}")
            name = entry.name if sorts or not n else ""
            rows.append(Row((name, part, where, *dates, str(end - start), *more)))
    shared = tuple(
        Row((
            str(LOADED[load.rule]) % {"kind": load.subject},
            str(max((len(who) for who in load.weeks.values()), default=0)),
            str(load.limit),
        ))
        for load in plan.loads
        if load.rule in LOADED
    )  # fmt: skip
    wrong = [finding_shown(plan, found) for found in plan.findings]
    last = plan.monday(plan.row.weeks) - timedelta(days=1)
    costs = sum(made.cost for made in plan.plans)
    return Paper(
        _("The year"),
        plan.row.name,
        (
            (_("Weeks"), f"{short(plan.row.starts_on)} – {short(last)}"),
            (_("Titles"), str(len(plan.entries))),
            (_("The plan costs"), f"{costs:,} {plan.row.currency}"),
            (_("Clashes"), str(len(wrong))),
        ),
        (
            Section(_("Dates"), columns, tuple(rows)),
            Section(
                _("What the year shares"),
                (Column("", 0), Column(_("At most used"), 0, "end"), Column(_("Of"), 0, "end")),
                shared,
            ),
            Section(
                _("Clashes"),
                (Column(_("From"), 0), Column(_("What"), 2), Column(_("Titles"), 2)),
                tuple(Row((one["on"], one["words"], one["titles"])) for one in wrong),
            ),
        ),
        landscape=True,
    )


def chart_of(plan: PlannedYear) -> dict[str, Any]:
    """Return the chart in numbers, as its paper draws it: every place in weeks."""
    safe = plan.safe()
    rows = []
    for entry in in_order(plan):
        made, due = entry.plan, entry.value.due_week
        shut = {
            span
            for block in entry.value.blocks
            for span in plan.value.closed.get(block.place, ())
        }
        rows.append(
            {
                "name": entry.name,
                "bars": [
                    (kind, max(start, 0), min(end, plan.row.weeks))
                    for kind, _name, _where, start, end in _parts(plan, entry)
                    if end > 0 and start < plan.row.weeks
                ],
                "shut": sorted(shut),
                "due": due if due is not None and 0 <= due <= plan.row.weeks else None,
                "late": made is not None and made.late_weeks > 0,
                "delivered": short(plan.monday(made.delivered_week)) if made else "—",
                "safe": f"{safe[entry.value.name]:.0%}" if made and due is not None else "",
            }
        )
    return {
        "weeks": plan.row.weeks,
        "months": months(plan),
        "rows": rows,
        "keys": (
            ("prep", _("Preparation")),
            ("shoot", _("Shooting")),
            ("post", _("Post-production")),
            ("due", _("Delivered before")),
            ("shut", _("Place closed")),
        ),
        "heads": (_("Title"), _("Delivered"), _("On time")),
    }


def year_calendar(plan: PlannedYear, address: str) -> str:
    """Return every part of every title as iCalendar, and the dates of delivery.

    address  of the page of the year
    """
    stamp = datetime.combine(plan.today, time(), UTC)
    events = []
    for entry in in_order(plan):
        key = f"{plan.row.key}-{entry.row.title.key}"
        for n, (_kind, part, where, start, end) in enumerate(_parts(plan, entry)):
            events.append(
                Event(
                    uid=f"{key}-{n}@cartelera",
                    on=plan.monday(start),
                    until=plan.monday(end),
                    name=f"{entry.name}: {part}",
                    where=where,
                    told="",
                    address=address,
                    stamp=stamp,
                )
            )
        if entry.row.due_on:
            name = _("%(title)s: delivered before this day") % {"title": entry.name}
            uid = f"{key}-due@cartelera"
            events.append(Event(uid, entry.row.due_on, name, "", "", address, stamp))
    return calendar(events, plan.row.name)


@staff(VIEW)
def paper(request: HttpRequest, key: str, form: str) -> HttpResponseBase:
    """Hand out a year as PDF, as a spreadsheet or as a calendar."""
    plan = planned_year(year_by_key(key), language(), timezone.localdate())
    if form == "pdf":
        values = typeset_values(year_paper(plan), house().name, plan.row.name, plan.today)
        foot = _("Made on %(date)s") % {"date": short(plan.today)}
        values |= {"chart": chart_of(plan), "foot": foot}
        answer = HttpResponse(
            typeset("tables", values, timezone.now()), content_type="application/pdf"
        )
        answer["Content-Disposition"] = f'inline; filename="{key}.pdf"'
        return answer
    if form == "csv":
        text, kind = spreadsheet(year_paper(plan, sorts=True)), "text/csv"
    elif form == "ics":
        page = request.build_absolute_uri(reverse("office:year", args=[key]))
        text, kind = year_calendar(plan, page), "text/calendar"
    else:
        raise Http404
    answer = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{key}.{form}"'
    return answer
