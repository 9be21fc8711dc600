"""The public range of a slate: what is public, and nothing that few people have stated."""

import pytest

from cartelera.apps.slate.actions import record_title
from cartelera.vocabulary import record as r
from cartelera.vocabulary.kind import Gender, PlaceUse, Role
from tests.conftest import film
from tests.web.press.conftest import plant

pytestmark = pytest.mark.django_db(databases="__all__")


def director(name):
    return r.Credit(Role.DIRECTOR, name, work_number=1, gender=Gender.WOMAN)


def keep(count, year=2026):
    for n in range(count):
        place = r.Place(PlaceUse.FILMED, "Oaxaca", "MX-OAX", "MX")
        record_title(
            film(
                f"t{n}", f"Luz {n}", year=year, genres=("drama",), places=(place,),
                credits=(director(f"Ana {n}"),),
            ),
            None,
        )  # fmt: skip


@pytest.mark.parametrize(("language", "said"), [("es", "6 títulos"), ("en", "6 titles")])
def test_a_year_says_what_it_covers_in_both_languages(client, language, said):
    keep(6)
    page = client.get(f"/{language}/press/2026/range/")
    text = page.content.decode()
    assert page.status_code == 200
    assert said in text
    assert "Oaxaca: 6" in text


def test_what_is_under_embargo_takes_no_part(client, to_come):
    keep(3)
    before = client.get("/en/press/2026/range/").content
    plant(to_come)
    assert client.get("/en/press/2026/range/").content == before
    assert client.get("/en/press/2031/range/").status_code == 404


@pytest.mark.parametrize(("count", "shown"), [(9, False), (10, True)])
def test_what_fewer_than_ten_have_stated_is_not_public(client, count, shown):
    keep(count)
    text = client.get("/en/press/2026/range/").content.decode()
    assert ("as they state it" in text) == shown


def test_the_page_costs_the_same_queries_however_many_titles(
    client, django_assert_max_num_queries
):
    keep(12)
    with django_assert_max_num_queries(22):
        client.get("/en/press/2026/range/")
