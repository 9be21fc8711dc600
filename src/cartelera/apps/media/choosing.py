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
from pathlib import Path

from cartelera.adapters import ffmpeg
from cartelera.adapters.ffmpeg import Hearing
from cartelera.adapters.store import refuse_full
from cartelera.apps.media.tally import Task, together
from cartelera.apps.media.workshop import Run
from cartelera.engines.media import encode as calls
from cartelera.engines.media.encode import Chunk, key_of
from cartelera.engines.media.hull import Curve, Plan, Trial, curve, plan
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

TRIED = {
    PictureCodec.H264: (20.0, 28.0, 36.0),
    PictureCodec.AV1: (26.0, 40.0, 54.0),
}  # CRFs of the trials
GRIDS = {
    PictureCodec.H264: tuple(n / 4 for n in range(56, 185)),
    PictureCodec.AV1: tuple(float(n) for n in range(14, 64)),
}
PILOTS = 3  # shots tried once more with the careful encoder, before any is encoded
ROUNDS = ((0,), (2, 4), (1, 3, 5))  # places modulo 6 of the shots encoded together
MISSED = 0.4  # VMAF off its aim from which a rung is put right
LEAST_KBPS = 50  # a rung that needs less is not offered: the one above it is small enough


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
    plan: Plan
    shots: dict[int, Measured] = field(default_factory=dict)
    bias: tuple[float, float] = (0.0, 0.0)

    def expected(self) -> list[Curve]:
        """Return the curves as far as they are known now."""
        moved = [one.biased(*self.bias) for one in self.curves]
        for place, shot in self.shots.items():
            moved[place] = moved[place].moved([shot.trial])
        return moved

    def learn(self, wrongs: Sequence[tuple[float, float]]) -> None:
        """Take in by how much the curves were wrong where an encoder has been."""
        if wrongs:
            self.bias = (
                sum(bits for bits, _ in wrongs) / len(wrongs),
                sum(missing for _, missing in wrongs) / len(wrongs),
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
    _fly_pilots(film, ladders)
    run.tally.begin(Step.ENCODE, _cost(clock.frames, [one.rung for one in rungs]))
    for places in ROUNDS:
        now = [n for n in range(len(chunks)) if n % 6 in places]
        _encode(film, ladders, now)
        for one in rungs:
            wrongs = [one.curves[n].wrong(shot.trial) for n, shot in one.shots.items()]
            one.learn(wrongs)
            settled = {n: shot.crf for n, shot in one.shots.items()}
            one.plan = _plan(film, one, settled)
    for one in rungs:
        _put_right(film, one)
    return Choice(chunks, tuple(rungs), tried)


def _plan(film: _Film, one: ChosenRung, settled: Mapping[int, float] | None = None) -> Plan:
    return plan(
        one.expected(),
        film.frames,
        GRIDS[one.rung.codec],
        vmaf=one.rung.aim,
        most_bits=film.most_bits,
        settled=settled,
    )


def _tried(film: _Film) -> dict[tuple[PictureCodec, tuple[int, int]], list[Curve]]:
    """Try a part of each shot at each size and a few CRFs, fast, and draw its curves."""
    shapes = sizes(film.probe.picture.width, film.probe.picture.height)
    wanted, owners = [], []
    for codec in film.aim.codecs:
        rungs = [_rung(film, codec, size, crf) for size in shapes for crf in TRIED[codec]]
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
            curves.setdefault((codec, size), []).append(curve(trials))
    return curves


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
        best = min(
            options,
            key=lambda o: (max(0.0, round(vmaf - 0.25 - o.plan.vmaf, 1)), o.plan.bits),
        )
        kbps = best.plan.bits / 1000 / float(film.clock.seconds)
        last = kept[-1].plan if kept else None
        if last is None or (
            kbps >= LEAST_KBPS
            and best.plan.bits * APART <= last.bits
            and best.plan.vmaf < last.vmaf - 1
        ):
            kept.append(best)
    return kept


def _fly_pilots(film: _Film, ladders: Sequence[Sequence[ChosenRung]]) -> None:
    """Encode parts of a few shots as carefully as the rungs will be, and learn from them."""
    count = min(PILOTS, len(film.chunks))
    places = sorted({(2 * n + 1) * len(film.chunks) // (2 * count) for n in range(count)})
    wanted: list[tuple[Chunk, list[Rung]]] = []
    for ladder in ladders:
        for place in places:
            rungs = [replace(one.rung, crf=one.plan.crfs[place]) for one in ladder]
            wanted.append((calls.excerpt(film.chunks[place]), rungs))
    found = iter(_measured(film, wanted))
    for ladder in ladders:
        flown = [(place, next(found)) for place in places]
        for n, one in enumerate(ladder):
            trials = [
                (place, _whole(film.chunks[place], calls.excerpt(film.chunks[place]), shots[n]))
                for place, shots in flown
            ]
            one.learn([one.curves[place].wrong(trial) for place, trial in trials])
            one.plan = _plan(film, one)


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
            one.shots[place] = shot


def _put_right(film: _Film, one: ChosenRung) -> None:
    """Encode some shots of a rung again if the title misses its aim."""
    held = film.most_bits is not None
    if held or abs(one.vmaf(film.chunks) - one.rung.aim) <= MISSED:
        return
    free = _plan(film, one)
    far = sorted(
        one.shots, key=lambda n: (-abs(free.crfs[n] - one.shots[n].crf) * film.frames[n], n)
    )
    for count in range(1, len(far) + 1):
        settled = {n: one.shots[n].crf for n in far[count:]}
        one.plan = _plan(film, one, settled)
        if abs(one.plan.vmaf - one.rung.aim) <= MISSED / 2:
            break
    changed = [n for n in far if one.plan.crfs[n] != one.shots[n].crf]
    wanted = [(film.chunks[n], [replace(one.rung, crf=one.plan.crfs[n])]) for n in changed]
    for place, (shot,) in zip(changed, _measured(film, wanted), strict=True):
        one.shots[place] = shot


def _cost(frames: int, rungs: Sequence[Rung]) -> float:
    return float(frames * sum(rung.width * rung.height for rung in rungs))


def _measured(film: _Film, wanted: Wanted) -> list[list[Measured]]:
    """Encode chunks at rungs and compare them with the master, whatever the room lacks."""
    tasks = [_measuring(film, chunk, rungs) for chunk, rungs in wanted if rungs]
    together(tasks, film.run.tally)
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
    keyed = [(rung, *_keys(film, chunk, rung)) for rung in rungs]
    room = film.run.room

    def task(stop: threading.Event) -> list[str]:
        missing = [(rung, piece) for rung, piece, _ in keyed if room.piece(piece) is None]
        if missing:
            _encode_pieces(film, chunk, missing, stop)
        unseen = [(piece, scored) for _, piece, scored in keyed if room.piece(scored) is None]
        if unseen:
            _compare(film, chunk, unseen, stop)
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
