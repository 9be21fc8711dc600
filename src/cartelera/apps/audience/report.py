"""The report for a title's makers, or for the institution's yearbook, as a paper."""

from dataclasses import replace
from datetime import datetime, timedelta

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from django.utils.translation import gettext as _
from django.utils.translation import override

from cartelera.adapters.typeset import typeset
from cartelera.apps.audience.queries import (
    Line,
    Span,
    curves_of,
    has_made_up,
    is_territory,
    names_of,
    part_names,
    ranking,
    reach_of,
)
from cartelera.apps.slate.queries import house
from cartelera.engines.audience.cells import REGION, WORLD
from cartelera.engines.audience.crossed import REST
from cartelera.engines.audience.measures import LEAST, MEASURES
from cartelera.vocabulary.territory import territory_name
from cartelera.vocabulary.world import Region

TOLD = ("viewers", "views", "hours", "completion", "home", "territories", "admitted")
MOST = 30  # lines of a table on paper


def report_of(subject: str, name: str, span: Span, language: str, at: datetime) -> bytes:
    """Return the report of a subject over some weeks as PDF, in Spanish or English.

    subject  as cells name it
    name     what it is called on the paper
    """
    with override("es" if language.startswith("es") else "en"):
        return typeset("reach", _values(subject, name, span, language), at)


def _values(subject: str, name: str, span: Span, language: str) -> dict[str, object]:
    reach = reach_of(subject, span)
    locale = "es_MX" if language.startswith("es") else "en"
    total = reach.total

    def number(value: float | None, pattern: str = "#,##0") -> str:
        return "–" if value is None else str(format_decimal(value, pattern, locale=locale))

    def share(value: float | None) -> str:
        return "–" if value is None else str(format_percent(value, "#,##0 %", locale=locale))

    def place(line: Line) -> str:
        if line.label.startswith(REGION):
            region = Region(line.label.removeprefix(REGION)).label(language)
            return _("Elsewhere in %(region)s") % {"region": region}
        if line.label == WORLD:
            return _("Rest of the world")
        if line.label == REST:
            return _("Territories not told apart")
        return territory_name(line.label, language) if is_territory(line.label) else line.label

    def row(word: str, line: Line) -> list[str]:
        figures = line.figures
        return [
            word, number(figures.views), number(figures.hours), number(figures.viewers),
            share(figures.completion), share(line.share),
        ]  # fmt: skip

    kind, _colon, pk = subject.partition(":")
    own = int(pk) if kind in ("title", "season") else 0
    parts = part_names(own, language) if own else {}
    ranks = ranking("title:", span, MOST) if subject == "house" else []
    ranks += [
        replace(line, label=f"title:{line.label}") for line in reach.tables.get("title", ())
    ]
    titles = names_of((line.label for line in ranks), language)
    curves = curves_of(own, span) if own else []
    places = reach.tables.get("territory", ())
    head = [_("Views"), _("Hours"), _("Viewers"), _("Completion"), _("Share")]
    rule = _(
        "No figure here has fewer than %(least)s viewers behind it: small territories are in "
        "their region, and what is smaller still is in no figure."
    ) % {"least": LEAST}
    if has_made_up(span):
        rule = _("Nobody watched: a program made up the viewings of the sample.") + " " + rule
    return {
        "title": name,
        "kind": _("Reach"),
        "lang": locale[:2],
        "house": house().name,
        "foot": house().name,
        "paper": "us-letter",
        "span": _("Weeks from %(first)s to %(last)s") % {
            "first": format_date(span.first, "d MMM y", locale=locale),
            "last": format_date(span.last + timedelta(days=6), "d MMM y", locale=locale),
        },
        "facts": [
            [_("Views"), number(total.views)],
            [_("Hours"), number(total.hours)],
            [_("Viewers in the best week"), number(total.viewers)],
            [_("Territories reached"), number(reach.territories)],
            [
                _("Home share, at least") if reach.home_is_least else _("Home share"),
                share(reach.home),
            ],
            [_("Completion"), share(total.completion)],
            [_("Admissions-equivalent"), number(total.admitted)],
        ],
        "weeks_name": _("Week by week"),
        "weeks_head": [_("Week from"), _("Views"), _("Hours"), _("Viewers"), _("Return")],
        "weeks": [
            [
                str(format_date(week.week, "d MMM y", locale=locale)),
                number(week.figures.views), number(week.figures.hours),
                number(week.figures.viewers), share(week.returned),
            ]
            for week in reach.weeks
        ],
        "bars": [week.figures.views for week in reach.weeks],
        "tables": [
            {"name": heading, "head": [column, *head], "rows": rows}
            for heading, column, rows in (
                (
                    _("Territories"), _("Territory"),
                    [row(place(line), line) for line in places[:MOST]],
                ),
                (
                    _("Episodes"), _("Episode"),
                    [
                        row(parts.get(line.label, _("Others together")), line)
                        for line in reach.tables.get("part", ())[:MOST]
                    ],
                ),
                (
                    _("Titles"), _("Title"),
                    [row(titles[line.label], line) for line in ranks if line.label in titles],
                ),
            )
            if len(rows) > (0 if column == _("Territory") else 1)
        ],
        "curves": [
            {
                "name": parts.get(str(curve.title), name),
                "points": [point.share for point in curve.points],
            }
            for curve in curves[:12]
        ],
        "curves_name": _("Retention"),
        "definitions_name": _("What each figure means"),
        "definitions": [
            [measure.label(language), measure.means(language)]
            for measure in MEASURES
            if measure.key in (*TOLD, "retention" if curves else "", "returned")
        ],
        "rule": rule,
    }  # fmt: skip
