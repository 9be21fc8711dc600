"""The home page: a hero, and rows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cartelera.apps.discovery.queries import home_page, opened_to
from cartelera.web.doors import public
from cartelera.web.head import head_of
from cartelera.web.screen.looking import profile_id, viewer_of


@public
def home(request: HttpRequest) -> HttpResponse:
    """Show the page of whoever looks."""
    viewer, profile = viewer_of(request), profile_id(request)
    language, now = get_language() or "es", timezone.now()
    page = home_page(viewer, profile, language, now)
    opened = opened_to(profile, viewer, language, now) if profile is not None else ()
    description = _("Original series and films, and what is on its way.")
    head = head_of(request, _("Now showing"), description)
    return render(request, "screen/home.html", {"page": page, "opened": opened, "head": head})
