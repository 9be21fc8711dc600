"""The office's page of a year."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from cartelera.apps.filming import actions
from cartelera.apps.filming.models import ProductionYear
from cartelera.apps.filming.queries import year_title
from cartelera.apps.slate.actions import record_title
from cartelera.apps.slate.models import Title
from cartelera.apps.work.actions import note_change
from cartelera.apps.work.models import AuditEntry, Job
from cartelera.engines.filming.year.titles import Standing
from cartelera.vocabulary.staff import StaffRole
from tests.conftest import film
from tests.web.pages import Page

pytestmark = pytest.mark.django_db
AT = "/es/office/years/plan/"


@pytest.fixture
def year():
    for key in ("faro", "marea"):
        record_title(film(key, name=key.title()), None)
    made = actions.begin_year("Plan", timezone.localdate(), None, crews=1)
    needs = {"prep_weeks": 2, "post_weeks": 3, "late_cost": 10}
    due = {"due_on": made.starts_on + timedelta(weeks=10)}
    actions.change_year_title(year_title(made, "faro"), {**needs, **due}, None)
    actions.change_year_title(year_title(made, "marea"), needs, None)
    actions.move_year_title(year_title(made, "faro"), Standing(1, (3,), 7), None)
    return made


def plan_of(key):
    return year_title(ProductionYear.objects.get(), key).plan


def test_a_year_is_begun_and_leads_to_what_it_shares(office):
    record_title(film("faro", name="El faro"), None)
    assert Page(office.get("/es/office/years/")).text.count("Abrir un año") == 1
    answer = office.post("/es/office/years/new/", {"name": "Plan", "starts_on": "2027-01-06"})
    assert answer.url == f"{AT}facts/"
    assert office.get("/es/office/years/").url == AT
    sent = {
        "name": "Plan 2027", "weeks": "60", "crews": "3", "post_rooms": "2",
        "stages": "grande: 1; chico: 2", "closed": "Costa: 2027-07-01 – 2027-09-30",
        "currency": "MXN", "slip_percent": "30",
    }  # fmt: skip
    assert office.post(f"{AT}facts/", sent).url == AT
    kept = ProductionYear.objects.get()
    assert (kept.stages, kept.crews) == ({"grande": 1, "chico": 2}, 3)
    assert kept.closed == {"Costa": [["2027-07-01", "2027-10-01"]]}
    page = Page(office.get(f"{AT}facts/"))
    assert "Costa: 2027-07-01 – 2027-09-30" in page.text
    for wrong in ({"closed": "Costa"}, {"stages": "grande"}):
        assert office.post(f"{AT}facts/", {**sent, **wrong}).status_code == 422


def test_the_chart_says_where_each_title_stands_and_how_safe_it_is(office, year):
    page = Page(office.get(AT))
    assert page.words("tbody [data-row] th a") == ["Faro", "Marea"]
    assert len(page.words(".year-bar title")) == 3
    assert "1 título está sin planear" in page.text
    share = page.words("[data-row=faro] td.number")[0]
    assert 0 < int(share.removesuffix("%")) < 100  # a longer shoot makes it late


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_year_is_a_pdf_a_spreadsheet_and_a_calendar(office, year, language):
    at = f"/{language}/office/years/plan/year"
    pdf = PdfReader(io.BytesIO(office.get(f"{at}.pdf").content))
    words = "\n".join(page.extract_text() for page in pdf.pages)
    assert "Faro" in words
    assert {"es": "Posproducción", "en": "Post-production"}[language] in words
    table = office.get(f"{at}.csv").content.decode("utf-8-sig")
    rows = [row for row in csv.reader(io.StringIO(table)) if row[:1] == ["Faro"]]
    monday = [year.starts_on + timedelta(weeks=week) for week in (1, 3, 3, 7, 7, 10)]
    last = timedelta(days=1)
    assert [(row[3], row[4]) for row in rows] == [
        (f"{monday[n]}", f"{monday[n + 1] - last}") for n in (0, 2, 4)
    ]
    told = office.get(f"{at}.ics").content.decode()
    assert told.count("BEGIN:VEVENT") == 4  # three parts, and when it is due
    assert (
        f"DTSTART;VALUE=DATE:{monday[2]:%Y%m%d}\r\nDTEND;VALUE=DATE:{monday[3]:%Y%m%d}" in told
    )
    assert office.get(f"{at}.doc").status_code == 404


def test_a_part_is_moved_priced_and_put_back(office, year):
    json = {"HTTP_ACCEPT": "application/json"}
    sent = {"title": "faro", "part": "post", "by": "2"}
    answer = office.post(f"{AT}move/", sent, **json).json()
    assert plan_of("faro") == {"prep": 1, "blocks": [3], "post": 9}
    assert "2 semanas tarde" in answer["chart"]
    assert "20" in answer["side"]
    office.post(answer["undo"])
    assert plan_of("faro") == {"prep": 1, "blocks": [3], "post": 7}
    office.post(f"{AT}move/", {**sent, "part": "all", "by": "-1"})
    assert plan_of("faro") == {"prep": 0, "blocks": [2], "post": 6}
    assert office.post(f"{AT}move/", {**sent, "by": "x"}).status_code == 400
    assert office.post(f"{AT}move/", {**sent, "title": "marea"}).status_code == 400


def test_parts_are_put_on_dates_and_needs_kept_without_a_script(office, year):
    at = f"{AT}titles/marea/"
    monday = [str(year.starts_on + timedelta(weeks=week)) for week in range(12)]
    sent = {"prep": monday[0], "block-0": monday[4], "post": monday[9], "stand": "1"}
    assert office.post(at, sent).url == AT
    assert plan_of("marea") == {"prep": 0, "blocks": [4], "post": 9}
    page = Page(office.get(AT))
    assert "equipos de rodaje a la vez: 1" in page.text  # both are shot in one week
    needs = {
        "prep_weeks": "5", "post_weeks": "6", "late_cost": "1", "idle_cost": "0",
        "people": "Ana; Luz", "weeks-0": "3", "place-0": "Costa", "stage-0": "grande",
        "firm": "on", "due_on": monday[11], "incentive_name": "Estímulo",
        "incentive_value": "100", "begins_from": monday[1], "begins_before": monday[8],
        "spent_by": monday[11],
    }  # fmt: skip
    assert office.post(at, {**needs, "spent_by": ""}).status_code == 422
    assert office.post(at, needs).url == AT
    kept = year_title(year, "marea")
    assert (kept.people, kept.blocks) == (["Ana", "Luz"], [[3, "Costa", "grande"]])
    assert kept.incentive["begins_before"] == monday[8]
    assert "foros del tipo grande a la vez: 0" in Page(office.get(AT)).text
    office.post(at, {"remove": "1"})
    office.post(f"{AT}add/", {"title": "marea"})
    assert plan_of("marea") is None


def test_planning_is_asked_for_and_its_page_asks_again(office, year):
    assert office.post(f"{AT}plan/").url == AT
    assert Job.objects.get().kind == "filming.plan_year"
    assert "data-again" in office.get(f"{AT}planning/").content.decode()
    office.post(f"{AT}plan/", {"stop": "1"})
    assert Job.objects.get().state == Job.State.CANCELLED


def test_what_was_planned_is_put_back_in_one_press(office, year):
    before = plan_of("faro")
    year_title(year, "faro").delete()
    actions.add_year_titles(year, Title.objects.filter(key="faro"), None)
    ProductionYear.objects.update(answer={"cost": 0, "bound": 0, "proved": True})
    assert "Dejarlo como estaba" not in Page(office.get(AT)).text
    note_change(
        None, "plan_year", "year:plan", {"plans": {"faro": before}}, {"plans": {"faro": None}}
    )
    page = Page(office.get(AT))
    assert "Dejarlo como estaba antes" in page.text
    office.post(f"/es/office/undo/{AuditEntry.objects.first().pk}/")
    assert plan_of("faro") == before
    assert "Dejarlo como estaba" not in Page(office.get(AT)).text


def test_a_stage_is_confirmed_on_the_page(office, year):
    ProductionYear.objects.update(starts_on=year.starts_on - timedelta(weeks=4))
    assert "La cartera va atrás" in Page(office.get(AT)).text
    office.post(f"{AT}stages/", {"title": "faro"})
    assert Title.objects.get(key="faro").stage == "filming"
    assert "La cartera va atrás" not in Page(office.get(AT)).text


def test_a_year_costs_the_same_number_of_queries_at_any_length(
    office, year, django_assert_max_num_queries
):
    for n in range(30):
        record_title(film(f"t{n}", name=f"Título {n}"), None)
    actions.add_year_titles(year, Title.objects.all(), None)
    with django_assert_max_num_queries(20):
        office.get(AT)


def test_who_may_not_see_shoots_sees_no_year(desk_of, year):
    client = desk_of(StaffRole.ANALYST)
    assert client.get(AT).status_code == 403
    assert client.post(f"{AT}plan/").status_code == 403
