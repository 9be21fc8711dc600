"""The papers of a shoot: each as a page, a PDF, a spreadsheet, and its days as a calendar."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from cartelera.adapters.typeset import typeset
from cartelera.apps.filming.models import Board, Shoot
from cartelera.apps.filming.queries import (
    board_by_number,
    planned,
    shoot_by_key,
    stripboard_in,
)
from cartelera.apps.slate.queries import house
from cartelera.web.doors import staff
from cartelera.web.office.filming import ROOM, VIEW
from cartelera.web.office.page import office_page
from cartelera.web.office.stripboard import strips_shown
from cartelera.web.shoot_papers import (
    OnPaper,
    Paper,
    Spot,
    paper_named,
    shooting_days,
    spreadsheet,
    typeset_values,
)


def _on_paper(row: Shoot, one: Board) -> OnPaper:
    plan, laid = planned(row), stripboard_in(one)
    made = plan.priced(laid)
    return OnPaper(
        key=f"{row.key}-{one.number}",
        name=row.name,
        draft=row.draft,
        zone=row.zone,
        strips=strips_shown(plan),
        numbers=plan.numbers,
        played_by={member.name: member.played_by for member in row.cast.all()},
        spots={
            name: Spot(spot.address, spot.latitude, spot.longitude)
            for name, spot in plan.locations.items()
        },
        value=plan.value,
        laid=laid,
        days=made.days,
        members=made.members,
        cast_cost=made.spent.cast_cost,
    )


def _paper(key: str, number: int, name: str) -> tuple[Shoot, Board, OnPaper, Paper]:
    row = shoot_by_key(key)
    one = board_by_number(row, number)
    of = _on_paper(row, one)
    paper = paper_named(of, name)
    if paper is None:
        raise Http404
    return row, one, of, paper


@staff(VIEW)
def page(request: HttpRequest, key: str, number: int, name: str) -> HttpResponse:
    """Show a paper as a page."""
    row, one, of, paper = _paper(key, number, name)
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
        calls=[
            (f"call-{day.on.isoformat()}", n, day.on) for n, day in enumerate(of.laid.days, 1)
        ],
    )


@staff(VIEW)
def as_pdf(request: HttpRequest, key: str, number: int, name: str) -> HttpResponseBase:
    """Hand out a paper as PDF."""
    row, one, _of, paper = _paper(key, number, name)
    values = typeset_values(paper, house().name, one.name, timezone.localdate())
    response = HttpResponse(
        typeset("tables", values, timezone.now()), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'inline; filename="{row.key}-{name}.pdf"'
    return response


@staff(VIEW)
def as_csv(request: HttpRequest, key: str, number: int, name: str) -> HttpResponseBase:
    """Hand out a paper as a spreadsheet."""
    row, _one, _of, paper = _paper(key, number, name)
    response = HttpResponse(spreadsheet(paper), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{row.key}-{name}.csv"'
    return response


@staff(VIEW)
def as_calendar(request: HttpRequest, key: str, number: int) -> HttpResponseBase:
    """Hand out the shooting days as a calendar."""
    row = shoot_by_key(key)
    one = board_by_number(row, number)

    def address(name: str) -> str:
        return request.build_absolute_uri(reverse("office:paper", args=[key, number, name]))

    days = shooting_days(_on_paper(row, one), one.changed_at.date(), address)
    response = HttpResponse(days, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{row.key}.ics"'
    return response
