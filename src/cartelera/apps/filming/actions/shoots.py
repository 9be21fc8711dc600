"""Take in screenplays, correct their breakdown, move strips: each asks and is written down."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from pydantic import TypeAdapter

from cartelera.adapters.breakdown_words import breakdown_words
from cartelera.adapters.screenplays import screenplay_from
from cartelera.apps.accounts.models import User
from cartelera.apps.filming import models as m
from cartelera.apps.filming.actions.rows import set_values
from cartelera.apps.filming.jobs import solve
from cartelera.apps.filming.queries import (
    board_by_number,
    breakdown_in,
    free_shoot_key,
    shoot_by_key,
    solving_of,
    stripboard_in,
)
from cartelera.apps.slate.actions import require
from cartelera.apps.slate.models import Title
from cartelera.apps.slate.refusals import ChangedMeanwhile
from cartelera.apps.work.actions import cancel_job, note_change
from cartelera.apps.work.models import AuditEntry, Job
from cartelera.engines.filming import stripboard as strips
from cartelera.engines.filming.breakdown import Breakdown, Scene, breakdown_of
from cartelera.engines.filming.merge import SceneChange, merge
from cartelera.engines.filming.sheets import breakdown_of_csv
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.folding import folded

_READ = TypeAdapter(tuple[Scene, ...])
_CHANGE = "filming.change_shoot"


def read_screenplay(data: bytes, name: str) -> Breakdown:
    """Return the breakdown of a file: by rule, or as a spreadsheet says it."""
    if name.lower().endswith(".csv"):
        return breakdown_of_csv(data.decode("utf-8-sig", errors="replace"), name)
    return breakdown_of(screenplay_from(data, name), breakdown_words())


def begin_shoot(
    title: Title,
    made: Breakdown,
    starts_on: date,
    by: User | None,
    *,
    name: str = "",
    draft: str = "",
    currency: str = "MXN",
) -> m.Shoot:
    """Begin a shoot of a title from the breakdown of its screenplay.

    Its scenes and cast are kept, with a first board on which nothing is scheduled.
    Raises AccessError.
    """
    require(by, _CHANGE, "begin shoots")
    with transaction.atomic():
        called = name.strip() or made.title or title.key
        shoot = m.Shoot.objects.create(
            key=free_shoot_key(called),
            title=title,
            name=called,
            draft=draft.strip(),
            starts_on=starts_on,
            currency=currency,
            read=_dumped(made),
        )
        _write_scenes(shoot, made, {})
        _add_cast(shoot, made)
        m.Board.objects.create(shoot=shoot, number=1, name="1", in_use=True)
        count = {"scenes": len(made.scenes)}
        note_change(by, "begin_shoot", _subject(shoot), None, count)
        return shoot


def _subject(shoot: m.Shoot) -> str:
    return f"shoot:{shoot.key}"


def _dumped(made: Breakdown) -> dict[str, Any]:
    return {"title": made.title, "scenes": _READ.dump_python(made.scenes, mode="json")}


def _read_in(shoot: m.Shoot) -> Breakdown:
    scenes = _READ.validate_python(shoot.read.get("scenes", []))
    return Breakdown(shoot.read.get("title", ""), scenes)


def _write_scenes(shoot: m.Shoot, made: Breakdown, old_numbers: Mapping[str, m.Scene]) -> None:
    """Write the scenes of a breakdown; what a row knows beside it stays with its scene."""
    rows = []
    for position, scene in enumerate(made.scenes, start=1):
        old = old_numbers.get(scene.number)
        rows.append(
            m.Scene(
                shoot=shoot,
                position=position,
                location=old.location if old else None,
                minutes=old.minutes if old else None,
                version=old.version + 1 if old else 1,
                **_columns(scene),
            )
        )
    shoot.scenes.all().delete()
    m.Scene.objects.bulk_create(rows)


def _columns(scene: Scene) -> dict[str, Any]:
    return {
        "number": scene.number,
        "heading": scene.heading[:300],
        "setting": scene.setting or "",
        "set_name": scene.set_name[:200],
        "script_place": scene.place[:200],
        "time": scene.time[:80],
        "light": scene.light or "",
        "eighths": scene.eighths,
        "speaking": list(scene.speaking),
        "silent": list(scene.silent),
        "voices": list(scene.voices),
        "elements": [[e.category.value, e.name, e.words] for e in scene.elements],
        "synopsis": scene.synopsis,
        "text": scene.text,
    }


def _add_cast(shoot: m.Shoot, made: Breakdown) -> None:
    """Add those of a breakdown's cast whom the shoot does not know, the busiest first."""
    known = {folded(name) for name in shoot.cast.values_list("name", flat=True)}
    ages = {one.name: (one.age_years if one.minor else None) for one in made.characters}
    minors = {one.name for one in made.characters if one.minor}
    scenes = {
        name: sum(name in scene.cast for scene in made.scenes)
        for name in dict.fromkeys(n for scene in made.scenes for n in scene.cast)
    }
    number = shoot.cast.aggregate(last=Max("number"))["last"] or 0
    for name in sorted(scenes, key=lambda one: -scenes[one]):
        if folded(name) in known:
            continue
        known.add(folded(name))
        number += 1
        age = ages.get(name)
        if age is None and name in minors:
            age = 10
        m.CastMember.objects.create(shoot=shoot, number=number, name=name, age_years=age)


def take_new_draft(
    shoot: m.Shoot, made: Breakdown, by: User | None, *, draft: str = ""
) -> tuple[SceneChange, ...]:
    """Bring a shoot to a new draft of its screenplay; return what changed.

    What people entered stays; strips of scenes that were renumbered go with them on every
    board, and those of scenes that were cut are taken off.
    Raises AccessError.
    """
    require(by, _CHANGE, "take in drafts")
    with transaction.atomic():
        shoot = m.Shoot.objects.select_for_update(of=("self",)).get(pk=shoot.pk)
        rows = {row.number: row for row in shoot.scenes.select_related("location")}
        merged = merge(_read_in(shoot), breakdown_in(shoot), made)
        new_of = {c.old_number: c.number for c in merged.changes if c.old_number and not c.cut}
        old_of = {new: old for old, new in new_of.items()}
        kept = {
            scene.number: rows[old_of.get(scene.number, scene.number)]
            for scene in merged.breakdown.scenes
            if old_of.get(scene.number, scene.number) in rows
        }
        _write_scenes(shoot, merged.breakdown, kept)
        _add_cast(shoot, merged.breakdown)
        numbers = [scene.number for scene in merged.breakdown.scenes]
        for board in shoot.boards.all():
            board.days = strips.dumped(strips.kept(stripboard_in(board), numbers, new_of))
            board.version += 1
            board.save()
        shoot.read, shoot.draft = _dumped(made), draft.strip() or shoot.draft
        shoot.version += 1
        shoot.save()
        told = {"changed": len(merged.changes), "draft": shoot.draft}
        note_change(by, "take_new_draft", _subject(shoot), None, told)
        return merged.changes


def correct_scene(
    scene: m.Scene, values: Mapping[str, Any], by: User | None, *, seen_version: int | None
) -> m.Scene:
    """Keep a scene's breakdown as a person has corrected it.

    values        columns of the scene to their new values
    seen_version  the version they began from; None to write over any

    Names that are new join the cast. Raises AccessError, or ChangedMeanwhile.
    """
    require(by, _CHANGE, "correct breakdowns")
    with transaction.atomic():
        scene = m.Scene.objects.select_for_update(of=("self",)).get(pk=scene.pk)
        if seen_version is not None and scene.version != seen_version:
            raise ChangedMeanwhile(f"scene {scene.number}")
        before = {name: _plain(getattr(scene, name)) for name in values}
        after = {name: _plain(value) for name, value in values.items()}
        if before == after:
            return scene
        for name, value in values.items():
            setattr(scene, name, value)
        scene.version += 1
        scene.save()
        _join_cast(scene.shoot, [*scene.speaking, *scene.silent])
        changed = [name for name in after if before[name] != after[name]]
        note_change(
            by,
            "correct_scene",
            f"{_subject(scene.shoot)}:scene:{scene.number}",
            {name: before[name] for name in changed},
            {name: after[name] for name in changed},
        )
        return scene


def _plain(value: Any) -> Any:
    return value.name if isinstance(value, m.Location) else value


def _join_cast(shoot: m.Shoot, names: Sequence[str]) -> None:
    known = set(shoot.cast.values_list("name", flat=True))
    number = shoot.cast.aggregate(last=Max("number"))["last"] or 0
    for name in names:
        if name not in known:
            number += 1
            m.CastMember.objects.create(shoot=shoot, number=number, name=name)
            known.add(name)


def change_cast(member: m.CastMember, values: Mapping[str, Any], by: User | None) -> None:
    """Keep what is agreed with a member of the cast."""
    _change_row(member, member.shoot, f"cast:{member.name}", values, by)


def change_location(location: m.Location, values: Mapping[str, Any], by: User | None) -> None:
    """Keep what is known of a place of the shoot."""
    _change_row(location, location.shoot, f"location:{location.name}", values, by)


def change_shoot(shoot: m.Shoot, values: Mapping[str, Any], by: User | None) -> None:
    """Keep the facts of a shoot: its name, its first day, its costs."""
    _change_row(shoot, shoot, "facts", values, by)


def _change_row(
    row: Any, shoot: m.Shoot, what: str, values: Mapping[str, Any], by: User | None
) -> None:
    require(by, _CHANGE, "change shoots")
    with transaction.atomic():
        before = set_values(row, values)
        if before is None:
            return
        note_change(
            by,
            "change_shoot",
            f"{_subject(shoot)}:{what}",
            _jsonable(before),
            _jsonable(values),
        )


def _jsonable(values: Mapping[str, Any]) -> dict[str, Any]:
    return {n: v.isoformat() if isinstance(v, date) else v for n, v in values.items()}


def add_location(shoot: m.Shoot, name: str, by: User | None) -> m.Location:
    """Add a place to a shoot; one that is there by name stays as it is.

    Scenes whose script names it, and that have no place yet, are shot there.
    """
    require(by, _CHANGE, "add places")
    name = name.strip()
    if not name:
        raise InputError("a place needs a name")
    with transaction.atomic():
        location, new = m.Location.objects.get_or_create(shoot=shoot, name=name)
        if new:
            same = [
                scene.pk
                for scene in shoot.scenes.filter(location=None)
                if folded(scene.script_place) == folded(name)
            ]
            m.Scene.objects.filter(pk__in=same).update(location=location)
            note_change(by, "add_location", _subject(shoot), None, {"name": name})
        return location


# Boards


def copy_board(board: m.Board, name: str, by: User | None) -> m.Board:
    """Make another board that begins as this one stands."""
    require(by, _CHANGE, "make boards")
    with transaction.atomic():
        number = (board.shoot.boards.aggregate(last=Max("number"))["last"] or 0) + 1
        made = m.Board.objects.create(
            shoot=board.shoot, number=number, name=name.strip() or str(number), days=board.days
        )
        note_change(by, "copy_board", _board_subject(made), None, {"from": board.number})
        return made


def solve_board(
    board: m.Board, by: User | None, *, name: str, mend: bool = False, lost: date | None = None
) -> Job:
    """Ask for another board made from this one, which stays as it is.

    name  of the new board
    mend  move the fewest scenes that rules ask for, instead of looking for the least cost
    lost  a date on which the company may not shoot after all
    """
    require(by, _CHANGE, "make boards")
    with transaction.atomic():
        m.Board.objects.filter(pk=board.pk, answer__has_key="conflict").update(answer=None)
        note_change(by, "ask_board", _board_subject(board), None, {"mend": mend})
        return solve.enqueue(board.pk, mend, lost.isoformat() if lost else "", name[:80])


def stop_solving(board: m.Board, by: User | None) -> None:
    """Stop the solving of a board; nothing of it is kept."""
    require(by, _CHANGE, "make boards")
    found = solving_of(board)
    if found.job is not None:
        cancel_job(found.job)


def rename_board(board: m.Board, name: str, by: User | None) -> None:
    """Give a board another name."""
    if not name.strip():
        raise InputError("a board needs a name")
    _change_row(board, board.shoot, f"board:{board.number}:name", {"name": name.strip()}, by)


def use_board(board: m.Board, by: User | None) -> None:
    """Make the papers from this board from now on."""
    require(by, _CHANGE, "choose boards")
    with transaction.atomic():
        board.shoot.boards.exclude(pk=board.pk).update(in_use=False)
        if not board.in_use:
            board.in_use = True
            board.save()
            note_change(by, "use_board", _board_subject(board), None, {"name": board.name})


def remove_board(board: m.Board, by: User | None) -> None:
    """Take away a board that the papers are not made from."""
    require(by, _CHANGE, "remove boards")
    if board.in_use:
        raise InputError("the papers are made from this board: use another first")
    with transaction.atomic():
        before = {"name": board.name, "days": board.days}
        note_change(by, "remove_board", _board_subject(board), before, None)
        board.delete()


def _board_subject(board: m.Board) -> str:
    return f"board:{board.shoot.key}:{board.number}"


def rearrange(
    board: m.Board,
    verb: str,
    change: Callable[[strips.Stripboard], strips.Stripboard],
    by: User | None,
) -> AuditEntry | None:
    """Change the order of a board; return the entry that undoes it, None if nothing changed.

    verb    what is done, as the audit names it
    change  from the board as it stands to the board as it is wanted
    """
    require(by, _CHANGE, "move strips")
    with transaction.atomic():
        held = m.Board.objects.select_for_update(of=("self",)).get(pk=board.pk)
        before = stripboard_in(held)
        after = change(before)
        if after == before:
            return None
        old_days, held.days = held.days, strips.dumped(after)
        held.version += 1
        held.save()
        board.days, board.version = held.days, held.version
        note_change(by, verb, _board_subject(board), {"days": old_days}, {"days": held.days})
        return AuditEntry.objects.filter(subject=_board_subject(board)).first()


def move_strips(
    board: m.Board, scenes: Sequence[str], to: date | None, before: str, by: User | None
) -> AuditEntry | None:
    """Move scenes to a day, before another scene or at its end; None takes them off."""
    known = set(board.shoot.scenes.filter(number__in=scenes).values_list("number", flat=True))
    for scene in scenes:
        if scene not in known:
            raise InputError(f"{board.shoot.name} has no scene {scene}")
    return rearrange(board, "move_strips", lambda b: strips.moved(b, scenes, to, before), by)


def undo_rearrangement(entry: AuditEntry, by: User | None) -> m.Board:
    """Put a board back to what it was before one change, if nothing changed since.

    Raises ChangedMeanwhile if it was, InputError if the entry is of no board.
    """
    kind, _, rest = entry.subject.partition(":")
    key, _, number = rest.rpartition(":")
    if kind != "board" or not number.isdigit() or not (entry.before and entry.after):
        raise InputError("this change cannot be undone")
    board = board_by_number(shoot_by_key(key), int(number))
    if board.days != entry.after.get("days"):
        raise ChangedMeanwhile(board.name)
    rearrange(board, "undo", lambda _: strips.loaded(entry.before["days"]), by)
    return board
