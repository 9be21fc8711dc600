"""Who may come through: every route says so, and a test refuses one that does not."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from cartelera.vocabulary.errors import AccessError

PLAIN = "text/plain; charset=utf-8"
View = Callable[..., HttpResponseBase]


class Door(StrEnum):
    """The kinds of door."""

    PUBLIC = "public"
    VIEWER = "viewer"
    STAFF = "staff"


def public(view: View) -> View:
    """Let anyone in; what they see is decided at the gate."""
    view.door = Door.PUBLIC  # type: ignore[attr-defined]
    return view


def viewer(view: View) -> View:
    """Let in whoever is signed in."""

    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        return view(request, *args, **kwargs)

    inside.door = Door.VIEWER  # type: ignore[attr-defined]
    return inside


def staff(permission: str) -> Callable[[View], View]:
    """Let in staff who hold a permission, such as slate.view_title."""

    def mark(view: View) -> View:
        @wraps(view)
        def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _sign_in_first(request)
            if not (request.user.is_staff and request.user.has_perm(permission)):
                raise AccessError(_("Your roles do not open this page; an administrator can."))
            return view(request, *args, **kwargs)

        inside.door = Door.STAFF  # type: ignore[attr-defined]
        inside.permission = permission  # type: ignore[attr-defined]
        return inside

    return mark


def _sign_in_first(request: HttpRequest) -> HttpResponseBase:
    if request.path.startswith("/api/"):  # a program cannot fill in a form
        return HttpResponse(_("Sign in first.") + "\n", status=401, content_type=PLAIN)
    return redirect_to_login(request.get_full_path())
