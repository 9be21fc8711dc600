"""The app's registration."""

from django.apps import AppConfig


class SlateConfig(AppConfig):
    """The record."""

    name = "cartelera.apps.slate"
    label = "slate"
