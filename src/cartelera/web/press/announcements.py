"""The page of an announcement, in each language it has."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cartelera.apps.announce.queries import (
    PressPass,
    public_announcement,
    public_languages_of,
    titles_of,
)
from cartelera.apps.slate.queries import corrections_of, labels_in, slate_titles
from cartelera.engines.slate.press import Notice, linked_data, notice, production
from cartelera.web.doors import public
from cartelera.web.freshness import fresh
from cartelera.web.head import head_of
from cartelera.web.press.corrections import notes_of
from cartelera.web.press.feeds import feeds_of
from cartelera.web.press.links import early, with_press_link
from cartelera.web.press.notices import (
    base_of,
    in_language_of_page,
    line_of,
    path_of,
    paths_of,
)
from cartelera.web.press.prose import blocks_of
from cartelera.web.press.sheet import sheet_of
from cartelera.web.press.telling import kit_addresses, pictures_of, telling_of


@public
@with_press_link
@fresh
def announcement(request: HttpRequest, key: str, bearer: PressPass) -> HttpResponse:
    """Show an announcement; where it has the page's language, in that."""
    at, language = timezone.now(), get_language() or "es"
    shown = public_announcement(key, at, bearer)
    if shown is None:
        raise Http404(_("No announcement has this address."))
    versions = public_languages_of(shown, at, bearer)
    nearest = in_language_of_page(versions, language)
    if base_of(nearest.language) == language != base_of(shown.language):
        return redirect("press:announcement", key=nearest.key)
    records = slate_titles(at, titles_of(shown), bearer.viewer)
    labels = labels_in(language)
    blocks = blocks_of(shown.text, shown.headline)
    paths = paths_of(versions) or {
        settings.LANGUAGE_CODE: path_of(shown, settings.LANGUAGE_CODE)
    }
    tellings = [telling_of(request, record.key, language, labels) for record in records]
    told = Notice(
        request.build_absolute_uri(line_of(shown).address),
        shown.headline,
        shown.language,
        shown.published,
        shown.announcer,
        tuple(telling.identity for telling in tellings),
    )
    productions = [production(*each) for each in zip(records, tellings, strict=True)]
    keys = [record.key for record in records]
    since = shown.public_from or at
    mended = [each for each in corrections_of(keys, at, bearer.viewer) if each.at >= since]
    head = head_of(
        request,
        shown.headline,
        next((block.text for block in blocks if block.kind == "paragraph"), ""),
        kind="article",
        paths=paths,
        pictures=pictures_of(request, records, language),
        feeds=feeds_of(request),
        linked_data=linked_data([notice(told), *productions]),
    )
    return render(
        request,
        "press/announcement.html",
        {
            "head": head,
            "notice": line_of(shown),
            "early": early(shown.public_from, at),
            "public_from": shown.public_from,
            "kit": kit_addresses("announcement", key=shown.key),
            "outlet": shown.outlet,
            "blocks": blocks,
            "others": [line_of(each) for each in versions if each.pk != shown.pk],
            "corrections": notes_of(mended, language, labels),
            "sheets": [sheet_of(record, language, labels) for record in records],
        },
    )
