"""Reach as files: CSV and Parquet, the same rows."""

import csv
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from cartelera.adapters.heartbeats import write_table
from cartelera.apps.audience.queries import Span, cells_in
from cartelera.engines.audience.cells import COUNTS

HEAD = ("week", "by", "label", *COUNTS)


def cells_as_csv(subject: str, span: Span) -> str:
    """Return every published cell of a subject as CSV, a head and a line each."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows(cells_in(subject, span))
    return text.getvalue()


def write_cells(file: Path, subject: str, span: Span) -> int:
    """Write every published cell of a subject as Parquet; return how many."""
    return write_table(file, cells_as_csv(subject, span))


def cells_as_parquet(subject: str, span: Span) -> bytes:
    """Return every published cell of a subject as a Parquet file."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "cells.parquet"
        write_cells(file, subject, span)
        return file.read_bytes()
