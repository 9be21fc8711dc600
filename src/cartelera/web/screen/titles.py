"""A title's page, composed like a programme note."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cartelera.apps.discovery.queries import TitlePage, series_of, title_page
from cartelera.engines.slate.calendar import Event, calendar
from cartelera.vocabulary.kind import SERIAL_KINDS, Kind
from cartelera.vocabulary.territory import territory_name
from cartelera.web.doors import public
from cartelera.web.head import head_of
from cartelera.web.pictures import shared_picture
from cartelera.web.screen.looking import profile_id, viewer_of
from cartelera.web.screen.note import note_of

KINDS = {
    kind: "video.tv_show" if kind in SERIAL_KINDS else "video.movie" for kind in Kind
}  # of Open Graph


@public
def title(request: HttpRequest, key: str) -> HttpResponse:
    """Show a film or series; a season's or episode's address leads to its series."""
    viewer, now, language = viewer_of(request), timezone.now(), get_language() or "es"
    page = title_page(key, viewer, profile_id(request), language, now)
    if page is not None:
        return render(request, "screen/title.html", _context(request, page, language))
    series = series_of(key, viewer, now)
    if series is None:
        raise Http404(key)
    return redirect("screen:title", key=series)


@public
def opens(request: HttpRequest, key: str) -> HttpResponse:
    """Give the day a title opens as a calendar; there is none for a title without one."""
    viewer, now, language = viewer_of(request), timezone.now(), get_language() or "es"
    page = title_page(key, viewer, None, language, now)
    if page is None or page.opens is None:
        raise Http404(key)
    card, address = page.slot.title, reverse("screen:title", args=[key])
    event = Event(
        uid=f"{key}-opens-{viewer.territory}@{request.get_host()}",
        on=page.opens,
        name=_("%(title)s opens") % {"title": card.name},
        where=territory_name(viewer.territory, language),
        told=card.logline,
        address=request.build_absolute_uri(address),
        stamp=page.record.public_from or now,
    )
    response = HttpResponse(
        calendar([event], card.name), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{key}.ics"'
    return response


def _context(request: HttpRequest, page: TitlePage, language: str) -> dict[str, object]:
    card = page.slot.title
    poster = next((a for a in page.record.artworks if a.sha256 == card.artwork), None)
    picture = shared_picture(request, card.key, card.name, poster, language)
    head = head_of(request, card.name, card.logline, kind=KINDS[card.kind], pictures=(picture,))
    return {"page": page, "note": note_of(page, language), "head": head}
