"""A board of days that keeps every rule and costs little, with a bound on what it must cost.

The whole is a CP-SAT model: each scene on a day, each day with its places and its light, each
member of the cast paid from first to last as the contract says. A first board is found without
looking at the cost; then a few days, a place or a member is set free at a time and solved
again, which carries to three hundred scenes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol, TypeVar

from cartelera.engines.filming.bound import least_cost
from cartelera.engines.filming.check import check
from cartelera.engines.filming.cost import cost
from cartelera.engines.filming.firstboard import FirstBoard
from cartelera.engines.filming.strips import Board, Day, Shoot
from cartelera.vocabulary.errors import InputError

FIRST_SECONDS = 40.0
STEP_SECONDS = 2.0
FREE_DAYS = 4  # that are set free at a time, about


T = TypeVar("T")


class Chance(Protocol):
    """What draws; random.Random is one."""

    def random(self) -> float:
        """Return a number from 0 to below 1."""

    def randrange(self, stop: int, /) -> int:
        """Return a whole number from 0 to below `stop`."""

    def choice(self, seq: Sequence[T], /) -> T:
        """Return one of these."""

    def sample(self, population: Sequence[T], k: int, /) -> list[T]:
        """Return `k` of these, each at most once."""


@dataclass(frozen=True, slots=True)
class BoardAnswer:
    """A board, its cost, and a cost no board is below."""

    board: Board | None  # None if none was found in the time
    cost: int  # in whole units of the shoot's currency; 0 without a board
    bound: int
    proved: bool  # nothing costs less
    impossible: bool  # no board keeps every rule
    how: str
    rounds: int  # of setting part of the board free


def make_board(
    shoot: Shoot,
    may_go_on: Callable[[], bool],
    chance: Chance,
    start: Board | None = None,
    workers: int = 1,
) -> BoardAnswer:
    """Return a cheap board that keeps every rule.

    may_go_on  asked between steps of a few seconds
    chance     draws which part is set free
    start      a board that keeps every rule, to go on from
    workers    threads of the solver
    """
    bound = least_cost(shoot)
    days = _days_of(shoot, start) if start else None
    if days is None:
        found, settled = _first(shoot, workers)
        if found is None:
            return BoardAnswer(None, 0, bound, False, settled, "days", 0)
        days = found
    days, rounds = _improve(shoot, days, may_go_on, chance, workers)
    board = board_of(shoot, days)
    total = cost(board, shoot).total
    return BoardAnswer(board, total, bound, total <= bound, False, "days and parts", rounds)


def repair(
    shoot: Shoot, before: Board, seconds: float = 5.0, workers: int = 1
) -> tuple[Board | None, tuple[str, ...]]:
    """Return the board nearest to `before` that keeps every rule, and the scenes that moved.

    shoot    with what has changed: somebody away, a date lost, a pin
    Moves fewest scenes to another date; scenes of `before` that are no longer in the shoot
    are left out. None where no such board was found in the time.
    """
    on = {scene: day.on for day in before.days for scene in day.scenes}
    index = {on_: n for n, on_ in enumerate(shoot.dates)}
    was = {s.scene: index[on[s.scene]] for s in shoot.strips if on.get(s.scene) in index}
    # first with all days that are still good as they are, which is quick; then with every day
    days = _nearest(shoot, was, _still_good(shoot, was, before), seconds / 2, workers)
    if days is None or _moved(was, days) > _must_move(shoot, was):
        every = _nearest(shoot, was, {}, seconds / 2, workers)
        if every and (days is None or _moved(was, every) < _moved(was, days)):
            days = every
    if days is None:
        return None, ()
    board = board_of(shoot, days, before)
    now = {scene: day.on for day in board.days for scene in day.scenes}
    return board, tuple(s.scene for s in shoot.strips if now[s.scene] != on.get(s.scene))


def _nearest(
    shoot: Shoot,
    was: Mapping[str, int],
    stays: Mapping[str, int],
    seconds: float,
    workers: int,
) -> dict[str, int] | None:
    from cartelera.engines.filming.dayboard import DayModel

    free = frozenset(strip.scene for strip in shoot.strips if strip.scene not in stays)
    model = DayModel(shoot, stays or None, free, frozenset(range(len(shoot.dates))))
    model.keep_near(was)
    return model.solve(seconds, workers)


def _still_good(shoot: Shoot, was: Mapping[str, int], before: Board) -> dict[str, int]:
    """Return the scenes, with their days, of days and weeks that break no rule."""
    laid = tuple(
        replace(day, scenes=tuple(scene for scene in day.scenes if scene in was))
        for day in before.days
    )
    wrong = {found.on for found in check(Board(tuple(d for d in laid if d.scenes)), shoot)}
    return {
        scene: n
        for scene, n in was.items()
        if not wrong & {shoot.dates[n], _monday(shoot.dates[n])}
    }


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


def _must_move(shoot: Shoot, was: Mapping[str, int]) -> int:
    """Return how many scenes cannot stay: somebody is away, or their place cannot be had."""
    first = FirstBoard(shoot)
    return sum(s.scene in was and not first.may_be(s, was[s.scene]) for s in shoot.strips)


def _moved(was: Mapping[str, int], days: Mapping[str, int]) -> int:
    return sum(days[scene] != n for scene, n in was.items())


def _first(shoot: Shoot, workers: int) -> tuple[dict[str, int] | None, bool]:
    """Return a day for each scene, and whether it is settled that there is none."""
    from cartelera.engines.filming.dayboard import DayModel

    days = FirstBoard(shoot).fill()
    if days is not None:
        return days, False
    model = DayModel(shoot)
    days = model.solve(FIRST_SECONDS, workers, first=True)
    return days, model.impossible


def _improve(
    shoot: Shoot,
    days: dict[str, int],
    may_go_on: Callable[[], bool],
    chance: Chance,
    workers: int,
) -> tuple[dict[str, int], int]:
    """Set parts free and solve them again while it may go on."""
    from cartelera.engines.filming.dayboard import DayModel

    best = cost(board_of(shoot, days), shoot).total
    rounds = 0
    while may_go_on():
        free_scenes, free_days = _part(shoot, days, chance)
        model = DayModel(shoot, days, free_scenes, free_days)
        model.cost()
        found = model.solve(STEP_SECONDS, workers)
        rounds += 1
        if found is not None:
            now = cost(board_of(shoot, found), shoot).total
            if now <= best:
                days, best = found, now
    return days, rounds


def _part(
    shoot: Shoot, days: Mapping[str, int], chance: Chance
) -> tuple[frozenset[str], frozenset[int]]:
    """Draw which scenes are set free, and the days they may go to."""
    used, size = sorted(set(days.values())), FREE_DAYS
    kind = chance.random()
    if kind < 0.25:  # days near each other
        begin = chance.randrange(len(used))
        chosen = set(used[begin : begin + size + 1])
    elif kind < 0.4:
        chosen = _some(used, size, chance)
    elif kind < 0.6 and shoot.cast:  # the days of a member of the cast
        name = chance.choice(shoot.cast).name
        theirs = {days[s.scene] for s in shoot.strips if name in s.cast}
        chosen = _some(sorted(theirs), size + 1, chance)
    elif kind < 0.75:  # the days of a place
        place = chance.choice(shoot.places).name
        theirs = {days[s.scene] for s in shoot.strips if s.place == place}
        chosen = _some(sorted(theirs), size + 1, chance)
    else:
        chosen = _short_days(shoot, days, chance)
    scenes = frozenset(scene for scene, day in days.items() if day in chosen)
    idle = [n for n in range(len(shoot.dates)) if n not in used]
    return scenes, frozenset(chosen | _some(idle, 2, chance))


def _some(days: Sequence[int], most: int, chance: Chance) -> set[int]:
    return set(chance.sample(days, min(most, len(days))))


def _short_days(shoot: Shoot, days: Mapping[str, int], chance: Chance) -> set[int]:
    """Draw a short day, days at its places and other short days: one of them may go."""
    minutes: dict[int, int] = {}
    at: dict[int, set[str]] = {}
    for strip in shoot.strips:
        n = days[strip.scene]
        minutes[n] = minutes.get(n, 0) + strip.minutes
        at.setdefault(n, set()).add(strip.place)
    short = sorted(minutes, key=lambda n: (minutes[n], n))
    first = chance.choice(short[:8])
    near = [n for n in sorted(at) if n != first and at[n] & at[first]]
    chosen = {first} | _some(near, FREE_DAYS // 2, chance)
    rest = [n for n in short if n not in chosen]
    return chosen | _some(rest[: 2 * FREE_DAYS], FREE_DAYS - len(chosen), chance)


def board_of(shoot: Shoot, days: Mapping[str, int], like: Board | None = None) -> Board:
    """Return the board that shoots each scene on its day, each day well ordered.

    days  index into shoot.dates, by scene
    like  a board whose order within days is kept where the scenes stay
    """
    on: dict[int, list[str]] = {}
    for strip in shoot.strips:
        on.setdefault(days[strip.scene], []).append(strip.scene)
    was = {day.on: day for day in like.days} if like else {}
    made, place = list[Day](), ""
    for n in sorted(on):
        before = was.get(shoot.dates[n])
        if before and sorted(before.scenes) == sorted(on[n]):
            day = before
        else:
            day = Day(shoot.dates[n], *_ordered(shoot, on[n], place))
        made.append(day)
        place = shoot.strip_of[day.scenes[-1]].place
    return Board(tuple(_joined(shoot, made)))


def _ordered(shoot: Shoot, scenes: Iterable[str], at: str) -> tuple[tuple[str, ...], bool]:
    """Return the scenes of a day in order, and whether it is a night.

    A place with a minor comes first, and their scenes first there; else the place where the
    company already is.
    """
    minors = {member.name for member in shoot.cast if member.age_years is not None}
    strips = [shoot.strip_of[scene] for scene in scenes]
    with_minor = {strip.place for strip in strips if strip.cast & minors}
    ordered = sorted(
        strips,
        key=lambda s: (
            s.place not in with_minor,
            s.place != at,
            s.place,
            not s.cast & minors,
            s.set_name,
        ),
    )
    night = any(strip.asks_night for strip in strips)
    return tuple(strip.scene for strip in ordered), night


def _joined(shoot: Shoot, days: Sequence[Day]) -> list[Day]:
    """Turn the two places of a day round where that joins it to the next day."""
    made = list(days)
    minors = {member.name for member in shoot.cast if member.age_years is not None}
    for n, day in enumerate(made):
        places = list(dict.fromkeys(shoot.strip_of[s].place for s in day.scenes))
        if len(places) != 2 or any(shoot.strip_of[s].cast & minors for s in day.scenes):
            continue
        first, then = (
            [s for s in day.scenes if shoot.strip_of[s].place == place] for place in places
        )
        turned = replace(day, scenes=(*then, *first))
        near = Board(tuple(made[max(n - 1, 0) : n + 2]))
        other = Board(tuple(turned if d is day else d for d in near.days))
        if _moves(shoot, other) < _moves(shoot, near):
            made[n] = turned
    return made


def _moves(shoot: Shoot, board: Board) -> int:
    return sum(move.cost for move in cost(board, shoot).moves)


def _days_of(shoot: Shoot, board: Board) -> dict[str, int]:
    index = {on: n for n, on in enumerate(shoot.dates)}
    days = {s: index[day.on] for day in board.days if day.on in index for s in day.scenes}
    for strip in shoot.strips:
        if strip.scene not in days:
            raise InputError(
                f"scene {strip.scene} is on no date of the shoot: start without it"
            )
    return {strip.scene: days[strip.scene] for strip in shoot.strips}
