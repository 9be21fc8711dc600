"""Writes pictures and sound made by program as a film."""

import subprocess
import wave
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray

from cartelera.adapters.processes import die_with_parent
from cartelera.vocabulary.errors import ProgramError

Frame = NDArray[np.uint32]  # height x width; red, green, blue and nothing, low byte first
Sound = NDArray[np.float32]  # samples x 2, -1 to 1


def write_film(
    frames: Iterable[Frame],
    rate: Fraction,
    sound: Sound,
    sample_rate: int,
    out: Path,
) -> None:
    """Write a film whose coding cannot be seen: H.264 and AAC in an MP4.

    frames       at least one, all of one size, even in both directions
    rate         frames in a second
    sound        as long as the frames or a little longer
    sample_rate  samples in a second
    out          replaced if it exists
    Raises ProgramError if the film could not be written whole.
    """
    given = iter(frames)
    first = next(given)
    height, width = first.shape
    with TemporaryDirectory(prefix="cartelera-film-") as folder:
        heard = Path(folder) / "sound.wav"
        _write_sound(sound, sample_rate, heard)
        argv = [
            imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", "-y",
            "-f", "rawvideo", "-pixel_format", "rgb0", "-video_size", f"{width}x{height}",
            "-framerate", str(rate), "-i", "pipe:0", "-i", str(heard),
            "-vf", "scale=out_color_matrix=bt709:out_range=tv:flags=bilinear,format=yuv420p",
            "-c:v", "libx264", "-preset", "superfast", "-crf", "15", "-g", str(2 * round(rate)),
            "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709",
            "-c:a", "aac", "-b:a", "192k", "-shortest", "-movflags", "+faststart",
            "-f", "mp4", str(out),
        ]  # fmt: skip
        said = Path(folder) / "said.txt"
        with said.open("wb") as errors:
            program = subprocess.Popen(
                argv,
                stdin=subprocess.PIPE,
                stderr=errors,
                preexec_fn=die_with_parent,  # noqa: PLW1509
            )
            assert program.stdin is not None  # noqa: S101 - a pipe was asked for
            try:
                program.stdin.write(first.tobytes())
                for frame in given:
                    program.stdin.write(frame.tobytes())
                program.stdin.close()
            except BrokenPipeError:
                pass  # what went wrong is in its own words below
            except BaseException:
                program.kill()
                raise
            finally:
                program.wait()
        if program.returncode or not out.exists():
            words = said.read_text(errors="replace").strip().splitlines()[-3:]
            raise ProgramError(f"{out.name} could not be written: {' '.join(words)}")


def _write_sound(sound: Sound, sample_rate: int, out: Path) -> None:
    samples = (np.clip(sound, -1, 1) * 32767).astype("<i2")
    with wave.open(str(out), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(sample_rate)
        file.writeframes(samples.tobytes())
