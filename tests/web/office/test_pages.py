"""The page on which a programmer sets what viewers' pages keep to."""

import pytest

from cartelera.apps.discovery.models import Floor, Pin, Weights
from cartelera.vocabulary.staff import StaffRole
from tests.apps.discovery.test_programme import learned, slate

pytestmark = pytest.mark.django_db(databases="__all__")
assert learned  # a fixture
PAGES = "/en/office/pages/"


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def programmer(desk_of):
    return desk_of(StaffRole.PROGRAMMER)


def text_of(client, address=PAGES):
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:600]
    return answer.content.decode()


@pytest.mark.parametrize("language", ["es", "en"])
def test_an_empty_house_has_a_page(programmer, language):
    text_of(programmer, f"/{language}/office/pages/")


def test_a_floor_is_set_holds_and_is_taken_away(programmer):
    slate(own=(0, 1, 2))
    given = {"name": "National", "which": "country:MX", "home_percent": 10, "abroad_percent": 0}
    assert programmer.post(PAGES + "floors/", given).status_code == 302
    page = text_of(programmer)
    assert "of the page’s attention" in page
    assert "by-floor" in page
    programmer.post(f"{PAGES}floors/{Floor.objects.get().pk}/")
    assert "by-floor" not in text_of(programmer)


def test_a_question_that_cannot_be_read_is_refused_where_it_stands(programmer):
    given = {"name": "N", "which": "colour:red", "home_percent": 10, "abroad_percent": 0}
    answer = programmer.post(PAGES + "floors/", given)
    assert answer.status_code == 422
    assert "colour:red" in answer.content.decode()


def test_a_title_is_pinned_and_unpinned(programmer, client):
    slate()
    given = {"title": "t-00", "es": "Cumple cuarenta", "en": "It is forty"}
    assert programmer.post(PAGES + "pins/", given).status_code == 302
    assert "Chosen by the house" in client.get("/en/").content.decode()
    assert "Cumple cuarenta" in client.get("/es/").content.decode()
    programmer.post(f"{PAGES}pins/{Pin.objects.get().pk}/")
    assert "Chosen by the house" not in client.get("/en/").content.decode()


def test_a_title_that_is_not_there_is_not_pinned(programmer):
    answer = programmer.post(PAGES + "pins/", {"title": "nada", "es": "sí", "en": "yes"})
    assert answer.status_code == 422


def test_weights_are_tried_and_kept(programmer, learned):
    tried = "?territory=MX&maturity=18&watched=drama-00&calibration=0.4&variety=0.5&seldom=0.1"
    page = text_of(programmer, PAGES + tried)
    assert "The page as it would be" in page
    assert "Picked for you" in page
    given = {"where": "home", "calibration": "0.4", "variety": "0.5", "seldom": "0.1"}
    programmer.post(PAGES + "weights/", given)
    assert Weights.objects.get().variety == 0.5
    assert "The page as it is" in text_of(programmer, PAGES + tried)


def test_a_viewer_is_told_which_floor_made_room(client, programmer):
    slate(own=(0, 1, 2))
    given = {"name": "Cine nacional", "which": "country:MX", "home_percent": 10}
    programmer.post(PAGES + "floors/", given | {"abroad_percent": 0})
    assert "La casa guarda una parte" in client.get("/es/").content.decode()


def test_an_analyst_does_not_set_pages(desk_of):
    assert desk_of(StaffRole.ANALYST).get(PAGES).status_code == 403
