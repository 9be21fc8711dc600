"""The report of an encode: what was chosen and measured, with pictures of the hardest shots."""

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cartelera.adapters import ffmpeg
from cartelera.adapters.store import disk
from cartelera.apps.media.choosing import Choice, ChosenRung
from cartelera.apps.media.workshop import Run
from cartelera.engines.media import encode as calls
from cartelera.engines.media.hull import Curve
from cartelera.engines.media.ladder import PictureCodec, display_size
from cartelera.engines.media.peers import Peer, saved_against
from cartelera.engines.media.probe import Probe
from cartelera.engines.media.quality import EVERY, Point, bits_saved
from cartelera.engines.media.report import (
    HARDEST,
    MASTER_FRAME,
    REPORT,
    RUNG_FRAME,
    Dot,
    Hard,
    LadderTold,
    PeerTold,
    Report,
    RungTold,
    moments,
    read_report,
)
from cartelera.engines.media.report_page import report_page
from cartelera.engines.media.timeline import Timeline
from cartelera.vocabulary.errors import ProgramError

# of a ladder that is the same for every film
FIXED_CRF = {PictureCodec.H264: 23.0, PictureCodec.AV1: 36.0}
FEWEST = 3  # rungs of it that a saving is told of
DOTS = 9  # of a curve that is drawn


@dataclass(frozen=True, slots=True)
class _Film:
    run: Run
    probe: Probe
    clock: Timeline
    choice: Choice
    peers: Mapping[Peer, Sequence[Point]]

    @property
    def frames(self) -> list[int]:
        return [chunk.frames for chunk in self.choice.chunks]

    def seconds(self, frame: int) -> float:
        return round(float(frame / self.clock.rate), 3)


def report_on(
    run: Run,
    probe: Probe,
    clock: Timeline,
    choice: Choice,
    *,
    asked: int,
    peers: Mapping[Peer, Sequence[Point]],
) -> Path:
    """Return a directory with report.json and the frames of the hardest shots.

    asked  VMAF of the best rung, as it was ordered
    peers  kbit/s and VMAF of what each would ship; none if that was not asked for
    """
    film = _Film(run, probe, clock, choice, peers)
    codecs = list(dict.fromkeys(one.rung.codec for one in choice.rungs))
    ladders = tuple(_ladder(film, codec) for codec in codecs)
    best = choice.rungs[0]
    hardest = [_hard(film, best, place) for place in _hardest(best)]
    shots = len(choice.chunks)
    report = Report(float(clock.seconds), shots, asked, ladders, tuple(h for h, _ in hardest))
    directory = run.room.fresh_directory()
    for n, (_, draw) in enumerate(hardest, 1):
        _draw(film, best, draw, directory, n)
    with disk(directory):
        written = json.dumps(report.written(), indent=1)
        (directory / REPORT).write_text(written + "\n", encoding="utf-8")
    return directory


def whole_page(directory: Path, film: str) -> str:
    """Return a page that holds all of a report.

    directory  as report_on gives it
    film       what to call it
    """
    with disk(directory):
        said = json.loads((directory / REPORT).read_text(encoding="utf-8"))
        report = read_report(said)
        pairs = [
            (_data(directory / (MASTER_FRAME % n)), _data(directory / (RUNG_FRAME % n)))
            for n in range(1, len(report.hardest) + 1)
        ]
    return report_page(film, report, pairs)


def _data(path: Path) -> str:
    return "data:image/jpeg;base64," + b64encode(path.read_bytes()).decode()


def _ladder(film: _Film, codec: PictureCodec) -> LadderTold:
    rungs = [one for one in film.choice.rungs if one.rung.codec is codec]
    seconds = float(film.clock.seconds)
    told = tuple(
        RungTold(
            one.rung.size,
            round(one.bits / 1000 / seconds, 1),
            round(one.plan.vmaf, 2),
            one.quality.rounded,
        )
        for one in rungs
    )
    tried = {size: curves for (of, size), curves in film.choice.tried.items() if of is codec}
    moved = {size: _as_learnt(rungs, size, curves) for size, curves in tried.items()}
    fixed = [_dots(film, curves, [FIXED_CRF[codec]])[0] for curves in moved.values()]
    scores = [
        (film.seconds(film.choice.chunks[n].start + EVERY * k), score)
        for n in sorted(rungs[0].shots)
        for k, score in enumerate(rungs[0].shots[n].scores)
    ]
    ours = [(r.kbps, r.quality.mean) for r in told]
    saved = bits_saved(ours, fixed) if len(fixed) >= FEWEST else None
    return LadderTold(
        codec,
        told,
        tuple((f"{w}x{h}", _curve(film, curves)) for (w, h), curves in moved.items()),
        tuple(fixed),
        None if saved is None else round(saved, 1),
        moments(scores, seconds),
        tuple(_peer(peer, ours, theirs) for peer, theirs in film.peers.items()),
    )


def _peer(peer: Peer, ours: Sequence[Point], theirs: Sequence[Point]) -> PeerTold:
    saved = saved_against(ours, theirs)
    dots = tuple((round(kbps, 1), round(vmaf, 2)) for kbps, vmaf in theirs)
    return PeerTold(peer.value, dots, None if saved is None else round(saved, 1))


def _as_learnt(
    rungs: Sequence[ChosenRung], size: tuple[int, int], curves: Sequence[Curve]
) -> list[Curve]:
    """Return the curves of a size, moved by what the shipped rungs taught of the trials.

    A size that no rung has is moved as the others on the whole.
    """
    alike = [one for one in rungs if (one.rung.width, one.rung.height) == size] or rungs
    bits, missing = (sum(one.bias[n] for one in alike) / len(alike) for n in (0, 1))
    return [one.biased(bits, missing) for one in curves]


def _curve(film: _Film, curves: Sequence[Curve]) -> tuple[Dot, ...]:
    crfs = curves[0].crfs
    return tuple(_dots(film, curves, np.linspace(crfs[0], crfs[-1], DOTS).tolist()))


def _dots(film: _Film, curves: Sequence[Curve], crfs: Sequence[float]) -> list[Dot]:
    """Return what the title costs and how it looks with the same CRF for every shot."""
    at = np.asarray(crfs)
    share = np.asarray(film.frames) / sum(film.frames)
    kbps = np.sum([c.bits(at) for c in curves], axis=0) / 1000 / float(film.clock.seconds)
    looks = share @ np.array([c.vmaf(at) for c in curves])
    return [(round(float(k), 1), round(float(v), 2)) for k, v in zip(kbps, looks, strict=True)]


def _hardest(best: ChosenRung) -> list[int]:
    return sorted(best.shots, key=lambda n: (best.shots[n].vmaf, n))[:HARDEST]


def _hard(film: _Film, best: ChosenRung, place: int) -> tuple[Hard, tuple[int, int]]:
    """Return a shot as it is told, and which of its frames is shown."""
    chunk, shot = film.choice.chunks[place], best.shots[place]
    worst = min(range(len(shot.scores)), key=lambda k: shot.scores[k])
    seconds = float(chunk.frames / film.clock.rate)
    hard = Hard(
        film.seconds(chunk.start + EVERY * worst),
        film.seconds(chunk.start),
        film.seconds(chunk.end),
        shot.crf,
        round(shot.bits / 1000 / seconds, 1),
        round(shot.vmaf, 2),
        round(shot.scores[worst], 2),
    )
    return hard, (place, EVERY * worst)


def _draw(
    film: _Film, best: ChosenRung, frame: tuple[int, int], directory: Path, number: int
) -> None:
    place, at = frame
    picture = film.probe.picture
    shown = display_size(picture.width, picture.height)
    call = calls.frame_call(picture, film.clock, film.choice.chunks[place], at, shown)
    files = {
        "master": film.run.master.path,
        "piece": best.shots[place].piece,
        "master-frame": directory / (MASTER_FRAME % number),
        "rung-frame": directory / (RUNG_FRAME % number),
    }
    outcome = ffmpeg.ffmpeg(call, files)
    made = [directory / (name % number) for name in (MASTER_FRAME, RUNG_FRAME)]
    if outcome.code != 0 or not all(path.exists() for path in made):
        raise ProgramError(f"a frame of the report cannot be drawn: {outcome.last_words()}")
