"""What can be taken out of a talent problem without changing its best order."""

from collections import defaultdict
from dataclasses import dataclass

from cartelera.engines.filming.order.problem import OrderProblem


@dataclass(frozen=True, slots=True)
class Merged:
    """The core of a problem, with the scenes that stand behind each of its own."""

    days: tuple[int, ...]
    cast: tuple[frozenset[int], ...]
    day_rates: tuple[int, ...]
    behind: tuple[tuple[int, ...], ...]  # scenes of the problem behind each scene here
    loose: tuple[int, ...]  # scenes without anybody who could wait; they go last


def merge(problem: OrderProblem) -> Merged:
    """Return the core: scenes of one cast are one, an actor of one scene never waits.

    Holds where places and precedences do not count. Actors who play the same scenes are one,
    paid together. Source: preprocessing of Cheng, Diamond and Lin (1993), de la Banda,
    Stuckey and Chu (2011).
    """
    rates = dict(enumerate(problem.day_rates))
    groups: dict[frozenset[int], list[int]] = {}
    for scene, cast in enumerate(problem.cast):
        groups.setdefault(frozenset(a for a in cast if rates[a]), []).append(scene)
    while True:
        plays: dict[int, set[frozenset[int]]] = defaultdict(set)
        for cast in groups:
            for actor in cast:
                plays[actor].add(cast)
        drop = {actor for actor, casts in plays.items() if len(casts) == 1}
        for twins in _same(plays, drop):
            rates[twins[0]] = sum(rates[actor] for actor in twins)
            drop.update(twins[1:])
        if not drop:
            break
        thinner: dict[frozenset[int], list[int]] = {}
        for cast, scenes in groups.items():
            thinner.setdefault(cast - drop, []).extend(scenes)
        groups = thinner
    loose = groups.pop(frozenset(), [])
    named = {actor: n for n, actor in enumerate(sorted(frozenset().union(*groups)))}
    return Merged(
        days=tuple(sum(problem.days[scene] for scene in scenes) for scenes in groups.values()),
        cast=tuple(frozenset(named[actor] for actor in cast) for cast in groups),
        day_rates=tuple(rates[actor] for actor in named),
        behind=tuple(tuple(scenes) for scenes in groups.values()),
        loose=tuple(loose),
    )


def _same(plays: dict[int, set[frozenset[int]]], drop: set[int]) -> list[list[int]]:
    """Return the groups of actors who play the same scenes."""
    by_scenes: dict[frozenset[frozenset[int]], list[int]] = defaultdict(list)
    for actor in sorted(plays):
        if actor not in drop:
            by_scenes[frozenset(plays[actor])].append(actor)
    return [twins for twins in by_scenes.values() if len(twins) > 1]
