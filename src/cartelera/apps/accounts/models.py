"""People who sign in, and the profiles they watch with."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cartelera.vocabulary.viewer import ADULT


class UserManager(BaseUserManager["User"]):
    """Makes users, who are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user; without a password nobody can sign in as them."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        """Make an administrator."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """One account: a viewer's, or a member of staff's."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("staff"), default=False)  # may enter the office
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email


class EndedSignIn(models.Model):
    """A sign-in that ended, by signing out or otherwise: what it was given opens no more."""

    sign_in = models.CharField(max_length=64, unique=True)  # as queries.sign_in_of names it
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return self.sign_in


class Profile(models.Model):
    """One viewer within an account, with a language and a history of their own."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="profiles")
    name = models.CharField(_("name"), max_length=40)
    language = models.CharField(_("language"), max_length=16, default="es")
    maturity = models.PositiveSmallIntegerField(
        _("may watch up to age"), default=ADULT, validators=[MaxValueValidator(ADULT)]
    )
    palette = models.PositiveSmallIntegerField(default=0)  # which of the drawn palettes

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "name"], name="profile_name_once")
        ]

    def __str__(self) -> str:
        return self.name
