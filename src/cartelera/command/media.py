"""Encode films into packages: here and now with no server, or for a title of the slate."""

import json
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer
from rich.console import Console, RenderableType
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from cartelera.adapters.cluster import require_cluster
from cartelera.adapters.store import (
    Workroom,
    disk,
    open_workroom,
    remove,
    settle_into,
    store_at,
)
from cartelera.apps.media.counting import Verified, verify
from cartelera.apps.media.crew import HERE, Crew
from cartelera.apps.media.pipeline import Made, encode, master_file, order_hash
from cartelera.apps.media.reporting import whole_page
from cartelera.apps.media.tally import Board
from cartelera.apps.media.tally import Progress as Tell
from cartelera.apps.media.workshop import MasterFile
from cartelera.command.site import open_house, prepare, use_data
from cartelera.engines.media.captions import CaptionKind, moved, read_cues, webvtt
from cartelera.engines.media.ladder import QUALITY, Aim, PictureCodec
from cartelera.engines.media.marks import Mark, read_marks
from cartelera.engines.media.order import CaptionFile, Order
from cartelera.engines.media.package import FACTS, Facts, read_facts
from cartelera.engines.media.report import REPORT, read_report
from cartelera.engines.media.steps import Step
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.language import language_tag
from cartelera.vocabulary.timecode import clock

CELLS = 40  # characters at most, of the shots in the table of a ladder

app = typer.Typer(help="Encode films into packages, and verify them.", no_args_is_help=True)

Captions = Annotated[
    list[str] | None,
    typer.Option(
        help="Subtitles, as language:file (es:film.srt); SRT, WebVTT, ASS or TTML. Repeat."
    ),
]
Described = Annotated[
    list[str] | None,
    typer.Option(help="Captions with sounds, for who cannot hear, as language:file. Repeat."),
]
Forced = Annotated[
    list[str] | None,
    typer.Option(help="Subtitles of foreign passages only, as language:file. Repeat."),
]
Shift = Annotated[
    float,
    typer.Option("--text-shift", help="Seconds to show the texts given later; or earlier."),
]
Marks = Annotated[
    Path | None,
    typer.Option(
        help="File of chapters and what may be skipped; on each line: intro 0:10 1:05"
    ),
]
SoundLanguages = Annotated[
    list[str] | None,
    typer.Option("--audio-language", help="Language of each audio track, in order. Repeat."),
]
Quality = Annotated[
    int, typer.Option(min=60, max=98, help="VMAF of the best rung, at display size.")
]
Codecs = Annotated[
    list[PictureCodec] | None,
    typer.Option("--codec", help="Encode in this only (default: h264 and av1). Repeat."),
]
MostKbps = Annotated[
    int | None, typer.Option(min=100, help="Mean kbit/s that no rung may pass.")
]
Scheduler = Annotated[
    str,
    typer.Option(help="Have the cluster of this scheduler encode (tls://host:8786)."),
]
Quick = Annotated[
    bool, typer.Option("--quick", help="Take a fixed ladder in H.264: sooner, with more bits.")
]
Peers = Annotated[
    bool,
    typer.Option(
        "--peers",
        help="Report the bits saved against PeerTube, MediaCMS and Jellyfin too: their "
        "ladders are encoded as well, which costs about as much again.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


@app.callback()
def whole() -> None:
    """Encode films into packages, and verify them."""


@app.command("encode")
def encode_file(
    file: Annotated[Path, typer.Argument(help="The master: MOV, MP4, MXF, Matroska...")],
    out: Annotated[Path, typer.Option(help="Directory to make, holding nothing else.")],
    *,
    subtitles: Captions = None,
    captions: Described = None,
    forced: Forced = None,
    text_shift: Shift = 0.0,
    audio_language: SoundLanguages = None,
    marks: Marks = None,
    quality: Quality = QUALITY,
    codec: Codecs = None,
    most_kbps: MostKbps = None,
    quick: Quick = False,
    peers: Peers = False,
    scheduler: Scheduler = "",
    as_json: Json = False,
) -> None:
    """Encode a film into a package: HLS and DASH from the same segments.

    Every shot is tried, and gets the bits it needs: the best rung looks as --quality says.
    What that came to is told beside the package, in DIR-report.html and DIR-report.json.
    With --scheduler a cluster makes the pieces; master and pieces lie in CARTELERA_MEDIA.
    Stopped with Ctrl-C, or killed, it goes on where it was when run again.

    Example: cartelera media encode film.mov --out film --subtitles es:film.srt
    """
    began = time.monotonic()
    if peers and quick:
        raise InputError("--peers compares a chosen ladder: leave out --quick or --peers")
    order = order_from(subtitles, captions, forced, audio_language, text_shift)
    order = replace(order, marks=_read_marks(marks))
    if not quick:
        codecs = tuple(dict.fromkeys(codec or PictureCodec))
        order = replace(order, aim=Aim(quality, codecs, most_kbps))
    out = out.absolute()
    board = Board()
    with _naming(file), _bar(board) as tell:
        master = master_file(file, tell)
        facts = _already(out, master, order)
        if facts is None:
            with _workplace(out, master, scheduler, tell) as (room, source, crew):
                made = _made(source, order, room, tell, crew=crew, board=board, peers=peers)
                _settle(out, room, made, file.name)
            made_hash, facts = made.package_hash, made.facts
        else:
            _refuse_without_peers(out, peers=peers)
            made_hash = _checked(out, tell).package_hash
    _print(out, made_hash, facts, time.monotonic() - began, as_json=as_json)


@contextmanager
def _naming(file: Path) -> Iterator[None]:
    """Say of which file a refusal speaks: one that is many calls down does not know."""
    try:
        yield
    except InputError as refusal:
        said = str(refusal)
        raise InputError(said if file.name in said else f"{file.name}: {said}") from refusal


@app.command("add")
def add(
    file: Annotated[Path, typer.Argument(help="The master: MOV, MP4, MXF, Matroska...")],
    title: Annotated[str, typer.Option(help="Key of the film or episode it is of.")],
    *,
    subtitles: Captions = None,
    captions: Described = None,
    forced: Forced = None,
    text_shift: Shift = 0.0,
    audio_language: SoundLanguages = None,
    marks: Marks = None,
    quality: Quality = QUALITY,
    quick: Quick = False,
    wait: Annotated[bool, typer.Option("--wait", help="Stay until it is encoded.")] = False,
    data: Annotated[
        Path | None, typer.Option(help="Data directory (default: ./cartelera-data).")
    ] = None,
) -> None:
    """Keep a file as a master of a title; the worker encodes it.

    With --wait it stays until the package plays, or says why it does not.

    Example: cartelera media add film.mov --title pedro-paramo --subtitles en:film.srt
    """
    order = order_from(subtitles, captions, forced, audio_language, text_shift)
    order = replace(order, marks=_read_marks(marks))
    if not quick:
        order = replace(order, aim=Aim(quality))
    use_data(data)
    open_house()
    prepare()
    from cartelera.apps.media.actions import receive_master
    from cartelera.apps.slate.queries import title_by_key

    row = title_by_key(title)
    with _naming(file), _bar() as tell:
        master = receive_master(
            row,
            file,
            file.name,
            None,
            order=order,
            progress=lambda done: tell(done, Step.READ.value),
        )
    typer.echo(f"{file.name} is master {master.pk} of {title}; the worker encodes it")
    if wait:
        _wait_for(master.pk)


def _wait_for(pk: int) -> None:
    """Show how far a master's encode is, until it ends."""
    from cartelera.apps.media.queries import master_state
    from cartelera.apps.work.models import Job

    with _bar() as tell:
        while (now := master_state(pk)).active:
            tell(now.percent / 100, (now.step or Step.READ).value)
            time.sleep(0.5)
    if now.state != Job.State.DONE:
        reason = now.job.error if now.job and now.job.error else "it was cancelled"
        raise InputError(f"master {pk} is not encoded: {reason}")
    typer.echo(f"package {now.package.hash if now.package else ''}, verified")


@app.command("verify")
def verify_directory(
    directory: Annotated[Path, typer.Argument(help="The directory of a package.")],
    as_json: Json = False,
) -> None:
    """Count a package's frames, seconds and segments, and say what is wrong with it.

    Example: cartelera media verify film
    """
    began = time.monotonic()
    with _bar() as tell:
        verified = _checked(directory, tell)
    _print(
        directory,
        verified.package_hash,
        verified.facts,
        time.monotonic() - began,
        as_json=as_json,
        faults=verified.faults,
    )
    if verified.faults:
        raise InputError(f"{directory} has {len(verified.faults)} faults; encode it again")


def order_from(
    subtitles: list[str] | None,
    captions: list[str] | None,
    forced: list[str] | None,
    sound_languages: list[str] | None,
    text_shift: float = 0.0,
) -> Order:
    """Return what was asked on the command line.

    Raises InputError for an unknown language, or a file that is no subtitle file.
    """
    kinds = (
        (CaptionKind.SUBTITLES, subtitles),
        (CaptionKind.CAPTIONS, captions),
        (CaptionKind.FORCED, forced),
    )
    return Order(
        captions=tuple(
            _caption(kind, spec, text_shift) for kind, specs in kinds for spec in specs or ()
        ),
        sound_languages=tuple(language_tag(tag) for tag in sound_languages or ()),
    )


def _read_marks(path: Path | None) -> tuple[Mark, ...]:
    if path is None:
        return ()
    if not path.is_file():
        raise InputError(f"{path} is not a file")
    try:
        return read_marks(path.read_text(encoding="utf-8"), path.name)
    except (OSError, ValueError) as error:
        raise InputError(f"{path} is no text in UTF-8") from error


def _caption(kind: CaptionKind, spec: str, shift: float) -> CaptionFile:
    language, colon, name = spec.partition(":")
    if not colon or not name:
        raise InputError(f"{spec!r} does not say language:file, such as es:film.srt")
    path = Path(name)
    if not path.is_file():
        raise InputError(f"{name} is not a file")
    with disk(path):
        data = path.read_bytes()
    cues = read_cues(data, name)
    if shift:
        data = webvtt(moved(cues, Fraction(str(shift)))).encode()
    return CaptionFile(language_tag(language), kind, data, name)


def _already(out: Path, master: MasterFile, order: Order) -> Facts | None:
    """Return the facts of the package that is asked for, if `out` holds it already."""
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return None
    try:
        facts = read_facts(json.loads((out / FACTS).read_text(encoding="utf-8")))
    except (OSError, ValueError, InputError):
        facts = None
    if facts is None or (facts.master, facts.order) != (master.sha256, order_hash(order)):
        raise InputError(f"{out} holds something else: name another directory, or remove it")
    return facts


@contextmanager
def _workplace(
    out: Path, master: MasterFile, scheduler: str, tell: Tell
) -> Iterator[tuple[Workroom, MasterFile, Crew]]:
    """Work beside `out`; for a cluster, where each of its machines finds the master by name."""
    place = _beside(out)
    if not scheduler:
        with open_workroom(place, patience=0) as room:
            yield room, master, HERE
        return
    address = os.environ.get("CARTELERA_MEDIA", "")
    if not address:
        raise InputError(
            "a cluster finds masters in what its machines share: name it in CARTELERA_MEDIA"
        )
    require_cluster()
    store = store_at(address, place)
    kept = store.keep_master(master.path, lambda done: tell(done * 0.01, Step.READ.value))
    with store.open_workroom(kept.sha256) as room:
        source = MasterFile(store.master(kept.sha256), kept.sha256)
        yield room, source, Crew(scheduler, os.environ.get("CARTELERA_CLUSTER_TLS", ""))
    with disk(place):
        remove(place)


def _beside(out: Path) -> Path:
    return out.with_name(f".{out.name}.cartelera")


def _refuse_without_peers(out: Path, *, peers: bool) -> None:
    """Raise InputError if the report of a finished package lacks peers that are asked for."""
    if not peers:
        return
    with disk(out):
        said = json.loads(report_beside(out, "json").read_text(encoding="utf-8"))
    if not all(ladder.peers for ladder in read_report(said).ladders):
        raise InputError(
            f"{out} was made without --peers: name another directory, or remove it"
        )


def _made(
    master: MasterFile,
    order: Order,
    room: Workroom,
    tell: Tell,
    *,
    crew: Crew,
    board: Board,
    peers: bool,
) -> Made:
    try:
        return encode(master, order, room, tell, crew=crew, board=board, peers=peers)
    except KeyboardInterrupt:
        typer.echo("stopped; run the same command again to go on", err=True)
        raise


def _settle(out: Path, room: Workroom, made: Made, name: str) -> None:
    """Give a verified package its name, with its report beside it.

    name  what the report calls the film
    """
    directory = made.directory
    with disk(out):
        if made.report is not None:
            _report_beside(out, made.report, name)
        if room.path != _beside(out):  # perhaps on another disk
            directory = _beside(out) / "package"
            remove(directory)
            copytree(made.directory, directory)
        settle_into(directory, out)
    _tidy(room)


def report_beside(out: Path, ending: str) -> Path:
    """Return where the report of a package lies: beside it, as a package holds nothing else."""
    return out.with_name(f"{out.name}-report.{ending}")


def _report_beside(out: Path, report: Path, name: str) -> None:
    page, told = report_beside(out, "html"), report_beside(out, "json")
    page.write_text(whole_page(report, name), encoding="utf-8")
    told.write_text((report / REPORT).read_text(encoding="utf-8"), encoding="utf-8")


def _tidy(room: Workroom) -> None:
    with disk(room.path):
        room.clear()
        remove(room.path)


def _checked(directory: Path, tell: Tell) -> Verified:
    with TemporaryDirectory(prefix="cartelera-") as scratch:
        return verify(directory, tell, Path(scratch))


class _Bar(Progress):
    """A bar, under a table of the ladder once there is one."""

    board = Board()

    def get_renderables(self) -> Iterator[RenderableType]:
        if self.board.rungs:
            yield ladder_table(self.board)
        yield from super().get_renderables()


@contextmanager
def _bar(board: Board | None = None) -> Iterator[Tell]:
    """Show a bar on the error channel, with the step and the time left.

    board  to show too: every shot of a ladder that is being chosen
    """
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    with _Bar(*columns, console=console, transient=True) as progress:
        progress.board = board or progress.board
        task = progress.add_task(Step.READ.en, total=1.0)

        def tell(done: float, step: str) -> None:
            progress.update(task, completed=done, description=Step(step).en)

        yield tell


def ladder_table(board: Board) -> Table:
    """Return the shots of each rung as far as they are encoded, with what they cost so far."""
    table = Table(box=None, pad_edge=False)
    for heading in ("rung", "aim", "shots"):
        table.add_column(heading, no_wrap=True)
    for heading in ("done", "kbit/s", "VMAF"):
        table.add_column(heading, justify="right", no_wrap=True)
    for rung in board.rungs:
        got = board.got.get(rung.name, {})
        frames = {start: board.shots[start] for start in list(got)}
        seen = sum(frames.values())
        bits = sum(got[start][0] for start in frames)
        vmaf = sum(got[start][1] * count for start, count in frames.items())
        table.add_row(
            f"{rung.codec}  {rung.size}",
            str(rung.aim),
            _cells([start in frames for start in board.shots]),
            f"{len(frames)}/{len(board.shots)}",
            f"{bits * float(board.rate) / seen / 1000:.0f}" if seen else "",
            f"{vmaf / seen:.1f}" if seen else "",
        )
    return table


def _cells(done: Sequence[bool]) -> str:
    """Draw each shot as a cell; of a film of many, each cell stands for several."""
    each = -(-len(done) // CELLS)
    parts = [done[at : at + each] for at in range(0, len(done), each)]
    return "".join("█" if all(part) else "▄" if any(part) else "·" for part in parts)


def _print(
    directory: Path,
    package_hash: str,
    facts: Facts,
    took: float,
    *,
    as_json: bool,
    faults: tuple[str, ...] = (),
) -> None:
    result = _result(directory, package_hash, facts, took) | {"faults": list(faults)}
    if as_json:
        typer.echo(json.dumps(result, indent=1, ensure_ascii=False))
        return
    typer.echo(f"{directory}: {facts.frames} frames, {float(facts.seconds):.3f} s")
    for video in facts.videos:
        typer.echo(f"  {video.codec}  {video.width}x{video.height}  {video.kbps} kbit/s")
    for sound in facts.sounds:
        typer.echo(f"  audio {sound.language} ({sound.role})")
    for text in facts.texts:
        typer.echo(f"  {text.kind} {text.language}")
    for odd in facts.odd:
        typer.echo(f"  picture {odd}")
    for fate in facts.fates:
        typer.echo(f"  master's {fate}")
    for mark in facts.marks:
        typer.echo(f"  {mark.kind} {clock(mark.start)} {clock(mark.end)} {mark.name}".rstrip())
    for fault in faults:
        typer.echo(f"  wrong: {fault}")
    if not faults:
        typer.echo(f"package {package_hash}, verified, in {took:.1f} s")
    if (page := report_beside(directory, "html")).exists():
        typer.echo(f"report  {page}")


def _result(directory: Path, package_hash: str, facts: Facts, took: float) -> dict[str, Any]:
    size = sum(p.stat().st_size for p in directory.rglob("*") if p.is_file())
    return {
        "package": package_hash,
        "directory": str(directory),
        "master": facts.master,
        "frames": facts.frames,
        "rate": str(facts.rate),
        "seconds": float(facts.seconds),
        "bytes": size,
        "renditions": [
            {"codec": v.codec, "width": v.width, "height": v.height, "kbps": v.kbps}
            for v in facts.videos
        ],
        "audio": [
            {"language": s.language, "role": s.role, "codec": s.codec, "channels": s.channels}
            for s in facts.sounds
        ],
        "text": [{"language": t.language, "kind": t.kind} for t in facts.texts],
        "odd": [odd.written() for odd in facts.odd],
        "tracks": [fate.written() for fate in facts.fates],
        "marks": [
            {
                "kind": mark.kind,
                "start_seconds": float(mark.start),
                "end_seconds": float(mark.end),
                "name": mark.name,
            }
            for mark in facts.marks
        ],
        "took_seconds": round(took, 2),
    }
