"""Plans out of files, with no server: the order of scenes, the board, the year."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from cartelera.adapters.screenplays import text_in
from cartelera.vocabulary.errors import InputError

if TYPE_CHECKING:
    from cartelera.engines.filming.order.problem import OrderAnswer, OrderProblem
    from cartelera.engines.filming.strips import Shoot


def solve(
    file: Annotated[
        Path, typer.Argument(help="A talent problem or a movie shoot, in numbers.")
    ],
    *,
    time: Annotated[float, typer.Option(help="Seconds to look for a better order.")] = 60.0,
    seed: Annotated[int, typer.Option(help="What chances are drawn from.")] = 0,
    prices: Annotated[
        float, typer.Option(help="Seconds for each precedence whose price is looked for.")
    ] = 1.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Put scenes in the order that holds actors least, and say what is proved of it.

    Who waits and what that costs, every return to a place, and what each precedence costs:
    found by solving without it, so it costs at least that.

    Exit code 0 with an order, proved or not; 2 when the file holds no problem.

    Example: cartelera filming solve film.dat --time 60 --json
    """
    from cartelera.engines.filming.order.instances import instance_from
    from cartelera.engines.filming.order.solve import price_precedences
    from cartelera.engines.filming.order.solve import solve as solve_order

    problem = instance_from(text_in(file), file.name)
    until = monotonic() + time
    answer = solve_order(problem, lambda: monotonic() < until, seed)
    freed = price_precedences(problem, answer, lambda: _for(prices), seed) if prices else {}
    made = {"instance": problem.name, **_order_report(problem, answer, freed)}
    if as_json:
        typer.echo(json.dumps(made))
        return
    console = Console(highlight=False)
    known = (
        "no order costs less" if answer.proved else f"no order costs less than {answer.bound}"
    )
    console.print(
        f"{problem.name}: {answer.hold + answer.visits} for waiting and moving; {known}"
    )
    console.print(" ".join(str(scene + 1) for scene in answer.order))
    for row in made["holds"]:
        console.print(f"actor {row['actor']} waits {row['days']} days: {row['cost']}")
    for row in made["returns"]:
        console.print(f"back to place {row['place']}, {row['times']} ×: {row['cost']}")
    for row in made["prices"]:
        first, later = row["without"]
        console.print(f"scene {first} not before scene {later}: {row['saved']} less")


def _order_report(
    problem: "OrderProblem", answer: "OrderAnswer", freed: Mapping[tuple[int, int], int]
) -> dict[str, Any]:
    """Return an answer as JSON says it; scenes, actors and places count from 1."""
    from cartelera.engines.filming.order.problem import returns_of, waits_of

    again = returns_of(problem, answer.order) if problem.places else {}

    return {
        "order": [scene + 1 for scene in answer.order],
        "total": answer.hold + answer.visits + problem.worked,
        "hold": answer.hold,
        "visits": answer.visits,
        "bound": answer.bound,
        "proved": answer.proved,
        "how": answer.how,
        "nodes": answer.nodes,
        "holds": [
            {"actor": actor + 1, "days": days, "cost": days * problem.day_rates[actor]}
            for actor, days in sorted(waits_of(problem, answer.order).items())
        ],
        "returns": [
            {"place": place + 1, "times": times, "cost": times * problem.visit_costs[place]}
            for place, times in sorted(again.items())
        ],
        "prices": [
            {"without": [first + 1, later + 1], "saved": saved}
            for (first, later), saved in sorted(freed.items(), key=lambda row: -row[1])
        ],
    }


def schedule(
    file: Annotated[Path, typer.Argument(help="A shoot in JSON: scenes, cast, places, dates.")],
    *,
    time: Annotated[float, typer.Option(help="Seconds to look for a cheaper board.")] = 60.0,
    seed: Annotated[int, typer.Option(help="What chances are drawn from.")] = 0,
    repair: Annotated[
        Path | None,
        typer.Option(help="A board made before: move the fewest scenes that must move."),
    ] = None,
    prices: Annotated[
        float, typer.Option(help="Seconds for each rule whose price is looked for; 0 for none.")
    ] = 0.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Make a board of days that keeps every rule, with its cost and a cost none is below.

    Exit code 0 with a board; 2 when the file holds no shoot, or no board can keep every rule:
    then the rules in conflict are named.

    Example: cartelera filming schedule rodaje.json --time 60 --json
    """
    from random import Random

    from cartelera.engines.filming.bound import least_cost
    from cartelera.engines.filming.check import check
    from cartelera.engines.filming.prices import price_rules
    from cartelera.engines.filming.schedule import make_board
    from cartelera.engines.filming.schedule import repair as repair_board
    from cartelera.engines.filming.shootfile import board_from, board_report, shoot_from

    shoot = shoot_from(object_in(file))
    moved: tuple[str, ...] = ()
    if repair:
        board, moved = repair_board(shoot, board_from(object_in(repair)), time)
    else:
        until = monotonic() + time
        board = make_board(shoot, lambda: monotonic() < until, Random(seed)).board  # noqa: S311
    if board is None:
        raise InputError(_no_board(file, shoot))
    made = board_report(shoot, board, check(board, shoot), least_cost(shoot))
    if prices:
        priced = price_rules(shoot, board, lambda: _for(prices), Random(seed))  # noqa: S311
        made["prices"] = [{"without": p.words("en"), "saved": p.saved} for p in priced]
    if as_json:
        typer.echo(json.dumps({**made, "moved": list(moved)}, ensure_ascii=False, indent=1))
        return
    console = Console(highlight=False)
    for day in board.days:
        console.print(f"{day.on} {'night' if day.night else 'day  '} {' '.join(day.scenes)}")
    console.print(
        f"{len(board.days)} days, {made['cost']}; none costs less than {made['bound']}"
    )
    _print_spent(console, made)
    for price in made.get("prices", ()):
        console.print(f"{price['without']}: {price['saved']} less")
    if repair:
        console.print(f"{len(moved)} scenes moved: {' '.join(moved)}")


def _print_spent(console: Console, made: Mapping[str, Any]) -> None:
    """Print who is held and where the company moves, the dearest first."""
    for row in sorted(made["cast"], key=lambda row: -row["hold_cost"]):
        if row["hold_cost"]:
            console.print(f"{row['name']} is held {row['held_days']} days: {row['hold_cost']}")
    for row in made["moves"]:
        if row["cost"]:
            console.print(f"{row['date']} moves to {row['place']}: {row['cost']}")


def _for(seconds: float) -> Callable[[], bool]:
    until = monotonic() + seconds
    return lambda: monotonic() < until


def _no_board(file: Path, shoot: "Shoot") -> str:
    """Say why there is no board."""
    from cartelera.engines.filming.conflict import conflict

    rules = "; ".join(finding.words("en") for finding in conflict(shoot))
    if not rules:
        return f"{file.name}: no board was found in the time; give it more with --time"
    return f"{file.name}: no board keeps all of these: {rules}"


def object_in(file: Path) -> dict[str, Any]:
    """Return the JSON object in a file. Raises InputError if it holds none."""
    try:
        said = json.loads(text_in(file))
    except json.JSONDecodeError as error:
        raise InputError(f"{file.name} is no JSON: {error}") from error
    if not isinstance(said, dict):
        raise InputError(f"{file.name} holds no JSON object")
    return said


def year(
    file: Annotated[Path, typer.Argument(help="A year in JSON: titles and what they share.")],
    *,
    time: Annotated[float, typer.Option(help="Seconds to look for a cheaper plan.")] = 60.0,
    seed: Annotated[int, typer.Option(help="What chances are drawn from.")] = 0,
    slips: Annotated[int, typer.Option(help="Slipped years to draw.")] = 200,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Plan the year across titles, with its cost, a bound, and how safe each delivery is.

    Exit code 0 with a plan; 2 when the file holds no year, or nothing keeps all of it: then
    what is in conflict is named.

    Example: cartelera filming year slate-2027.json --json
    """
    import numpy as np

    from cartelera.engines.filming.year.file import year_from
    from cartelera.engines.filming.year.plan import plan_year, year_conflict
    from cartelera.engines.filming.year.slips import on_time_shares

    of = year_from(object_in(file))
    answer = plan_year(of, time)
    if not answer.titles:
        reasons = (
            "; ".join(rule.words("en") for rule in year_conflict(of))
            if answer.impossible
            else ""
        )
        if reasons:
            raise InputError(f"{file.name}: no plan keeps all of these: {reasons}")
        raise InputError(
            f"{file.name}: no plan was found in the time; give it more with --time"
        )
    safe = on_time_shares(of, answer.titles, np.random.default_rng(seed), slips)
    if as_json:
        titles = [{**asdict(plan), "on_time": safe[plan.name]} for plan in answer.titles]
        made = {"cost": answer.cost, "bound": answer.bound, "proved": answer.proved}
        typer.echo(json.dumps({**made, "titles": titles}, ensure_ascii=False, indent=1))
        return
    console = Console(highlight=False)
    for plan in answer.titles:
        shoots = ", ".join(map(str, plan.block_weeks))
        console.print(
            f"{plan.name}: prepares in week {plan.prep_week}, shoots {shoots}, "
            f"delivered {plan.delivered_week}, on time in {safe[plan.name]:.0%} of years"
        )
    console.print(f"cost {answer.cost}; none costs less than {answer.bound}")
