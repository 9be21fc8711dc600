"""What a profile keeps, says and erases; what pages keep to: floors, pins, weights."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cartelera.apps.accounts.models import User
from cartelera.apps.audience.actions import erase_history
from cartelera.apps.discovery.jobs import learn_from_viewings
from cartelera.apps.discovery.models import Answer, Choosing, Floor, Kept, Pin, Weights
from cartelera.apps.discovery.programme import Weighed
from cartelera.apps.discovery.queries import keeps, kept_ids
from cartelera.apps.slate.models import Title
from cartelera.apps.slate.queries import titles_public_to, titles_showing_to
from cartelera.apps.work.actions import note_change
from cartelera.engines.discovery.answers import Said
from cartelera.engines.discovery.which import which
from cartelera.vocabulary.errors import AccessError, InputError
from cartelera.vocabulary.viewer import Viewer

CHANGE = "discovery.change_pages"
MOST = 500  # titles in one list
FLOORS = 8  # a page cannot keep to more, and each costs a query


def set_floor(
    name: str, asked: str, home_percent: int, abroad_percent: int, by: User | None
) -> Floor:
    """Keep the least share of a page that the titles answering a question have.

    asked  a question over the slate, as `which` reads it
    """
    _require(by)
    which(asked)
    if not name.strip() or not (0 <= home_percent <= 100 and 0 <= abroad_percent <= 100):
        raise InputError("a floor has a name, and shares from 0 to 100 percent")
    with transaction.atomic():
        floor = Floor.objects.filter(name=name.strip()).first() or Floor(name=name.strip())
        if floor.pk is None and Floor.objects.count() >= FLOORS:
            raise InputError(f"a page keeps to {FLOORS} floors at most; take one away first")
        before = _facts(floor) if floor.pk else None
        floor.which, floor.home_percent = " ".join(asked.split()), home_percent
        floor.abroad_percent = abroad_percent
        if _facts(floor) != before:
            floor.save()
            note_change(by, "set_floor", f"floor:{floor.name}", before, _facts(floor))
        return floor


def _facts(floor: Floor) -> dict[str, Any]:
    return {
        "which": floor.which,
        "home_percent": floor.home_percent,
        "abroad_percent": floor.abroad_percent,
    }


def drop_floor(pk: int, by: User | None) -> None:
    """Take a floor away; what is not there is left so."""
    _require(by)
    with transaction.atomic():
        floor = Floor.objects.filter(pk=pk).first()
        if floor is not None:
            note_change(by, "drop_floor", f"floor:{floor.name}", _facts(floor))
            floor.delete()


def pin_title(title: Title, es: str, en: str, until: datetime | None, by: User | None) -> Pin:
    """Put a title on every page that may show it, with the house's own words for why.

    until  the moment from which it stands there no more; None for no end
    """
    _require(by)
    if title.root_id is not None:
        raise InputError(f"{title} is a part of a series; pin the series")
    if not (es.strip() and en.strip()):
        raise InputError("say in both languages why the title is pinned")
    told = {"es": es.strip(), "en": en.strip(), "until": until}
    with transaction.atomic():
        pin, _new = Pin.objects.update_or_create(title=title, defaults=told)
        after = told | {"until": until.isoformat() if until else None}
        note_change(by, "pin_title", f"title:{title.key}", None, after)
        return pin


def unpin_title(pk: int, by: User | None) -> None:
    """Take a pin away; what is not there is left so."""
    _require(by)
    with transaction.atomic():
        pin = Pin.objects.filter(pk=pk).select_related("title").first()
        if pin is not None:
            note_change(by, "unpin_title", f"title:{pin.title.key}", {"es": pin.es})
            pin.delete()


def weigh_pages(at_home: bool, weights: Weighed, by: User | None) -> None:
    """Keep what pages weigh against relevance, at home or abroad."""
    _require(by)
    values = {
        "calibration": weights.calibration,
        "variety": weights.variety,
        "seldom": weights.seldom,
    }
    if not all(0 <= value <= 10 for value in values.values()):
        raise InputError("a weight is a number from 0 to 10")
    with transaction.atomic():
        Weights.objects.update_or_create(at_home=at_home, defaults=values)
        where = "home" if at_home else "abroad"
        note_change(by, "weigh_pages", f"weights:{where}", None, values)


def _require(by: User | None) -> None:
    if by is not None and not by.has_perm(CHANGE):
        raise AccessError(
            f"{by} may not change what pages keep to; an administrator can allow it"
        )


# A profile's own


def keep_title(profile: int, key: str, viewer: Viewer, at: datetime) -> bool:
    """Keep a title in a profile's list, or follow it; say whether it is followed.

    Raises InputError if the viewer may not see it, or the list is full.
    """
    title = titles_public_to(viewer, at).filter(key=key, root=None).first()
    if title is None:
        raise InputError(f"nothing called {key!r} can be kept here")
    awaited = not titles_showing_to(viewer, at).filter(pk=title.pk).exists()
    with transaction.atomic():
        if len(kept_ids(profile)) >= MOST and not keeps(profile, title.pk):
            raise InputError(f"a list keeps {MOST} titles; take one away first")
        Kept.objects.get_or_create(
            profile_id=profile, title=title, defaults={"kept_at": at, "awaited": awaited}
        )
    return awaited


def drop_title(profile: int, key: str) -> None:
    """Take a title out of a profile's list; what is not there is left so."""
    Kept.objects.filter(profile=profile, title__key=key).delete()


def note_told(profile: int, viewer: Viewer, at: datetime) -> None:
    """Take it that the viewer has read which followed titles have opened."""
    opened = titles_showing_to(viewer, at).values("pk")
    Kept.objects.filter(profile=profile, awaited=True, title__in=opened).update(awaited=False)


def answer(profile: int, key: str, said: Said, viewer: Viewer, at: datetime) -> Title:
    """Keep what a profile says of a title; it takes the place of what it said before.

    Raises InputError if the viewer may not see it, or so much was said that no more is kept.
    """
    title = titles_public_to(viewer, at).filter(key=key, root=None).first()
    if title is None:
        raise InputError(f"nothing called {key!r} is shown here")
    with transaction.atomic():
        own = Answer.objects.filter(profile=profile)
        if own.count() >= MOST and not own.filter(title=title).exists():
            raise InputError(f"{MOST} answers are kept; take one back first")
        told = {"said": said, "said_at": at}
        Answer.objects.update_or_create(profile_id=profile, title=title, defaults=told)
    return title


def take_back(profile: int, key: str) -> None:
    """Forget what a profile said of a title; what was not said is left so."""
    Answer.objects.filter(profile=profile, title__key=key).delete()


def choose_personally(profile: int, personal: bool) -> None:
    """Choose a profile's page by what it watches, or as for someone who watched nothing.

    What is watched meanwhile teaches nothing of what goes with what, either.
    """
    Choosing.objects.update_or_create(profile_id=profile, defaults={"personal": personal})


def start_afresh(profile: int, since: datetime | None) -> None:
    """Let only what is watched from a moment on count, with nothing said; None lets all count.

    The history stays, and where the profile stopped; what it said of titles is forgotten.
    """
    with transaction.atomic():
        if since is not None:
            Answer.objects.filter(profile=profile).delete()
        Choosing.objects.update_or_create(profile_id=profile, defaults={"since": since})


def erase_profile(profile: int) -> None:
    """Erase what a profile watched, keeps and said, and have what was learned forget it.

    Viewings lie in a database of their own and go first: one cut short is asked again.
    """
    erase_history(profile)
    with transaction.atomic():
        for own in (Kept, Answer, Choosing):
            own.objects.filter(profile=profile).delete()
        learn_from_viewings.enqueue()
