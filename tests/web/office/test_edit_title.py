from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cartelera.apps.slate.actions import record_title
from cartelera.apps.slate.models import Title
from cartelera.apps.slate.queries import record_of
from cartelera.apps.work.queries import history_of
from cartelera.vocabulary import record as r
from cartelera.vocabulary.kind import IdentifierScheme, Kind, Role
from cartelera.vocabulary.staff import StaffRole
from cartelera.vocabulary.stage import Stage
from tests.apps.slate.test_record import WHOLE
from tests.conftest import film
from tests.web.pages import Page

pytestmark = pytest.mark.django_db
EDIT = "/es/office/titles/la-casa/edit/"
NEW = "/es/office/titles/new/"
FORM = "form[data-record]"


def stored(key="la-casa"):
    return record_of(Title.objects.get(key=key), private=True)


def sheet(client, address=EDIT):
    return Page(client.get(address)).filled(FORM)


def wrong(response):
    """Return each field that is marked wrong, with what is said beside it."""
    assert response.status_code == 422
    page = Page(response)
    fields = page.select("input[aria-invalid=true], select[aria-invalid=true]")
    return {
        field.get("name"): page.root.get_element_by_id(
            f"{field.get('id')}_error"
        ).text_content()
        for field in fields
    }


def add_row(sent, rows, /, **values):
    """Fill in another row."""
    number = int(sent.get(f"{rows}-TOTAL_FORMS", 0))
    sent[f"{rows}-TOTAL_FORMS"] = number + 1
    sent.update({f"{rows}-{number}-{field}": value for field, value in values.items()})


@pytest.fixture
def house():
    return record_title(WHOLE, None)


def test_a_form_saved_untouched_changes_nothing(office, house):
    before = stored()
    answer = office.post(EDIT, sheet(office))
    assert answer.url == "/es/office/titles/la-casa/"
    assert stored() == before == WHOLE
    assert len(history_of("title:la-casa")) == 1
    assert "No cambió nada." in Page(office.get(answer.url)).text


def test_what_is_changed_is_kept_and_nothing_else(office, house):
    sent = sheet(office)
    sent |= {"year": "2027", "countries": "México; argentina", "themes": ["border", "sea"]}
    sent["texts-0-name"] = "La casa sola"
    add_row(sent, "credits", role="writer", name="Eva Sol")
    sent["credits-0-DELETE"] = "on"
    office.post(EDIT, sent)
    credits = (*WHOLE.credits[1:], r.Credit(Role.WRITER, "Eva Sol"))
    texts = (replace(WHOLE.texts[0], name="La casa sola"), WHOLE.texts[1])
    assert stored() == replace(
        WHOLE, year=2027, countries=("MX", "AR"), themes=("border", "sea"), texts=texts,
        credits=credits,
    )  # fmt: skip


def test_every_kind_of_row_can_be_added(office):
    record_title(film("la-casa", name="La casa"), None)
    sent = sheet(office)
    add_row(sent, "texts", language="inglés", name="The House", ORDER=1)
    add_row(
        sent,
        "source_works",
        kind="novel",
        name="Casa",
        authors="Ana Ruiz; Luz Paz",
        year="1955",
    )
    add_row(sent, "places", use="filmed", name="Oaxaca", region="mx-oax")
    add_row(sent, "stages", stage="announced", on="2025-02-09")
    add_row(sent, "avails", territory="México", opens="2026-06-01T00:00")
    add_row(sent, "releases", kind="festival", territory="MX", on="2026-10-20", event="Morelia")
    add_row(sent, "ratings", rating="MX RTC B15")
    add_row(sent, "identifiers", scheme="imdb", value="tt1234567")
    sent |= {"budget-amount": "100.50", "budget-currency": "mxn"}
    assert office.post(EDIT, sent).status_code == 302
    kept = stored()
    assert {text.language for text in kept.texts} == {"es", "en"}
    assert kept.source_works[0].authors == ("Ana Ruiz", "Luz Paz")
    assert (kept.places[0].region, kept.places[0].territory) == ("MX-OAX", "MX")
    assert kept.stages == (r.StageChange(Stage.ANNOUNCED, date(2025, 2, 9)),)
    assert kept.avails == (r.Avail("MX", datetime(2026, 6, 1, 6, tzinfo=UTC)),)  # house's clock
    assert kept.releases[0].event == "Morelia"
    assert kept.ratings == (r.Rating("MX", "RTC", "B15"),)
    assert kept.identifiers == (r.Identifier(IdentifierScheme.IMDB, "tt1234567"),)
    assert str(kept.budget.amount) == "100.50"


def test_credits_stand_in_the_order_given(office, house):
    sent = sheet(office) | {
        "credits-0-ORDER": "3",
        "credits-1-ORDER": "1",
        "credits-2-ORDER": "2",
    }
    office.post(EDIT, sent)
    assert [c.name for c in stored().credits] == ["Ana Ruiz", "Cine del Sur", "Luz Paz"]


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"year": "1492"}, "year", "1888"),
        ({"countries": "MX, Atlantis"}, "countries", "«Atlantis» no es un territorio"),
        ({"languages": "es, blablá"}, "languages", "«blablá» no es un idioma"),
        ({"texts-1-language": "es"}, "texts-0-language", "dos textos en este idioma"),
        ({"texts-0-name": ""}, "texts-0-name", "obligatorio"),
        ({"credits-0-role": "king"}, "credits-0-role", "king"),
        ({"places-0-region": "MX-XXX"}, "places-0-region", "«MX-XXX» no es una región"),
        ({"places-0-region": "US-CA"}, "places-0-region", "US-CA no está en MX"),
        ({"avails-0-closes": "2020-01-01T00:00"}, "avails-0-closes", "Cierra antes de abrir"),
        ({"identifiers-0-value": "10.5240/7791-8534-2C23-9030-8610-6"}, "identifiers-0-value",
         "¿hay un dígito mal?"),
        ({"ratings-0-rating": "MX RTC Z"}, "ratings-0-rating", "Z"),
        ({"budget-currency": ""}, "budget-currency", "van juntos"),
        ({"budget-amount": "mucho"}, "budget-amount", "número"),
        ({"releases-0-on": "ayer"}, "releases-0-on", "fecha"),
        ({"public_from": "ayer"}, "public_from", "fecha"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " not in value else "",
)  # fmt: skip
def test_what_is_wrong_is_named_beside_its_field(office, house, changes, field, said):
    marked = wrong(office.post(EDIT, sheet(office) | changes))
    assert said in marked[field]
    assert stored() == WHOLE


def test_what_was_typed_is_still_there_beside_the_fault(office, house):
    sent = sheet(office) | {"year": "1492", "original_name": "Casa nueva"}
    again = Page(office.post(EDIT, sent))
    assert again.filled(FORM)["original_name"] == "Casa nueva"
    assert "Hay 1 dato equivocado" in again.text


def test_an_identifier_of_another_title_is_refused_with_its_name(office, house):
    record_title(film("otra", name="Otra"), None)
    sent = sheet(office, "/es/office/titles/otra/edit/")
    add_row(sent, "identifiers", scheme="wikidata", value="Q42")
    marked = wrong(office.post("/es/office/titles/otra/edit/", sent))
    assert "la-casa" in marked["identifiers-0-value"]


def test_two_editors_do_not_overwrite_each_other(office, house):
    mine = sheet(office) | {"year": "2031"}
    record_title(replace(WHOLE, year=2027), None)
    answer = office.post(EDIT, mine)
    page = Page(answer)
    assert (answer.status_code, stored().year) == (409, 2027)
    assert "cambió este título" in page.text
    assert page.filled(FORM)["year"] == "2031"
    assert office.post(EDIT, page.filled(FORM)).status_code == 409


def test_another_row_is_had_without_script_and_nothing_is_saved(office, house):
    sent = sheet(office) | {"year": "2031", "add": "credits"}
    page = Page(office.post(EDIT, sent))
    again = page.filled(FORM)
    assert (again["credits-TOTAL_FORMS"], again["year"]) == ("4", "2031")
    assert not page.select("[aria-invalid=true]")
    again |= {"credits-3-role": "writer", "credits-3-name": "Eva Sol"}
    assert office.post(EDIT, again).status_code == 302
    assert stored().credits[-1] == r.Credit(Role.WRITER, "Eva Sol")


def test_a_press_officer_edits_without_seeing_budget_or_changing_avails(desk_of, house):
    desk = desk_of(StaffRole.PRESS)
    page = Page(desk.get(EDIT))
    assert "25000000" not in page.root.text_content()
    assert not page.select("[name=budget-amount], [name=avails-TOTAL_FORMS]")
    sent = page.filled(FORM) | {"year": "2027"}
    add_row(sent, "avails", territory="AR", opens="2026-01-01T00:00")
    desk.post(EDIT, sent | {"budget-amount": "1", "budget-currency": "MXN"})
    assert stored() == replace(WHOLE, year=2027)


def test_a_new_title_gets_a_key_from_its_name(office):
    sent = sheet(office, NEW) | {"kind": "film", "texts-0-name": "Pedro Páramo", "year": "2026"}
    answer = office.post(NEW, sent)
    assert answer.url == "/es/office/titles/pedro-paramo/"
    assert stored("pedro-paramo").texts == (r.Text("es", "Pedro Páramo"),)


def test_an_offered_row_that_has_only_its_place_is_left_out(office):
    sent = sheet(office, NEW) | {"kind": "film", "texts-0-name": "Luz"}
    sent |= {"texts-0-ORDER": "1", "texts-1-ORDER": "2"}  # as the page's script numbers them
    assert office.post(NEW, sent).url == "/es/office/titles/luz/"
    assert stored("luz").texts == (r.Text("es", "Luz"),)


def test_a_second_title_of_one_name_is_named_and_may_be_kept_on_purpose(office, house):
    sent = sheet(office, NEW) | {"kind": "film", "texts-0-name": "LA CASÁ", "year": "2026"}
    answer = office.post(NEW, sent)
    page = Page(answer)
    assert answer.status_code == 422
    assert "ya hay un título con este nombre: la-casa (2026)" in page.text
    assert Title.objects.count() == 1
    office.post(NEW, page.filled(FORM) | {"another": "on"})
    assert stored("la-casa-2").texts[0].name == "LA CASÁ"


def test_a_title_needs_a_name_in_some_language(office):
    page = Page(office.post(NEW, sheet(office, NEW) | {"kind": "film"}))
    assert "Un título necesita nombre" in page.text


def test_a_season_and_an_episode_go_under_what_holds_them(office):
    record_title(r.TitleRecord("mareas", Kind.SERIES, (r.Text("es", "Mareas"),)), None)
    for parent, part in (("mareas", "mareas-1"), ("mareas-1", "mareas-1-1")):
        address = f"{NEW}?parent={parent}"
        sent = sheet(office, address) | {"texts-0-name": "Uno"}
        assert office.post(address, sent).url == f"/es/office/titles/{part}/"
    assert (stored("mareas-1").kind, stored("mareas-1-1").parent) == (Kind.SEASON, "mareas-1")


def test_a_number_that_is_taken_is_refused(office):
    record_title(r.TitleRecord("mareas", Kind.SERIES, (r.Text("es", "Mareas"),)), None)
    one = r.TitleRecord("t-1", Kind.SEASON, (r.Text("es", "1"),), parent="mareas", number=1)
    record_title(one, None)
    address = f"{NEW}?parent=mareas"
    answer = office.post(address, sheet(office, address) | {"number": "1", "texts-0-name": "x"})
    assert answer.status_code == 422
    assert Title.objects.count() == 2


def test_a_film_holds_no_parts(office, house):
    assert office.get(f"{NEW}?parent=la-casa").status_code == 400


def test_the_post_of_a_stranger_page_is_refused(administrator, house):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(administrator)
    assert strict.post(EDIT, {}).status_code == 403
