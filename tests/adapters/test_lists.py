from datetime import date

import openpyxl
import pytest

from cartelera.adapters.lists import half_year, read_lists
from cartelera.engines.audience.record import Screening
from cartelera.vocabulary.errors import InputError

WORLD = """week\tcategory\tweekly_rank\tshow_title\tseason_title\tweekly_hours_viewed
2024-01-07\tTV (Non-English)\t1\tEl faro\tEl faro: Season 1\t4,000,000
2024-01-07\tFilms (English)\t2\tSalt\tN/A\t3000000
"""
COUNTRIES = """country_name\tcountry_iso2\tweek\tcategory\tweekly_rank\tshow_title\tseason_title
Namibia\tNA\t2024-01-07\tTV\t1\tEl faro\tEl faro: Season 1
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "all-weeks-global.tsv").write_text(WORLD)
    (tmp_path / "all-weeks-countries.tsv").write_text(COUNTRIES)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "TV"
    sheet.append(["Engagement", None])
    sheet.append(["Title", "Available Globally?", "Release Date", "Hours Viewed", "Runtime"])
    sheet.append(["El faro: Season 1 // 등대: 시즌 1", "Yes", "2024-01-03", 9_000_000, "3:00"])
    sheet.append(["Raw: 2024 - May 6, 2024", "Yes", "2024-05-06", 9_000_000, "3:00"])
    book.save(tmp_path / "engagement-2024H1.xlsx")
    (tmp_path / "catalogue.csv").write_text(
        "title,kind,countries,year,chosen_by_success\nEl faro,tv,\"['KR', 'MX']\",2024,no\n"
        "Gran éxito,film,\"['US']\",2024,true\n"
    )
    return tmp_path


def test_published_lists_are_read_as_they_come(folder):
    lists = read_lists([folder])
    row = lists.shown[0]
    assert len(lists.shown) == 1
    assert (row.title.name, row.title.native) == ("El faro: Season 1", "등대: 시즌 1")
    assert (row.views, row.title.worldwide, row.first) == (3_000_000, True, True)
    assert {(w.name, w.territory, w.hours) for w in lists.weeks} == {
        ("El faro: Season 1", "", 4e6),
        ("Salt", "", 3e6),
        ("El faro: Season 1", "NA", 0.0),
    }
    assert {w.kind for w in lists.weeks if w.name == "Salt"} == {Screening.FILM}


def test_a_catalogue_row_chosen_by_success_is_not_read(folder):
    titles = read_lists([folder]).catalogue
    assert [(t.name, t.countries, t.year) for t in titles] == [("El faro", ("KR", "MX"), 2024)]


def test_the_same_folder_twice_counts_once(folder):
    assert read_lists([folder, folder]) == read_lists([folder])


def test_parquet_is_read_like_the_rest(folder, tmp_path):
    import duckdb

    source = tmp_path / "all-weeks-global.tsv"
    other = tmp_path / "other"
    other.mkdir()
    duckdb.read_csv(str(source), sep="\t").to_parquet(str(other / "top10_global.parquet"))
    names = {week.name for week in read_lists([other]).weeks}
    assert names == {"El faro: Season 1", "Salt"}


def test_a_list_without_a_column_is_refused_by_name(tmp_path):
    (tmp_path / "engagement.csv").write_text("title,hours\nEl faro,3\n")
    with pytest.raises(InputError, match=r"engagement\.csv has no column 'period'"):
        read_lists([tmp_path])


def test_a_half_year_is_six_months():
    assert half_year("2024H2") == (date(2024, 7, 1), date(2025, 1, 1))
    with pytest.raises(InputError, match="2024H2"):
        half_year("2024-07")
