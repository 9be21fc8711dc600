"""The app's registration."""

from django.apps import AppConfig


class AnnounceConfig(AppConfig):
    """Announcements and their drafts."""

    name = "cartelera.apps.announce"
    label = "announce"
