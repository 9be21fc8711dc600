"""The sample's shoot: every scene on a day, and a board worth its price."""

import pytest

from cartelera.apps.filming.models import Shoot
from cartelera.apps.filming.queries import planned, stripboard_in
from cartelera.apps.slate.actions import record_title
from cartelera.command.sample import shoot
from cartelera.engines.filming.stripboard import unscheduled
from tests.conftest import film

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    record_title(film(shoot.TITLE, name="El último tren a Mérida"), None)
    shoot.load()
    shoot.load()  # once is enough
    return Shoot.objects.get()


def test_every_scene_is_read_and_shot(loaded):
    plan = planned(loaded)
    assert len(plan.scenes) == 29
    for board in loaded.boards.all():
        assert unscheduled(stripboard_in(board), plan.scenes) == ()
    assert {member.name for member in loaded.cast.all()} == set(shoot.CAST)


def test_the_board_that_was_shot_is_cheaper_than_the_order_of_the_script(loaded):
    plan = planned(loaded)
    shot, scripted = (plan.priced(stripboard_in(board)) for board in loaded.boards.all())
    assert shot.spent.total < scripted.spent.total
    assert len(shot.clashes) < len(scripted.clashes)
