"""Chapters of a film, and the stretches that a viewer may want to skip.

Sources: Apple's JSON form of chapters, named by EXT-X-SESSION-DATA (HLS); WebVTT; the event
streams of ISO/IEC 23009-1 (DASH).
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.timecode import clock

MAX_MARKS = 200
MAX_NAME = 120  # letters
CHAPTER_TRACK, CHAPTER_LIST = "chapters.vtt", "chapters.json"
LINE = re.compile(r"(chapter|recap|intro|credits) +([\d:.]+) +([\d:.]+)(?: +(.+))?")
CLOCK = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,2}):)?(\d{1,5}(?:\.\d{1,6})?)")
UNDERSTOOD = "write on each line a kind, a start, an end and a name: intro 0:10 1:05"


class MarkKind(StrEnum):
    """What a stretch of a film is."""

    CHAPTER = "chapter"
    RECAP = "recap"  # what happened in earlier episodes
    INTRO = "intro"  # the opening titles
    CREDITS = "credits"  # the closing ones


# what a chapter of such a kind is called in the files that editors deliver, as its whole name
CALLED = {
    MarkKind.RECAP: "recap|previously( on)?|anteriormente|resumen",
    MarkKind.INTRO: "intro|opening( titles| credits)?|main titles?|entrada|cabecera|cortinilla",
    MarkKind.CREDITS: "(end )?credits|end titles?|cr[eé]ditos( finales)?",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch [start, end) of a film, in seconds from its first frame."""

    kind: MarkKind
    start: Fraction
    end: Fraction
    name: str = ""  # of a chapter, as its editor wrote it

    def written(self) -> dict[str, str]:
        """Return it as JSON takes it."""
        return {
            "kind": self.kind,
            "start": str(self.start),
            "end": str(self.end),
            "name": self.name,
        }


def mark_of(said: Mapping[str, Any]) -> Mark:
    """Return a mark that was written. Raises ValueError or KeyError if it is none."""
    start, end = Fraction(said["start"]), Fraction(said["end"])
    return Mark(MarkKind(said["kind"]), start, end, str(said["name"]))


def chapter_marks(chapters: Iterable[Mapping[str, Any]]) -> tuple[Mark, ...]:
    """Return the chapters of a master as marks, on its own clock.

    chapters  as `ffprobe -show_chapters` says them

    A chapter whose whole name says so is a recap, an opening or the closing credits.
    """
    found = []
    for chapter in list(chapters)[:MAX_MARKS]:
        try:
            start = Fraction(str(chapter.get("start_time")))
            end = Fraction(str(chapter.get("end_time")))
        except ValueError:
            continue
        name = _readable(str(chapter.get("tags", {}).get("title", "")))
        kinds = [k for k, called in CALLED.items() if re.fullmatch(called, name, re.IGNORECASE)]
        found.append(Mark(kinds[0] if kinds else MarkKind.CHAPTER, start, end, name))
    return tuple(found)


def read_marks(text: str, name: str) -> tuple[Mark, ...]:
    """Return the marks of a file: on each line a kind, a start, an end, and perhaps a name.

    text  such as `intro 0:10 1:05` and `chapter 1:05 12:30 La llegada`
    name  what to call the file in a refusal

    Raises InputError, naming the line, for what is no mark.
    """
    found = []
    for n, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        words = line.strip()
        if not words or words.startswith("#"):
            continue
        said = LINE.fullmatch(words)
        start, end = (_seconds(said[2]), _seconds(said[3])) if said else (None, None)
        if said is None or start is None or end is None or not start < end:
            raise InputError(f"{name}, line {n}: {words[:60]!r} is no mark; {UNDERSTOOD}")
        found.append(Mark(MarkKind(said[1]), start, end, _readable(said[4] or "")))
    if len(found) > MAX_MARKS:
        raise InputError(f"{name} has {len(found)} marks; at most {MAX_MARKS} are taken")
    if not found:
        raise InputError(f"{name} holds no mark; {UNDERSTOOD}")
    return tuple(found)


def marks_text(marks: Iterable[Mark]) -> str:
    """Write marks as read_marks takes them."""
    lines = (f"{m.kind} {clock(m.start)} {clock(m.end)} {m.name}".rstrip() for m in marks)
    return "".join(f"{line}\n" for line in lines)


def fitted_marks(
    marks: Iterable[Mark], seconds: Fraction, shift: Fraction = Fraction(0)
) -> tuple[Mark, ...]:
    """Return the marks that lie inside a film, cut to its length, in order.

    seconds  how long the film lasts
    shift    added to each mark's times first
    """
    cut = (
        Mark(m.kind, max(Fraction(0), m.start + shift), min(seconds, m.end + shift), m.name)
        for m in marks
    )
    return tuple(sorted((m for m in cut if m.start < m.end), key=lambda m: (m.start, m.end)))


def chapter_files(marks: Sequence[Mark]) -> dict[str, str]:
    """Return the files of a package that are its marks, by name; none without marks."""
    if not marks:
        return {}
    return {CHAPTER_TRACK: chapter_track(marks), CHAPTER_LIST: chapter_list(marks)}


def chapter_track(marks: Iterable[Mark]) -> str:
    """Write marks as a WebVTT track of chapters."""
    blocks = ["WEBVTT\n"]
    blocks += [f"{clock(m.start)} --> {clock(m.end)}\n{_shown(m)}\n" for m in marks]
    return "\n".join(blocks)


def chapter_list(marks: Iterable[Mark]) -> str:
    """Write marks as the JSON list of chapters that players of HLS know."""
    listed = [
        {
            "chapter": n,
            "start-time": float(m.start),
            "duration": float(m.end - m.start),
            "titles": [{"language": "und", "title": m.name or m.kind.value}],
            "metadata": [{"key": "kind", "value": m.kind.value}],
        }
        for n, m in enumerate(marks, 1)
    ]
    return json.dumps(listed, indent=1, ensure_ascii=False) + "\n"


def _shown(mark: Mark) -> str:
    return (mark.name or mark.kind.value).replace("&", "&amp;").replace("<", "&lt;")


def _readable(name: str) -> str:
    seen = "".join(c if c.isprintable() else " " for c in name).replace("-->", "→")
    return " ".join(seen.split())[:MAX_NAME]


def _seconds(text: str) -> Fraction | None:
    found = CLOCK.fullmatch(text)
    if found is None:
        return None
    hours, minutes, seconds = found.groups()
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + Fraction(seconds)
