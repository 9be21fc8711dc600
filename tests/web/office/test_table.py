from datetime import UTC, datetime

import pytest

from cartelera.apps.slate.actions import record_title
from cartelera.vocabulary.kind import Kind, Role
from cartelera.vocabulary.record import Credit, Text, TitleRecord
from cartelera.vocabulary.stage import Stage
from tests.conftest import film
from tests.web.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def slate():
    director = (Credit(Role.DIRECTOR, "Óscar Peña"),)
    record_title(film("arbol", name="Árbol", year=2024, credits=director), None)
    record_title(film("zorro", name="Zorro", kind=Kind.SHORT_FILM, stage=Stage.RELEASED), None)
    record_title(film("barro", name="barro", year=2025, public_from=None), None)
    record_title(TitleRecord("s", Kind.SERIES, (Text("es", "Mareas"),), Stage.FILMING), None)
    record_title(
        TitleRecord("s-1", Kind.SEASON, (Text("es", "Temporada 1"),), parent="s", number=1),
        None,
    )


def names(client, query=""):
    page = Page(client.get(f"/es/office/titles/{query}"))
    return page.words("tbody th a")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?sort=name", ["Árbol", "barro", "Mareas", "Zorro"]),
        ("?sort=-name", ["Zorro", "Mareas", "barro", "Árbol"]),
        ("?sort=year", ["Árbol", "barro", "Zorro", "Mareas"]),
        ("?sort=-year", ["Zorro", "barro", "Árbol", "Mareas"]),
        ("?sort=stage", ["Árbol", "barro", "Mareas", "Zorro"]),
        ("?q=arbol", ["Árbol"]),
        ("?q=pena", ["Árbol"]),
        ("?kind=short+film", ["Zorro"]),
        ("?stage=filming", ["Mareas"]),
        ("?year=2025", ["barro"]),
        ("?year=2025&kind=series", []),
        ("?q=temporada&parts=1", ["Temporada 1"]),
        ("?kind=nonsense&sort=nonsense&page=nonsense", ["Mareas", "barro", "Zorro", "Árbol"]),
    ],
)
def test_the_table_is_sorted_and_filtered(office, slate, query, expected):
    assert names(office, query) == expected


def test_a_head_turns_the_order_and_keeps_the_filter(office, slate):
    page = Page(office.get("/es/office/titles/?sort=name&kind=film"))
    (head,) = page.select("th[aria-sort]")
    assert (head.get("aria-sort"), head[0].get("href")) == (
        "ascending",
        "?kind=film&sort=-name",
    )


def test_what_is_public_is_said_in_words(office, slate):
    record_title(
        film("luz", name="Luz", public_from=datetime(2999, 1, 2, 12, tzinfo=UTC)), None
    )
    page = Page(office.get("/es/office/titles/?sort=name"))
    said = [row[6].text_content().strip() for row in page.select("tbody tr")]
    assert said == ["Sí", "No", "Desde 2 ene 2999", "No", "Sí"]


def test_a_long_slate_has_pages(office):
    for n in range(51):
        record_title(film(f"t-{n:02}", texts=(Text("es", f"N {n:02}"),)), None)
    page = Page(office.get("/es/office/titles/?sort=name"))
    assert len(page.select("tbody tr")) == 50
    (later,) = page.select("a[rel=next]")
    assert later.get("href") == "?sort=name&page=2"
    assert names(office, later.get("href")) == ["N 50"]
    assert names(office, "?sort=name&page=99") == ["N 50"]


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize("sort", ["name", "changed"])
def test_the_table_costs_the_same_at_any_length(office, count, sort, django_assert_num_queries):
    for n in range(count):
        record_title(film(f"t-{n}", texts=(Text("es", f"N {n}"),)), None)
    with django_assert_num_queries(11):
        office.get(f"/es/office/titles/?sort={sort}")


def test_a_filter_that_lets_nothing_through_says_so(office, slate):
    page = Page(office.get("/en/office/titles/?q=nowhere"))
    assert "No title is like that" in page.text
