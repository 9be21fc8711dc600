"""A title's page, composed like a programme note."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from cartelera.apps.discovery.queries import TitlePage, series_of, title_page
from cartelera.vocabulary.kind import SERIAL_KINDS, Kind
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


def _context(request: HttpRequest, page: TitlePage, language: str) -> dict[str, object]:
    card = page.slot.title
    poster = next((a for a in page.record.artworks if a.sha256 == card.artwork), None)
    picture = shared_picture(request, card.key, card.name, poster, language)
    head = head_of(request, card.name, card.logline, kind=KINDS[card.kind], pictures=(picture,))
    return {"page": page, "note": note_of(page, language), "head": head}
