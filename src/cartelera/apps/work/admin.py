"""Back-office pages of jobs and audit, to read; and how other nouns are kept there."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest

from cartelera.apps.work.actions import note_change
from cartelera.apps.work.models import AuditEntry, Job


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that actions write, with their permission and audit, and people read here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return False: nobody writes these by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Return False: nobody edits these."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Return False: nobody deletes these."""
        return False


class Audited(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that no action changes by themselves: mended here, never removed, with an audit."""

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Return False: titles are named by these."""
        return False

    def save_model(
        self, request: HttpRequest, obj: Model, form: "ModelForm[Any]", change: bool
    ) -> None:
        """Keep a row, and note what it was before."""
        names = form.changed_data
        before = {name: form.initial.get(name) for name in names} if change else None
        super().save_model(request, obj, form, change)
        after = {name: form.cleaned_data[name] for name in names}
        subject = f"{obj._meta.model_name}:{obj.pk}"
        note_change(request.user, "mend_record", subject, before, after)  # type: ignore[arg-type]


@admin.register(Job)
class JobAdmin(ReadOnly):
    """Jobs, newest first."""

    list_display = ("kind", "subject", "state", "progress", "attempts", "created_at")
    list_filter = ("state", "kind")
    ordering = ("-id",)


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly):
    """The audit, newest first."""

    list_display = ("at", "by", "verb", "subject")
    search_fields = ("subject",)
