"""The app's registration."""

from django.apps import AppConfig


class FilmingConfig(AppConfig):
    """Shoots and their boards."""

    name = "cartelera.apps.filming"
    label = "filming"
