"""What reached whom: the house every morning, each title for its makers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cartelera.apps.audience.actions import count_now, import_elsewhere
from cartelera.apps.audience.drawn import (
    clock,
    draw_curve,
    draw_places,
    draw_weeks,
    label_words,
    row_words,
    table_headings,
)
from cartelera.apps.audience.exports import cells_as_csv, cells_as_parquet
from cartelera.apps.audience.queries import (
    Curve,
    Line,
    Reach,
    Span,
    beacons_waiting,
    brought_in,
    curves_of,
    folded_at,
    has_made_up,
    names_of,
    ours_elsewhere,
    part_names,
    ranking,
    reach_of,
    seen_elsewhere,
    subject_name,
    weeks_counted,
)
from cartelera.apps.audience.report import report_of
from cartelera.apps.slate.queries import house
from cartelera.engines.audience.beacon import WORD
from cartelera.engines.audience.cells import OTHER
from cartelera.engines.audience.measures import LEAST, MEASURES
from cartelera.vocabulary.errors import InputError
from cartelera.web.doors import staff
from cartelera.web.office.page import language, office_page, tell, who
from cartelera.web.office.words import tongue

SEE = "audience.view_reach"
SPANS = (4, 12, 26, 52)  # weeks that a page may look back
KINDS = ("house", "title", "season", "company", "person", "year", "row", "campaign")


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of a table, in words."""

    name: str
    line: Line
    address: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of lines, and what it is called."""

    by: str
    heading: str
    column: str
    lines: Sequence[Shown]


@staff(SEE)
def overview(request: HttpRequest) -> HttpResponse:
    """Show what the whole house reached."""
    known = weeks_counted()
    if known is None:
        return office_page(request, "audience/none.html", "audience", waiting=beacons_waiting())
    span, back = _span(request, known)
    return office_page(
        request,
        "audience/house.html",
        "audience",
        **_facts("house", span, back),
        ranks=_ranks(span),
        waiting=beacons_waiting(),
        counted_at=folded_at(),
    )


@staff(SEE)
def subject(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Show what a title, season, company, director, year, row or campaign reached."""
    asked = _asked(kind, key)
    known = weeks_counted()
    name = _name(asked)
    number = int(key) if kind in ("title", "season") else 0
    told = seen_elsewhere(number) if kind == "title" else []
    elsewhere = [(one.source.label(language()), one) for one in told]
    if known is None:
        return office_page(
            request,
            "audience/none.html",
            "audience",
            waiting=beacons_waiting(),
            name=name,
            elsewhere=elsewhere,
        )
    span, back = _span(request, known)
    curves = curves_of(number, span) if number else []
    names = part_names(number, language()) if number else {}
    return office_page(
        request,
        "audience/subject.html",
        "audience",
        **_facts(asked, span, back, names),
        name=name,
        kind=kind,
        key=key,
        elsewhere=elsewhere,
        curves=[_curve(curve, names.get(str(curve.title), name)) for curve in curves],
    )


@staff(SEE)
def measures(request: HttpRequest) -> HttpResponse:
    """Define each measure."""
    told = [(measure.label(language()), measure.means(language())) for measure in MEASURES]
    return office_page(
        request, "audience/measures.html", "audience", measures=told, least=LEAST
    )


@staff(SEE)
@require_POST
def count(request: HttpRequest) -> HttpResponseBase:
    """Count what has come since the last time, soon."""
    count_now(who(request))
    tell(request, _("The worker counts what has come; look again in a moment."))
    return redirect("office:audience")


@staff(SEE)
def export(request: HttpRequest, kind: str, key: str, form: str) -> HttpResponse:
    """Hand a subject's figures out as CSV, Parquet or a paper."""
    asked = _asked(kind, key)
    known = weeks_counted()
    if known is None or form not in ("csv", "parquet", "pdf"):
        raise Http404(form)
    span, _back = _span(request, known)
    name = "reach" if kind == "house" else f"reach-{kind}-{key}"
    if form == "csv":
        body: str | bytes = cells_as_csv(asked, span)
        media_type = "text/csv; charset=utf-8"
    elif form == "parquet":
        body, media_type = cells_as_parquet(asked, span), "application/vnd.apache.parquet"
    else:
        shown = house().name if kind == "house" else _name(asked)
        body = report_of(asked, shown, span, language(), timezone.now())
        media_type = "application/pdf"
    response = HttpResponse(body, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}-{span.last}.{form}"'
    return response


class FileForm(forms.Form):
    """A list, a report or a table."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("TSV, CSV or XLSX"),
        widget=forms.FileInput({"accept": ".tsv,.csv,.xlsx,.txt"}),
    )


@staff(SEE)
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Show how the house's titles did elsewhere; given a file, take its figures in."""
    form = FileForm(request.POST or None, request.FILES or None)
    more: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            more["brought"] = import_elsewhere(file.read(), file.name, who(request))
        except InputError as refusal:
            more["refusal"] = str(refusal)
    ours = ours_elsewhere()
    names = names_of((f"title:{one.title}" for one in ours), language())
    return office_page(
        request,
        "audience/elsewhere.html",
        "audience",
        status=422 if form.errors or "refusal" in more else 200,
        form=form,
        sources=[(one.source.label(language()), one) for one in brought_in()],
        titles=[(names[f"title:{one.title}"], one) for one in ours],
        may_import=who(request).has_perm("audience.import_figures"),
        **more,
    )


def _asked(kind: str, key: str) -> str:
    worded = kind in ("row", "campaign") and WORD.fullmatch(key)
    if kind not in KINDS or (kind == "house") != (key == "0" and not worded):
        raise Http404(kind)
    if not (worded or key.isdecimal()):
        raise Http404(key)
    return "house" if kind == "house" else f"{kind}:{key}"


def _name(subject: str) -> str:
    kind, _colon, key = subject.partition(":")
    if kind == "row":
        return row_words(key, language())
    if kind == "campaign":
        return _("Campaign %(name)s") % {"name": key}
    try:
        return "" if subject == "house" else subject_name(subject, language())
    except InputError as refusal:
        raise Http404(subject) from refusal


def _span(request: HttpRequest, known: Span) -> tuple[Span, int]:
    """Return the weeks that an address asks for, and how many it looks back."""
    asked = request.GET.get("weeks", "")
    back = int(asked) if asked in {str(n) for n in SPANS} else 12
    first = max(known.first, known.last - timedelta(weeks=back - 1))
    return Span(first, known.last), back


def _facts(
    subject: str, span: Span, back: int, parts: dict[str, str] | None = None
) -> dict[str, Any]:
    reach = reach_of(subject, span)
    return {
        "reach": reach,
        "span": span,
        "made_up": has_made_up(span),
        "until": span.last + timedelta(days=6),
        "back": back,
        "spans": SPANS,
        "line": draw_weeks(reach, language()) if reach.weeks else "",
        "world": draw_places(reach, language()) if reach.tables.get("territory") else "",
        "tables": _tables(reach, parts or {}),
        "least": LEAST,
    }


def _tables(reach: Reach, parts: dict[str, str]) -> list[Table]:
    titles = names_of(
        (f"title:{line.label}" for line in reach.tables.get("title", ())), language()
    )
    parts = {name.partition(":")[2]: word for name, word in titles.items()} | parts
    out = []
    for by, heading, column in table_headings():
        lines = reach.tables.get(by, ())
        if len(lines) > 1 or (lines and by in ("territory", "title")):
            shown = [
                Shown(_label(by, line.label, parts), line, _address(by, line.label))
                for line in lines
            ]
            out.append(Table(by, heading, column, shown))
    return out


def _address(by: str, label: str) -> str:
    """Return what a line's own page is called in its address; empty where it has none."""
    worded = by in ("row", "campaign") and label != OTHER and WORD.fullmatch(label)
    return label if worded or (by in ("title", "season") and label.isdecimal()) else ""


def _label(by: str, label: str, parts: dict[str, str]) -> str:
    """Return what a label of a cell says, in the language of the page."""
    if by in ("audio", "text") and label and label != OTHER:
        return tongue(label)
    return label_words(by, label, parts, language())


def _ranks(span: Span) -> list[Table]:
    out = []
    for kind, heading, column in (
        ("title", _("Titles"), _("Title")),
        ("company", _("Production companies"), _("Company")),
        ("person", _("Directors"), _("Director")),
        ("year", _("Slates"), _("Year")),
    ):
        lines = ranking(f"{kind}:", span)
        names = names_of((line.label for line in lines), language())
        shown = [
            Shown(names[line.label], line, line.label.partition(":")[2])
            for line in lines
            if line.label in names
        ]
        out.append(Table(kind, heading, column, shown))
    return out


@dataclass(frozen=True, slots=True)
class Drawn:
    """A curve of retention, drawn, with its table."""

    name: str
    plays: int
    svg: str
    rows: Sequence[tuple[str, float | None]]


def _curve(curve: Curve, name: str) -> Drawn:
    points = curve.points
    rows = [(clock(p.second), p.share) for p in points[:: max(1, len(points) // 20)]]
    return Drawn(name, curve.plays, draw_curve(curve, name), rows)
