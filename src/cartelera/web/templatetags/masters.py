"""What became of a master, in words, for the office's templates."""

from collections.abc import Iterable

from django import template
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cartelera.apps.media.models import Package
from cartelera.apps.slate.models import Title
from cartelera.apps.slate.queries import name_of
from cartelera.engines.media.fates import Fate
from cartelera.engines.media.oddities import Odd
from cartelera.engines.media.package import UNKNOWN, read_facts
from cartelera.vocabulary.language import language_name
from cartelera.vocabulary.timecode import clock

register = template.Library()


@register.filter
def title_name(title: Title) -> str:
    """Return what a title is called in the language of the page."""
    return name_of(title, get_language() or "es")


@register.filter
def moment_in_film(second: float) -> str:
    """Return a moment of a film, in hours, minutes and seconds."""
    return clock(second).split(".")[0].removeprefix("00:")


@register.filter
def package_words(package: Package | None) -> str:
    """Say what a package holds in one line; nothing where there is none."""
    if package is None:
        return ""
    facts = read_facts(package.facts)
    largest = facts.videos[0]
    parts = [
        moment_in_film(float(facts.seconds)),
        f"{largest.width} × {largest.height}",
        ngettext("%(count)s size", "%(count)s sizes", len(facts.videos))
        % {"count": len(facts.videos)},
    ]
    if spoken := _named(sound.language for sound in facts.sounds):
        parts.append(_("sound in %(languages)s") % {"languages": spoken})
    if written := _named(text.language for text in facts.texts):
        parts.append(_("subtitles in %(languages)s") % {"languages": written})
    return " · ".join(parts)


@register.filter
def set_aside(package: Package | None) -> list[Fate]:
    """Return the tracks of a master that are not in its package, each with the reason."""
    return [] if package is None else [f for f in read_facts(package.facts).fates if f.reason]


@register.filter
def odd_picture(package: Package | None) -> list[str]:
    """Return what is odd about the picture of a master, each in a line."""
    return [] if package is None else [_odd_words(odd) for odd in read_facts(package.facts).odd]


def _odd_words(odd: Odd) -> str:
    kind = odd.kind.label(get_language() or "es")
    if not odd.shapes[0]:
        return kind
    bars = _("%(own)s in %(frame)s, bars of %(first)s and %(second)s pixels") % {
        "own": odd.shapes[0],
        "frame": odd.shapes[1],
        "first": odd.pixels[0],
        "second": odd.pixels[1],
    }
    return f"{kind}: {bars}"


def _named(tags: Iterable[str]) -> str:
    """Return what languages are called, each once, apart by commas."""
    known = dict.fromkeys(tag for tag in tags if tag != UNKNOWN)
    return ", ".join(language_name(tag, get_language() or "es") for tag in known)
