"""The record of every title."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from cartelera.vocabulary.kind import (
    ArtworkKind,
    Gender,
    IdentifierScheme,
    Kind,
    PlaceUse,
    ReleaseKind,
    Role,
    SourceKind,
    TermFamily,
)
from cartelera.vocabulary.labelled import Labelled
from cartelera.vocabulary.stage import Stage


def choices(words: type[Labelled]) -> list[tuple[str, str]]:
    """Return a closed list as a field's choices."""
    return [(word.value, word.en) for word in words]


class House(models.Model):
    """The institution that runs this platform; there is one row."""

    name = models.CharField(max_length=120, default="Cartelera")
    home_territory = models.CharField(
        max_length=2, default="MX"
    )  # where viewers are taken to be
    press_contact = models.CharField(max_length=200, blank=True)
    range_against = models.SlugField(max_length=60, default="catalogue")  # a reference's key

    class Meta:
        verbose_name_plural = "house"

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """A word of a controlled vocabulary: a genre or a theme."""

    family = models.CharField(max_length=10, choices=choices(TermFamily))
    key = models.SlugField(max_length=40)
    en = models.CharField(max_length=60)
    es = models.CharField(max_length=60)

    class Meta:
        ordering: ClassVar[list[str]] = ["family", "key"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["family", "key"], name="term_once")
        ]

    def __str__(self) -> str:
        return self.key


class Reference(models.Model):
    """What the range of a slate is held against: a census, a survey."""

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=200)  # where its numbers are from
    shares = models.JSONField()  # {aspect: {value: share of the aspect, together 1}}

    class Meta:
        ordering: ClassVar[list[str]] = ["key"]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Someone credited."""

    name = models.CharField(max_length=160, unique=True)
    nationalities = models.JSONField(default=list, blank=True)  # ISO 3166-1 codes
    gender = models.CharField(  # as the person states it; empty: not stated
        max_length=10, choices=choices(Gender), blank=True
    )

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name


class Company(models.Model):
    """An organisation credited."""

    name = models.CharField(max_length=160, unique=True)
    countries = models.JSONField(default=list, blank=True)  # ISO 3166-1 codes

    class Meta:
        verbose_name_plural = "companies"

    def __str__(self) -> str:
        return self.name


class SourceWork(models.Model):
    """The novel, play, article, film or life that titles are drawn from."""

    kind = models.CharField(max_length=20, choices=choices(SourceKind))
    name = models.CharField(max_length=200, blank=True)
    authors = models.JSONField(default=list, blank=True)
    publisher = models.CharField(max_length=120, blank=True)
    year = models.SmallIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name or self.kind


class Place(models.Model):
    """A real place: where scenes are shot, or where a story happens."""

    name = models.CharField(max_length=120)
    region = models.CharField(max_length=6, blank=True)  # ISO 3166-2
    territory = models.CharField(max_length=2, blank=True)  # ISO 3166-1 alpha-2
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["name", "region", "territory"], name="place_once")
        ]

    def __str__(self) -> str:
        return self.name


class Title(models.Model):
    """One work that a viewer would name, or a part of one."""

    key = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=choices(Kind))
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    root = models.ForeignKey(  # the series of a season or episode; None for a title of its own
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="all_parts"
    )
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    original_name = models.CharField(max_length=200, blank=True)
    alternative_names = models.JSONField(default=list, blank=True)
    stage = models.CharField(max_length=16, choices=choices(Stage), default=Stage.DEVELOPMENT)
    year = models.SmallIntegerField(null=True, blank=True, db_index=True)
    runtime_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    episodes_planned = models.PositiveSmallIntegerField(null=True, blank=True)
    countries = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)
    terms = models.ManyToManyField(Term, blank=True, related_name="titles")
    source_works = models.ManyToManyField(SourceWork, blank=True, related_name="titles")
    public_from = models.DateTimeField(null=True, blank=True)  # embargo; None is not public
    minimum_age = models.PositiveSmallIntegerField(default=0)  # years, from its ratings
    playable_package = models.CharField(max_length=64, blank=True)  # hash of a verified package
    playable_seconds = models.FloatField(null=True, blank=True)
    search_text = models.TextField(blank=True)  # folded names, people, source works, places
    version = models.PositiveIntegerField(default=1)  # rises with every change
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        permissions = (
            ("see_budget", "Can see budgets"),
            ("change_stage", "Can change a title's stage"),
        )
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["root", "-public_from", "key"], name="title_newest"),
            models.Index(fields=["root", "stage", "-public_from"], name="title_on_its_way"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["parent", "number"], name="part_number_once")
        ]

    def __str__(self) -> str:
        return self.key


class TitleText(models.Model):
    """What a title is called, and what is said of it, in one language."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=16)
    name = models.CharField(max_length=200)
    logline = models.TextField(blank=True)
    synopsis = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["title", "language"], name="text_once")
        ]

    def __str__(self) -> str:
        return self.name


class Credit(models.Model):
    """A person's or company's named role on a title."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="credits")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="credits"
    )
    company = models.ForeignKey(
        Company, null=True, blank=True, on_delete=models.PROTECT, related_name="credits"
    )
    role = models.CharField(max_length=24, choices=choices(Role))
    character = models.CharField(max_length=120, blank=True)
    work_number = models.PositiveSmallIntegerField(null=True, blank=True)  # 1: a debut
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(company__isnull=True),
                name="credit_names_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.person or self.company}"


class TitlePlace(models.Model):
    """Why a place belongs to a title."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="title_places")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="title_places")
    use = models.CharField(max_length=6, choices=choices(PlaceUse))
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "id"]

    def __str__(self) -> str:
        return f"{self.use}: {self.place}"


class StageChange(models.Model):
    """The day a title entered a stage."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="stage_changes")
    stage = models.CharField(max_length=16, choices=choices(Stage))
    on = models.DateField()

    class Meta:
        ordering: ClassVar[list[str]] = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.stage} {self.on}"


class Artwork(models.Model):
    """A picture, with the credit, licence and texts that never leave it."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="artworks")
    kind = models.CharField(max_length=10, choices=choices(ArtworkKind))
    sha256 = models.CharField(max_length=64, db_index=True)
    media_type = models.CharField(max_length=40)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    credit = models.CharField(max_length=200)
    licence = models.CharField(max_length=120)
    alt = models.JSONField()  # [[language, text], ...]

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(credit="") & ~Q(licence=""), name="artwork_has_credit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.credit})"


class Avail(models.Model):
    """The right to show a title in one territory during [opens, closes)."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="avails")
    territory = models.CharField(max_length=2)
    opens = models.DateTimeField()
    closes = models.DateTimeField(null=True, blank=True)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["opens", "territory", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["title", "territory", "opens"], name="avail_open"),
            models.Index(fields=["territory", "title"], name="avail_here"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(closes__isnull=True) | Q(closes__gt=models.F("opens")),
                name="avail_closes_after_it_opens",
            )
        ]

    def __str__(self) -> str:
        return f"{self.territory} from {self.opens:%Y-%m-%d}"


class Release(models.Model):
    """One way a title reached, or will reach, an audience."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="releases")
    kind = models.CharField(max_length=10, choices=choices(ReleaseKind))
    territory = models.CharField(max_length=2)
    on = models.DateField()
    event = models.CharField(max_length=120, blank=True)
    admissions = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.territory} {self.on}"


class Budget(models.Model):
    """What a title costs; private to staff."""

    title = models.OneToOneField(Title, on_delete=models.CASCADE, related_name="budget")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class Rating(models.Model):
    """An age rating."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="ratings")
    region = models.CharField(max_length=2)
    system = models.CharField(max_length=10)
    value = models.CharField(max_length=10)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.system} {self.value}"


class Identifier(models.Model):
    """An identifier in an outside register."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=10, choices=choices(IdentifierScheme))
    value = models.CharField(max_length=60)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["scheme", "value"], name="identifier_once")
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"


class Proof(models.Model):
    """The words of an announcement that say one value of a title."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="proofs")
    field = models.CharField(max_length=60)
    value = models.CharField(max_length=300)
    announcement = models.CharField(max_length=80)  # the announcement's key
    quote = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.field}: {self.value}"


class Correction(models.Model):
    """What the public record of a title said, and no longer says."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="corrections")
    at = models.DateTimeField(null=True, db_index=True)  # public from; None: not public yet
    changed_at = models.DateTimeField()
    before: "models.JSONField[Any, Any]" = models.JSONField()  # {field: what it said}
    after: "models.JSONField[Any, Any]" = models.JSONField()  # {field: what it says}
    withheld = models.BooleanField(default=False)  # what it said is told no more

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.title}: {', '.join(self.before)}"
