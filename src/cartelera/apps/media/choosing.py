"""Choosing the ladder: every shot tried, encoded at equal slope, measured, and put right.

Cheap trials of a part of each shot draw its curves; the ladder is planned on them. Shots are
then encoded in a few rounds; each shows by how much the curves were wrong, and the shots still
to come make up for it. Where the title misses its aim even so, some shots are encoded again.
Nothing depends on time or on the order in which tasks end: a killed run chooses the same.
"""

import json
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

import numpy as np

from cartelera.adapters import ffmpeg
from cartelera.adapters.ffmpeg import Hearing
from cartelera.adapters.store import refuse_full
from cartelera.apps.media.tally import Task
from cartelera.apps.media.workshop import Run
from cartelera.engines.media import encode as calls
from cartelera.engines.media.encode import Chunk, key_of
from cartelera.engines.media.hull import Curve, Plan, Trial, cheapest, curve, plan, pooled_parts
from cartelera.engines.media.ladder import (
    APART,
    Aim,
    Effort,
    PictureCodec,
    Rung,
    display_size,
    qualities,
    rung_cap_kbps,
    sizes,
)
from cartelera.engines.media.probe import Probe
from cartelera.engines.media.quality import Quality, pooled, read_scores
from cartelera.engines.media.samples import sample_sizes
from cartelera.engines.media.steps import Step
from cartelera.engines.media.timeline import Timeline
from cartelera.vocabulary.errors import InputError, ProgramError

# CRFs of the trials at each of the sizes tried, the largest first: where each can be of use
TRIED = {
    PictureCodec.H264: ((18.0, 31.0), (18.0, 31.0), (18.0, 24.0, 31.0), (21.0, 31.0)),
    PictureCodec.AV1: ((22.0, 46.0), (22.0, 46.0), (24.0, 48.0), (28.0, 50.0)),
}
# by how much trials are usually wrong at two CRFs: see Curve.biased
USUAL = {
    PictureCodec.H264: ((18.0, -0.13, 0.0), (31.0, -0.16, -0.05)),
    PictureCodec.AV1: ((22.0, -0.28, 0.07), (48.0, -0.08, -0.15)),
}
BEYOND = 6  # steps of CRF outside those tried, to which a curve is believed
TRUSTED = 48  # frames that what is usual counts for, beside those that were encoded
OUTLYING = 0.7  # logarithm: a shot that is wrong by more, a black one say, teaches no more
GRIDS = {
    PictureCodec.H264: tuple(n / 4 for n in range(40, 185)),
    PictureCodec.AV1: tuple(float(n) for n in range(10, 51)),  # above, it falls apart
}
ROUNDS = ((0,), (2, 4), (1, 3, 5))  # places modulo 6 of the shots encoded together
MADE_UP = 2  # steps of CRF, at most, by which a shot makes up for others that missed
MISSED = 0.5  # VMAF off its aim from which a rung is put right
CORRECTIONS = 2  # times at most that shots are encoded again
LEAST_KBPS = 10  # a rung that needs less is not offered: the one above it is small enough


@dataclass(frozen=True, slots=True)
class Measured:
    """An encoded shot: its CRF, its bits, and VMAF of the frames looked at."""

    crf: float
    bits: float
    scores: tuple[float, ...]
    piece: Path

    @property
    def vmaf(self) -> float:
        """Mean over the frames looked at."""
        return sum(self.scores) / len(self.scores)

    @property
    def trial(self) -> Trial:
        """The shot as a point on its curve."""
        return Trial(self.crf, self.bits, self.vmaf)


@dataclass(slots=True)
class ChosenRung:
    """A rung of the ladder and what each shot got in it."""

    rung: Rung
    curves: list[Curve]  # as the trials drew them
    plan: Plan  # the last one made before shots were encoded
    shots: dict[int, Measured] = field(default_factory=dict)
    known: dict[int, list[Trial]] = field(default_factory=dict)  # of each shot, all encodes
    bias: tuple[float, float] = (0.0, 0.0)

    def expected(self) -> list[Curve]:
        """Return the curves as far as they are known now."""
        moved = [one.biased(*self.bias) for one in self.curves]
        for place, trials in self.known.items():
            moved[place] = moved[place].moved(trials)
        return moved

    def take(self, place: int, shot: Measured) -> None:
        """Take an encoded shot in place of what it had."""
        self.shots[place] = shot
        self.known.setdefault(place, []).append(shot.trial)

    def learn(self, frames: Sequence[int]) -> None:
        """Take in by how much the curves were wrong where an encoder has been.

        frames  of each shot of the title: a long one teaches more than a short one
        """
        weights = [float(TRUSTED), *(float(frames[n]) for n in self.shots)]
        wrongs = [self.curves[n].wrong(shot.trial) for n, shot in self.shots.items()]
        bits, missing = (
            [0.0, *(max(-OUTLYING, min(OUTLYING, wrong[n])) for wrong in wrongs)]
            for n in range(2)
        )
        total = sum(weights)
        self.bias = (
            sum(w * b for w, b in zip(weights, bits, strict=True)) / total,
            sum(w * m for w, m in zip(weights, missing, strict=True)) / total,
        )

    def vmaf(self, chunks: Sequence[Chunk]) -> float:
        """Return the mean VMAF of the title, every shot encoded."""
        total = sum(chunk.frames for chunk in chunks)
        return sum(self.shots[n].vmaf * c.frames for n, c in enumerate(chunks)) / total

    @property
    def quality(self) -> Quality:
        """VMAF over the frames looked at, of the whole title."""
        return pooled([s for n in sorted(self.shots) for s in self.shots[n].scores])

    @property
    def bits(self) -> float:
        """What the shots cost, all encoded."""
        return sum(shot.bits for shot in self.shots.values())

    @property
    def pieces(self) -> list[Path]:
        """The encoded shots in the film's order."""
        return [self.shots[n].piece for n in sorted(self.shots)]


@dataclass(frozen=True, slots=True)
class Choice:
    """The ladder that was chosen and encoded."""

    chunks: tuple[Chunk, ...]
    rungs: tuple[ChosenRung, ...]
    # for each codec and size, the curve of each shot as the trials drew it
    tried: Mapping[tuple[PictureCodec, tuple[int, int]], Sequence[Curve]]


@dataclass(frozen=True, slots=True)
class _Film:
    """What is encoded, and where."""

    run: Run
    probe: Probe
    clock: Timeline
    chunks: tuple[Chunk, ...]
    aim: Aim

    @property
    def shown(self) -> tuple[int, int]:
        return display_size(self.probe.picture.width, self.probe.picture.height)

    @property
    def frames(self) -> list[int]:
        return [chunk.frames for chunk in self.chunks]

    @property
    def most_bits(self) -> float | None:
        most = self.aim.most_kbps
        return None if most is None else most * 1000 * float(self.clock.seconds)


Wanted = Sequence[tuple[Chunk, Sequence[Rung]]]


def choose(
    run: Run, probe: Probe, clock: Timeline, chunks: tuple[Chunk, ...], aim: Aim
) -> Choice:
    """Choose and encode the ladder of a title.

    chunks  the film, cut where its shots change
    aim     what the editor asks for
    """
    film = _Film(run, probe, clock, chunks, aim)
    tried = _tried(film)
    ladders = [_planned(film, codec, tried) for codec in aim.codecs]
    rungs = [one for ladder in ladders for one in ladder]
    run.tally.begin(Step.ENCODE, _cost(clock.frames, [one.rung for one in rungs]))
    shots = {chunk.start: chunk.frames for chunk in chunks}
    run.tally.board.begin(shots, [one.rung for one in rungs], clock.rate)
    for places in ROUNDS:
        now = [n for n in range(len(chunks)) if n % 6 in places]
        for one in rungs if now else ():
            one.learn(film.frames)
            one.plan = _making_up(film, one)
        _encode(film, ladders, now)
    for _ in range(CORRECTIONS):
        _put_right(film, [one for one in rungs if _misses(film, one)])
    return Choice(chunks, tuple(r for ladder in ladders for r in _undominated(ladder)), tried)


def _making_up(film: _Film, one: ChosenRung) -> Plan:
    """Plan the shots still to come so that they make up for the others, within bounds.

    A shot far from the title's slope wastes bits: a few of the others are better encoded again.
    """
    settled = {n: shot.crf for n, shot in one.shots.items()}
    free = _plan(film, one)
    if not settled:
        return free
    full = _plan(film, one, settled)
    near = {
        n: min(max(crf, free.crfs[n] - MADE_UP), free.crfs[n] + MADE_UP)
        for n, crf in enumerate(full.crfs)
    }
    return _plan(film, one, near | settled)


def believed(codec: PictureCodec, curves: Sequence[Curve]) -> list[float]:
    """Return the CRFs at which curves, drawn of the same trials, are to be believed."""
    tried = curves[0].crfs
    return [crf for crf in GRIDS[codec] if tried[0] - BEYOND <= crf <= tried[-1] + BEYOND]


def _plan(film: _Film, one: ChosenRung, settled: Mapping[int, float] | None = None) -> Plan:
    return plan(
        one.expected(),
        film.frames,
        believed(one.rung.codec, one.curves),
        vmaf=one.rung.aim,
        most_bits=film.most_bits,
        settled=settled,
    )


def _tried(film: _Film) -> dict[tuple[PictureCodec, tuple[int, int]], list[Curve]]:
    """Try a part of each shot at each size and a few CRFs, fast, and draw its curves."""
    shapes = sizes(film.probe.picture.width, film.probe.picture.height)
    wanted, owners = [], []
    for codec in film.aim.codecs:
        rungs = [
            _rung(film, codec, size, crf)
            for size, crfs in zip(shapes, TRIED[codec], strict=False)
            for crf in crfs
        ]
        for place, chunk in enumerate(film.chunks):
            wanted.append((calls.excerpt(chunk), rungs))
            owners.append((codec, place))
    cost = sum(_cost(part.frames, rungs) for part, rungs in wanted)
    film.run.tally.begin(Step.TRY, cost)
    found = _measured(film, wanted)
    curves: dict[tuple[PictureCodec, tuple[int, int]], list[Curve]] = {}
    for (codec, place), (part, rungs), shots in zip(owners, wanted, found, strict=True):
        for size in shapes:
            trials = [
                _whole(film.chunks[place], part, shot)
                for rung, shot in zip(rungs, shots, strict=True)
                if (rung.width, rung.height) == size
            ]
            curves.setdefault((codec, size), []).append(_careful(codec, curve(trials)))
    return {key: _alike_in_a_shot(film.chunks, found) for key, found in curves.items()}


def _careful(codec: PictureCodec, drawn: Curve) -> Curve:
    """Return the curve that a careful encode usually has where a trial has this one."""
    low, high = USUAL[codec]
    bits, missing = (
        tuple(np.interp(drawn.crfs, (low[0], high[0]), (low[n], high[n])) + of)
        for n, of in ((1, drawn.log_bits), (2, drawn.log_missing))
    )
    return Curve(drawn.crfs, bits, missing)


def _alike_in_a_shot(chunks: Sequence[Chunk], curves: Sequence[Curve]) -> list[Curve]:
    alike: list[Curve] = []
    for _, parts in groupby(zip(chunks, curves, strict=True), lambda part: part[0].shot):
        of, found = zip(*parts, strict=True)
        alike += pooled_parts(found, [chunk.frames for chunk in of])
    return alike


def _whole(chunk: Chunk, part: Chunk, shot: Measured) -> Trial:
    """Return what a whole shot would cost, of which a part was tried: one key frame a group."""
    sizes_of = sample_sizes(shot.piece.read_bytes())
    first, rest = sizes_of[0] * 8, sum(sizes_of[1:]) * 8
    groups = -(-chunk.frames // chunk.group)
    each = rest / max(1, part.frames - 1)
    return Trial(shot.crf, groups * first + each * (chunk.frames - groups), shot.vmaf)


def _rung(film: _Film, codec: PictureCodec, size: tuple[int, int], crf: float) -> Rung:
    return Rung(*size, crf, rung_cap_kbps(*size, film.clock.rate), codec, Effort.TRIAL)


def _planned(
    film: _Film,
    codec: PictureCodec,
    tried: Mapping[tuple[PictureCodec, tuple[int, int]], list[Curve]],
) -> list[ChosenRung]:
    """Return the rungs of one codec: for each quality the size that needs the fewest bits."""
    shapes = [size for of, size in tried if of is codec]
    kept: list[ChosenRung] = []
    for vmaf in qualities(film.aim.quality):
        options = []
        for size in shapes:
            trial = _rung(film, codec, size, 0)
            rung = replace(trial, effort=Effort.CAREFUL, aim=vmaf)
            one = ChosenRung(rung, tried[codec, size], Plan((), 0, 0))
            one.plan = _plan(film, one)
            options.append(one)
        lowest = [one.curves[0].crfs[0] for one in options]
        best = options[cheapest([one.plan for one in options], lowest, vmaf)]
        kbps = best.plan.bits / 1000 / float(film.clock.seconds)
        last = kept[-1].plan if kept else None
        if last is None or (
            kbps >= LEAST_KBPS
            and best.plan.bits * APART <= last.bits
            and best.plan.vmaf < last.vmaf - 1
        ):
            kept.append(best)
    return kept


def _encode(
    film: _Film, ladders: Sequence[Sequence[ChosenRung]], places: Iterable[int]
) -> None:
    """Encode and measure some shots, as they are planned now."""
    wanted, owners = [], []
    for place in places:
        for ladder in ladders:
            rungs = [replace(one.rung, crf=one.plan.crfs[place]) for one in ladder]
            wanted.append((film.chunks[place], rungs))
            owners.append((place, ladder))
    for (place, ladder), shots in zip(owners, _measured(film, wanted), strict=True):
        for one, shot in zip(ladder, shots, strict=True):
            one.take(place, shot)


def _undominated(ladder: Sequence[ChosenRung]) -> list[ChosenRung]:
    """Return the rungs that cost less than every better one, as they were encoded."""
    kept: list[ChosenRung] = []
    for one in ladder:
        if not kept or one.bits < kept[-1].bits:
            kept.append(one)
    return kept


def _misses(film: _Film, one: ChosenRung) -> bool:
    """Whether a rung is so far from its aim that shots must be encoded again."""
    short = one.vmaf(film.chunks) - one.rung.aim
    end = believed(one.rung.codec, one.curves)[0]
    at_its_end = all(shot.crf == end for shot in one.shots.values())
    return film.most_bits is None and abs(short) > MISSED and not (short < 0 and at_its_end)


def _put_right(film: _Film, rungs: Sequence[ChosenRung]) -> None:
    """Encode again as few shots as bring each of these rungs to its aim."""
    wanted, owners = [], []
    for one in rungs:
        for place in _to_change(film, one):
            rung = replace(one.rung, crf=one.plan.crfs[place])
            wanted.append((film.chunks[place], [rung]))
            owners.append((one, place))
    for (one, place), (shot,) in zip(owners, _measured(film, wanted), strict=True):
        one.take(place, shot)


def _to_change(film: _Film, one: ChosenRung) -> list[int]:
    """Plan a rung anew, moving the shots that are furthest from their best; return those."""
    free = _plan(film, one)
    far = sorted(
        one.shots, key=lambda n: (-abs(free.crfs[n] - one.shots[n].crf) * film.frames[n], n)
    )
    crfs = {n: shot.crf for n, shot in one.shots.items()}
    for place in far:  # each goes where its slope is the title's, and none further
        crfs[place] = free.crfs[place]
        one.plan = _plan(film, one, crfs)
        if abs(one.plan.vmaf - one.rung.aim) <= MISSED / 2:
            break
    return [n for n in far if one.plan.crfs[n] != one.shots[n].crf]


def _cost(frames: int, rungs: Sequence[Rung]) -> float:
    return float(frames * sum(rung.width * rung.height for rung in rungs))


def _measured(film: _Film, wanted: Wanted) -> list[list[Measured]]:
    """Encode chunks at rungs and compare them with the master, whatever the room lacks."""
    tasks = [_measuring(film, chunk, rungs) for chunk, rungs in wanted if rungs]
    film.run.do(tasks)
    return [[_read(film, chunk, rung) for rung in rungs] for chunk, rungs in wanted]


def _keys(film: _Film, chunk: Chunk, rung: Rung) -> tuple[str, str]:
    """Return the keys of an encoded chunk, and of what was measured of it."""
    call = calls.chunk_call(film.probe.picture, film.clock, [rung], chunk)
    piece = film.run.key(call)
    compared = calls.compare_call(film.probe.picture, film.clock, chunk, film.shown, 1)
    return piece, key_of("compared", piece, compared)


def _read(film: _Film, chunk: Chunk, rung: Rung) -> Measured:
    piece, scored = (film.run.held(key) for key in _keys(film, chunk, rung))
    said = json.loads(scored.read_text(encoding="utf-8"))
    return Measured(rung.crf, said["bits"], tuple(said["scores"]), piece)


def _measuring(film: _Film, chunk: Chunk, rungs: Sequence[Rung]) -> Task:
    film = replace(film, chunks=())  # a task may travel, and needs no more than its own
    keyed = [(rung, *_keys(film, chunk, rung)) for rung in rungs]
    room = film.run.room

    def task(stop: threading.Event) -> list[str]:
        missing = [(rung, piece) for rung, piece, _ in keyed if room.piece(piece) is None]
        if missing:
            _encode_pieces(film, chunk, missing, stop)
        unseen = [(piece, scored) for _, piece, scored in keyed if room.piece(scored) is None]
        if unseen:
            _compare(film, chunk, unseen, stop)
        for rung in rungs:
            if rung.effort is Effort.CAREFUL:
                shot = _read(film, chunk, rung)
                film.run.tally.board.show(rung, chunk.start, shot.bits, shot.vmaf)
        name = f"{chunk.start} {' '.join(rung.name for rung in rungs)}"
        film.run.tally.done(name, _cost(chunk.frames, rungs))
        return []

    return task


def _encode_pieces(
    film: _Film, chunk: Chunk, missing: Sequence[tuple[Rung, str]], stop: threading.Event
) -> None:
    room = film.run.room
    made = {rung.name: room.fresh(".mp4") for rung, _ in missing}
    rungs = [rung for rung, _ in missing]
    call = calls.chunk_call(film.probe.picture, film.clock, rungs, chunk)
    outcome = ffmpeg.ffmpeg(call, {"master": film.run.master.path} | made, Hearing(stop))
    for rung, key in missing:
        count = _frames_of(made[rung.name]) if outcome.code == 0 else 0
        if count != chunk.frames:
            refuse_full(outcome.said, [room.path])
            raise ProgramError(
                f"frames {chunk.start} to {chunk.end} at {rung.name} gave {count} frames, "
                f"not {chunk.frames}: {outcome.last_words()}"
            )
        room.keep(key, made[rung.name])


def _frames_of(path: Path) -> int:
    try:
        return len(sample_sizes(path.read_bytes()))
    except (OSError, InputError):
        return 0


def _compare(
    film: _Film, chunk: Chunk, unseen: Sequence[tuple[str, str]], stop: threading.Event
) -> None:
    """Measure encoded pieces of a chunk against the master at display size."""
    room = film.run.room
    directory = room.fresh_directory()
    pieces = {str(n): film.run.held(piece) for n, (piece, _) in enumerate(unseen)}
    call = calls.compare_call(film.probe.picture, film.clock, chunk, film.shown, len(unseen))
    files = {"master": film.run.master.path} | pieces
    outcome = ffmpeg.ffmpeg(call, files, Hearing(stop), directory=directory)
    if outcome.code != 0:
        raise ProgramError(
            f"frames {chunk.start} to {chunk.end} cannot be compared: {outcome.last_words()}"
        )
    for n, (_, scored) in enumerate(unseen):
        log = json.loads((directory / f"{n}.json").read_text(encoding="utf-8"))
        bits = 8 * sum(sample_sizes(pieces[str(n)].read_bytes()))
        said = {"bits": bits, "scores": [round(s, 4) for s in read_scores(log)]}
        room.keep_text(scored, json.dumps(said))
