"""The app's registration."""

from django.apps import AppConfig


class AudienceConfig(AppConfig):
    """Viewings."""

    name = "cartelera.apps.audience"
    label = "audience"
