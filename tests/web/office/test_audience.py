"""What was watched, as the office sees it: pages, papers and files, and never a few viewers."""

from datetime import timedelta
from io import BytesIO

import duckdb
import pytest
from django.utils.translation import override
from pypdf import PdfReader

from cartelera.apps.audience.models import Cell, Elsewhere
from cartelera.apps.audience.queries import made_up_file
from cartelera.web.templatetags.audience import share
from tests.apps.audience.test_reach import count, watch
from tests.conftest import NOW, showing

pytestmark = pytest.mark.django_db(databases="__all__")

LIST = (
    "week\tcategory\tweekly_rank\tshow_title\tseason_title\tweekly_hours_viewed\truntime\t"
    "weekly_views\tcumulative_weeks_in_top_10\n"
    "2026-02-01\tFilms (Non-English)\t3\tLuz\tN/A\t1000000\t1.5\t666667\t1\n"
)


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def analyst(client, administrator):
    client.force_login(administrator)
    return client


def watched(viewers=12):
    title = showing("luz", name="Luz")
    watch(title.pk, viewers, row="showing")
    watch(title.pk, viewers, first=101, territory="AR", at=NOW + timedelta(minutes=1))
    count()
    return title


def text_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_before_anything_is_watched_the_page_says_so(analyst):
    assert "<table" not in text_of(analyst, "/en/office/audience/")


@pytest.mark.parametrize(
    ("language", "said"), [("es", "En cartelera"), ("en", "Now showing")], ids=["es", "en"]
)
def test_the_house_sees_titles_territories_and_what_led_there(analyst, language, said):
    watched()
    page = text_of(analyst, f"/{language}/office/audience/")
    assert "Luz" in page
    assert "Argentina" in page
    assert said in page


def test_fewer_than_ten_viewers_are_never_shown(analyst):
    title = showing("luz", name="Luz")
    watch(title.pk, 12)
    watch(title.pk, 9, first=101, territory="AR", at=NOW + timedelta(minutes=1))
    count()
    assert "Argentina" not in text_of(analyst, f"/en/office/audience/title/{title.pk}/")


def test_a_title_has_its_curve_and_its_files(analyst):
    title = watched()
    page = text_of(analyst, f"/en/office/audience/title/{title.pk}/")
    assert page.count("<svg") >= 3
    files = f"/en/office/audience/title/{title.pk}/reach."
    assert "AR" in text_of(analyst, files + "csv")
    paper = analyst.get(files + "pdf")
    assert paper.content.startswith(b"%PDF-")
    assert f"reach-title-{title.pk}" in paper["Content-Disposition"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", ["Alcance", "Semana por semana", "Argentina", "En cartelera", "Qué significa"]),
        ("en", ["Reach", "Week by week", "Argentina", "Now showing", "What each figure means"]),
    ],
    ids=["es", "en"],
)
def test_the_paper_for_the_makers_says_what_the_page_does(analyst, language, said):
    title = watched()
    made_up_file().parent.mkdir(parents=True, exist_ok=True)
    made_up_file().write_text((NOW + timedelta(days=7)).date().isoformat())
    for address in (f"title/{title.pk}", "house/0"):
        answer = analyst.get(f"/{language}/office/audience/{address}/reach.pdf")
        text = " ".join(
            page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages
        )
        assert [words for words in [*said, "Luz"] if words not in text] == []
        assert ("Nobody watched" in text) == (language == "en")


def test_the_table_for_programs_holds_the_same_cells(analyst, tmp_path):
    title = watched()
    address = f"/en/office/audience/title/{title.pk}/reach.parquet"
    file = tmp_path / "reach.parquet"
    file.write_bytes(analyst.get(address).content)
    rows = duckdb.read_parquet(str(file)).fetchall()
    lines = text_of(analyst, address.replace("parquet", "csv")).strip().splitlines()
    assert len(rows) == len(lines) - 1


def test_what_is_not_there_is_not_found(analyst):
    watched()
    for address in (
        "title/999999/",
        "nobody/1/",
        "house/0/reach.exe",
        "house/1/",
        "title/luz/",
    ):
        assert analyst.get(f"/en/office/audience/{address}").status_code == 404


def test_a_published_list_is_brought_and_shown_beside_our_title(analyst, tmp_path):
    showing("luz", name="Luz")
    file = tmp_path / "list.tsv"
    file.write_text(LIST)
    with file.open("rb") as stream:
        answer = analyst.post("/en/office/audience/elsewhere/", {"file": stream})
    assert answer.status_code == 200, answer.content.decode()[:400]
    assert Elsewhere.objects.get().title is not None
    page = text_of(analyst, "/en/office/audience/elsewhere/")
    assert "Luz" in page
    assert "Netflix Top 10 of the world" in page  # whose list it is
    title = Elsewhere.objects.get().title
    page = text_of(analyst, f"/en/office/audience/title/{title}/")  # though nobody watched here
    assert "<h1>Luz" in page
    assert "666,667" in page


def test_a_file_that_is_no_list_is_refused_with_a_reason(analyst, tmp_path):
    file = tmp_path / "carta.csv"
    file.write_text("esto,no\nes,una lista\n")
    with file.open("rb") as stream:
        answer = analyst.post("/en/office/audience/elsewhere/", {"file": stream})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("address", "said"),
    [("row/showing/", "Now showing"), ("row/genre-drama/", "Drama"),
     ("campaign/otono/", "Campaign otono")],
)  # fmt: skip
def test_a_row_and_a_campaign_have_pages_and_files(analyst, address, said):
    title = showing("luz", name="Luz")
    watch(title.pk, 12, row="showing", campaign="otono")
    watch(title.pk, 12, first=101, row="genre-drama", campaign="otono")
    count()
    assert (
        address
        in text_of(analyst, f"/en/office/audience/title/{title.pk}/") + "campaign/otono/"
    )
    page = text_of(analyst, f"/en/office/audience/{address}")
    assert f"<h1>{said}" in page
    assert f"/title/{title.pk}/" in page
    answer = analyst.get(f"/en/office/audience/{address}reach.pdf")
    assert answer.content.startswith(b"%PDF-")


def test_a_share_that_is_not_nothing_is_never_written_as_nothing():
    with override("en"):
        assert [share(value) for value in (0.0, 0.001, 0.0049, 0.01, None)] == [
            "0 %", "< 1 %", "< 1 %", "1 %", "—",
        ]  # fmt: skip


def test_a_line_says_how_long_its_viewers_waited(analyst):
    title = watched()
    Cell.objects.filter(by="territory", label="AR").update(played_ms=980_000, stall_ms=20_000)
    page = text_of(analyst, f"/en/office/audience/title/{title.pk}/")
    assert "2.00 %" in page.split("Argentina")[-1].split("</tr>")[0]


def test_a_stranger_sees_no_audience(client, stranger):
    client.force_login(stranger)
    assert client.get("/en/office/audience/").status_code == 403


def test_every_measure_is_defined_in_both_languages(analyst):
    for language in ("es", "en"):
        assert text_of(analyst, f"/{language}/office/audience/measures/").count("<dt>") >= 8


@pytest.mark.parametrize(
    ("language", "said"), [("es", "Nadie los miró"), ("en", "Nobody watched")], ids=["es", "en"]
)
def test_weeks_that_a_program_made_up_say_so_and_later_ones_do_not(analyst, language, said):
    watched()
    made_up_file().parent.mkdir(parents=True, exist_ok=True)
    made_up_file().write_text((NOW + timedelta(days=7)).date().isoformat())
    assert said in text_of(analyst, f"/{language}/office/audience/")
    made_up_file().write_text((NOW - timedelta(days=700)).date().isoformat())
    assert said not in text_of(analyst, f"/{language}/office/audience/")
