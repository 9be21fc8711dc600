"""Boards made by solving: beside the old one, cheaper or mended, or the rules in conflict."""

from datetime import date, timedelta
from itertools import count

import pytest

from cartelera.apps.accounts.actions import add_user
from cartelera.apps.filming import actions, pipeline
from cartelera.apps.filming.models import Board
from cartelera.apps.filming.queries import planned, solving_of, stripboard_in
from cartelera.apps.slate.actions import record_title
from cartelera.apps.work.lease import claim
from cartelera.apps.work.models import Job
from cartelera.apps.work.worker import work_until_stopped
from cartelera.engines.filming import stripboard as strips
from cartelera.vocabulary.errors import AccessError
from cartelera.vocabulary.filming import BoardRule
from cartelera.vocabulary.staff import StaffRole
from tests.conftest import film

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
MONDAY = date(2026, 3, 2)
SCRIPT = "Title: El faro\n\n" + "".join(
    f"INT. {place} - DÍA #{n}#\n\n{who}\nHola.\n\n"
    for n, (place, who) in enumerate(
        [("CASA", "ANA"), ("TIENDA", "LUIS"), ("CASA", "ANA"), ("TIENDA", "LUIS")], 1
    )
)


@pytest.fixture
def board(monkeypatch):
    """A board that holds Ana and Luis: each works every other day."""
    monkeypatch.setattr(pipeline, "SOLVE_SECONDS", 20.0)
    monkeypatch.setattr(pipeline, "monotonic", count().__next__)  # a second each time
    title = record_title(film("faro", name="El faro"), None)
    made = actions.read_screenplay(SCRIPT.encode(), "faro.fountain")
    shoot = actions.begin_shoot(title, made, MONDAY, None)
    shoot.scenes.update(minutes=300)
    for member in shoot.cast.all():
        actions.change_cast(member, {"day_rate": 500}, None)
    board = shoot.boards.get()
    rows = [
        {"on": str(MONDAY + timedelta(days=n)), "night": False, "rows": [str(n + 1)]}
        for n in range(4)
    ]
    actions.rearrange(board, "lay", lambda _: strips.loaded(rows), None)
    return board


def made_from(board):
    work_until_stopped(once=True)
    board.refresh_from_db()
    return solving_of(board).made


def priced(board):
    return planned(board.shoot).priced(stripboard_in(board))


def test_a_board_is_made_beside_the_old_one_and_holds_nobody(board):
    before = board.days
    assert priced(board).spent.hold_cost == 1000
    actions.solve_board(board, None, name="Otro")
    made = made_from(board)
    assert (made.name, made.in_use, board.days) == ("Otro", False, before)
    told = priced(made)
    assert (told.spent.hold_cost, told.clashes) == (0, ())
    assert made.answer["cost"] == told.spent.total == made.answer["bound"]
    assert made.answer["proved"]


def test_a_lost_date_moves_the_fewest_scenes(board):
    actions.solve_board(board, None, name="x", mend=True, lost=MONDAY)
    made = made_from(board)
    assert made.answer["moved"] == ["1"]
    assert MONDAY not in [day.on for day in stripboard_in(made).days]
    assert priced(made).clashes == ()


def test_rules_that_cannot_all_be_kept_are_named(board):
    board.shoot.scenes.filter(number="1").update(minutes=800)
    actions.solve_board(board, None, name="x")
    assert made_from(board) is None
    (found,) = solving_of(board).conflict
    assert (found.rule, found.limit) == (BoardRule.LONG_DAY, "660")
    actions.solve_board(board, None, name="x")  # asking anew forgets the old answer
    board.refresh_from_db()
    assert solving_of(board).conflict == ()


def test_solving_is_stopped_and_asked_once_at_a_time(board):
    first = actions.solve_board(board, None, name="x")
    assert actions.solve_board(board, None, name="x") == first
    assert solving_of(board).active
    actions.stop_solving(board, None)
    assert made_from(board) is None
    assert not solving_of(board).active


def test_a_worker_that_died_after_keeping_its_board_leaves_one(board):
    job = actions.solve_board(board, None, name="x")
    assert made_from(board) is not None
    Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED)
    work_until_stopped(once=True)
    assert Board.objects.count() == 2


def test_a_worker_that_lost_its_lease_keeps_nothing(board, monkeypatch):
    job = actions.solve_board(board, None, name="x")
    whole = pipeline.make_board

    def late(*given, **more):
        Job.objects.filter(pk=job.pk).update(fence=9)
        return whole(*given, **more)

    monkeypatch.setattr(pipeline, "make_board", late)
    work_until_stopped(once=True)
    assert Board.objects.count() == 1
    assert claim() is None


def test_who_may_not_change_shoots_solves_none(board):
    analyst = add_user("a@example.org", "a long pass phrase", (StaffRole.ANALYST,))
    with pytest.raises(AccessError):
        actions.solve_board(board, analyst, name="x")
    with pytest.raises(AccessError):
        actions.stop_solving(board, analyst)
