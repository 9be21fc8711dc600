"""The app's registration."""

from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    """What each profile is offered, and search."""

    name = "cartelera.apps.discovery"
    label = "discovery"
