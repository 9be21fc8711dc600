"""Measure the bits, the processor time and the quality of our ladders beside the peers'.

    python -m benchmarks.media CLIP... --json OUT [--codec h264 --codec av1] [--seconds 10]
    python -m benchmarks.media CLIP... --chunked

Every clip is encoded with Cartelera, with the default ladders of PeerTube, MediaCMS and
Jellyfin (their exact x264 settings and caps, without sound), with the best choice for the
whole title, and with one CRF for each rung. Each stream that would be shipped is compared
with the clip at display size, every third frame, by VMAF 0.6.1. Bits are those of the coded
frames. `bits_saved_percent` is the Bjøntegaard rate over the quality both ladders cover;
against Jellyfin's one stream, our bits at its own VMAF. `per-title` has one size and one CRF
for each rung and key frames on a regular grid, as who knows no shots must. `fixed` has our
encoder's settings and one CRF at each of PeerTube's heights; its `cpu_ratio` is that of
the whole search to it. `vmaf_predicted` and `vmaf_shipped` are those of the rung that missed
its plan most; `vmaf_low_1` is the top rung's. --chunked times our pieces on every core
against one ffmpeg that uses them all.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

import imageio_ffmpeg

from cartelera.adapters import ffmpeg
from cartelera.adapters.store import open_workroom
from cartelera.apps.media.choosing import Choice, believed, choose
from cartelera.apps.media.pipeline import examine, join, look, master_file
from cartelera.apps.media.tally import Tally, Task, together
from cartelera.apps.media.workshop import Run
from cartelera.engines.media import encode as calls
from cartelera.engines.media.encode import Chunk, shot_chunks
from cartelera.engines.media.hull import cheapest, plan
from cartelera.engines.media.ladder import (
    Aim,
    Effort,
    PictureCodec,
    Rung,
    display_size,
    rung_cap_kbps,
)
from cartelera.engines.media.peers import (
    Peer,
    peer_call,
    peer_rungs,
    peertube_heights,
    saved_against,
)
from cartelera.engines.media.probe import Probe
from cartelera.engines.media.quality import Quality, pooled, read_scores
from cartelera.engines.media.samples import sample_sizes
from cartelera.engines.media.timeline import Timeline

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
FIXED_CRF = {PictureCodec.H264: 23.0, PictureCodec.AV1: 36.0}


@dataclass(frozen=True, slots=True)
class Stream:
    """One stream that would be shipped: its bits and how it looks."""

    name: str
    kbps: float
    quality: Quality

    @property
    def point(self) -> tuple[float, float]:
        """Its place on a curve."""
        return self.kbps, self.quality.mean


Ladder = tuple[list[Stream], float]  # and the processor seconds it took


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip under measurement."""

    run: Run
    probe: Probe
    clock: Timeline
    starts: tuple[int, ...]

    @property
    def size(self) -> tuple[int, int]:
        """Its display size."""
        return display_size(self.probe.picture.width, self.probe.picture.height)

    def measured(self, paths: Sequence[tuple[str, Path]]) -> list[Stream]:
        """Compare whole streams with the clip."""
        whole = Chunk(0, self.clock.frames, 1)
        call = calls.compare_call(self.probe.picture, self.clock, whole, self.size, len(paths))
        folder = self.run.room.fresh_directory()
        files = {"master": self.run.master.path} | {str(n): p for n, (_, p) in enumerate(paths)}
        outcome = ffmpeg.ffmpeg(call, files, directory=folder)
        if outcome.code:
            raise SystemExit(outcome.said)
        found = []
        for n, (name, path) in enumerate(paths):
            scores = read_scores(json.loads((folder / f"{n}.json").read_text()))
            sizes = sample_sizes(path.read_bytes())
            if len(sizes) != self.clock.frames:
                raise SystemExit(f"{name} has {len(sizes)} frames, not {self.clock.frames}")
            kbps = 8 * sum(sizes) / 1000 / float(self.clock.seconds)
            found.append(Stream(name, kbps, pooled(scores)))
        return found


def processor(work: Callable[[], Any]) -> tuple[Any, float]:
    """Return what `work` returns and the processor seconds of the programs it ran."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return result, spent


def encode_peer(clip: Clip, peer: Peer) -> Ladder:
    """Encode a peer's ladder and measure it."""

    def work() -> list[tuple[str, Path]]:
        made = []
        for rung in peer_rungs(peer, clip.size, clip.clock.rate):
            out = clip.run.room.fresh(".mp4")
            call = peer_call(rung, clip.probe.picture.index, clip.clock.rate)
            outcome = ffmpeg.ffmpeg(call, {"master": clip.run.master.path, "out": out})
            if outcome.code:
                raise SystemExit(outcome.said)
            made.append((f"{peer} {rung.height}", out))
        return made

    paths, spent = processor(work)
    return clip.measured(paths), spent


def encode_whole(clip: Clip, rungs: Sequence[Rung]) -> Ladder:
    """Encode the whole clip at each rung in one call each, key frames on a regular grid."""
    group = round(calls.LONGEST_GROUP * clip.clock.rate)
    chunk = Chunk(0, clip.clock.frames, group)

    def work() -> list[tuple[str, Path]]:
        made = []
        for rung in rungs:
            out = clip.run.room.fresh(".mp4")
            call = calls.chunk_call(clip.probe.picture, clip.clock, [rung], chunk)
            outcome = ffmpeg.ffmpeg(call, {"master": clip.run.master.path, rung.name: out})
            if outcome.code:
                raise SystemExit(outcome.said)
            made.append((rung.name, out))
        return made

    paths, spent = processor(work)
    return clip.measured(paths), spent


def fixed_rungs(clip: Clip, codec: PictureCodec) -> list[Rung]:
    """Return the peers' heights at one CRF, with the encoder's settings of a chosen ladder."""
    width, height = clip.size
    found = []
    for n, high in enumerate(peertube_heights(height)):
        wide = round(Fraction(width * high, height) / 2) * 2
        cap = rung_cap_kbps(wide, high, clip.clock.rate)
        found.append(Rung(wide, high, FIXED_CRF[codec], cap, codec, Effort.CAREFUL, n + 1))
    return found


def title_rungs(choice: Choice, codec: PictureCodec) -> list[Rung]:
    """Return the best choice for the title: for each quality one size and one CRF for all.

    Of the size that was encoded everything is known; of the others, what the trials say.
    """
    found = []
    frames = [chunk.frames for chunk in choice.chunks]
    for one in (each for each in choice.rungs if each.rung.codec is codec):
        sizes, plans, lowest = [], [], []
        for (of, size), curves in choice.tried.items():
            if of is not codec:
                continue
            mine = size == (one.rung.width, one.rung.height)
            known = one.expected() if mine else [curve.biased(*one.bias) for curve in curves]
            within = [plan(known, frames, [crf], vmaf=0) for crf in believed(codec, curves)]
            reach = [each for each in within if each.vmaf >= one.rung.aim]
            sizes.append(size)
            plans.append(min(reach, key=lambda each: each.bits) if reach else within[0])
            lowest.append(curves[0].crfs[0])
        best = cheapest(plans, lowest, one.rung.aim)
        width, height = sizes[best]
        found.append(replace(one.rung, width=width, height=height, crf=plans[best].crfs[0]))
    return found


@contextmanager
def opened(path: Path) -> Iterator[Clip]:
    """Look at a clip in a room that goes away."""
    with (
        tempfile.TemporaryDirectory(prefix="cartelera-media-") as folder,
        open_workroom(Path(folder) / "room") as room,
    ):
        run = Run(master_file(path), room, Tally(lambda _done, _step: None))
        probe = examine(path)
        seen = look(run, probe)
        yield Clip(run, probe, seen.clock, seen.starts)


def measure_clip(
    path: Path, codecs: Sequence[PictureCodec], quality: int
) -> list[dict[str, Any]]:
    """Measure one clip against everything."""
    with opened(path) as clip:
        peers = {peer.value.lower(): encode_peer(clip, peer) for peer in Peer}
        # an editor who wants no less than Jellyfin's stream asks for its quality
        top = max(quality, min(98, ceil(peers["jellyfin"][0][0].quality.mean)))
        found = [_rows(clip, path.name, codec, peers, top) for codec in codecs]
        return [row for rows in found for row in rows]


def _rows(
    clip: Clip,
    name: str,
    codec: PictureCodec,
    peers: dict[str, Ladder],
    quality: int,
) -> list[dict[str, Any]]:
    chunks = shot_chunks(clip.clock, clip.starts)
    aim = Aim(quality=quality, codecs=(codec,))
    choice, spent = processor(lambda: choose(clip.run, clip.probe, clip.clock, chunks, aim))
    paths = [
        (one.rung.name, join(clip.run, clip.clock, chunks, one.pieces)) for one in choice.rungs
    ]
    ours = clip.measured(paths)
    others = dict(peers)
    others["per-title"] = encode_whole(clip, title_rungs(choice, codec))
    others["fixed"] = encode_whole(clip, fixed_rungs(clip, codec))
    misses = [
        (one.plan.vmaf, s.quality.mean) for one, s in zip(choice.rungs, ours, strict=True)
    ]
    predicted, shipped = max(misses, key=lambda pair: abs(pair[0] - pair[1]))
    _show(name, codec, {"cartelera": (ours, spent)} | others)
    mine = [s.point for s in ours]
    rows = []
    for against, (theirs, cpu) in others.items():
        rows.append(
            {
                "clip": name,
                "codec": codec.value,
                "against": against,
                "bits_saved_percent": _rounded(saved_against(mine, [s.point for s in theirs])),
                "cpu_ratio": round(spent / cpu, 2),
                "vmaf_predicted": round(predicted, 2),
                "vmaf_shipped": round(shipped, 2),
                "vmaf_low_1": round(ours[0].quality.low_1, 2),
                "shots": len(clip.starts) + 1,
            }
        )
    return rows


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _show(
    name: str, codec: PictureCodec, ladders: dict[str, tuple[list[Stream], float]]
) -> None:
    print(f"{name} {codec.value}", file=sys.stderr)
    for against, (streams, cpu) in ladders.items():
        told = "  ".join(f"{s.kbps:.0f}@{s.quality.mean:.2f}" for s in streams)
        print(f"  {against:10} {cpu:7.1f} s  {told}", file=sys.stderr, flush=True)


def chunked(path: Path) -> dict[str, Any]:
    """Time the top rung in pieces on every core, and in one call that uses them all."""
    with opened(path) as clip:
        cap = rung_cap_kbps(*clip.size, clip.clock.rate)
        rung = Rung(*clip.size, 23, cap, PictureCodec.H264, Effort.CAREFUL)
        picture, room = clip.probe.picture, clip.run.room
        files = {"master": path.absolute()}

        def piece(chunk: Chunk) -> Task:
            def task(_stop: threading.Event) -> list[str]:
                call = calls.chunk_call(picture, clip.clock, [rung], chunk)
                ffmpeg.ffmpeg(call, files | {rung.name: room.fresh(".mp4")})
                return []

            return task

        begin = time.perf_counter()
        pieces = [piece(chunk) for chunk in shot_chunks(clip.clock, clip.starts)]
        together(pieces, clip.run.tally)
        ours = time.perf_counter() - begin
        whole = Chunk(0, clip.clock.frames, round(calls.LONGEST_GROUP * clip.clock.rate))
        cores = len(os.sched_getaffinity(0))
        words = calls.chunk_call(picture, clip.clock, [rung], whole)
        threads = [n for n, word in enumerate(words) if word == "-threads"]
        free = tuple(str(cores) if n - 1 in threads else w for n, w in enumerate(words))
        begin = time.perf_counter()
        ffmpeg.ffmpeg(free, files | {rung.name: room.fresh(".mp4")})
        one = time.perf_counter() - begin
        return {"clip": path.name, "cores": cores, "wall_ratio": round(ours / one, 3)}


def excerpt_of(path: Path, seconds: float, folder: Path) -> Path:
    """Return the first seconds of a clip, its frames as they are."""
    out = folder / f"{path.stem}.mkv"
    line = [FFMPEG, "-v", "error", "-y", "-i", str(path), "-t", str(seconds), "-an"]
    subprocess.run(
        [*line, "-c:v", "libx264", "-qp", "0", "-preset", "ultrafast", str(out)], check=True
    )
    return out


def main() -> None:
    """Measure, and write what was measured."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.media", description="Measure our ladders beside the peers'."
    )
    parser.add_argument("clips", nargs="+", type=Path)
    parser.add_argument("--codec", action="append", choices=[c.value for c in PictureCodec])
    parser.add_argument("--quality", type=int, default=95, help="VMAF of our top rung")
    parser.add_argument("--seconds", type=float, help="only so much of each clip")
    parser.add_argument("--chunked", action="store_true", help="time pieces against one call")
    parser.add_argument("--json", type=Path, help="file to write (default: standard output)")
    options = parser.parse_args()
    codecs = [PictureCodec(c) for c in options.codec or ("h264", "av1")]
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="cartelera-excerpts-") as folder:
        for given in options.clips:
            cut = options.seconds and excerpt_of(given, options.seconds, Path(folder))
            path = cut or given
            rows += (
                [chunked(path)]
                if options.chunked
                else measure_clip(path, codecs, options.quality)
            )
            text = json.dumps(rows, indent=1)
            if options.json:
                options.json.write_text(text + "\n")
    if not options.json:
        print(text)


if __name__ == "__main__":
    main()
