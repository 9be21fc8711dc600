"""Add people from the console."""

import getpass
import sys
from pathlib import Path
from typing import Annotated

import typer

from cartelera.adapters.secrets import kept_secret
from cartelera.command.site import open_house, prepare, use_data
from cartelera.vocabulary.staff import StaffRole

app = typer.Typer(help="Add people and give them roles.", no_args_is_help=True)


@app.callback()
def whole() -> None:
    """Add people and give them roles."""


@app.command()
def add(
    email: Annotated[str, typer.Argument(help="Their e-mail address.")],
    role: Annotated[
        list[StaffRole] | None,
        typer.Option(help="A role in the office; repeat for more. None: a viewer."),
    ] = None,
    name: Annotated[str, typer.Option(help="What they are called.")] = "",
    data: Annotated[
        Path | None, typer.Option(help="Data directory (default: ./cartelera-data).")
    ] = None,
) -> None:
    """Add a person; the password is asked for, or read from standard input.

    Example: cartelera user add ana@example.org --role administrator
    """
    use_data(data)
    open_house()
    prepare()
    from cartelera.apps.accounts.actions import add_user

    add_user(email, _password(), tuple(role or ()), name=name)
    typer.echo(f"{email} can sign in now")


def _password() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("Password, 12 characters or more: ")
    return sys.stdin.readline().rstrip("\n")


def first_code() -> str:
    """Return the one-time code of a house without an administrator; else nothing."""
    from django.conf import settings

    from cartelera.apps.accounts.queries import has_administrator

    return "" if has_administrator() else kept_secret(settings.DATA / "first-administrator")
