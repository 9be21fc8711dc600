"""What a profile keeps, follows and has watched; taken along, or erased."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from cartelera.apps.audience.queries import history_of
from cartelera.apps.discovery.actions import (
    drop_title,
    erase_profile,
    keep_title,
    note_told,
)
from cartelera.apps.discovery.keeping import keeping_of, kept_keys
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
    keeping = keeping_of(profile, viewer_of(request), language, timezone.now())
    context = {"keeping": keeping, "history": history_of(profile)}
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
        for line in history_of(profile)
    ]
    response = JsonResponse({"watched": watched, "kept": kept_keys(profile)})
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
