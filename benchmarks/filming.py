"""Measure the filming engine on the field's instances, beside what a user can install.

    python -m benchmarks.filming INSTANCE... --time 600 --loosen 0.5 --peers --json OUT

An instance is a talent problem or a movie shoot in the field's files; `random:N:M`, ten
problems drawn by the published recipe (each actor in a uniform 2 to n scenes, costs 1 to
100, lengths 1 to 5); a breakdown in JSON, which becomes a board of days with rates, places,
dates away and two minors drawn from a fixed seed, checked, then repaired after somebody of
it falls ill for a day; or `year:TITLES`, a year of 52 weeks drawn from a fixed seed. Every
run is a process of its own on one thread; compiling is done before the clock starts. With
--loosen the search starts from that much above the best value known from an own run before,
and from no order. Peers are DIDP (CABS) and CP-SAT on merged scenes, with order variables,
symmetry broken and a warm start.
"""

import argparse
import json
import math
import multiprocessing
import random
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from cartelera.adapters.shoot_rules import rules_of
from cartelera.engines.filming.check import check
from cartelera.engines.filming.cost import cost
from cartelera.engines.filming.law import terms_on
from cartelera.engines.filming.order.instances import instance_from
from cartelera.engines.filming.order.merge import Merged, merge
from cartelera.engines.filming.order.problem import OrderProblem, hold_of
from cartelera.engines.filming.order.solve import solve
from cartelera.engines.filming.order.walk import walk
from cartelera.engines.filming.schedule import make_board, repair
from cartelera.engines.filming.strips import CastMember, Place, Shoot, Span, Strip
from cartelera.engines.filming.year.check import check_year
from cartelera.engines.filming.year.plan import plan_year
from cartelera.engines.filming.year.titles import Block, Incentive, Year, YearTitle
from cartelera.vocabulary.filming import Engagement, Light, Setting

SMALL = "small 4 3 1 1 0 1 2 0 1 1 0 3 1 0 1 1 4 1 2 1 3"
SMALL_MOVIE = "1 3 2 0 5 6 1 1 2 1 0 1 0 1 0 1"


def drawn(scenes: int, actors: int, seed: int = 1) -> Iterator[OrderProblem]:
    """Draw ten problems of the published recipe."""
    draw = np.random.default_rng([seed, scenes, actors])
    for number in range(10):
        plays = [
            set(draw.permutation(scenes)[: draw.integers(2, scenes + 1)].tolist())
            for _ in range(actors)
        ]
        yield OrderProblem(
            f"random:{scenes}:{actors}:{number}",
            tuple(int(d) for d in draw.integers(1, 6, scenes)),
            tuple(frozenset(a for a in range(actors) if s in plays[a]) for s in range(scenes)),
            tuple(int(c) for c in draw.integers(1, 101, actors)),
        )


def shoot_of(breakdown: Path, seed: int = 7) -> Shoot:
    """Return a shoot of a breakdown, with everything a breakdown does not say drawn."""
    scenes = json.loads(breakdown.read_text(encoding="utf-8"))["scenes"]
    draw, start = random.Random(seed), date(2026, 3, 2)
    names = [f"Place {n}" for n in range(1, 19)]
    at = {name: draw.choice(names) for name in sorted({scene["set"] for scene in scenes})}
    kinds = {"INT": Setting.INTERIOR, "EXT": Setting.EXTERIOR}
    strips = tuple(
        Strip(
            scene=str(scene["n"]),
            setting=kinds.get(scene["int_ext"], Setting.BOTH),
            set_name=scene["set"],
            light=Light.NIGHT if "NIGHT" in scene["time"] + scene["set"] else Light.DAY,
            eighths=scene["eighths"],
            minutes=max(20, scene["eighths"] * 16),
            cast=frozenset(scene["cast"]),
            place=at[scene["set"]],
        )
        for scene in scenes
    )
    members = sorted({name for strip in strips for name in strip.cast})
    minors = [name for name in members if "LITTLE" in name or "YOUNG" in name][:2]

    def days_off(share: float, length: int) -> tuple[Span, ...]:
        if draw.random() >= share:
            return ()
        first = start + timedelta(days=draw.randrange(50))
        return (Span(first, first + timedelta(days=length)),)

    engagements = [Engagement.HELD, Engagement.HELD, Engagement.DROP, Engagement.DAILY]
    cast = tuple(
        CastMember(
            name,
            draw.randrange(5, 60)
            * 100
            * (1 if sum(name in s.cast for s in strips) < 10 else 5),
            draw.choice(engagements),
            8 if name in minors else None,
            days_off(0.3, 7),
        )
        for name in members
    )
    places = tuple(
        Place(name, draw.randrange(5, 40) * 1000, _window(draw, start)) for name in names
    )
    dates = (start + timedelta(days=n) for n in range(63))
    rules = (*rules_of("MX"), *rules_of("US"))
    terms = replace(
        terms_on(rules, start),
        day_minutes=600,
        night_minutes=600,
        week_minutes=3960,
        overtime_minutes=0,
    )
    return Shoot(
        strips, cast, places, tuple(on for on in dates if on.weekday() < 6), terms, 250_000
    )


def _window(draw: random.Random, start: date) -> tuple[Span, ...]:
    if draw.random() >= 0.4:
        return ()
    first = start + timedelta(days=draw.randrange(30))
    return (Span(first, first + timedelta(days=28)),)


def board(breakdown: Path, seconds: float) -> dict[str, Any]:
    """Make a board, have it checked, take somebody ill, and repair it."""
    shoot, began = shoot_of(breakdown), time.perf_counter()
    made = make_board(
        shoot, lambda: time.perf_counter() - began < seconds - 4, random.Random(1), workers=1
    )
    spent = time.perf_counter() - began
    row = {"value": made.cost, "bound": made.bound, "proved": made.proved, "nodes": made.rounds}
    if made.board is None:
        return {**row, "hold": None, "seconds": round(spent, 2), "violations": None}
    ill = max(shoot.cast, key=lambda m: sum(m.name in s.cast for s in shoot.strips))
    day = next(
        day.on
        for day in made.board.days[len(made.board.days) // 2 :]
        if any(ill.name in shoot.strip_of[scene].cast for scene in day.scenes)
    )
    away = replace(ill, away=(*ill.away, Span(day, day + timedelta(days=1))))
    changed = replace(shoot, cast=tuple(away if m is ill else m for m in shoot.cast))
    began = time.perf_counter()
    mended, moved = repair(changed, made.board, 4)
    return {
        **row,
        "hold": sum(member.hold_cost for member in cost(made.board, shoot).members),
        "seconds": round(spent, 2),
        "violations": len(check(made.board, shoot)),
        "days": len(made.board.days),
        "repair_seconds": round(time.perf_counter() - began, 2),
        "repair_moved": len(moved),
        "repair_violations": None if mended is None else len(check(mended, changed)),
    }


def year_of(titles: int, seed: int = 40) -> Year:
    """Draw a year of 52 weeks."""
    draw = random.Random(seed)
    made = []
    for n in range(titles):
        blocks = tuple(
            Block(weeks, weeks - 1, weeks + 2, draw.choice(["", "Coast", "Sierra"]),
                  draw.choice(["", "", "large", "small"]))
            for weeks in (draw.randint(2, 6) for _ in range(draw.randint(1, 2)))
        )  # fmt: skip
        offer = Incentive("credit", draw.randint(20, 200), 8, 34, 42)
        made.append(
            YearTitle(
                f"Title {n + 1}", draw.randint(3, 8), blocks, draw.randint(6, 14),
                ready_week=draw.randint(0, 14), due_week=draw.randint(30, 52),
                late_cost=draw.randint(5, 50), idle_cost=draw.randint(1, 8),
                people=(f"Director {draw.randint(1, titles * 3 // 4)}",),
                incentive=offer if draw.random() < 0.4 else None,
            )
        )  # fmt: skip
    stages = {"large": max(titles // 12, 1), "small": max(titles // 8, 1)}
    closed = {"Coast": ((26, 38),), "Sierra": ((0, 4), (48, 52))}
    return Year(56, tuple(made), max(titles // 4, 1), max(titles // 3, 1), stages, closed)


def year(titles: int, seconds: float) -> dict[str, Any]:
    """Plan a year, and look at the plan week by week."""
    of, began = year_of(titles), time.perf_counter()
    made = plan_year(of, seconds)
    return {
        "value": made.cost,
        "hold": None,
        "bound": made.bound,
        "proved": made.proved,
        "nodes": 0,
        "seconds": round(time.perf_counter() - began, 2),
        "titles": len(made.titles),
        "impossible": made.impossible,
        "violations": len(check_year(of, made.titles)),
    }


def problems(names: list[str]) -> Iterator[OrderProblem]:
    """Return the problems that the arguments name."""
    for name in names:
        if name.startswith("random:"):
            scenes, actors = (int(part) for part in name.split(":")[1:3])
            yield from drawn(scenes, actors)
        else:
            yield instance_from(Path(name).read_text(encoding="utf-8"), Path(name).stem)


def ours(problem: OrderProblem, seconds: float, loosen: float | None) -> dict[str, Any]:
    """Run the engine once."""
    below = None
    if loosen is not None and not problem.places:
        before = walk(problem, range(len(problem.days)), 7, lambda: True, 1_000_000)
        below = math.ceil((problem.worked + hold_of(problem, before)) * (1 + loosen))
    began = time.perf_counter()
    answer = solve(problem, lambda: time.perf_counter() - began < seconds, 0, below)
    spent = time.perf_counter() - began
    worked = 0 if problem.places else problem.worked
    return {
        "value": answer.hold + answer.visits + worked if answer.order else None,
        "hold": answer.hold if answer.order else None,
        "bound": answer.bound + worked,
        "proved": answer.proved,
        "nodes": answer.nodes,
        "seconds": round(spent, 4),
    }


def cabs(problem: OrderProblem, seconds: float, _: float | None) -> dict[str, Any]:
    """Run the DIDP model of the talent problem, as published with it, by CABS."""
    import didppy as dp

    core = merge(problem)
    scenes, actors = len(core.days), len(core.day_rates)
    model = dp.Model(maximize=False)
    scene, actor = model.add_object_type(scenes), model.add_object_type(actors)
    left = model.add_set_var(object_type=scene, target=range(scenes))
    plays = model.add_set_table([sorted(c) for c in core.cast], object_type=actor)
    day = model.add_int_table(list(core.days))
    rate = model.add_int_table(list(core.day_rates))
    own = model.add_int_table(
        [
            d * sum(core.day_rates[a] for a in c)
            for d, c in zip(core.days, core.cast, strict=True)
        ]
    )
    everybody = model.create_set_const(object_type=actor, value=range(actors))
    done = left.complement()
    for number in range(scenes):
        here = plays[number]
        there = here | (plays.union(left) & plays.union(done))
        model.add_transition(
            dp.Transition(
                name=str(number),
                cost=day[number] * rate[there & everybody] + dp.IntExpr.state_cost(),
                effects=[(left, left.remove(number))],
                preconditions=[left.contains(number)],
            )
        )
    model.add_base_case([left.is_empty()])
    model.add_dual_bound(own[left])
    began = time.perf_counter()
    found = dp.CABS(model, time_limit=seconds, quiet=True, threads=1).search()
    spent = time.perf_counter() - began
    missing = problem.worked - sum(
        d * sum(core.day_rates[a] for a in c) for d, c in zip(core.days, core.cast, strict=True)
    )
    value = None if found.cost is None else int(found.cost) + missing
    return {
        "value": value,
        "hold": None if value is None else value - problem.worked,
        "bound": None if found.best_bound is None else int(found.best_bound) + missing,
        "proved": bool(found.is_optimal),
        "nodes": int(found.generated),
        "seconds": round(spent, 4),
    }


def cp_sat(problem: OrderProblem, seconds: float, _: float | None) -> dict[str, Any]:
    """Run a CP-SAT model with an order variable for every two scenes, on one thread."""
    from ortools.sat.python import cp_model

    core = merge(problem)
    scenes = range(len(core.days))
    model = cp_model.CpModel()
    first = {(i, j): model.new_bool_var("") for i in scenes for j in scenes if i < j}

    def before(i: int, j: int) -> Any:
        return first[i, j] if i < j else ~first[j, i]

    for i in scenes:
        for j in scenes:
            for k in scenes:
                if i < j and i < k and j != k:
                    model.add_bool_or(before(j, i), before(k, j), before(i, k))
    if len(core.days) > 1:
        model.add_bool_or(before(0, 1))
    held = _held(model, core, before)
    model.minimize(sum(cost * var for cost, var in held))
    began = time.perf_counter()
    start = walk(_core_problem(core), scenes, 3, lambda: True, 120_000)
    start = start if start.index(0) < start.index(1) else start[::-1]
    for (i, j), var in first.items():
        model.add_hint(var, start.index(i) < start.index(j))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    hold = round(solver.objective_value) if found else None
    return {
        "value": None if hold is None else hold + problem.worked,
        "hold": hold,
        "bound": round(solver.best_objective_bound) + problem.worked,
        "proved": status == cp_model.OPTIMAL,
        "nodes": solver.num_branches,
        "seconds": round(time.perf_counter() - began, 4),
    }


def _held(model: Any, core: Merged, before: Callable[[int, int], Any]) -> list[tuple[int, Any]]:
    """Say who is held in which scene: begun and not finished."""
    scenes = range(len(core.days))
    held = []
    for actor, rate in enumerate(core.day_rates):
        plays = [s for s in scenes if actor in core.cast[s]]
        for scene in scenes:
            if actor in core.cast[scene]:
                continue
            begun, going = model.new_bool_var(""), model.new_bool_var("")
            waits = model.new_bool_var("")
            for other in plays:
                model.add_implication(before(other, scene), begun)
                model.add_implication(before(scene, other), going)
            model.add_bool_or(~begun, ~going, waits)
            held.append((rate * core.days[scene], waits))
    return held


def _core_problem(core: Merged) -> OrderProblem:
    return OrderProblem("core", core.days, core.cast, core.day_rates)


def apart(run: Callable[..., dict[str, Any]], *arguments: Any) -> dict[str, Any]:
    """Run something in a process of its own; return what it says, and its peak memory."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)

    def work() -> None:
        said = run(*arguments)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        there.send({**said, "peak_mib": round(peak / 1024)})

    child = context.Process(target=work)
    child.start()
    there.close()
    try:
        return here.recv()  # type: ignore[no-any-return]
    finally:
        child.join()


def warm_up() -> None:
    """Compile everything, before any clock is read."""
    for text in (SMALL, SMALL_MOVIE):
        problem = instance_from(text, "small")
        solve(problem, lambda: True)
        walk(problem, range(len(problem.days)), 0, lambda: True, 1)


def summary(rows: list[dict[str, Any]]) -> None:
    """Print each solver's sums, and its times against ours."""
    by_solver = defaultdict(dict)
    for row in rows:
        by_solver[row["solver"]][row["instance"]] = row
    own = by_solver["cartelera"]
    for name, theirs in by_solver.items():
        proved = sum(row["proved"] for row in theirs.values())
        nodes = sum(row["nodes"] for row in theirs.values())
        print(f"{name}: {proved} of {len(theirs)} proved, {nodes} nodes", end="")
        ratios = [theirs[i]["seconds"] / own[i]["seconds"] for i in theirs if i in own]
        mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
        print(f", geometric mean of time against ours {mean:.2f}")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.filming",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("instance", nargs="+")
    parser.add_argument("--time", type=float, default=60, help="seconds for each")
    parser.add_argument("--loosen", type=float, help="start this share above the best known")
    parser.add_argument("--peers", action="store_true", help="run DIDP and CP-SAT too")
    parser.add_argument("--json", type=Path, help="where to write the rows")
    asked = parser.parse_args()
    warm_up()
    rows = []
    boards = [name for name in asked.instance if name.endswith(".json")]
    years = [name for name in asked.instance if name.startswith("year:")]
    for name in boards:
        row = {"instance": Path(name).stem, "solver": "cartelera"}
        rows.append(row | apart(board, Path(name), asked.time))
        print(json.dumps(rows[-1]), flush=True)
    for name in years:
        row = {"instance": name, "solver": "cartelera"}
        rows.append(row | apart(year, int(name.split(":")[1]), asked.time))
        print(json.dumps(rows[-1]), flush=True)
    orders = [name for name in asked.instance if name not in {*boards, *years}]
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    for problem in problems(orders):
        runs: list[tuple[str, Callable[..., dict[str, Any]]]] = [("cartelera", ours)]
        if asked.peers and not problem.places:
            runs += [("didp-cabs", cabs), ("cp-sat", cp_sat)]
        for name, run in runs:
            row = {"instance": problem.name, "solver": name}
            row |= apart(run, problem, asked.time, asked.loosen)
            rows.append(row)
            print(json.dumps(row), flush=True)
            if asked.json:
                asked.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    summary(rows)


if __name__ == "__main__":
    sys.exit(main())
