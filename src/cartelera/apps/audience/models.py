"""Viewings: kept apart from the record, with plain ids across."""

from typing import ClassVar

from django.db import models


class Viewing(models.Model):
    """One profile playing one title once: how far, how long, when."""

    session = models.CharField(max_length=40)  # the player's own name for this playing
    profile = models.BigIntegerField()  # Profile id; profiles live in another database
    title = models.BigIntegerField()  # Title id of the film or episode
    package = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    reported_at = models.DateTimeField()
    position = models.FloatField(default=0.0)  # seconds into the title, where it was last
    seconds_played = models.FloatField(default=0.0)  # really played, whatever the position
    seconds_long = models.FloatField()  # of the whole title

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["profile", "session"], name="viewing_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["profile", "-reported_at"], name="viewing_latest"),
        ]

    def __str__(self) -> str:
        return f"title {self.title} to {self.position:.0f} s"
