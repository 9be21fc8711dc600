"""Make people, give them roles, keep their profiles."""

import secrets

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cartelera.apps.accounts.models import EndedSignIn, Profile, User
from cartelera.apps.accounts.queries import (
    REMEMBERED,
    has_administrator,
    other_administrators,
    sign_in_of,
)
from cartelera.apps.work.actions import note_change
from cartelera.vocabulary.errors import AccessError, InputError
from cartelera.vocabulary.language import language_tag
from cartelera.vocabulary.staff import PERMISSIONS, StaffRole
from cartelera.vocabulary.viewer import ADULT

PROFILES_EACH = 6


def keep_roles() -> None:
    """Make the group of each staff role, with the permissions that exist so far."""
    known = {
        f"{p.content_type.app_label}.{p.codename}": p
        for p in Permission.objects.select_related("content_type")
    }
    for role, names in PERMISSIONS.items():
        group, _ = Group.objects.get_or_create(name=role.value)
        group.permissions.set([known[name] for name in names if name in known])


def add_user(
    email: str,
    password: str,
    roles: tuple[StaffRole, ...] = (),
    by: User | None = None,
    name: str = "",
) -> User:
    """Make a user with staff roles; `by` is None for the operator at the console.

    Raises AccessError if `by` may not, InputError for an address in use or a weak password.
    """
    if by is not None and not by.is_superuser:
        raise AccessError(f"{by} may not add people; an administrator may")
    if User.objects.filter(email__iexact=email).exists():
        raise InputError(f"{email} has an account already")
    if "@" not in email:
        raise InputError(f"{email!r} is no e-mail address")
    user = User(email=email.lower(), name=name)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise InputError(" ".join(error.messages)) from error
    with transaction.atomic():
        user.set_password(password)
        user.save()
        grant_roles(user, roles, by)
        return user


def grant_roles(user: User, roles: tuple[StaffRole, ...], by: User | None) -> None:
    """Give a user exactly these roles.

    Raises AccessError if `by` may not, InputError for the last administrator's own role.
    """
    if by is not None and not by.is_superuser:
        raise AccessError(f"{by} may not give roles; an administrator may")
    with transaction.atomic():
        before = sorted(user.groups.values_list("name", flat=True))
        if by is not None and StaffRole.ADMINISTRATOR not in roles:
            _keep_an_administrator(user)
        user.is_staff = bool(roles)
        user.is_superuser = StaffRole.ADMINISTRATOR in roles
        user.save()
        user.groups.set(Group.objects.filter(name__in=[role.value for role in roles]))
        note_change(
            by, "grant_roles", f"user:{user.pk}", before, sorted(r.value for r in roles)
        )


def _keep_an_administrator(user: User) -> None:
    if user.is_superuser and user.is_active and not other_administrators(user):
        raise InputError(f"{user} is the last administrator; make another one first")


def invite_user(email: str, name: str, roles: tuple[StaffRole, ...], by: User | None) -> User:
    """Make a user who will choose a password by a link: see `password_link`.

    Raises AccessError if `by` may not, InputError for an address in use.
    """
    return add_user(email, secrets.token_urlsafe(32), roles, by, name)


def password_link(user: User, by: User | None) -> tuple[str, str]:
    """Return the two parts, who and key, of an address where a user chooses a password.

    It works once, for as long as Django's PASSWORD_RESET_TIMEOUT says (three days).
    Raises AccessError if `by` may not, InputError for someone who may not sign in.
    """
    if by is not None and not by.is_superuser:
        raise AccessError(f"{by} may not make sign-in links; an administrator may")
    if not user.is_active:
        raise InputError(f"{user} may not sign in; let them in again first")
    note_change(by, "password_link", f"user:{user.pk}")
    return user_pk_to_url_str(user), default_token_generator.make_token(user)


def let_in(user: User, allowed: bool, by: User | None) -> None:
    """Let a user sign in, or no longer; whoever is shut out has nothing open any more.

    Raises AccessError if `by` may not, InputError for oneself and for the last administrator.
    """
    if by is not None and not by.is_superuser:
        raise AccessError(f"{by} may not shut people out; an administrator may")
    if by is not None and by.pk == user.pk and not allowed:
        raise InputError("you cannot shut yourself out; another administrator can")
    with transaction.atomic():
        if by is not None and not allowed:
            _keep_an_administrator(user)
        if user.is_active != allowed:
            note_change(by, "let_in", f"user:{user.pk}", user.is_active, allowed)
            user.is_active = allowed
            user.save(update_fields=["is_active"])
        if not allowed:
            end_other_sign_ins(user, None)


def claim_house(email: str, password: str, code: str, expected: str) -> User:
    """Make the first administrator, for whoever holds the console's one-time code.

    Raises AccessError if the code is wrong or the house has an administrator.
    """
    from django.utils.crypto import constant_time_compare

    with transaction.atomic():
        if has_administrator():
            raise AccessError("this house has an administrator already; sign in instead")
        if not constant_time_compare(code.strip(), expected):
            raise AccessError("that is not the code printed on the console")
        return add_user(email, password, (StaffRole.ADMINISTRATOR,))


def save_profile(
    user: User, name: str, language: str, maturity: int, profile: Profile | None = None
) -> Profile:
    """Make or change one of the account's own profiles.

    Raises InputError for a name in use, an unknown language, or too many profiles.
    """
    others = user.profiles.exclude(pk=profile.pk) if profile else user.profiles.all()
    if others.filter(name=name).exists():
        raise InputError(f"another profile is called {name}")
    if profile is None and others.count() >= PROFILES_EACH:
        raise InputError(f"an account has at most {PROFILES_EACH} profiles")
    if not name.strip() or not 0 <= maturity <= ADULT:
        raise InputError("a profile needs a name, and an age from 0 to 18")
    profile = profile or Profile(user=user, palette=others.count())
    profile.name, profile.language, profile.maturity = (
        name.strip(),
        language_tag(language),
        maturity,
    )
    profile.save()
    return profile


def first_profile(user: User, language: str) -> Profile:
    """Return the account's first profile, made now if it has none, so that it can go on.

    language  what the new profile reads; it is called as the user is, else as their address
    """
    known = user.profiles.first()
    name = (user.name or user.email.partition("@")[0].capitalize()).strip()[:40]
    return known or save_profile(user, name or "1", language, ADULT)


def end_sign_in(session_key: str) -> None:
    """Note that a session ended, so that whatever was given to it opens no more.

    Those that ended so long ago that nothing of theirs is about are forgotten.
    """
    EndedSignIn.objects.filter(at__lte=timezone.now() - REMEMBERED).delete()
    EndedSignIn.objects.get_or_create(sign_in=sign_in_of(session_key))


def end_other_sign_ins(user: User, kept: str | None) -> int:
    """End every session of a user but the one whose key is `kept`; return how many."""
    sessions = Session.objects.filter(expire_date__gt=timezone.now()).exclude(session_key=kept)
    theirs = [s for s in sessions if s.get_decoded().get(SESSION_KEY) == str(user.pk)]
    for session in theirs:
        session.delete()
    return len(theirs)
