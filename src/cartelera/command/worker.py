"""Do the jobs that wait, or lend this machine to those who do."""

import os
from pathlib import Path
from typing import Annotated

import typer

from cartelera.adapters.cluster import lend, require_cluster
from cartelera.adapters.ffmpeg import older_than_safe
from cartelera.adapters.store import store_at
from cartelera.command.site import open_house, use_data


def worker(
    once: Annotated[bool, typer.Option("--once", help="End when no job is left.")] = False,
    scheduler: Annotated[
        str,
        typer.Option(
            help="Take no jobs: encode pieces for the cluster of this scheduler (tls://host:8786)."
        ),
    ] = "",
    data: Annotated[
        Path | None, typer.Option(help="Data directory (default: ./cartelera-data).")
    ] = None,
) -> None:
    """Do jobs until told to stop; a job in hand is handed back and goes on where it was.

    With --scheduler it needs no database: CARTELERA_MEDIA, and a data directory for copies.

    Example: cartelera worker --once
    """
    use_data(data)
    for warning in older_than_safe():
        typer.echo(f"warning: {warning}", err=True)
    if scheduler:
        _lend(scheduler)
        return
    open_house()
    import cartelera.command.sample.jobs  # noqa: F401  # its teasers wait in the queue too
    from cartelera.apps.work.worker import work_until_stopped

    work_until_stopped(once=once)


def _lend(scheduler: str) -> None:
    require_cluster()
    data = Path(os.environ.get("CARTELERA_DATA") or "cartelera-data").absolute()
    store = store_at(os.environ.get("CARTELERA_MEDIA", ""), data)
    lend(scheduler, os.environ.get("CARTELERA_CLUSTER_TLS", ""), store)
