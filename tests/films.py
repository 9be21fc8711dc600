"""Films drawn by program: each frame has a level of its own, so that none can be mistaken."""

import subprocess
from pathlib import Path

import imageio_ffmpeg

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()


def ffmpeg(*arguments: object) -> bytes:
    """Run ffmpeg and return what it prints."""
    line = [FFMPEG, "-v", "error", "-nostdin", "-y", *map(str, arguments)]
    return subprocess.run(line, check=True, capture_output=True).stdout


def level(n: int) -> int:
    """Return the luma of frame n: frames near each other differ by far."""
    return 40 + n * 67 % 160


def film(
    path: Path,
    seconds: float = 3,
    rate: str = "25",
    size: str = "160x90",
    sounds: int = 1,
    codec: tuple[str, ...] = ("-c:v", "libx264", "-preset", "ultrafast", "-crf", "12"),
    filters: str = "null",
    more: tuple[str, ...] = (),
) -> Path:
    """Draw a film with numbered frames and `sounds` audio tracks."""
    drawn = f"color=c=black:s=16x16:r={rate}:d={seconds}"
    numbered = "geq=lum='40+mod(N*67,160)':cb=128:cr=128"
    sized = f"scale={size.replace('x', ':')}:flags=neighbor,setsar=1"
    inputs = ["-f", "lavfi", "-i", f"{drawn},{numbered},{sized}"]
    maps = ["-map", "0:v"]
    for n in range(sounds):
        inputs += ["-f", "lavfi", "-i", f"sine=frequency={440 + 110 * n}:duration={seconds}"]
        maps += ["-map", f"{n + 1}:a"]
    ffmpeg(*inputs, *maps, "-vf", filters, *codec, *more, "-t", seconds, path)
    return path


def levels(path: Path, *arguments: str) -> list[int]:
    """Return the luma in the middle of each frame of a film."""
    filters = ("-vf", "scale=2:2:flags=area,format=yuv420p", "-fps_mode", "passthrough")
    raw = ffmpeg(*arguments, "-i", path, "-map", "0:v:0", *filters, "-f", "rawvideo", "pipe:1")
    return list(raw[::6])


def joined(package: Path, track: str, target: Path) -> Path:
    """Join the segments of a track of a package into one file."""
    parts = [package / track / "init.mp4", *sorted((package / track).glob("*.m4s"))]
    target.write_bytes(b"".join(part.read_bytes() for part in parts))
    return target
