"""The package: what the packager is asked for, and whether what came out agrees with it."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from cartelera.engines.media.boxes import CMAF, Segment, Start
from cartelera.engines.media.captions import CaptionKind
from cartelera.engines.media.encode import SAMPLES, TILES, Thumbnails
from cartelera.engines.media.fates import Fate
from cartelera.engines.media.ladder import PictureCodec
from cartelera.engines.media.marks import Mark, mark_of
from cartelera.engines.media.oddities import Odd, odd_of
from cartelera.engines.media.probe import SoundRole
from cartelera.engines.media.timeline import Timeline
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.timecode import clock

FORM = 2  # of package.json
MASTER_PLAYLIST = "master.m3u8"
MANIFEST = "manifest.mpd"
FACTS = "package.json"
SHEET = "thumbnails/sheet-%03d.jpg"
WHOLE_TEXT = "whole.vtt"  # a text track in one file, for DASH
THUMBNAIL_TRACK = "thumbnails/thumbnails.vtt"
DASH = "{urn:mpeg:dash:schema:mpd:2011}"
ATTRIBUTE = re.compile(r'([A-Z0-9-]+)=("[^"]*"|[^,]*)')
UNKNOWN = "und"  # the language of a track of which nobody said it


class SoundCodec(StrEnum):
    """How an audio track is coded."""

    AAC = "aac"
    OPUS = "opus"


@dataclass(frozen=True, slots=True)
class VideoTrack:
    """One rendition in a package."""

    directory: str
    width: int
    height: int
    kbps: int  # mean
    codec: PictureCodec = PictureCodec.H264


@dataclass(frozen=True, slots=True)
class SoundTrack:
    """One audio track in a package."""

    directory: str
    language: str  # BCP 47, "und" when nobody said
    role: SoundRole
    channels: int = 2
    codec: SoundCodec = SoundCodec.AAC
    master_lufs: float | None = None  # measured; None for silence
    gain_db: float = 0.0  # that brought it to the house's loudness


@dataclass(frozen=True, slots=True)
class TextTrack:
    """One text track in a package."""

    directory: str
    language: str
    kind: CaptionKind
    seconds: Fraction  # end of the last cue


@dataclass(frozen=True, slots=True)
class Facts:
    """What a package is; kept in it as package.json."""

    master: str  # SHA-256 of the master it was made from
    order: str  # hash of what was asked when it was encoded: the recipe, captions, languages
    frames: int
    rate: Fraction
    videos: tuple[VideoTrack, ...]
    sounds: tuple[SoundTrack, ...]
    texts: tuple[TextTrack, ...]
    sheets: int  # of thumbnails
    marks: tuple[Mark, ...] = ()  # chapters, and what may be skipped
    fates: tuple[Fate, ...] = ()  # what became of each track of the master
    odd: tuple[Odd, ...] = ()  # about the master's picture

    @property
    def seconds(self) -> Fraction:
        """How long the film lasts."""
        return self.frames / self.rate

    @property
    def heard_or_read(self) -> tuple["SoundTrack | TextTrack", ...]:
        """The tracks beside the picture, in the order they are packaged."""
        return self.sounds + self.texts

    def written(self) -> dict[str, Any]:
        """Return the facts as JSON takes them."""
        plain = asdict(self) | {"form": FORM, "rate": str(self.rate)}
        for text in plain["texts"]:
            text["seconds"] = str(text["seconds"])
        plain["marks"] = [mark.written() for mark in self.marks]
        return plain

    def text(self) -> str:
        """Return what package.json says."""
        said = json.dumps(self.written(), indent=1, sort_keys=True, ensure_ascii=False)
        return said + "\n"


def read_facts(said: Mapping[str, Any]) -> Facts:
    """Return the facts written in a package.json, parsed.

    Raises InputError if they are not those of a package of this form.
    """
    try:
        if said["form"] != FORM:
            raise InputError(f"package.json has form {said['form']}; this program reads {FORM}")
        return Facts(
            master=str(said["master"]),
            order=str(said["order"]),
            frames=int(said["frames"]),
            rate=Fraction(said["rate"]),
            videos=tuple(
                VideoTrack(**v | {"codec": PictureCodec(v["codec"])}) for v in said["videos"]
            ),
            sounds=tuple(
                SoundTrack(
                    **s | {"role": SoundRole(s["role"]), "codec": SoundCodec(s["codec"])}
                )
                for s in said["sounds"]
            ),
            texts=tuple(
                TextTrack(
                    t["directory"],
                    t["language"],
                    CaptionKind(t["kind"]),
                    Fraction(t["seconds"]),
                )
                for t in said["texts"]
            ),
            sheets=int(said["sheets"]),
            marks=tuple(mark_of(mark) for mark in said.get("marks", ())),
            fates=tuple(Fate(**fate) for fate in said.get("fates", ())),
            odd=tuple(odd_of(odd) for odd in said.get("odd", ())),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError("package.json is not that of a package") from error


def package_arguments(
    facts: Facts, segment_seconds: Fraction, sources: Mapping[str, str]
) -> tuple[str, ...]:
    """Return what the packager is given to cut the segments, in the package's directory.

    It writes a playlist for each track; the two manifests over them are ours.

    facts            what the package is to be
    segment_seconds  how long a segment lasts
    sources          for each track's directory, the file it comes from
    """
    streams = [_video_stream(video, sources[video.directory]) for video in facts.videos]
    streams += [_sound_stream(sound, sources[sound.directory]) for sound in facts.sounds]
    streams += [_text_stream(text, sources[text.directory]) for text in facts.texts]
    return (
        *streams,
        *("--segment_duration", f"{float(segment_seconds):.6f}"),
        *("--hls_playlist_type", "VOD", "--hls_master_playlist_output", MASTER_PLAYLIST),
        # one thread and a still clock: the same bytes each time
        *("--single_threaded", "--use_fake_clock_for_muxer", "--quiet"),
    )


def thumbnail_track(shape: Thumbnails, timeline: Timeline) -> str:
    """Write the WebVTT that says which part of which sheet shows which moment."""
    blocks = ["WEBVTT\n"]
    for n in range(shape.count):
        sheet, place = divmod(n, TILES * TILES)
        row, column = divmod(place, TILES)
        start = n * shape.step / timeline.rate
        end = min((n + 1) * shape.step / timeline.rate, timeline.seconds)
        area = f"{column * shape.width},{row * shape.height},{shape.width},{shape.height}"
        name = (SHEET % (sheet + 1)).rsplit("/", maxsplit=1)[-1]
        blocks.append(f"{clock(start)} --> {clock(end)}\n{name}#xywh={area}\n")
    return "\n".join(blocks)


@dataclass(frozen=True, slots=True)
class Playlist:
    """A media playlist: its initialisation segment, and each segment with its seconds."""

    start: str | None
    segments: tuple[tuple[str, Fraction], ...]
    sizes: tuple[int, ...] = ()  # bytes, of those that are ranges of their files


def read_playlist(text: str) -> Playlist:
    """Read an HLS media playlist.

    Raises InputError if it is none, or has no end.
    """
    lines = text.splitlines()
    if not lines or lines[0] != "#EXTM3U" or "#EXT-X-ENDLIST" not in lines:
        raise InputError("a playlist is empty or has no end")
    start, seconds, segments, sizes = None, Fraction(0), [], []
    for line in lines:
        if line.startswith("#EXT-X-MAP:"):
            start = read_attributes(line)["URI"]
        elif line.startswith("#EXTINF:"):
            seconds = Fraction(line[8:].split(",", maxsplit=1)[0])
        elif line.startswith("#EXT-X-BYTERANGE:"):
            sizes.append(int(line[17:].split("@", maxsplit=1)[0]))
        elif line and not line.startswith("#"):
            segments.append((line, seconds))
    return Playlist(start, tuple(segments), tuple(sizes))


def read_attributes(line: str) -> dict[str, str]:
    """Return the attributes of a tag of an HLS playlist, without their quotes."""
    return {n: v.strip('"') for n, v in ATTRIBUTE.findall(line.split(":", maxsplit=1)[1])}


def hls_faults(facts: Facts, master: str) -> list[str]:
    """Return what is wrong with a master playlist, in words; nothing if it agrees."""
    lines = master.splitlines()
    variants = [
        read_attributes(line) | {"PLAYLIST": lines[n + 1]}
        for n, line in enumerate(lines[:-1])
        if line.startswith("#EXT-X-STREAM-INF:")
    ]
    media = [read_attributes(line) for line in lines if line.startswith("#EXT-X-MEDIA:")]
    frames = [line for line in lines if line.startswith("#EXT-X-I-FRAME-STREAM-INF:")]
    wanted = {f"{v.directory}/index.m3u8": f"{v.width}x{v.height}" for v in facts.videos}
    faults = []
    if {v["PLAYLIST"]: v.get("RESOLUTION") for v in variants} != wanted:
        faults.append(f"{MASTER_PLAYLIST}: the renditions are not those of {FACTS}")
    heard = [s for s in facts.sounds if s.codec is SoundCodec.AAC]
    tracks = {f"{s.directory}/index.m3u8": s.language for s in heard}
    tracks |= {f"{t.directory}/index.m3u8": t.language for t in facts.texts}
    if {m["URI"]: m.get("LANGUAGE", UNKNOWN) for m in media} != tracks:
        faults.append(f"{MASTER_PLAYLIST}: the sound or subtitles are not those of {FACTS}")
    if len(frames) != len(facts.videos):
        faults.append(f"{MASTER_PLAYLIST}: a rendition lacks its I-frame playlist")
    if "#EXT-X-INDEPENDENT-SEGMENTS" not in lines:
        faults.append(f"{MASTER_PLAYLIST}: segments are not said to be independent")
    if any("AVERAGE-BANDWIDTH" not in v or "CODECS" not in v for v in variants):
        faults.append(f"{MASTER_PLAYLIST}: a rendition lacks its bit rate or codec")
    return faults


def dash_faults(facts: Facts, manifest: str) -> list[str]:
    """Return what is wrong with a DASH manifest, in words; nothing if it agrees."""
    try:
        root = fromstring(manifest)
    except Exception as error:  # the parser's own errors, and those of defusedxml
        return [f"{MANIFEST}: it cannot be read: {error}"]
    faults = []
    if root.get("type") != "static":
        faults.append(f"{MANIFEST}: it is not static, and would not play to its end")
    told = _iso_seconds(root.get("mediaPresentationDuration", ""))
    if told is None or abs(told - facts.seconds) > 1 / facts.rate + Fraction(1, 1000):
        faults.append(
            f"{MANIFEST}: the film lasts {float(facts.seconds):.3f} s and it says {told}"
        )
    templates = {_directory(t): t for t in root.iter(f"{DASH}SegmentTemplate")}
    found = {*templates} - {"thumbnails"}
    found |= {
        (b.text or "").removesuffix(f"/{WHOLE_TEXT}") for b in root.iter(f"{DASH}BaseURL")
    }
    if found != {t.directory for t in (*facts.videos, *facts.heard_or_read)}:
        faults.append(f"{MANIFEST}: the tracks are not those of {FACTS}")
    for directory in sorted(v.directory for v in facts.videos):
        template = templates.get(directory)
        if template is not None and _template_seconds(template) != facts.seconds:
            faults.append(f"{MANIFEST}: {directory} does not last as long as the film")
    return faults


def video_faults(
    facts: Facts, name: str, start: Start, segments: Sequence[Segment], playlist: Playlist
) -> list[str]:
    """Return what is wrong with the segments of one rendition, in words."""
    faults = _segment_faults(name, start, segments, playlist)
    frames = sum(segment.samples for segment in segments)
    if frames != facts.frames:
        faults.append(f"{name}: it has {frames} frames; the film has {facts.frames}")
    unaligned = [n for n, segment in enumerate(segments, 1) if not segment.sync]
    if unaligned:
        faults.append(f"{name}: segment {unaligned[0]} does not start with a key frame")
    lasts = Fraction(sum(segment.duration for segment in segments), start.timescale)
    if lasts != facts.seconds:
        faults.append(
            f"{name}: it lasts {float(lasts):.3f} s; the film {float(facts.seconds):.3f}"
        )
    return faults


def sound_faults(
    facts: Facts, name: str, start: Start, segments: Sequence[Segment], playlist: Playlist
) -> list[str]:
    """Return what is wrong with the segments of one audio track, in words."""
    faults = _segment_faults(name, start, segments, playlist)
    lasts = Fraction(sum(segment.duration for segment in segments), start.timescale)
    # an AAC encoder puts one frame of 1,024 samples before the first
    if not -1 / facts.rate <= lasts - facts.seconds <= Fraction(2 * 1024, SAMPLES):
        faults.append(
            f"{name}: it lasts {float(lasts):.3f} s; the film {float(facts.seconds):.3f}"
        )
    return faults


def text_faults(facts: Facts, text: TextTrack, segments: Sequence[str]) -> list[str]:
    """Return what is wrong with the segments of one text track, in words."""
    if any(not segment.startswith("WEBVTT") for segment in segments):
        return [f"{text.directory}: a segment is not WebVTT"]
    if text.seconds > facts.seconds:
        return [f"{text.directory}: it is longer than the film"]
    return []


def _segment_faults(
    name: str, start: Start, segments: Sequence[Segment], playlist: Playlist
) -> list[str]:
    faults = []
    if not start.brands & CMAF or any(not segment.brands & CMAF for segment in segments):
        faults.append(f"{name}: a segment is not CMAF")
    at = segments[0].start if segments else 0
    for n, segment in enumerate(segments, 1):
        if segment.start != at:
            faults.append(f"{name}: segment {n} does not follow the one before it")
            break
        at += segment.duration
    for n, (segment, (_, seconds)) in enumerate(
        zip(segments, playlist.segments, strict=False), 1
    ):
        if abs(Fraction(segment.duration, start.timescale) - seconds) > Fraction(3, 100):
            faults.append(f"{name}: the playlist is wrong about how long segment {n} lasts")
            break
    return faults


def _video_stream(video: VideoTrack, source: str) -> str:
    return _stream(
        {"in": source, "stream": "video"} | _places(video.directory, "m4s", start=True),
        iframe_playlist_name=f"{video.directory}/iframes.m3u8",
    )


def _sound_stream(sound: SoundTrack, source: str) -> str:
    return _stream(
        {"in": source, "stream": "audio"} | _places(sound.directory, "m4s", start=True),
        hls_group_id="audio",
        hls_name=sound.directory,
    )


def _text_stream(text: TextTrack, source: str) -> str:
    return _stream(
        {"in": source, "stream": "text"} | _places(text.directory, "vtt", start=False),
        hls_group_id="text",
        hls_name=text.directory,
    )


def _places(directory: str, ending: str, *, start: bool) -> dict[str, str]:
    first = {"init_segment": f"{directory}/init.mp4"} if start else {}
    return first | {
        "segment_template": f"{directory}/$Number%05d$.{ending}",
        "playlist_name": f"{directory}/index.m3u8",
    }


def _stream(fields: Mapping[str, str], **more: str) -> str:
    return ",".join(f"{name}={value}" for name, value in (*fields.items(), *more.items()))


def _directory(template: Element) -> str:
    return template.get("media", "").rsplit("/", maxsplit=1)[0]


def _template_seconds(template: Element) -> Fraction:
    total = sum(
        int(s.get("d", "0")) * (int(s.get("r", "0")) + 1) for s in template.iter(f"{DASH}S")
    )
    return Fraction(total, int(template.get("timescale", "1")))


def _iso_seconds(text: str) -> Fraction | None:
    found = re.fullmatch(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?", text)
    if not found:
        return None
    hours, minutes, seconds = found.groups()
    return Fraction(hours or 0) * 3600 + Fraction(minutes or 0) * 60 + Fraction(seconds or 0)
