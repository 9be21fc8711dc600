"""The ladders that peers make of a film by default: their x264 settings, without sound."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from cartelera.engines.media.encode import MASTER, OUT, Arguments
from cartelera.engines.media.quality import Point, bits_saved, kbps_at


class Peer(StrEnum):
    """A platform that a house could run instead."""

    PEERTUBE = "PeerTube"
    MEDIACMS = "MediaCMS"
    JELLYFIN = "Jellyfin"


# bits a pixel, by height
PEERTUBE = {
    144: 0.19,
    240: 0.17,
    360: 0.15,
    480: 0.12,
    720: 0.11,
    1080: 0.10,
    1440: 0.09,
    2160: 0.08,
}
# kbit/s, by height; and above 30 frames a second
MEDIACMS = {
    144: 150,
    240: 300,
    360: 500,
    480: 1000,
    720: 2500,
    1080: 4500,
    1440: 9000,
    2160: 18000,
}
MEDIACMS_FAST = MEDIACMS | {720: 3500, 1080: 7500, 1440: 18000, 2160: 40000}
HEIGHTS = tuple(PEERTUBE)
JELLYFIN_KBPS = 4000


@dataclass(frozen=True, slots=True)
class PeerRung:
    """One stream of a peer's ladder."""

    peer: Peer
    height: int
    arguments: tuple[str, ...]  # of ffmpeg, for what is made


def peer_rungs(peer: Peer, size: tuple[int, int], rate: Fraction) -> tuple[PeerRung, ...]:
    """Return the ladder a peer makes of a film.

    size  width and height of the film on display
    rate  frames a second
    """
    if peer is Peer.PEERTUBE:
        return tuple(_peertube(height, size, rate) for height in peertube_heights(size[1]))
    if peer is Peer.MEDIACMS:
        made = [h for h in HEIGHTS if h <= max(240, size[1])]  # 144 and 240 always
        return tuple(_mediacms(height, rate) for height in made)
    return (_jellyfin(min(720, size[1])),)


def peer_call(rung: PeerRung, track: int, rate: Fraction) -> Arguments:
    """Make a rung of the whole master, into the file `out`.

    track  number of the master's picture track
    """
    picture = ("-an", "-sn", "-map", f"0:{track}", "-r", str(rate))
    bare = ("-map_metadata", "-1", "-map_chapters", "-1", "-f", "mp4")
    return ("-threads", "1", "-i", MASTER, *picture, *rung.arguments, *bare, OUT)


def saved_against(ours: Sequence[Point], theirs: Sequence[Point]) -> float | None:
    """Return the percentage of bits that our ladder saves; negative: it costs.

    ours, theirs  kbit/s and VMAF of each rung

    Over the VMAF both cover; against a single stream, at its own VMAF. None if they cover
    none together.
    """
    if len(theirs) > 1:
        return bits_saved(ours, theirs)
    ((kbps, vmaf),) = theirs
    need = kbps_at(ours, vmaf)
    return None if need is None else 100 * (1 - need / kbps)


def peertube_heights(height: int) -> list[int]:
    """Return the heights of PeerTube's table below a film's, and that itself."""
    return [*(h for h in HEIGHTS if h < height), height]


def _peertube(height: int, size: tuple[int, int], rate: Fraction) -> PeerRung:
    pixel = PEERTUBE[min(PEERTUBE, key=lambda h: abs(h - height))]
    cap = int(float(height * height * Fraction(*size) * rate) * pixel)
    return PeerRung(Peer.PEERTUBE, height, (
        "-pix_fmt", "yuv420p", "-vf", f"scale=w=-2:h={height}", "-c:v", "libx264",
        "-preset", "veryfast", "-maxrate:v", str(cap), "-bufsize:v", str(2 * cap),
        "-b_strategy", "1", "-bf", "16", "-g:v", str(int(2 * rate)), "-threads", "1",
    ))  # fmt: skip


def _mediacms(height: int, rate: Fraction) -> PeerRung:
    cap = round(1.5 * (MEDIACMS if rate <= 30 else MEDIACMS_FAST)[height])
    wide = round(height * Fraction(16, 9) / 2) * 2
    return PeerRung(Peer.MEDIACMS, height, (
        "-filter:v", f"scale={wide}:{height}:force_original_aspect_ratio=decrease:"
        "force_divisible_by=2:flags=lanczos", "-pix_fmt", "yuv420p", "-c:v", "libx264",
        "-crf", "23", "-maxrate", f"{cap}k", "-bufsize", f"{cap}k",
        "-force_key_frames", "expr:gte(t,n_forced*4)",
        "-x264-params", f"keyint={int(rate * 8)}:keyint_min={int(rate * 4)}",
        "-preset", "medium", "-profile:v", "main", "-threads", "1",
    ))  # fmt: skip


def _jellyfin(height: int) -> PeerRung:
    return PeerRung(Peer.JELLYFIN, height, (
        "-vf", f"scale=w=-2:h={height},format=yuv420p", "-c:v", "libx264",
        "-preset", "veryfast", "-crf", "23",
        "-maxrate", f"{JELLYFIN_KBPS}k", "-bufsize", f"{2 * JELLYFIN_KBPS}k",
        "-profile:v", "high", "-x264opts",
        "subme=0:me_range=16:rc_lookahead=10:me=hex:open_gop=0", "-force_key_frames",
        "expr:gte(t,n_forced*3)", "-sc_threshold", "0", "-threads", "1",
    ))  # fmt: skip
