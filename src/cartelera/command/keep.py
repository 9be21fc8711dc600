"""Keep a house's data safe: back it up, bring it back."""

import json
import os
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from cartelera.adapters.archive import Progress as Telling
from cartelera.adapters.archive import pack, unpack
from cartelera.command.site import open_house, prepare, use_data
from cartelera.vocabulary.errors import InputError

DataOption = Annotated[
    Path | None, typer.Option(help="Data directory (default: ./cartelera-data).")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def backup(
    file: Annotated[Path, typer.Argument(help="The backup to write, such as monday.tar.")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write everything to one file, while the platform runs.

    Example: cartelera backup /backups/monday.tar --data /srv/cartelera
    """
    use_data(data)
    if os.environ.get("CARTELERA_DATABASE_URL"):
        raise InputError(
            "on PostgreSQL, back the database up with pg_dump, and the data directory"
        )
    open_house()
    from django.conf import settings
    from django.db import connections

    with tempfile.TemporaryDirectory(dir=settings.DATA) as folder, _bar() as bar:
        snapshots = {}
        for alias in connections:
            name = Path(str(settings.DATABASES[alias]["NAME"])).name
            snapshots[name] = Path(folder) / name
            with connections[alias].cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(snapshots[name])])
        count = pack(settings.DATA, snapshots, file.absolute(), _told(bar))
    _say(as_json, f"{count} files are in {file}", {"file": str(file), "files": count})


def restore(
    file: Annotated[Path, typer.Argument(help="A backup written by `cartelera backup`.")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Bring a backup back into a new data directory, and check it.

    Example: cartelera restore /backups/monday.tar --data /srv/cartelera-again
    """
    use_data(data)
    place = Path(os.environ.get("CARTELERA_DATA") or "cartelera-data").absolute()
    with _bar() as bar:
        count = unpack(file, place, _told(bar))
    open_house()
    prepare()
    from django.db import connections

    for alias in connections:
        with connections[alias].cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            said = cursor.fetchone()[0]
        if said != "ok":
            raise InputError(f"{file} holds a damaged database: {said}")
    _say(as_json, f"{count} files are back in {place}", {"data": str(place), "files": count})


def _bar() -> Progress:
    return Progress(console=Console(stderr=True), transient=True)


def _told(bar: Progress) -> Telling:
    task = bar.add_task("", total=1.0)
    return lambda done, what: bar.update(task, completed=done, description=what[:40])


def _say(as_json: bool, words: str, values: dict[str, object]) -> None:
    typer.echo(json.dumps(values) if as_json else words)
