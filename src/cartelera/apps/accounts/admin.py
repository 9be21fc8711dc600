"""Back-office pages of people, to read: they are let in and given roles in the office."""

from django.contrib import admin

from cartelera.apps.accounts.models import Profile, User
from cartelera.apps.work.admin import ReadOnly


class ProfileInline(admin.TabularInline[Profile, User]):
    """The profiles of an account."""

    model = Profile
    extra = 0


@admin.register(User)
class UserAdmin(ReadOnly):
    """Accounts."""

    list_display = ("email", "name", "is_staff", "is_active", "date_joined")
    list_filter = ("is_staff", "groups")
    search_fields = ("email", "name")
    fields = ("email", "name", "is_active", "is_staff", "groups")
    inlines = (ProfileInline,)
