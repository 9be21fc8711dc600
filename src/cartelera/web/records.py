"""The records noun by noun: a room for administrators, behind the house's own sign-in."""

from django.contrib.admin import AdminSite
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cartelera.vocabulary.errors import AccessError
from cartelera.web.doors import public


class Records(AdminSite):
    """Django's back office, opened to administrators alone."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Say whether an administrator asks."""
        user = request.user
        return not isinstance(user, AnonymousUser) and user.is_active and user.is_superuser

    @public
    def login(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Lead to the one sign-in of the house, which counts the tries of a guesser.

        Raises AccessError if someone is signed in who may not enter.
        """
        if request.user.is_authenticated:
            raise AccessError(_("Your roles do not open this page; an administrator can."))
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
