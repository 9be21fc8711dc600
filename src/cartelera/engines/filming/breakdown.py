"""From a screenplay to its scenes, with their set, time, length, cast and elements."""

import math
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cartelera.engines.filming.casting import Casting, casting_of
from cartelera.engines.filming.headings import Heading, heading_of, is_omitted
from cartelera.engines.filming.lexicon import Lexicon, lexicon_for
from cartelera.engines.filming.screenplay import UNSEEN, Kind, Paragraph, Screenplay
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.filming import Category, Light, Setting

LINES_A_PAGE = 54
_WIDTHS = {Kind.DIALOGUE: 35, Kind.LYRICS: 35, Kind.PARENTHETICAL: 25, Kind.CHARACTER: 38}
_WIDTH = 61  # characters of a line of action
_GROUPED = {Kind.DIALOGUE, Kind.PARENTHETICAL, Kind.LYRICS}  # no empty line before


@dataclass(frozen=True, slots=True)
class Element:
    """Something a scene needs, and the words that say so."""

    category: Category
    name: str
    words: str = ""  # as they stand in the script; "" when a person entered it


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene of a breakdown."""

    number: str
    heading: str  # as written, without its number
    setting: Setting | None  # None when the heading does not say
    set_name: str
    place: str  # the first part of the set
    time: str  # in the heading's words
    light: Light | None
    eighths: int  # of a page, at least 1
    speaking: tuple[str, ...] = ()  # who speaks and is there
    silent: tuple[str, ...] = ()  # who is named and does not speak
    voices: tuple[str, ...] = ()  # who is only heard
    elements: tuple[Element, ...] = ()
    synopsis: str = ""
    text: str = ""  # what is read on the page, paragraphs apart by an empty line

    @property
    def cast(self) -> tuple[str, ...]:
        """Who is called for it, in the order they are met."""
        return self.speaking + self.silent


@dataclass(frozen=True, slots=True)
class Character:
    """Somebody of the cast, as the script names them."""

    name: str
    aliases: tuple[str, ...] = ()  # other names they bear
    age_years: int | None = None
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Breakdown:
    """All that is read from a screenplay."""

    title: str
    scenes: tuple[Scene, ...]
    characters: tuple[Character, ...] = ()
    found: Mapping[str, Scene] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "found", {scene.number: scene for scene in self.scenes})

    @property
    def eighths(self) -> int:
        """How long the whole is, in eighths of a page."""
        return sum(scene.eighths for scene in self.scenes)


def breakdown_of(play: Screenplay, lexicons: Sequence[Lexicon]) -> Breakdown:
    """Return the breakdown of a screenplay, by rule, with the lexicon of its language.

    Raises InputError if the screenplay has no scene.
    """
    parts = list(_scenes(play.paragraphs))
    if not parts:
        raise InputError(
            "no scene was found: a heading begins with INT or EXT, or is marked with a period"
        )
    numbers = _numbers(parts)
    told = "\n".join(one.text for _, body in parts for one in body)
    lexicon = lexicon_for(told, lexicons)
    casting = casting_of([body for _, body in parts], lexicon)
    scenes: list[Scene] = []
    for part, number in zip(parts, numbers, strict=True):
        before = scenes[-1] if scenes else None
        scenes.append(_scene(part, number, casting, lexicon, before))
    characters = tuple(
        Character(one.name, one.aliases, one.age_years, one.minor)
        for one in casting.people
        if any(one.name in (*scene.cast, *scene.voices) for scene in scenes)
    )
    return Breakdown(play.titled("title"), tuple(scenes), characters)


def _scenes(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[Paragraph, list[Paragraph]]]:
    head: Paragraph | None = None
    body: list[Paragraph] = []
    for one in paragraphs:
        if one.kind is Kind.HEADING:
            if head is not None:
                yield head, body
            head, body = (None if is_omitted(one.text) else one), []
        elif head is not None:
            body.append(one)
    if head is not None:
        yield head, body


def _numbers(parts: Sequence[tuple[Paragraph, list[Paragraph]]]) -> list[str]:
    """Return the scene numbers as printed; a script without any is counted from 1.

    A scene without a number in a numbered script takes that of the scene before, with a letter.
    """
    printed = [head.number or heading_of(head.text).number for head, _ in parts]
    if not any(printed):
        return [str(n) for n in range(1, len(parts) + 1)]
    taken = {number for number in printed if number}
    made: list[str] = []
    seen: set[str] = set()
    for number in printed:
        wanted = number
        if not wanted or wanted in seen:
            stem = re.sub(r"[A-Z]+$", "", wanted or (made[-1] if made else "0"))
            wanted = next(
                name for name in _lettered(stem) if name not in taken and name not in seen
            )
        seen.add(wanted)
        made.append(wanted)
    return made


def _lettered(stem: str) -> Iterator[str]:
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    yield from (f"{stem}{letter}" for letter in letters)
    yield from (f"{stem}{a}{b}" for a in letters for b in letters)


def _scene(
    part: tuple[Paragraph, list[Paragraph]],
    number: str,
    casting: Casting,
    lexicon: Lexicon,
    before: Scene | None,
) -> Scene:
    head, body = part
    said = heading_of(head.text)
    speaking, silent, voices = casting.present(body)
    text = "\n\n".join(one.text.strip() for one in body if one.kind not in UNSEEN and one.text)
    synopsis = " ".join(one.text.strip() for one in body if one.kind is Kind.SYNOPSIS)
    actions = [one.text for one in body if one.kind is Kind.ACTION]
    return Scene(
        number=number,
        heading=_heading_words(head.text, said),
        setting=said.setting,
        set_name=said.set_name,
        place=said.place,
        time=said.time,
        light=said.light or _carried(said, before),
        eighths=head.eighths or eighths_of([head, *body]),
        speaking=speaking,
        silent=silent,
        voices=voices,
        elements=tuple(_elements(actions, (*speaking, *silent), casting, lexicon)),
        synopsis=synopsis or _first_words(actions),
        text=text,
    )


def _heading_words(text: str, said: Heading) -> str:
    bare = text.strip()
    if said.number:
        bare = re.sub(rf"^\W*\S*?{re.escape(said.number)}[.):\s]+", "", bare, count=1)
        bare = re.sub(rf"\s+{re.escape(said.number)}\.?$", "", bare)
    return bare


def _carried(said: Heading, before: Scene | None) -> Light | None:
    """Return the light of the scene before, where the heading only says that it goes on."""
    return before.light if before is not None and said.time else None


def _first_words(actions: Sequence[str]) -> str:
    """Return the first sentence of the action, cut where a one-liner ends."""
    text = " ".join(" ".join(actions[:1]).split())
    sentence = re.split(r"(?<=[.!?…])\s+(?=[A-ZÁÉÍÓÚÑ¿¡])", text, maxsplit=1)[0]
    return textwrap.shorten(sentence, 120, placeholder="…") if sentence else ""


def eighths_of(paragraphs: Sequence[Paragraph]) -> int:
    """Return how long paragraphs are on the page, in eighths, rounded up; at least 1.

    Lines are counted as a screenplay is printed: 54 to a page, action 61 letters wide and
    dialogue 35.
    """
    lines = 0
    for one in paragraphs:
        if one.kind in UNSEEN or one.kind is Kind.PAGE_BREAK:
            continue
        width = _WIDTHS.get(one.kind, _WIDTH)
        for line in one.text.split("\n"):
            lines += max(1, len(textwrap.wrap(line, width)))
        lines += one.kind not in _GROUPED
    return max(1, math.ceil(8 * lines / LINES_A_PAGE - 0.25))


def _elements(
    actions: Sequence[str], cast: Sequence[str], casting: Casting, lexicon: Lexicon
) -> Iterator[Element]:
    seen: set[tuple[Category, str]] = set()
    for person in casting.people:
        if person.minor and person.name in cast:
            yield Element(Category.MINORS, person.name)
    for action in actions:
        for element in lexicon.elements_in(action):
            category, kind, words = element
            if (category, kind) in seen or casting.is_name(words):
                continue
            seen.add((category, kind))
            yield Element(category, words if words.isupper() else words.lower(), words)
