"""The pictures of titles: posters drawn from their facts, and artwork that is kept."""

from functools import lru_cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page

from cartelera.adapters.artwork import artwork_file
from cartelera.adapters.lettering import letters
from cartelera.adapters.raster import png
from cartelera.apps.slate.queries import TitleCard, artwork_open_to, cards_of, titles_public_to
from cartelera.engines.slate.palette import PALETTES, palettes_of
from cartelera.engines.slate.poster import PosterFacts, Shape, draw, draw_figure
from cartelera.web.doors import public
from cartelera.web.screen.looking import viewer_of

KEPT_SECONDS = 600  # a browser asks again after it: a title may be taken out of sight
SHAPES = {"poster": Shape.TALL, "wide": Shape.WIDE, "square": Shape.SQUARE}
FIGURE = "figure"  # 16:9, without lettering
PIXELS = {"poster": 800, "wide": 1280, "square": 1080, FIGURE: 1280}  # wide, as PNG


@public
@conditional_page
def drawn(request: HttpRequest, shape: str, key: str, form: str) -> HttpResponse:
    """Draw the poster of a title that is public to the viewer.

    shape  poster (2:3), wide (16:9), square, or figure: 16:9 without lettering
    form   svg, or png for programs that read no drawings
    `?in=en` sets it in English, `?palette=` in one of the named palettes.
    """
    language = "en" if request.GET.get("in") == "en" else "es"
    titles = titles_public_to(viewer_of(request), timezone.now()).filter(key=key)
    card = next(iter(cards_of(titles, language)), None)
    if card is None or shape not in {*SHAPES, FIGURE}:
        raise Http404(key)
    picture = picture_of(card, shape, request.GET.get("palette", ""))
    if form == "png":
        response = HttpResponse(png(picture, PIXELS[shape]), content_type="image/png")
    else:
        response = HttpResponse(picture, content_type="image/svg+xml")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    patch_cache_control(response, private=True, max_age=KEPT_SECONDS)
    return response


@lru_cache(maxsize=256)  # a page of posters takes a second to draw
def picture_of(title: TitleCard, shape: str, palette: str = "") -> str:
    """Return a title's drawn picture in one of the shapes, as SVG."""
    facts = PosterFacts(
        key=title.key,
        name=title.name,
        small=title.source_author or title.director,
        genres=title.genres,
        kind=title.kind,
        year=title.year,
    )
    inks = PALETTES.get(palette) or palettes_of(facts.key, facts.genres)[0]
    if shape == FIGURE:
        return draw_figure(facts, Shape.WIDE, letters(), 0.0, inks)
    return draw(facts, SHAPES[shape], letters(), palette=inks.name)


@public
def stored(request: HttpRequest, digest: str) -> HttpResponse:
    """Return the bytes of an artwork whose title is public to the viewer."""
    artwork = artwork_open_to(viewer_of(request), digest, timezone.now())
    if artwork is None:
        raise Http404(digest)
    file = artwork_file(settings.DATA / "artwork", artwork.sha256)
    response = HttpResponse(file.read_bytes(), content_type=artwork.media_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    patch_cache_control(response, private=True, max_age=KEPT_SECONDS)
    return response
