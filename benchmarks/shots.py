"""Measure the finding of shots on films whose changes are known, because they were made.

    python -m benchmarks.shots [CLIP...] --json OUT [--films 8] [--seed 68]

Each film is spliced by program: cuts, dissolves of 8 to 40 frames and fades through black or
white, with flashes, whip pans, slow pans and changes of light inside the shots, which are no
change of shot. The material is drawn; with CLIP (files of one shot each) half of it is cut
from them. PySceneDetect's detectors read the same films. A change is found if one is named
within it, or two frames beside it; what is named twice, or anywhere else, is wrong.
"""

import argparse
import json
import random
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np
import numpy.typing as npt

from cartelera.adapters.ffmpeg import ffmpeg, probe
from cartelera.engines.media.encode import look_call
from cartelera.engines.media.probe import read_probe
from cartelera.engines.media.shots import boundaries, small_frames

WIDTH, HEIGHT, RATE = 320, 180, 25
NEAR = 2  # frames
Film = npt.NDArray[np.float32]  # frames x HEIGHT x WIDTH, 0 to 255


@dataclass(frozen=True, slots=True)
class Truth:
    """A change of shot that was made, during frames [start, end]."""

    start: int
    end: int
    kind: str


def drawn_shot(draw: np.random.Generator, frames: int) -> Film:
    """Draw a shot: a textured ground under a moving camera, and things that move over it."""
    big = sum(
        np.kron(draw.normal(size=(360 // s + 1, 1280 // s + 1)), np.ones((s, s)))[:360, :1280]
        * s
        for s in (4, 16, 64)
    )
    big = np.asarray(big, dtype=np.float32)
    ground = 20 + 90 * draw.random() + draw.uniform(15, 60) * big / big.std()
    speed = draw.choice([0.0, 0.5, 2.0, 6.0, 20.0])  # pixels a frame: the last is a whip pan
    x0, y0 = 0.0, draw.uniform(0, 170)
    light = draw.choice([0.0, 0.0, 1.0])
    things = [
        (
            *draw.uniform((0, 0), (320, 180)),
            *draw.normal(0, 3, 2),
            *draw.uniform((9, 0), (40, 255)),
        )
        for _ in range(draw.integers(0, 4))
    ]
    ys, xs = np.mgrid[0:HEIGHT, 0:WIDTH]
    film = np.empty((frames, HEIGHT, WIDTH), dtype=np.float32)
    for n in range(frames):
        x = int(abs((x0 + speed * n) % 1900 - 950))
        frame = ground[int(y0) : int(y0) + HEIGHT, x : x + WIDTH].copy()
        for px, py, vx, vy, size, level in things:
            cx, cy = (px + vx * n) % WIDTH, (py + vy * n) % HEIGHT
            frame[np.hypot(xs - cx, ys - cy) < size] = level
        film[n] = frame * (1 + light * 0.5 * n / frames)
    return film + draw.normal(0, draw.uniform(0, 4), film.shape).astype(np.float32)


def clip_frames(path: Path) -> Film:
    """Return a clip's frames in grey at the size of the films."""
    line = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-an", "-vf"]
    line += [f"scale={WIDTH}:{HEIGHT},format=gray", "-f", "rawvideo", "pipe:1"]
    raw = subprocess.run(line, capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.uint8).reshape(-1, HEIGHT, WIDTH).astype(np.float32)


def shots_of(draw: np.random.Generator, clips: Sequence[Film], count: int) -> Iterator[Film]:
    """Give shots, half of them from the clips where there are any, with flashes in some."""
    last = -1
    for n in range(count):
        frames = int(draw.integers(50, 120))
        use = int(draw.integers(len(clips))) if clips and n % 2 else -1
        if use >= 0 and use != last:
            clip = clips[use]
            frames = min(frames, len(clip))
            start = int(draw.integers(len(clip) - frames + 1))
            shot = clip[start : start + frames].copy()
        else:
            shot = drawn_shot(draw, frames)
        last = use
        if draw.random() < 0.3:
            at, lasts = int(draw.integers(20, frames - 20)), int(draw.integers(1, 4))
            shot[at : at + lasts] = shot[at : at + lasts] * 0.3 + 180
        yield shot.clip(0, 255)


def spliced(
    draw: np.random.Generator, clips: Sequence[Film], shots: int
) -> tuple[Film, list[Truth]]:
    """Return a film and the changes made in it."""
    truths: list[Truth] = []
    film: list[Film] = []
    length = 0
    for shot in shots_of(draw, clips, shots):
        kind = str(draw.choice(["cut", "cut", "dissolve", "fade"])) if film else "start"
        lasts = min(int(draw.integers(8, 40)), length and len(film[-1]) - 12, len(shot) // 2)
        if kind == "dissolve":
            part = np.linspace(0, 1, lasts + 2, dtype=np.float32)[1:-1, None, None]
            mixed = film[-1][-lasts:] * (1 - part) + shot[:lasts] * part
            film[-1] = film[-1][:-lasts]
            truths.append(Truth(length - lasts, length, kind))
            film.append(np.concatenate([mixed, shot[lasts:]]))
            length += len(shot) - lasts
            continue
        if kind == "fade":
            half = max(4, lasts // 2)
            part = np.linspace(0, 1, half, dtype=np.float32)[:, None, None]
            plain = float(draw.choice([16.0, 16.0, 235.0]))
            film[-1][-half:] = film[-1][-half:] * (1 - part) + plain * part
            shot[:half] = shot[:half] * part + plain * (1 - part)
            truths.append(Truth(length - half, length + half, kind))
        elif kind == "cut":
            truths.append(Truth(length, length, kind))
        film.append(shot)
        length += len(shot)
    return np.concatenate(film), truths


def write(film: Film, path: Path) -> None:
    """Write a film as H.264 of good quality."""
    line = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-f", "rawvideo"]
    line += ["-pix_fmt", "gray", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(RATE), "-i", "pipe:0"]
    line += ["-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-crf", "18"]
    subprocess.run([*line, str(path)], input=film.astype(np.uint8).tobytes(), check=True)


def ours(path: Path, scratch: Path) -> list[int]:
    """Return the changes that Cartelera finds."""
    raw = scratch / "small.grey"
    ffmpeg(look_call(read_probe(probe(path)).picture), {"master": path, "small": raw})
    return [b.at for b in boundaries(small_frames(raw.read_bytes()))]


def theirs(path: Path, name: str) -> list[int]:
    """Return the changes that a detector of PySceneDetect finds, with its defaults."""
    import scenedetect

    scenes = scenedetect.detect(str(path), getattr(scenedetect, name)())
    return [start.frame_num for start, _ in scenes[1:]]


def judged(found: Sequence[int], truths: Sequence[Truth]) -> tuple[set[int], int]:
    """Return which truths were found, and how many findings are wrong."""
    hit: set[int] = set()
    wrong = 0
    for at in found:
        here = [
            n for n, t in enumerate(truths)
            if n not in hit and t.start - NEAR <= at <= t.end + NEAR
        ]  # fmt: skip
        if here:
            hit.add(here[0])
        else:
            wrong += 1
    return hit, wrong


def measure(clips: Sequence[Path], films: int, seed: int) -> dict[str, Any]:
    """Make the films, read them with each detector, and count."""
    random.seed(seed)
    draw = np.random.default_rng(seed)
    material = [clip_frames(path) for path in clips]
    names = ["cartelera", "AdaptiveDetector", "ContentDetector", "ThresholdDetector"]
    counts = {n: {"found": 0, "wrong": 0, "cut": 0, "dissolve": 0, "fade": 0} for n in names}
    made = {"all": 0, "cut": 0, "dissolve": 0, "fade": 0}
    with tempfile.TemporaryDirectory(prefix="cartelera-shots-") as folder:
        for _ in range(films):
            film, truths = spliced(draw, material, 12)
            path = Path(folder) / "film.mp4"
            write(film, path)
            for truth in truths:
                made["all"] += 1
                made[truth.kind] += 1
            for name in names:
                found = ours(path, Path(folder)) if name == "cartelera" else theirs(path, name)
                hit, wrong = judged(found, truths)
                counts[name]["found"] += len(hit)
                counts[name]["wrong"] += wrong
                for n in hit:
                    counts[name][truths[n].kind] += 1
    return {"made": made, "detectors": {n: _shares(c, made) for n, c in counts.items()}}


def _shares(count: dict[str, int], made: dict[str, int]) -> dict[str, float]:
    named = count["found"] + count["wrong"]
    kinds = {f"recall_{k}": round(count[k] / max(1, made[k]), 3) for k in made if k != "all"}
    return {
        "precision": round(count["found"] / max(1, named), 3),
        "recall": round(count["found"] / max(1, made["all"]), 3),
    } | kinds


def main() -> None:
    """Measure, and write what was measured."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.shots", description="Measure the finding of shots."
    )
    parser.add_argument("clips", nargs="*", type=Path, help="files of one shot each")
    parser.add_argument("--films", type=int, default=8)
    parser.add_argument("--seed", type=int, default=68)
    parser.add_argument("--json", type=Path, help="file to write (default: standard output)")
    options = parser.parse_args()
    text = json.dumps(measure(options.clips, options.films, options.seed), indent=2)
    if options.json:
        options.json.write_text(text + "\n")
    else:
        print(text)


if __name__ == "__main__":
    main()
