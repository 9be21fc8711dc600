"""Shoots: their scenes, cast, places and boards."""

from datetime import date
from typing import Any, ClassVar

from django.db import models

from cartelera.apps.slate.models import Title, choices
from cartelera.vocabulary.filming import Engagement, Light, Setting


class Shoot(models.Model):
    """The filming of one title: a screenplay, and all that is planned from it."""

    key = models.SlugField(max_length=80, unique=True)
    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="shoots")
    name = models.CharField(max_length=160)  # as the papers call it
    draft = models.CharField(max_length=120, blank=True)  # which draft of the screenplay
    read = models.JSONField(default=dict)  # the breakdown as the rules read it; never changed
    starts_on = models.DateField()
    currency = models.CharField(max_length=3, default="MXN")  # ISO 4217
    company_day_cost = models.PositiveIntegerField(default=0)  # whole units of the currency
    minutes_an_eighth = models.PositiveSmallIntegerField(default=15)  # to shoot it
    country = models.CharField(max_length=2, default="MX", blank=True)  # whose rules of work
    zone = models.CharField(max_length=40, default="America/Mexico_City")  # of its clock
    version = models.PositiveIntegerField(default=1)  # rises with every change

    class Meta:
        ordering: ClassVar[list[str]] = ["-starts_on", "key"]

    def __str__(self) -> str:
        return self.key


class Scene(models.Model):
    """One scene, as it was read and as people have corrected it."""

    shoot = models.ForeignKey(Shoot, on_delete=models.CASCADE, related_name="scenes")
    number = models.CharField(max_length=12)  # as printed: 14A
    position = models.PositiveSmallIntegerField()  # its order in the script
    heading = models.CharField(max_length=300, blank=True)
    setting = models.CharField(max_length=8, choices=choices(Setting), blank=True)
    set_name = models.CharField(max_length=200)
    script_place = models.CharField(max_length=200, blank=True)  # the first part of the set
    time = models.CharField(max_length=80, blank=True)  # in the heading's words
    light = models.CharField(max_length=8, choices=choices(Light), blank=True)
    eighths = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)  # None: by its length
    speaking = models.JSONField(default=list, blank=True)  # names
    silent = models.JSONField(default=list, blank=True)
    voices = models.JSONField(default=list, blank=True)
    elements = models.JSONField(default=list, blank=True)  # [category, name, words]
    synopsis = models.TextField(blank=True)
    text = models.TextField(blank=True)
    location = models.ForeignKey(
        "Location", null=True, blank=True, on_delete=models.SET_NULL, related_name="scenes"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["shoot", "number"], name="scene_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.shoot} {self.number}"


class CastMember(models.Model):
    """Somebody of the cast of a shoot."""

    shoot = models.ForeignKey(Shoot, on_delete=models.CASCADE, related_name="cast")
    number = models.PositiveSmallIntegerField()  # on the strips and the call sheets
    name = models.CharField(max_length=120)  # of the character, as the strips use it
    played_by = models.CharField(max_length=160, blank=True)
    day_rate = models.PositiveIntegerField(default=0)  # whole units of the shoot's currency
    engagement = models.CharField(
        max_length=8, choices=choices(Engagement), default=Engagement.HELD
    )
    age_years = models.PositiveSmallIntegerField(null=True, blank=True)  # of a minor
    away = models.JSONField(default=list, blank=True)  # [[first date, date after the last]]
    marks = models.JSONField(default=dict, blank=True)  # date to T or R

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["shoot", "name"], name="cast_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class Location(models.Model):
    """Somewhere a shoot films."""

    shoot = models.ForeignKey(Shoot, on_delete=models.CASCADE, related_name="locations")
    name = models.CharField(max_length=160)
    address = models.CharField(max_length=300, blank=True)
    latitude = models.FloatField(null=True, blank=True)  # degrees
    longitude = models.FloatField(null=True, blank=True)
    move_cost = models.PositiveIntegerField(default=0)  # each time the company moves to it
    open = models.JSONField(default=list, blank=True)  # [[first, after the last]]; [] is always

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["shoot", "name"], name="location_once")
        ]

    def __str__(self) -> str:
        return self.name


class Board(models.Model):
    """One way to shoot it: days of strips and banners."""

    shoot = models.ForeignKey(Shoot, on_delete=models.CASCADE, related_name="boards")
    number = models.PositiveSmallIntegerField()  # in its address, from 1
    name = models.CharField(max_length=80)
    in_use = models.BooleanField(default=False)  # the one that the papers are made from
    days = models.JSONField(default=list)
    # how it was made by solving, or why solving it made none; None where neither
    answer: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["shoot", "number"], name="board_number_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def first_day(self) -> date | None:
        """The date of its first shooting day; None if it has none."""
        return date.fromisoformat(self.days[0]["on"]) if self.days else None


class ProductionYear(models.Model):
    """The weeks in which titles of the slate are made, and what they share."""

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    starts_on = models.DateField()  # a Monday: week 0
    weeks = models.PositiveSmallIntegerField(default=52)
    currency = models.CharField(max_length=3, default="MXN")  # ISO 4217
    crews = models.PositiveSmallIntegerField(default=2)  # that shoot at a time
    post_rooms = models.PositiveSmallIntegerField(default=2)
    stages = models.JSONField(default=dict, blank=True)  # kind to how many
    closed = models.JSONField(default=dict, blank=True)  # place to [[first, after the last]]
    slip_percent = models.PositiveSmallIntegerField(default=25)  # a shoot may take longer
    # what planning it came to: its cost and bound, or the rules in conflict; None before
    answer: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-starts_on", "key"]

    def __str__(self) -> str:
        return self.key


class YearTitle(models.Model):
    """What a title of the slate needs of a year, and where in it the title stands."""

    year = models.ForeignKey(ProductionYear, on_delete=models.CASCADE, related_name="titles")
    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="years")
    prep_weeks = models.PositiveSmallIntegerField(default=8)
    # [weeks, place, kind of stage] of each; the weeks count where the title has no board
    blocks = models.JSONField(default=list)
    post_weeks = models.PositiveSmallIntegerField(default=16)
    ready_on = models.DateField(
        null=True, blank=True
    )  # preparation begins then at the earliest
    due_on = models.DateField(null=True, blank=True)  # delivered before
    firm = models.BooleanField(default=False)  # it may not be late
    late_cost = models.PositiveIntegerField(default=0)  # of each week
    idle_cost = models.PositiveIntegerField(default=0)  # of each week waiting within the shoot
    people = models.JSONField(default=list, blank=True)  # whom it needs while shooting
    # name, value, and dates: begins_from, begins_before, spent_by
    incentive: "models.JSONField[Any, Any]" = models.JSONField(null=True, blank=True)
    kept = models.BooleanField(default=False)  # planning leaves it where it stands
    # the weeks in which its parts begin: prep, blocks, post; None before it is planned
    plan: "models.JSONField[Any, Any]" = models.JSONField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["year", "title"], name="title_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.title}"
