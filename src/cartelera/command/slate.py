"""Take the slate out, bring it in, list it."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cartelera.command.site import open_house, prepare, use_data
from cartelera.vocabulary.errors import InputError, ProgramError

if TYPE_CHECKING:
    from cartelera.web.ranges import Told

app = typer.Typer(help="Import, export and list titles.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(metavar="FILE|-", help="A file, or - for a stream.")]
Data = Annotated[Path | None, typer.Option(help="Data directory (default: ./cartelera-data).")]


@app.command(name="import")
def import_(
    file: File,
    data: Data = None,
    csv: Annotated[
        bool, typer.Option("--csv", help="It is a spreadsheet (a name ending in .csv says so).")
    ] = False,
) -> None:
    """Import titles from JSON or CSV: all of them, or none if one is wrong.

    Example: cartelera slate import titles.json
    """
    text = _read(file)
    _open(data)
    from cartelera.apps.slate.actions import import_slate
    from cartelera.apps.slate.queries import slate_of_text

    done = import_slate(slate_of_text(text, csv or file.suffix.lower() == ".csv"), None)
    typer.echo(f"{len(done.new)} new, {len(done.changed)} changed, {len(done.same)} as before")


@app.command(name="export")
def export(
    file: File,
    data: Data = None,
    csv: Annotated[
        bool, typer.Option("--csv", help="Write a spreadsheet, without pictures and proofs.")
    ] = False,
    omc: Annotated[
        bool, typer.Option("--omc", help="Write OMC-JSON 2.8, for other production systems.")
    ] = False,
) -> None:
    """Export the whole slate as JSON, which loses nothing, or its titles as CSV or OMC-JSON.

    Example: cartelera slate export - --csv > titles.csv
    """
    if csv and omc:
        raise InputError("a file is --csv or --omc, not both")
    _open(data)
    from cartelera.apps.slate.queries import omc_of_slate, text_of_slate

    text = omc_of_slate() if omc else text_of_slate(csv)
    try:
        if file == Path("-"):
            sys.stdout.write(text)
        else:
            file.write_text(text, encoding="utf-8", newline="")
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ProgramError(f"{file} cannot be written: {error.strerror}") from error


@app.command(name="list")
def list_(
    data: Data = None,
    language: Annotated[str, typer.Option(help="Show names in es or en.")] = "es",
) -> None:
    """List every title by stage: key, year, kind and name.

    Example: cartelera slate list --language en
    """
    _open(data)
    from cartelera.apps.slate.queries import board_of

    for column in board_of(language, most=100_000):
        if column.count:
            typer.echo(f"{column.stage.label(language)} ({column.count})")
        for card in sorted(column.cards, key=lambda card: (card.year or 0, card.key)):
            kind = card.kind.label(language)
            typer.echo(f"  {card.key:32} {card.year or '':4}  {kind:24} {card.name}")


@app.command(name="range")
def range_(
    year: Annotated[int | None, typer.Option(help="Look at one year of the slate.")] = None,
    against: Annotated[
        str,
        typer.Option(
            help="Hold it against catalogue, last-year or a table the house keeps; "
            "the house's own choice if not given."
        ),
    ] = "",
    language: Annotated[str, typer.Option(help="Answer in es or en.")] = "es",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    data: Data = None,
) -> None:
    """Say what the slate covers between its titles, and what it leaves out.

    Example: cartelera slate range --year 2026 --against catalogue
    """
    _open(data)
    from django.utils import translation

    from cartelera.apps.slate.queries import every_title
    from cartelera.web.ranges import told_range

    with translation.override(language):
        told = told_range(every_title(), year, against, language, public=False)
    if as_json:
        typer.echo(json.dumps(_without_drawings(told), ensure_ascii=False, indent=1))
        return
    typer.echo(
        f"{told.titles} / {told.distinct}"
        + (f"  ({told.against.name})" if told.against else "")
    )
    for side in told.sides:
        typer.echo(f"\n{side.name}: {' '.join(side.told)}")
        for line in side.lines:
            typer.echo(f"  {line.titles:4}  {line.share:>6}  {line.reference:>6}  {line.name}")
        if side.missing:
            typer.echo(f"     –  {', '.join(side.missing)}")
    for gap in told.gaps:
        typer.echo(f"\n{gap}", nl=False)
    typer.echo()


def _without_drawings(told: "Told") -> dict[str, Any]:
    values = asdict(told)
    return {**values, "sides": [{**side, "map": None} for side in values["sides"]]}


def _open(data: Path | None) -> None:
    use_data(data)
    open_house()
    prepare()


def _read(file: Path) -> str:
    try:
        raw = sys.stdin.buffer.read() if file == Path("-") else file.read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is not text in UTF-8: save it so, and try again") from error
