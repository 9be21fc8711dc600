"""What a profile keeps, follows, says and has watched; taken along, or erased."""

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cartelera.apps.audience.queries import history_of
from cartelera.apps.discovery.actions import (
    answer,
    choose_personally,
    drop_title,
    erase_profile,
    keep_title,
    note_told,
    start_afresh,
    take_back,
)
from cartelera.apps.discovery.queries import (
    answered_keys,
    answers_of,
    keeping_of,
    kept_keys,
    own_of,
)
from cartelera.engines.discovery.answers import Said
from cartelera.vocabulary.errors import InputError
from cartelera.web.doors import viewer
from cartelera.web.screen.looking import profile_id, viewer_of


@viewer
def mine(request: HttpRequest) -> HttpResponse:
    """Show what the profile keeps, follows and has watched."""
    profile = profile_id(request)
    if profile is None:
        return redirect("screen:profiles")
    language = get_language() or "es"
    looks, now = viewer_of(request), timezone.now()
    context = {
        "keeping": keeping_of(profile, looks, language, now),
        "answers": answers_of(profile, looks, language, now),
        "own": own_of(profile),
        "history": history_of(profile, language),
    }
    return render(request, "screen/mine.html", context)


@viewer
@require_POST
def keep(request: HttpRequest, key: str) -> HttpResponse:
    """Keep or follow a title; with `drop`, no more."""
    profile = profile_id(request)
    if profile is None:
        return redirect("screen:profiles")
    if "drop" in request.POST:
        drop_title(profile, key)
    else:
        try:
            keep_title(profile, key, viewer_of(request), timezone.now())
        except InputError as refusal:
            return HttpResponseBadRequest(str(refusal), content_type="text/plain")
    if request.POST.get("from") == "mine":
        return redirect("screen:mine")
    return redirect("screen:title", key=key)


@viewer
@require_POST
def say(request: HttpRequest) -> HttpResponse:
    """Want fewer titles like one, hide one, or take back what was said of it."""
    profile = profile_id(request)
    if profile is None:
        return redirect("screen:profiles")
    back = request.POST.get("back", "")
    if back:
        take_back(profile, back)
        return _whence(request)
    said = Said.LESS if "less" in request.POST else Said.HIDE
    key = request.POST.get(said, "")
    try:
        answer(profile, key, said, viewer_of(request), timezone.now())
    except InputError as refusal:
        return HttpResponseBadRequest(str(refusal), content_type="text/plain")
    words = {
        Said.LESS: _("Your page shows fewer titles like it from now on."),
        Said.HIDE: _("Your page shows it no more."),
    }
    where = format_html(
        '<a href="{}#said">{}</a>', reverse("screen:mine"), _("Take it back in My list")
    )
    messages.success(request, format_html("{} {}", words[said], where))
    return _whence(request)


def _whence(request: HttpRequest) -> HttpResponse:
    """Return to the page on which something was said, and to the row."""
    came, row = request.POST.get("from", ""), request.GET.get("row", "")
    if came == "mine":
        return redirect(f"{reverse('screen:mine')}#said")
    if came and re.fullmatch(r"[\w-]+", came, re.ASCII):
        return redirect("screen:title", key=came)
    return redirect(f"{reverse('screen:home')}{f'#row-{row}' if row.isdecimal() else ''}")


@viewer
@require_POST
def choosing(request: HttpRequest) -> HttpResponse:
    """Say how the profile's page is chosen: by what it watches or not, from when on."""
    profile = profile_id(request)
    if profile is None:
        return redirect("screen:profiles")
    if "personal" in request.POST:
        choose_personally(profile, request.POST["personal"] == "on")
    if "afresh" in request.POST:
        start_afresh(profile, timezone.now() if request.POST["afresh"] == "on" else None)
    return redirect(f"{reverse('screen:mine')}#choosing")


@viewer
@require_POST
def told(request: HttpRequest) -> HttpResponse:
    """Take away the notice of what has opened."""
    profile = profile_id(request)
    if profile is not None:
        note_told(profile, viewer_of(request), timezone.now())
    return redirect("screen:home")


@viewer
def export(request: HttpRequest) -> HttpResponse:
    """Give what is remembered of the profile, as JSON."""
    profile = profile_id(request)
    if profile is None:
        return redirect("screen:profiles")
    watched = [
        {
            "title": line.key,
            "name": line.name,
            "started_at": line.started_at.isoformat(),
            "seconds_played": line.seconds_played,
        }
        for line in history_of(profile, get_language() or "es")
    ]
    own = own_of(profile)
    since = own.since.isoformat() if own.since else None
    response = JsonResponse(
        {
            "watched": watched,
            "kept": kept_keys(profile),
            "said": answered_keys(profile),
            "chosen": {"personally": own.personal, "since": since},
        }
    )
    response["Content-Disposition"] = 'attachment; filename="cartelera-profile.json"'
    return response


@viewer
@require_POST
def erase(request: HttpRequest) -> HttpResponse:
    """Erase what is remembered of the profile."""
    profile = profile_id(request)
    if profile is not None:
        erase_profile(profile)
    return redirect("screen:mine")
