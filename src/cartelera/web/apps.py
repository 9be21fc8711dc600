"""The site's registration, for its templates and tags, and that of the records."""

from django.apps import AppConfig
from django.contrib.admin import apps as back_office


class WebConfig(AppConfig):
    """The four front doors."""

    default = True
    name = "cartelera.web"
    label = "web"


class RecordsConfig(back_office.AdminConfig):
    """The records noun by noun."""

    default = False
    default_site = "cartelera.web.records.Records"

    def ready(self) -> None:
        """Find the nouns of every app; a role's permissions are none: they are in code."""
        super().ready()
        from django.contrib.admin import site
        from django.contrib.auth.models import Group

        site.unregister(Group)
