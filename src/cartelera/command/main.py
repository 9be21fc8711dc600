"""The one command, `cartelera`, and how each of its refusals ends."""

import errno
import os
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from cartelera import __version__
from cartelera.command import (
    announce,
    audience,
    discovery,
    filming,
    keep,
    media,
    slate,
    up,
    user,
    worker,
)
from cartelera.vocabulary.errors import AccessError, InputError, ProgramError

EXIT = {InputError: 2, AccessError: 3, ProgramError: 1}  # exit codes, by who can put it right
STOPPED = 130

app = typer.Typer(
    name="cartelera",
    help="Carry a slate from the first announcement to the viewer's screen.",
    epilog="Exit codes: 0 done, 1 a program or disk failed, 2 wrong input, 3 not allowed, "
    "130 stopped.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("up")(up.up)
app.command("worker")(worker.worker)
app.command("backup")(keep.backup)
app.command("restore")(keep.restore)
app.add_typer(announce.app, name="announce")
app.add_typer(slate.app, name="slate")
app.add_typer(filming.app, name="filming")
app.add_typer(media.app, name="media")
app.add_typer(audience.app, name="audience")
app.add_typer(discovery.app, name="discovery")
app.add_typer(user.app, name="user")


@app.callback(invoke_without_command=True)
def whole(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Carry a slate from the first announcement to the viewer's screen."""
    if version:
        typer.echo(__version__)
        raise typer.Exit


def main() -> int:
    """Run the command; return its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cartelera.web.settings")
    return said(lambda: app(standalone_mode=True))


def said(deed: Callable[[], object]) -> int:
    """Do something; return its exit code, with every refusal said in one line on stderr."""
    try:
        deed()
    except (InputError, AccessError, ProgramError) as refusal:
        typer.echo(f"cartelera: {refusal}", err=True)
        return next(code for kind, code in EXIT.items() if isinstance(refusal, kind))
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as fault:
        words = _of_the_machine(fault)
        if words is None:
            raise
        typer.echo(f"cartelera: {words}", err=True)
        return EXIT[ProgramError]
    return 0


def _of_the_machine(fault: Exception) -> str | None:
    """Return in one line what the disk or the database refused; None for a fault of ours."""
    if isinstance(fault, OSError) and fault.strerror:
        if fault.errno == errno.ENOSPC:
            return "the disk is full; free some of it, then try again"
        what = fault.strerror.lower()
        return f"{fault.filename} cannot be used: {what}" if fault.filename else what
    from django.db import Error

    if isinstance(fault, Error):
        words = " ".join(str(fault).split())
        return f"the database does not answer: {words}; look at its disk and its settings"
    return None
