"""Whether all that a package says agrees: its manifests, its boxes, its words, its pictures.

Sources: RFC 8216 and Apple's HLS authoring specification; ISO/IEC 23009-1 and its schema;
ISO/IEC 23000-19 (CMAF).
"""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from cartelera.engines.media.encode import TILES
from cartelera.engines.media.manifests import TILE, Track
from cartelera.engines.media.marks import chapter_files
from cartelera.engines.media.package import (
    DASH,
    FACTS,
    MANIFEST,
    MASTER_PLAYLIST,
    THUMBNAIL_TRACK,
    UNKNOWN,
    WHOLE_TEXT,
    Facts,
    TextTrack,
    read_attributes,
)

NEAR = Fraction(1, 10)  # of a bit rate
SLACK = Fraction(3, 100)  # seconds, of what is rounded in a playlist
# the order of what stands in a set or representation, as the schema of DASH has it
ORDER = (
    "AudioChannelConfiguration ContentProtection EssentialProperty SupplementalProperty "
    "InbandEventStream Label Accessibility Role Rating Viewpoint BaseURL SegmentTemplate "
    "Representation"
).split()
CUE = re.compile(r"^([\d:.]+) --> ([\d:.]+)(?: .*)?\n(.*)$", re.MULTILINE)
AREA = re.compile(r"(sheet-\d+\.jpg)#xywh=(\d+),(\d+),(\d+),(\d+)")


def playlist_faults(name: str, text: str) -> list[str]:
    """Return which rules of HLS a media playlist breaks.

    name  of its track
    text  a playlist that can be read
    """
    lines = text.splitlines()
    seconds = [Fraction(line[8:].split(",")[0]) for line in lines if line.startswith("#EXTINF")]
    targets = [int(line[22:]) for line in lines if line.startswith("#EXT-X-TARGETDURATION:")]
    faults = []
    if len(targets) != 1:
        faults.append(f"{name}: its playlist does not say its target duration once")
    elif seconds and targets[0] < round(max(seconds)):
        faults.append(
            f"{name}: a segment lasts {float(max(seconds)):g} s and its playlist says that "
            f"none lasts more than {targets[0]}"
        )
    if "#EXT-X-PLAYLIST-TYPE:VOD" not in lines:
        faults.append(f"{name}: its playlist is not said to be complete (VOD)")
    uris = [line for line in lines if line and not line.startswith("#")]
    if "#EXT-X-I-FRAMES-ONLY" not in lines and len(set(uris)) < len(uris):
        faults.append(f"{name}: its playlist plays a segment twice")
    return faults


def hls_rule_faults(facts: Facts, master: str, tracks: Mapping[str, Track]) -> list[str]:
    """Return where a master playlist breaks a rule of HLS or differs from the segments.

    tracks  for the directory of each picture and sound, what was cut
    """
    lines = master.splitlines()
    media = [read_attributes(line) for line in lines if line.startswith("#EXT-X-MEDIA:")]
    faults = list(_group_faults(media))
    groups: dict[str, list[str]] = {}
    for one in media:
        directory = one.get("URI", "").rsplit("/", maxsplit=1)[0]
        groups.setdefault(one.get("GROUP-ID", ""), []).append(directory)
    videos = {v.directory: v for v in facts.videos}
    for line, uri in pairwise(lines):
        if not line.startswith("#EXT-X-STREAM-INF:"):
            continue
        said, directory = read_attributes(line), uri.rsplit("/", maxsplit=1)[0]
        for kind in ("AUDIO", "SUBTITLES"):
            if kind in said and said[kind] not in groups:
                faults.append(f"{MASTER_PLAYLIST}: {uri} names a group that is not there")
        if directory not in videos or directory not in tracks:
            continue
        heard = [tracks[d] for d in groups.get(said.get("AUDIO", ""), []) if d in tracks]
        picture = tracks[directory]
        faults += _variant_faults(uri, said, picture, heard, facts)
    for line in lines:
        if line.startswith("#EXT-X-I-FRAME-STREAM-INF:"):
            said = read_attributes(line)
            uri = said.get("URI", "")
            track = tracks.get(uri.rsplit("/", maxsplit=1)[0])
            if track is not None and track.frames:
                rate = track.frames_peak_bps()
                faults += _rate_faults(MASTER_PLAYLIST, uri, said.get("BANDWIDTH"), rate)
    return faults


def _group_faults(media: Sequence[Mapping[str, str]]) -> Iterator[str]:
    names = Counter((m.get("TYPE"), m.get("GROUP-ID"), m.get("NAME")) for m in media)
    for (_, group, name), count in names.items():
        if count > 1:
            yield f"{MASTER_PLAYLIST}: {count} tracks of {group} are called {name}"
    chosen = Counter((m.get("TYPE"), m.get("GROUP-ID")) for m in media if _yes(m, "DEFAULT"))
    for (_, group), count in chosen.items():
        if count > 1:
            yield f"{MASTER_PLAYLIST}: {count} tracks of {group} are each the default"
    for one in media:
        if _yes(one, "DEFAULT") and not _yes(one, "AUTOSELECT"):
            yield f"{MASTER_PLAYLIST}: {one.get('NAME')} is the default and is not selected"


def _yes(fields: Mapping[str, str], name: str) -> bool:
    return fields.get(name) == "YES"


def _variant_faults(
    uri: str, said: Mapping[str, str], picture: Track, heard: Sequence[Track], facts: Facts
) -> Iterator[str]:
    start = picture.start
    codecs = {start.codec, *(track.start.codec for track in heard)}
    told = {*said.get("CODECS", "").split(",")}
    if told != codecs:
        yield (
            f"{MASTER_PLAYLIST}: {uri} is coded in {', '.join(sorted(codecs))} and is said "
            f"to be in {', '.join(sorted(told))}"
        )
    if said.get("RESOLUTION") != f"{start.width}x{start.height}":
        yield (
            f"{MASTER_PLAYLIST}: {uri} is {start.width}x{start.height} and is said to be "
            f"{said.get('RESOLUTION')}"
        )
    if said.get("FRAME-RATE") != f"{float(facts.rate):.3f}":
        yield f"{MASTER_PLAYLIST}: {uri} is said to show {said.get('FRAME-RATE')} frames/s"
    peak = picture.peak_bps() + max((t.peak_bps() for t in heard), default=0)
    mean = picture.mean_bps() + max((t.mean_bps() for t in heard), default=0)
    yield from _rate_faults(MASTER_PLAYLIST, uri, said.get("BANDWIDTH"), peak)
    yield from _rate_faults(MASTER_PLAYLIST, uri, said.get("AVERAGE-BANDWIDTH"), mean)


def _rate_faults(where: str, name: str, told: str | None, measured: int) -> Iterator[str]:
    if told is None or not told.isdecimal():
        yield f"{where}: {name} lacks a bit rate"
    elif abs(int(told) - measured) > NEAR * measured:
        yield f"{where}: {name} takes {measured} bit/s and is said to take {told}"


def dash_rule_faults(facts: Facts, manifest: str, tracks: Mapping[str, Track]) -> list[str]:
    """Return where a DASH manifest breaks its schema or differs from the segments.

    manifest  one that can be parsed
    tracks    for the directory of each picture and sound, what was cut
    """
    root = fromstring(manifest)
    faults = list(_schema_faults(root))
    languages = {t.directory: t.language for t in facts.heard_or_read}
    for each in root.iter(f"{DASH}AdaptationSet"):
        for made in each.iter(f"{DASH}Representation"):
            directory = _directory(made)
            spoken = languages.get(directory)
            if spoken is not None and each.get("lang", UNKNOWN) != spoken:
                faults.append(
                    f"{MANIFEST}: {directory} is in {spoken} and is said to be in "
                    f"{each.get('lang', UNKNOWN)}"
                )
            if directory in tracks:
                faults += _representation_faults(made, directory, tracks[directory])
    return faults


def _directory(made: Element) -> str:
    template = made.find(f"{DASH}SegmentTemplate")
    if template is None:
        return made.findtext(f"{DASH}BaseURL", "").removesuffix(f"/{WHOLE_TEXT}")
    return template.get("media", "").rsplit("/", maxsplit=1)[0]


def _schema_faults(root: Element) -> Iterator[str]:
    for name in ("profiles", "minBufferTime", "mediaPresentationDuration"):
        if not root.get(name):
            yield f"{MANIFEST}: it lacks {name}"
    for tag in ("AdaptationSet", "Representation"):
        ids = Counter(e.get("id") for e in root.iter(f"{DASH}{tag}"))
        for found, count in ids.items():
            if found is None or count > 1:
                yield f"{MANIFEST}: {count} of its {tag}s have the identifier {found}"
    for each in root.iter(f"{DASH}AdaptationSet"):
        name = f"set {each.get('id')}"
        if not each.get("mimeType") and any(
            not made.get("mimeType") for made in each.iter(f"{DASH}Representation")
        ):
            yield f"{MANIFEST}: {name} lacks mimeType"
        for above in (each, *each.iter(f"{DASH}Representation")):
            yield from _order_faults(name, above)
        for made in each.iter(f"{DASH}Representation"):
            if not (made.get("bandwidth") or "").isdecimal():
                yield f"{MANIFEST}: {made.get('id')} lacks a bit rate"
    for template in root.iter(f"{DASH}SegmentTemplate"):
        if not re.search(r"\$(Number|Time)(%0\d+d)?\$", template.get("media", "")):
            yield f"{MANIFEST}: a template of segments has no number in it"


def _order_faults(name: str, above: Element) -> Iterator[str]:
    tags = [child.tag.removeprefix(DASH) for child in above]
    strange = [tag for tag in tags if tag not in ORDER]
    if strange:
        yield f"{MANIFEST}: {name} holds {strange[0]}, which has no place there"
    elif tags != sorted(tags, key=ORDER.index):
        yield f"{MANIFEST}: what stands in {name} is not in the order of the schema"


def _representation_faults(made: Element, name: str, track: Track) -> Iterator[str]:
    start = track.start
    if made.get("codecs") != start.codec:
        told = made.get("codecs")
        yield f"{MANIFEST}: {name} is in {start.codec} and is said to be in {told}"
    if start.width and (made.get("width"), made.get("height")) != (
        str(start.width),
        str(start.height),
    ):
        yield (
            f"{MANIFEST}: {name} is {start.width}x{start.height} and is said to be "
            f"{made.get('width')}x{made.get('height')}"
        )
    yield from _rate_faults(MANIFEST, name, made.get("bandwidth"), track.peak_bps())
    template = made.find(f"{DASH}SegmentTemplate")
    if template is None or template.get("timescale") != str(start.timescale):
        yield f"{MANIFEST}: {name} counts time otherwise than its segments"
        return
    times = list(_told_times(template))
    if len(times) != len(track.times):
        yield f"{MANIFEST}: {name} has {len(times)} segments; for HLS {len(track.times)}"
        return
    for n, (said, cut) in enumerate(zip(times, track.times, strict=True), 1):
        if said != cut:
            yield f"{MANIFEST}: it is wrong about when segment {n} of {name} plays"
            return


def _told_times(template: Element) -> Iterator[tuple[int, int]]:
    at = 0
    for run in template.iter(f"{DASH}S"):
        at = int(run.get("t", at))
        lasts = int(run.get("d", "0"))
        for _ in range(int(run.get("r", "0")) + 1):
            yield at, lasts
            at += lasts


def track_faults(facts: Facts, tracks: Mapping[str, Track]) -> list[str]:
    """Return where the pictures differ from each other, or segments are out of sequence."""
    faults = []
    for name, track in tracks.items():
        numbers = [segment.sequence for segment in track.segments]
        if any(later <= earlier for earlier, later in pairwise(numbers)):
            faults.append(f"{name}: the sequence of its segments does not grow")
        if track.start.width and len(track.frames) != len(track.segments):
            faults.append(f"{name}: its I-frame playlist has not one frame for each segment")
    pictures = {v.directory: tracks[v.directory] for v in facts.videos}
    for video in facts.videos:
        start = pictures[video.directory].start
        if (start.width, start.height) != (video.width, video.height):
            faults.append(
                f"{video.directory}: it is {start.width}x{start.height} and the package says "
                f"{video.width}x{video.height}"
            )
    cuts = {
        name: [Fraction(at, picture.start.timescale) for at, _ in picture.times]
        for name, picture in pictures.items()
    }
    first = next(iter(cuts.values()), [])
    faults += [
        f"{name}: its segments do not start where those of the other renditions do"
        for name, starts in cuts.items()
        if starts != first
    ]
    return faults


def word_faults(text: TextTrack, segments: Sequence[str], whole: str) -> list[str]:
    """Return where a text track says other words to HLS than to DASH."""
    cut = {cue for segment in segments for cue in _cues(segment)}
    if not whole.startswith("WEBVTT"):
        return [f"{text.directory}: {WHOLE_TEXT} is not WebVTT"]
    # a cue that crosses from one segment to the next stands in both
    if {words for _, words in cut} != {words for _, words in _cues(whole)}:
        return [f"{text.directory}: HLS and DASH do not show the same words"]
    if {start for start, _ in cut} != {start for start, _ in _cues(whole)}:
        return [f"{text.directory}: HLS and DASH do not show the words at the same moments"]
    return []


def _cues(text: str) -> Iterator[tuple[str, str]]:
    for block in text.replace("\r\n", "\n").split("\n\n"):
        found = CUE.search(block)
        if found:
            yield found[1], html.unescape(block[found.start(3) :].strip())


def thumbnail_faults(
    facts: Facts, manifest: str, track: str, sheets: Mapping[str, tuple[int, int] | None]
) -> list[str]:
    """Return what is wrong with the pictures for seeking.

    manifest  of DASH, one that can be parsed
    track     the WebVTT that says where each lies
    sheets    width and height in pixels of each sheet, by its name; None of one that is broken
    """
    faults = [f"thumbnails/{n}: it is no whole picture" for n, s in sheets.items() if s is None]
    cues, end = list(_cues(track)), Fraction(0)
    for (_, words), last in zip(cues, _ends(track), strict=False):
        end = last
        found = AREA.fullmatch(words)
        size = sheets.get(found[1]) if found else None
        if found is None or found[1] not in sheets:
            faults.append(f"{THUMBNAIL_TRACK}: {words} is not there")
            break
        x, y, width, height = map(int, found.groups()[1:])
        if size is not None and (x + width > size[0] or y + height > size[1]):
            faults.append(f"{THUMBNAIL_TRACK}: {words} lies outside its sheet")
            break
    if sheets and abs(end - facts.seconds) > SLACK:
        faults.append(f"{THUMBNAIL_TRACK}: it does not last as long as the film")
    for made in fromstring(manifest).iter(f"{DASH}Representation"):
        tile = made.find(f"{DASH}EssentialProperty")
        if tile is None or tile.get("schemeIdUri") != TILE:
            continue
        told = (int(made.get("width", 0)), int(made.get("height", 0)))
        wrong = [n for n, size in sheets.items() if size is not None and size != told]
        if wrong or tile.get("value") != f"{TILES}x{TILES}":
            faults.append(f"{MANIFEST}: the thumbnails are not of the size it says")
    return faults


def _ends(track: str) -> Iterator[Fraction]:
    for found in CUE.finditer(track):
        hours, minutes, seconds = found[2].split(":")
        yield int(hours) * 3600 + int(minutes) * 60 + Fraction(seconds)


def mark_faults(facts: Facts, manifest: str, written: Mapping[str, str]) -> list[str]:
    """Return where the chapters are not those of the package.

    written  the texts of the chapters' files, by their names
    """
    wanted = chapter_files(facts.marks)
    faults = [
        f"{n}: its chapters are not those of {FACTS}" for n in wanted if written[n] != wanted[n]
    ]
    starts = [round(1000 * mark.start) for mark in facts.marks]
    events = fromstring(manifest).iter(f"{DASH}Event")
    if [int(event.get("presentationTime", -1)) for event in events] != starts:
        faults.append(f"{MANIFEST}: its chapters are not those of {FACTS}")
    return faults


def stray_faults(files: Iterable[str], named: Iterable[str]) -> list[str]:
    """Return the files of a package that nothing in it names."""
    return [f"{name}: nothing in the package names it" for name in sorted({*files} - {*named})]
