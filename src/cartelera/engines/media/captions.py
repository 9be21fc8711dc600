"""Subtitles and captions: read from SRT, WebVTT or ASS, written again as plain WebVTT."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import pysubs2

from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.timecode import clock

MAX_BYTES = 8_000_000
MAX_CUES = 30_000
MAX_LETTERS = 1_000  # of one cue
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

    data  the file: SRT, WebVTT or ASS, in UTF-8, UTF-16 or Windows-1252
    name  what to call it in a refusal

    Raises InputError if it is no subtitle file, is too large, or holds no cue.
    """
    if len(data) > MAX_BYTES:
        raise InputError(
            f"{name} is {len(data):,} bytes; a subtitle file has at most 8,000,000"
        )
    text = _decoded(data)
    try:
        form = "ass" if text.lstrip().lower().startswith("[script info]") else None
        events = pysubs2.SSAFile.from_string(text, format_=form).events
    except Exception as error:  # pysubs2 raises whatever its parsers meet
        raise InputError(f"{name} is not a subtitle file: give SRT, WebVTT or ASS") from error
    shown = [e for e in events if not e.is_comment and not e.is_drawing]
    if len(shown) > MAX_CUES:
        raise InputError(f"{name} has {len(shown):,} cues; at most {MAX_CUES:,} are taken")
    cues = [Cue(Fraction(e.start, 1000), Fraction(e.end, 1000), _plain(e.text)) for e in shown]
    kept = sorted(
        (c for c in cues if c.lines and c.end > c.start), key=lambda c: (c.start, c.end)
    )
    if not kept:
        raise InputError(f"{name} holds no subtitle: give SRT, WebVTT or ASS with cues in it")
    return tuple(kept)


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
    text = OVERRIDES.sub("", text)
    text = text.replace("\\N", "\n").replace("\\n", "\n").replace("\\h", " ")
    text = html.unescape(MARKUP.sub("", text))
    while MARKUP.search(text):
        text = MARKUP.sub("", text)  # what was escaped, or came together when a tag left
    text = UNSEEN.sub("", text).replace("-->", "→")[:MAX_LETTERS]
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return tuple(line for line in lines if line)
