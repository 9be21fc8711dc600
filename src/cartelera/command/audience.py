"""The command `cartelera audience`: who was reached, and by what."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from cartelera.command.forecast import forecast
from cartelera.command.site import open_house, prepare, use_data
from cartelera.vocabulary.errors import InputError

app = typer.Typer(help="Count viewings, and say what reached whom.", no_args_is_help=True)
app.command()(forecast)

Data = Annotated[Path | None, typer.Option(help="Data directory (default: ./cartelera-data).")]


@app.callback()
def audience() -> None:
    """Count viewings, and say what reached whom."""


@app.command("count")
def count(data: Data = None) -> None:
    """Count what players have reported, and forget what is older than thirty days.

    The worker does so by itself while viewings come in.

    Example: cartelera audience count
    """
    _open(data)
    from django.utils import timezone

    from cartelera.apps.audience.pipeline import fold

    weeks = fold(timezone.now(), lambda _done, _what: None)
    typer.echo(f"{len(weeks)} weeks counted anew")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="TSV, CSV or XLSX.")],
    data: Data = None,
) -> None:
    """Take in published weekly lists, engagement reports, or a table of the house's own.

    Example: cartelera audience import all-weeks-countries.tsv
    """
    _open(data)
    from cartelera.apps.audience.actions import import_elsewhere

    try:
        held = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}") from error
    done = import_elsewhere(held, file.name, None)
    for problem in done.problems:
        typer.echo(f"row {problem.row}: {problem.words}", err=True)
    typer.echo(f"{done.entries} figures, {done.ours} of titles of this house")


@app.command("reach")
def reach(
    subject: Annotated[
        str,
        typer.Argument(
            help="house, title:KEY, season:KEY, company:NAME, person:NAME, year:2026, row:NAME "
            "or campaign:NAME."
        ),
    ] = "house",
    *,
    first: Annotated[str, typer.Option(help="From the week of this day, 2026-03-02.")] = "",
    last: Annotated[str, typer.Option(help="To the week of this day.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print every cell as CSV.")] = False,
    parquet: Annotated[
        Path | None, typer.Option(help="Write every cell to this file as Parquet.")
    ] = None,
    data: Data = None,
) -> None:
    """Say whom something reached, week by week and place by place; all of it may be published.

    Example: cartelera audience reach title:el-faro --first 2026-03-02 --json
    """
    _open(data)
    from cartelera.apps.audience.exports import cells_as_csv, write_cells
    from cartelera.apps.audience.queries import reach_of, span_of, subject_of

    asked = subject_of(subject)
    span = span_of(_day(first), _day(last))
    if parquet is not None:
        typer.echo(f"{write_cells(parquet, asked, span)} rows are in {parquet}")
    elif csv:
        typer.echo(cells_as_csv(asked, span), nl=False)
    else:
        found = reach_of(asked, span)
        if as_json:
            typer.echo(json.dumps(asdict(found), ensure_ascii=False, default=str, indent=1))
        else:
            _print(found)


def _print(found: Any) -> None:
    total = found.total
    typer.echo(
        f"{total.views:,.0f} views, {total.hours:,.0f} hours, "
        f"{total.viewers:,} viewers in the best week, {found.territories} territories"
    )
    for week in found.weeks:
        figures = week.figures
        typer.echo(
            f"  {week.week}  {figures.views:10,.1f} views  {figures.hours:10,.1f} h  "
            f"{figures.viewers:8,} viewers"
        )
    for line in found.tables.get("territory", ()):
        typer.echo(
            f"  {line.label:24} {100 * line.share:5.1f} %  {line.figures.hours:10,.1f} h"
        )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InputError(f"{text!r} is no day: give one such as 2026-03-02") from error


def _open(data: Path | None) -> None:
    use_data(data)
    open_house()
    prepare()
