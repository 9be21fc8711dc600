from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from cartelera.apps.slate.actions import record_title
from cartelera.apps.slate.models import Title
from cartelera.apps.slate.queries import record_of
from cartelera.apps.work.queries import history_of
from cartelera.vocabulary.kind import Kind
from cartelera.vocabulary.record import StageChange, Text, TitleRecord
from cartelera.vocabulary.staff import StaffRole
from cartelera.vocabulary.stage import Stage
from tests.conftest import film
from tests.web.pages import Page

pytestmark = pytest.mark.django_db
MOVE = "/es/office/titles/luz/stage/"


def board(client, query="", language="es"):
    page = Page(client.get(f"/{language}/office/{query}"))
    return {
        stage.value: page.words(f"[data-stage={stage.value}] .card-name") for stage in Stage
    }


@pytest.fixture
def luz():
    return record_title(film("luz", name="Luz"), None)


def record(key="luz"):
    return record_of(Title.objects.get(key=key), private=True)


def test_each_title_stands_in_its_stage(office, luz):
    record_title(film("mar", name="Mar", stage=Stage.FILMING), None)
    shown = board(office)
    assert (shown["announced"], shown["filming"]) == (["Luz"], ["Mar"])


def test_names_are_shown_in_the_language_of_the_page(office):
    record_title(film("luz", texts=(Text("es", "Luz"), Text("en", "Light"))), None)
    assert board(office, language="en")["announced"] == ["Light"]


def test_parts_of_a_series_are_not_on_the_board(office):
    record_title(TitleRecord("s", Kind.SERIES, (Text("es", "S"),)), None)
    part = TitleRecord("s-1", Kind.SEASON, (Text("es", "Temporada 1"),), parent="s", number=1)
    record_title(part, None)
    assert board(office)["development"] == ["S"]


def test_a_year_shows_its_titles_alone(office, luz):
    record_title(film("mar", name="Mar", year=2024), None)
    assert board(office, "?year=2024")["announced"] == ["Mar"]
    assert sorted(board(office, "?year=1999")["announced"]) == ["Luz", "Mar"]


def test_a_title_moved_enters_its_stage_today_and_can_be_put_back(office, luz):
    office.post(MOVE, {"stage": "filming", "next": "/es/office/"})
    today = StageChange(Stage.FILMING, timezone.localdate())
    assert (record().stage, record().stages) == (Stage.FILMING, (today,))
    page = Page(office.get("/es/office/"))
    (form,) = page.select("[data-told] form")
    assert "«Luz» pasó a rodaje." in page.words("[data-told]")[0]
    office.post(form.action, {"next": "/es/office/"})
    assert (record().stage, record().stages) == (Stage.ANNOUNCED, ())


def test_the_board_s_script_is_told_what_to_say_and_how_to_undo(office, luz):
    answer = office.post(MOVE, {"stage": "filming"}, headers={"Accept": "application/json"})
    assert answer.json() == {
        "text": "«Luz» pasó a rodaje.",
        "undo": f"/es/office/undo/{history_of('title:luz')[0].pk}/",
    }


def test_moving_a_title_where_it_stands_changes_nothing(office, luz):
    answer = office.post(MOVE, {"stage": "announced"}, headers={"Accept": "application/json"})
    assert answer.json()["undo"] is None
    assert len(history_of("title:luz")) == 1


def test_a_stage_that_is_none_is_refused(office, luz):
    assert office.post(MOVE, {"stage": "sold"}).status_code == 400


def test_who_may_not_change_stages_sees_the_board_and_moves_nothing(desk_of, luz):
    desk = desk_of(StaffRole.ANALYST)
    page = Page(desk.get("/es/office/"))
    assert page.select(".card-name")
    assert not page.select("[draggable=true], [data-stage-menu], .button.primary")
    assert desk.post(MOVE, {"stage": "filming"}).status_code == 403
    assert record().stage == Stage.ANNOUNCED


def test_an_undo_of_what_changed_again_says_so(office, luz):
    office.post(MOVE, {"stage": "filming"})
    change = history_of("title:luz")[0].pk
    office.post(MOVE, {"stage": "delivered"})
    office.post(f"/es/office/undo/{change}/", {})
    assert record().stage == Stage.DELIVERED
    assert "No se deshizo" in office.get("/es/office/").content.decode()


def test_nobody_is_sent_elsewhere_after_a_move(office, luz):
    answer = office.post(MOVE, {"stage": "filming", "next": "https://example.com/"})
    assert answer.url == "/es/office/titles/luz/"


@pytest.mark.parametrize("count", [1, 30])
def test_the_board_costs_the_same_at_any_length(office, count, django_assert_num_queries):
    whole = film(public_from=datetime(2026, 1, 1, tzinfo=UTC))
    for n in range(count):
        stage = list(Stage)[n % len(Stage)]
        one = replace(whole, key=f"t-{n}", texts=(Text("es", f"N {n}"),), stage=stage)
        record_title(one, None)
    with django_assert_num_queries(10):
        office.get("/es/office/")


def test_a_long_stage_shows_its_latest_and_leads_to_the_rest(office):
    for n in range(42):
        record_title(film(f"t-{n}", texts=(Text("es", f"N {n}"),)), None)
    page = Page(office.get("/es/office/"))
    assert len(page.select("[data-stage=announced] .card")) == 25
    assert page.words("[data-stage=announced] [data-count]") == ["42"]
    (rest,) = page.select("[data-stage=announced] .rest")
    assert rest.get("href") == "/es/office/titles/?stage=announced"


def test_an_empty_house_is_told_what_to_do_first(office):
    page = Page(office.get("/en/office/"))
    assert "Nothing is on the slate yet" in page.text
