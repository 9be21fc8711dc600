"""The head of a page for those who read it from afar: its name, its languages, its picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

LOCALES = {"es": "es_MX", "en": "en_US"}
DESCRIPTION_LONGEST = 200  # characters, as cards show


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of a shared link."""

    address: str  # absolute
    alt: str
    width: int  # pixels
    height: int


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that a page announces."""

    media_type: str
    name: str
    short: str  # where it stands beside others
    address: str  # absolute


@dataclass(frozen=True, slots=True)
class Head:
    """What `head.html` writes into the head of a page."""

    name: str
    description: str
    kind: str  # Open Graph type
    locale: str
    other_locales: tuple[str, ...]
    address: str  # absolute and canonical
    alternates: tuple[tuple[str, str], ...]  # (language or x-default, absolute address)
    pictures: tuple[Picture, ...]
    feeds: tuple[Feed, ...]
    linked_data: str  # JSON-LD with <, > and & escaped, or empty


def head_of(
    request: HttpRequest,
    name: str,
    description: str = "",
    *,
    kind: str = "website",
    kept: Sequence[str] = (),
    paths: Mapping[str, str] | None = None,
    pictures: Sequence[Picture] = (),
    feeds: Sequence[Feed] = (),
    linked_data: str = "",
) -> Head:
    """Return the head of the page that a request asks for.

    kept         names in the query that make another page, such as page
    paths        where the page stands in each language it has; when None, at this same path
                 in every language of the site
    linked_data  JSON-LD in which <, > and & stand as escapes
    """
    language = get_language() or settings.LANGUAGE_CODE
    if paths is None:
        paths = {code: in_language(request.path, code) for code, _ in settings.LANGUAGES}
    addresses = {code: _address(request, path, kept) for code, path in paths.items()}
    default = addresses.get(settings.LANGUAGE_CODE)
    own = addresses.get(language) or next(iter(addresses.values()))
    return Head(
        name=name,
        description=shortened(description),
        kind=kind,
        locale=LOCALES.get(language, language),
        other_locales=tuple(LOCALES.get(code, code) for code in addresses if code != language),
        address=own,
        alternates=(*addresses.items(), *((("x-default", default),) if default else ())),
        pictures=tuple(pictures),
        feeds=tuple(feeds),
        linked_data=linked_data,
    )


def shortened(text: str) -> str:
    """Return a text on one line, cut at a word when it is longer than a card shows."""
    line = " ".join(text.split())
    if len(line) <= DESCRIPTION_LONGEST:
        return line
    return line[: DESCRIPTION_LONGEST - 1].rsplit(" ", 1)[0].rstrip(",;:.—- ") + "…"


def _address(request: HttpRequest, path: str, kept: Sequence[str]) -> str:
    query = {name: request.GET[name] for name in kept if request.GET.get(name)}
    return request.build_absolute_uri(path + ("?" + urlencode(query) if query else ""))


def in_language(path: str, language: str) -> str:
    """Return the path of the same page in another language: `/es/press/` is `/en/press/`."""
    first, _, rest = path.lstrip("/").partition("/")
    known = {code for code, _ in settings.LANGUAGES}
    return f"/{language}/{rest}" if first in known else path


def address_if_there(name: str, **places: str | int) -> str | None:
    """Return the path of a route by its name; None where this house has no such door."""
    try:
        return reverse(name, kwargs=places)
    except NoReverseMatch:
        return None
