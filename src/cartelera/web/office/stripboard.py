"""The stripboard: strips moved by mouse and keyboard, priced as they move."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cartelera.apps.filming import actions
from cartelera.apps.filming.models import Board, Shoot
from cartelera.apps.filming.queries import (
    Clash,
    Planned,
    Priced,
    board_by_number,
    board_in_use,
    minutes_of,
    place_of,
    planned,
    shoot_by_key,
    solving_of,
    stripboard_in,
)
from cartelera.apps.slate.refusals import ChangedMeanwhile
from cartelera.apps.work.models import AuditEntry
from cartelera.engines.filming import stripboard as strips
from cartelera.engines.filming.sheets import eighths_words
from cartelera.engines.filming.stripboard import Stripboard
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.filming import Category, Looser
from cartelera.web.doors import staff
from cartelera.web.office.filming import CHANGE, ROOM, VIEW
from cartelera.web.office.page import language, office_page, tell, who
from cartelera.web.shoot_papers import StripShown, strip_colour


def strips_shown(plan: Planned) -> dict[str, StripShown]:
    """Return every strip of a shoot as pages show it, by scene."""
    return {
        number: StripShown(
            number,
            row.setting,
            row.set_name,
            row.time,
            eighths_words(row.eighths),
            minutes_of(plan.shoot, row),
            ", ".join(str(n) for n in sorted(_numbers(plan, number))),
            ", ".join(sorted(plan.value.strip_of[number].cast)),
            place_of(row),
            row.synopsis,
            strip_colour(row.setting, row.light),
            tuple((Category(category), name) for category, name, _words in row.elements),
        )
        for number, row in plan.scenes.items()
    }


def _numbers(plan: Planned, scene: str) -> list[int]:
    return [plan.numbers[name] for name in plan.value.strip_of[scene].cast]


def _days(plan: Planned, board: Stripboard, made: Priced) -> list[dict[str, Any]]:
    shown = strips_shown(plan)
    found: dict[date | None, list[str]] = {}
    for clash in made.clashes:
        found.setdefault(clash.finding.on, []).append(clash.finding.undated(language()))
    return [
        {
            "number": number,
            "day": day,
            "call": f"call-{day.on.isoformat()}",
            "cost": told,
            "pages": eighths_words(told.eighths) or "0",
            "findings": found.get(day.on, []),
            "rows": [
                {"strip": shown[row.scene]} if row.scene else {"banner": row.banner, "at": n}
                for n, row in enumerate(day.rows)
                if not row.scene or row.scene in shown
            ],
        }
        for number, (day, told) in enumerate(zip(board.days, made.days, strict=True), start=1)
    ]


@dataclass(frozen=True, slots=True)
class ClashShown:
    """A rule that a board breaks, as the page says it."""

    words: str
    number: int | None  # of the day, or of the first day of the week; None for the whole
    on: date | None
    source: str  # who says so
    since: date | None


def clashes_shown(board: Stripboard, clashes: Sequence[Clash]) -> list[ClashShown]:
    """Return what a board breaks in words, each with its day and the source of its limit."""
    made = []
    for clash in clashes:
        on, source = clash.finding.on, clash.source
        days = [(n, day.on) for n, day in enumerate(board.days, start=1)]
        number, day = next(((n, d) for n, d in days if on and d >= on), (None, None))
        made.append(
            ClashShown(
                clash.finding.undated(language()),
                number,
                day,
                source.source if source else "",
                source.start if source else None,
            )
        )
    return made


@staff(VIEW)
def board(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show a board with its cost and its clashes."""
    row = shoot_by_key(key)
    one = board_by_number(row, number)
    return office_page(request, "filming/board.html", ROOM, **_context(row, one))


def _context(row: Shoot, one: Board) -> dict[str, Any]:
    plan, laid = planned(row), stripboard_in(one)
    made = plan.priced(laid)
    shown = strips_shown(plan)
    free = strips.unscheduled(laid, plan.scenes)
    return {
        "shoot": row,
        "tab": "boards",
        "board": one,
        "boards": list(row.boards.all()),
        "days": _days(plan, laid, made),
        "free": [shown[scene] for scene in free],
        "spent": made.spent,
        "clashes": clashes_shown(laid, made.clashes),
        "holds": _holds(made),
        "moves": _moves(made),
        "prices": _prices(one.answer),
        **_solving(one),
        "gap": _gap(one.answer),
        "next_date": strips.next_date(laid, row.starts_on),
        "members": [(plan.numbers[m.name], m) for m in made.members if m.codes],
    }


def _gap(answer: dict[str, Any] | None) -> str:
    """Return how far a solved board is at most from the least there can be, in per cent."""
    if not answer or not answer.get("cost"):
        return ""
    return f"{100 * (answer['cost'] - answer['bound']) / answer['cost']:.0f}"


def _holds(made: Priced) -> list[dict[str, Any]]:
    """Return who is held, for how many days and at what price, the dearest first."""
    held = [
        {"name": member.name, "days": len(member.held), "cost": member.hold_cost}
        for member in made.spent.members
        if member.held
    ]
    return sorted(held, key=lambda one: (-one["cost"], -one["days"], one["name"]))


def _moves(made: Priced) -> list[dict[str, Any]]:
    """Return how often the company moves to each place, at what price, the dearest first."""
    times: dict[str, list[int]] = {}
    for move in made.spent.moves:
        times.setdefault(move.place, []).append(move.cost)
    rows = [
        {"name": place, "times": len(costs), "cost": sum(costs)}
        for place, costs in times.items()
        if sum(costs)
    ]
    return sorted(rows, key=lambda one: (-one["cost"], one["name"]))


def _prices(answer: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Return what each rule was found to cost when the board was solved."""
    return [
        {"words": Looser(row["rule"]).label(language()).format(**row), "saved": row["saved"]}
        for row in (answer or {}).get("prices", ())
    ]


@staff(VIEW)
def papers(request: HttpRequest, key: str) -> HttpResponseBase:
    """Lead to the papers of the board in use."""
    one = board_in_use(shoot_by_key(key))
    return redirect("office:paper", key, one.number if one else 1, "one-liner")


@staff(VIEW)
def board_used(request: HttpRequest, key: str) -> HttpResponseBase:
    """Lead to the board in use."""
    row = shoot_by_key(key)
    one = board_in_use(row)
    return redirect("office:stripboard", key, one.number if one else 1)


# What is done to it


def _changed(
    request: HttpRequest, key: str, number: int, deed: Callable[[Board], AuditEntry | None]
) -> HttpResponseBase:
    row = shoot_by_key(key)
    one = board_by_number(row, number)
    entry = deed(one)
    text = _("Done.") if entry else _("Nothing changed.")
    if request.accepts("text/html"):
        tell(request, text, entry)
        return redirect("office:stripboard", key, number)
    context = _context(row, one)
    return JsonResponse(
        {
            "text": text,
            "undo": reverse("office:undo", args=[entry.pk]) if entry else None,
            "heads": {
                day["day"].on.isoformat(): render_to_string(
                    "office/filming/day_head.html", {**context, "day": day}, request
                )
                for day in context["days"]
            },
            "side": render_to_string("office/filming/side.html", context, request),
        }
    )


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(_("Give a date such as 2026-03-02.")) from error


@staff(CHANGE)
@require_POST
def move(request: HttpRequest, key: str, number: int) -> HttpResponseBase:
    """Move scenes to a day, or off the board."""
    given = request.POST
    scenes = [s.strip() for s in given.get("scenes", "").replace(",", " ").split() if s.strip()]
    to = _date(given["to"]) if given.get("to") else None
    if not scenes:
        raise InputError(_("Say which scenes to move."))
    return _changed(
        request,
        key,
        number,
        lambda one: actions.move_strips(one, scenes, to, given.get("before", ""), who(request)),
    )


@staff(CHANGE)
@require_POST
def day(request: HttpRequest, key: str, number: int) -> HttpResponseBase:
    """Add a day, date it anew, put a banner in it, or take it away."""
    given = request.POST
    on = _date(given.get("on", ""))
    night = "night" in given

    def change(laid: Stripboard) -> Stripboard:
        if "add" in given:
            return strips.with_day(laid, on, night)
        if "remove" in given:
            return strips.without_day(laid, on)
        if "banner" in given and given["banner"].strip():
            return strips.with_banner(laid, on, given["banner"], given.get("before", ""))
        if "unbanner" in given:
            at = given["unbanner"]
            return strips.without_banner(laid, on, int(at) if at.isdecimal() else -1)
        return strips.redated(laid, on, _date(given.get("to", "")), night)

    return _changed(
        request,
        key,
        number,
        lambda one: actions.rearrange(one, "change_day", change, who(request)),
    )


def undo_on_board(request: HttpRequest, entry: AuditEntry) -> HttpResponseBase:
    """Put a board back to what it was before a change."""
    _kind, key, number = entry.subject.split(":")
    try:
        actions.undo_rearrangement(entry, who(request))
    except ChangedMeanwhile:
        tell(request, _("Not undone: it has been changed again since."))
    else:
        tell(request, _("Undone."))
    return redirect("office:stripboard", key, int(number))


@staff(CHANGE)
@require_POST
def boards(request: HttpRequest, key: str, number: int) -> HttpResponseBase:
    """Copy a board, name it, use it for the papers, or take it away."""
    row = shoot_by_key(key)
    one = board_by_number(row, number)
    given, by = request.POST, who(request)
    if "copy" in given:
        one = actions.copy_board(one, given.get("name", ""), by)
        tell(request, _("Another board, as this one stood."))
    elif "use" in given:
        actions.use_board(one, by)
        tell(request, _("The papers are made from this board."))
    elif "remove" in given:
        actions.remove_board(one, by)
        tell(request, _("Removed."))
        return redirect("office:stripboards", key)
    else:
        actions.rename_board(one, given.get("name", ""), by)
        tell(request, _("Renamed."))
    return redirect("office:stripboard", key, one.number)


@staff(VIEW)
def solving(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show how solving a board stands, for the page to put in its place."""
    row = shoot_by_key(key)
    one = board_by_number(row, number)
    shown = {"shoot": row, "board": one, **_solving(one)}
    return render(request, "office/filming/solving.html", shown)


def _solving(one: Board) -> dict[str, Any]:
    found = solving_of(one)
    return {"solving": found, "conflict": [f.undated(language()) for f in found.conflict]}


@staff(CHANGE)
@require_POST
def solve(request: HttpRequest, key: str, number: int) -> HttpResponseBase:
    """Ask for a cheaper board, or for one mended with the fewest moves; or stop it."""
    one = board_by_number(shoot_by_key(key), number)
    given, by = request.POST, who(request)
    if "stop" in given:
        actions.stop_solving(one, by)
    elif "mend" in given:
        lost = _date(given["lost"]) if given.get("lost") else None
        name = _("%(board)s, mended") % {"board": one.name}
        actions.solve_board(one, by, name=name, mend=True, lost=lost)
    else:
        actions.solve_board(one, by, name=_("%(board)s, solved") % {"board": one.name})
    return redirect("office:stripboard", key, number)


@staff(VIEW)
def compare(request: HttpRequest, key: str) -> HttpResponse:
    """Show boards side by side: their cost, and what they shoot on different days."""
    row = shoot_by_key(key)
    plan = planned(row)
    asked = [int(n) for n in request.GET.getlist("board") if n.isdecimal()]
    every = list(row.boards.all())
    chosen = [one for one in every if one.number in asked] or every[:2]
    laid = [stripboard_in(one) for one in chosen]
    shown = strips_shown(plan)
    differing: set[str] = set()
    for other in laid[1:]:
        differing |= {d.scene for d in strips.differences(laid[0], other, plan.scenes)}
    prices = [plan.priced(one) for one in laid]
    cheapest = min((made.spent.total for made in prices), default=0)
    columns = [
        {
            "board": one,
            "spent": made.spent,
            "clashes": made.clashes,
            "over": made.spent.total - cheapest,
            "days": [
                {"number": n, "day": d, "strips": [shown[s] for s in d.scenes if s in shown]}
                for n, d in enumerate(board.days, start=1)
            ],
            "free": strips.unscheduled(board, plan.scenes),
        }
        for one, board, made in zip(chosen, laid, prices, strict=True)
    ]
    return office_page(
        request,
        "filming/compare.html",
        ROOM,
        shoot=row,
        tab="boards",
        boards=every,
        chosen=[one.number for one in chosen],
        columns=columns,
        differing=differing,
        language=language(),
    )
