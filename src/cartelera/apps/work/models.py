"""Jobs and audit entries."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models


class Job(models.Model):
    """One piece of long work: durable, leased to one worker at a time, safe to repeat."""

    class State(models.TextChoices):
        """Where a job stands."""

        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    kind = models.CharField(max_length=80)  # the registered name, such as media.encode_master
    arguments = models.JSONField(default=list)
    subject = models.CharField(max_length=120)  # what it works on, such as master:12
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    priority = models.SmallIntegerField(default=0)  # higher runs first
    tag = models.CharField(max_length=20, default="", blank=True)  # only workers with it
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    fence = models.PositiveIntegerField(
        default=0
    )  # rises with every lease; late workers are known by it
    lease_until = models.DateTimeField(null=True)  # by the database's clock
    cancel_asked = models.BooleanField(default=False)
    progress = models.FloatField(default=0.0)  # 0 to 1
    note = models.CharField(max_length=200, default="", blank=True)  # what is being done
    error = models.TextField(default="", blank=True)  # why it failed, in words
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "-priority", "id"], name="job_next"),
            models.Index(fields=["subject", "-id"], name="job_subject"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=models.Q(state__in=["queued", "running"]),
                name="job_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class AuditEntry(models.Model):
    """Who changed what, when, from what, into what."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    verb = models.CharField(max_length=60)  # the action's name
    subject = models.CharField(max_length=160, db_index=True)  # such as title:las-muertas
    before: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    after: "models.JSONField[Any, Any]" = models.JSONField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"
