"""The sound of a master: measured, brought to one loudness, and made in each of its forms."""

import json
import threading
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from cartelera.adapters import ffmpeg
from cartelera.adapters.ffmpeg import Hearing
from cartelera.apps.media.tally import Task
from cartelera.apps.media.workshop import Run
from cartelera.engines.media.encode import Arguments
from cartelera.engines.media.order import Order
from cartelera.engines.media.package import UNKNOWN, SoundTrack
from cartelera.engines.media.probe import Probe, Sound, SoundRole
from cartelera.engines.media.sound import (
    SILENCE_LUFS,
    Loudness,
    forms,
    gain_db,
    measure_call,
    read_loudness,
    sound_call,
)
from cartelera.engines.media.steps import Step
from cartelera.engines.media.timeline import Timeline
from cartelera.vocabulary.errors import InputError

LINES_KEPT = 8  # of what the meter prints: the last ones hold the result


def sound_tracks(
    run: Run, order: Order, probe: Probe, clock: Timeline
) -> tuple[tuple[SoundTrack, ...], dict[str, Path]]:
    """Make every form of every audio track, and return them with the files they come from.

    What the room holds already is not made again.
    Raises InputError, by its number, for a track that is damaged.
    """
    metered = [(n, s, c) for n, s in enumerate(probe.sounds, 1) for c in _channels(s)]
    run.tally.begin(Step.SOUND, 2 * len(metered))
    _measure(run, metered, clock)
    tracks: list[SoundTrack] = []
    keys: dict[str, str] = {}
    tasks: list[Task] = []
    for n, (sound, language, role) in enumerate(_called(order, probe.sounds), 1):
        for form in forms(sound):
            loudness = _loudness(run, sound, clock, form.channels)
            gain = gain_db(loudness)
            track = SoundTrack(
                directory=f"sound/{n}-{language}{form.ending}",
                language=language,
                role=role,
                channels=form.channels,
                codec=form.codec,
                master_lufs=None if loudness.lufs < SILENCE_LUFS else loudness.lufs,
                gain_db=gain,
            )
            call = sound_call(sound, clock, form, gain)
            keys[track.directory] = key = run.key(call)
            tracks.append(track)
            if run.room.piece(key) is None:
                tasks.append(_make(run, n, call, key))
    run.do(tasks)
    return tuple(tracks), {name: run.held(key) for name, key in keys.items()}


def _called(order: Order, sounds: Sequence[Sound]) -> list[tuple[Sound, str, SoundRole]]:
    """Return each track with its language and role, as the order or the master has them."""
    called: list[tuple[Sound, str, SoundRole]] = []
    for n, sound in enumerate(sounds):
        said = order.sound_languages[n] if n < len(order.sound_languages) else ""
        language = said or sound.language or UNKNOWN
        role = sound.role
        main = called[0][1] if called else language
        if role in {SoundRole.DUB, SoundRole.ALTERNATE}:
            role = SoundRole.ALTERNATE if language == main else SoundRole.DUB
        called.append((sound, language, role))
    return called


def _channels(sound: Sound) -> list[int]:
    return list(dict.fromkeys(form.channels for form in forms(sound)))


def _measure(run: Run, metered: Sequence[tuple[int, Sound, int]], clock: Timeline) -> None:
    tasks: list[Task] = []
    for n, sound, channels in metered:
        call = measure_call(sound, clock, channels)
        if run.room.piece(run.key(call)) is None:
            tasks.append(_meter(run, n, call))
    run.do(tasks)


def _meter(run: Run, n: int, call: Arguments) -> Task:
    def task(stop: threading.Event) -> list[str]:
        last: list[str] = []

        def hear(line: str) -> None:
            if line.startswith("lavfi."):
                last.append(line)
                del last[:-LINES_KEPT]

        outcome = ffmpeg.ffmpeg(
            call, {"master": run.master.path}, Hearing(stop=stop, line=hear)
        )
        _refuse_damaged(n, outcome)
        run.tally.done(run.key(call), 1)
        run.room.keep_text(run.key(call), json.dumps(asdict(read_loudness(last))))
        return []

    return task


def _loudness(run: Run, sound: Sound, clock: Timeline, channels: int) -> Loudness:
    kept = run.held(run.key(measure_call(sound, clock, channels)))
    return Loudness(**json.loads(kept.read_text(encoding="utf-8")))


def _make(run: Run, n: int, call: Arguments, key: str) -> Task:
    def task(stop: threading.Event) -> list[str]:
        made = run.room.fresh(".mp4")
        outcome = ffmpeg.ffmpeg(call, {"master": run.master.path, "out": made}, Hearing(stop))
        _refuse_damaged(n, outcome)
        run.tally.done(key, 1 / 2)
        run.room.keep(key, made)
        return []

    return task


def _refuse_damaged(n: int, outcome: ffmpeg.Outcome) -> None:
    if outcome.code != 0:
        raise InputError(
            f"audio track {n} is damaged ({outcome.last_words()}); deliver it again"
        )
