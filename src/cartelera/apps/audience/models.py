"""Viewings: kept apart from the record, with plain ids across."""

from typing import ClassVar

from django.db import models


class Viewing(models.Model):
    """One profile playing one title once: how far, how long, when. It belongs to the viewer."""

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


class Beacon(models.Model):
    """One stretch of one playing, by nobody: its viewer is a number of that week alone.

    Rows are only ever added, and go after thirty days.
    """

    day = models.DateField()  # when its playing began, by the house's clock
    playing = models.BigIntegerField()  # salted, of the week
    number = models.IntegerField()  # within the playing
    viewer = models.BigIntegerField()  # salted, of the week
    returned = models.BooleanField()  # the viewer had watched the same film or series last week
    title = models.BigIntegerField()  # Title id of the film or episode
    began_at = models.DateTimeField()  # the playing
    at = models.DateTimeField()  # the end of this stretch
    received_at = models.DateTimeField(db_index=True)
    territory = models.CharField(max_length=2)  # ISO 3166-1; ZZ where none is known
    device = models.CharField(max_length=10)
    row = models.CharField(max_length=40)
    place = models.IntegerField()  # in the row, from 1; 0: none
    campaign = models.CharField(max_length=40)
    played_ms = models.IntegerField()
    from_ms = models.IntegerField()  # into the title
    to_ms = models.IntegerField()
    stalls = models.IntegerField()
    stall_ms = models.IntegerField()
    seeks = models.IntegerField()
    height = models.IntegerField()  # px; 0: not told
    kbps = models.IntegerField()  # 0: not told
    audio = models.CharField(max_length=16)  # BCP 47
    text = models.CharField(max_length=16)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["playing", "number"], name="beacon_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["day"], name="beacon_day")
        ]

    def __str__(self) -> str:
        return f"playing {self.playing} of title {self.title}"
