"""Files on their way in, masters, and the packages made from them."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Upload(models.Model):
    """A file that arrives in parts; its bytes lie under its key, as far as they have come."""

    key = models.CharField(max_length=32, unique=True)  # hexadecimal, and nobody can guess it
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads"
    )
    length = models.BigIntegerField()  # bytes, of the whole file
    name = models.CharField(max_length=300, blank=True)  # as its sender calls it: never a path
    began_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        permissions = (("receive_master", "Can receive masters"),)

    def __str__(self) -> str:
        return self.name or self.key


class Master(models.Model):
    """A file a producer delivered for a title: never altered, kept under its hash."""

    title = models.ForeignKey("slate.Title", on_delete=models.PROTECT, related_name="masters")
    name = models.CharField(max_length=300, blank=True)  # as its sender calls it: never a path
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)  # empty: not read yet
    size = models.BigIntegerField(default=0)  # bytes
    upload = models.ForeignKey(
        Upload, null=True, on_delete=models.SET_NULL, related_name="masters"
    )  # where its bytes lie until they have been read
    sound_languages: "models.JSONField[list[str], list[str]]" = models.JSONField(
        default=list, blank=True
    )  # BCP 47, of the audio tracks in order
    marks = models.TextField(
        null=True, blank=True
    )  # as engines.media.marks.read_marks takes them, empty for none; null: as its file says
    quality = models.PositiveSmallIntegerField(
        null=True
    )  # VMAF asked of the best rung; null takes a fixed ladder
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return self.name or f"master {self.pk}"

    @property
    def subject(self) -> str:
        """How jobs and the audit name it."""
        return f"master:{self.pk}"

    @property
    def marks_subject(self) -> str:
        """How the job that changes its marks names it."""
        return f"marks:{self.pk}"


class Captions(models.Model):
    """Subtitles or captions delivered beside a master, already as plain WebVTT."""

    master = models.ForeignKey(Master, on_delete=models.CASCADE, related_name="captions")
    language = models.CharField(max_length=35)  # BCP 47
    kind = models.CharField(max_length=12)  # engines.media.captions.CaptionKind
    name = models.CharField(max_length=300, blank=True)
    text = models.TextField()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        verbose_name_plural = "captions"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["master", "language", "kind"], name="captions_once_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"


class Package(models.Model):
    """Renditions, sound, captions and manifests, verified and ready to play."""

    hash = models.CharField(max_length=64, unique=True)  # of its files: its directory's name
    master = models.ForeignKey(Master, on_delete=models.PROTECT, related_name="packages")
    seconds = models.FloatField()  # running time
    facts: "models.JSONField[dict[str, object], dict[str, object]]" = models.JSONField()
    first = models.BooleanField(default=False)  # a first look, until the whole ladder is made
    remarked = models.BooleanField(default=False)  # another has its pictures, and newer marks
    verified_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        # one that is made again is the newest again
        ordering: ClassVar[list[str]] = ["-verified_at", "-id"]

    def __str__(self) -> str:
        return self.hash[:12]
