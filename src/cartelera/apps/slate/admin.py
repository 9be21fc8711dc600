"""Back-office pages of the record's nouns; titles, terms and the house change in the office."""

from django.contrib import admin

from cartelera.apps.slate import models as m
from cartelera.apps.work.admin import Audited, ReadOnly


@admin.register(m.House)
class HouseAdmin(ReadOnly):
    """The house."""

    list_display = ("name", "home_territory", "press_contact")


@admin.register(m.Term)
class TermAdmin(ReadOnly):
    """The controlled vocabularies."""

    list_display = ("key", "family", "es", "en")
    list_filter = ("family",)
    search_fields = ("key", "es", "en")


@admin.register(m.Person, m.Company)
class NameAdmin(Audited):
    """People and companies."""

    search_fields = ("name",)


@admin.register(m.Place)
class PlaceAdmin(Audited):
    """Places."""

    list_display = ("name", "region", "territory")
    search_fields = ("name",)


@admin.register(m.SourceWork)
class SourceWorkAdmin(Audited):
    """Source works."""

    list_display = ("name", "kind", "year")
    search_fields = ("name",)
