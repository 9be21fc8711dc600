"""The year: titles over its weeks, moved by mouse and keyboard, planned by a job."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cartelera.apps.filming import actions
from cartelera.apps.filming.models import ProductionYear
from cartelera.apps.filming.queries import (
    Entry,
    PlannedYear,
    planned_last,
    planned_year,
    planning_of,
    stages_said,
    titles_to_make,
    year_by_key,
    year_title,
    years,
)
from cartelera.apps.slate.queries import name_of
from cartelera.apps.slate.refusals import ChangedMeanwhile
from cartelera.apps.work.models import AuditEntry
from cartelera.engines.filming.year.check import Load, YearFinding, parts_of
from cartelera.engines.filming.year.titles import Standing
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.filming import YearRule
from cartelera.vocabulary.folding import folded
from cartelera.web.doors import staff
from cartelera.web.office.filming import CHANGE, ROOM, VIEW
from cartelera.web.office.page import language, office_page, tell, who
from cartelera.web.office.year_forms import (
    BeginForm,
    TitleForm,
    YearForm,
    first_needs,
    needs_said,
)

# The chart


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a title on the chart; x and width are shares of the year."""

    part: str  # prep, post, or the number of a block
    kind: str
    x: str
    width: str
    words: str


def _share(weeks: float, year: ProductionYear) -> str:
    return f"{100 * weeks / year.weeks:.3f}%"


def short(on: date, pattern: str = "d MMM y") -> str:
    """Return a date in few words."""
    locale = "es_MX" if language().startswith("es") else "en"
    made: str = format_date(on, pattern, locale=locale)
    return made


def _bars(plan: PlannedYear, entry: Entry) -> Iterator[Bar]:
    if entry.plan is None:
        return
    every = parts_of(entry.value, entry.plan)
    for number, (start, end) in enumerate(every):
        if number == 0:
            part, kind, name = "prep", "prep", _("Preparation")
        elif number == len(every) - 1:
            part, kind, name = "post", "post", _("Post-production")
        else:
            part, kind, name = str(number - 1), "shoot", _("Shooting")
        words = _("%(part)s of %(title)s: %(start)s to %(end)s") % {
            "part": name,
            "title": entry.name,
            "start": short(plan.monday(start)),
            "end": short(plan.monday(end) - timedelta(days=1)),
        }
        yield Bar(part, kind, _share(start, plan.row), _share(end - start, plan.row), words)


def _row(plan: PlannedYear, entry: Entry, safe: dict[str, float]) -> dict[str, Any]:
    value, made = entry.value, entry.plan
    shut = {
        (start, end)
        for block in value.blocks
        for start, end in plan.value.closed.get(block.place, ())
    }
    return {
        "key": entry.row.title.key,
        "name": entry.name,
        "bars": list(_bars(plan, entry)),
        "shut": [(_share(a, plan.row), _share(b - a, plan.row)) for a, b in sorted(shut)],
        "due": _share(value.due_week, plan.row) if value.due_week is not None else "",
        "due_on": entry.row.due_on,
        "delivered": plan.monday(made.delivered_week) if made else None,
        "late": made.late_weeks if made else 0,
        "safe": f"{safe[value.name]:.0%}" if made and value.due_week is not None else "",
        "risky": made is not None and safe[value.name] < 0.8,
        "cost": made.cost if made else 0,
        "kept": entry.row.kept,
        "begun": entry.begun,
        "own_board": entry.own_board,
        "incentive": value.incentive.name if value.incentive else "",
        "earned": made is not None and made.incentive,
    }


def months(plan: PlannedYear) -> list[tuple[int, str]]:
    """Return the week in which each month of a year begins, and its name."""
    firsts = []
    for week in range(plan.row.weeks):
        monday = plan.monday(week)
        if week == 0 or monday.day <= 7:
            firsts.append((week, short(monday, "MMM").rstrip(".")))
    return firsts[1:] if len(firsts) > 1 and plan.monday(0).day > 21 else firsts


def in_order(plan: PlannedYear) -> list[Entry]:
    """Return the titles of a year as they begin; those that are not planned come last."""
    return sorted(
        plan.entries, key=lambda e: (e.plan is None, e.plan.prep_week if e.plan else 0, e.name)
    )


LOADED = {
    YearRule.CREWS: gettext_lazy("Crews"),
    YearRule.POST_ROOMS: gettext_lazy("Post-production rooms"),
    YearRule.STAGES: gettext_lazy("Stages, %(kind)s"),
}


def _load(plan: PlannedYear, load: Load) -> dict[str, Any]:
    top = max([load.limit, *(len(who) for who in load.weeks.values())], default=1) or 1
    return {
        "name": str(LOADED[load.rule]) % {"kind": load.subject},
        "limit": load.limit,
        "most": max((len(who) for who in load.weeks.values()), default=0),
        "weeks": [
            {
                "x": _share(week, plan.row),
                "width": _share(1, plan.row),
                "y": f"{100 - 100 * len(who) / top:.1f}%",
                "height": f"{100 * len(who) / top:.1f}%",
                "over": len(who) > load.limit,
            }
            for week, who in sorted(load.weeks.items())
        ],
    }


def _said(plan: PlannedYear, found: YearFinding) -> str:
    """Return a rule in the page's language: titles by their names, weeks as dates."""
    names = {entry.value.name: entry.name for entry in plan.entries}
    limit = ""
    if found.rule in (YearRule.READY, YearRule.DUE):
        limit = short(plan.monday(found.limit))
    return found.words(language(), names.get(found.subject, ""), limit)


def finding_shown(plan: PlannedYear, found: YearFinding) -> dict[str, str]:
    """Return a rule that is broken: since when, in words, and between which titles."""
    names = {entry.value.name: entry.name for entry in plan.entries}
    others = [names[name] for name in found.titles if name != found.subject]
    return {
        "on": short(plan.monday(found.from_week), "d MMM")
        if found.from_week is not None
        else "",
        "words": _said(plan, found),
        "titles": ", ".join(others),
    }


def _context(row: ProductionYear) -> dict[str, Any]:
    plan = planned_year(row, language(), timezone.localdate())
    safe = plan.safe()
    here = 0 <= plan.week < row.weeks
    costs = [entry.plan for entry in plan.entries if entry.plan]
    late = sum(p.late_weeks * e.value.late_cost for e in plan.entries if (p := e.plan))
    idle = sum(p.idle_weeks * e.value.idle_cost for e in plan.entries if (p := e.plan))
    found = planning_of(row)
    return {
        "year": row,
        "years": years(),
        "rows": [_row(plan, entry, safe) for entry in in_order(plan)],
        "months": [(_share(week, row), name) for week, name in months(plan)],
        "today": _share((plan.today - row.starts_on).days / 7, plan.row) if here else "",
        "loads": [_load(plan, load) for load in plan.loads if load.rule in LOADED],
        "findings": [finding_shown(plan, finding) for finding in plan.findings],
        "total": sum(p.cost for p in costs),
        "late": late,
        "idle": idle,
        "lost": sum(p.cost for p in costs) - late - idle,
        "unplanned": sum(entry.plan is None for entry in plan.entries),
        "stages": stages_said(plan),
        "planning": found,
        "planned": planned_last(row),
        "conflict": [_said(plan, rule) for rule in found.conflict],
        "language": language(),
    }


@staff(VIEW)
def listed(request: HttpRequest) -> HttpResponseBase:
    """Lead to the latest year; where there is none, offer to begin one."""
    found = years()
    if found:
        return redirect("office:year", found[0].key)
    return office_page(request, "years/new.html", ROOM, form=BeginForm(), first=True)


@staff(VIEW)
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show a year as a chart, with what it costs and breaks."""
    row = year_by_key(key)
    context = _context(row)
    more = [(title.key, name_of(title, language())) for title in titles_to_make(row)]
    more.sort(key=lambda pair: folded(pair[1]))
    return office_page(request, "years/year.html", ROOM, **context, more=more)


@staff(CHANGE)
@require_POST
def move(request: HttpRequest, key: str) -> HttpResponseBase:
    """Move one part of a title, or all of it, by some weeks."""
    given = request.POST
    row = year_by_key(key)
    entry = _entry(row, given.get("title", ""))
    by = given.get("by", "")
    if entry.plan is None or not re.fullmatch(r"-?\d{1,3}", by):
        raise InputError(_("Say by how many weeks."))
    to = _shifted(entry.plan.standing, given.get("part", "all"), int(by))
    change = actions.move_year_title(entry.row, to, who(request))
    text = _("Done.") if change else _("Nothing changed.")
    if request.accepts("text/html"):
        tell(request, text, change)
        return redirect("office:year", key)
    context = _context(row)
    return JsonResponse(
        {
            "text": text,
            "undo": reverse("office:undo", args=[change.pk]) if change else None,
            "chart": render_to_string("office/years/chart.html", context, request),
            "side": render_to_string("office/years/side.html", context, request),
        }
    )


def _entry(row: ProductionYear, title: str) -> Entry:
    plan = planned_year(row, language(), timezone.localdate())
    found = next((e for e in plan.entries if e.row.title.key == title), None)
    if found is None:
        raise InputError(f"{title!r} is not in the year {row.name}")
    return found


def _shifted(at: Standing, part: str, weeks: int) -> Standing:
    starts = [
        start + weeks if part in {"all", str(n)} else start
        for n, start in enumerate(at.block_weeks)
    ]
    return Standing(
        at.prep_week + weeks * (part in {"all", "prep"}),
        tuple(starts),
        at.post_week + weeks * (part in {"all", "post"}),
    )


def undo_in_year(request: HttpRequest, entry: AuditEntry) -> HttpResponseBase:
    """Put titles of a year back to where they stood before a change."""
    try:
        actions.undo_year(entry, who(request))
    except ChangedMeanwhile:
        tell(request, _("Not undone: it has been changed again since."))
    else:
        tell(request, _("Undone."))
    return redirect("office:year", entry.subject.removeprefix("year:"))


# Planned anew


@staff(VIEW)
def planning(request: HttpRequest, key: str) -> HttpResponse:
    """Show how planning a year stands, for the page to put in its place."""
    row = year_by_key(key)
    return render(request, "office/years/planning.html", _context(row))


@staff(CHANGE)
@require_POST
def plan(request: HttpRequest, key: str) -> HttpResponseBase:
    """Ask for the cheapest plan, or stop looking for it."""
    row = year_by_key(key)
    if "stop" in request.POST:
        actions.stop_planning(row, who(request))
    else:
        actions.plan_year(row, who(request))
    return redirect("office:year", key)


@staff(CHANGE)
@require_POST
def stages(request: HttpRequest, key: str) -> HttpResponseBase:
    """Move titles to the stage that their plan or call sheets say."""
    row, asked = year_by_key(key), request.POST.getlist("title")
    moved = actions.confirm_stages(row, asked, timezone.localdate(), who(request))
    tell(request, _("%(count)s titles are in another stage now.") % {"count": len(moved)})
    return redirect("office:year", key)


# Forms


@staff(CHANGE)
def new(request: HttpRequest) -> HttpResponseBase:
    """Begin a year with every title that is still to be made."""
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        row = actions.begin_year(given["name"], given["starts_on"], who(request))
        return redirect("office:year-facts", row.key)
    status = 422 if form.errors else 200
    return office_page(request, "years/new.html", ROOM, status=status, form=form)


@staff(CHANGE)
def facts(request: HttpRequest, key: str) -> HttpResponseBase:
    """Keep what the titles of a year share."""
    row = year_by_key(key)
    names = list(YearForm.base_fields)
    first = {name: getattr(row, name) for name in names}
    form = YearForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        actions.change_year(row, form.cleaned_data, who(request))
        tell(request, _("Saved."))
        return redirect("office:year", key)
    status = 422 if form.errors else 200
    return office_page(request, "years/facts.html", ROOM, status=status, year=row, form=form)


@staff(CHANGE)
@require_POST
def add(request: HttpRequest, key: str) -> HttpResponseBase:
    """Take titles of the slate into a year."""
    row, asked = year_by_key(key), request.POST.getlist("title")
    found = [title for title in titles_to_make(row) if title.key in asked]
    actions.add_year_titles(row, found, who(request))
    tell(request, _("Saved."))
    return redirect("office:year", key)


@staff(CHANGE)
def title(request: HttpRequest, key: str, title_key: str) -> HttpResponseBase:
    """Keep what a title needs of a year, and put its parts on dates without a script."""
    row = year_by_key(key)
    entry = _entry(row, title_key)
    form = TitleForm(None, initial=first_needs(entry.row))
    if request.method == "POST" and "remove" in request.POST:
        actions.remove_year_title(entry.row, who(request))
        tell(request, _("Removed."))
        return redirect("office:year", key)
    if request.method == "POST" and "stand" in request.POST:
        change = actions.move_year_title(entry.row, _stand(request, entry), who(request))
        tell(request, _("Done.") if change else _("Nothing changed."), change)
        return redirect("office:year", key)
    if request.method == "POST":
        form = TitleForm(request.POST)
        if form.is_valid():
            values = needs_said(form.cleaned_data)
            actions.change_year_title(year_title(row, title_key), values, who(request))
            tell(request, _("Saved."))
            return redirect("office:year", key)
    return office_page(
        request,
        "years/title.html",
        ROOM,
        status=422 if form.errors else 200,
        year=row,
        entry=entry,
        form=form,
        parts=_parts(row, entry),
    )


def _parts(row: ProductionYear, entry: Entry) -> list[tuple[str, str, date]]:
    at = entry.plan.standing if entry.plan else None
    now = at or Standing(0, tuple(0 for _block in entry.value.blocks), 0)

    def monday(week: int) -> date:
        return row.starts_on + timedelta(weeks=week)

    shoots = [
        (f"block-{n}", _("Block %(number)s begins") % {"number": n + 1}, monday(week))
        for n, week in enumerate(now.block_weeks)
    ]
    return [
        ("prep", _("Preparation begins"), monday(now.prep_week)),
        *shoots,
        ("post", _("Post-production begins"), monday(now.post_week)),
    ]


def _stand(request: HttpRequest, entry: Entry) -> Standing:
    year = entry.row.year

    def week(name: str) -> int:
        try:
            on = date.fromisoformat(request.POST.get(name, ""))
        except ValueError as error:
            raise InputError(_("Give a date such as 2026-03-02.")) from error
        return (on - year.starts_on).days // 7

    blocks = tuple(week(f"block-{n}") for n in range(len(entry.value.blocks)))
    return Standing(week("prep"), blocks, week("post"))
