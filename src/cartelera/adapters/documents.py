"""Text out of the documents that announcements come in."""

import codecs
import io
import logging
import re
import zipfile
import zlib
from html.parser import HTMLParser
from pathlib import Path
from xml.etree.ElementTree import Element  # the type alone; parsed by defusedxml

from cartelera.vocabulary.errors import InputError

LARGEST = 4_000_000  # bytes; no announcement is near

_HTML = (".html", ".htm", ".xhtml")
_TEXT = ("", ".txt", ".text", ".md", ".markdown")
_OTHERS = {".doc": "an old Word", ".odt": "an OpenDocument", ".rtf": "an RTF"}
_MOST_PAGES = 200
_LARGEST_PART = 20_000_000  # bytes of the one part of a Word document that holds its words
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WRAPPED = re.compile(r"(?<=[^\s.:!?])[ ]?\n(?=[a-zß-ÿ])")  # a line of a PDF that goes on
_HEADINGS = {f"h{n}": "#" * n + " " for n in range(1, 7)}
_BLOCKS = frozenset(
    "p div section article main li ul ol tr table blockquote figcaption dd dt dl br hr pre "
    "h1 h2 h3 h4 h5 h6 header".split()
)
_CELLS = frozenset({"td", "th"})
_SILENT = frozenset(
    "script style nav footer aside template svg noscript form button select iframe head "
    "del s".split()  # what is struck out is said no longer
)
_STRESSED = frozenset("em i cite strong b".split())


def text_of(path: Path) -> str:
    """Return the text of a file: text, Markdown, HTML, PDF or Word.

    Raises InputError if there is no such file, or it holds no text that can be read.
    """
    if not path.exists():
        raise InputError(f"there is no file {path}")
    if not path.is_file():
        raise InputError(f"{path} is not a file: give the file that holds the announcement")
    if path.stat().st_size > LARGEST:
        raise InputError(
            f"{path} is larger than {LARGEST // 1_000_000} MB: not an announcement"
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    return text_from(data, path.name)


def text_from(data: bytes, name: str) -> str:
    """Return the text of a document that arrived as bytes under a file name.

    Headings keep a Markdown mark, list items a hyphen, words set apart an asterisk, cells of a
    table stand between bars, a term of a list of definitions is the label of a row. What the
    bytes are counts for more than what the name says.
    Raises InputError if the bytes are not text in UTF-8 or UTF-16, are empty, or are of a kind
    that is not read.
    """
    suffix = Path(name).suffix.lower()
    if suffix in _OTHERS:
        raise InputError(
            f"{name} is {_OTHERS[suffix]} document: save it as text, Markdown, HTML, PDF or "
            ".docx, or paste its text"
        )
    if data[:5] == b"%PDF-":
        return _kept(_text_of_pdf(data, name), name)
    if data[:4] == b"PK\x03\x04":
        return _kept(_text_of_word(data, name), name)
    if suffix in {".pdf", ".docx"}:
        raise InputError(f"{name} is not what its name says: no {suffix} file begins so")
    text = _decoded(data, name)
    page = text.lstrip()[:9].lower().startswith(("<!doctype", "<html"))
    if suffix in _HTML or (page and suffix in _TEXT):
        text = text_of_html(text)
    elif suffix not in _TEXT:
        raise InputError(
            f"{name} is no document that is read: give .txt, .md, .html, .pdf or .docx"
        )
    return _kept(text, name)


def _kept(text: str, name: str) -> str:
    """Return a text that holds something."""
    if not text.strip():
        raise InputError(f"{name} is empty: there is nothing to read")
    return text


def _text_of_pdf(data: bytes, name: str) -> str:
    """Return the words of a PDF, page after page, as far as they are text and no picture."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it says is in the refusal
    try:
        pages = PdfReader(io.BytesIO(data)).pages
        if len(pages) > _MOST_PAGES:
            raise InputError(f"{name} has {len(pages)} pages; at most {_MOST_PAGES} are read")
        text = "\n\n".join(page.extract_text() for page in pages)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, OSError) as error:
        raise InputError(f"{name} cannot be read as PDF: {error}") from error
    if not text.strip():
        raise InputError(
            f"{name} holds pictures of its pages and no text: paste the text, or save it again "
            "with its text recognised"
        )
    return _WRAPPED.sub(" ", text.replace("\0", ""))


def _text_of_word(data: bytes, name: str) -> str:
    """Return the paragraphs of a Word document (.docx), with headings, lists and tables."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            part = packed.getinfo("word/document.xml")
            if part.file_size > _LARGEST_PART:
                raise InputError(f"{name} unpacks to more than any announcement holds")
            with packed.open(part) as opened:
                page = fromstring(opened.read(_LARGEST_PART + 1))
    except KeyError as error:
        raise InputError(f"{name} is a packed file, but no Word document") from error
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise InputError(f"{name} cannot be unpacked: {error}") from error
    except (ParseError, DefusedXmlException) as error:
        raise InputError(f"{name} cannot be read as a Word document: {error}") from error
    body = page.find(f"{_W}body")
    return "\n\n".join(filter(None, map(_block, body if body is not None else ()))) + "\n"


def _block(element: Element) -> str:
    """Return a paragraph or a table of a Word document as text."""
    if element.tag == f"{_W}tbl":
        rows = element.iter(f"{_W}tr")
        return "\n".join(f"| {' | '.join(map(_cell, row.iter(f'{_W}tc')))} |" for row in rows)
    words = "".join(map(_run, element.iter()))
    style = element.find(f"{_W}pPr/{_W}pStyle")
    named = (style.get(f"{_W}val") or "").lower() if style is not None else ""
    level = named.removeprefix("heading").strip()
    if words.strip() and (level.isdigit() or named == "title"):
        return f"{'#' * min(int(level), 6) if level.isdigit() else '#'} {words.strip()}"
    listed = element.find(f"{_W}pPr/{_W}numPr") is not None
    return f"- {words.strip()}" if words.strip() and listed else words.strip()


def _cell(element: Element) -> str:
    """Return the words of one cell of a table on one line."""
    return " ".join("".join(map(_run, element.iter())).split())


def _run(element: Element) -> str:
    """Return one stretch of words, or the space that a break stands for."""
    if element.tag == f"{_W}t":
        return element.text or ""
    return "\n" if element.tag in {f"{_W}br", f"{_W}tab"} else ""


def _decoded(data: bytes, name: str) -> str:
    """Return bytes as text, by their mark or as UTF-8."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if marked else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name} is not text in UTF-8 (byte {error.start} cannot be one); "
            "save it as UTF-8, or paste its text"
        ) from error
    if "\0" in text:
        raise InputError(f"{name} is not text: it holds bytes that no text has")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def text_of_html(html: str) -> str:
    """Return the words of a page as paragraphs; menus, scripts and footers are left out."""
    page = _Page()
    page.feed(html)
    page.close()
    return page.text()


class _Page(HTMLParser):
    """Collects the paragraphs of a page, inside its article where it has one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._paragraphs: list[tuple[bool, str]] = []  # (inside the article, words)
        self._words: list[str] = []
        self._mark = ""
        self._silent: list[str] = []
        self._article = 0
        self._term = ""  # of a list of definitions; "Director" for <dt>Director</dt>
        self._meant: list[str] = []  # the definitions of that term

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        if tag in _CELLS:
            self._words.append(" | ")
        if tag in _BLOCKS:
            self._end_paragraph()
            self._mark = _HEADINGS.get(tag, "- " if tag == "li" else "")
        if tag in {"article", "main"}:
            self._article += 1
        if tag in _STRESSED and not self._mark.startswith("#"):
            self._words.append("*")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            while self._silent.pop() != tag:
                pass
        if tag in _STRESSED and not self._mark.startswith("#"):
            self._words.append("*")
        if tag in _BLOCKS:
            self._end_paragraph(tag)
        if tag in {"dl", "article", "main"}:
            self._end_term()
        if tag in {"article", "main"}:
            self._article = max(0, self._article - 1)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._words.append(data)

    def text(self) -> str:
        """Return what was collected."""
        self._end_paragraph()
        self._end_term()
        inside = [words for within, words in self._paragraphs if within]
        return "\n\n".join(inside or [words for _, words in self._paragraphs]) + "\n"

    def _end_paragraph(self, tag: str = "") -> None:
        words = " ".join("".join(self._words).split())
        words = re.sub(r"\*\s*\*", "", words).removeprefix("| ")
        if tag == "dt":
            self._end_term()
            self._term = words.strip(" *:")
        elif tag == "dd" and self._term:
            self._meant += [words] if words else []
        else:
            words = re.sub(r"^\*([^*]+)\*(:?)$", r"**\1**\2", words)
            if words:
                self._end_term()
                self._paragraphs.append((self._article > 0, self._mark + words))
        self._words, self._mark = [], ""

    def _end_term(self) -> None:
        """Write a term and its definitions as a row; semicolons part those that hold commas."""
        if self._meant:
            inner = any("," in words for words in self._meant)
            row = "; ".join(self._meant) if inner else ", ".join(self._meant)
            close = ";" if inner and len(self._meant) == 1 else ""
            self._paragraphs.append((self._article > 0, f"{self._term}: {row}{close}"))
        elif self._term:
            self._paragraphs.append((self._article > 0, self._term))
        self._term, self._meant = "", []
