"""What changed on the public slate, for readers of feeds and for calendars."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from html import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cartelera.apps.announce.queries import public_announcements
from cartelera.apps.slate.queries import (
    house,
    labels_in,
    records_of,
    slate_corrections,
    slate_latest,
    slate_releases,
)
from cartelera.engines.slate.calendar import Event, calendar
from cartelera.vocabulary.record import TitleRecord
from cartelera.vocabulary.territory import territory_name
from cartelera.web.doors import public
from cartelera.web.freshness import fresh
from cartelera.web.head import Feed
from cartelera.web.press.corrections import notes_of, told_note
from cartelera.web.press.notices import first_of, in_language_of_page, line_of, together
from cartelera.web.press.prose import blocks_of
from cartelera.web.press.sheet import Sheet, sheet_of
from cartelera.web.press.telling import telling_of

ENTRIES = 20  # in a feed
PAST_KEPT = timedelta(days=365)  # how long a release stays in the calendar

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # no XML may hold them


def feeds_of(request: HttpRequest) -> tuple[Feed, ...]:
    """Return the feeds that pages of the press room announce."""
    name, dates = feed_name(), _("Release dates")
    return (
        Feed("application/rss+xml", name, "RSS", _absolute(request, "press:rss")),
        Feed("application/atom+xml", name, "Atom", _absolute(request, "press:atom")),
        Feed("text/calendar", dates, dates, _absolute(request, "press:releases")),
    )


def feed_name() -> str:
    """Return what the feed of the public slate is called."""
    return _("%(house)s: the slate") % {"house": house().name}


def _absolute(request: HttpRequest, name: str) -> str:
    return request.build_absolute_uri(reverse(name))


@public
@fresh
def rss(request: HttpRequest) -> HttpResponse:
    """Answer with the latest public titles as RSS 2.0."""
    return _answer(request, Rss201rev2Feed, "press:rss")


@public
@fresh
def atom(request: HttpRequest) -> HttpResponse:
    """Answer with the latest public titles as Atom."""
    return _answer(request, Atom1Feed, "press:atom")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed says of one title, announcement or correction."""

    name: str
    address: str  # path
    told: str
    identity: str  # absolute, the same in every language
    published: datetime
    changed: datetime
    words: tuple[str, ...]


def _answer(
    request: HttpRequest, form: type[Rss201rev2Feed | Atom1Feed], name: str
) -> HttpResponse:
    at, language = timezone.now(), get_language() or "es"
    feed = form(
        title=_plain(feed_name()),
        link=_absolute(request, "press:index"),
        description=_("What became public on the slate, the latest first."),
        language=language,
        author_name=_plain(house().name),
        feed_url=_absolute(request, name),
    )
    entries = [
        *_titles(request, at, language),
        *_announcements(request, at, language),
        *_corrections(request, at, language),
    ]
    for entry in sorted(entries, key=lambda each: each.published, reverse=True)[:ENTRIES]:
        feed.add_item(
            title=_plain(entry.name),
            link=request.build_absolute_uri(entry.address),
            description=escape(_plain(entry.told)),  # readers take it for HTML
            unique_id=entry.identity,
            unique_id_is_permalink=False,
            pubdate=entry.published,
            updateddate=entry.changed,
            categories=tuple(_plain(word) for word in entry.words),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _titles(request: HttpRequest, at: datetime, language: str) -> Iterator[Entry]:
    labels = labels_in(language)
    for record in records_of(slate_latest(at, ENTRIES), private=False):
        sheet = sheet_of(record, language, labels)
        lines = (
            f"{line.label}: {', '.join(each.name for each in line.names)}."
            for line in sheet.lead
        )
        told = (f"{sheet.kind}. {sheet.stage}.", sheet.logline, *lines)
        yield Entry(
            sheet.name,
            sheet.address,
            " ".join(part for part in told if part),
            telling_of(request, record.key, "", {}).identity,
            record.public_from or at,
            last_public_change(record, at),
            (sheet.kind, sheet.stage),
        )


def _announcements(request: HttpRequest, at: datetime, language: str) -> Iterator[Entry]:
    latest = public_announcements(at).order_by("-public_from", "-pk")
    for versions in together(latest[: ENTRIES * len(settings.LANGUAGES)]):
        shown, first = in_language_of_page(versions, language), first_of(versions)
        blocks = blocks_of(shown.text, shown.headline)
        line = line_of(shown)
        yield Entry(
            shown.headline,
            line.address,
            next((block.text for block in blocks if block.kind == "paragraph"), ""),
            request.build_absolute_uri(line_of(first).address),
            shown.public_from or at,
            shown.public_from or at,
            (_("Announcement"),),
        )


def _corrections(request: HttpRequest, at: datetime, language: str) -> Iterator[Entry]:
    for note in notes_of(slate_corrections(at, ENTRIES), language, labels_in(language)):
        page = telling_of(request, note.key, "", {}).identity.split("#", maxsplit=1)[0]
        yield Entry(
            _("Correction: %(name)s") % {"name": note.name},
            f"{note.address}#{note.anchor}",
            told_note(note),
            f"{page}#{note.anchor}",
            note.at,
            note.changed_at,
            (_("Correction"),),
        )


def last_public_change(record: TitleRecord, at: datetime) -> datetime:
    """Return when what is public of a title last changed, from its published dates alone.

    The moment a row was written is never told: it would say that something not public changed.
    """
    days = (
        datetime.combine(each.on, time(), tzinfo=UTC)
        for each in record.stages
        if each.on <= at.date()
    )
    return max((*days, record.public_from or at))


def _plain(text: str) -> str:
    return _CONTROLS.sub("", text)


@public
@fresh
def releases(request: HttpRequest) -> HttpResponse:
    """Answer with the release dates of public titles as a calendar."""
    at, language = timezone.now(), get_language() or "es"
    since = (at - PAST_KEPT).date()
    labels = labels_in(language)
    events = [
        event
        for record in records_of(slate_releases(at, since), private=False)
        for event in _events(request, record, sheet_of(record, language, labels), at)
        if event.on >= since
    ]
    name = _("%(house)s: release dates") % {"house": house().name}
    return HttpResponse(
        calendar(sorted(events, key=lambda each: (each.on, each.uid)), name),
        content_type="text/calendar; charset=utf-8",
    )


def _events(
    request: HttpRequest, record: TitleRecord, sheet: Sheet, at: datetime
) -> list[Event]:
    language = get_language() or "es"
    return [
        Event(
            uid=f"{record.key}-{each.kind.value}-{each.territory}-{each.on}@{request.get_host()}",
            on=each.on,
            name=f"{sheet.name} ({each.event or each.kind.label(language)})",
            where=territory_name(each.territory, language),
            told=sheet.logline,
            address=request.build_absolute_uri(sheet.address),
            stamp=record.public_from or at,
        )
        for each in record.releases
    ]
