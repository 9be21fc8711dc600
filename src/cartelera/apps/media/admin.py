"""Back-office pages of masters and packages."""

from django.contrib import admin

from cartelera.apps.media.models import Captions, Master, Package
from cartelera.apps.work.admin import ReadOnly


class CaptionsInline(admin.TabularInline[Captions, Master]):
    """The captions of a master."""

    model = Captions
    extra = 0
    fields = ("language", "kind", "name")
    readonly_fields = fields


@admin.register(Master)
class MasterAdmin(ReadOnly):
    """Masters: what a job has made of them is not edited by hand."""

    list_display = ("name", "title", "size", "received_by", "received_at")
    search_fields = ("name", "sha256", "title__key")
    inlines = (CaptionsInline,)


@admin.register(Package)
class PackageAdmin(ReadOnly):
    """Packages: immutable."""

    list_display = ("hash", "master", "seconds", "verified_at")
