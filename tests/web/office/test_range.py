"""The range of the slate as the office sees it, and the tables it is held against."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cartelera.apps.slate.actions import (
    choose_reference,
    import_slate,
    keep_reference,
    record_title,
)
from cartelera.apps.slate.models import House, Reference
from cartelera.apps.slate.queries import slate_of_text, text_of_slate
from cartelera.vocabulary import record as r
from cartelera.vocabulary.aspect import Aspect
from cartelera.vocabulary.errors import AccessError, InputError
from cartelera.vocabulary.kind import PlaceUse
from tests.conftest import film

pytestmark = pytest.mark.django_db(databases="__all__")

CENSUS = "aspect,value,number\nfilmed,MX-OAX,30\nfilmed,MX-JAL,70\n"


def keep(*genres, year=2026, start=0):
    for n, genre in enumerate(genres, start=start):
        place = r.Place(PlaceUse.FILMED, "Oaxaca", "MX-OAX", "MX")
        record_title(
            film(f"t{n}", f"Luz {n}", year=year, genres=(genre,), places=(place,)), None
        )


def table(text):
    return SimpleUploadedFile("censo.csv", text.encode())


def text_of(client, address):
    return client.get(address).content.decode()


def test_the_rest_of_the_catalogue_shows_what_a_year_leaves_out(client, administrator):
    client.force_login(administrator)
    keep(*["drama"] * 6)
    keep(*["comedy"] * 6, year=2025, start=6)
    page = text_of(client, "/en/office/range/?year=2026")
    assert "Genre: Comedy, 6 titles short" in page
    assert "that is choice, not chance" in page


def test_a_census_is_brought_and_held_against(client, administrator):
    client.force_login(administrator)
    keep(*["drama"] * 6)
    sent = {"name": "Censo", "source": "INEGI 2020", "table": table(CENSUS)}
    assert client.post("/en/office/range/references/", sent).status_code == 302
    page = text_of(client, "/en/office/range/?against=censo")
    assert "Where it is filmed: Jalisco, 4 titles short" in page
    assert "INEGI 2020" in page


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n", "aspect,value,number"),
        ("aspect,value,number\nplace,MX-OAX,1\n", "row 2"),
        ("aspect,value,number\nstory,MX-OAX,many\n", "many"),
        ("aspect,value,number\nstory,MX-OAX,1\nstory,MX-OAX,1\n", "twice"),
        ("aspect,value,number\nstory,MX-OAX,0\n", "nothing"),
        ("aspect,value,number\n", "no row"),
    ],
)
def test_a_table_that_cannot_be_read_names_its_row(client, administrator, text, said):
    client.force_login(administrator)
    sent = {"name": "Censo", "source": "INEGI", "table": table(text)}
    answer = client.post("/en/office/range/references/", sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Reference.objects.exists()


def test_a_slate_without_titles_says_so(client, administrator):
    client.force_login(administrator)
    assert "There is no title to look at" in text_of(client, "/en/office/range/")


def test_the_house_chooses_what_its_slate_is_held_against(client, administrator):
    client.force_login(administrator)
    keep_reference("censo", "Censo", "INEGI", {Aspect.FILMED: {"MX-JAL": 1.0}}, None)
    client.post("/en/office/range/against/", {"against": "censo"})
    assert House.objects.get().range_against == "censo"
    with pytest.raises(InputError, match="nadie"):
        choose_reference("nadie", administrator)


def test_a_stranger_keeps_no_reference(stranger):
    with pytest.raises(AccessError):
        keep_reference("censo", "Censo", "INEGI", {Aspect.FILMED: {"MX-JAL": 1.0}}, stranger)


def test_references_travel_with_the_slate():
    keep_reference("censo", "Censo", "INEGI", {Aspect.FILMED: {"MX-JAL": 1.0}}, None)
    choose_reference("censo", None)
    text = text_of_slate(csv=False)
    Reference.objects.all().delete()
    House.objects.all().delete()
    import_slate(slate_of_text(text, csv=False), None)
    assert text_of_slate(csv=False) == text
