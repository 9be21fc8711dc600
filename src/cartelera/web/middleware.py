"""What happens around every request: the security policy, who looks, and refusals."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from cartelera.apps.accounts.models import Profile
from cartelera.apps.accounts.queries import profile_of
from cartelera.apps.slate.queries import house
from cartelera.vocabulary.errors import AccessError, InputError
from cartelera.vocabulary.viewer import ADULT, Viewer

Answer = Callable[[HttpRequest], HttpResponse]
UNKNOWN_MATURITY = 15  # years: who has not signed in is not shown what asks for 18

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


class ContentSecurity:
    """Say that a page may load only what the house serves, and nothing inline."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the policy set."""
        response = self.answer(request)
        response.setdefault("Content-Security-Policy", POLICY)
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response


class Viewers:
    """Give each request its viewer and its profile, worked out only when asked for."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with `request.profile` and `request.viewer` set."""
        request.house = SimpleLazyObject(house)  # type: ignore[attr-defined]
        request.profile = SimpleLazyObject(lambda: _profile(request))  # type: ignore[attr-defined]
        request.viewer = SimpleLazyObject(lambda: _viewer(request))  # type: ignore[attr-defined]
        return self.answer(request)


def _profile(request: HttpRequest) -> Profile | None:
    if not request.user.is_authenticated:
        return None
    return profile_of(request.user, request.session.get("profile"))


def _viewer(request: HttpRequest) -> Viewer:
    profile = _profile(request)
    known = request.user.is_authenticated
    maturity = profile.maturity if profile else (ADULT if known else UNKNOWN_MATURITY)
    return Viewer(request.house.home_territory, maturity)  # type: ignore[attr-defined]


class Refusals:
    """Turn a refusal that a view did not catch into its page: 400 or 403, with the way out."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the view does."""
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page of a refusal; None for an error that is a fault of ours."""
        if isinstance(error, AccessError):
            return render(request, "403.html", {"message": str(error)}, status=403)
        if isinstance(error, InputError):
            return render(request, "400.html", {"message": str(error)}, status=400)
        return None
