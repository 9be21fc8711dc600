"""Shoots: screenplays taken in, corrected, redrafted; boards laid, undone and refused."""

from datetime import date

import pytest

from cartelera.apps.accounts.actions import add_user
from cartelera.apps.filming import actions
from cartelera.apps.filming.models import Board, Shoot
from cartelera.apps.filming.queries import (
    planned,
    scene_by_number,
    scene_dates,
    shoot_by_key,
    stripboard_in,
)
from cartelera.apps.slate.actions import record_title
from cartelera.apps.slate.refusals import ChangedMeanwhile
from cartelera.apps.work.queries import history_of
from cartelera.engines.filming import stripboard as strips
from cartelera.vocabulary.errors import AccessError, InputError
from cartelera.vocabulary.filming import BoardRule
from cartelera.vocabulary.staff import StaffRole
from tests.conftest import film

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
FIRST = """Title: El faro

INT. CASA - DÍA #1#

ANA (30) plancha con LUZ (9).

ANA
Hola.

EXT. PLAYA - NOCHE #2#

LUIS fuma y mira el mar, que no se mueve.

LUIS
Ya.
"""
SECOND = FIRST.replace("#2#", "#3#").replace(
    "EXT. PLAYA", "INT. TIENDA - DÍA #2#\n\nANA compra velas.\n\nEXT. PLAYA"
)


def read(text):
    return actions.read_screenplay(text.encode(), "faro.fountain")


@pytest.fixture
def shoot():
    title = record_title(film("faro", name="El faro"), None)
    return actions.begin_shoot(title, read(FIRST), MONDAY, None)


@pytest.fixture
def board(shoot):
    made = shoot.boards.get()
    actions.rearrange(made, "lay", lambda b: strips.with_day(b, MONDAY), None)
    actions.move_strips(made, ["1", "2"], MONDAY, "", None)
    return made


def test_a_shoot_begins_with_scenes_cast_and_a_board(shoot):
    assert (shoot.key, shoot.name) == ("el-faro", "El faro")
    assert [s.number for s in shoot.scenes.all()] == ["1", "2"]
    assert {m.name: m.age_years for m in shoot.cast.all()} == {
        "ANA": None,
        "LUZ": 9,
        "LUIS": None,
    }
    assert shoot.boards.get().in_use


def test_a_second_shoot_has_a_key_of_its_own(shoot):
    again = actions.begin_shoot(shoot.title, read(FIRST), MONDAY, None)
    assert again.key == "el-faro-2"


def test_a_correction_is_kept_and_told(shoot):
    scene = scene_by_number(shoot, "1")
    actions.correct_scene(scene, {"silent": ["LUZ", "VECINA"]}, None, seen_version=1)
    assert shoot.cast.filter(name="VECINA").exists()
    (entry,) = history_of("shoot:el-faro:scene:1")
    assert (entry.before, entry.after) == ({"silent": ["LUZ"]}, {"silent": ["LUZ", "VECINA"]})


def test_a_correction_of_what_changed_meanwhile_is_refused(shoot):
    scene = scene_by_number(shoot, "1")
    actions.correct_scene(scene, {"time": "NOCHE"}, None, seen_version=1)
    with pytest.raises(ChangedMeanwhile):
        actions.correct_scene(scene, {"time": "TARDE"}, None, seen_version=1)


def test_saving_what_is_there_changes_nothing(shoot):
    scene = scene_by_number(shoot, "1")
    actions.correct_scene(scene, {"time": "DÍA"}, None, seen_version=1)
    assert history_of("shoot:el-faro:scene:1") == []


def test_a_new_draft_keeps_what_people_entered_and_takes_its_strips_along(shoot, board):
    location = actions.add_location(shoot, "PLAYA", None)
    scene = scene_by_number(shoot, "2")
    actions.correct_scene(
        scene,
        {"set_name": "PLAYA SUR", "minutes": 90, "location": location},
        None,
        seen_version=None,
    )
    changes = actions.take_new_draft(shoot, read(SECOND), None, draft="2")
    assert {(c.old_number, c.number) for c in changes} == {("", "2"), ("2", "3")}
    moved = scene_by_number(shoot, "3")
    assert (moved.set_name, moved.minutes, moved.location) == ("PLAYA SUR", 90, location)
    assert stripboard_in(Board.objects.get(pk=board.pk)).days[0].scenes == ("1", "3")
    assert shoot_by_key("el-faro").draft == "2"


def test_a_board_is_priced(shoot, board):
    member = shoot.cast.get(name="ANA")
    actions.change_cast(member, {"day_rate": 500}, None)
    plan = planned(shoot)
    told = plan.priced(stripboard_in(board))
    assert told.spent.cast_cost == 500
    assert scene_dates(shoot) == {"1": MONDAY, "2": MONDAY}


def test_what_a_board_breaks_is_what_the_engine_says_with_its_source(shoot, board):
    shoot.scenes.update(minutes=340)
    told = planned(shoot).priced(stripboard_in(board))
    said = {clash.finding.rule: clash for clash in told.clashes}
    assert set(said) == {BoardRule.LONG_DAY, BoardRule.LIGHT}
    long = said[BoardRule.LONG_DAY]
    assert (long.finding.value, long.finding.limit) == ("740", "660")
    assert "Ley Federal" in long.source.source


def test_a_day_in_overtime_is_no_clash_and_is_paid_double(shoot, board):
    actions.change_shoot(shoot, {"company_day_cost": 48_000}, None)
    shoot.scenes.update(minutes=300)
    told = planned(shoot).priced(stripboard_in(board))
    assert {clash.finding.rule for clash in told.clashes} == {BoardRule.LIGHT}
    assert (told.spent.overtime_minutes, told.spent.overtime_cost) == (180, 180 * 200)
    assert told.days[0].cost == 48_000 + 180 * 200


def test_a_house_adds_rules_of_its_own(shoot, board, monkeypatch, tmp_path):
    monkeypatch.setenv("CARTELERA_DATA", str(tmp_path))
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/MX.toml").write_text(
        '[[rule]]\nname = "overtime_minutes"\nvalue = 0\nstart = 2026-01-01\nsource = "Acta"\n'
    )
    shoot.scenes.update(minutes=300)
    told = planned(shoot).priced(stripboard_in(board))
    long = next(c for c in told.clashes if c.finding.rule is BoardRule.LONG_DAY)
    assert long.finding.limit == "480"


def test_a_scene_on_no_day_is_no_clash_and_a_cut_one_costs_nothing(shoot, board):
    actions.move_strips(board, ["1", "2"], None, "", None)
    assert planned(shoot).priced(stripboard_in(board)).clashes == ()
    laid = strips.loaded([{"on": "2026-03-02", "night": False, "rows": ["77"]}])
    told = planned(shoot).priced(laid)
    assert (told.spent.total, told.days[0].minutes) == (0, 0)


def test_a_move_is_undone_once_and_not_over_another(shoot, board):
    entry = actions.move_strips(board, ["2"], None, "", None)
    assert stripboard_in(board).days[0].scenes == ("1",)
    actions.undo_rearrangement(entry, None)
    assert stripboard_in(Board.objects.get(pk=board.pk)).days[0].scenes == ("1", "2")
    with pytest.raises(ChangedMeanwhile):
        actions.undo_rearrangement(entry, None)


def test_a_move_to_where_it_stands_changes_nothing(shoot, board):
    assert actions.move_strips(board, ["2"], MONDAY, "", None) is None


def test_a_scene_that_is_none_is_refused_by_name(shoot, board):
    with pytest.raises(InputError, match="no scene 99"):
        actions.move_strips(board, ["99"], MONDAY, "", None)


def test_boards_are_copied_chosen_and_taken_away(shoot, board):
    other = actions.copy_board(board, "Otro", None)
    assert other.days == board.days
    with pytest.raises(InputError, match="use another first"):
        actions.remove_board(board, None)
    actions.use_board(other, None)
    actions.remove_board(Board.objects.get(pk=board.pk), None)
    assert [b.name for b in shoot.boards.all()] == ["Otro"]


def test_a_place_takes_the_scenes_that_the_script_sets_there(shoot):
    actions.add_location(shoot, "Playa", None)
    assert scene_by_number(shoot, "2").location.name == "Playa"
    actions.add_location(shoot, "Playa", None)
    assert shoot.locations.count() == 1


def test_who_may_not_change_shoots_changes_nothing(shoot, board):
    analyst = add_user("a@example.org", "a long pass phrase", (StaffRole.ANALYST,))
    producer = add_user("p@example.org", "a long pass phrase", (StaffRole.LINE_PRODUCER,))
    deeds = (
        lambda by: actions.move_strips(board, ["2"], None, "", by),
        lambda by: actions.change_shoot(shoot, {"company_day_cost": 5}, by),
        lambda by: actions.copy_board(board, "x", by),
        lambda by: actions.take_new_draft(shoot, read(SECOND), by),
    )
    for deed in deeds:
        with pytest.raises(AccessError):
            deed(analyst)
    for deed in deeds:
        deed(producer)
    assert Shoot.objects.get().company_day_cost == 5
