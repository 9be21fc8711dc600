"""The screen's words and pictures, for its templates."""

from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cartelera.adapters.outlines import outlines
from cartelera.apps.discovery.queries import Slot
from cartelera.apps.slate.queries import TitleCard
from cartelera.engines.slate.map import Mark, draw_map, draw_mark
from cartelera.engines.slate.palette import palettes_for
from cartelera.vocabulary.kind import PlaceUse
from cartelera.web.screen import words
from cartelera.web.screen.note import Note

register = template.Library()

for _filter in (
    words.because,
    words.facts,
    words.facts_to_come,
    words.going_on,
    words.heading,
    words.length_words,
    words.may_say_less,
    words.measure,
    words.part_name,
    words.row_address,
    words.season_name,
    words.slot_address,
    words.source_words,
    words.territories,
    words.watch_words,
):
    register.filter(_filter.__name__, _filter)


@register.simple_tag
def art(title: TitleCard, shape: str, palette: str = "") -> str:
    """Return the address of a title's picture: its artwork, else the poster drawn for it.

    shape    "poster" (2:3), "wide" (16:9), "square", or "figure": 16:9 without lettering
    palette  a name of the drawn palettes, or empty for the title's own
    """
    if title.artwork and shape == "poster":
        return reverse("art:stored", args=[title.artwork])
    query = urlencode({"in": get_language(), **({"palette": palette} if palette else {})})
    return f"{reverse('art:drawn', args=[shape, title.series or title.key])}?{query}"


@register.filter
def dressed(slots: Sequence[Slot]) -> list[tuple[Slot, str]]:
    """Return the slots of a row with palettes for their posters, no two neighbours alike."""
    palettes = palettes_for([(slot.title.key, slot.title.genres) for slot in slots])
    return [(slot, palette.name) for slot, palette in zip(slots, palettes, strict=True)]


@register.filter
def artwork_credit(title: TitleCard, note: Note) -> str:
    """Return who made the picture of a title's page, and under which licence."""
    for artwork, _alt in note.artworks:
        if artwork.sha256 == title.artwork:
            return f"{artwork.credit}. {artwork.licence}"
    return _("Poster drawn by Cartelera from the title’s own facts.")


@register.filter
def places_map(note: Note) -> SafeString:
    """Return the places of a title on a drawn map; nothing when none has coordinates."""
    marks = tuple(
        Mark(place.name, place.longitude, place.latitude, group.use)
        for group in note.places
        for place in group.places
        if place.longitude is not None and place.latitude is not None
    )
    if not marks:
        return SafeString("")
    places = (place for group in note.places for place in group.places)
    whole = tuple(sorted({place.territory for place in places if place.territory}))
    return _drawn_map(_("Map of the places"), marks, whole)


@lru_cache(maxsize=64)  # the outlines of the whole world are cut for each
def _drawn_map(name: str, marks: tuple[Mark, ...], whole: tuple[str, ...]) -> SafeString:
    return SafeString(draw_map(name, marks, outlines(), whole))


@register.filter
def map_sign(use: PlaceUse) -> SafeString:
    """Return the sign that a map gives places of one use."""
    return SafeString(draw_mark(use))
