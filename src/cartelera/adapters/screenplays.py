"""Screenplays out of the files they come in: Fountain, Final Draft, PDF."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from cartelera.engines.filming.fdx import read_fdx
from cartelera.engines.filming.fountain import read_fountain
from cartelera.engines.filming.pages import Line, screenplay_of_pages
from cartelera.engines.filming.screenplay import Screenplay
from cartelera.vocabulary.errors import InputError

if TYPE_CHECKING:
    from pypdf import PageObject

LARGEST = 40_000_000  # bytes
PAGES_MOST = 1000
LETTER = 0.6  # of the size of a typewriter's face: the width of each of its letters
GAP_LETTERS = 2.6  # and more between two stretches of a line sets them apart


def screenplay_in(path: Path) -> Screenplay:
    """Return the screenplay in a file.

    Raises InputError if there is no such file, or it holds no screenplay.
    """
    return screenplay_from(_bytes(path), path.name)


def text_in(path: Path) -> str:
    """Return the text of a file, such as a spreadsheet's.

    Raises InputError if there is no such file, or it is not text.
    """
    return _text(_bytes(path), path.name)


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        raise InputError(f"there is no file {path}")
    if path.stat().st_size > LARGEST:
        raise InputError(f"{path} is larger than {LARGEST // 1_000_000} MB: no screenplay")
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error


def screenplay_from(data: bytes, name: str) -> Screenplay:
    """Return the screenplay that arrived as bytes under a file name.

    The bytes decide what it is: PDF, Final Draft's XML, or else Fountain.
    Raises InputError if they hold no screenplay.
    """
    if not data.strip():
        raise InputError(f"{name} is empty: there is nothing to read")
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return _of_pdf(data, name)
    if data[:4] == b"PK\x03\x04":
        raise InputError(
            f"{name} is a packed document: save it as Fountain, Final Draft or PDF"
        )
    start = data[:400].lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith((b"<?xml", b"<FinalDraft")) or Path(name).suffix.lower() == ".fdx":
        try:
            return read_fdx(data)
        except InputError as error:
            raise InputError(f"{name}: {error}") from error
    return read_fountain(_text(data, name))


def _text(data: bytes, name: str) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")  # what older programs write
    if "\0" in text:
        raise InputError(f"{name} is not text: give Fountain, Final Draft (.fdx) or PDF")
    return text


def _of_pdf(data: bytes, name: str) -> Screenplay:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(f"{name} is locked with a password: save it without one")
        if len(reader.pages) > PAGES_MOST:
            raise InputError(f"{name} has more than {PAGES_MOST} pages: no screenplay")
        lines = [
            line for number, page in enumerate(reader.pages) for line in _lines(page, number)
        ]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{name} is no PDF that can be read: {error}") from error
    if not lines:
        raise InputError(f"{name} holds pictures of pages and no text: give one that has text")
    return screenplay_of_pages(lines)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of text as a page shows it, in points from its left and lower edges."""

    left: float
    height: float
    text: str
    letter: float  # width of a letter

    @property
    def right(self) -> float:
        return self.left + len(self.text) * self.letter


def _lines(page: "PageObject", number: int) -> Iterator[Line]:
    """Yield the lines of a page from its head down, each stretch where it begins."""
    pieces: list[_Piece] = []

    def hear(
        text: str, whole: list[float], own: list[float], _font: object, size: float
    ) -> None:
        for n, one in enumerate(text.strip("\n").split("\n")):
            if one.strip():
                across, up = own[4], own[5] - n * size * 1.2
                left = across * whole[0] + up * whole[2] + whole[4]
                height = across * whole[1] + up * whole[3] + whole[5]
                letter = size * abs(own[0] or 1) * abs(whole[0] or 1) * LETTER
                indent = len(one) - len(one.lstrip())
                pieces.append(_Piece(left + indent * letter, height, one.strip(), letter))

    page.extract_text(visitor_text=hear)
    top = float(page.mediabox.top)
    pieces.sort(key=lambda piece: (-round(piece.height / 3), piece.left))
    for _, row in groupby(pieces, key=lambda piece: round(piece.height / 3)):
        held: _Piece | None = None
        for piece in row:
            gap = (piece.left - held.right) / piece.letter if held else 0.0
            if held is None or gap > GAP_LETTERS:
                if held is not None:
                    yield Line(held.text, held.left, top - held.height, number)
                held = piece
            else:
                space = " " if gap > 0.4 else ""
                held = _Piece(
                    held.left, held.height, held.text + space + piece.text, held.letter
                )
        if held is not None:
            yield Line(held.text, held.left, top - held.height, number)
