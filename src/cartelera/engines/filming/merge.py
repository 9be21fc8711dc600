"""A new draft of a screenplay against the one before: what changed, and what a person entered.

The breakdown in use holds what was read from the old draft and what people corrected since. The
new draft is read by the same rules; where a rule says the same of both drafts, what a person
entered stays; where the script itself changed, the new reading comes in beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from cartelera.engines.filming.breakdown import Breakdown, Character, Element, Scene
from cartelera.vocabulary.folding import folded

ALIKE = 0.45  # share of words that two scenes have in common, to be one scene rewritten

_ONE_VALUE = ("heading", "setting", "set_name", "place", "time", "light", "eighths", "synopsis")
_LISTS = ("speaking", "silent", "voices")


@dataclass(frozen=True, slots=True)
class SceneChange:
    """What a new draft does to one scene."""

    number: str  # in the new draft; of a scene that was cut, in the old
    old_number: str  # "" for a scene that is new
    cut: bool = False
    changed: tuple[str, ...] = ()  # the names of the fields whose reading changed
    kept: tuple[str, ...] = ()  # those where the script changed and a person's entry stayed


@dataclass(frozen=True, slots=True)
class Merged:
    """The breakdown to go on with, and what changed in it."""

    breakdown: Breakdown
    changes: tuple[SceneChange, ...]  # new, changed, renumbered and cut scenes


def merge(old_read: Breakdown, current: Breakdown, new_read: Breakdown) -> Merged:
    """Return the breakdown in use, brought to a new draft.

    old_read  what was read from the old draft, untouched
    current   the same as people have corrected it; a scene is known by its number
    new_read  what is read from the new draft
    """
    pairs = _paired(old_read.scenes, new_read.scenes)
    scenes: list[Scene] = []
    changes: list[SceneChange] = []
    for new in new_read.scenes:
        old = pairs.get(new.number)
        if old is None:
            scenes.append(new)
            changes.append(SceneChange(new.number, "", changed=("scene",)))
            continue
        mine = current.found.get(old.number, old)
        made, changed, kept = _merged_scene(old, mine, new)
        scenes.append(made)
        if changed or kept or old.number != new.number:
            changes.append(SceneChange(new.number, old.number, changed=changed, kept=kept))
    matched = {old.number for old in pairs.values()}
    for old in old_read.scenes:
        if old.number not in matched:
            changes.append(SceneChange(old.number, old.number, cut=True))
    by_hand = [  # scenes a person added, which no draft holds
        scene
        for scene in current.scenes
        if scene.number not in old_read.found and scene.number not in new_read.found
    ]
    whole = Breakdown(
        new_read.title or current.title, (*scenes, *by_hand), _characters(current, new_read)
    )
    return Merged(whole, tuple(changes))


def _characters(current: Breakdown, new_read: Breakdown) -> tuple[Character, ...]:
    """Return the cast of both: what a person knows of somebody stays."""
    known = {folded(one.name): one for one in current.characters}
    added = [one for one in new_read.characters if folded(one.name) not in known]
    return (*current.characters, *added)


def _paired(old: Sequence[Scene], new: Sequence[Scene]) -> dict[str, Scene]:
    """Return, for the number of each new scene, the old scene that it is a draft of.

    The same number in the same set is the same scene; then the most alike of what is left.
    """
    pairs: dict[str, Scene] = {}
    free = {scene.number: scene for scene in old}
    for scene in new:
        same = free.get(scene.number)
        if same and _same_set(same, scene) and _likeness(same, scene) >= ALIKE / 2:
            pairs[scene.number] = free.pop(scene.number)
    ranked = sorted(
        (
            (_likeness(before, after) + 0.2 * _same_set(before, after), after.number, number)
            for number, before in free.items()
            for after in new
            if after.number not in pairs
        ),
        reverse=True,
    )
    for likeness, after_number, number in ranked:
        if likeness >= ALIKE and number in free and after_number not in pairs:
            pairs[after_number] = free.pop(number)
    return pairs


def _same_set(one: Scene, other: Scene) -> bool:
    return folded(one.set_name) == folded(other.set_name) and one.setting == other.setting


def _likeness(one: Scene, other: Scene) -> float:
    """Return the share of words that two scenes have in common, in order: 0 to 1."""
    mine, theirs = folded(one.text).split(), folded(other.text).split()
    if not mine and not theirs:
        return 1.0 if _same_set(one, other) else 0.0
    return SequenceMatcher(None, mine, theirs, autojunk=False).ratio()


def _merged_scene(
    old: Scene, mine: Scene, new: Scene
) -> tuple[Scene, tuple[str, ...], tuple[str, ...]]:
    values: dict[str, Any] = {}
    changed: list[str] = []
    kept: list[str] = []
    for name in _ONE_VALUE:
        was, is_now, by_person = getattr(old, name), getattr(new, name), getattr(mine, name)
        if was == by_person:
            values[name] = is_now
            if was != is_now:
                changed.append(name)
        else:
            values[name] = by_person
            if was != is_now:
                kept.append(name)
    for name in _LISTS:
        values[name] = _merged_list(getattr(old, name), getattr(mine, name), getattr(new, name))
        if set(getattr(old, name)) != set(getattr(new, name)):
            changed.append(name)
    # whoever a person moved from one list to another stays there
    placed = {who: name for name in _LISTS for who in getattr(mine, name)}
    moved = {w for w, name in placed.items() if w not in getattr(old, name)}
    for name in _LISTS:
        values[name] = tuple(
            who for who in values[name] if who not in moved or placed[who] == name
        )
    values["elements"] = _merged_elements(old, mine, new)
    if _keys(old.elements) != _keys(new.elements):
        changed.append("elements")
    if folded(old.text) != folded(new.text):
        changed.append("text")
    made = replace(new, **values)
    return made, tuple(changed), tuple(kept)


def _merged_list(
    old: tuple[str, ...], mine: tuple[str, ...], new: tuple[str, ...]
) -> tuple[str, ...]:
    """Return a list with what the script gained, lost, and what a person added or took away."""
    removed = set(old) - set(mine)
    added = [name for name in mine if name not in old]
    return tuple(dict.fromkeys([*(name for name in new if name not in removed), *added]))


def _keys(elements: Sequence[Element]) -> set[tuple[str, str]]:
    return {(element.category.value, folded(element.name)) for element in elements}


def _merged_elements(old: Scene, mine: Scene, new: Scene) -> tuple[Element, ...]:
    before, now = _keys(old.elements), _keys(mine.elements)
    removed = before - now
    added = [e for e in mine.elements if next(iter(_keys([e]))) not in before]
    kept = [e for e in new.elements if next(iter(_keys([e]))) not in removed]
    known = _keys(kept)
    return (*kept, *(e for e in added if next(iter(_keys([e]))) not in known))
