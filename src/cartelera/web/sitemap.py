"""What search engines are told: every public page in both languages, and where not to look."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import override

from cartelera.apps.announce.queries import public_announcements
from cartelera.apps.slate.queries import (
    house,
    public_slate,
    slate_years,
    title_addresses,
    titles_of_their_own,
)
from cartelera.vocabulary.viewer import Viewer
from cartelera.web.doors import public
from cartelera.web.freshness import fresh
from cartelera.web.head import address_if_there, in_language
from cartelera.web.middleware import UNKNOWN_MATURITY
from cartelera.web.press.notices import paths_of, together

_LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)
_PAGES = ("screen:home", "screen:slate", "press:index")
_BEGIN = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


@public
@fresh
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every public page of the press room and the screen, with its other languages."""
    origin = request.build_absolute_uri("/").rstrip("/")
    pages = (_page(origin, paths, since) for paths, since in _places(timezone.now()))
    return HttpResponse(_BEGIN + "".join(pages) + "</urlset>\n", content_type="application/xml")


@public
def robots(request: HttpRequest) -> HttpResponse:
    """Welcome readers to what is public, and name the sitemap."""
    lines = (
        "User-agent: *",
        *(f"Disallow: /{code}/office/" for code in _LANGUAGES),
        *(f"Disallow: /{code}/accounts/" for code in _LANGUAGES),
        "Disallow: /api/",
        "Disallow: /v/",
        "",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _places(at: datetime) -> Iterator[tuple[dict[str, str], datetime | None]]:
    """Return where each public page stands in each language, and since when."""
    for path, since in _paths(at):
        if path is not None:
            yield {code: in_language(path, code) for code in _LANGUAGES}, since
    for versions in together(public_announcements(at).defer("text")):
        yield paths_of(versions), versions[0].public_from


def _paths(at: datetime) -> Iterator[tuple[str | None, datetime | None]]:
    anyone = Viewer(house().home_territory, UNKNOWN_MATURITY)
    with override(settings.LANGUAGE_CODE):
        yield from ((address_if_there(name), None) for name in _PAGES)
        yield from ((_year(each.year), None) for each in slate_years(at))
        for name, titles in (
            ("press:title", public_slate(at)),
            ("screen:title", titles_of_their_own(anyone, at)),
        ):
            for key, since in title_addresses(titles):
                yield address_if_there(name, key=key), since


def _year(year: int | None) -> str | None:
    return (
        address_if_there("press:undated")
        if year is None
        else address_if_there("press:year", year=year)
    )


def _page(origin: str, paths: dict[str, str], since: datetime | None) -> str:
    """Return the entries of one page: one for each language, each naming them all."""
    addresses = {code: escape(origin + path) for code, path in paths.items()}
    dated = f"<lastmod>{since.isoformat()}</lastmod>" if since else ""
    default = addresses.get(settings.LANGUAGE_CODE)
    told = addresses | ({"x-default": default} if default else {})
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{address}"/>'
        for code, address in told.items()
    )
    return "".join(
        f"<url><loc>{address}</loc>{dated}{links}</url>\n" for address in addresses.values()
    )
