"""The command `cartelera filming`: screenplays, boards and the year, where they lie."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from cartelera.adapters.breakdown_words import breakdown_words
from cartelera.adapters.screenplays import screenplay_in, text_in
from cartelera.command import plan
from cartelera.command.papers import papers
from cartelera.engines.filming.breakdown import Breakdown, breakdown_of
from cartelera.engines.filming.sheets import (
    breakdown_of_csv,
    csv_of,
    eighths_words,
    report_of,
)
from cartelera.vocabulary.errors import InputError

app = typer.Typer(help="Break down screenplays, make boards.", no_args_is_help=True)
app.command("solve")(plan.solve)
app.command("schedule")(plan.schedule)
app.command("year")(plan.year)
app.command("papers")(papers)


@app.callback()
def filming() -> None:
    """From the screenplay to a board with a proven price, and a year across titles."""


@app.command(epilog="Example: cartelera filming breakdown guion.fountain --json")
def breakdown(
    file: Annotated[
        Path,
        typer.Argument(help="Fountain, Final Draft (.fdx), PDF, or a breakdown in CSV."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print a spreadsheet.")] = False,
) -> None:
    """Print the scenes of a screenplay: set, time, length, cast, and what each needs.

    Exit code 0 when it was read; 2 when the file holds no screenplay.
    """
    made = read_breakdown(file)
    if as_json:
        typer.echo(json.dumps(report_of(made), ensure_ascii=False, indent=1))
    elif as_csv:
        typer.echo(csv_of(made), nl=False)
    else:
        _print(made)


def read_breakdown(file: Path) -> Breakdown:
    """Return the breakdown of a file: by rule, or as a spreadsheet says it."""
    if file.suffix.lower() == ".csv":
        return breakdown_of_csv(text_in(file), file.stem)
    try:
        return breakdown_of(screenplay_in(file), breakdown_words())
    except InputError as error:
        told = str(error)
        raise error if file.name in told else InputError(f"{file.name}: {told}") from error


def _print(made: Breakdown) -> None:
    """Print a breakdown for a person."""
    console = Console(highlight=False)
    table = Table(title=made.title or None, box=None, pad_edge=False, title_justify="left")
    for name, justify in (
        ("Scene", "right"), ("", "left"), ("Set", "left"), ("Time", "left"),
        ("Pages", "right"), ("Cast", "left"),
    ):  # fmt: skip
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    for scene in made.scenes:
        setting = scene.setting.value if scene.setting else "-"
        table.add_row(
            scene.number, setting, scene.set_name, scene.time, eighths_words(scene.eighths),
            ", ".join(scene.cast),
        )  # fmt: skip
    console.print(table)
    total = eighths_words(made.eighths)
    console.print(
        f"{len(made.scenes)} scenes, {total} pages, {len(made.characters)} in the cast"
    )


@app.command(epilog="Example: cartelera filming convert guion.fountain guion.fdx")
def convert(
    file: Annotated[Path, typer.Argument(help="Fountain, Final Draft (.fdx) or PDF.")],
    to: Annotated[Path, typer.Argument(help="The file to write: .fountain or .fdx.")],
) -> None:
    """Write a screenplay in another form; Fountain to Final Draft and back loses nothing.

    Exit code 2 when the file holds no screenplay, or the other form is not known.
    """
    from cartelera.engines.filming.fdx import write_fdx
    from cartelera.engines.filming.fountain import write_fountain

    play = screenplay_in(file)
    if to.suffix.lower() == ".fdx":
        to.write_bytes(write_fdx(play))
    elif to.suffix.lower() == ".fountain":
        to.write_text(write_fountain(play), encoding="utf-8")
    else:
        raise InputError(f"{to} is no form that is written: end it in .fountain or .fdx")
