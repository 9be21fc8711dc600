"""The app's registration."""

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate, pre_delete
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.sessions.models import Session

    from cartelera.apps.accounts.models import User


class AccountsConfig(AppConfig):
    """People and profiles."""

    name = "cartelera.apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Keep roles in step with permissions, sign-ins with sessions, a profile for each."""
        from allauth.account import signals
        from django.contrib.auth.signals import user_logged_in
        from django.contrib.sessions.models import Session

        post_migrate.connect(_roles_last, dispatch_uid="cartelera.roles")
        pre_delete.connect(_session_ends, Session, dispatch_uid="cartelera.sign-ins")
        user_logged_in.connect(_signed_in, dispatch_uid="cartelera.first-profile")
        for changed in (signals.password_changed, signals.password_reset):
            changed.connect(_password_changed, dispatch_uid="cartelera.password")


def _roles_last(sender: AppConfig, using: str, **_: Any) -> None:
    migrated = [app for app in apps.get_app_configs() if app.models_module is not None]
    if using == "default" and sender.label == migrated[-1].label:
        from cartelera.apps.accounts.actions import keep_roles

        keep_roles()


def _session_ends(instance: "Session", **_: Any) -> None:
    from cartelera.apps.accounts.actions import end_sign_in

    end_sign_in(instance.session_key)


def _password_changed(request: HttpRequest, user: "User", **_: Any) -> None:
    from cartelera.apps.accounts.actions import end_other_sign_ins

    end_other_sign_ins(user, request.session.session_key)


def _signed_in(user: "User", **_: Any) -> None:
    from django.utils.translation import get_language

    from cartelera.apps.accounts.actions import first_profile

    first_profile(user, get_language() or "es")
