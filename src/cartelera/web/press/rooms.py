"""The press room's first page, and the public slate of a year."""

from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cartelera.apps.announce.queries import public_announcements
from cartelera.apps.slate.queries import (
    SlateYear,
    house,
    labels_in,
    records_of,
    slate_kinds,
    slate_latest,
    slate_of_year,
    slate_years,
)
from cartelera.engines.slate.press import linked_data, production
from cartelera.vocabulary.record import TitleRecord
from cartelera.web.doors import public
from cartelera.web.freshness import fresh
from cartelera.web.head import head_of
from cartelera.web.press.exports import export_addresses
from cartelera.web.press.feeds import feeds_of
from cartelera.web.press.notices import line_of, one_of_each
from cartelera.web.press.sheet import Family, family_name, sheet_of, told_count
from cartelera.web.press.telling import kit_addresses, pictures_of, telling_of

TITLES_EACH = 12  # on one page of a year
LATEST = 6  # titles on the first page


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year of the slate, as the first page lists it."""

    name: str
    count: int
    address: str
    in_words: bool  # no number: not dated yet


@public
@fresh
def index(request: HttpRequest) -> HttpResponse:
    """Show the years of the public slate, and what became public last."""
    at, language = timezone.now(), get_language() or "es"
    labels = labels_in(language)
    records = records_of(slate_latest(at, LATEST), private=False)
    said = public_announcements(at).defer("text")[: LATEST * len(settings.LANGUAGES)]
    name = _("Press room")
    told = _("The slate of %(house)s, year by year: free to read, copy and print.")
    head = head_of(
        request,
        name,
        told % {"house": house().name},
        pictures=pictures_of(request, records, language),
        feeds=feeds_of(request),
    )
    return render(
        request,
        "press/index.html",
        {
            "head": head,
            "here": "index",
            "years": [year_line(year) for year in slate_years(at)],
            "notices": [line_of(each) for each in one_of_each(said, language)][:LATEST],
            "latest": [sheet_of(record, language, labels) for record in records],
        },
    )


@public
@fresh
def year(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """Show the public slate of one year, or of the titles without one."""
    at, language = timezone.now(), get_language() or "es"
    years = slate_years(at)
    if year not in {each.year for each in years}:
        raise Http404(_("Nothing is public for this year."))
    page = Paginator(slate_of_year(at, year), TITLES_EACH).get_page(request.GET.get("page"))
    records = records_of(page.object_list, private=False)  # type: ignore[arg-type]
    labels = labels_in(language)
    name, summary = slate_name(year), told_count(slate_kinds(at, year), language)
    items = [
        production(record, telling_of(request, record.key, language, labels))
        for record in records
    ]
    sections = families(records, language, labels)
    head = head_of(
        request,
        name,
        f"{summary}: {', '.join(s.name for family in sections for s in family.sheets)}",
        kept=("page",),
        pictures=pictures_of(request, records, language),
        feeds=feeds_of(request),
        linked_data=linked_data(items),
    )
    return render(
        request,
        "press/year.html",
        {
            "head": head,
            "name": name,
            "summary": summary,
            "range_address": year and reverse("press:range", kwargs={"year": year}),
            "families": sections,
            "kit": kit_addresses("year", year=year) if year else None,
            "exports": export_addresses(year),
            "page": page,
            "years": [year_line(each) for each in years],
        },
    )


def year_line(year: SlateYear) -> YearLine:
    """Return a year of the slate with its name and its address."""
    name = _("Not dated yet") if year.year is None else str(year.year)
    return YearLine(name, year.count, slate_address(year.year), year.year is None)


def slate_address(year: int | None) -> str:
    """Return the path of the slate of a year, or of none."""
    if year is None:
        return reverse("press:undated")
    return reverse("press:year", kwargs={"year": year})


def families(records: list[TitleRecord], language: str, labels: dict[str, str]) -> list[Family]:
    """Return the sheets of records under their headings, in the order of the records."""
    return [
        Family(name, tuple(sheet_of(record, language, labels) for record in group))
        for name, group in groupby(records, key=lambda record: family_name(record.kind))
    ]


def slate_name(year: int | None) -> str:
    """Return what the slate of a year, or of none, is called."""
    return _("Slate %(year)s") % {"year": year} if year else _("Slate, not dated yet")
