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


class Fold(models.Model):
    """A moment up to which beacons have been counted."""

    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class Cell(models.Model):
    """The figures of one subject in one week, safe to publish; what stays of the beacons."""

    week = models.DateField()  # its Monday
    subject = models.CharField(max_length=60)  # house, title:1, row:hero: see subject_of
    by = models.CharField(max_length=12)  # what it is divided by: all, territory, device
    label = models.CharField(max_length=60)
    viewers = models.BigIntegerField()
    plays = models.BigIntegerField()
    played_ms = models.BigIntegerField()
    microviews = models.BigIntegerField()
    pairs = models.BigIntegerField()
    reached = models.BigIntegerField()
    admitted = models.BigIntegerField()
    returned = models.BigIntegerField()
    stalls = models.BigIntegerField()
    stall_ms = models.BigIntegerField()
    seeks = models.BigIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["subject", "by", "week", "label"], name="audience_cell_once"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["week"], name="audience_cell_week"),
        ]
        permissions = (("view_reach", "Can see who is reached"),)

    def __str__(self) -> str:
        return f"{self.subject} by {self.by} {self.label}, {self.week}"


class Retention(models.Model):
    """How often each second of a film or episode was played in one week."""

    week = models.DateField()
    title = models.BigIntegerField()  # Title id
    steps: "models.JSONField[list[list[int]], list[list[int]]]" = models.JSONField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["title", "week"], name="retention_once")
        ]

    def __str__(self) -> str:
        return f"title {self.title}, {self.week}"


class Elsewhere(models.Model):
    """What others published or told of a title, in one territory and period."""

    source = models.CharField(max_length=20)  # engines.audience.elsewhere.Source
    begins = models.DateField()
    ends = models.DateField()  # the day after its last
    territory = models.CharField(max_length=2)  # ISO 3166-1; ZZ: the whole world
    name = models.CharField(max_length=300)  # as published
    season = models.CharField(max_length=300, blank=True)
    title = models.BigIntegerField(null=True)  # Title id, where one of ours is called that
    rank = models.IntegerField(null=True)
    hours = models.BigIntegerField(null=True)
    views = models.BigIntegerField(null=True)
    admissions = models.BigIntegerField(null=True)  # or viewers, of a broadcast

    class Meta:
        verbose_name_plural = "elsewhere"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["source", "begins", "territory", "name", "season"],
                name="elsewhere_once",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["title", "begins"], name="elsewhere_title"),
        ]
        permissions = (("import_figures", "Can import figures from elsewhere"),)

    def __str__(self) -> str:
        return f"{self.name}, {self.territory}, {self.begins}"


class Forecast(models.Model):
    """What the announced titles may reach, as it was last forecast."""

    at = models.DateTimeField()
    basis = models.CharField(max_length=64)  # hash of what it was made from
    own = models.BooleanField()  # learnt from the house's own viewings, not from lists
    said = models.JSONField()  # see outlooks.slate_outlook

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
