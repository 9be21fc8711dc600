"""Search, and the catalogue by genre, kind and country."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cartelera.apps.discovery.queries import Facet, Found, Narrow, find
from cartelera.vocabulary.territory import territory_name
from cartelera.web.doors import public
from cartelera.web.screen.looking import viewer_of

LONGEST = 100  # characters of a search that are read
SHOWN = 12  # values of a facet


@public
def search(request: HttpRequest) -> HttpResponse:
    """Show what the words in `?q=` find; with `?results=only`, the list without its page."""
    text = request.GET.get("q", "").replace("\x00", "")[:LONGEST].strip()
    narrow = Narrow(*(request.GET.get(name, "")[:40] for name in ("genre", "kind", "country")))
    viewer, language, now = viewer_of(request), get_language() or "es", timezone.now()
    found = find(text, viewer, language, now, narrow)
    context = {
        "text": text,
        "narrow": {name: value for name, value in asdict(narrow).items() if value},
        "found": found,
        "ways": list(_ways(text, narrow, found)),
    }
    only_results = request.GET.get("results") == "only"
    part = "screen/parts/results.html" if only_results else "screen/search.html"
    return render(request, part, context)


@dataclass(frozen=True, slots=True)
class Way:
    """One value by which what was found can be narrowed, or is."""

    key: str  # tells it from all others on the page
    label: str
    titles: int
    address: str  # with it, or where it is chosen without it
    chosen: bool


def _ways(text: str, narrow: Narrow, found: Found) -> Iterator[tuple[str, list[Way]]]:
    names = {"genre": _("By genre"), "kind": _("By kind"), "country": _("By country")}
    for facet in found.facets:
        every = [_way(text, narrow, facet, value) for value in facet.values]
        ways = [way for way in every if way.chosen or way.titles < found.titles]
        if ways:
            yield names[facet.name], ways[:SHOWN]


def _way(text: str, narrow: Narrow, facet: Facet, value: tuple[str, str, int]) -> Way:
    key, label, titles = value
    asked = asdict(narrow)
    chosen = asked[facet.name] == key
    asked[facet.name] = "" if chosen else key
    query = urlencode({k: v for k, v in {"q": text, **asked}.items() if v})
    label = label or territory_name(key, get_language() or "es")
    return Way(f"{facet.name} {key}", label, titles, f"?{query}", chosen)
