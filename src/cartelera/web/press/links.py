"""The way in of a press link: what it opens early, for whoever bears it."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _

from cartelera.apps.announce.queries import NO_PASS, PressPass, press_pass
from cartelera.web.doors import public

COOKIE = "press"


@public
def enter(request: HttpRequest, token: str) -> HttpResponseBase:
    """Take in the bearer of a press link, and lead to what it opens."""
    at = timezone.now()
    found = press_pass(token, at)
    if found is None:
        raise Http404(_("This press link has ended, or there is none such. Ask for another."))
    announcement, bearer = found
    assert bearer.expires_at is not None  # noqa: S101 (tells the type checker)
    response = redirect("press:announcement", key=announcement.key)
    response.set_cookie(
        COOKIE,
        token,
        max_age=int((bearer.expires_at - at).total_seconds()),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def bearer_of(request: HttpRequest) -> PressPass:
    """Return what the press link of a request opens at this moment; often nothing."""
    token = request.COOKIES.get(COOKIE, "")
    found = press_pass(token, timezone.now()) if token else None
    return found[1] if found else NO_PASS


def with_press_link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give a view the bearer of a press link; what such a one is shown is kept by nobody."""

    @wraps(view)
    def answer(request: HttpRequest, **given: Any) -> HttpResponseBase:
        bearer = bearer_of(request)
        response = view(request, bearer=bearer, **given)
        patch_vary_headers(response, ["Cookie"])
        if bearer.announcements:
            del response["ETag"]
            response["Cache-Control"] = "no-store"
            patch_cache_control(response, private=True)
            response["X-Robots-Tag"] = "noindex"
        return response

    return answer


def early(public_from: datetime | None, at: datetime) -> bool:
    """Say whether something is seen before its embargo is over."""
    return public_from is None or public_from > at
