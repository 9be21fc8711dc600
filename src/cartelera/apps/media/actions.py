"""Take in files part by part, receive masters, and have them encoded."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db import transaction

from cartelera.adapters import uploads as disk
from cartelera.adapters.store import Progress
from cartelera.apps.accounts.models import User
from cartelera.apps.media.jobs import encode_master, mark_master
from cartelera.apps.media.models import Captions, Master, Upload
from cartelera.apps.media.pipeline import examine
from cartelera.apps.media.queries import (
    arrived_file,
    bytes_arrived,
    expiry_of,
    media_store,
    newest_package,
    uploads_folder,
    uploads_of,
)
from cartelera.apps.slate.models import Title
from cartelera.apps.work.actions import cancel_job, note_change, repeat_job
from cartelera.apps.work.queries import latest_jobs
from cartelera.engines.media.captions import CaptionKind, read_cues, webvtt
from cartelera.engines.media.ladder import QUALITIES
from cartelera.engines.media.marks import marks_text, read_marks
from cartelera.engines.media.order import Order
from cartelera.engines.media.tus import Checksum
from cartelera.vocabulary.errors import AccessError, InputError
from cartelera.vocabulary.kind import SERIAL_KINDS, Kind
from cartelera.vocabulary.language import language_tag
from cartelera.vocabulary.timecode import clock

SPARE_BYTES = 2**30  # of the disk, that uploads leave free for packages and databases
UPLOADS_EACH = 20  # that one person may have open
NAME_CHARACTERS = 300
NOTHING_BESIDE = Order()


class NoRoomError(InputError):
    """There is no room for a file of this size, or for one more."""


class ExpiredError(InputError):
    """Nothing more of an upload came for too long, and it was given up."""


class OffsetError(InputError):
    """The sender wants to go on from where the upload does not stand."""


def begin_upload(length: int, name: str, by: User, at: datetime) -> Upload:
    """Make room for a file of `length` bytes, and return the upload that it arrives in.

    name  what the sender calls it; kept as text, and never a path

    Uploads given up by their senders are removed first.
    Raises AccessError, or NoRoomError that says how much is free.
    """
    _require(by)
    sweep_uploads(at)
    if uploads_of(by).count() >= UPLOADS_EACH:
        raise NoRoomError(f"{by} has {UPLOADS_EACH} uploads open; finish or remove one first")
    room = room_for_uploads()
    if length > room:
        raise NoRoomError(
            f"{name or 'the file'} has {_gigabytes(length)} and there is room for "
            f"{_gigabytes(room)}; free some of the disk, then try again"
        )
    with transaction.atomic():
        upload = Upload.objects.create(
            key=secrets.token_hex(16),
            by=by,
            length=length,
            name=_plain(name),
            began_at=at,
        )
        disk.begin(uploads_folder(), upload.key)
    return upload


def room_for_uploads() -> int:
    """Return the bytes a new upload may have: what is free, less what is still to come."""
    coming = sum(upload.length - bytes_arrived(upload) for upload in Upload.objects.all())
    return max(disk.free_bytes(uploads_folder()) - SPARE_BYTES - coming, 0)


def resume_upload(upload: Upload, by: User, at: datetime) -> int:
    """Return the offset from which the sender goes on, in bytes.

    Whatever request still writes to the upload is stopped: its sender has come back.
    Raises AccessError or ExpiredError.
    """
    return _take(upload, by, at).offset


def continue_upload(
    upload: Upload,
    offset: int,
    pieces: Iterable[bytes],
    *,
    by: User,
    at: datetime,
    checksum: Checksum | None = None,
) -> int:
    """Write what arrives from `offset` on, and return the offset that the disk then has.

    pieces    bytes as they arrive; what came before they broke off is kept
    checksum  of all of them; then all count, or none

    Raises AccessError, ExpiredError, OffsetError, and what adapters.uploads.append raises.
    """
    _require_own(upload, by)
    if offset != bytes_arrived(upload):  # before the hold is taken from one who writes rightly
        raise OffsetError(f"{upload} stands at {bytes_arrived(upload)} bytes, not at {offset}")
    hold = _take(upload, by, at)
    if offset != hold.offset:
        raise OffsetError(f"{upload} stands at {hold.offset} bytes, not at {offset}")
    room = upload.length - hold.offset
    return disk.append(uploads_folder(), upload.key, hold, pieces, room=room, checksum=checksum)


def end_upload(upload: Upload, by: User) -> None:
    """Remove an upload and its bytes: its sender gave it up, or its file was taken in."""
    _require_own(upload, by)
    if upload.masters.exists():
        raise InputError(f"{upload} was taken as a master; cancel its encode instead")
    _remove(upload)


def sweep_uploads(at: datetime) -> int:
    """Remove the uploads whose senders gave them up, and return how many they were."""
    # one that became a master waits for its job, however long that takes
    open_ones = Upload.objects.filter(masters=None)
    given_up = [upload for upload in open_ones if expiry_of(upload) <= at]
    for upload in given_up:
        _remove(upload)
    return len(given_up)


def _remove(upload: Upload) -> None:
    # The row goes last: bytes without a row would never be found again.
    disk.discard(uploads_folder(), upload.key)
    upload.delete()


def _take(upload: Upload, by: User, at: datetime) -> disk.Hold:
    _require_own(upload, by)
    hold = disk.take(uploads_folder(), upload.key) if expiry_of(upload) > at else None
    if hold is None:
        raise ExpiredError(f"{upload} was given up; send it again from the start")
    return hold


def receive_master(
    title: Title,
    file: Path,
    name: str,
    by: User | None,
    *,
    order: Order = NOTHING_BESIDE,
    progress: Progress | None = None,
) -> Master:
    """Keep a delivered file as a master of a title, and queue its encode.

    title     a film or an episode
    name      what its sender calls the file; kept as text
    by        who receives it; None for the operator at the console
    order     its subtitles, and the languages of its sound
    progress  told how much of the file is kept; may raise to stop

    The same file for the same title again is the same master, asked for again.
    Raises AccessError; InputError for what is not a whole video, with the reason.
    """
    _require_may(by)
    _require_plays(title)
    examine(file, order)
    kept = media_store().keep_master(file, progress)
    with transaction.atomic():
        master = Master.objects.filter(title=title, sha256=kept.sha256).first()
        if master is None:
            master = Master.objects.create(
                title=title,
                name=_plain(name),
                sha256=kept.sha256,
                size=kept.size,
                received_by=by,
            )
            note_change(by, "receive_master", master.subject, None, _told(master))
        _keep_order(master, order)
        encode_master.enqueue(master.pk)
    return master


def receive_upload(
    title: Title, upload: Upload, by: User, order: Order = NOTHING_BESIDE
) -> Master:
    """Take an upload that has wholly come as a master of a title, and queue its encode.

    Its bytes are read by the job: what is no video is refused there, with the reason.
    Raises AccessError; InputError if the upload is not all here.
    """
    _require_own(upload, by)
    _require_plays(title)
    arrived_file(upload)
    with transaction.atomic():
        master = Master.objects.filter(title=title, upload=upload).first()
        if master is None:
            master = Master.objects.create(
                title=title, name=upload.name, size=upload.length, upload=upload, received_by=by
            )
            note_change(by, "receive_master", master.subject, None, _told(master))
        _keep_order(master, order)
        encode_master.enqueue(master.pk)
    return master


def add_captions(
    master: Master, language: str, kind: CaptionKind, data: bytes, *, name: str, by: User | None
) -> Captions:
    """Keep subtitles or captions of a master, in place of those it had, and queue its encode.

    data  a file in SRT, WebVTT, ASS or TTML

    Raises AccessError; InputError for an unknown language or what is no subtitle file.
    """
    _require_may(by)
    text = webvtt(read_cues(data, name))
    tag = language_tag(language)
    with transaction.atomic():
        captions = _keep_captions(master, tag, kind, text, name)
        note_change(by, "add_captions", master.subject, None, {"language": tag, "kind": kind})
        encode_master.enqueue(master.pk)
    return captions


def encode_again(master: Master, quality: int, by: User | None) -> None:
    """Ask for a ladder whose best rung has another quality, and queue the encode.

    quality  VMAF, from 60 to 98

    What was encoded stays until the new package is verified.
    Raises AccessError, or InputError for a quality that cannot be asked for.
    """
    _require_may(by)
    if quality not in QUALITIES:
        raise InputError(f"a quality of {quality} cannot be asked for: name one from 60 to 98")
    with transaction.atomic():
        before, master.quality = master.quality, quality
        master.save(update_fields=["quality"])
        told = {"quality": quality}
        note_change(by, "encode_again", master.subject, {"quality": before}, told)
        encode_master.enqueue(master.pk)


def set_marks(master: Master, text: str, by: User | None) -> None:
    """Give a master other chapters and stretches to skip, whether it is encoded or not.

    text  as read_marks takes it; empty: it has none

    The title plays a package with these marks as soon as that is made; the one that played
    stays for those who watch.
    Raises AccessError; InputError for what is no mark, or lies after the film's end.
    """
    _require_may(by)
    marks = read_marks(text, "the list") if text.strip() else ()
    package = newest_package(master)
    late = [mark for mark in marks if package is not None and mark.start >= package.seconds]
    if package is not None and late:
        raise InputError(
            f"{marks_text(late[:1]).strip()} begins after the film's end, at "
            f"{clock(package.seconds)}"
        )
    with transaction.atomic():
        before, master.marks = master.marks, marks_text(marks)
        master.save(update_fields=["marks"])
        told = {"marks": master.marks}
        note_change(by, "set_marks", master.subject, {"marks": before}, told)
        if package is not None:
            mark_master.enqueue(master.pk)


def cancel_encode(master: Master, by: User | None) -> None:
    """Ask the encode of a master to stop; its finished pieces are kept."""
    _require_may(by)
    job = latest_jobs([master.subject]).get(master.subject)
    if job is not None:
        cancel_job(job)


def repeat_encode(master: Master, by: User | None) -> None:
    """Queue the encode of a master again; it goes on with the pieces that are finished.

    Raises InputError if it has not failed or been cancelled.
    """
    _require_may(by)
    job = latest_jobs([master.subject]).get(master.subject)
    if job is None:
        encode_master.enqueue(master.pk)
    else:
        repeat_job(job)


def _keep_order(master: Master, order: Order) -> None:
    """Keep what is asked beside a master; what it had and is not asked again stays."""
    if order.sound_languages:
        master.sound_languages = list(order.sound_languages)
    if order.aim is not None:
        master.quality = order.aim.quality
    if order.marks is not None:
        master.marks = marks_text(order.marks)
    master.save(update_fields=["sound_languages", "quality", "marks"])
    for caption in order.captions:
        text = webvtt(read_cues(caption.data, caption.name))
        _keep_captions(master, caption.language, caption.kind, text, caption.name)


def _keep_captions(
    master: Master, language: str, kind: CaptionKind, text: str, name: str
) -> Captions:
    captions, _ = Captions.objects.update_or_create(
        master=master,
        language=language,
        kind=kind.value,
        defaults={"text": text, "name": name[:NAME_CHARACTERS]},
    )
    return captions


def _told(master: Master) -> dict[str, object]:
    return {"title": master.title.key, "name": master.name, "sha256": master.sha256}


def _require_plays(title: Title) -> None:
    if title.kind in {*SERIAL_KINDS, Kind.SEASON}:
        raise InputError(f"{title.key} is a series or a season: name one of its episodes")


def _require_may(by: User | None) -> None:
    if by is not None:
        _require(by)


def _require(by: User) -> None:
    if not by.has_perm("media.receive_master"):
        raise AccessError(f"{by} may not receive masters; an administrator can allow it")


def _require_own(upload: Upload, by: User) -> None:
    _require(by)
    if upload.by_id != by.pk:
        raise AccessError(f"{upload} is not an upload of {by}")


def _plain(name: str) -> str:
    """Return a name as words that can be shown and kept: nothing that no one sees in it."""
    return "".join(c for c in name if c.isprintable())[:NAME_CHARACTERS]


def _gigabytes(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e8 else f"{count / 1e6:.1f} MB"
