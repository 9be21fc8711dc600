"""Back-office pages of shoots; they are worked on in the office."""

from django.contrib import admin

from cartelera.apps.filming import models as m
from cartelera.apps.work.admin import ReadOnly


@admin.register(m.Shoot)
class ShootAdmin(ReadOnly):
    """Shoots."""

    list_display = ("key", "title", "draft", "starts_on")


@admin.register(m.Board)
class BoardAdmin(ReadOnly):
    """Boards."""

    list_display = ("shoot", "name", "in_use", "changed_at")


@admin.register(m.ProductionYear)
class ProductionYearAdmin(ReadOnly):
    """Years."""

    list_display = ("name", "starts_on", "weeks")
