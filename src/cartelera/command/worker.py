"""Do the jobs that wait."""

from pathlib import Path
from typing import Annotated

import typer

from cartelera.adapters.ffmpeg import older_than_safe
from cartelera.command.site import open_house, use_data


def worker(
    once: Annotated[bool, typer.Option("--once", help="End when no job is left.")] = False,
    data: Annotated[
        Path | None, typer.Option(help="Data directory (default: ./cartelera-data).")
    ] = None,
) -> None:
    """Do jobs until told to stop; a job in hand is handed back and goes on where it was.

    Example: cartelera worker --once
    """
    use_data(data)
    open_house()
    import cartelera.command.sample.jobs  # noqa: F401  # its teasers wait in the queue too
    from cartelera.apps.work.worker import work_until_stopped

    for warning in older_than_safe():
        typer.echo(f"warning: {warning}", err=True)
    work_until_stopped(once=once)
