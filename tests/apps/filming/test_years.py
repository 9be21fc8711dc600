"""Years: titles taken in, moved, planned by the job, and their stages confirmed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from cartelera.apps.accounts.actions import add_user
from cartelera.apps.filming import actions
from cartelera.apps.filming.models import ProductionYear
from cartelera.apps.filming.queries import planned_year, planning_of, stages_said, year_title
from cartelera.apps.slate.actions import record_title
from cartelera.apps.slate.models import Title
from cartelera.apps.slate.queries import EVERYONE, titles_public_to
from cartelera.apps.slate.refusals import ChangedMeanwhile
from cartelera.apps.work.models import AuditEntry, Job
from cartelera.apps.work.worker import work_until_stopped
from cartelera.engines.filming import stripboard as strips
from cartelera.engines.filming.year.titles import Block, Standing
from cartelera.vocabulary.errors import AccessError, InputError
from cartelera.vocabulary.staff import StaffRole
from cartelera.vocabulary.stage import Stage
from tests.conftest import film

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
def year():
    """A year that begins this week, with one crew and two titles to make."""
    for key in ("faro", "marea"):
        record_title(film(key, name=key.title()), None)
    record_title(film("vieja", name="Vieja", stage=Stage.RELEASED), None)
    made = actions.begin_year("Este año", timezone.localdate(), None, crews=1)
    for key in ("faro", "marea"):
        needs = {"prep_weeks": 2, "post_weeks": 3, "late_cost": 10}
        actions.change_year_title(year_title(made, key), needs, None)
    return made


def read(year, **later):
    year.refresh_from_db()
    return planned_year(year, "es", timezone.localdate() + timedelta(**later))


def standing(year):
    return {row.title.key: row.plan for row in year.titles.select_related("title")}


def test_a_year_begins_on_a_monday_with_what_is_still_to_be_made(year):
    assert year.starts_on.weekday() == 0
    assert set(standing(year)) == {"faro", "marea"}
    with pytest.raises(InputError):
        actions.begin_year("Este año", timezone.localdate(), None)


def test_the_job_plans_a_year_and_what_it_was_can_be_put_back(year):
    actions.plan_year(year, None)
    work_until_stopped(once=True)
    plan = read(year)
    assert (year.answer["cost"], year.answer["proved"], plan.findings) == (0, True, ())
    first, second = sorted(p.block_weeks[0] for p in plan.plans)
    assert second - first >= 4
    assert plan.safe() == {"faro": 1.0, "marea": 1.0}
    entry = AuditEntry.objects.filter(verb="plan_year").first()
    actions.undo_year(entry, None)
    assert standing(year) == {"faro": None, "marea": None}


def test_what_has_begun_or_is_kept_stays_and_nothing_else_is_planned_into_the_past(year):
    actions.move_year_title(year_title(year, "faro"), Standing(0, (3,), 8), None)
    later = read(year, weeks=3).value
    faro, marea = sorted(later.titles, key=lambda title: title.name)
    assert (faro.kept, marea.kept, marea.ready_week) == (Standing(0, (3,), 8), None, 3)
    assert read(year).entries[0].begun is False
    actions.change_year_title(year_title(year, "faro"), {"kept": True}, None)
    assert read(year).value.titles[0].kept == Standing(0, (3,), 8)


def test_a_move_is_priced_and_undone_unless_something_moved_since(year):
    actions.change_year_title(
        year_title(year, "faro"), {"due_on": year.starts_on + timedelta(weeks=10)}, None
    )
    faro = year_title(year, "faro")
    first = actions.move_year_title(faro, Standing(0, (3,), 8), None)
    assert read(year).plans[0].cost == 10
    assert actions.move_year_title(year_title(year, "faro"), Standing(0, (3,), 8), None) is None
    actions.move_year_title(year_title(year, "faro"), Standing(0, (3,), 9), None)
    with pytest.raises(ChangedMeanwhile):
        actions.undo_year(first, None)


def test_an_impossible_year_names_what_is_in_conflict(year):
    soon = {"due_on": year.starts_on + timedelta(weeks=9), "firm": True}
    for key in ("faro", "marea"):
        actions.change_year_title(year_title(year, key), soon, None)
    actions.plan_year(year, None)
    work_until_stopped(once=True)
    year.refresh_from_db()
    assert [rule.words("es") for rule in planning_of(year).conflict] == [
        "equipos de rodaje a la vez: 1",
        "faro se entrega antes de la semana 9",
        "marea se entrega antes de la semana 9",
    ]
    assert standing(year) == {"faro": None, "marea": None}


def test_planning_is_asked_once_at_a_time_and_stopped(year):
    first = actions.plan_year(year, None)
    assert actions.plan_year(year, None) == first
    actions.stop_planning(year, None)
    assert Job.objects.get(pk=first.pk).state == Job.State.CANCELLED


SCRIPT = "INT. CASA - DÍA #1#\n\nANA\nHola.\n\nINT. CASA - DÍA #2#\n\nANA\nYa.\n"


def shot_on(key, *dates):
    made = actions.read_screenplay(SCRIPT.encode(), "a.fountain")
    shoot = actions.begin_shoot(Title.objects.get(key=key), made, dates[0], None)
    rows = [
        {"on": str(on), "night": False, "rows": [str(n)]} for n, on in enumerate(dates, start=1)
    ]
    actions.rearrange(shoot.boards.get(), "lay", lambda _: strips.loaded(rows), None)


def test_a_shoot_is_as_long_as_its_own_board_says(year):
    shot_on("faro", date(2026, 3, 2), date(2026, 3, 17))
    faro, marea = read(year).entries
    assert (faro.own_board, faro.value.blocks) == (True, (Block(1, 1, 2), Block(1, 1, 2)))
    assert (marea.own_board, marea.value.blocks) == (False, (Block(4, 4, 5),))


def test_stages_move_when_a_person_confirms_them_and_no_embargo_opens(year):
    today = timezone.localdate()
    Title.objects.filter(key="faro").update(public_from=None)
    shot_on("faro", today - timedelta(days=1), today + timedelta(days=3))
    actions.move_year_title(year_title(year, "marea"), Standing(-1, (3,), 8), None)
    said = {one.title.key: (one.said, one.by_days) for one in stages_said(read(year))}
    assert said == {
        "faro": (Stage.FILMING, True),
        "marea": (Stage.PRE_PRODUCTION, False),
    }
    assert Title.objects.get(key="faro").stage == Stage.ANNOUNCED  # nobody has confirmed it
    assert actions.confirm_stages(year, ["faro"], today, None) == ["faro"]
    assert Title.objects.get(key="faro").stage == Stage.FILMING
    assert Title.objects.get(key="marea").stage == Stage.ANNOUNCED
    public = titles_public_to(EVERYONE, datetime.now(UTC))
    assert not public.filter(key="faro").exists()


def test_who_may_not_change_shoots_plans_no_year(year):
    analyst = add_user("a@example.org", "a long pass phrase", (StaffRole.ANALYST,))
    for deed in (
        lambda: actions.begin_year("Otro", timezone.localdate(), analyst),
        lambda: actions.plan_year(year, analyst),
        lambda: actions.move_year_title(
            year_title(year, "faro"), Standing(0, (3,), 8), analyst
        ),
        lambda: actions.change_year(year, {"crews": 9}, analyst),
    ):
        with pytest.raises(AccessError):
            deed()
    assert ProductionYear.objects.get().crews == 1
