"""The range of the public slate of a year."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cartelera.apps.slate.queries import public_slate
from cartelera.web.doors import public
from cartelera.web.freshness import fresh
from cartelera.web.head import head_of
from cartelera.web.press.feeds import feeds_of
from cartelera.web.press.rooms import slate_address
from cartelera.web.ranges import told_range


@public
@fresh
def year_range(request: HttpRequest, year: int) -> HttpResponse:
    """Show what the public slate of a year covers, and what it leaves out."""
    at, language = timezone.now(), get_language() or "es"
    told = told_range(public_slate(at), year, "", language, public=True)
    if not told.titles:
        raise Http404(_("Nothing is public for this year."))
    name = _("The range of the %(year)s slate") % {"year": year}
    summary = _("What the public slate of a year covers, and what it leaves out.")
    return render(
        request,
        "press/range.html",
        {
            "head": head_of(request, name, summary, feeds=feeds_of(request)),
            "name": name,
            "shown": told,
            "year": year,
            "slate_address": slate_address(year),
        },
    )
