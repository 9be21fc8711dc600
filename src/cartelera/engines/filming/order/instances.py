"""The files in which the field keeps its instances, read into problems and written back."""

from cartelera.engines.filming.order.problem import OrderProblem
from cartelera.vocabulary.errors import InputError


def instance_from(text: str, name: str) -> OrderProblem:
    """Return the problem in a file of numbers, a talent problem or a movie shoot.

    A talent problem: its name, scenes n, actors m; m rows of n zeros and ones and a daily cost;
    n lengths. A movie shoot: actors, scenes, places, precedences; daily costs; costs of the
    places; lengths; the place of each scene; actors x scenes zeros and ones; pairs of scenes.
    Raises InputError that names the file and what does not fit.
    """
    words = text.split()
    if not words:
        raise InputError(f"{name} is empty")
    if len(words) > 3 and _is_talent(words):
        return _talent([_number(word, name) for word in words[1:]], name)
    return _movie([_number(word, name) for word in words], name)


def _is_talent(words: list[str]) -> bool:
    if not (words[1].isdecimal() and words[2].isdecimal()):
        return False
    scenes, actors = int(words[1]), int(words[2])
    return len(words) == 3 + actors * (scenes + 1) + scenes or not words[0].isdecimal()


def _number(word: str, name: str) -> int:
    if not word.isdecimal():
        raise InputError(f"{name}: {word!r} is no whole number; is it an instance file?")
    return int(word)


def _talent(numbers: list[int], name: str) -> OrderProblem:
    scenes, actors = numbers[:2]
    rows = numbers[2:]
    wanted = actors * (scenes + 1) + scenes
    if len(rows) != wanted:
        raise InputError(
            f"{name}: {scenes} scenes and {actors} actors take {wanted} numbers, "
            f"there are {len(rows)}: an actor has no rate, or a scene no length"
        )
    plays = [rows[a * (scenes + 1) : a * (scenes + 1) + scenes] for a in range(actors)]
    return OrderProblem(
        name=name,
        days=tuple(rows[-scenes:]) if scenes else (),
        cast=_cast(plays, scenes, name),
        day_rates=tuple(rows[a * (scenes + 1) + scenes] for a in range(actors)),
    )


def _cast(plays: list[list[int]], scenes: int, name: str) -> tuple[frozenset[int], ...]:
    for actor, row in enumerate(plays):
        if not {0, 1}.issuperset(row):
            raise InputError(f"{name}: the row of actor {actor + 1} is not of zeros and ones")
    return tuple(
        frozenset(actor for actor, row in enumerate(plays) if row[scene])
        for scene in range(scenes)
    )


def _movie(numbers: list[int], name: str) -> OrderProblem:
    if len(numbers) < 4:
        raise InputError(f"{name} is no instance file: it has {len(numbers)} numbers")
    actors, scenes, places, pairs = numbers[:4]
    sizes = (actors, places, scenes, scenes, actors * scenes, 2 * pairs)
    if len(numbers) != 4 + sum(sizes):
        raise InputError(
            f"{name}: {actors} actors, {scenes} scenes, {places} places and {pairs} pairs "
            f"take {sum(sizes)} numbers, there are {len(numbers) - 4}"
        )
    parts, at = [], 4
    for size in sizes:
        parts.append(numbers[at : at + size])
        at += size
    rates, visits, days, at_places, played, before = parts
    plays = [played[a * scenes : (a + 1) * scenes] for a in range(actors)]
    return OrderProblem(
        name=name,
        days=tuple(days),
        cast=_cast(plays, scenes, name),
        day_rates=tuple(rates),
        places=tuple(at_places),
        visit_costs=tuple(visits),
        before=frozenset(zip(before[::2], before[1::2], strict=True)),
    )
