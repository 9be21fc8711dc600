"""The report for a title's makers, or for the institution's yearbook, as a paper."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from django.utils.translation import gettext as _
from django.utils.translation import override

from cartelera.adapters.typeset import typeset
from cartelera.apps.audience.drawn import (
    draw_curve,
    draw_places,
    draw_weeks,
    label_words,
    locale_of,
    printed,
    table_headings,
)
from cartelera.apps.audience.queries import (
    Line,
    Reach,
    Span,
    curves_of,
    has_made_up,
    names_of,
    part_names,
    ranking,
    reach_of,
)
from cartelera.apps.slate.queries import house
from cartelera.engines.audience.measures import LEAST, MEASURES

TOLD = ("viewers", "views", "hours", "completion", "home", "territories", "admitted", "stalled")
MOST = 30  # lines of a table on paper
CURVES_MOST = 12


def report_of(subject: str, name: str, span: Span, language: str, at: datetime) -> bytes:
    """Return the report of a subject over some weeks as PDF, in Spanish or English.

    subject  as cells name it
    name     what it is called on the paper
    """
    kind, _colon, pk = subject.partition(":")
    own = int(pk) if kind in ("title", "season") else 0
    with override("es" if language.startswith("es") else "en"):
        reach = reach_of(subject, span)
        parts = part_names(own, language) if own else {}
        curves = [
            (curve, parts.get(str(curve.title), name))
            for curve in (curves_of(own, span)[:CURVES_MOST] if own else [])
        ]
        pictures = {
            f"curve-{n}.svg": printed(draw_curve(*curve)) for n, curve in enumerate(curves)
        }
        if len(reach.weeks) > 1:
            pictures["weeks.svg"] = printed(draw_weeks(reach, language, (380, 190)))
        if reach.tables.get("territory"):
            pictures["places.svg"] = printed(draw_places(reach, language))
        ranks = ranking("title:", span, MOST) if subject == "house" else []
        if ranks:
            known = tuple(replace(line, label=line.label.partition(":")[2]) for line in ranks)
            reach = replace(reach, tables={**reach.tables, "title": known})
        values = _values(reach, name, span, language, parts)
        values["curves"] = [named for _curve, named in curves]
        values["plots"] = [plot for plot in ("weeks.svg", "places.svg") if plot in pictures]
        if curves:
            values["definitions"] = [
                *_defined(("retention",), language),
                *values["definitions"],
            ]
        return typeset("reach", values, at, pictures)


def _defined(keys: tuple[str, ...], language: str) -> list[list[str]]:
    return [
        [measure.label(language), measure.means(language)]
        for measure in MEASURES
        if measure.key in keys
    ]


def _values(
    reach: Reach, name: str, span: Span, language: str, parts: dict[str, str]
) -> dict[str, Any]:
    locale = locale_of(language)
    total = reach.total

    def number(value: float | None, pattern: str = "#,##0") -> str:
        return "–" if value is None else str(format_decimal(value, pattern, locale=locale))

    def share(value: float | None, pattern: str = "#,##0 %") -> str:
        if value is not None and 0 < value < 0.005 and pattern == "#,##0 %":
            return f"< {share(0.01)}"
        return "–" if value is None else str(format_percent(value, pattern, locale=locale))

    def day(value: date) -> str:
        return str(format_date(value, "d MMM y", locale=locale))

    def row(word: str, line: Line) -> list[str]:
        figures = line.figures
        return [
            word, number(figures.views), number(figures.hours), number(figures.viewers),
            share(figures.completion), share(line.share),
        ]  # fmt: skip

    titles = names_of(
        (f"title:{line.label}" for line in reach.tables.get("title", ())), language
    )
    parts = {key.partition(":")[2]: word for key, word in titles.items()} | parts
    head = [_("Views"), _("Hours"), _("Viewers"), _("Completion"), _("Share")]
    returned = any(week.returned is not None for week in reach.weeks)
    home = _("Home share, at least") if reach.home_is_least else _("Home share")
    rule = _(
        "No figure here has fewer than %(least)s viewers behind it: small territories are in "
        "their region, and what is smaller still is in no figure."
    ) % {"least": LEAST}
    return {
        "title": name,
        "kind": _("Reach"),
        "lang": locale.language,
        "house": house().name,
        "foot": house().name,
        "paper": "us-letter",
        "span": _("Weeks from %(first)s to %(last)s") % {
            "first": day(span.first), "last": day(span.last + timedelta(days=6)),
        },
        "note": _("Nobody watched: a program made up the viewings of the sample.")
        if has_made_up(span)
        else "",
        "facts": [
            [_("Views"), number(total.views)],
            [_("Hours"), number(total.hours)],
            [_("Viewers in the best week"), number(total.viewers)],
            [_("Territories reached"), number(reach.territories)],
            [home, share(reach.home)],
            [_("Completion"), share(total.completion)],
            [_("Admissions-equivalent"), number(total.admitted)],
            [_("Waiting"), share(total.stalled_share, "#,##0.00 %")],
        ],
        "weeks_name": _("Week by week"),
        "weeks_head": [
            _("Week from"), _("Views"), _("Hours"), _("Viewers"), _("Completion"),
            *([_("Return")] if returned else []),
        ],
        "weeks": [
            [
                day(week.week), number(week.figures.views), number(week.figures.hours),
                number(week.figures.viewers), share(week.figures.completion),
                *([share(week.returned)] if returned else []),
            ]
            for week in reach.weeks
        ],
        "tables": [
            {
                "name": heading,
                "head": [column, *head],
                "rows": [
                    row(label_words(by, line.label, parts, language), line)
                    for line in reach.tables.get(by, ())[:MOST]
                ],
            }
            for by, heading, column in table_headings()
            if by not in ("audio", "text")
            and len(reach.tables.get(by, ())) > (0 if by in ("territory", "title") else 1)
        ],
        "curves_name": _("Retention"),
        "definitions_name": _("What each figure means"),
        "definitions": _defined((*TOLD, *(["returned"] if returned else [])), language),
        "rule": rule,
    }  # fmt: skip
