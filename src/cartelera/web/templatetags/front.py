"""What every page's head and frame need: built styles and scripts, and the other language."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cartelera.vocabulary.errors import ProgramError
from cartelera.vocabulary.labelled import Labelled

BUILT = Path(__file__).parents[1] / "static/built"
PRELOADED = re.compile(r"-latin-(opsz|wght)-normal-[^/]*\.woff2$")  # what every page is set in

register = template.Library()

Chunk = dict[str, Any]  # one entry of vite's manifest


def read_manifest() -> dict[str, Chunk]:
    """Return vite's list of what it built: source name to built files.

    Raises ProgramError if the front end has not been built.
    """
    file = BUILT / "manifest.json"
    if not file.exists():
        raise ProgramError(f"the front end is not built ({file} is missing): run script/setup")
    chunks: dict[str, Chunk] = json.loads(file.read_text())
    return chunks


_kept_manifest = cache(read_manifest)


def _manifest() -> dict[str, Chunk]:
    return read_manifest() if settings.DEBUG else _kept_manifest()


def _address(file: str) -> str:
    return static(f"built/{file}")


@register.simple_tag
def front(entry: str) -> SafeString:
    """Return the link and script elements of an entry, such as `{% front "screen" %}`.

    The faces that every page is set in are asked for first, so that text settles early.
    Raises ProgramError if there is no such entry.
    """
    chunk = _manifest().get(f"{entry}.js")
    if chunk is None:
        raise ProgramError(f"the front end has no entry {entry!r}: add web/front/{entry}.js")
    faces = [file for file in chunk.get("assets", ()) if PRELOADED.search(file)]
    return (
        format_html_join(
            "\n",
            '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>',
            ((_address(face),) for face in faces),
        )
        + format_html_join(
            "\n",
            '<link rel="stylesheet" href="{}">',
            ((_address(sheet),) for sheet in chunk.get("css", ())),
        )
        + format_html('<script type="module" src="{}"></script>', _address(chunk["file"]))
    )


@register.simple_tag(takes_context=True)
def in_language(context: template.Context, language: str) -> str:
    """Return the address of this same page, its query kept, in another language."""
    request: HttpRequest | None = context.get("request")
    known = "|".join(code for code, _name in settings.LANGUAGES)
    path = request.path if request else "/"
    kept, prefixed = re.subn(rf"^/({known})(?=/|$)", f"/{language}", path)
    query = request.META.get("QUERY_STRING", "") if request else ""
    address = kept if prefixed else f"/{language}/"
    return f"{address}?{query}" if query and prefixed else address


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> SafeString:
    """Return the theme the viewer chose as an attribute of html; nothing follows the system."""
    request: HttpRequest | None = context.get("request")
    chosen = request.COOKIES.get("theme") if request else None
    if chosen not in {"light", "dark"}:
        return SafeString("")
    return format_html(' data-theme="{}"', chosen)


@register.filter
def word(value: Labelled | None) -> str:
    """Return the label of a word of a closed list in the language of the page."""
    return value.label(get_language() or "en") if value is not None else ""
