"""What a master is, from what ffprobe says of it; and what is refused, by its plain name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from cartelera.engines.media.fates import Fate, fates
from cartelera.engines.media.marks import Mark, chapter_marks
from cartelera.engines.media.tone import WideRange, wide_range
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.language import language_tag

MAX_HOURS = 12
MAX_PIXELS = 36_000_000  # of one frame
MIN_SIDE = 16  # pixels
MAX_TRACKS = 64
SLOWEST = 4  # frames a second: below it is a slide show
PICTURES = frozenset(
    "h264 hevc av1 vp8 vp9 mpeg1video mpeg2video mpeg4 prores dnxhd ffv1 mjpeg jpeg2000 cfhd "
    "v210 rawvideo huffyuv qtrle utvideo theora dvvideo vc1 msmpeg4v3 h263".split()
)
TEXTS = frozenset({"subrip", "mov_text", "ass", "ssa", "webvtt", "text"})


class SoundRole(StrEnum):
    """What an audio track is for, in the words of DASH."""

    MAIN = "main"
    DUB = "dub"
    ALTERNATE = "alternate"
    COMMENTARY = "commentary"
    DESCRIPTION = "description"


@dataclass(frozen=True, slots=True)
class Picture:
    """The video track of a master."""

    index: int  # of the stream in the file
    codec: str
    width: int  # as shown: turned upright, its pixels made square
    height: int
    turned: bool  # a rotation was applied to the stored frames
    squeezed: bool  # its stored pixels are not square
    interlaced: bool
    full_range: bool
    rgb: bool
    rate: Fraction  # as the file says it, frames a second
    tick: Fraction  # seconds of one unit of its timestamps
    frames_declared: int | None
    wide: WideRange | None = None  # its high dynamic range


@dataclass(frozen=True, slots=True)
class Sound:
    """One audio track of a master."""

    index: int
    codec: str
    channels: int
    language: str | None  # BCP 47; None when the file does not say
    role: SoundRole


@dataclass(frozen=True, slots=True)
class Words:
    """One text track inside a master."""

    index: int
    codec: str
    language: str | None
    forced: bool
    described: bool  # for who cannot hear


@dataclass(frozen=True, slots=True)
class Probe:
    """All that was found out about a master without decoding it."""

    container: str
    seconds: Fraction | None  # as the file says it
    picture: Picture
    sounds: tuple[Sound, ...]
    words: tuple[Words, ...]
    marks: tuple[Mark, ...] = ()  # its chapters, on its own clock
    fates: tuple[Fate, ...] = ()  # what becomes of each of its tracks


@dataclass(frozen=True, slots=True)
class Read:
    """What was there to read of one track: packets, before decoding."""

    packets: int
    end: Fraction  # seconds: where the last packet ends


def read_probe(said: Mapping[str, Any]) -> Probe:
    """Return what a master is.

    said  the JSON of `ffprobe -show_format -show_streams -show_chapters`, parsed

    Raises InputError, naming the reason, for what is not a video that can be encoded:
    no picture, a still, an unknown codec, frames too large or too small, a film too
    long, too many tracks, Dolby Vision.
    """
    streams = said.get("streams", [])
    if len(streams) > MAX_TRACKS:
        raise InputError(f"the file has {len(streams)} tracks; at most {MAX_TRACKS} are taken")
    form = said.get("format", {})
    seconds = _fraction(form.get("duration"))
    if seconds is not None and seconds > MAX_HOURS * 3600:
        raise InputError(f"the file says it lasts over {MAX_HOURS} hours; deliver it in parts")
    sounds = [s for s in streams if s.get("codec_type") == "audio" and s.get("channels")]
    picture = _picture(streams)
    words = [s for s in streams if s.get("codec_name") in TEXTS]
    taken = {picture.index, *(int(s["index"]) for s in (*sounds, *words))}
    return Probe(
        container=str(form.get("format_name", "")),
        seconds=seconds,
        picture=picture,
        sounds=_sounds(sounds),
        words=tuple(_words(s) for s in words),
        marks=chapter_marks(said.get("chapters", [])),
        fates=fates(streams, taken),
    )


def refuse_unless_whole(probe: Probe, reads: Mapping[int, Read]) -> None:
    """Refuse a master of which a part is missing.

    probe  what the file says of itself
    reads  for each track's index, what could be read of it

    Raises InputError if fewer frames or seconds were there than the file declares.
    """
    read = reads.get(probe.picture.index)
    if read is None or not read.packets:
        raise InputError("not one frame can be read: the file is damaged; deliver it again")
    declared = probe.picture.frames_declared
    if declared is not None and read.packets < declared:
        raise InputError(
            f"the file is truncated: it declares {declared} frames and holds {read.packets}; "
            "deliver it again"
        )
    end = max(one.end for one in reads.values())
    slack = max(Fraction(1, 2), 3 / probe.picture.rate)
    if probe.seconds is not None and end < probe.seconds - slack:
        raise InputError(
            f"the file is truncated: it declares {float(probe.seconds):.1f} seconds and holds "
            f"{float(end):.1f}; deliver it again"
        )


def _picture(streams: Sequence[Mapping[str, Any]]) -> Picture:
    moving = [
        s
        for s in streams
        if s.get("codec_type") == "video" and not s.get("disposition", {}).get("attached_pic")
    ]
    if not moving:
        raise InputError("it has no picture track: this is not a video")
    stream = moving[0]
    codec = str(stream.get("codec_name", "unknown"))
    if codec not in PICTURES:
        raise InputError(
            f"its picture is in {codec}, which is not taken; deliver ProRes or H.264"
        )
    turned = _quarter_turns(stream) % 2 == 1
    width, height, squeezed = _shown_size(stream)
    formats = str(stream.get("pix_fmt", ""))
    rgb = formats.startswith(("rgb", "bgr", "gbr", "argb", "abgr", "0rgb", "pal8"))
    return Picture(
        index=int(stream["index"]),
        codec=codec,
        width=height if turned else width,
        height=width if turned else height,
        turned=_quarter_turns(stream) != 0,
        squeezed=squeezed,
        interlaced=stream.get("field_order") in {"tt", "bb", "tb", "bt"},
        full_range=stream.get("color_range") == "pc" or formats.startswith("yuvj"),
        rgb=rgb,
        rate=_declared_rate(stream),
        tick=_fraction(stream.get("time_base")) or Fraction(1, 90000),
        frames_declared=int(stream["nb_frames"]) if stream.get("nb_frames") else None,
        wide=wide_range(stream, rgb=rgb),
    )


def _shown_size(stream: Mapping[str, Any]) -> tuple[int, int, bool]:
    """Return width and height with square pixels, before turning, and whether it changed."""
    width, height = int(stream.get("width") or 0), int(stream.get("height") or 0)
    if min(width, height) < MIN_SIDE:
        raise InputError(f"its frames are {width}x{height} pixels: too small to encode")
    if width * height > MAX_PIXELS:
        raise InputError(
            f"its frames are {width}x{height} pixels; at most {MAX_PIXELS:,} in all are taken"
        )
    aspect = _fraction(str(stream.get("sample_aspect_ratio", "1:1")).replace(":", "/"))
    if aspect is None or not Fraction(1, 4) <= aspect <= 4 or aspect == 1:
        return width, height, False
    if aspect > 1:
        return round(width * aspect / 2) * 2, height, True
    return width, round(height / aspect / 2) * 2, True


def _quarter_turns(stream: Mapping[str, Any]) -> int:
    turns = [d["rotation"] for d in stream.get("side_data_list", []) if "rotation" in d]
    return round(float(turns[0]) / 90) % 4 if turns else 0


def _declared_rate(stream: Mapping[str, Any]) -> Fraction:
    for field in ("avg_frame_rate", "r_frame_rate"):
        rate = _fraction(stream.get(field))
        if rate:
            return rate
    return Fraction(25)


def _sounds(streams: Sequence[Mapping[str, Any]]) -> tuple[Sound, ...]:
    languages = [_language(s) for s in streams]
    return tuple(
        Sound(
            index=int(s["index"]),
            codec=str(s.get("codec_name", "unknown")),
            channels=int(s["channels"]),
            language=language,
            role=_role(s, first=n == 0, new=language not in languages[:n]),
        )
        for n, (s, language) in enumerate(zip(streams, languages, strict=True))
    )


def _role(stream: Mapping[str, Any], *, first: bool, new: bool) -> SoundRole:
    marks = stream.get("disposition", {})
    if marks.get("comment"):
        return SoundRole.COMMENTARY
    if marks.get("visual_impaired") or marks.get("descriptions"):
        return SoundRole.DESCRIPTION
    if first:
        return SoundRole.MAIN
    return SoundRole.DUB if new or marks.get("dub") else SoundRole.ALTERNATE


def _words(stream: Mapping[str, Any]) -> Words:
    marks = stream.get("disposition", {})
    return Words(
        index=int(stream["index"]),
        codec=str(stream["codec_name"]),
        language=_language(stream),
        forced=bool(marks.get("forced")),
        described=bool(marks.get("hearing_impaired")),
    )


def _language(stream: Mapping[str, Any]) -> str | None:
    try:
        return language_tag(str(stream.get("tags", {}).get("language", "")))
    except InputError:
        return None  # files often carry "und" or nothing: the person who delivers it says


def _fraction(value: object) -> Fraction | None:
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        return None
