"""What ffmpeg is asked to do, as values: the hands that do it are elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from itertools import pairwise

from cartelera.engines.media.captions import MAX_BYTES
from cartelera.engines.media.ladder import Effort, PictureCodec, Rung
from cartelera.engines.media.oddities import ACROSS
from cartelera.engines.media.oddities import EVERY as EVERY_ODD
from cartelera.engines.media.probe import Picture, Words
from cartelera.engines.media.quality import EVERY
from cartelera.engines.media.shots import HEIGHT as SMALL_HEIGHT
from cartelera.engines.media.shots import WIDTH as SMALL_WIDTH
from cartelera.engines.media.timeline import Timeline
from cartelera.engines.media.tone import toned

GOP_SECONDS = 4
SHORT_FILM = 120  # seconds: a shorter film is cut finer, so that every core has work
SHORTEST_SEGMENT = 2  # seconds, of a film that is cut at its shots: nearer shots share one
LONGEST_GROUP = 5  # seconds, of a film that is cut at its shots
EXCERPT = (24, 56)  # frames of a shot that are tried, at least and at most
PRESETS = {
    (PictureCodec.H264, Effort.QUICK): "fast",
    (PictureCodec.H264, Effort.TRIAL): "faster",
    (PictureCodec.H264, Effort.CAREFUL): "slow",
    (PictureCodec.AV1, Effort.TRIAL): "9",
    (PictureCodec.AV1, Effort.CAREFUL): "5",
}
# no bits spent on grain that only looks like detail; less taken from busy parts for flat ones
TUNED = "psy=0:aq-mode=1:aq-strength=0.4"
SVT = "lp=1:tune=1:qp-scale-compress-strength=1:enable-qm=1:qm-min=4"
SAMPLES = 48_000  # a second
RUN_UP = Fraction(1)  # seconds decoded before a piece, so that its first frame is sure
SCALER = "lanczos+accurate_rnd+full_chroma_int+bitexact"
SAME_BYTES = ("-bitexact", "-fflags", "+bitexact", "-map_metadata", "-1", "-map_chapters", "-1")
TILES = 5  # thumbnails in a row and in a column of a sheet
THUMBNAIL_WIDTH = 192  # pixels
FRAME_WIDTH = 960  # pixels, at most, of a frame in a report


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
    group: int  # frames from one key frame to the next
    shot: int = 0  # the frame that begins the shot it is a part of

    @property
    def frames(self) -> int:
        """How many frames it has."""
        return self.end - self.start


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
    group = gop_frames(timeline.rate)
    return tuple(
        Chunk(start, min(start + groups * group, timeline.frames), group)
        for start in range(0, timeline.frames, groups * group)
    )


def shot_chunks(timeline: Timeline, starts: Sequence[int]) -> tuple[Chunk, ...]:
    """Cut a film where its shots change; a long shot is cut again, into equal parts.

    starts  the frames that begin a shot, in order; 0 need not be among them

    Each piece is one group of pictures, so that what is learned from a part of a long shot
    serves the rest of it.
    """
    edges = [0, *(at for at in starts if 0 < at < timeline.frames), timeline.frames]
    found = []
    for start, end in pairwise(edges):
        parts = -(-(end - start) // (LONGEST_GROUP * timeline.rate))
        size = -(-(end - start) // parts)
        for at in range(start, end, size):
            until = min(at + size, end)
            found.append(Chunk(at, until, until - at, start))
    return tuple(found)


def excerpt(chunk: Chunk) -> Chunk:
    """Return the frames in the middle of a shot that are tried for all of it."""
    least, most = EXCERPT
    frames = min(chunk.frames, max(least, min(most, chunk.frames * 2 // 5)))
    start = chunk.start + (chunk.frames - frames) // 2
    return Chunk(start, start + frames, frames)


def look_call(picture: Picture) -> Arguments:
    """Decode every frame, stop at the first damage, and print when each is shown.

    Each is also written, small and grey, into the file `small`; of one in a while, what its
    rows and its columns come to goes into the files `rows` and `columns`.
    """
    some = f"select=not(mod(n\\,{EVERY_ODD})),scale"
    rows = f"{some}={ACROSS}:{picture.height}:flags=area,format=gray"
    columns = f"{some}={picture.width}:{ACROSS}:flags=area,format=gray"
    return (
        *("-xerror", "-err_detect", "explode", "-copyts", "-i", MASTER),
        *("-map", f"0:{picture.index}", "-fps_mode", "passthrough"),
        *("-enc_time_base", "demux", "-vf", "scale=16:16:flags=fast_bilinear"),
        *("-f", "framecrc", "pipe:1"),
        *("-map", f"0:{picture.index}", "-fps_mode", "passthrough"),
        *("-vf", f"scale={SMALL_WIDTH}:{SMALL_HEIGHT}:flags=area,format=gray"),
        *("-f", "rawvideo", File("small")),
        *("-map", f"0:{picture.index}", "-fps_mode", "passthrough"),
        *("-vf", rows, "-f", "rawvideo", File("rows")),
        *("-map", f"0:{picture.index}", "-fps_mode", "passthrough"),
        *("-vf", columns, "-f", "rawvideo", File("columns")),
    )


def chunk_call(
    picture: Picture, timeline: Timeline, rungs: Sequence[Rung], chunk: Chunk
) -> Arguments:
    """Encode one chunk at each rung, from the master; the outputs are named as the rungs.

    A rung's bytes are the same whichever others are made beside it.
    """
    shapes = list(dict.fromkeys(_shape(picture, rung) for rung in rungs))
    graph = [
        _split(f"[0:{picture.index}]{_clocked(picture, timeline, chunk)}", "s", len(shapes))
    ]
    outputs: list[str | File] = []
    for n, shape in enumerate(shapes):
        alike = [rung for rung in rungs if _shape(picture, rung) == shape]
        graph.append(_split(f"[s{n}]{shape}", f"r{n}x", len(alike)))
        for k, rung in enumerate(alike):
            outputs += ["-map", f"[r{n}x{k}]", *_encoder(rung, chunk.group)]
            outputs += [*_film(timeline.rate), File(rung.name)]
    return (
        *_cut_out(timeline, chunk),
        *("-filter_complex_threads", "1", "-filter_complex", ";".join(graph), *outputs),
    )


def compare_call(
    picture: Picture, timeline: Timeline, chunk: Chunk, size: tuple[int, int], count: int
) -> Arguments:
    """Compare encodes of a chunk, the files 0 to count - 1, with the master at display size.

    The scores are written to 0.json and so on, in the directory the call is made in.
    """
    clock = f"settb=1/({timeline.rate}),setpts=N"
    wide = f"scale={size[0]}:{size[1]}:flags={SCALER}:out_range=limited{_matrix(picture)}"
    seen = (
        f"[0:{picture.index}]{_clocked(picture, timeline, chunk)},{wide},format=yuv420p,{clock}"
    )
    graph = [_split(seen, "m", count)]
    files: list[str | File] = []
    outputs: list[str] = []
    for n in range(count):
        files += ["-threads", "1", "-i", File(str(n))]
        shown = f"scale={size[0]}:{size[1]}:flags=bicubic,format=yuv420p,{clock}"
        vmaf = f"libvmaf=n_threads=1:n_subsample={EVERY}:log_fmt=json:log_path={n}.json"
        graph += [f"[{n + 1}:v]{shown}[t{n}]", f"[t{n}][m{n}]{vmaf}[v{n}]"]
        outputs += ["-map", f"[v{n}]"]
    return (
        *_cut_out(timeline, chunk),
        *files,
        *("-filter_complex_threads", "1", "-filter_complex", ";".join(graph)),
        *(*outputs, "-f", "null", "-"),
    )


def frame_call(
    picture: Picture, timeline: Timeline, chunk: Chunk, at: int, size: tuple[int, int]
) -> Arguments:
    """Draw frame `at` of a chunk, as the master and an encode of it, the file `piece`, have it.

    size  at which both are shown

    They are written to the files `master-frame` and `rung-frame`.
    """
    wide = min(size[0], FRAME_WIDTH)
    high = max(2, round(Fraction(size[1] * wide, size[0] * 2)) * 2)
    shown = f"select=eq(n\\,{at}),scale={wide}:{high}:flags={SCALER}:out_range=full"
    master = (
        f"[0:{picture.index}]{_clocked(picture, timeline, chunk)},{shown}{_matrix(picture)}"
    )
    graph = f"{master},format=yuvj420p[m];[1:v]{shown},format=yuvj420p[r]"
    outputs: list[str | File] = []
    for name, pad in (("master-frame", "[m]"), ("rung-frame", "[r]")):
        outputs += ["-map", pad, "-frames:v", "1", "-c:v", "mjpeg", "-threads", "1"]
        outputs += ["-q:v", "3", *SAME_BYTES, "-f", "mjpeg", File(name)]
    return (
        *(*_cut_out(timeline, chunk), "-threads", "1", "-i", File("piece")),
        *("-filter_complex_threads", "1", "-filter_complex", graph, *outputs),
    )


def _split(chain: str, name: str, count: int) -> str:
    return f"{chain},split={count}" + "".join(f"[{name}{n}]" for n in range(count))


def _cut_out(timeline: Timeline, chunk: Chunk) -> Arguments:
    seek = _seek(timeline, chunk)
    return ("-threads", "1", "-copyts", "-noaccurate_seek", *seek, "-i", MASTER)


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


def words_call(words: Words) -> Arguments:
    """Take a text track out of the master as WebVTT, on the master's own clock."""
    most = ("-fs", str(MAX_BYTES + 1))  # enough to see that it is too much
    return ("-copyts", "-i", MASTER, "-map", f"0:{words.index}", *most, "-f", "webvtt", OUT)


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
    filters.append("setpts=PTS-STARTPTS")
    if picture.wide is not None:
        filters.append(toned(picture.wide, timeline.rate))
    return ",".join(filters)


def _matrix(picture: Picture) -> str:
    return ":out_color_matrix=bt709" if picture.rgb or picture.wide else ""


def _shape(picture: Picture, rung: Rung) -> str:
    deep = "yuv420p10le" if rung.codec is PictureCodec.AV1 else "yuv420p"
    return (
        f"scale={rung.width}:{rung.height}:flags={SCALER}:out_range=limited{_matrix(picture)},"
        f"format={deep},setsar=1"
    )


def _encoder(rung: Rung, group: int) -> tuple[str, ...]:
    preset = ("-preset", PRESETS[rung.codec, rung.effort])
    if rung.codec is PictureCodec.AV1:
        groups = ("-g", str(group), "-svtav1-params", SVT)
        return ("-c:v", "libsvtav1", *preset, "-crf", f"{rung.crf:g}", *groups)
    # scene cuts become I frames that are no IDR: every segment starts on the grid alone
    params = f"keyint=infinite:min-keyint={4 * group}:open-gop=0"
    if rung.effort is not Effort.QUICK:
        params += f":{TUNED}"
    return (
        *("-c:v", "libx264", *preset, "-profile:v", "high", "-crf", f"{rung.crf:g}"),
        *("-maxrate", f"{rung.cap_kbps}k", "-bufsize", f"{2 * rung.cap_kbps}k"),
        # captions inside the picture (CEA-608) are left out: no manifest could name them
        *("-a53cc", "0", "-threads", "1", "-x264-params", params),
        *("-force_key_frames", f"expr:not(mod(n,{group}))", "-forced-idr", "1"),
    )


def _film(rate: Fraction) -> tuple[str, ...]:
    scale = ("-video_track_timescale", str(rate.numerator), "-f", "mp4")
    return ("-fps_mode", "passthrough", *SAME_BYTES, *scale)
