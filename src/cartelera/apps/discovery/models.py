"""What programmers ask of every viewer's page, what came of it, and what viewers keep."""

from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from cartelera.apps.accounts.models import Profile
from cartelera.apps.slate.models import Title
from cartelera.engines.discovery.answers import Said


class Floor(models.Model):
    """The least share of a page that some titles have."""

    name = models.CharField(max_length=80, unique=True)
    which = models.CharField(max_length=200)  # a question over the slate
    home_percent = models.PositiveSmallIntegerField(validators=[MaxValueValidator(100)])
    abroad_percent = models.PositiveSmallIntegerField(validators=[MaxValueValidator(100)])

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        permissions = (("change_pages", "Can change what every viewer's page keeps to"),)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(home_percent__lte=100, abroad_percent__lte=100),
                name="floor_is_a_share",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Pin(models.Model):
    """A title that the house itself puts on every page that may show it."""

    title = models.OneToOneField(Title, on_delete=models.CASCADE, related_name="pin")
    es = models.CharField(max_length=160)  # why, as viewers read it
    en = models.CharField(max_length=160)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return str(self.title)


class Weights(models.Model):
    """What pages weigh against relevance, at home or abroad; without a row, the usual."""

    at_home = models.BooleanField(unique=True)
    calibration = models.FloatField()
    variety = models.FloatField()
    seldom = models.FloatField()

    class Meta:
        verbose_name_plural = "weights"

    def __str__(self) -> str:
        return "home" if self.at_home else "abroad"


class Kept(models.Model):
    """A title that a profile keeps in its list, or follows until it opens."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="kept")
    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="kept_by")
    kept_at = models.DateTimeField()
    awaited = models.BooleanField()  # did not play when kept; false once its opening is told

    class Meta:
        ordering: ClassVar[list[str]] = ["-kept_at", "-id"]
        verbose_name_plural = "kept"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["profile", "title"], name="kept_once")
        ]

    def __str__(self) -> str:
        return f"{self.profile}: {self.title}"


class Answer(models.Model):
    """What a profile said of a title that its page showed."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="answers")
    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="answered_by")
    said = models.CharField(max_length=8, choices=[(said.value, said.value) for said in Said])
    said_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-said_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["profile", "title"], name="answered_once")
        ]

    def __str__(self) -> str:
        return f"{self.profile}: {self.said} {self.title}"


class Choosing(models.Model):
    """How a profile's page is chosen, where not as usual."""

    profile = models.OneToOneField(Profile, on_delete=models.CASCADE, related_name="choosing")
    personal = models.BooleanField(default=True)  # false: as for someone who watched nothing
    since = models.DateTimeField(
        null=True, blank=True
    )  # what was watched before counts no more

    class Meta:
        verbose_name_plural = "choosing"

    def __str__(self) -> str:
        return str(self.profile)


class Exposure(models.Model):
    """How one floor stood on the pages of one week; of many viewers, never of one."""

    week = models.DateField()  # its Monday
    at_home = models.BooleanField()
    floor = models.CharField(max_length=80)
    percent = models.PositiveSmallIntegerField()  # asked
    pages = models.PositiveIntegerField()
    met = models.PositiveIntegerField()  # pages
    few = models.PositiveIntegerField()  # pages for which there are not so many such titles
    full = models.PositiveIntegerField()  # pages whose rows could not take more
    least = models.FloatField()  # share of the slots of a page, 0 to 1
    mean = models.FloatField()
    prominence = models.FloatField()  # mean part of a page's attention, 0 to 1

    class Meta:
        ordering: ClassVar[list[str]] = ["-week", "-at_home", "floor"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["week", "at_home", "floor"], name="exposure_once_a_week"
            )
        ]

    def __str__(self) -> str:
        return f"{self.floor} {self.week}"
