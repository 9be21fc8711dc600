"""A page as an invented viewer would see it, and what the programmer has set."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from cartelera.apps.audience.queries import Position
from cartelera.apps.discovery.models import Exposure, Floor, Pin
from cartelera.apps.discovery.programme import Weighed, programme_for
from cartelera.apps.discovery.queries import Page, page_after
from cartelera.apps.slate.models import Title
from cartelera.apps.slate.queries import TitleCard, cards_of, titles_showing_to
from cartelera.engines.audience.measures import LEAST
from cartelera.engines.discovery.which import Asked, which
from cartelera.vocabulary.viewer import Viewer

OFFERED = 200  # the newest titles that an invented viewer may have watched
WEEKS = 8  # weeks of exposure that are shown


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A page, and how much of what plays it shows."""

    page: Page
    weights: Weighed
    titles: int  # on the page
    playing: int  # titles that play for this viewer
    coverage: float  # of those that play, the part that is on the page, 0 to 1


def rehearse(
    viewer: Viewer,
    watched: Iterable[str],
    language: str,
    at: datetime,
    weights: Weighed | None = None,
) -> Rehearsed:
    """Return the page of a viewer who is invented; nothing of them is kept.

    watched  keys of the films and series seen to the end, just now
    weights  instead of those that pages keep to where the viewer is
    """
    programme = programme_for(viewer, at).weighing(weights)
    seen = Title.objects.filter(key__in=list(watched), root=None).order_by("key")
    positions = {pk: Position(pk, 1.0, 1.0, at) for pk in seen.values_list("pk", flat=True)}
    page = page_after(programme, positions, language)
    shown = {slot.title.pk for row in page.rows for slot in row.slots}
    if page.hero:
        shown.add(page.hero.title.pk)
    showing = titles_showing_to(viewer, at)
    playing, of_them = showing.count(), showing.filter(pk__in=shown).count()
    return Rehearsed(
        page,
        programme.weights,
        len(shown),
        playing,
        of_them / playing if playing else 0.0,
    )


def may_have_watched(viewer: Viewer, language: str, at: datetime) -> Sequence[TitleCard]:
    """Return the newest titles that play for a viewer, by name."""
    newest = titles_showing_to(viewer, at).order_by("-public_from", "key")
    pks = list(newest.values_list("pk", flat=True)[:OFFERED])
    cards = cards_of(Title.objects.filter(pk__in=pks), language)
    return sorted(cards, key=lambda card: card.name.casefold())


def floors_set() -> list[tuple[Floor, tuple[Asked, ...]]]:
    """Return the floors, the first set first, and what each asks."""
    return [(floor, which(floor.which)) for floor in Floor.objects.all()]


def pins_set(language: str) -> list[tuple[Pin, TitleCard]]:
    """Return the pins, the latest first, and the card of each title."""
    pins = list(Pin.objects.all())
    titles = Title.objects.filter(pk__in=[pin.title_id for pin in pins])
    cards = {card.pk: card for card in cards_of(titles, language)}
    return [(pin, cards[pin.title_id]) for pin in pins]


def exposures() -> list[Exposure]:
    """Return how floors stood in the last weeks, where enough viewers are behind it."""
    weeks = Exposure.objects.values_list("week", flat=True).distinct().order_by("-week")
    told = Q(pages__gte=LEAST) | Q(at_home=False)  # abroad no page is a viewer's own
    return list(Exposure.objects.filter(told, week__in=list(weeks[:WEEKS])))
