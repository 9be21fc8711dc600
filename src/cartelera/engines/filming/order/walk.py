# ruff: noqa: PLR0917 (compiled functions take arrays, by place)
"""A good order, without proof: simulated annealing by moves of a block of scenes."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cartelera.engines.filming.order.compiled import compiled
from cartelera.engines.filming.order.problem import OrderProblem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

STEP = 20_000  # moves between two looks at the clock
WORD = 62  # actors in one number


class Ground(NamedTuple):
    """A problem in arrays; actors are bits, sixty-two to a column."""

    cast: "Numbers"  # scenes x columns
    rates: "Numbers"  # of actors, column after column, 62 each
    days: "Numbers"
    places: "Numbers"
    visit_costs: "Numbers"
    first: "Numbers"  # precedences: this scene...
    later: "Numbers"  # ...before this one


@compiled
def _waits(bits: int, rates: "Numbers", column: int) -> int:
    found = 0
    place = column * WORD
    while bits:
        if bits & 1:
            found += rates[place]
        bits >>= 1
        place += 1
    return found


@compiled
def _window(
    ground: Ground, order: "Numbers", low: int, high: int, seen: "Numbers", to_come: "Numbers"
) -> int:
    """Return what the scenes from `low` to before `high` hold, and the moves between them.

    seen     row n: who plays before place n; rows after `low` are written
    to_come  row n: who plays from place n on; rows before `high` are written
    """
    columns = ground.cast.shape[1]
    for n in range(low, high):
        for c in range(columns):
            seen[n + 1, c] = seen[n, c] | ground.cast[order[n], c]
    cost = 0
    for n in range(high - 1, low - 1, -1):
        scene = order[n]
        held = 0
        for c in range(columns):
            playing = ground.cast[scene, c]
            held += _waits(seen[n, c] & to_come[n + 1, c] & ~playing, ground.rates, c)
            to_come[n, c] = to_come[n + 1, c] | playing
        cost += held * ground.days[scene]
    for n in range(max(low, 1), min(high + 1, len(order))):
        place = ground.places[order[n]]
        if place != ground.places[order[n - 1]]:
            cost += ground.visit_costs[place]
    if low == 0 and len(order):
        cost += ground.visit_costs[ground.places[order[0]]]
    return cost


@compiled
def _dice(state: "NDArray[np.uint64]", sides: int) -> int:
    """Draw a number below `sides`. Source: xorshift64*, Vigna (2016)."""
    x = state[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    state[0] = x
    return np.int64((x * np.uint64(2685821657736338717)) >> np.uint64(33)) % sides  # type: ignore[return-value]


@compiled
def _kept(ground: Ground, order: "Numbers", turn: "Numbers", low: int, high: int) -> bool:
    """Say whether the window keeps every precedence."""
    if len(ground.first) == 0:
        return True
    for n in range(low, high):
        turn[order[n]] = n
    for pair in range(len(ground.first)):
        if turn[ground.first[pair]] > turn[ground.later[pair]]:
            return False
    return True


@compiled
def anneal(
    ground: Ground,
    order: "Numbers",
    best: "Numbers",
    seen: "Numbers",
    to_come: "Numbers",
    turn: "Numbers",
    dice: "NDArray[np.uint64]",
    costs: "Numbers",
    hot: float,
    cold: float,
    moves: int,
) -> None:
    """Move from `hot` to `cold`; `costs` holds the cost of `order` and of `best`."""
    scenes = len(order)
    kept = np.empty(scenes, np.int64)
    old_seen = np.empty_like(seen)
    old_to_come = np.empty_like(to_come)
    for move in range(moves):
        heat = hot * (cold / hot) ** (move / moves)
        low, middle, high = _cut(dice, scenes)
        was = _window(ground, order, low, high, seen, to_come)
        kept[low:high] = order[low:high]
        old_seen[low : high + 1] = seen[low : high + 1]
        old_to_come[low : high + 1] = to_come[low : high + 1]
        if _dice(dice, 4) == 0:  # turn the window round
            for n in range(low, high):
                order[n] = kept[low + high - 1 - n]
        else:  # exchange its two parts
            for n in range(low, high):
                order[n] = (
                    kept[n - low + middle]
                    if n < low + high - middle
                    else kept[n - high + middle]
                )
        allowed = _kept(ground, order, turn, low, high)
        now = _window(ground, order, low, high, seen, to_come) if allowed else 0
        worse = now - was
        chance = _dice(dice, 1 << 30) / (1 << 30)
        if allowed and (worse <= 0 or chance < np.exp(-worse / heat)):
            costs[0] += worse
            if costs[0] < costs[1]:
                costs[1] = costs[0]
                best[:] = order
        else:
            order[low:high] = kept[low:high]
            seen[low : high + 1] = old_seen[low : high + 1]
            to_come[low : high + 1] = old_to_come[low : high + 1]
            _kept(ground, order, turn, low, high)


@compiled
def _cut(dice: "NDArray[np.uint64]", scenes: int) -> tuple[int, int, int]:
    """Draw a window and a place to cut it in: mostly one short part, moved near or far."""
    block = 1 + min(_dice(dice, 4), _dice(dice, 4))
    if _dice(dice, 8) == 0:
        block = 1 + _dice(dice, max(scenes // 3, 1))
    far = 1 + _dice(dice, scenes if _dice(dice, 2) else min(scenes, 12))
    length = min(block + far, scenes)
    block = min(block, length - 1)
    low = _dice(dice, scenes - length + 1)
    cut = block if _dice(dice, 2) else length - block
    return low, low + cut, low + length


def ground_of(problem: OrderProblem) -> Ground:
    """Return a problem in arrays."""
    columns = max(1, -(-len(problem.day_rates) // WORD))
    cast = np.zeros((len(problem.days), columns), np.int64)
    for scene, actors in enumerate(problem.cast):
        for actor in actors:
            cast[scene, actor // WORD] |= 1 << (actor % WORD)
    rates = np.zeros(columns * WORD, np.int64)
    rates[: len(problem.day_rates)] = problem.day_rates
    pairs = sorted(problem.before)
    return Ground(
        cast=cast,
        rates=rates,
        days=np.array(problem.days, np.int64),
        places=np.array(problem.places or (0,) * len(problem.days), np.int64),
        visit_costs=np.array(problem.visit_costs or (0,), np.int64),
        first=np.array([first for first, _ in pairs], np.int64),
        later=np.array([later for _, later in pairs], np.int64),
    )


def walk(
    problem: OrderProblem,
    start: Sequence[int],
    seed: int,
    may_go_on: Callable[[], bool],
    most_moves: int,
) -> tuple[int, ...]:
    """Return the best order met on a walk from `start`, which keeps every precedence.

    seed        what the chances are drawn from
    may_go_on   asked every twenty thousand moves
    most_moves  the walk ends after these at the latest
    """
    scenes = len(problem.days)
    if scenes < 3:
        return tuple(start)
    ground = ground_of(problem)
    columns = ground.cast.shape[1]
    order = np.array(start, np.int64)
    seen = np.zeros((scenes + 1, columns), np.int64)
    to_come = np.zeros((scenes + 1, columns), np.int64)
    turn = np.zeros(scenes, np.int64)
    turn[order] = np.arange(scenes)
    dice = np.array([(seed * 2 + 1) * 0x9E3779B97F4A7C15 % 2**64], np.uint64)
    cost = _window(ground, order, 0, scenes, seen, to_come)
    best, costs = order.copy(), np.array([cost, cost], np.int64)
    steps, done = max(4, scenes * scenes // 100), 0
    hot = max(cost / scenes, 1.0)
    while done < most_moves:
        for step in range(steps):
            heat, cooler = (hot * 0.002 ** (n / steps) for n in (step, step + 1))
            anneal(ground, order, best, seen, to_come, turn, dice, costs, heat, cooler, STEP)
            done += STEP
            if done >= most_moves or not may_go_on():
                return tuple(int(scene) for scene in best)
        steps *= 2  # again, cooling more slowly
        hot = max(float(costs[1]) / scenes / 2, 1.0)
        order[:] = best
        turn[order] = np.arange(scenes)
        costs[0] = _window(ground, order, 0, scenes, seen, to_come)
    return tuple(int(scene) for scene in best)
