import pytest

from cartelera.apps.accounts.actions import add_user, claim_house, grant_roles, save_profile
from cartelera.apps.accounts.models import User
from cartelera.apps.accounts.queries import has_administrator, profile_of
from cartelera.vocabulary.errors import AccessError, InputError
from cartelera.vocabulary.staff import StaffRole

pytestmark = pytest.mark.django_db
PHRASE = "una frase bastante larga"


def test_a_role_grants_its_permissions_and_no_others():
    press = add_user("p@example.org", PHRASE, (StaffRole.PRESS,))
    press = User.objects.get(pk=press.pk)
    assert press.has_perm("slate.change_title")
    assert not press.has_perm("slate.see_budget")
    assert not press.has_perm("slate.change_avail")


def test_an_administrator_may_everything_and_a_viewer_nothing():
    admin = add_user("a@example.org", PHRASE, (StaffRole.ADMINISTRATOR,))
    viewer = add_user("v@example.org", PHRASE)
    assert admin.has_perm("slate.see_budget")
    assert not viewer.is_staff
    assert not viewer.has_perm("slate.view_title")


def test_taking_a_role_back_takes_its_permissions():
    user = add_user("a@example.org", PHRASE, (StaffRole.ADMINISTRATOR,))
    grant_roles(user, (StaffRole.ANALYST,), None)
    user = User.objects.get()
    assert (user.is_superuser, user.has_perm("slate.change_title")) == (False, False)


def test_only_an_administrator_adds_people(stranger):
    with pytest.raises(AccessError):
        add_user("x@example.org", PHRASE, by=stranger)
    with pytest.raises(AccessError):
        grant_roles(stranger, (StaffRole.ADMINISTRATOR,), stranger)


def test_the_consoles_code_makes_the_first_administrator_once():
    with pytest.raises(AccessError, match="not the code"):
        claim_house("a@example.org", PHRASE, "guess", "right")
    claim_house("a@example.org", PHRASE, " right ", "right")
    assert has_administrator()
    with pytest.raises(AccessError, match="already"):
        claim_house("b@example.org", PHRASE, "right", "right")


@pytest.mark.parametrize("password", ["corta", "password12345", "123456789012"])
def test_weak_passwords_are_refused(password):
    with pytest.raises(InputError):
        add_user("a@example.org", password)


def test_profiles_belong_to_their_account(stranger, administrator):
    own = save_profile(stranger, "Luz", "es", 18)
    other = save_profile(administrator, "Ana", "en", 12)
    assert profile_of(stranger, other.pk) == own
    assert profile_of(administrator, None) == other


def test_a_profile_has_a_name_of_its_own_and_an_account_six_at_most(stranger):
    for n in range(6):
        save_profile(stranger, f"P{n}", "es", 18)
    with pytest.raises(InputError, match="at most 6"):
        save_profile(stranger, "P6", "es", 18)
    with pytest.raises(InputError, match="called P1"):
        save_profile(stranger, "P1", "es", 18, stranger.profiles.first())
