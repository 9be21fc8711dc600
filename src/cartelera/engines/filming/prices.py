"""What each rule of a board costs: what is saved where it is let go by one step."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from cartelera.engines.filming.check import clock_of
from cartelera.engines.filming.cost import cost
from cartelera.engines.filming.schedule import Chance, make_board
from cartelera.engines.filming.strips import Board, Shoot
from cartelera.vocabulary.filming import Looser


@dataclass(frozen=True, slots=True)
class RulePrice:
    """What letting go of a rule by one step has been found to save."""

    rule: Looser
    subject: str  # a place, a member of the cast, a scene; "" for all
    saved: int  # at least, in whole units of the shoot's currency

    def words(self, language: str) -> str:
        """Return the step in words, in Spanish for any Spanish tag, else in English."""
        return self.rule.label(language).format(subject=self.subject)


def looser(shoot: Shoot, board: Board) -> Iterator[tuple[Looser, str, Shoot]]:
    """Return the shoot with each rule that may bind the board let go by one step.

    What costs most to wait for and to go to comes first among places and cast.
    """
    terms = shoot.terms
    spent = cost(board, shoot)
    days = [clock_of(shoot, day) for day in board.days if day.scenes]
    longer = replace(
        terms, day_minutes=terms.day_minutes + 60, night_minutes=terms.night_minutes + 60
    )
    yield Looser.DAY, "", replace(shoot, terms=longer)
    if any(len({one.strip.place for one in day}) >= terms.places_a_day for day in days):
        yield Looser.PLACES, "", _with(shoot, places_a_day=terms.places_a_day + 1)
    weeks = [day.on.isocalendar()[:2] for day in board.days if day.scenes]
    if any(weeks.count(week) >= terms.days_a_week for week in set(weeks)):
        yield Looser.WEEK_DAYS, "", _with(shoot, days_a_week=terms.days_a_week + 1)
    yield Looser.WEEK, "", _with(shoot, week_minutes=terms.week_minutes + 240)
    if any(day.night for day in board.days):
        yield Looser.REST, "", _with(shoot, rest_minutes=terms.rest_minutes - 60)
    held = {member.name: member.hold_cost for member in spent.members}
    for member in sorted(shoot.cast, key=lambda one: -held.get(one.name, 0)):
        if member.away:
            cast = tuple(replace(one, away=()) if one is member else one for one in shoot.cast)
            yield Looser.AWAY, member.name, replace(shoot, cast=cast)
    for place in sorted(shoot.places, key=lambda one: -one.move_cost):
        if place.open:
            places = tuple(replace(p, open=()) if p is place else p for p in shoot.places)
            yield Looser.OPEN, place.name, replace(shoot, places=places)
    for pin in shoot.pins:
        rest = tuple(other for other in shoot.pins if other is not pin)
        yield Looser.PINNED, pin.scene, replace(shoot, pins=rest)


def _with(shoot: Shoot, **changes: int) -> Shoot:
    return replace(shoot, terms=replace(shoot.terms, **changes))  # type: ignore[arg-type]


def price_rules(
    shoot: Shoot,
    board: Board,
    going: Callable[[], Callable[[], bool]],
    chance: Chance,
    most: int = 8,
) -> tuple[RulePrice, ...]:
    """Return what each rule of a board costs, the dearest first: those that cost nothing go.

    going   asked once for the board as it stands and once for each rule; what it returns is
            asked between steps
    most    rules that are tried

    The board is gone on with as long with the rule let go as with every rule kept. What is
    saved between the two was found; there may be more.
    """
    best = make_board(shoot, going(), chance, start=board)
    kept = min(best.cost, cost(board, shoot).total) if best.board else cost(board, shoot).total
    start = best.board or board
    found = []
    for n, (rule, subject, freed) in enumerate(looser(shoot, start)):
        if n == most:
            break
        made = make_board(freed, going(), chance, start=start)
        if made.board is not None and made.cost < kept:
            found.append(RulePrice(rule, subject, kept - made.cost))
    return tuple(sorted(found, key=lambda price: -price.saved))
