"""The player's page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from cartelera.apps.accounts.queries import sign_in_of
from cartelera.apps.audience.actions import give_ticket
from cartelera.apps.discovery.queries import playing
from cartelera.apps.media.queries import playback_of
from cartelera.apps.slate.queries import title_by_key
from cartelera.vocabulary.errors import InputError
from cartelera.web.doors import public
from cartelera.web.screen.looking import profile_id, viewer_of


@public
def watch(request: HttpRequest, key: str) -> HttpResponse:
    """Show the player; in its address `?format=hls` or `?format=dash` chooses the manifest."""
    viewer, now, profile = viewer_of(request), timezone.now(), profile_id(request)
    try:
        now_playing = playing(key, viewer, profile, get_language() or "es", now)
    except InputError as refusal:
        raise Http404(key) from refusal
    sign_in = sign_in_of(request.session.session_key)
    title = title_by_key(key)
    playback = playback_of(title, viewer, sign_in, now)
    back = now_playing.of or now_playing.title
    return render(
        request,
        "screen/watch.html",
        {
            "playing": now_playing,
            "playback": playback,
            "beacon": reverse("api:viewings"),
            "ticket": give_ticket(title.pk, playback.seconds, playback.package, profile, now),
            "back": reverse("screen:title", args=[back.key]),
        },
    )
