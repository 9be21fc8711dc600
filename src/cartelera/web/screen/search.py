"""Search, and the catalogue by genre."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from cartelera.apps.discovery.queries import genres_offered, search_nearby
from cartelera.apps.discovery.queries import search as found_by
from cartelera.web.doors import public
from cartelera.web.screen.looking import viewer_of

LONGEST = 100  # characters of a search that are read


@public
def search(request: HttpRequest) -> HttpResponse:
    """Show what the words in `?q=` find; with `?results=only`, the list without its page."""
    text = request.GET.get("q", "").replace("\x00", "")[:LONGEST].strip()
    genre = request.GET.get("genre", "")[:40]
    viewer, language, now = viewer_of(request), get_language() or "es", timezone.now()
    only_results = request.GET.get("results") == "only"
    genres = [] if only_results else genres_offered(viewer, language, now)
    found = found_by(text, viewer, language, now, genre)
    nearby = () if found or not text else search_nearby(text, viewer, language, now, genre)
    context = {
        "text": text,
        "genre": genre,
        "genre_label": dict(genres).get(genre, ""),
        "genres": genres,
        "found": found,
        "shown": found or nearby,
    }
    part = "screen/parts/results.html" if only_results else "screen/search.html"
    return render(request, part, context)
