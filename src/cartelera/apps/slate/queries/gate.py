"""The gate: what a viewer may see begins here and nowhere else."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache, wraps

from django.db.models import (
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.functions import Coalesce

from cartelera.apps.slate import models as m
from cartelera.apps.slate.queries.record import artwork_value
from cartelera.vocabulary import record as r
from cartelera.vocabulary.labelled import Labelled
from cartelera.vocabulary.stage import Stage
from cartelera.vocabulary.viewer import ADULT, Viewer

COMING = (
    Stage.ANNOUNCED,
    Stage.PRE_PRODUCTION,
    Stage.FILMING,
    Stage.POST_PRODUCTION,
    Stage.DELIVERED,
)


EVERYONE = Viewer(territory="", maturity=200)


def house() -> m.House:
    """Return the house; before it is named, one with the usual values."""
    return m.House.objects.first() or m.House()


Gate = Callable[[Viewer, datetime], "QuerySet[m.Title]"]


def _built_once(build: Gate) -> Gate:
    """Keep the question, never an answer: a page asks it many times; building it costs."""
    built = lru_cache(maxsize=8)(build)

    @wraps(build)
    def gate(viewer: Viewer, at: datetime) -> "QuerySet[m.Title]":
        return built(viewer, at).all()

    return gate


@_built_once
def titles_public_to(viewer: Viewer, at: datetime) -> QuerySet[m.Title]:
    """Return the titles and parts whose embargo is over and whose rating the viewer may watch.

    A part follows its series, and may be given a later moment of its own. What a press link
    opens is public to its bearer before that.
    """
    early = Q(key__in=viewer.opened)
    over = Q(public_from__lte=at) | Q(public_from=None, root__isnull=False) | early
    series_over = Q(root__public_from__lte=at) | Q(root__key__in=viewer.opened)
    season_over = Q(parent__public_from__lte=at) | Q(parent__public_from=None)
    return (
        m.Title.objects.filter(over, minimum_age__lte=viewer.maturity)
        .filter(
            Q(root=None)
            | (
                series_over
                & Q(root__minimum_age__lte=viewer.maturity)
                & season_over
                & Q(parent__minimum_age__lte=viewer.maturity)
            )
        )
        .exclude(stage=Stage.CANCELLED)
        .exclude(parent__isnull=False, parent__stage=Stage.CANCELLED)
        .exclude(root__isnull=False, root__stage=Stage.CANCELLED)
    )


def titles_of_their_own(viewer: Viewer, at: datetime) -> QuerySet[m.Title]:
    """Return the public titles that are no part of another: each has its page on the screen."""
    return titles_public_to(viewer, at).filter(root=None)


@_built_once
def titles_open_to(viewer: Viewer, at: datetime) -> QuerySet[m.Title]:
    """Return the films and episodes that this viewer may play at this moment.

    Each has a verified package, is public to the viewer, and has an avail of its own, of its
    season or of its series that is open in the viewer's territory.
    """
    windows = m.Avail.objects.filter(
        Q(title=OuterRef("pk")) | Q(title=OuterRef("parent_id")) | Q(title=OuterRef("root_id")),
        Q(closes=None) | Q(closes__gt=at),
        territory=viewer.territory,
        opens__lte=at,
        withdrawn=False,
    )
    return titles_public_to(viewer, at).exclude(playable_package="").filter(Exists(windows))


class Missing(Labelled):
    """What keeps a film or an episode from the viewers of this house, first things first."""

    PACKAGE = "package", "no encoded master yet", "falta un máster codificado"
    PUBLIC = "public", "not public", "no es público"
    AVAIL = "avail", "no open avail", "falta una disponibilidad abierta"


def missing_on_screen(titles: Iterable[m.Title], at: datetime) -> dict[int, Missing]:
    """Return the first thing that each title lacks to play here, by number; no entry if none.

    It is asked for an adult in the house's own territory, in three queries for any number.
    """
    among, adult = list(titles), Viewer(house().home_territory, ADULT)
    numbers = [title.pk for title in among]
    seen = set(titles_public_to(adult, at).filter(pk__in=numbers).values_list("pk", flat=True))
    opened = set(titles_open_to(adult, at).filter(pk__in=numbers).values_list("pk", flat=True))

    def first(title: m.Title) -> Missing:
        if not title.playable_package:
            return Missing.PACKAGE
        return Missing.AVAIL if title.pk in seen else Missing.PUBLIC

    return {title.pk: first(title) for title in among if title.pk not in opened}


@_built_once
def titles_showing_to(viewer: Viewer, at: datetime) -> QuerySet[m.Title]:
    """Return the titles of their own of which something may be played: films, and series.

    Each title is asked about by itself, so that a few cost a few however many there are.
    """
    return m.Title.objects.filter(something_plays(viewer, at), root=None)


def something_plays(viewer: Viewer, at: datetime) -> Exists:
    """Return whether something of a title of its own may be played, for a filter of titles."""
    own = Q(pk=OuterRef("pk")) | Q(root=OuterRef("pk"))
    return Exists(titles_open_to(viewer, at).filter(own))


@_built_once
def titles_announced_to(viewer: Viewer, at: datetime) -> QuerySet[m.Title]:
    """Return the public titles on their way: announced, and nothing of them to play yet."""
    public = titles_public_to(viewer, at).filter(root=None, stage__in=COMING)
    return public.filter(~something_plays(viewer, at))


def artwork_open_to(viewer: Viewer, sha256: str, at: datetime) -> r.Artwork | None:
    """Return an artwork of a title that is public to the viewer; None otherwise."""
    found = m.Artwork.objects.filter(
        sha256=sha256, title__in=titles_public_to(viewer, at).values("pk")
    ).first()
    return artwork_value(found) if found else None


def parts_public_to(viewer: Viewer, title: m.Title, at: datetime) -> QuerySet[m.Title]:
    """Return the public seasons and episodes of a series, in the order they are watched."""
    parts = titles_public_to(viewer, at).filter(Q(root=title) | Q(parent=title))
    season = Coalesce("parent__number", "number")
    return parts.order_by(season, F("parent__parent").asc(nulls_first=True), "number")
