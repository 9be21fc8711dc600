"""Heartbeats in Parquet, a folder for each week and a file for each day; DuckDB answers."""

import csv
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from cartelera.adapters.store import disk
from cartelera.engines.audience.cells import (
    BY_TITLE,
    COUNTS,
    RETENTION,
    statements,
)
from cartelera.engines.audience.crossed import (
    CLASSES,
    LABELS,
    Behind,
    coarse,
    crossed_cells,
    table_of,
)
from cartelera.engines.audience.measures import LEAST, Figures

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COLUMNS = {
    "playing": "BIGINT", "viewer": "BIGINT", "first": "INTEGER", "returned": "INTEGER",
    "title": "INTEGER", "began_ms": "BIGINT", "at_ms": "BIGINT", "territory": "VARCHAR",
    "device": "VARCHAR", "row": "VARCHAR", "place": "INTEGER", "campaign": "VARCHAR",
    "played_ms": "BIGINT", "from_ms": "BIGINT", "to_ms": "BIGINT", "stalls": "INTEGER",
    "stall_ms": "INTEGER", "seeks": "INTEGER", "height": "INTEGER", "kbps": "INTEGER",
    "audio": "VARCHAR", "text": "VARCHAR",
}  # fmt: skip
# What a playing says it played in all can be no more than the clock allows at double speed:
# one whose stretches overlap was made up, and none of it counts.
_KEEP = """
COPY (
    SELECT * FROM read_csv('{csv}', header = false, columns = {columns}, nullstr = '\\N')
    WINDOW of_one AS (PARTITION BY playing)
    QUALIFY sum(played_ms) OVER of_one
        <= 2.05 * (max(at_ms) OVER of_one - min(began_ms) OVER of_one) + 2000
    ORDER BY title, viewer
) TO '{file}' (FORMAT parquet, COMPRESSION zstd)
"""


@dataclass(frozen=True, slots=True)
class Part:
    """A film or episode, as heartbeats name it."""

    title: int
    root: int  # of its own, or its series
    season: int  # of an episode; else the title itself
    length_ms: int


@dataclass(frozen=True, slots=True)
class Cell:
    """The figures of one subject in one week, divided by something."""

    subject: str
    by: str
    label: str
    figures: Figures


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def connect(memory_mib: int = 700) -> "DuckDBPyConnection":
    """Return a DuckDB of its own, held to two threads and a share of memory."""
    import duckdb

    duck = duckdb.connect(
        config={
            "threads": 2,
            "memory_limit": f"{memory_mib}MiB",
            "preserve_insertion_order": False,
        }
    )
    duck.execute("SET enable_progress_bar = false")  # else among what a command prints
    return duck


class Heartbeats:
    """A folder of heartbeats."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def weeks(self) -> list[date]:
        """Return the Mondays of the weeks at hand, in order."""
        return sorted(
            date.fromisoformat(path.name.removeprefix("week="))
            for path in self.folder.glob("week=*")
        )

    def source(self, week: date | None = None) -> str:
        """Return what stands for the heartbeats of a week, or of all, in a statement."""
        part = f"week={week.isoformat()}" if week else "week=*"
        return f"read_parquet('{self.folder / part}/*.parquet', hive_partitioning = true)"

    def write_day(self, day: date, rows: Iterable[Sequence[Any]]) -> int:
        """Write the heartbeats of a day, in place of those that were there; return how many.

        rows  values in the order of COLUMNS
        """
        place = self.folder / f"week={week_of(day).isoformat()}" / f"{day.isoformat()}.parquet"
        with disk(self.folder), TemporaryDirectory() as scratch:
            place.parent.mkdir(parents=True, exist_ok=True)
            table, made = Path(scratch) / "rows.csv", place.with_suffix(".part")
            with table.open("w", newline="", encoding="utf-8") as stream:
                csv.writer(stream).writerows(rows)
            with connect() as duck:
                duck.execute(_KEEP.format(csv=table, columns=COLUMNS, file=made))
                count = _rows_of(duck, made)
            made.replace(place)
        return count

    def forget_before(self, day: date) -> None:
        """Remove the heartbeats of days before one."""
        with disk(self.folder):
            for file in self.folder.glob("week=*/*.parquet"):
                if file.stem < day.isoformat():
                    file.unlink()
            for folder in self.folder.glob("week=*"):
                if not any(folder.iterdir()):
                    shutil.rmtree(folder, ignore_errors=True)

    def cells(
        self,
        week: date,
        parts: Iterable[Part],
        members: Iterable[tuple[int, str]],
        regions: Mapping[str, str],
        least: int = LEAST,
    ) -> tuple[list[Cell], dict[int, list[tuple[int, int]]]]:
        """Return the cells of a week that are safe to publish, and the retention of its titles.

        parts    every film and episode that may be in it
        members  the subjects that each title of its own belongs to: (root, subject)
        regions  the region of each territory
        least    viewers behind each figure
        """
        with connect() as duck:
            lengths = [(part.title, part.root, part.season, part.length_ms) for part in parts]
            _fill(duck, "titles", "title INT, root INT, season INT, length_ms BIGINT", lengths)
            _fill(duck, "members", "root INT, subject VARCHAR", members)
            _fill(duck, "places", "territory VARCHAR, region VARCHAR", regions.items())
            counts = ", ".join(f"{name} BIGINT" for name in COUNTS)
            _fill(duck, "cells", f'subject VARCHAR, "by" VARCHAR, label VARCHAR, {counts}', ())
            source = self.source(week)
            for statement in statements(source, least):
                duck.execute(statement)
            _cross(duck, least)
            found = duck.execute("SELECT * FROM cells ORDER BY ALL").fetchall()
            steps: dict[int, list[tuple[int, int]]] = {}
            for title, second, count in duck.execute(
                RETENTION.format(heartbeats=source)
            ).fetchall():
                steps.setdefault(title, []).append((second, count))
        return [Cell(s, by, label, Figures(*counts)) for s, by, label, *counts in found], steps

    def by_title(self, out: Path, week: date | None = None) -> int:
        """Write viewers and time by week, title and territory as Parquet; return the rows.

        It holds small cells: it is for the house's own eyes, and never published.
        """
        with connect() as duck:
            query = BY_TITLE.format(heartbeats=self.source(week))
            duck.execute(f"COPY ({query}) TO '{out}' (FORMAT parquet)")
            return _rows_of(duck, out)


def _cross(duck: "DuckDBPyConnection", least: int) -> None:
    """Add the cells of seasons, rows and campaigns to those that the statements made."""
    duck.execute("CREATE TEMP TABLE alone (crossing VARCHAR, root INT, class VARCHAR)")
    duck.execute("CREATE TEMP TABLE open (crossing VARCHAR, root INT, label VARCHAR)")
    for name in CLASSES:
        for by in LABELS:
            tables: dict[int, dict[tuple[str, str], Behind]] = {}
            for root, key, label, viewers, mostly in duck.execute(
                table_of(name, by)
            ).fetchall():
                tables.setdefault(root, {})[key, label] = Behind(viewers, mostly)
            found = {root: coarse(table, least) for root, table in tables.items()}
            for kept, words in (
                ("alone", [(root, key) for root, one in found.items() for key in one.classes]),
                ("open", [(root, key) for root, one in found.items() for key in one.labels]),
            ):
                columns = [[root for root, _ in words], [word for _, word in words]]
                duck.execute(
                    f"INSERT INTO {kept} SELECT ?, unnest(?), unnest(?)",
                    [f"{name} by {by}", *columns],
                )
    for statement in crossed_cells():
        duck.execute(statement)


def _rows_of(duck: "DuckDBPyConnection", file: Path) -> int:
    found = duck.execute("SELECT count(*) FROM read_parquet(?)", [str(file)]).fetchone()
    return int(found[0]) if found else 0


def _fill(
    duck: "DuckDBPyConnection", table: str, columns: str, rows: Iterable[Sequence[Any]]
) -> None:
    """Make a small table of rows."""
    duck.execute(f"CREATE TEMP TABLE {table} ({columns})")
    known = [list(column) for column in zip(*rows, strict=True)]
    if known:
        lists = ", ".join(["unnest(?)"] * len(known))
        duck.execute(f"INSERT INTO {table} SELECT {lists}", known)


def write_table(file: Path, text: str) -> int:
    """Write a table given as CSV with a head as Parquet; return its rows."""
    with disk(file.parent), TemporaryDirectory() as scratch:
        table = Path(scratch) / "table.csv"
        table.write_text(text, encoding="utf-8")
        with connect() as duck:
            duck.read_csv(str(table), header=True, na_values="\\N").write_parquet(str(file))
            return _rows_of(duck, file)
