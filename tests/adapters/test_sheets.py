from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from cartelera.adapters import sheets
from cartelera.adapters.sheets import sheets_of
from cartelera.vocabulary.errors import InputError


def workbook(**pages):
    book = Workbook()
    book.remove(book.active)
    for name, rows in pages.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    held = BytesIO()
    book.save(held)
    return held.getvalue()


@pytest.mark.parametrize("mark", ["\t", ",", ";"], ids=["tab", "comma", "semicolon"])
def test_a_text_is_cut_where_its_head_is(mark):
    text = f"title{mark}views\nLuz{mark}7\n"
    ((name, rows),) = sheets_of(text.encode(), "list")
    assert (name, rows) == ("list", [["title", "views"], ["Luz", "7"]])


def test_a_mark_at_the_beginning_of_a_text_is_no_letter_of_its_head():
    ((_, rows),) = sheets_of("título,vistas\n".encode("utf-8-sig"), "list.csv")
    assert rows[0][0] == "título"


def test_each_sheet_of_a_workbook_is_a_table_of_texts():
    data = workbook(Film=[["Luz", 7.0, 7.5, None, date(2026, 3, 2)]], TV=[["Sal"]])
    assert list(sheets_of(data, "report.xlsx")) == [
        ("report.xlsx Film", [["Luz", "7", "7.5", "", "2026-03-02"]]),
        ("report.xlsx TV", [["Sal"]]),
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"PK\x03\x04 not a book", "no workbook"), (b"\xff\xfe\x00", "neither XLSX nor text")],
    ids=["torn workbook", "not text"],
)
def test_what_is_no_table_is_refused_by_name(data, words):
    with pytest.raises(InputError, match=rf"list.bin.*{words}"):
        list(sheets_of(data, "list.bin"))


def test_a_file_too_large_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(sheets, "BYTES_MOST", 2**20)
    with pytest.raises(InputError, match="larger than 1 MB"):
        list(sheets_of(b"x" * (2**20 + 1), "list.csv"))
