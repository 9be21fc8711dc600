"""Plans out of files, with no server: the order of scenes, the board, the year."""

import json
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from cartelera.adapters.screenplays import text_in

if TYPE_CHECKING:
    from cartelera.engines.filming.order.problem import OrderAnswer, OrderProblem


def solve(
    file: Annotated[
        Path, typer.Argument(help="A talent problem or a movie shoot, in numbers.")
    ],
    *,
    time: Annotated[float, typer.Option(help="Seconds to look for a better order.")] = 60.0,
    seed: Annotated[int, typer.Option(help="What chances are drawn from.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Put scenes in the order that holds actors least, and say what is proved of it.

    Exit code 0 with an order, proved or not; 2 when the file holds no problem.

    Example: cartelera filming solve film.dat --time 60 --json
    """
    from cartelera.engines.filming.order.instances import instance_from
    from cartelera.engines.filming.order.solve import solve as solve_order

    problem = instance_from(text_in(file), file.name)
    until = monotonic() + time
    answer = solve_order(problem, lambda: monotonic() < until, seed)
    if as_json:
        typer.echo(json.dumps({"instance": problem.name, **_order_report(problem, answer)}))
        return
    console = Console(highlight=False)
    known = (
        "no order costs less" if answer.proved else f"no order costs less than {answer.bound}"
    )
    console.print(
        f"{problem.name}: {answer.hold + answer.visits} for waiting and moving; {known}"
    )
    console.print(" ".join(str(scene + 1) for scene in answer.order))


def _order_report(problem: "OrderProblem", answer: "OrderAnswer") -> dict[str, object]:
    """Return an answer as JSON says it; scenes count from 1."""
    return {
        "order": [scene + 1 for scene in answer.order],
        "total": answer.hold + answer.visits + problem.worked,
        "hold": answer.hold,
        "visits": answer.visits,
        "bound": answer.bound,
        "proved": answer.proved,
        "how": answer.how,
        "nodes": answer.nodes,
    }
