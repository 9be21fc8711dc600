from dataclasses import replace
from datetime import date

import pytest

from cartelera.apps.accounts.actions import add_user, grant_roles
from cartelera.apps.slate.actions import enter_stage, record_title, set_avails, undo_change
from cartelera.apps.slate.models import Title
from cartelera.apps.slate.queries import record_of
from cartelera.apps.slate.refusals import ChangedMeanwhile
from cartelera.apps.work.queries import history_of
from cartelera.vocabulary.errors import AccessError, InputError
from cartelera.vocabulary.record import Avail
from cartelera.vocabulary.staff import StaffRole
from cartelera.vocabulary.stage import Stage
from tests.apps.slate.test_record import WHOLE
from tests.conftest import BEFORE, film

pytestmark = pytest.mark.django_db


def last_change():
    return history_of("title:la-casa")[0]


@pytest.fixture
def press(db):
    return add_user("press@example.org", "a long pass phrase", (StaffRole.PRESS,))


def test_a_change_undone_leaves_the_record_as_it_was():
    title = record_title(WHOLE, None)
    enter_stage(title, Stage.RELEASED, date(2026, 5, 1), None)
    undo_change(last_change(), None)
    assert record_of(title, private=True) == WHOLE


def test_undoing_keeps_what_was_changed_since_elsewhere():
    title = record_title(WHOLE, None)
    enter_stage(title, Stage.RELEASED, date(2026, 5, 1), None)
    entry = last_change()
    record_title(replace(record_of(title, private=True), year=2030), None)
    undo_change(entry, None)
    assert record_of(title, private=True) == replace(WHOLE, year=2030)


def test_what_was_changed_again_is_not_undone():
    title = record_title(WHOLE, None)
    enter_stage(title, Stage.RELEASED, date(2026, 5, 1), None)
    entry = last_change()
    enter_stage(title, Stage.CANCELLED, date(2026, 5, 2), None)
    with pytest.raises(ChangedMeanwhile):
        undo_change(entry, None)


def test_making_a_title_is_not_undone():
    record_title(WHOLE, None)
    with pytest.raises(InputError, match="cannot be undone"):
        undo_change(last_change(), None)


def test_an_undo_asks_for_the_permission_of_the_change(stranger, press):
    title = record_title(WHOLE, None)
    set_avails(title, (), None)
    for person in (stranger, press):
        with pytest.raises(AccessError):
            undo_change(last_change(), person)


def test_avails_are_changed_by_who_may_and_by_nobody_else(press):
    with pytest.raises(AccessError, match="avails"):
        record_title(film(avails=(Avail("MX", BEFORE),)), press)
    title = record_title(WHOLE, None)
    record_title(replace(WHOLE, year=2030), press)
    assert record_of(title, private=True) == replace(WHOLE, year=2030)
    grant_roles(press, (StaffRole.PRESS, StaffRole.PROGRAMMER), None)
    programmer = type(press).objects.get(pk=press.pk)
    record_title(replace(WHOLE, year=2030, avails=()), programmer)
    assert record_of(title, private=True).avails == ()


def test_a_budget_is_set_by_who_may_see_it_and_by_nobody_else(press):
    record_title(replace(WHOLE, avails=()), press)
    assert record_of(Title.objects.get(), private=True).budget is None
