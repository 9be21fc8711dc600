"""The page of one title: its press sheet."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cartelera.apps.announce.queries import PressPass, public_announcements_of
from cartelera.apps.slate.queries import corrections_of, labels_in, slate_parts, slate_title
from cartelera.engines.slate.press import linked_data, production
from cartelera.vocabulary.kind import SERIAL_KINDS
from cartelera.web.doors import public
from cartelera.web.freshness import fresh
from cartelera.web.head import head_of
from cartelera.web.press.corrections import mended_of, notes_of
from cartelera.web.press.feeds import feeds_of
from cartelera.web.press.links import early, with_press_link
from cartelera.web.press.notices import line_of, one_of_each
from cartelera.web.press.rooms import slate_address, slate_name
from cartelera.web.press.sheet import seasons_of, sheet_of
from cartelera.web.press.telling import kit_addresses, pictures_of, telling_of


@public
@with_press_link
@fresh
def title(request: HttpRequest, key: str, bearer: PressPass) -> HttpResponse:
    """Show every published fact of a title."""
    at, language = timezone.now(), get_language() or "es"
    record = slate_title(at, key, bearer.viewer)
    if record is None:
        raise Http404(_("No public title has this address."))
    serial = record.kind in SERIAL_KINDS
    parts = slate_parts(at, key, bearer.viewer) if serial else []
    labels = labels_in(language)
    sheet = sheet_of(record, language, labels)
    notes = notes_of(corrections_of([key], at, bearer.viewer), language, labels)
    telling = telling_of(request, key, language, labels)
    item = production(record, telling, parts, mended_of(notes, telling))
    head = head_of(
        request,
        sheet.name,
        sheet.logline or f"{sheet.kind}. {sheet.stage}.",
        kind="video.tv_show" if serial else "video.movie",
        pictures=pictures_of(request, [record], language),
        feeds=feeds_of(request),
        linked_data=linked_data([item]),
    )
    seasons = seasons_of(key, parts, language)
    named = public_announcements_of(key, at, bearer)
    return render(
        request,
        "press/title.html",
        {
            "head": head,
            "sheet": sheet,
            "seasons": seasons,
            "corrections": notes,
            "early": early(record.public_from, at),
            "public_from": record.public_from,
            "kit": kit_addresses("title", key=key),
            "notices": [line_of(each) for each in one_of_each(named, language)],
            "slate_name": slate_name(record.year),
            "slate_address": slate_address(record.year),
        },
    )
