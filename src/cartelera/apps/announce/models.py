"""Announcements, and the drafts read from them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Coalesce

from cartelera.apps.accounts.models import User


class Announcement(models.Model):
    """A press text as it was received, in one language."""

    key = models.SlugField(max_length=80, unique=True)
    headline = models.CharField(max_length=200)
    text = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)  # of its text
    language = models.CharField(max_length=16)
    published = models.CharField(max_length=10)  # 2024, 2024-02 or 2024-02-09
    announcer = models.CharField(max_length=160, blank=True)
    outlet = models.CharField(max_length=160, blank=True)  # where it was published
    public_from = models.DateTimeField(null=True, blank=True)  # embargo; None is not public
    first_language = models.ForeignKey(  # the same announcement, as it was received first
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="translations"
    )
    received_at = models.DateTimeField(auto_now_add=True)
    received_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)

    class Meta:
        ordering: ClassVar[list[str]] = ["-received_at", "-id"]
        permissions = (
            ("receive_announcement", "Can receive announcements and accept their drafts"),
            ("publish_announcement", "Can publish announcements"),
        )

    def __str__(self) -> str:
        return self.headline


class PressLink(models.Model):
    """A way in, before its embargo is over, to an announcement and the titles it names."""

    announcement = models.ForeignKey(  # as it was received first; it opens every language
        Announcement, on_delete=models.CASCADE, related_name="press_links"
    )
    name = models.CharField(max_length=120)  # for whom
    digest = models.CharField(
        max_length=64, unique=True
    )  # SHA-256 of the token: it is not kept
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.name


class Draft(models.Model):
    """One production as it was read from an announcement, and as it stands corrected."""

    class State(models.TextChoices):
        DRAFTED = "drafted"
        ACCEPTED = "accepted"
        REJECTED = "rejected"
        JOINED = "joined"  # it is part of another draft

    announcement = models.ForeignKey(
        Announcement, on_delete=models.CASCADE, related_name="drafts"
    )
    number = models.PositiveSmallIntegerField()  # its order in the text, from 1
    read = models.JSONField()  # the record as it was read, with its proofs
    record = models.JSONField()  # the record as it stands
    state = models.CharField(max_length=8, choices=State, default=State.DRAFTED)
    title_key = models.SlugField(max_length=80, blank=True)  # the title it was accepted as
    declined = models.JSONField(default=list, blank=True)  # keys of titles that it is not
    values_read = models.PositiveSmallIntegerField(default=0)
    values_corrected = models.PositiveSmallIntegerField(default=0)
    split_from = models.ForeignKey(  # the draft it was read as a part of
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="split_off"
    )
    joined_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="joined"
    )
    version = models.PositiveIntegerField(default=1)  # rises with every change

    class Meta:
        ordering: ClassVar[list[Any]] = [Coalesce("split_from__number", "number"), "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["announcement", "number"], name="draft_once")
        ]

    def __str__(self) -> str:
        return f"{self.announcement} {self.number}"
