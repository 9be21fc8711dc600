"""Tables in files as rows of texts: TSV and CSV as text, XLSX as a workbook."""

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from zipfile import BadZipFile

from cartelera.engines.audience.elsewhere import rows_of_text
from cartelera.vocabulary.errors import InputError

BYTES_MOST = 64 * 2**20


def sheets_of(data: bytes, name: str) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield the tables of a file, each with its name and its rows as texts.

    Raises InputError if it is no table that can be read.
    """
    if len(data) > BYTES_MOST:
        raise InputError(f"{name} is larger than {BYTES_MOST // 2**20} MB")
    if data.startswith(b"PK"):
        yield from _workbook(data, name)
        return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is neither XLSX nor text in UTF-8") from error
    yield name, list(rows_of_text(text))


def _workbook(data: bytes, name: str) -> Iterator[tuple[str, list[list[str]]]]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError) as error:
        raise InputError(f"{name} is no workbook that can be read") from error
    try:
        for sheet in book.worksheets:
            rows = [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
            yield f"{name} {sheet.title}", rows
    finally:
        book.close()


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
