"""Text comes out of documents, or a refusal says what to do instead."""

from pathlib import Path

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
        (b"%PDF-1.7", "press.pdf", "press.pdf is a PDF document, which is not read yet"),
        (b"%PDF-1.7", "press.txt", "press.txt is a PDF document"),
        (b"PK\x03\x04", "press.docx", "press.docx is a Word document"),
        ("Películas".encode("latin-1"), "a.txt", "a.txt is not text in UTF-8"),
        (b"a\0b", "a.txt", "a.txt is not text"),
        (b"  \n", "a.txt", "a.txt is empty"),
        (b"words", "a.xlsx", "give .txt, .md or .html"),
    ],
    ids=["pdf", "pdf by its bytes", "word", "latin-1", "binary", "empty", "another kind"],
)
def test_what_is_not_text_is_refused_by_name(data: bytes, name: str, message: str) -> None:
    with raises(InputError, match=message):
        text_from(data, name)


def test_a_file_is_read_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Títulos", encoding="utf-8")
    assert text_of(tmp_path / "a.md") == "# Títulos"


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with raises(InputError, match="there is no file"):
        text_of(tmp_path / "none.txt")
    with raises(InputError, match="is not a file"):
        text_of(tmp_path)
