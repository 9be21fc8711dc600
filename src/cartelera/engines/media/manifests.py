"""The two manifests of a package: one for HLS, one for DASH, over the same segments.

What they say of a track is measured on its segments: bit rates, codecs, times.
Sources: RFC 8216 and its second edition (HLS), ISO/IEC 23009-1 (DASH), the authoring rules of
both: Apple's HLS authoring specification and the DASH-IF interoperability points.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from math import ceil, gcd
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from defusedxml.ElementTree import fromstring

from cartelera.engines.media.boxes import Segment, Start
from cartelera.engines.media.captions import CaptionKind
from cartelera.engines.media.encode import SAMPLES, TILES, Thumbnails
from cartelera.engines.media.ladder import PictureCodec
from cartelera.engines.media.marks import CHAPTER_LIST
from cartelera.engines.media.package import (
    DASH,
    SHEET,
    UNKNOWN,
    WHOLE_TEXT,
    Facts,
    SoundCodec,
    SoundTrack,
    TextTrack,
    VideoTrack,
)
from cartelera.engines.media.probe import SoundRole
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.language import language_name

HEAD = ("#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS")  # of a master playlist
CHAPTERS = f'#EXT-X-SESSION-DATA:DATA-ID="com.apple.hls.chapters",URI="{CHAPTER_LIST}"'
SURROUND = 6  # channels
BEGIN_BPS = 2_000_000  # a player that knows nothing of the line begins at most with this
SPOKEN, SOUNDS = "transcribes-spoken-dialog", "describes-music-and-sound"
SDH = f"public.accessibility.{SPOKEN},public.accessibility.{SOUNDS}"
DESCRIBED = "public.accessibility.describes-video"
ROLES = "urn:mpeg:dash:role:2011"
PURPOSES = "urn:tva:metadata:cs:AudioPurposeCS:2007"
FOR_THE_BLIND, FOR_THE_DEAF = "1", "2"  # of PURPOSES
CHANNELS = "urn:mpeg:dash:23003:3:audio_channel_configuration:2011"
CICP = "urn:mpeg:mpegB:cicp:"
BT709 = "1"
MARKS = "urn:cartelera:marks:2026"
SWITCHING = "urn:mpeg:dash:adaptation-set-switching:2016"
TILE = "http://dashif.org/guidelines/thumbnail_tile"
TEXT_ROLES = {
    CaptionKind.SUBTITLES: "subtitle",
    CaptionKind.CAPTIONS: "caption",
    CaptionKind.FORCED: "forced-subtitle",
}


@dataclass(frozen=True, slots=True)
class Track:
    """A track as it was cut: its beginning, its segments, and their sizes."""

    start: Start
    segments: tuple[Segment, ...]
    sizes: tuple[int, ...]  # bytes, of each segment
    frames: tuple[int, ...] = ()  # bytes of what each segment's first frame takes

    @property
    def times(self) -> tuple[tuple[int, int], ...]:
        """When each segment is heard or seen, and how long, in ticks.

        A sound encoder's run-up is decoded and not heard. A picture's lead only makes room for
        frames that are decoded out of their order.
        """
        lead = 0 if self.start.width else self.start.lead
        ends = [max(0, s.start + s.duration - lead) for s in self.segments]
        starts = [0, *ends[:-1]]
        return tuple((at, end - at) for at, end in zip(starts, ends, strict=True))

    @property
    def seconds(self) -> tuple[Fraction, ...]:
        """How long each segment lasts."""
        return tuple(Fraction(lasts, self.start.timescale) for _, lasts in self.times)

    def mean_bps(self) -> int:
        """Return the mean bit rate."""
        return ceil(8 * sum(self.sizes) / sum(self.seconds))

    def peak_bps(self) -> int:
        """Return the highest bit rate of any run of segments about as long as the longest.

        Source: RFC 8216, 4.1: a run lasts between half and one and a half target durations.
        """
        return _peak(self.sizes, self.seconds)

    def frames_peak_bps(self) -> int:
        """Return the highest bit rate of its I-frame playlist."""
        return _peak(self.frames, self.seconds)

    def frames_mean_bps(self) -> int:
        """Return the mean bit rate of its I-frame playlist."""
        return ceil(8 * sum(self.frames) / sum(self.seconds))


def hls_master(facts: Facts, tracks: Mapping[str, Track]) -> str:
    """Write the master playlist.

    tracks  for the directory of each picture and sound, what was cut

    Each size stands once for every way its sound is coded. The first is one that a slow line
    can begin with; H.264 comes before AV1, for who reads no further than what it knows.
    """
    lines = [*HEAD, ""]
    if facts.marks:
        lines += [CHAPTERS, ""]
    groups = sound_groups(facts.sounds)
    for group, sounds in groups.items():
        lines += [_hls_sound(group, sound, name) for sound, name in sounds]
    lines += [_hls_text(text) for text in facts.texts]
    for video in _begin_first(facts.videos, tracks):
        for group, sounds in groups.items() if groups else [("", [])]:
            lines += ["", *_hls_variant(facts, video, tracks, group, [s for s, _ in sounds])]
    lines += ["", *(_hls_frames(video, tracks[video.directory]) for video in facts.videos)]
    return "\n".join(lines) + "\n"


def dash_manifest(facts: Facts, tracks: Mapping[str, Track], shape: Thumbnails | None) -> str:
    """Write the DASH manifest: static, one period, each track's segments with their times.

    tracks  for the directory of each picture and sound, what was cut
    shape   how the thumbnails lie on their sheets; None without any
    """
    longest = max((s for t in tracks.values() for s in t.seconds), default=Fraction(4))
    root = Element(
        "MPD",
        {
            "xmlns": DASH[1:-1],
            "profiles": "urn:mpeg:dash:profile:isoff-live:2011,urn:mpeg:dash:profile:cmaf:2019",
            "type": "static",
            "mediaPresentationDuration": _iso(facts.seconds),
            "minBufferTime": _iso(longest),
            "maxSegmentDuration": _iso(longest),
        },
    )
    period = SubElement(root, "Period", id="0", start="PT0S", duration=_iso(facts.seconds))
    if facts.marks:
        period.append(_dash_marks(facts))
    sets = _Sets(period)
    codecs = [(codec, list(vs)) for codec, vs in groupby(facts.videos, lambda v: v.codec)]
    for n, (codec, videos) in enumerate(codecs):
        others = [str(m + 1) for m in range(len(codecs)) if m != n]
        _dash_videos(sets, facts, videos, tracks, others, first=codec is PictureCodec.AV1)
    for sound, name in zip(facts.sounds, sound_names(facts.sounds), strict=True):
        _dash_sound(sets, sound, name, tracks[sound.directory])
    for text in facts.texts:
        _dash_text(sets, text)
    if shape is not None:
        _dash_thumbnails(sets, facts, shape)
    return _xml(root)


def hls_master_marked(master: str, facts: Facts) -> str:
    """Return a master playlist of ours with the marks of these facts in place of its own."""
    parts = [part for part in master.split("\n\n") if part != CHAPTERS]
    return "\n\n".join([parts[0], *([CHAPTERS] if facts.marks else []), *parts[1:]])


def dash_manifest_marked(manifest: str, facts: Facts) -> str:
    """Return a manifest of ours with the marks of these facts in place of its own.

    Raises InputError for what is no manifest.
    """
    try:
        root = fromstring(manifest)
    except Exception as error:  # the parser's own errors, and those of defusedxml
        raise InputError(f"the DASH manifest cannot be read: {error}") from error
    for element in root.iter():
        element.tag = element.tag.removeprefix(DASH)
    period = root.find("Period")
    if period is None:
        raise InputError("the DASH manifest has no period")
    root.attrib = {"xmlns": DASH[1:-1]} | root.attrib
    for events in period.findall("EventStream"):
        period.remove(events)
    if facts.marks:
        period.insert(0, _dash_marks(facts))
    return _xml(root)


def sound_groups(
    sounds: Sequence[SoundTrack],
) -> dict[str, list[tuple[SoundTrack, str]]]:
    """Return the groups of HLS: for each form of the sound, every track once, with its name.

    A track that has not a group's form stands in it in the form it has, so that each group
    offers every language. Opus is left to DASH: not every player of HLS takes it.
    """
    taken = [
        (sound, name)
        for sound, name in zip(sounds, sound_names(sounds), strict=True)
        if sound.codec is SoundCodec.AAC
    ]
    groups: dict[str, list[tuple[SoundTrack, str]]] = {}
    for channels in sorted({sound.channels for sound, _ in taken}):
        best: dict[str, tuple[SoundTrack, str]] = {}
        for sound, name in taken:
            if sound.channels == channels or (name not in best and sound.channels < channels):
                best[name] = (sound, name)
        groups[f"audio-{channels}"] = list(best.values())
    return groups


def sound_names(sounds: Sequence[SoundTrack]) -> list[str]:
    """Return a name for each audio track, in its own language.

    The forms of one track (stereo, 5.1, Opus) share a name; no other two are alike.
    """
    names: list[str] = []
    known: dict[tuple[str, SoundCodec, int], int] = {}
    for sound in sounds:
        name = own_name(sound.language)
        if sound.role in {SoundRole.COMMENTARY, SoundRole.DESCRIPTION}:
            name += f" ({sound.role})"
        form = (name, sound.codec, sound.channels)
        known[form] = known.get(form, 0) + 1
        names.append(f"{name} {known[form]}" if known[form] > 1 else name)
    return names


def text_name(text: TextTrack) -> str:
    """Return the name of a text track, in its own language."""
    ending = {CaptionKind.CAPTIONS: " CC", CaptionKind.FORCED: " (forced)"}.get(text.kind, "")
    return own_name(text.language) + ending


def own_name(language: str) -> str:
    """Return what a language calls itself."""
    if language == UNKNOWN:
        return "Original"
    name = language_name(language, language).replace('"', "")
    return name[:1].upper() + name[1:]


def _peak(sizes: Sequence[int], seconds: Sequence[Fraction]) -> int:
    target = max(seconds)
    peak = Fraction(0)
    for begin in range(len(sizes)):
        size, lasts = 0, Fraction(0)
        for end in range(begin, len(sizes)):
            size, lasts = size + sizes[end], lasts + seconds[end]
            if lasts > target * Fraction(3, 2):
                break
            if lasts >= target / 2:
                peak = max(peak, 8 * size / lasts)
    # a film shorter than half a segment cannot have one: then the whole is its peak
    return ceil(peak or 8 * sum(sizes) / sum(seconds))


def _begin_first(
    videos: Sequence[VideoTrack], tracks: Mapping[str, Track]
) -> Iterable[VideoTrack]:
    plain = [v for v in videos if v.codec is PictureCodec.H264] or list(videos)
    modest = [v for v in plain if tracks[v.directory].peak_bps() <= BEGIN_BPS]
    first = modest[0] if modest else plain[-1]
    return [first, *(v for v in videos if v != first)]


def _hls_sound(group: str, sound: SoundTrack, name: str) -> str:
    main = sound.role is SoundRole.MAIN
    fields = {
        "TYPE": "AUDIO",
        "GROUP-ID": f'"{group}"',
        **_hls_language(sound.language),
        "NAME": f'"{name}"',
        "DEFAULT": "YES" if main else "NO",
        "AUTOSELECT": "NO" if sound.role is SoundRole.COMMENTARY else "YES",
        "CHANNELS": f'"{sound.channels}"',
    }
    if sound.role is SoundRole.DESCRIPTION:
        fields["CHARACTERISTICS"] = f'"{DESCRIBED}"'
    return _tag("MEDIA", fields | {"URI": f'"{sound.directory}/index.m3u8"'})


def _hls_text(text: TextTrack) -> str:
    fields = {
        "TYPE": "SUBTITLES",
        "GROUP-ID": '"text"',
        **_hls_language(text.language),
        "NAME": f'"{text_name(text)}"',
        "DEFAULT": "NO",  # who wants them says so
        "AUTOSELECT": "YES",
        "FORCED": "YES" if text.kind is CaptionKind.FORCED else "NO",
    }
    if text.kind is CaptionKind.CAPTIONS:
        fields["CHARACTERISTICS"] = f'"{SDH}"'
    return _tag("MEDIA", fields | {"URI": f'"{text.directory}/index.m3u8"'})


def _hls_variant(
    facts: Facts,
    video: VideoTrack,
    tracks: Mapping[str, Track],
    group: str,
    sounds: Sequence[SoundTrack],
) -> list[str]:
    picture, heard = tracks[video.directory], [tracks[s.directory] for s in sounds]
    codecs = dict.fromkeys([picture.start.codec, *(track.start.codec for track in heard)])
    fields = {
        "BANDWIDTH": picture.peak_bps() + max((t.peak_bps() for t in heard), default=0),
        "AVERAGE-BANDWIDTH": picture.mean_bps() + max((t.mean_bps() for t in heard), default=0),
        "CODECS": f'"{",".join(codecs)}"',
        "RESOLUTION": f"{video.width}x{video.height}",
        "FRAME-RATE": f"{float(facts.rate):.3f}",
        "VIDEO-RANGE": "SDR",
    }
    if group:
        fields["AUDIO"] = f'"{group}"'
    if facts.texts:
        fields["SUBTITLES"] = '"text"'
    fields["CLOSED-CAPTIONS"] = "NONE"
    return [_tag("STREAM-INF", fields), f"{video.directory}/index.m3u8"]


def _hls_frames(video: VideoTrack, track: Track) -> str:
    return _tag(
        "I-FRAME-STREAM-INF",
        {
            "BANDWIDTH": track.frames_peak_bps(),
            "AVERAGE-BANDWIDTH": track.frames_mean_bps(),
            "CODECS": f'"{track.start.codec}"',
            "RESOLUTION": f"{video.width}x{video.height}",
            "VIDEO-RANGE": "SDR",
            "URI": f'"{video.directory}/iframes.m3u8"',
        },
    )


def _hls_language(language: str) -> dict[str, str]:
    return {} if language == UNKNOWN else {"LANGUAGE": f'"{language}"'}


def _tag(name: str, fields: Mapping[str, object]) -> str:
    return f"#EXT-X-{name}:" + ",".join(f"{key}={value}" for key, value in fields.items())


class _Sets:
    """The adaptation sets of a period, numbered as they come."""

    def __init__(self, period: Element) -> None:
        self._period, self._count = period, 0

    def next(self, kind: str, language: str = "", **more: str) -> Element:
        self._count += 1
        marks = {"id": str(self._count), "contentType": kind}
        if language not in {"", UNKNOWN}:
            marks["lang"] = language
        return SubElement(self._period, "AdaptationSet", marks | more)


def _xml(root: Element) -> str:
    indent(root)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"
    )


def _dash_marks(facts: Facts) -> Element:
    events = Element("EventStream", schemeIdUri=MARKS, timescale="1000")
    for n, mark in enumerate(facts.marks, 1):
        said = {
            "id": str(n),
            "presentationTime": str(round(1000 * mark.start)),
            "duration": str(round(1000 * (mark.end - mark.start))),
        }
        SubElement(events, "Event", said).text = f"{mark.kind} {mark.name}".strip()
    return events


def _dash_videos(
    sets: _Sets,
    facts: Facts,
    videos: Sequence[VideoTrack],
    tracks: Mapping[str, Track],
    others: Sequence[str],
    *,
    first: bool,
) -> None:
    shape = gcd(videos[0].width, videos[0].height)
    each = sets.next(
        "video",
        mimeType="video/mp4",
        segmentAlignment="true",
        startWithSAP="1",
        maxWidth=str(max(v.width for v in videos)),
        maxHeight=str(max(v.height for v in videos)),
        frameRate=f"{facts.rate.numerator}/{facts.rate.denominator}",
        par=f"{videos[0].width // shape}:{videos[0].height // shape}",
        selectionPriority="2" if first else "1",
    )
    for name in ("ColourPrimaries", "TransferCharacteristics", "MatrixCoefficients"):
        SubElement(each, "SupplementalProperty", schemeIdUri=CICP + name, value=BT709)
    if others:
        SubElement(each, "SupplementalProperty", schemeIdUri=SWITCHING, value=",".join(others))
    SubElement(each, "Role", schemeIdUri=ROLES, value="main")
    for video in videos:
        _representation(
            each,
            video.directory,
            tracks[video.directory],
            width=str(video.width),
            height=str(video.height),
            sar="1:1",
        )


def _dash_sound(sets: _Sets, sound: SoundTrack, name: str, track: Track) -> None:
    each = sets.next(
        "audio",
        sound.language,
        mimeType="audio/mp4",
        segmentAlignment="true",
        startWithSAP="1",
        selectionPriority="2" if sound.codec is SoundCodec.OPUS else "1",
    )
    # HLS has one name for the forms of a track, and groups for the forms; here a name tells
    SubElement(each, "Label").text = f"{name} 5.1" if sound.channels == SURROUND else name
    if sound.role is SoundRole.DESCRIPTION:
        SubElement(each, "Accessibility", schemeIdUri=PURPOSES, value=FOR_THE_BLIND)
    SubElement(each, "Role", schemeIdUri=ROLES, value=sound.role)
    made = _representation(each, sound.directory, track, audioSamplingRate=str(SAMPLES))
    made.insert(
        0,
        Element("AudioChannelConfiguration", schemeIdUri=CHANNELS, value=str(sound.channels)),
    )


def _dash_text(sets: _Sets, text: TextTrack) -> None:
    each = sets.next("text", text.language, mimeType="text/vtt")
    SubElement(each, "Label").text = text_name(text)
    if text.kind is CaptionKind.CAPTIONS:
        SubElement(each, "Accessibility", schemeIdUri=PURPOSES, value=FOR_THE_DEAF)
    SubElement(each, "Role", schemeIdUri=ROLES, value=TEXT_ROLES[text.kind])
    made = SubElement(
        each, "Representation", id=text.directory.replace("/", "-"), bandwidth="256"
    )
    SubElement(made, "BaseURL").text = f"{text.directory}/{WHOLE_TEXT}"


def _dash_thumbnails(sets: _Sets, facts: Facts, shape: Thumbnails) -> None:
    each = sets.next("image", mimeType="image/jpeg")
    # whole ticks: a sheet of 25 pictures, each so many frames after the one before
    lasts = TILES * TILES * shape.step * facts.rate.denominator
    made = SubElement(
        each,
        "Representation",
        id="thumbnails",
        bandwidth="64000",
        width=str(TILES * shape.width),
        height=str(TILES * shape.height),
    )
    SubElement(made, "EssentialProperty", schemeIdUri=TILE, value=f"{TILES}x{TILES}")
    SubElement(
        made,
        "SegmentTemplate",
        media=SHEET.replace("%03d", "$Number%03d$"),
        duration=str(lasts),
        timescale=str(facts.rate.numerator),
        startNumber="1",
    )


def _representation(above: Element, directory: str, track: Track, **more: str) -> Element:
    marks = {
        "id": directory.replace("/", "-"),
        "bandwidth": str(track.peak_bps()),
        "codecs": track.start.codec,
    }
    made = SubElement(above, "Representation", marks | more)
    template = SubElement(
        made,
        "SegmentTemplate",
        timescale=str(track.start.timescale),
        initialization=f"{directory}/init.mp4",
        media=f"{directory}/$Number%05d$.m4s",
        startNumber="1",
    )
    timeline = SubElement(template, "SegmentTimeline")
    for at, duration, again in _runs(track.times):
        marks = {"t": str(at), "d": str(duration)} | ({"r": str(again)} if again else {})
        SubElement(timeline, "S", marks)
    return made


def _runs(times: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Yield start and duration of each run of segments of one length, and how often again."""
    for duration, run in groupby(times, lambda time: time[1]):
        same = list(run)
        yield same[0][0], duration, len(same) - 1


def _iso(seconds: Fraction) -> str:
    return f"PT{float(seconds):.6f}".rstrip("0").rstrip(".") + "S"
