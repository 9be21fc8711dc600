"""Text out of the documents that announcements come in."""

import codecs
import re
from html.parser import HTMLParser
from pathlib import Path

from cartelera.vocabulary.errors import InputError

LARGEST = 4_000_000  # bytes; no announcement is near

_HTML = (".html", ".htm", ".xhtml")
_TEXT = ("", ".txt", ".text", ".md", ".markdown")
_LATER = {".pdf": "PDF", ".docx": "Word", ".doc": "Word", ".odt": "OpenDocument", ".rtf": "RTF"}
_HEADINGS = {f"h{n}": "#" * n + " " for n in range(1, 7)}
_BLOCKS = frozenset(
    "p div section article main li ul ol tr table blockquote figcaption dd dt dl br hr pre "
    "h1 h2 h3 h4 h5 h6 header td th".split()
)
_SILENT = frozenset(
    "script style nav footer aside template svg noscript form button select iframe head".split()
)
_STRESSED = frozenset("em i cite strong b".split())


def text_of(path: Path) -> str:
    """Return the text of a .txt, .md or .html file.

    Raises InputError if there is no such file, or it is not text.
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

    Headings of HTML keep a Markdown mark, list items a hyphen, words set apart an asterisk.
    Raises InputError if the bytes are not text in UTF-8 or UTF-16, are empty, or are of a kind
    that is not read.
    """
    suffix = Path(name).suffix.lower()
    if suffix in _LATER or data[:5] == b"%PDF-" or data[:4] == b"PK\x03\x04":
        kind = _LATER.get(suffix, "PDF" if data[:5] == b"%PDF-" else "packed")
        raise InputError(
            f"{name} is a {kind} document, which is not read yet: save it as text, "
            "Markdown or HTML, or paste its text"
        )
    text = _decoded(data, name)
    page = text.lstrip()[:9].lower().startswith(("<!doctype", "<html"))
    if suffix in _HTML or (page and suffix in _TEXT):
        text = text_of_html(text)
    elif suffix not in _TEXT:
        raise InputError(f"{name} is no document that is read: give .txt, .md or .html")
    if not text.strip():
        raise InputError(f"{name} is empty: there is nothing to read")
    return text


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

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
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
            self._end_paragraph()
        if tag in {"article", "main"}:
            self._article = max(0, self._article - 1)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._words.append(data)

    def text(self) -> str:
        """Return what was collected."""
        self._end_paragraph()
        inside = [words for within, words in self._paragraphs if within]
        return "\n\n".join(inside or [words for _, words in self._paragraphs]) + "\n"

    def _end_paragraph(self) -> None:
        words = " ".join("".join(self._words).split())
        words = re.sub(r"\*\s*\*", "", words)
        words = re.sub(r"^\*([^*]+)\*(:?)$", r"**\1**\2", words)
        if words:
            self._paragraphs.append((self._article > 0, self._mark + words))
        self._words, self._mark = [], ""
