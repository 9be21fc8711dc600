import pytest

from cartelera.apps.accounts.actions import (
    add_user,
    grant_roles,
    invite_user,
    let_in,
    password_link,
)
from cartelera.apps.accounts.queries import people, roles_of
from cartelera.apps.work.queries import history_of
from cartelera.vocabulary.errors import AccessError, InputError
from cartelera.vocabulary.staff import StaffRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return invite_user("ana@example.org", "Ana", (StaffRole.PRESS,), None)


def test_an_invited_person_holds_the_roles_given(ana):
    assert roles_of(ana) == (StaffRole.PRESS,)
    assert ana.has_perm("slate.change_title")
    assert not ana.has_perm("slate.see_budget")


def test_people_are_listed_by_name_with_their_roles(ana, stranger, django_assert_num_queries):
    add_user("eva@example.org", "a long pass phrase", (StaffRole.EDITOR,), None, "Eva")
    with django_assert_num_queries(2):
        listed = people()
    assert [(p.name, p.roles) for p in listed] == [
        ("Ana", (StaffRole.PRESS,)),
        ("Eva", (StaffRole.EDITOR,)),
    ]
    assert [p.email for p in people("viewer", staff_only=False)] == ["viewer@example.org"]


def test_whoever_is_shut_out_may_come_back(ana, administrator):
    let_in(ana, False, administrator)
    assert not ana.is_active
    let_in(ana, True, administrator)
    assert ana.is_active
    assert [entry.after for entry in history_of(f"user:{ana.pk}")[:2]] == [True, False]


def test_nobody_shuts_themselves_out(administrator):
    with pytest.raises(InputError, match="yourself"):
        let_in(administrator, False, administrator)


def test_the_last_administrator_stays_one_unless_the_operator_says_otherwise(administrator):
    with pytest.raises(InputError, match="last administrator"):
        grant_roles(administrator, (StaffRole.PRESS,), administrator)
    add_user("otra@example.org", "a long pass phrase", (StaffRole.ADMINISTRATOR,))
    grant_roles(administrator, (StaffRole.PRESS,), administrator)
    assert roles_of(administrator) == (StaffRole.PRESS,)


def test_no_link_is_made_for_who_is_shut_out(ana, administrator):
    let_in(ana, False, administrator)
    with pytest.raises(InputError, match="may not sign in"):
        password_link(ana, administrator)


@pytest.mark.parametrize(
    "deed",
    [
        lambda ana, by: invite_user("x@example.org", "", (), by),
        lambda ana, by: grant_roles(ana, (StaffRole.ADMINISTRATOR,), by),
        lambda ana, by: let_in(ana, False, by),
        password_link,
    ],
    ids=["invite", "roles", "shut out", "link"],
)
def test_people_are_changed_by_administrators_only(ana, deed):
    with pytest.raises(AccessError, match="administrator may"):
        deed(ana, ana)
