"""A screenplay as a writer's program holds it: a title page and paragraphs of known kinds."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a paragraph of a screenplay is."""

    HEADING = "heading"
    ACTION = "action"
    CHARACTER = "character"  # the cue: who speaks
    PARENTHETICAL = "parenthetical"
    DIALOGUE = "dialogue"
    LYRICS = "lyrics"
    TRANSITION = "transition"
    CENTRED = "centred"
    SECTION = "section"  # of the writer's outline; not shown
    SYNOPSIS = "synopsis"  # not shown
    NOTE = "note"  # not shown
    BONEYARD = "boneyard"  # cut, and kept; not shown
    PAGE_BREAK = "page break"


SPOKEN = frozenset({Kind.CHARACTER, Kind.PARENTHETICAL, Kind.DIALOGUE, Kind.LYRICS})
UNSEEN = frozenset({Kind.SECTION, Kind.SYNOPSIS, Kind.NOTE, Kind.BONEYARD})


class Style(StrEnum):
    """How a run of letters differs from the rest."""

    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    NOTE = "note"  # a remark to the reader; not shown
    BONEYARD = "boneyard"  # cut, and kept; not shown


HIDDEN = frozenset({Style.NOTE, Style.BONEYARD})


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one style."""

    text: str
    style: frozenset[Style] = frozenset()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; its lines are apart by line breaks within the runs."""

    kind: Kind
    runs: tuple[Run, ...] = ()
    number: str = ""  # of a scene, as printed: "14A"
    dual: bool = False  # a cue spoken beside the one before it
    level: int = 0  # of a section, from 1
    eighths: int | None = None  # of a heading whose file says how long its scene is
    forced: bool = False  # a heading that says neither INT nor EXT, marked as one

    @property
    def text(self) -> str:
        """What is read on the page: no notes, nothing cut."""
        return "".join(run.text for run in self.runs if not run.style & HIDDEN)


@dataclass(frozen=True, slots=True)
class Screenplay:
    """A title page, as (key, lines) in order, and paragraphs."""

    title_page: tuple[tuple[str, tuple[str, ...]], ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()

    def titled(self, key: str) -> str:
        """Return what the title page says under a key, on one line; "" if it says nothing."""
        for name, lines in self.title_page:
            if name.casefold() == key.casefold():
                said = [line.strip() for line in lines if not line.strip().startswith("/*")]
                return " ".join(line.strip("*_ ") for line in said if line)
        return ""


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return runs with neighbours of one style made one, and empty ones left out."""
    made: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if made and made[-1].style == run.style:
            made[-1] = Run(made[-1].text + run.text, run.style)
        else:
            made.append(run)
    return tuple(made)
