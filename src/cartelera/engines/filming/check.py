"""What is wrong with a board: every rule looked at on its own, whoever made the board."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from cartelera.engines.filming.strips import Board, CastMember, Day, Shoot, Strip
from cartelera.engines.filming.terms import (
    DAY_MINUTES,
    MEAL_AFTER_MINUTES,
    minor_terms,
    rest_between,
)
from cartelera.vocabulary.filming import BoardRule


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that a board breaks."""

    rule: BoardRule
    on: date | None  # the day, or the Monday of the week; None for the board
    subject: str = ""  # a scene, a place, a member of the cast
    value: str = ""
    limit: str = ""

    def words(self, language: str) -> str:
        """Return it in words, in Spanish for any Spanish tag, else in English."""
        said = self.undated(language)
        return f"{self.on.isoformat()}: {said}" if self.on else said

    def undated(self, language: str) -> str:
        """Return it in words without its date."""
        return self.rule.label(language).format(
            subject=self.subject, value=self.value, limit=self.limit
        )


@dataclass(frozen=True, slots=True)
class Shot:
    """When a scene is shot, in minutes from the midnight before the call."""

    strip: Strip
    begins_minute: int
    ends_minute: int


def clock_of(shoot: Shoot, day: Day) -> tuple[Shot, ...]:
    """Return when each scene of a day is shot.

    A change of place takes the move; the meal is taken before the first scene that would begin
    five hours or more after the call.
    """
    terms = shoot.terms
    now = call = terms.night_call_minute if day.night else terms.day_call_minute
    fed, shots, place = False, list[Shot](), ""
    for scene in day.scenes:
        strip = shoot.strip_of.get(scene)
        if strip is None:
            continue
        now += terms.move_minutes if place and strip.place != place else 0
        if not fed and now - call >= MEAL_AFTER_MINUTES:
            now, fed = now + terms.meal_minutes, True
        shots.append(Shot(strip, now, now + strip.minutes))
        now += strip.minutes
        place = strip.place
    return tuple(shots)


def check(board: Board, shoot: Shoot) -> tuple[Finding, ...]:
    """Return every rule that a board breaks, day by day, then the whole.

    Strips that stand in no day are findings too.
    """
    findings = [finding for day in board.days for finding in _of_day(shoot, day)]
    findings += _between(shoot, board)
    findings += _weeks(shoot, board)
    findings += _whole(shoot, board)
    return tuple(findings)


def _of_day(shoot: Shoot, day: Day) -> Iterator[Finding]:
    if day.on not in shoot.dates:
        yield Finding(BoardRule.DATE, day.on)
    shots = clock_of(shoot, day)
    for shot in shots:
        asked = shot.strip.asks_night
        if asked is not None and asked is not day.night:
            yield Finding(BoardRule.LIGHT, day.on, shot.strip.scene)
    for name in dict.fromkeys(shot.strip.place for shot in shots):
        open_ = shoot.place_of[name].open
        if open_ and not any(span.holds(day.on) for span in open_):
            yield Finding(BoardRule.OPEN, day.on, name)
    yield from _length(shoot, day, shots)
    for member in _called(shoot, shots):
        if any(span.holds(day.on) for span in member.away):
            yield Finding(BoardRule.AWAY, day.on, member.name)
        if member.age_years is not None:
            yield from _minor(shoot, day, shots, member)


def _length(shoot: Shoot, day: Day, shots: Sequence[Shot]) -> Iterator[Finding]:
    terms = shoot.terms
    limit = terms.longest_minutes(day.night)
    spent = worked_minutes(shoot, shots)
    if spent > limit:
        yield Finding(BoardRule.LONG_DAY, day.on, "", str(spent), str(limit))
    ordinary = terms.ordinary_minutes(day.night)
    if terms.overtime_minutes:
        for member in _called(shoot, shots):
            own = [n for n, shot in enumerate(shots) if member.name in shot.strip.cast]
            until = worked_minutes(shoot, shots[: own[-1] + 1])
            if member.age_years is not None and until > ordinary:
                yield Finding(
                    BoardRule.MINOR_OVERTIME, day.on, member.name, str(until), str(ordinary)
                )
    places = len({shot.strip.place for shot in shots})
    if places > terms.places_a_day:
        yield Finding(BoardRule.PLACES, day.on, "", str(places), str(terms.places_a_day))


def worked_minutes(shoot: Shoot, shots: Sequence[Shot]) -> int:
    """Return the minutes of scenes and moves."""
    moves = sum(a.strip.place != b.strip.place for a, b in pairwise(shots))
    scenes = sum(shot.strip.minutes for shot in shots)
    return scenes + moves * shoot.terms.move_minutes


def _called(shoot: Shoot, shots: Sequence[Shot]) -> list[CastMember]:
    names = sorted({name for shot in shots for name in shot.strip.cast})
    return [shoot.member_of[name] for name in names]


def _minor(
    shoot: Shoot, day: Day, shots: Sequence[Shot], member: CastMember
) -> Iterator[Finding]:
    row = minor_terms(shoot.terms, member.age_years)
    if row is None:
        return
    own = [shot for shot in shots if member.name in shot.strip.cast]
    work = sum(shot.strip.minutes for shot in own)
    if work > row.work_minutes:
        yield Finding(
            BoardRule.MINOR_WORK, day.on, member.name, str(work), str(row.work_minutes)
        )
    begins, ends = own[0].begins_minute, own[-1].ends_minute
    if ends - begins > row.set_minutes:
        yield Finding(
            BoardRule.MINOR_SET, day.on, member.name, str(ends - begins), str(row.set_minutes)
        )
    allowed = f"{_clock(row.earliest_minute)}-{_clock(row.latest_minute)}"
    for minute in (begins, ends):
        if not row.earliest_minute <= minute <= row.latest_minute:
            yield Finding(BoardRule.MINOR_CLOCK, day.on, member.name, _clock(minute), allowed)


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24}:{minute % 60:02}"


def _between(shoot: Shoot, board: Board) -> Iterator[Finding]:
    """Look at the rest between each day and the next, of the company and of each minor."""
    ended: dict[str, tuple[date, int]] = {}
    for day in sorted(board.days, key=lambda day: day.on):
        shots = clock_of(shoot, day)
        if not shots:
            continue
        terms = shoot.terms
        call = terms.night_call_minute if day.night else terms.day_call_minute
        spans = [("", BoardRule.REST, terms.rest_minutes, call, shots[-1].ends_minute)]
        for member in _called(shoot, shots):
            if member.age_years is not None:
                own = [shot for shot in shots if member.name in shot.strip.cast]
                least = terms.minor_rest_minutes
                begins, ends = own[0].begins_minute, own[-1].ends_minute
                spans.append((member.name, BoardRule.MINOR_REST, least, begins, ends))
        for who, rule, least, begins, ends in spans:
            if who in ended:
                on, minute = ended[who]
                rest = (day.on - on).days * DAY_MINUTES + begins - minute
                weekly = rest_between(terms, on, day.on)
                if not who and rest < weekly and weekly > least:
                    yield Finding(BoardRule.WEEK_REST, day.on, who, str(rest), str(weekly))
                elif rest < least:
                    yield Finding(rule, day.on, who, str(rest), str(least))
            ended[who] = (day.on, ends)


def _weeks(shoot: Shoot, board: Board) -> Iterator[Finding]:
    weeks: dict[date, list[Day]] = defaultdict(list)
    for day in board.days:
        if day.scenes:
            weeks[day.on - timedelta(days=day.on.weekday())].append(day)
    terms = shoot.terms
    for monday, days in sorted(weeks.items()):
        if len(days) > terms.days_a_week:
            yield Finding(
                BoardRule.WEEK_DAYS, monday, "", str(len(days)), str(terms.days_a_week)
            )
        worked = [worked_minutes(shoot, clock_of(shoot, day)) for day in days]
        minutes = sum(worked) + terms.meal_minutes * len(days)
        most = terms.week_minutes + terms.overtime_week_minutes
        if minutes > most:
            yield Finding(BoardRule.WEEK_MINUTES, monday, "", str(minutes), str(most))
        over = sum(
            min(max(0, spent - terms.ordinary_minutes(day.night)), terms.overtime_minutes)
            for day, spent in zip(days, worked, strict=True)
        )
        if over > terms.overtime_week_minutes:
            yield Finding(
                BoardRule.OVERTIME, monday, "", str(over), str(terms.overtime_week_minutes)
            )


def _whole(shoot: Shoot, board: Board) -> Iterator[Finding]:
    times = Counter(scene for day in board.days for scene in day.scenes)
    for strip in shoot.strips:
        if times[strip.scene] == 0:
            yield Finding(BoardRule.SCHEDULED, None, strip.scene)
        if times[strip.scene] > 1:
            yield Finding(BoardRule.ONCE, None, strip.scene)
    on = {scene: day.on for day in board.days for scene in day.scenes}
    for pin in shoot.pins:
        if on.get(pin.scene) != pin.on:
            yield Finding(BoardRule.PINNED, None, pin.scene, "", pin.on.isoformat())
