"""Run the platform: the site, and one worker beside it."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Annotated

import typer

from cartelera.adapters.processes import hold, require_free_port, start
from cartelera.command.site import open_house, prepare, use_data
from cartelera.command.user import first_code
from cartelera.vocabulary.errors import ProgramError


def up(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
    data: Annotated[
        Path | None, typer.Option(help="Data directory (default: ./cartelera-data).")
    ] = None,
    sample: Annotated[
        bool, typer.Option(help="Load the sample slate when the house is empty.")
    ] = True,
) -> None:
    """Run the platform until Ctrl-C.

    Example: cartelera up --port 9000 --data /srv/cartelera
    """
    use_data(data)
    place = Path(os.environ.get("CARTELERA_DATA") or "cartelera-data").absolute()
    held = hold(place)
    require_free_port(host, port)
    hosts = os.environ.get("CARTELERA_HOSTS", "localhost,127.0.0.1,[::1]")
    os.environ["CARTELERA_HOSTS"] = ",".join(dict.fromkeys([*hosts.split(","), host]))
    code = _prepare_apart(sample)
    _announce(f"http://{_shown(host)}:{port}", place, code)
    _keep_a_worker()
    _serve(host, port)
    held.close()


def _prepare_apart(sample: bool) -> str:
    """Make the data ready in a process of its own, so that this one stays small."""
    code = (
        "import sys; from cartelera.command import main, up; "
        f"sys.exit(main.said(lambda: up.make_ready({sample})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, stdout=subprocess.PIPE, text=True
    )
    if done.returncode:
        raise ProgramError("the data could not be made ready (see above); nothing was started")
    return done.stdout.strip()


def make_ready(sample: bool) -> None:
    """Make the tables, load the sample into an empty house, print the first code if needed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cartelera.web.settings")
    open_house()
    prepare()
    if sample:
        from cartelera.command.sample.load import load_sample

        load_sample()
    typer.echo(first_code())


def _shown(host: str) -> str:
    return "localhost" if host in ("127.0.0.1", "0.0.0.0", "::", "::1") else host  # noqa: S104


def _announce(address: str, place: Path, code: str) -> None:
    typer.echo(f"Cartelera is at {address}/  (data in {place}; Ctrl-C stops it)")
    if code:
        page = f"{address}/es/first-administrator/"
        typer.echo(f"First administrator: open {page} and give the code {code}")


def _keep_a_worker() -> None:
    """Start the worker, and start it again whenever it dies."""

    def keep() -> None:
        while True:
            start([sys.executable, "-m", "cartelera.command", "worker"]).wait()
            time.sleep(2)

    threading.Thread(target=keep, daemon=True).start()


def _serve(host: str, port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "cartelera.command.serve:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=32,
        workers_kill_timeout=5,
        websockets=False,
        log_enabled=False,
        respawn_failed_workers=True,
    ).serve()
