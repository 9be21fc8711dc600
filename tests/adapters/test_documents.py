"""Text comes out of documents, or a refusal says what to do instead."""

import io
import zipfile
from pathlib import Path

import typst
from pytest import mark, raises

from cartelera.adapters.documents import text_from, text_of
from cartelera.vocabulary.errors import InputError

PAGE = """<!doctype html><html><head><title>No words of the page</title>
<style>p { color: red }</style></head><body>
<nav><a href="/">Home</a></nav>
<article><h1>Two titles</h1><p>Marea TV has announced <em>Low Tide</em>,
a series.</p><p><strong>Four Winds</strong></p><ul><li>A film &amp; more</li></ul>
<script>alert("x")</script></article><footer>Cookies</footer></body></html>"""


def test_a_page_keeps_headings_lists_and_words_set_apart() -> None:
    assert text_from(PAGE.encode(), "page.html") == (
        "# Two titles\n\n"
        "Marea TV has announced *Low Tide*, a series.\n\n"
        "**Four Winds**\n\n"
        "- A film & more\n"
    )


def test_a_page_saved_as_text_is_known_for_a_page() -> None:
    assert "Cookies" not in text_from(PAGE.encode(), "page.txt")


@mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_mark_of_encoding_is_no_part_of_the_text(encoding: str) -> None:
    assert (
        text_from("Películas\r\nY series\r".encode(encoding), "a.txt")
        == "Películas\nY series\n"
    )


@mark.parametrize(
    ("data", "name", "message"),
    [
        (b"%PDF-1.7", "press.pdf", "press.pdf cannot be read as PDF"),
        (b"words", "press.pdf", "press.pdf is not what its name says"),
        (b"PK\x03\x04", "press.docx", "press.docx cannot be unpacked"),
        (b"words", "press.rtf", "press.rtf is an RTF document"),
        ("Películas".encode("latin-1"), "a.txt", "a.txt is not text in UTF-8"),
        (b"a\0b", "a.txt", "a.txt is not text"),
        (b"  \n", "a.txt", "a.txt is empty"),
        (b"words", "a.xlsx", "give .txt, .md, .html, .pdf or .docx"),
    ],
    ids=["pdf", "no pdf", "word", "rtf", "latin-1", "binary", "empty", "another kind"],
)
def test_what_is_not_text_is_refused_by_name(data: bytes, name: str, message: str) -> None:
    with raises(InputError, match=message):
        text_from(data, name)


def typeset(source: bytes) -> bytes:
    """Make a PDF."""
    made = typst.compile(source)
    assert isinstance(made, bytes)
    return made


def word(body: str) -> bytes:
    """Make a Word document of a body."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        page = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
        file.writestr("word/document.xml", page)
    return packed.getvalue()


def paragraph(words: str, style: str = "") -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}<w:r><w:t>{words}</w:t></w:r></w:p>"


def test_a_word_document_keeps_headings_and_tables() -> None:
    row = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>".format
    body = (
        paragraph("Low Tide", "Heading2")
        + paragraph("Directed by Ana Ruiz.")
        + "<w:tbl>"
        + row(paragraph("Title"), paragraph("Director"))
        + row(paragraph("Salt"), paragraph("Luis Paz"))
        + "</w:tbl>"
    )
    assert text_from(word(body), "press.docx") == (
        "## Low Tide\n\nDirected by Ana Ruiz.\n\n| Title | Director |\n| Salt | Luis Paz |\n"
    )


def test_a_word_document_that_unpacks_without_end_is_refused() -> None:
    with raises(InputError, match="unpacks to more"):
        text_from(word(paragraph("a" * 21_000_000)), "press.docx")


def test_a_word_document_with_entities_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with raises(InputError, match="cannot be read as a Word document"):
        text_from(packed.getvalue(), "press.docx")


def test_a_pdf_is_read_page_after_page() -> None:
    pdf = typeset(
        b"#set page(width: 12cm)\n= Low Tide\n\nDirected by Ana Ruiz.\n#pagebreak()\nSalt"
    )
    text = text_from(pdf, "press.pdf")
    assert "Low Tide" in text
    assert "Directed by Ana Ruiz." in text
    assert text.index("Salt") > text.index("Ruiz")


def test_a_pdf_without_text_says_so() -> None:
    with raises(InputError, match="holds pictures of its pages"):
        text_from(typeset(b"#rect(width: 2cm)"), "press.pdf")


def test_a_table_of_a_page_keeps_its_rows() -> None:
    head = "<tr><th>Title</th><th>Director</th></tr>"
    page = f"<table>{head}<tr><td>Salt</td><td>Paz</td></tr></table>"
    assert text_from(page.encode(), "a.html") == "Title | Director\n\nSalt | Paz\n"


def test_a_file_is_read_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Títulos", encoding="utf-8")
    assert text_of(tmp_path / "a.md") == "# Títulos"


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with raises(InputError, match="there is no file"):
        text_of(tmp_path / "none.txt")
    with raises(InputError, match="is not a file"):
        text_of(tmp_path)


def test_a_list_of_definitions_becomes_rows_with_a_label():
    page = """<dl><div><dt>Reparto</dt><dd>Ana Ruiz</dd><dd>Luz Paz</dd></div>
    <dt>Producción:</dt><dd>Metro, Inc.</dd><dt>Sinopsis</dt><dd><p>Un párrafo.</p></dd></dl>"""
    assert text_from(page.encode(), "page.html").split("\n\n") == [
        "Reparto: Ana Ruiz, Luz Paz",
        "Producción: Metro, Inc.;",
        "Sinopsis",
        "Un párrafo.\n",
    ]
