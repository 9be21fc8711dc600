"""Take the slate out, bring it in, list it."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cartelera.command.site import open_house, prepare, use_data
from cartelera.vocabulary.errors import InputError, ProgramError

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
) -> None:
    """Export the whole slate as JSON, which loses nothing, or its titles as CSV.

    Example: cartelera slate export - --csv > titles.csv
    """
    _open(data)
    from cartelera.apps.slate.queries import text_of_slate

    text = text_of_slate(csv)
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
