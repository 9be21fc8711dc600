"""The app's registration."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Masters and packages."""

    name = "cartelera.apps.media"
    label = "media"
