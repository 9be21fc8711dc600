"""The slate as a table, and the page of one title."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cartelera.apps.slate.actions import set_avails, withhold_correction
from cartelera.apps.slate.queries import (
    SORTS,
    TitleFilter,
    board_years,
    cards_of,
    correction_by_number,
    corrections_kept,
    labels_in,
    missing_on_screen,
    name_of,
    next_number,
    parts_of,
    record_of,
    title_by_key,
    title_page,
)
from cartelera.apps.work.queries import history_of, last_change
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.kind import PART_KINDS, SERIAL_KINDS, Kind
from cartelera.vocabulary.labelled import Labelled
from cartelera.vocabulary.stage import Stage
from cartelera.vocabulary.territory import territory_name
from cartelera.web.doors import staff
from cartelera.web.office.history import told_corrections, told_history
from cartelera.web.office.page import back, language, office_page, tell, who


def _one_of(words: type[Labelled], asked: str) -> Labelled | None:
    return next((word for word in words if word.value == asked), None)


def _filter(request: HttpRequest) -> TitleFilter:
    asked = request.GET
    kind, stage = _one_of(Kind, asked.get("kind", "")), _one_of(Stage, asked.get("stage", ""))
    year, sort = asked.get("year", ""), asked.get("sort", "")
    return TitleFilter(
        text=asked.get("q", "").strip()[:100],
        kind=kind if isinstance(kind, Kind) else None,
        stage=stage if isinstance(stage, Stage) else None,
        year=int(year) if year.isdecimal() and len(year) == 4 else None,
        parts="parts" in asked,
        sort=sort if sort.removeprefix("-") in SORTS else "-changed",
    )


def _query(wanted: TitleFilter, **changes: str) -> str:
    """Return the query of this table with some of it changed, without what is empty."""
    now = {
        "q": wanted.text,
        "kind": wanted.kind.value if wanted.kind else "",
        "stage": wanted.stage.value if wanted.stage else "",
        "year": str(wanted.year or ""),
        "parts": "1" if wanted.parts else "",
        "sort": wanted.sort,
        **changes,
    }
    return "?" + urlencode({name: value for name, value in now.items() if value})


@staff("slate.view_title")
def table(request: HttpRequest) -> HttpResponse:
    """Show the titles that a filter lets through, a page at a time."""
    wanted = _filter(request)
    asked = request.GET.get("page", "")
    found = title_page(wanted, int(asked) if asked.isdecimal() else 1, language())
    heads = [
        {
            "name": name,
            "label": label,
            "query": _query(wanted, sort=_turned(wanted.sort, name)),
            "sorted": _direction(wanted.sort, name),
        }
        for name, label in (
            ("name", _("Title")),
            ("kind", _("Kind")),
            ("stage", _("Stage")),
            ("year", _("Year")),
            ("", _("Drawn from, directed by")),
            ("", _("Countries")),
            ("public", _("Public")),
            ("changed", _("Changed")),
        )
    ]
    return office_page(
        request,
        "titles.html",
        "titles",
        found=found,
        wanted=wanted,
        heads=heads,
        kinds=list(Kind),
        stages=list(Stage),
        years=board_years(),
        narrowed=wanted != TitleFilter(sort=wanted.sort),
        now=timezone.now(),
        earlier=_query(wanted, page=str(found.page - 1)) if found.page > 1 else "",
        later=_query(wanted, page=str(found.page + 1)) if found.page < found.pages else "",
    )


def _turned(sort: str, name: str) -> str:
    return f"-{name}" if sort == name else name


def _direction(sort: str, name: str) -> str:
    if not name or sort.removeprefix("-") != name:
        return ""
    return "descending" if sort.startswith("-") else "ascending"


@staff("slate.view_title")
def title(request: HttpRequest, key: str) -> HttpResponse:
    """Show everything that is known of a title, and who made it so."""
    row, now = title_by_key(key), timezone.now()
    record = record_of(row, private=True)
    by = who(request)
    shown = record if by.has_perm("slate.see_budget") else replace(record, budget=None)
    terms = labels_in(language())
    return office_page(
        request,
        "title.html",
        "titles",
        title=row,
        record=shown,
        name=name_of(row, language()),
        genres=[terms.get(term, term) for term in record.genres],
        themes=[terms.get(term, term) for term in record.themes],
        history=told_history(
            history_of(f"title:{key}"), language(), terms, by.has_perm("slate.see_budget")
        ),
        corrections=told_corrections(corrections_kept(key), language(), terms),
        parts=cards_of(parts_of(row), language())
        if record.kind in SERIAL_KINDS | {Kind.SEASON}
        else [],
        part_kind=_part_kind(record.kind),
        next_number=next_number(row),
        parent=title_by_key(record.parent) if record.kind in PART_KINDS else None,
        stages=list(Stage),
        now=now,
        plays=record.kind not in SERIAL_KINDS | {Kind.SEASON},
        missing=missing_on_screen([row], now).get(row.pk),
    )


def _part_kind(kind: Kind) -> Kind | None:
    if kind in SERIAL_KINDS:
        return Kind.SEASON
    return Kind.EPISODE if kind == Kind.SEASON else None


@staff("slate.change_avail")
@require_POST
def avail(request: HttpRequest, key: str, number: int) -> HttpResponseBase:
    """Withdraw one of a title's windows, or restore it."""
    row = title_by_key(key)
    avails = record_of(row, private=True).avails
    if number >= len(avails):
        raise InputError(_("That window is not there any more."))
    chosen = avails[number]
    withdrawn = "withdraw" in request.POST
    changed = (*avails[:number], replace(chosen, withdrawn=withdrawn), *avails[number + 1 :])
    set_avails(row, changed, who(request))
    place = territory_name(chosen.territory, language())
    text = _("Withdrawn in %(territory)s.") if withdrawn else _("Restored in %(territory)s.")
    tell(request, text % {"territory": place}, last_change(f"title:{key}"))
    return back(request, "office:title", key)


@staff("slate.change_title")
@require_POST
def correction(request: HttpRequest, key: str, number: int) -> HttpResponseBase:
    """Keep back what a correction in the press room said, or tell it again."""
    withheld = "withhold" in request.POST
    withhold_correction(correction_by_number(key, number), who(request), withheld=withheld)
    tell(request, _("Kept back.") if withheld else _("It is told again."))
    return back(request, "office:title", key)
