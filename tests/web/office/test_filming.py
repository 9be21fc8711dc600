"""The filming pages of the office."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cartelera.apps.filming import actions
from cartelera.apps.filming.models import Board, Scene, Shoot
from cartelera.apps.slate.actions import record_title
from cartelera.apps.work.models import Job
from cartelera.engines.filming import stripboard as strips
from cartelera.vocabulary.staff import StaffRole
from tests.conftest import film
from tests.web.pages import Page

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
AT = "/es/office/filming/el-faro/"
BOARD = f"{AT}boards/1/"
PLAY = """Title: El faro

INT. CASA - DÍA #1#

ANA (30) plancha una camisa.

ANA
Hola.

EXT. PLAYA - NOCHE #2#

LUIS fuma. ANA llega.

LUIS
Ya.

INT. COCHE - DÍA #2A#

LUIS maneja un camión.
"""


@pytest.fixture
def shoot():
    title = record_title(film("faro", name="El faro"), None)
    made = actions.begin_shoot(
        title, actions.read_screenplay(PLAY.encode(), "a.fountain"), MONDAY, None, draft="Uno"
    )
    for member in made.cast.all():
        actions.change_cast(member, {"day_rate": 1000}, None)
    board = made.boards.get()
    laid = strips.with_day(strips.with_day(strips.Stripboard(), MONDAY), TUESDAY, night=True)
    laid = strips.moved(strips.moved(laid, ["1", "2A"], MONDAY), ["2"], TUESDAY)
    actions.rearrange(board, "lay", lambda _b: strips.with_banner(laid, MONDAY, "Comida"), None)
    return made


def laid():
    return [day["rows"] for day in Board.objects.get(number=1).days]


def test_a_screenplay_is_taken_in(office):
    record_title(film("faro", name="El faro"), None)
    file = SimpleUploadedFile("faro.fountain", PLAY.encode())
    answer = office.post(
        "/es/office/filming/new/",
        {"title": "faro", "screenplay": file, "starts_on": "2026-03-02", "draft": "Uno"},
    )
    assert answer.url == AT
    page = Page(office.get(AT))
    assert page.words("tbody th") == ["1", "2", "2A"]
    assert "CASA" in page.text


def test_a_file_that_is_no_screenplay_is_refused_in_place(office):
    record_title(film("faro", name="El faro"), None)
    file = SimpleUploadedFile("carta.txt", b"Querida hermana:\n\nTodo bien.\n")
    answer = office.post(
        "/es/office/filming/new/",
        {"title": "faro", "screenplay": file, "starts_on": "2026-03-02"},
    )
    assert answer.status_code == 422
    assert "no scene was found" in answer.content.decode()
    assert not Shoot.objects.exists()


def test_a_scene_is_corrected_beside_its_text(office, shoot):
    page = Page(office.get(f"{AT}scenes/2A/"))
    assert page.words("mark.need") == ["camión"]
    sent = {
        "setting": "EXT", "set_name": "CARRETERA", "time": "TARDE", "light": "day",
        "eighths": "1 3/8", "minutes": "", "synopsis": "", "speaking": "",
        "silent": "LUIS; MAR",
        "voices": "", "version": "1", "element-VEHICLES": "camión; moto",
    }  # fmt: skip
    answer = office.post(f"{AT}scenes/2A/", sent)
    assert answer.url == f"{AT}scenes/2A/"
    scene = Scene.objects.get(number="2A")
    assert (scene.set_name, scene.eighths, scene.silent) == ("CARRETERA", 11, ["LUIS", "MAR"])
    assert scene.elements == [["vehicles", "camión", "camión"], ["vehicles", "moto", ""]]
    assert office.post(f"{AT}scenes/2A/", sent).status_code == 409
    assert office.post(f"{AT}scenes/2A/", {**sent, "eighths": "x"}).status_code == 422


def test_the_facts_of_a_shoot_are_kept(office, shoot):
    sent = {
        "name": "El faro", "draft": "Dos", "starts_on": "2026-03-09",
        "company_day_cost": "90000", "currency": "MXN", "minutes_an_eighth": "20",
        "country": "estados unidos", "zone": "America/Tijuana",
    }  # fmt: skip
    assert office.post(f"{AT}facts/", sent).url == f"{AT}facts/"
    kept = Shoot.objects.get()
    assert (kept.country, kept.zone, kept.company_day_cost) == ("US", "America/Tijuana", 90000)
    assert 'value="2026-03-09"' in office.get(f"{AT}facts/").content.decode()
    for wrong in ({"zone": "Luna"}, {"currency": "pesos"}, {"country": "Atlántida"}):
        assert office.post(f"{AT}facts/", {**sent, **wrong}).status_code == 422


def test_a_new_draft_says_what_changed(office, shoot):
    draft = PLAY.replace("INT. COCHE - DÍA", "INT. COCHE - NOCHE")
    file = SimpleUploadedFile("dos.fountain", draft.encode())
    page = Page(office.post(f"{AT}draft/", {"screenplay": file, "draft": "Dos"}))
    assert "1 escena cambió en esta versión" in page.text
    assert "momento" in page.words(".draft-changes li")[0]


def test_rates_and_days_away_are_kept(office, shoot):
    numbers = [m.number for m in shoot.cast.all()]
    sent = {
        f"m{n}-{name}": ""
        for n in numbers
        for name in ("played_by", "age_years", "away", "travel", "rehearsal")
    }
    sent |= {f"m{n}-day_rate": "700" for n in numbers}
    sent |= {f"m{n}-engagement": "drop" for n in numbers}
    sent |= {"m1-away": "2026-03-02 – 2026-03-03", "m1-travel": "2026-03-05"}
    assert office.post(f"{AT}cast/", sent).status_code == 302
    one = shoot.cast.get(number=1)
    assert (one.day_rate, one.away, one.marks) == (
        700, [["2026-03-02", "2026-03-04"]], {"2026-03-05": "T"},
    )  # fmt: skip
    page = Page(office.get(BOARD))
    assert "ANA no está disponible" in page.text
    assert office.post(f"{AT}cast/", {**sent, "m1-away": "mañana"}).status_code == 422


def test_places_are_added_from_the_script(office, shoot):
    assert "PLAYA" in Page(office.get(f"{AT}places/")).words(".unplaced .chips")[0]
    office.post(f"{AT}places/add/", {"name": "PLAYA"})
    location = shoot.locations.get()
    given = {"latitude": "21.28", "longitude": "-89.66", "move_cost": "500"}
    sent = {f"p{location.pk}-{n}": given.get(n, "") for n in (*given, "address", "open")}
    office.post(f"{AT}places/", sent)
    assert shoot.locations.get().move_cost == 500
    facts = Page(office.get(f"{BOARD}papers/call-2026-03-03/")).words(".paper-facts dd")
    assert facts[4].startswith("06:") and facts[5].startswith("18:")  # the sun over Progreso


def test_the_board_shows_days_strips_and_what_they_cost(office, shoot):
    page = Page(office.get(BOARD))
    assert page.words("[data-strip] .strip-scene") == ["1", "2A", "2"]
    assert [one.get("class").split()[1] for one in page.select("[data-strip]")] == [
        "strip-white", "strip-white", "strip-green",
    ]  # fmt: skip
    assert "Comida" in page.words(".banner")[0]
    assert "4,000" in page.words(".costs-total")[0]


def test_a_strip_is_moved_by_script_and_put_back(office, shoot):
    answer = office.post(
        f"{BOARD}move/",
        {"scenes": "1 2A", "to": "2026-03-03", "before": "2"},
        headers={"Accept": "application/json"},
    )
    told = answer.json()
    assert laid() == [[{"banner": "Comida"}], ["1", "2A", "2"]]
    assert set(told["heads"]) == {"2026-03-02", "2026-03-03"}
    assert "3/8" in told["heads"]["2026-03-03"]
    office.post(told["undo"], {})
    assert laid() == [["1", "2A", {"banner": "Comida"}], ["2"]]
    office.post(told["undo"], {})
    assert "No se deshizo" in office.get(BOARD).content.decode()


def test_strips_are_moved_by_a_form_where_there_is_no_script(office, shoot):
    answer = office.post(f"{BOARD}move/", {"scenes": "1, 2A", "to": ""})
    assert answer.url == BOARD
    assert laid() == [[{"banner": "Comida"}], ["2"]]


@pytest.mark.parametrize(
    ("sent", "rows"),
    [
        ({"on": "2026-03-04", "add": "1"}, 3),
        ({"on": "2026-03-03", "remove": "1"}, 1),
        ({"on": "2026-03-02", "to": "2026-03-07"}, 2),
        ({"on": "2026-03-02", "unbanner": "2"}, 2),
        ({"on": "2026-03-03", "banner": "Traslado", "to": "2026-03-03"}, 2),
    ],
)
def test_days_are_changed(office, shoot, sent, rows):
    office.post(f"{BOARD}day/", sent)
    assert len(laid()) == rows
    assert laid() != [["1", "2A", {"banner": "Comida"}], ["2"]] or "to" in sent


@pytest.mark.parametrize("sent", [{"scenes": "99", "to": ""}, {"scenes": "1", "to": "x"}, {}])
def test_a_wrong_move_is_refused(office, shoot, sent):
    assert office.post(f"{BOARD}move/", sent).status_code == 400


def test_boards_stand_side_by_side(office, shoot):
    office.post(f"{BOARD}board/", {"copy": "1", "name": "Otro"})
    office.post(f"{AT}boards/2/move/", {"scenes": "2A", "to": "2026-03-03"})
    page = Page(office.get(f"{AT}boards/compare/"))
    assert page.words("section h2 a") == ["1", "Otro"]
    assert page.words(".differs .strip-scene") == ["2A", "2A"]


def test_a_cheaper_board_is_asked_for_followed_and_stopped(office, shoot):
    assert office.post(f"{BOARD}solve/", {}).url == BOARD
    page = Page(office.get(f"{BOARD}solving/"))
    assert "Se busca un plan" in page.text
    office.post(f"{BOARD}solve/", {"stop": "1"})
    assert "Se busca un plan" not in office.get(BOARD).content.decode()
    office.post(f"{BOARD}solve/", {"mend": "1", "lost": "2026-03-02"})
    job = Job.objects.latest("pk")
    assert job.arguments == [shoot.boards.get().pk, True, "2026-03-02", "1, reparado"]
    assert office.post(f"{BOARD}solve/", {"mend": "1", "lost": "x"}).status_code == 400


def test_rules_in_conflict_are_shown_in_words(office, shoot):
    rule = {"rule": "long-day", "subject": "", "limit": "480"}
    shoot.boards.update(answer={"conflict": [rule]})
    page = Page(office.get(BOARD))
    assert page.words(".solving .clashes li") == ["la jornada dura … minutos; máximo, 480"]


PAPERS = ("stripboard", "one-liner", "schedule", "day-out-of-days", "call-2026-03-02")


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("language", ["es", "en"])
def test_a_paper_is_a_page_a_pdf_and_a_spreadsheet(office, shoot, name, language):
    at = f"/{language}/office/filming/el-faro/boards/1/papers/{name}"
    assert "ANA" in Page(office.get(f"{at}/")).text or name == "one-liner"
    pdf = office.get(f"{at}.pdf")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    table = office.get(f"{at}.csv").content.decode()
    assert "El faro" in table


def test_the_day_out_of_days_is_right(office, shoot):
    page = Page(office.get(f"{BOARD}papers/day-out-of-days/"))
    rows = page.words(".paper-table tbody tr")
    assert any("ANA" in row and "SW" in row and "WF" in row for row in rows)


def test_a_paper_of_another_day_is_not_found(office, shoot):
    for name in ("call-2026-05-05", "call-x", "menu"):
        assert office.get(f"{BOARD}papers/{name}/").status_code == 404


def test_shooting_days_are_a_calendar(office, shoot):
    told = office.get(f"{BOARD}shoot.ics").content.decode()
    assert told.count("BEGIN:VEVENT") == 2
    assert "DTSTART;VALUE=DATE:20260302" in told


def test_only_who_films_comes_in(desk_of, shoot):
    assert desk_of(StaffRole.ANALYST).get(BOARD).status_code == 403


@pytest.mark.parametrize("count", [3, 120])
def test_the_board_costs_the_same_at_any_length(
    office, shoot, count, django_assert_max_num_queries
):
    Scene.objects.bulk_create(
        Scene(shoot=shoot, number=f"9{n}", position=n + 9, set_name="X", eighths=1)
        for n in range(count)
    )
    with django_assert_max_num_queries(14):
        office.get(BOARD)
