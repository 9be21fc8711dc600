"""Counting a package: what was made is believed when its frames and segments were counted."""

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cartelera.adapters import ffmpeg
from cartelera.adapters.ffmpeg import Hearing
from cartelera.adapters.pictures import picture_size
from cartelera.adapters.store import disk, hash_tree
from cartelera.apps.media.tally import Progress, Tally, Task, together
from cartelera.apps.media.tracks import read_tracks
from cartelera.engines.media import encode as calls
from cartelera.engines.media.agreement import (
    dash_rule_faults,
    hls_rule_faults,
    mark_faults,
    playlist_faults,
    stray_faults,
    thumbnail_faults,
    track_faults,
    word_faults,
)
from cartelera.engines.media.boxes import read_segment, read_start, segment_faults, start_faults
from cartelera.engines.media.marks import chapter_files
from cartelera.engines.media.package import (
    FACTS,
    MANIFEST,
    MASTER_PLAYLIST,
    SHEET,
    THUMBNAIL_TRACK,
    WHOLE_TEXT,
    Facts,
    SoundTrack,
    TextTrack,
    VideoTrack,
    dash_faults,
    hls_faults,
    read_facts,
    read_playlist,
    sound_faults,
    text_faults,
    video_faults,
)
from cartelera.engines.media.steps import Step
from cartelera.vocabulary.errors import InputError


@dataclass(frozen=True, slots=True)
class Verified:
    """What a package says it is, its hash, and what is wrong with it, in words."""

    facts: Facts
    package_hash: str
    faults: tuple[str, ...]


def verify(directory: Path, progress: Progress, scratch: Path) -> Verified:
    """Count a package: every rendition decoded, every segment read, manifests compared.

    directory  the package
    scratch    an empty directory to work in

    Raises InputError if it is no package at all.
    """
    try:
        facts = read_facts(json.loads((directory / FACTS).read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise InputError(f"{directory} is not a package: it has no readable {FACTS}") from error
    tally = Tally(progress)
    cost = sum(v.width * v.height for v in facts.videos) * facts.frames
    tally.begin(Step.VERIFY, cost)
    faults = _manifest_faults(directory, facts)
    tasks = [_video_check(directory, facts, v, scratch, tally) for v in facts.videos]
    tasks += [_sound_check(directory, facts, s, scratch) for s in facts.sounds]
    tasks += [_text_check(directory, facts, t) for t in facts.texts]
    for found in together(tasks, tally):
        faults += found
    sheets = [SHEET % n for n in range(1, facts.sheets + 1)]
    missing = [f"{name}: missing" for name in sheets if not (directory / name).is_file()]
    faults += missing
    if not faults:  # what is whole in its parts can be held against each other
        faults += _agreement_faults(directory, facts, sheets)
    return Verified(facts, hash_tree(directory), tuple(dict.fromkeys(faults)))


def _manifest_faults(directory: Path, facts: Facts) -> list[str]:
    try:
        master = (directory / MASTER_PLAYLIST).read_text(encoding="utf-8")
        manifest = (directory / MANIFEST).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        return [f"a manifest cannot be read: {error}"]
    return hls_faults(facts, master) + dash_faults(facts, manifest)


def _agreement_faults(directory: Path, facts: Facts, sheets: Sequence[str]) -> list[str]:
    """Hold the manifests, the segments, the words and the thumbnails against each other."""
    places = [video.directory for video in facts.videos]
    places += [track.directory for track in facts.heard_or_read]
    named = {FACTS, MASTER_PLAYLIST, MANIFEST, THUMBNAIL_TRACK, *sheets}
    named |= {*chapter_files(facts.marks)}
    faults: list[str] = []
    try:
        master = (directory / MASTER_PLAYLIST).read_text(encoding="utf-8")
        manifest = (directory / MANIFEST).read_text(encoding="utf-8")
        tracks = read_tracks(directory, facts)
        for text in facts.texts:
            paths, _ = _track(directory, text.directory)
            segments = [path.read_text(encoding="utf-8") for path in paths]
            whole = (directory / text.directory / WHOLE_TEXT).read_text(encoding="utf-8")
            faults += word_faults(text, segments, whole)
            named.add(f"{text.directory}/{WHOLE_TEXT}")
        for place in places:
            for playlist in sorted((directory / place).glob("*.m3u8")):
                written = playlist.read_text(encoding="utf-8")
                faults += playlist_faults(place, written)
                named.add(f"{place}/{playlist.name}")
                read = read_playlist(written)
                parts = [read.start, *(uri for uri, _ in read.segments)]
                named |= {f"{place}/{part}" for part in parts if part}
        marked = {n: (directory / n).read_text("utf-8") for n in chapter_files(facts.marks)}
        faults += mark_faults(facts, manifest, marked)
        track = (directory / THUMBNAIL_TRACK).read_text(encoding="utf-8")
    except (OSError, ValueError, InputError) as error:
        return [*faults, f"a part cannot be read: {error}"]
    faults += track_faults(facts, tracks)
    faults += hls_rule_faults(facts, master, tracks)
    faults += dash_rule_faults(facts, manifest, tracks)
    sizes = {Path(n).name: picture_size((directory / n).read_bytes()) for n in sheets}
    faults += thumbnail_faults(facts, manifest, track, sizes)
    files = [p.relative_to(directory).as_posix() for p in directory.rglob("*") if p.is_file()]
    return faults + stray_faults(files, named)


def _track(directory: Path, name: str) -> tuple[list[Path], list[str]]:
    """Return the files of a track in the order its playlist plays them, and faults."""
    try:
        playlist = read_playlist((directory / name / "index.m3u8").read_text(encoding="utf-8"))
    except (OSError, ValueError, InputError) as error:
        return [], [f"{name}: {error}"]
    names = [n for n in (playlist.start, *(s for s, _ in playlist.segments)) if n]
    paths = [directory / name / n for n in names]
    missing = [p.name for p in paths if not p.is_file() or p.parent != directory / name]
    if missing:
        return [], [f"{name}: segment {missing[0]} is missing"]
    return paths, []


def _video_check(
    directory: Path, facts: Facts, video: VideoTrack, scratch: Path, tally: Tally
) -> Task:
    def task(stop: threading.Event) -> list[str]:
        paths, faults = _track(directory, video.directory)
        if faults:
            return faults
        count = 0

        def frames(decoded: int) -> None:
            nonlocal count
            count = decoded
            tally.done(video.directory, decoded * video.width * video.height)

        faults = _decode_faults(paths, video.directory, scratch, Hearing(stop, frames))
        if not faults and count != facts.frames:
            faults.append(f"{video.directory}: {count} frames decode, not {facts.frames}")
        return faults + _segments_faults(directory, facts, video.directory, paths)

    return task


def _sound_check(directory: Path, facts: Facts, sound: SoundTrack, scratch: Path) -> Task:
    def task(stop: threading.Event) -> list[str]:
        paths, faults = _track(directory, sound.directory)
        if faults:
            return faults
        faults = _decode_faults(paths, sound.directory, scratch, Hearing(stop))
        return faults + _segments_faults(directory, facts, sound.directory, paths)

    return task


def _text_check(directory: Path, facts: Facts, text: TextTrack) -> Task:
    def task(_: threading.Event) -> list[str]:
        paths, faults = _track(directory, text.directory)
        written = [path.read_text(encoding="utf-8", errors="replace") for path in paths]
        return faults or text_faults(facts, text, written)

    return task


def _decode_faults(
    paths: Sequence[Path], name: str, scratch: Path, hearing: Hearing
) -> list[str]:
    whole = scratch / f"{name.replace('/', '-')}.mp4"
    with disk(scratch), whole.open("wb") as out:
        for path in paths:
            out.write(path.read_bytes())
    try:
        outcome = ffmpeg.ffmpeg(calls.count_call(), {"rendition": whole}, hearing)
    finally:
        whole.unlink(missing_ok=True)
    return [f"{name}: it does not decode: {outcome.last_words()}"] if outcome.code else []


def _segments_faults(
    directory: Path, facts: Facts, name: str, paths: Sequence[Path]
) -> list[str]:
    playlist = read_playlist((directory / name / "index.m3u8").read_text(encoding="utf-8"))
    shapes: list[str] = []
    try:
        start = read_start(paths[0].read_bytes())
        shapes += [f"{name}: {fault}" for fault in start_faults(paths[0].read_bytes())]
        segments = []
        for n, path in enumerate(paths[1:], 1):
            data = path.read_bytes()
            segments.append(read_segment(data))
            shapes += [f"{name}: segment {n}: {fault}" for fault in segment_faults(data)]
    except InputError as error:
        return [f"{name}: {error}"]
    judge = video_faults if name.startswith("video/") else sound_faults
    return shapes[:3] + judge(facts, name, start, segments, playlist)
