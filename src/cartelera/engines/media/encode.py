"""What ffmpeg is asked to do, as values: the hands that do it are elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

from cartelera.engines.media.ladder import Rung
from cartelera.engines.media.probe import Picture, Sound, Words
from cartelera.engines.media.shots import HEIGHT as SMALL_HEIGHT
from cartelera.engines.media.shots import WIDTH as SMALL_WIDTH
from cartelera.engines.media.timeline import Timeline

GOP_SECONDS = 4
SHORT_FILM = 120  # seconds: a shorter film is cut finer, so that every core has work
PRESET = "fast"
SAMPLES = 48_000  # a second
SOUND_KBPS = 128
RUN_UP = Fraction(1)  # seconds decoded before a piece, so that its first frame is sure
SCALER = "lanczos+accurate_rnd+full_chroma_int+bitexact"
SAME_BYTES = ("-bitexact", "-fflags", "+bitexact", "-map_metadata", "-1", "-map_chapters", "-1")
TILES = 5  # thumbnails in a row and in a column of a sheet
THUMBNAIL_WIDTH = 192  # pixels


@dataclass(frozen=True, slots=True)
class File:
    """A place for a file in a call; its path is given when the call is made."""

    name: str


MASTER = File("master")
OUT = File("out")

Arguments = tuple[str | File, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Frames [start, end) of what is made; start is the first of a group of pictures."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Thumbnails:
    """How small pictures for seeking are laid out on sheets."""

    step: int  # frames from one to the next
    count: int
    width: int  # pixels of one
    height: int


def key_of(*parts: object) -> str:
    """Return the hash under which a piece is kept: it changes with any part."""
    return sha256("\n".join(repr(part) for part in parts).encode()).hexdigest()


def gop_frames(rate: Fraction) -> int:
    """Return how many frames a group of pictures, and a segment, has."""
    return max(1, round(GOP_SECONDS * rate))


def chunks(timeline: Timeline) -> tuple[Chunk, ...]:
    """Cut a film into pieces of whole groups of pictures: 8 s, or 20 s of a long film."""
    groups = 2 if timeline.seconds < SHORT_FILM else 5
    size = groups * gop_frames(timeline.rate)
    return tuple(
        Chunk(start, min(start + size, timeline.frames))
        for start in range(0, timeline.frames, size)
    )


def look_call(picture: Picture) -> Arguments:
    """Decode every frame, stop at the first damage, and print when each is shown."""
    return (
        *("-xerror", "-err_detect", "explode", "-copyts", "-i", MASTER),
        *("-map", f"0:{picture.index}", "-fps_mode", "passthrough"),
        *("-enc_time_base", "demux", "-vf", "scale=16:16:flags=fast_bilinear"),
        *("-f", "framecrc", "pipe:1"),
    )


def small_call(index: int) -> Arguments:
    """Write every frame of a picture track as a small grey one, into the file `small`."""
    size = f"scale={SMALL_WIDTH}:{SMALL_HEIGHT}:flags=area,format=gray"
    return (
        *("-copyts", "-i", MASTER, "-map", f"0:{index}", "-fps_mode", "passthrough"),
        *("-vf", size, "-f", "rawvideo", File("small")),
    )


def chunk_call(
    picture: Picture, timeline: Timeline, rungs: Sequence[Rung], chunk: Chunk
) -> Arguments:
    """Encode one chunk at each rung, from the master; the outputs are named as the rungs.

    A rung's bytes are the same whichever others are made beside it.
    """
    count = len(rungs)
    branches = "".join(f"[s{n}]" for n in range(count))
    graph = [f"[0:{picture.index}]{_clocked(picture, timeline, chunk)},split={count}{branches}"]
    graph += [f"[s{n}]{_scaled(picture, rung)}[r{n}]" for n, rung in enumerate(rungs)]
    outputs: list[str | File] = []
    for n, rung in enumerate(rungs):
        outputs += ["-map", f"[r{n}]", *_x264(rung, timeline.rate), File(rung.name)]
    return (
        *("-threads", "1", "-copyts", "-noaccurate_seek"),
        *_seek(timeline, chunk),
        *("-i", MASTER, "-filter_complex_threads", "1", "-filter_complex", ";".join(graph)),
        *outputs,
    )


def join_call(rate: Fraction) -> Arguments:
    """Join the chunks of one rung, listed in the file `list`, without encoding again."""
    grid = ":".join(f"{t.lower()}=round({t}*TB*{rate})/({rate})/TB" for t in ("PTS", "DTS"))
    return (
        *("-f", "concat", "-safe", "0", "-i", File("list"), "-map", "0:v", "-c", "copy"),
        *("-bsf:v", f"setts={grid}"),
        *(*SAME_BYTES, "-video_track_timescale", str(rate.numerator), "-f", "mp4", OUT),
    )


def join_list(paths: Sequence[tuple[str, Fraction]]) -> str:
    """Write the list that join_call reads: the address and the seconds of each chunk."""
    lines = [f"file '{path}'\nduration {float(seconds):.9f}\n" for path, seconds in paths]
    return "ffconcat version 1.0\n" + "".join(lines)


def sound_call(sound: Sound, timeline: Timeline) -> Arguments:
    """Encode one audio track as stereo AAC, exactly as long as the film."""
    start = round(timeline.first * timeline.tick * SAMPLES)
    length = sound_samples(timeline)
    filters = (
        f"asettb=1/{SAMPLES},asetpts=PTS-{start},aresample={SAMPLES}:async=1:first_pts=0,"
        f"aformat=channel_layouts=stereo,apad=whole_len={length},atrim=end_sample={length}"
    )
    return (
        *("-xerror", "-copyts", "-i", MASTER, "-map", f"0:{sound.index}", "-af", filters),
        *("-c:a", "aac", "-b:a", f"{SOUND_KBPS}k", *SAME_BYTES, "-f", "mp4", OUT),
    )


def sound_samples(timeline: Timeline) -> int:
    """Return the samples of the film's sound, for each channel."""
    return -int(-timeline.seconds * SAMPLES // 1)


def words_call(words: Words) -> Arguments:
    """Take a text track out of the master as WebVTT, on the master's own clock."""
    return ("-copyts", "-i", MASTER, "-map", f"0:{words.index}", "-f", "webvtt", OUT)


def thumbnails(timeline: Timeline, rung: Rung) -> Thumbnails:
    """Return how the film's thumbnails are laid out: one each 2, 5 or 10 seconds."""
    seconds = 2 if timeline.seconds < 600 else 5 if timeline.seconds < 3600 else 10
    step = max(1, round(seconds * timeline.rate))
    height = max(2, round(Fraction(THUMBNAIL_WIDTH * rung.height, rung.width) / 2) * 2)
    return Thumbnails(step, -(-timeline.frames // step), THUMBNAIL_WIDTH, height)


def thumbnails_call(shape: Thumbnails) -> Arguments:
    """Draw the sheets of thumbnails from a joined rung, the file `rung`."""
    filters = (
        f"select=not(mod(n\\,{shape.step})),"
        f"scale={shape.width}:{shape.height}:flags={SCALER}:out_range=full,"
        f"format=yuvj420p,tile={TILES}x{TILES}"
    )
    return (
        *("-threads", "1", "-i", File("rung"), "-map", "0:v", "-vf", filters),
        *("-fps_mode", "passthrough", "-c:v", "mjpeg", "-threads", "1", "-q:v", "4"),
        *(*SAME_BYTES, "-f", "image2", "-start_number", "1", OUT),
    )


def count_call() -> Arguments:
    """Decode a finished rendition, the file `rendition`, stopping at the first damage."""
    return (
        *("-xerror", "-err_detect", "explode", "-i", File("rendition"), "-map", "0"),
        *("-fps_mode", "passthrough", "-f", "null", "-"),
    )


def _seek(timeline: Timeline, chunk: Chunk) -> tuple[str, ...]:
    at = chunk.start / timeline.rate - RUN_UP
    if at <= 0:
        return ()
    return ("-seek_timestamp", "1", "-ss", f"{float(timeline.first * timeline.tick + at):.6f}")


def _clocked(picture: Picture, timeline: Timeline, chunk: Chunk) -> str:
    """Return the filters that put the master on the steady clock and cut the chunk out."""
    filters = [f"settb={timeline.tick}", f"setpts=PTS-({timeline.first})"]
    if picture.interlaced:
        filters.append("bwdif=mode=send_frame:deint=all")
    filters.append(f"fps={timeline.rate}:round=near")
    if not timeline.steady:
        filters.append("tpad=stop_mode=clone:stop_duration=2")
    filters.append(f"trim=start_pts={chunk.start}:end_pts={chunk.end}")
    return ",".join([*filters, "setpts=PTS-STARTPTS"])


def _scaled(picture: Picture, rung: Rung) -> str:
    matrix = ":out_color_matrix=bt709" if picture.rgb else ""
    return (
        f"scale={rung.width}:{rung.height}:flags={SCALER}:out_range=limited{matrix},"
        "format=yuv420p,setsar=1"
    )


def _x264(rung: Rung, rate: Fraction) -> tuple[str, ...]:
    gop = gop_frames(rate)
    # scene cuts become I frames that are no IDR: every segment starts on the grid alone
    params = f"keyint=infinite:min-keyint={4 * gop}:open-gop=0"
    return (
        *("-c:v", "libx264", "-preset", PRESET, "-profile:v", "high", "-crf", str(rung.crf)),
        *("-maxrate", f"{rung.cap_kbps}k", "-bufsize", f"{2 * rung.cap_kbps}k"),
        *("-threads", "1", "-x264-params", params, "-fps_mode", "passthrough"),
        *("-force_key_frames", f"expr:not(mod(n,{gop}))", "-forced-idr", "1"),
        *(*SAME_BYTES, "-video_track_timescale", str(rate.numerator), "-f", "mp4"),
    )
