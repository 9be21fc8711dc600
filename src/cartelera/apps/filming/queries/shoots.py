"""Questions about shoots, their scenes and boards."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from django.db.models import Count, QuerySet
from django.utils.text import slugify

from cartelera.adapters.shoot_rules import rules_for
from cartelera.apps.filming import models as m
from cartelera.apps.slate.models import Title
from cartelera.apps.slate.queries import name_of
from cartelera.apps.work.models import Job
from cartelera.apps.work.queries import latest_jobs
from cartelera.engines.filming.breakdown import Breakdown, Character, Element, Scene
from cartelera.engines.filming.check import Finding, check
from cartelera.engines.filming.cost import BoardCost, DayCost, cost, day_costs
from cartelera.engines.filming.dood import Entered, MemberDays, day_out_of_days
from cartelera.engines.filming.law import Rule, source_of, terms_on
from cartelera.engines.filming.stripboard import Stripboard, board_of, kept, loaded
from cartelera.engines.filming.strips import CastMember, Place, Shoot, Span, Strip
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.filming import (
    BoardRule,
    Category,
    Engagement,
    Light,
    Mark,
    Setting,
)
from cartelera.vocabulary.folding import folded

NOWHERE = "—"  # a scene of a place that nobody has named


def shoots() -> QuerySet[m.Shoot]:
    """Return every shoot, the latest first, with how many scenes and boards it has."""
    return m.Shoot.objects.select_related("title").annotate(
        scene_count=Count("scenes", distinct=True), board_count=Count("boards", distinct=True)
    )


def shoot_by_key(key: str) -> m.Shoot:
    """Return the shoot with this key. Raises InputError if there is none."""
    found = m.Shoot.objects.select_related("title").filter(key=key).first()
    if found is None:
        raise InputError(f"no shoot has the key {key!r}")
    return found


def shoots_of(title_key: str) -> list[m.Shoot]:
    """Return the shoots of a title."""
    return list(m.Shoot.objects.filter(title__key=title_key))


def scene_by_number(shoot: m.Shoot, number: str) -> m.Scene:
    """Return one scene of a shoot. Raises InputError if there is none."""
    found = shoot.scenes.filter(number=number).select_related("location").first()
    if found is None:
        raise InputError(f"{shoot.name} has no scene {number}")
    return found


def neighbours(scene: m.Scene) -> tuple[m.Scene | None, m.Scene | None]:
    """Return the scenes before and after one in the script."""
    others = m.Scene.objects.filter(shoot=scene.shoot_id)
    before = others.filter(position__lt=scene.position).order_by("-position").first()
    after = others.filter(position__gt=scene.position).order_by("position").first()
    return before, after


def board_by_number(shoot: m.Shoot, number: int) -> m.Board:
    """Return one board of a shoot. Raises InputError if there is none."""
    found = shoot.boards.filter(number=number).first()
    if found is None:
        raise InputError(f"{shoot.name} has no board {number}")
    found.shoot = shoot
    return found


def board_in_use(shoot: m.Shoot) -> m.Board | None:
    """Return the board that the papers are made from; None if there is none."""
    return shoot.boards.filter(in_use=True).first()


@dataclass(frozen=True, slots=True)
class Solving:
    """How solving a board stands."""

    job: Job | None  # the latest
    made: m.Board | None  # the latest board that was made from it
    conflict: tuple[Finding, ...]  # rules that cannot all be kept, where no board was found
    unfound: bool  # no board was found, and no conflict either

    @property
    def active(self) -> bool:
        """Whether it waits or runs."""
        return self.job is not None and self.job.state in (Job.State.QUEUED, Job.State.RUNNING)

    @property
    def percent(self) -> int:
        """Return how far it is."""
        return round(100 * self.job.progress) if self.job else 0


def solving_of(board: m.Board) -> Solving:
    """Return how solving a board stands, and what it came to."""
    subject = f"stripboard:{board.pk}"
    answer = board.answer or {}
    rules = tuple(
        Finding(BoardRule(row["rule"]), None, row["subject"], "…", row["limit"])
        for row in answer.get("conflict", ())
    )
    made = m.Board.objects.filter(shoot=board.shoot_id, answer__from=board.number)
    return Solving(
        latest_jobs([subject]).get(subject),
        made.order_by("-number").first(),
        rules,
        "conflict" in answer and not rules,
    )


def stripboard_in(board: m.Board) -> Stripboard:
    """Return the days and rows of a board."""
    return loaded(board.days)


def free_shoot_key(name: str) -> str:
    """Return a key made of a name that no shoot has yet."""
    stem = slugify(folded(name))[:60].strip("-") or "shoot"
    taken = set(m.Shoot.objects.filter(key__startswith=stem).values_list("key", flat=True))
    if stem not in taken and stem != "new":  # the office's address of a new one
        return stem
    return next(f"{stem}-{n}" for n in count(2) if f"{stem}-{n}" not in taken)


def scene_value(row: m.Scene) -> Scene:
    """Return a scene as the engines know it."""
    return Scene(
        number=row.number,
        heading=row.heading,
        setting=Setting(row.setting) if row.setting else None,
        set_name=row.set_name,
        place=row.script_place,
        time=row.time,
        light=Light(row.light) if row.light else None,
        eighths=row.eighths,
        speaking=tuple(row.speaking),
        silent=tuple(row.silent),
        voices=tuple(row.voices),
        elements=tuple(Element(Category(c), name, words) for c, name, words in row.elements),
        synopsis=row.synopsis,
        text=row.text,
    )


def breakdown_in(shoot: m.Shoot) -> Breakdown:
    """Return the breakdown of a shoot, as people have corrected it."""
    minors = {member.name: member.age_years for member in shoot.cast.all()}
    characters = tuple(
        Character(name, age_years=age, minor=age is not None) for name, age in minors.items()
    )
    scenes = tuple(scene_value(row) for row in shoot.scenes.all())
    return Breakdown(shoot.name, scenes, characters)


def minutes_of(shoot: m.Shoot, scene: m.Scene) -> int:
    """Return the minutes to shoot a scene: as entered, else by its length."""
    return scene.minutes or scene.eighths * shoot.minutes_an_eighth


def place_of(scene: m.Scene) -> str:
    """Return where a scene is shot: the place chosen, else the one the script names."""
    return scene.location.name if scene.location else scene.script_place or NOWHERE


@dataclass(frozen=True, slots=True)
class Clash:
    """A rule that a board breaks, with who says its limit."""

    finding: Finding
    source: Rule | None  # None: the house's own, or what people entered


@dataclass(frozen=True, slots=True)
class Priced:
    """A board as the engines price and check it."""

    days: tuple[DayCost, ...]
    members: tuple[MemberDays, ...]
    spent: BoardCost
    clashes: tuple[Clash, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """All of a shoot that a board's page needs, read once."""

    shoot: m.Shoot
    scenes: dict[str, m.Scene]
    numbers: dict[str, int]  # of the cast
    value: Shoot
    entered: Entered
    locations: dict[str, m.Location]
    rules: tuple[Rule, ...]

    def priced(self, strips: Stripboard) -> Priced:
        """Return what a board of this shoot costs, and the rules that it breaks.

        Scenes that are on no day are no clash: they stand beside the board.
        """
        board = board_of(kept(strips, self.scenes, {}))
        shoot = replace(self.value, dates=tuple(sorted(day.on for day in board.days)))
        nights = {day.on for day in board.days if day.night}
        starts = self.shoot.starts_on
        return Priced(
            day_costs(board, shoot, self.entered),
            day_out_of_days(shoot, board, self.entered),
            cost(board, shoot, self.entered),
            tuple(
                Clash(found, source_of(found.rule, self.rules, starts, found.on in nights))
                for found in check(board, shoot)
                if found.rule is not BoardRule.SCHEDULED
            ),
        )


def planned(shoot: m.Shoot) -> Planned:
    """Return a shoot with its scenes, cast and places, as values and as rows."""
    rules = rules_for(shoot.country)
    scenes = list(shoot.scenes.select_related("location").defer("text"))
    cast, locations = list(shoot.cast.all()), list(shoot.locations.all())
    places = {row.name: _place(row) for row in locations}
    for scene in scenes:
        places.setdefault(place_of(scene), Place(place_of(scene)))
    known = {member.name for member in cast}
    value = Shoot(
        strips=tuple(_strip(shoot, scene, known) for scene in scenes),
        cast=tuple(_member(member) for member in cast),
        places=tuple(places.values()),
        dates=(),
        terms=terms_on(rules, shoot.starts_on),
        company_day_cost=shoot.company_day_cost,
    )
    entered = {
        member.name: {date.fromisoformat(on): Mark(mark) for on, mark in member.marks.items()}
        for member in cast
        if member.marks
    }
    return Planned(
        shoot,
        {scene.number: scene for scene in scenes},
        {member.name: member.number for member in cast},
        value,
        entered,
        {row.name: row for row in locations},
        rules,
    )


def _strip(shoot: m.Shoot, scene: m.Scene, known: set[str]) -> Strip:
    return Strip(
        scene=scene.number,
        setting=Setting(scene.setting) if scene.setting else Setting.INTERIOR,
        set_name=scene.set_name,
        light=Light(scene.light) if scene.light else Light.DAY,
        eighths=scene.eighths,
        minutes=minutes_of(shoot, scene),
        cast=frozenset(known.intersection([*scene.speaking, *scene.silent])),
        place=place_of(scene),
        synopsis=scene.synopsis,
    )


def _member(member: m.CastMember) -> CastMember:
    return CastMember(
        member.name,
        member.day_rate,
        Engagement(member.engagement),
        member.age_years,
        spans_in(member.away),
    )


def _place(row: m.Location) -> Place:
    return Place(row.name, row.move_cost, spans_in(row.open))


def spans_in(pairs: Sequence[Sequence[str]]) -> tuple[Span, ...]:
    """Return stored pairs of dates as spans."""
    return tuple(Span(date.fromisoformat(a), date.fromisoformat(b)) for a, b in pairs)


def titles_to_film(language: str) -> list[tuple[str, str]]:
    """Return the key and name of every title that may be shot, by name."""
    titles = Title.objects.filter(root=None).prefetch_related("texts")
    return sorted(
        ((title.key, name_of(title, language)) for title in titles),
        key=lambda pair: folded(pair[1]),
    )


def places_without_location(shoot: m.Shoot) -> list[tuple[str, int]]:
    """Return the places the script names that have no place of the shoot, with their scenes."""
    rows = (
        shoot.scenes.filter(location=None)
        .exclude(script_place="")
        .values_list("script_place")
        .annotate(times=Count("pk"))
        .order_by("-times", "script_place")
    )
    return list(rows)


def scene_dates(shoot: m.Shoot) -> dict[str, date]:
    """Return on which date the board in use shoots each scene."""
    board = board_in_use(shoot)
    days = stripboard_in(board).days if board else ()
    return {scene: day.on for day in days for scene in day.scenes}
