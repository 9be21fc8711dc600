"""The peers' ladders of a film, made and measured as ours is, to be told beside it."""

import json
import threading

from cartelera.adapters import ffmpeg
from cartelera.adapters.ffmpeg import Hearing
from cartelera.adapters.store import refuse_full, remove
from cartelera.apps.media.tally import Task
from cartelera.apps.media.workshop import Run, frames_in
from cartelera.engines.media import encode as calls
from cartelera.engines.media.encode import Chunk
from cartelera.engines.media.ladder import display_size
from cartelera.engines.media.peers import Peer, PeerRung, peer_call, peer_rungs
from cartelera.engines.media.probe import Probe
from cartelera.engines.media.quality import Point, pooled, read_scores
from cartelera.engines.media.steps import Step
from cartelera.engines.media.timeline import Timeline
from cartelera.vocabulary.errors import InputError, ProgramError


def refuse_unlike(probe: Probe) -> None:
    """Raise InputError for a wide range: the peers' streams of it are not seen as ours."""
    if probe.picture.wide is not None:
        raise InputError(
            "the peers' ladders are not comparable for a master in wide range (PQ or HLG): "
            "leave out --peers"
        )


def peers_of(run: Run, probe: Probe, clock: Timeline) -> dict[Peer, tuple[Point, ...]]:
    """Return kbit/s and VMAF of each stream the peers would make of the master.

    Raises ProgramError if a stream has not the master's frames.
    """
    size = display_size(probe.picture.width, probe.picture.height)
    keys: dict[Peer, list[str]] = {}
    tasks = []
    rungs = [rung for peer in Peer for rung in peer_rungs(peer, size, clock.rate)]
    run.tally.begin(Step.PEERS, 2 * len(rungs) * clock.frames)
    for rung in rungs:
        key = run.key(peer_call(rung, probe.picture.index, clock.rate), "looks", size)
        keys.setdefault(rung.peer, []).append(key)
        if run.room.piece(key) is None:
            tasks.append(_task(run, probe, clock, rung, key))
        else:
            run.tally.done(key, 2 * clock.frames)
    run.do(tasks)
    return {peer: tuple(_point(run, key) for key in held) for peer, held in keys.items()}


def _point(run: Run, key: str) -> Point:
    kbps, vmaf = json.loads(run.held(key).read_text(encoding="utf-8"))
    return kbps, vmaf


def _task(run: Run, probe: Probe, clock: Timeline, rung: PeerRung, key: str) -> Task:
    """Encode a stream and look at it; only what it came to is kept."""

    def task(stop: threading.Event) -> list[str]:
        def encoded(count: int) -> None:
            run.tally.done(key, min(count, clock.frames))

        def compared(count: int) -> None:
            run.tally.done(key, clock.frames + min(count, clock.frames))

        made, folder = run.room.fresh(".mp4"), run.room.fresh_directory()
        call = peer_call(rung, probe.picture.index, clock.rate)
        files = {"master": run.master.path, "out": made}
        outcome = ffmpeg.ffmpeg(call, files, Hearing(stop, encoded))
        count = frames_in(made) if outcome.code == 0 else 0
        if count != clock.frames:
            refuse_full(outcome.said, [run.room.path])
            raise ProgramError(
                f"{rung.peer}'s {rung.height} lines gave {count} frames, not {clock.frames}: "
                f"{outcome.last_words()}; leave out --peers"
            )
        whole = Chunk(0, clock.frames, 1)
        size = display_size(probe.picture.width, probe.picture.height)
        look = calls.compare_call(probe.picture, clock, whole, size, 1)
        files = {"master": run.master.path, "0": made}
        outcome = ffmpeg.ffmpeg(look, files, Hearing(stop, compared), directory=folder)
        if outcome.code != 0:
            raise ProgramError(f"{rung.peer} cannot be compared: {outcome.last_words()}")
        scores = read_scores(json.loads((folder / "0.json").read_text(encoding="utf-8")))
        kbps = int(ffmpeg.probe(made)["streams"][0]["bit_rate"]) / 1000
        run.room.keep_text(key, json.dumps([kbps, pooled(scores).mean]))
        compared(clock.frames)
        remove(made)
        remove(folder)
        return []

    return task
