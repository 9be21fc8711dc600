"""Back-office pages of announcements; drafts are worked on in the office."""

from django.contrib import admin

from cartelera.apps.announce import models as m
from cartelera.apps.work.admin import ReadOnly


@admin.register(m.Announcement)
class AnnouncementAdmin(ReadOnly):
    """Announcements."""

    list_display = ("headline", "language", "published", "announcer", "public_from")
    list_filter = ("language",)
    search_fields = ("headline", "text")
