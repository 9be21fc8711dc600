"""Questions about people."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from cartelera.apps.accounts.models import EndedSignIn, Profile, User
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.staff import StaffRole

VISITOR = "visitor"  # the sign-in of whoever has not signed in
REMEMBERED = timedelta(days=2)  # longer than anything given to a sign-in lasts


def has_administrator() -> bool:
    """Say whether anyone administers this house yet."""
    return User.objects.filter(is_superuser=True, is_active=True).exists()


def profiles_of(user: User) -> list[Profile]:
    """Return the profiles of an account, oldest first."""
    return list(user.profiles.all())


def profile_of(user: User, pk: int | None) -> Profile | None:
    """Return the account's own profile `pk`, else its first; None if it has none."""
    profiles = profiles_of(user)
    return next((p for p in profiles if p.pk == pk), profiles[0] if profiles else None)


def sign_in_of(session_key: str | None) -> str:
    """Return the name of a sign-in, which tells nothing of its session's key."""
    if not session_key:
        return VISITOR
    return sha256(f"sign-in {session_key}".encode()).hexdigest()[:32]


def ended_sign_ins(at: datetime) -> frozenset[str]:
    """Return the sign-ins that ended lately enough for something of theirs to be about."""
    lately = EndedSignIn.objects.filter(at__gt=at - REMEMBERED)
    return frozenset(lately.values_list("sign_in", flat=True))


def other_administrators(user: User) -> bool:
    """Say whether someone else administers this house too."""
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    return others.exists()


@dataclass(frozen=True, slots=True)
class Person:
    """Someone with an account, as administrators see them."""

    pk: int
    name: str
    email: str
    roles: tuple[StaffRole, ...]
    may_sign_in: bool
    joined: datetime
    last_seen: datetime | None


PEOPLE_SHOWN = 200


def people(text: str = "", staff_only: bool = True) -> list[Person]:
    """Return people by name, staff first, in a constant number of queries.

    text  what their name or address contains
    """
    found = User.objects.filter(is_staff=True) if staff_only else User.objects.all()
    if text:
        found = found.filter(email__icontains=text) | found.filter(name__icontains=text)
    rows = found.order_by("-is_staff", "name", "email").prefetch_related("groups")
    return [_person(user) for user in rows[:PEOPLE_SHOWN]]


def _person(user: User) -> Person:
    held = {group.name for group in user.groups.all()}
    return Person(
        user.pk,
        user.name,
        user.email,
        tuple(role for role in StaffRole if role.value in held),
        user.is_active,
        user.date_joined,
        user.last_login,
    )


def user_by_id(pk: int) -> User:
    """Return a user. Raises InputError if there is none."""
    found = User.objects.filter(pk=pk).first()
    if found is None:
        raise InputError(f"no account has the number {pk}")
    return found


def roles_of(user: User) -> tuple[StaffRole, ...]:
    """Return the roles a user holds."""
    return _person(user).roles
