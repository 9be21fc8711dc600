"""The recipe from a master to a verified package, step by step, resumable at any point.

It knows no rows: values, a workroom and a progress callable in, a directory and its hash
out. Each piece is kept under the hash of what it is made from; a run that was killed goes
on with the pieces it finds, and ends with the same bytes as one that was not.
"""

import json
import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from fractions import Fraction
from mmap import ACCESS_READ, mmap
from pathlib import Path

import numpy as np

from cartelera.adapters import ffmpeg
from cartelera.adapters.ffmpeg import Hearing
from cartelera.adapters.store import Workroom, disk, hash_file, refuse_full, remove
from cartelera.apps.media.choosing import Choice, choose
from cartelera.apps.media.counting import verify
from cartelera.apps.media.crew import HERE, Crew
from cartelera.apps.media.peering import peers_of, refuse_unlike
from cartelera.apps.media.reporting import report_on
from cartelera.apps.media.sounding import sound_tracks
from cartelera.apps.media.tally import Board, Progress, Tally, Task
from cartelera.apps.media.tracks import read_tracks
from cartelera.apps.media.workshop import MasterFile, Run, frames_in
from cartelera.engines.media import encode as calls
from cartelera.engines.media.captions import (
    CaptionKind,
    Cue,
    fitted,
    on_programme_time,
    read_cues,
    webvtt,
)
from cartelera.engines.media.encode import Chunk, key_of
from cartelera.engines.media.ladder import Rung, first_rung, kept_rungs, ladder
from cartelera.engines.media.manifests import dash_manifest, hls_master
from cartelera.engines.media.marks import Mark, chapter_files, fitted_marks
from cartelera.engines.media.oddities import ACROSS, Bars, Odd, bars, oddities, pulldown
from cartelera.engines.media.order import Order
from cartelera.engines.media.package import (
    FACTS,
    MANIFEST,
    MASTER_PLAYLIST,
    SHEET,
    THUMBNAIL_TRACK,
    UNKNOWN,
    WHOLE_TEXT,
    Facts,
    SoundTrack,
    TextTrack,
    VideoTrack,
    package_arguments,
    thumbnail_track,
)
from cartelera.engines.media.probe import Picture, Probe, read_probe, refuse_unless_whole
from cartelera.engines.media.shots import boundaries, small_frames
from cartelera.engines.media.steps import Step
from cartelera.engines.media.timeline import Timeline, timeline
from cartelera.vocabulary.errors import InputError, ProgramError

WORDLESS = "it holds no words, or they were delivered beside the master"


@dataclass(frozen=True, slots=True)
class Made:
    """A verified package, not yet published."""

    directory: Path
    package_hash: str
    facts: Facts
    report: Path | None = None  # what reporting.report_on made; None: of a fixed ladder


def examine(path: Path, order: Order | None = None) -> Probe:
    """Return what a file is, reading all of it and decoding nothing.

    Raises InputError, naming the reason, for what is not a whole video, and for
    subtitles that are none.
    """
    for caption in (order or Order()).captions:
        read_cues(caption.data, caption.name)
    said = ffmpeg.probe(path)
    probe = read_probe(said)
    movie = probe.container.startswith("mov")
    refuse_unless_whole(probe, ffmpeg.packets(path, movie=movie))
    if order is not None and len(order.sound_languages) > len(probe.sounds):
        raise InputError(
            f"{len(order.sound_languages)} audio languages were given and the file has "
            f"{len(probe.sounds)} audio tracks"
        )
    return probe


def order_hash(order: Order) -> str:
    """Return the hash of an order and of the programs that would carry it out."""
    captions = [(c.language, c.kind, key_of(c.data)) for c in order.captions]
    return key_of(
        captions,
        order.sound_languages,
        order.aim,
        order.first,
        order.marks,
        ffmpeg.programs(),
        calls.PRESETS,
        calls.TUNED,
        calls.SVT,
    )


def encode(
    master: MasterFile,
    order: Order,
    room: Workroom,
    progress: Progress,
    *,
    crew: Crew = HERE,
    board: Board | None = None,
    peers: bool = False,
) -> Made:
    """Make a package of a master, going on from whatever pieces the room already holds.

    crew   who makes the pieces; by default this machine
    board  to be filled, while it goes on, with what every shot gets in a chosen ladder
    peers  tell of a chosen ladder beside those the peers would make, encoded as well

    Raises InputError when the master is refused, ProgramError when a program or the
    disk failed or when what was made does not count right; whatever `progress` raises
    stops the run and is passed on. Finished pieces stay in the room in each case.
    """
    before = master.path.stat()
    run = Run(master, room, Tally(progress, board or Board()), crew)
    run.tally.begin(Step.READ, 1)
    probe = examine(master.path, order)
    if peers:
        refuse_unlike(probe)
    seen = look(run, probe)
    clock = seen.clock
    texts, silent = _texts(run, order, probe, clock)
    sounds, heard = sound_tracks(run, order, probe, clock)
    joined, choice = _pictures(run, order, probe, clock, seen.starts)
    theirs = peers_of(run, probe, clock) if peers and choice is not None else {}
    facts, sources = _facts(run, order, clock, joined, sounds=sounds, words=texts)
    facts = replace(
        facts,
        marks=_marks(order, probe, clock),
        odd=seen.odd,
        fates=tuple(
            replace(f, reason=WORDLESS) if f.track in silent else f for f in probe.fates
        ),
    )
    sources |= heard
    directory = _package(run, facts, clock, sources, joined)
    after = master.path.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise InputError(f"{master.path.name} changed while it was encoded; run again")
    verified = verify(directory, run.tally.progress, room.fresh_directory())
    if verified.faults:
        raise ProgramError(
            "what was made does not count right, and was not published: "
            + "; ".join(verified.faults[:3])
        )
    report = None
    if choice is not None and order.aim is not None:
        report = report_on(run, probe, clock, choice, asked=order.aim.quality, peers=theirs)
    return Made(directory, verified.package_hash, facts, report)


Text = tuple[str, CaptionKind, tuple[Cue, ...]]  # language, kind, cues


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a master, every frame decoded."""

    clock: Timeline
    starts: tuple[int, ...]  # frames that begin a shot
    odd: tuple[Odd, ...]


def look(run: Run, probe: Probe) -> Look:
    """Decode every frame of the master once: find its steady clock, its shots, what is odd.

    Raises InputError if a frame is damaged.
    """
    call = calls.look_call(probe.picture)
    key = run.key(call, "shots")
    kept = run.room.piece(key)
    if kept is None:
        declared = probe.picture.frames_declared
        guess = declared or int((probe.seconds or 60) * probe.picture.rate)
        run.tally.begin(Step.LOOK, guess)
        run.do([_look_task(run, probe.picture, call, key)])
        kept = run.held(key)
    seen = json.loads(kept.read_text(encoding="utf-8"))
    stamps = seen["stamps"]
    clock = timeline(stamps, probe.picture.tick, probe.picture.rate, seen["last"])
    ordered = sorted(stamps)
    starts = tuple(dict.fromkeys(clock.place(ordered[at]) for at in seen["starts"]))
    odd = oddities(probe.picture, clock, Bars(*seen["bars"]), seen["pulldown"])
    return Look(clock, starts, odd)


def _look_task(run: Run, picture: Picture, call: calls.Arguments, key: str) -> Task:
    def task(stop: threading.Event) -> list[str]:
        stamps: list[int] = []
        last = 0

        def hear(line: str) -> None:
            nonlocal last
            fields = line.split(",")
            if len(fields) > 3 and not line.startswith("#"):
                stamps.append(int(fields[2]))
                last = int(fields[3])

        def frames(count: int) -> None:
            run.tally.done("look", count)

        grey = {name: run.room.fresh(".grey") for name in ("small", "rows", "columns")}
        files = {"master": run.master.path} | grey
        outcome = ffmpeg.ffmpeg(call, files, Hearing(stop, frames, hear))
        if outcome.code != 0:
            refuse_full(outcome.said, [run.room.path])
            raise InputError(
                f"the picture is damaged near frame {len(stamps)} ({outcome.last_words()}); "
                "deliver the master again"
            )
        seen = {
            "stamps": stamps,
            "last": last,
            "starts": _shot_starts(grey["small"], len(stamps)),
            "pulldown": _is_pulldown(grey["small"], picture),
            "bars": astuple(_bars(grey["rows"], grey["columns"], picture)),
        }
        run.room.keep_text(key, json.dumps(seen))
        for path in grey.values():
            remove(path)
        return []

    return task


def _shot_starts(small: Path, frames: int) -> list[int]:
    """Return the decoded frames that begin a shot."""
    if not small.exists() or not small.stat().st_size:
        raise InputError("no frame of the picture could be decoded; deliver the master again")
    with small.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        seen = small_frames(data[:])
        return [boundary.at for boundary in boundaries(seen[:frames])]


def _is_pulldown(small: Path, picture: Picture) -> bool:
    with small.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        return pulldown(small_frames(data[:]), picture.rate)


def _bars(rows: Path, columns: Path, picture: Picture) -> Bars:
    high = np.fromfile(rows, np.uint8).reshape(-1, picture.height, ACROSS)
    wide = np.fromfile(columns, np.uint8).reshape(-1, ACROSS, picture.width)
    return bars(high, wide)


def _pictures(
    run: Run, order: Order, probe: Probe, clock: Timeline, starts: Sequence[int]
) -> tuple[dict[Rung, Path], Choice | None]:
    """Encode all there is to see: return each rung worth offering, whole, and why those."""
    if order.aim is None:
        rungs = ladder(probe.picture.width, probe.picture.height, clock.rate)
        if order.first:
            rungs = (first_rung(rungs),)
        pieces = _encode_pieces(run, probe, clock, rungs)
        run.tally.begin(Step.PACKAGE, 1)
        chunks = calls.chunks(clock)
        joined = {}
        for rung in rungs:
            made = [pieces[f"{n}/{rung.name}"] for n in range(len(chunks))]
            joined[rung] = join(run, clock, chunks, made)
        sizes = [path.stat().st_size for path in joined.values()]
        return {rungs[n]: joined[rungs[n]] for n in kept_rungs(sizes)}, None
    choice = choose(run, probe, clock, calls.shot_chunks(clock, starts), order.aim)
    run.tally.begin(Step.PACKAGE, 1)
    whole = {one.rung: join(run, clock, choice.chunks, one.pieces) for one in choice.rungs}
    return whole, choice


def _encode_pieces(
    run: Run, probe: Probe, clock: Timeline, rungs: Sequence[Rung]
) -> dict[str, Path]:
    """Make every piece of picture that the room does not hold yet."""
    keys: dict[str, str] = {}
    tasks: list[Task] = []
    pixels = sum(r.width * r.height for r in rungs)
    run.tally.begin(Step.ENCODE, clock.frames * pixels)
    for n, chunk in enumerate(calls.chunks(clock)):
        missing = []
        for rung in rungs:
            key = run.key(calls.chunk_call(probe.picture, clock, [rung], chunk))
            keys[f"{n}/{rung.name}"] = key
            if run.room.piece(key) is None:
                missing.append((rung, key))
        cost = sum(r.width * r.height for r in rungs) * (chunk.end - chunk.start)
        if missing:
            tasks.append(_chunk_task(run, probe, clock, chunk, missing))
        else:
            run.tally.done(f"chunk {chunk.start}", cost)
    run.do(tasks)
    return {name: run.held(key) for name, key in keys.items()}


def _chunk_task(
    run: Run,
    probe: Probe,
    clock: Timeline,
    chunk: Chunk,
    missing: Sequence[tuple[Rung, str]],
) -> Task:
    wanted = chunk.end - chunk.start
    pixels = sum(rung.width * rung.height for rung, _ in missing)

    def task(stop: threading.Event) -> list[str]:
        def frames(count: int) -> None:
            run.tally.done(f"chunk {chunk.start}", min(count, wanted) * pixels)

        made = {rung.name: run.room.fresh(".mp4") for rung, _ in missing}
        call = calls.chunk_call(probe.picture, clock, [rung for rung, _ in missing], chunk)
        files = {"master": run.master.path} | made
        outcome = ffmpeg.ffmpeg(call, files, Hearing(stop, frames))
        for rung, key in missing:
            count = frames_in(made[rung.name]) if outcome.code == 0 else 0
            if count != wanted:
                refuse_full(outcome.said, [run.room.path])
                raise ProgramError(
                    f"frames {chunk.start} to {chunk.end} at {rung.name} gave {count} frames, "
                    f"not {wanted}: {outcome.last_words()}"
                )
            run.room.keep(key, made[rung.name])
        frames(wanted)
        return []

    return task


def join(run: Run, clock: Timeline, chunks: Sequence[Chunk], pieces: Sequence[Path]) -> Path:
    """Join the chunks of one rung, and see that each frame has its place."""
    key = key_of("join", [piece.name for piece in pieces], calls.join_call(clock.rate))
    kept = run.room.piece(key)
    if kept is not None:
        return kept
    run.tally.tell()
    listed, made = run.room.fresh(".txt"), run.room.fresh(".mp4")
    lengths = [chunk.frames / clock.rate for chunk in chunks]
    lines = calls.join_list(
        [(f"file:{p.absolute()}", s) for p, s in zip(pieces, lengths, strict=True)]
    )
    with disk(run.room.path):
        listed.write_text(lines, encoding="utf-8")
    outcome = ffmpeg.ffmpeg(
        calls.join_call(clock.rate), {"list": listed, "out": made}, joining=True
    )
    count = frames_in(made) if outcome.code == 0 else 0
    if count != clock.frames:
        refuse_full(outcome.said, [run.room.path])
        raise ProgramError(
            f"joining gave {count} frames, not {clock.frames}: {outcome.last_words()}"
        )
    return run.room.keep(key, made)


def _facts(
    run: Run,
    order: Order,
    clock: Timeline,
    joined: Mapping[Rung, Path],
    *,
    sounds: tuple[SoundTrack, ...],
    words: Sequence[Text],
) -> tuple[Facts, dict[str, Path]]:
    """Return what the package will be, and where its pictures and texts come from."""
    videos = tuple(_video(rung, path, clock) for rung, path in joined.items())
    sources = {f"video/{rung.name}": path for rung, path in joined.items()}
    texts = []
    for n, (language, kind, cues) in enumerate(words, 1):
        track = TextTrack(f"text/{n}-{language}", language, kind, cues[-1].end)
        texts.append(track)
        text = webvtt(cues)
        sources[track.directory] = run.room.piece(key_of(text)) or run.room.keep_text(
            key_of(text), text
        )
    shape = calls.thumbnails(clock, _smallest(joined))
    return (
        Facts(
            master=run.master.sha256,
            order=order_hash(order),
            frames=clock.frames,
            rate=clock.rate,
            videos=videos,
            sounds=sounds,
            texts=tuple(texts),
            sheets=-(-shape.count // (calls.TILES * calls.TILES)),
        ),
        sources,
    )


def _video(rung: Rung, path: Path, clock: Timeline) -> VideoTrack:
    kbps = round(path.stat().st_size / 125 / float(clock.seconds))
    return VideoTrack(f"video/{rung.name}", rung.width, rung.height, kbps, rung.codec)


def _smallest(joined: Mapping[Rung, Path]) -> Rung:
    return min(joined, key=lambda rung: rung.width * rung.height)


def _marks(order: Order, probe: Probe, clock: Timeline) -> tuple[Mark, ...]:
    """Return the chapters and what may be skipped: as asked, or as the master has them."""
    if order.marks is not None:
        return fitted_marks(order.marks, clock.seconds)
    return fitted_marks(probe.marks, clock.seconds, -clock.first * clock.tick)


def _texts(
    run: Run, order: Order, probe: Probe, clock: Timeline
) -> tuple[list[Text], set[int]]:
    """Return the text tracks: those delivered beside the master, then those inside it.

    With them come the tracks inside it that are set aside.
    """
    found: list[Text] = []
    silent: set[int] = set()
    for caption in order.captions:
        cues = on_programme_time(read_cues(caption.data, caption.name), clock.seconds)
        cues = fitted(cues, clock.seconds)
        if not cues:
            raise InputError(f"{caption.name} has no subtitle within the film's length")
        found.append((caption.language, caption.kind, cues))
    given = {(language, kind) for language, kind, _ in found}
    for words in probe.words:
        kind = (
            CaptionKind.FORCED
            if words.forced
            else CaptionKind.CAPTIONS
            if words.described
            else CaptionKind.SUBTITLES
        )
        cues = _cues_inside(run, calls.words_call(words), -clock.first * clock.tick, clock)
        if cues and (words.language or UNKNOWN, kind) not in given:
            found.append((words.language or UNKNOWN, kind, cues))
        else:
            silent.add(words.index)
    return found, silent


def _cues_inside(
    run: Run, call: calls.Arguments, shift: Fraction, clock: Timeline
) -> tuple[Cue, ...]:
    key = run.key(call)
    kept = run.room.piece(key)
    if kept is None:
        made = run.room.fresh(".vtt")
        ffmpeg.ffmpeg(call, {"master": run.master.path, "out": made})
        if not made.exists():
            return ()
        kept = run.room.keep(key, made)
    try:
        return fitted(read_cues(kept.read_bytes(), "a text track"), clock.seconds, shift)
    except InputError:
        return ()  # a text track without any text: many files carry one


def _package(
    run: Run,
    facts: Facts,
    clock: Timeline,
    sources: Mapping[str, Path],
    joined: Mapping[Rung, Path],
) -> Path:
    """Cut the package's segments, write its manifests and draw its thumbnails."""
    directory = run.room.fresh_directory()
    with disk(directory):
        for name in {d.split("/")[0] for d in sources} | {"thumbnails"}:
            (directory / name).mkdir()
    chosen = any(rung.aim for rung in joined)
    grid = calls.gop_frames(clock.rate) / clock.rate
    lasts = Fraction(calls.SHORTEST_SEGMENT) if chosen else grid
    named = {name: os.path.relpath(path, directory) for name, path in sources.items()}
    outcome = ffmpeg.package(package_arguments(facts, lasts, named), directory)
    if outcome.code != 0 or not (directory / MASTER_PLAYLIST).exists():
        raise ProgramError(f"the packager failed: {outcome.last_words()}")
    run.tally.tell()
    tracks = read_tracks(directory, facts)
    smallest = _smallest(joined)
    shape = calls.thumbnails(clock, smallest)
    ffmpeg.ffmpeg(
        calls.thumbnails_call(shape), {"rung": joined[smallest], "out": directory / SHEET}
    )
    texts = {
        THUMBNAIL_TRACK: thumbnail_track(shape, clock),
        MASTER_PLAYLIST: hls_master(facts, tracks),
        MANIFEST: dash_manifest(facts, tracks, shape),
        FACTS: facts.text(),
        **chapter_files(facts.marks),
    }
    with disk(directory):
        for text in facts.texts:
            whole = sources[text.directory].read_bytes()
            (directory / text.directory / WHOLE_TEXT).write_bytes(whole)
        for name, words in texts.items():
            (directory / name).write_text(words, encoding="utf-8")
    return directory


def master_file(path: Path, progress: Progress | None = None) -> MasterFile:
    """Return a file as a master, hashing it where it lies."""
    if not path.is_file():
        raise InputError(f"{path} is not a file")

    def tell(share: float) -> None:
        if progress is not None:
            progress(share * 0.01, Step.READ.value)

    with disk(path):
        return MasterFile(path.absolute(), hash_file(path, tell))
