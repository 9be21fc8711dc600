"""The command `cartelera announce`: read a press text where it lies."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from cartelera.adapters.documents import text_from, text_of
from cartelera.adapters.fetch import fetched
from cartelera.adapters.lexicons import lexicons
from cartelera.engines.announce.read import read
from cartelera.engines.announce.report import report_of
from cartelera.engines.announce.show import Line, lines_of
from cartelera.engines.announce.values import Announcement

app = typer.Typer(help="Read announcements.", no_args_is_help=True)


@app.callback()
def announce() -> None:
    """Read announcements: a press text in, draft productions out."""


@app.command(
    "read",
    epilog="Example: cartelera announce read press.md --published 2024-02 --json",
)
def read_announcement(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="Text, Markdown, HTML, PDF, Word or an https:// address; - is standard input.",
        ),
    ],
    published: Annotated[
        str,
        typer.Option(
            help="When it was published: 2024, 2024-02 or 2024-02-09. Today if not given."
        ),
    ] = "",
    language: Annotated[str, typer.Option(help="es, en or pt; else the text decides.")] = "",
    backend: Annotated[
        bool,
        typer.Option(
            "--backend", help="Ask the language model that CARTELERA_READER_URL names instead."
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print the productions a text announces, each value with the words that say it.

    With --backend, what the model says and the text does not bear out is dropped and counted.

    Exit code 0 when the text was read, though it announce nothing; 2 when it cannot be read; 1
    when the backend fails.
    """
    text = _text(file)
    moment = published or date.today().isoformat()  # noqa: DTZ011
    dropped = None
    if backend:
        reading, dropped = _answered(text, moment, language or None)
    else:
        reading = read(text, moment, lexicons(), language or None)
    if as_json:
        counted = {} if dropped is None else {"dropped": dropped}
        report = {**report_of(reading, text), **counted}
        typer.echo(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        _print(reading, text)
        if dropped is not None:
            typer.echo(f"\n{dropped} values dropped that the text does not bear out")


def _answered(text: str, published: str, language: str | None) -> tuple[Announcement, int]:
    """Return what the backend reads in a text, and how many of its values were dropped."""
    from cartelera.adapters.backend import ask, chosen_backend
    from cartelera.engines.announce.answers import INSTRUCTIONS, Answer, believed, question

    schema = Answer.model_json_schema()
    answer = ask(chosen_backend(), INSTRUCTIONS, question(text, published), schema)
    found = believed(answer, text, published, lexicons(), language)
    return found.reading, found.dropped


def _text(file: str) -> str:
    """Return the text of a file, an address, or standard input."""
    if file.startswith("https://"):
        page = fetched(file)
        return text_from(page.data, page.name)
    if file == "-":
        return text_from(sys.stdin.buffer.read(), "standard input")
    return text_of(Path(file))


def _print(reading: Announcement, text: str) -> None:
    """Print a reading for a person: each value, and the words around those that say it."""
    console = Console(highlight=False, soft_wrap=True)
    for line in lines_of(reading, text):
        console.print(_styled(line))


def _styled(line: Line) -> Text:
    """Return one line of a reading in the console's styles."""
    if line.field == "":
        return Text(line.value, style="bold")
    shown = Text(f"  {line.field:<22}", style="dim").append(line.value, style="default")
    if line.quote:
        before, said, after = line.quote
        shown.append(f"   {before}", style="dim")
        shown.append(said, style="underline")
        shown.append(after, style="dim")
    return shown
