"""Subtitles and captions: read from SRT, WebVTT, ASS or TTML, written as plain WebVTT."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import pysubs2

from cartelera.engines.media.ttml import read_ttml
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.timecode import clock

MAX_BYTES = 8_000_000
MAX_CUES = 30_000
MAX_LETTERS = 1_000  # of one cue
MAX_MARKED_UP = 20_000  # letters of one cue with its markup: the rest is not looked at
CUE_MARKS = ("-->", "Dialogue:", "<p", ":p")  # one stands for each cue
TOLD = "give SRT, WebVTT, ASS or TTML"
MARKUP = re.compile(r"<[^<>]*>")
OVERRIDES = re.compile(r"\{[^{}]*\}")
# control characters, and those that turn the direction of what stands around them
UNSEEN = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]")


class CaptionKind(StrEnum):
    """What a text track is for."""

    SUBTITLES = "subtitles"  # for who does not understand the language
    CAPTIONS = "captions"  # with sounds, for who cannot hear
    FORCED = "forced"  # only what is foreign to the film's own language


@dataclass(frozen=True, slots=True)
class Cue:
    """A text shown during [start, end), in seconds of the film."""

    start: Fraction
    end: Fraction
    lines: tuple[str, ...]


def read_cues(data: bytes, name: str) -> tuple[Cue, ...]:
    """Return the cues of a subtitle file, in order, as plain text.

    data  the file: SRT, WebVTT or ASS, in UTF-8, UTF-16 or Windows-1252; or TTML (IMSC)
    name  what to call it in a refusal

    Raises InputError if it is no subtitle file, is too large, or holds no cue.
    """
    if len(data) > MAX_BYTES:
        raise InputError(
            f"{name} is {len(data):,} bytes; a subtitle file has at most 8,000,000"
        )
    text = _decoded(data)
    marks = max(text.count(mark) for mark in CUE_MARKS)
    if marks > MAX_CUES:  # counted before they are parsed
        raise InputError(f"{name} has {marks:,} cues; at most {MAX_CUES:,} are taken")
    if text.lstrip().startswith(("<?xml", "<tt")):
        cues = _of_ttml(data, name)
    else:
        cues = _of_lines(text, name)
    kept = sorted(
        (c for c in cues if c.lines and c.end > c.start), key=lambda c: (c.start, c.end)
    )
    if not kept:
        raise InputError(f"{name} holds no subtitle: {TOLD} with cues in it")
    return tuple(kept)


def _of_ttml(data: bytes, name: str) -> list[Cue]:
    try:
        return [Cue(start, end, _lines(words)) for start, end, words in read_ttml(data)]
    except InputError as error:
        raise InputError(f"{name} cannot be read: {error}") from error


def _of_lines(text: str, name: str) -> list[Cue]:
    longest = max(map(len, text.splitlines()), default=0)
    if longest > MAX_MARKED_UP:  # the parsers would search it again from each of its letters
        raise InputError(f"{name} has a line of {longest:,} letters; that is no subtitle")
    try:
        form = "ass" if text.lstrip().lower().startswith("[script info]") else None
        events = pysubs2.SSAFile.from_string(text, format_=form).events
    except Exception as error:  # pysubs2 raises whatever its parsers meet
        raise InputError(f"{name} is not a subtitle file: {TOLD}") from error
    shown = [e for e in events if not e.is_comment and not e.is_drawing]
    return [Cue(Fraction(e.start, 1000), Fraction(e.end, 1000), _plain(e.text)) for e in shown]


def moved(cues: Sequence[Cue], seconds: Fraction) -> tuple[Cue, ...]:
    """Return cues shown so many seconds later; what would be before the film is left out."""
    later = (Cue(c.start + seconds, c.end + seconds, c.lines) for c in cues)
    return tuple(Cue(max(c.start, Fraction(0)), c.end, c.lines) for c in later if c.end > 0)


def on_programme_time(cues: Sequence[Cue], seconds: Fraction) -> tuple[Cue, ...]:
    """Return cues timed from the film's first frame.

    seconds  how long the film lasts

    Tapes and broadcasters start a programme at 1:00:00 or 10:00:00. Cues that all begin
    past the film's end are taken to be timed so, and brought back by whole hours.
    """
    hours = int(cues[0].start // 3600) if cues else 0
    if not hours or cues[0].start < seconds:
        return tuple(cues)
    return moved(cues, Fraction(-3600 * hours))


def fitted(
    cues: Sequence[Cue], seconds: Fraction, shift: Fraction = Fraction(0)
) -> tuple[Cue, ...]:
    """Return the cues that fall inside a film, cut to its length.

    seconds  how long the film lasts
    shift    added to each cue's times first
    """
    moved = (
        Cue(max(Fraction(0), c.start + shift), min(seconds, c.end + shift), c.lines)
        for c in cues
    )
    return tuple(c for c in moved if c.start < c.end)


def webvtt(cues: Sequence[Cue]) -> str:
    """Write cues as WebVTT: times and text, no styles, no positions, no markup."""
    blocks = ["WEBVTT\n"]
    for cue in cues:
        lines = "\n".join(html.escape(line, quote=False) for line in cue.lines)
        blocks.append(f"{clock(cue.start)} --> {clock(cue.end)}\n{lines}\n")
    return "\n".join(blocks)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _plain(text: str) -> tuple[str, ...]:
    """Return the lines a viewer reads, whatever markup stood around them."""
    text = OVERRIDES.sub("", text[:MAX_MARKED_UP])
    text = text.replace("\\N", "\n").replace("\\n", "\n").replace("\\h", " ")
    text = html.unescape(MARKUP.sub("", text))
    while MARKUP.search(text):
        text = MARKUP.sub("", text)  # what was escaped, or came together when a tag left
    return _lines(text)


def _lines(text: str) -> tuple[str, ...]:
    """Return words as lines without what cannot be seen, cut to what can be read."""
    text = UNSEEN.sub("", text).replace("-->", "→")[:MAX_LETTERS]
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return tuple(line for line in lines if line)
