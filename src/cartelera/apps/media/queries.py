"""Questions about what arrives, what is encoded, and what plays."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Q, QuerySet

from cartelera.adapters.media_keys import signing_key
from cartelera.adapters.packages import Shelf
from cartelera.adapters.store import Store, store_at
from cartelera.adapters.uploads import arrived, file_of, last_touched
from cartelera.apps.accounts.models import User
from cartelera.apps.media.crew import Crew
from cartelera.apps.media.models import Master, Package, Upload
from cartelera.apps.slate.models import Title
from cartelera.apps.slate.queries import (
    Missing,
    house,
    missing_on_screen,
    name_of,
    titles_open_to,
)
from cartelera.apps.work.models import Job
from cartelera.apps.work.queries import jobs_in_line, latest_jobs
from cartelera.engines.media.captions import CaptionKind
from cartelera.engines.media.ladder import Aim
from cartelera.engines.media.marks import Mark, mark_of, marks_text, read_marks
from cartelera.engines.media.order import CaptionFile, Order
from cartelera.engines.media.package import read_facts
from cartelera.engines.media.report import (
    MASTER_FRAME,
    REPORT,
    RUNG_FRAME,
    Report,
    read_report,
)
from cartelera.engines.media.steps import Step
from cartelera.engines.media.token import sign
from cartelera.vocabulary.errors import AccessError, InputError
from cartelera.vocabulary.kind import SERIAL_KINDS, Kind
from cartelera.vocabulary.viewer import Viewer

SOON = timedelta(seconds=30)  # a living worker takes a job that waits sooner than this
UPLOAD_LIFE = timedelta(hours=48)  # after its last byte
PAUSES = timedelta(hours=6)  # that a token outlives the length of its title by
HLS, DASH = "master.m3u8", "manifest.mpd"
OPEN = (Job.State.QUEUED, Job.State.RUNNING)
THUMBNAILS = "thumbnails/thumbnails.vtt"


def packages_shelf() -> Shelf:
    """Return where the files of packages are read."""
    store = media_store()
    return Shelf(store.root / "packages", store.depot)


def keys_folder() -> Path:
    """Return where the keys lie that sign addresses of packages."""
    folder: Path = settings.DATA / "media-keys"
    return folder


def uploads_folder() -> Path:
    """Return where the bytes of uploads lie."""
    folder: Path = settings.DATA / "uploads"
    return folder


# What arrives


def uploads_of(user: User) -> QuerySet[Upload]:
    """Return a person's own uploads, the latest first; nobody has another's."""
    return Upload.objects.filter(by=user)


def upload_by_key(key: str, by: User) -> Upload:
    """Return one of a person's uploads. Raises InputError if they have none of this key."""
    found = uploads_of(by).filter(key=key).first()
    if found is None:
        raise InputError("the file that was sent is not here any more; send it again")
    return found


def bytes_arrived(upload: Upload) -> int:
    """Return how many bytes of an upload have come."""
    return arrived(uploads_folder(), upload.key)


def expiry_of(upload: Upload) -> datetime:
    """Return when an upload is thrown away, unless more of it comes before."""
    return (last_touched(uploads_folder(), upload.key) or upload.began_at) + UPLOAD_LIFE


def arrived_file(upload: Upload) -> Path:
    """Return the file of an upload that has wholly come.

    Raises InputError if some of it has not.
    """
    here = bytes_arrived(upload)
    if here != upload.length:
        raise InputError(f"{upload} is not all here: {here} of {upload.length} bytes came")
    return file_of(uploads_folder(), upload.key)


# What is encoded


@dataclass(frozen=True, slots=True)
class MasterState:
    """A master and where its encode stands."""

    master: Master
    job: Job | None
    package: Package | None  # the newest
    current: bool  # its title plays this package
    missing: Missing | None = None  # what keeps its title from the screen
    ahead: int = 0  # jobs that are taken before its own, while that waits
    idle: bool = False  # it waits and nobody takes jobs
    marking: Job | None = None  # the job that last changed its marks

    @property
    def state(self) -> str:
        """The job's state, or `done` once there is a package and no job."""
        if self.job is not None:
            return self.job.state
        return Job.State.DONE if self.package else Job.State.CANCELLED

    @property
    def showing(self) -> bool:
        """Whether viewers of this house can watch it."""
        return self.current and self.missing is None

    @property
    def active(self) -> bool:
        """Whether its encode waits or runs."""
        return self.state in OPEN

    @property
    def tried(self) -> str:
        """Why it waits to be tried again; empty for one that was not tried or goes well."""
        return self.job.error if self.job and self.state == Job.State.QUEUED else ""

    @property
    def marking_state(self) -> str:
        """How the change of its marks stands: the job's state; empty once that is done."""
        if self.marking is None or self.marking.state == Job.State.DONE:
            return ""
        return self.marking.state

    @property
    def marked_soon(self) -> bool:
        """Whether the change of its marks waits or runs."""
        return self.marking_state in OPEN

    @property
    def reported(self) -> bool:
        """Whether its newest package has a report: of a ladder chosen for the title."""
        if self.package is None:
            return False
        store = media_store()
        if store.depot is not None:  # it is not asked for each row of a list
            return self.master.quality is not None and not self.package.first
        return store.report(self.package.hash).is_dir()

    @property
    def step(self) -> Step | None:
        """The step that is being taken, while one is."""
        note = self.job.note if self.job and self.state == Job.State.RUNNING else ""
        return Step(note) if note in set(Step) else None

    @property
    def percent(self) -> int:
        """How much is done, from 0 to 100."""
        return round(100 * self.job.progress) if self.job else 100


def media_store() -> Store:
    """Return where masters and packages are kept."""
    return store_at(settings.MEDIA, settings.DATA)


def media_crew() -> Crew:
    """Return who encodes: a cluster, where the house has one."""
    return Crew(settings.SCHEDULER, settings.CLUSTER_TLS)


def master_by_id(pk: int) -> Master:
    """Return a master. Raises InputError if there is none."""
    found = Master.objects.select_related("title", "upload").filter(pk=pk).first()
    if found is None:
        raise InputError(f"no master has the number {pk}")
    return found


def order_of(master: Master) -> Order:
    """Return what is asked for beside a master."""
    return Order(
        captions=tuple(
            CaptionFile(c.language, CaptionKind(c.kind), c.text.encode(), c.name)
            for c in master.captions.all()
        ),
        sound_languages=tuple(master.sound_languages),
        marks=marks_of(master),
        aim=None if master.quality is None else Aim(master.quality),
    )


def marks_of(master: Master) -> tuple[Mark, ...] | None:
    """Return the marks asked for beside a master; None takes those of its file."""
    if master.marks is None:
        return None
    return read_marks(master.marks, "the marks") if master.marks else ()


def newest_package(master: Master) -> Package | None:
    """Return the package of a master that was last shown; None while there is none."""
    return master.packages.first()


def marks_written(state: MasterState) -> str:
    """Return the marks of a master as an editor writes them: those asked, or those it plays."""
    if state.master.marks is not None or state.package is None:
        return state.master.marks or ""
    return marks_text(read_facts(state.package.facts).marks)


def master_states(at: datetime, most: int = 100) -> list[MasterState]:
    """Return the newest masters with where they stand at this moment.

    It takes the same number of queries for any number of them.
    """
    rows = Master.objects.select_related("title", "received_by")
    masters = list(rows.prefetch_related("captions", "packages", "title__texts")[:most])
    subjects = [name for m in masters for name in (m.subject, m.marks_subject)]
    jobs = latest_jobs(subjects)
    missing = missing_on_screen((master.title for master in masters), at)
    line = jobs_in_line()
    return [
        replace(
            _state_of(master, jobs, missing.get(master.title_id)),
            ahead=line.ahead.get(master.subject, 0),
            idle=not line.taken and _waits_since(jobs.get(master.subject), at - SOON),
        )
        for master in masters
    ]


def master_state(pk: int) -> MasterState:
    """Return one master with how far its encode is. Raises InputError if there is none."""
    master = master_by_id(pk)
    return _state_of(master, latest_jobs([master.subject, master.marks_subject]))


def _waits_since(job: Job | None, moment: datetime) -> bool:
    return job is not None and job.state == Job.State.QUEUED and job.created_at < moment


def report_of(state: MasterState) -> Report | None:
    """Return what the newest package of a master came to; None of a fixed ladder."""
    if state.package is None or not state.reported:
        return None
    said = media_store().part_of_report(state.package.hash, REPORT)
    return None if said is None else read_report(json.loads(said))


def frame_of_report(state: MasterState, number: int, *, of_master: bool) -> bytes:
    """Return a JPEG of a hardest shot's worst frame, as the master or the best rung has it.

    number  of the shot, the hardest is 1

    Raises InputError if there is none.
    """
    name = (MASTER_FRAME if of_master else RUNG_FRAME) % number
    package = state.package.hash if state.package else "none"
    frame = media_store().part_of_report(package, name)
    if frame is None:
        raise InputError(f"the report of {state.master} has no frame {number}")
    return frame


LISTED = 300  # titles offered for a master at once


def titles_to_deliver(language: str, most: int = LISTED) -> list[tuple[str, str]]:
    """Return key and name of films and episodes, those without a package first, then newest."""
    plays = Title.objects.exclude(kind__in=[*SERIAL_KINDS, Kind.SEASON])
    rows = plays.order_by("playable_package", "-pk").prefetch_related("texts")[:most]
    return [(title.key, name_of(title, language)) for title in rows]


def _state_of(
    master: Master, jobs: Mapping[str, Job], missing: Missing | None = None
) -> MasterState:
    package = next(iter(master.packages.all()), None)
    current = package is not None and master.title.playable_package == package.hash
    job, marking = jobs.get(master.subject), jobs.get(master.marks_subject)
    return MasterState(master, job, package, current, missing, marking=marking)


# What plays


def packages_open(at: datetime) -> frozenset[str]:
    """Return the packages of the titles that some viewer may play at this moment.

    One that a newer package of its title has replaced is among them: someone may be watching.
    """
    titles = titles_open_to(Viewer(house().home_territory), at)
    earlier = Package.objects.filter(master__title__in=titles.values("pk"))
    return frozenset(
        {
            *titles.values_list("playable_package", flat=True),
            *earlier.values_list("hash", flat=True),
        }
    )


def packages_gone_by(at: datetime) -> list[Package]:
    """Return the packages that were to be replaced, so long ago that no address opens them.

    Those are first looks, and those whose pictures have other marks now. One whose master is
    being worked on stays: it may be wanted again.
    """
    passing = Package.objects.filter(Q(first=True) | Q(remarked=True))
    found = [p for p in passing.select_related("master__title") if _gone_by(p, at)]
    jobs = latest_jobs(
        name for p in found for name in (p.master.subject, p.master.marks_subject)
    )
    busy = {name for name, job in jobs.items() if job.state in OPEN}
    return [p for p in found if not busy & {p.master.subject, p.master.marks_subject}]


def _gone_by(package: Package, at: datetime) -> bool:
    title = package.master.title
    following = Package.objects.filter(hash=title.playable_package).first()
    if following is None or following == package:
        return False
    return following.verified_at + timedelta(seconds=package.seconds) + PAUSES <= at


@dataclass(frozen=True, slots=True)
class Playback:
    """What a player needs: addresses that open for one sign-in, for as long as a sitting."""

    package: str
    seconds: float  # running time
    hls: str  # address of the HLS manifest
    dash: str  # address of the DASH manifest
    thumbnails: str  # address of the WebVTT that names them, or empty if there are none
    marks: tuple[Mark, ...] = ()  # chapters, and what may be skipped
    first: bool = False  # a first look, until the whole ladder is made


def playback_of(title: Title, viewer: Viewer, sign_in: str, at: datetime) -> Playback:
    """Return the addresses of a title's package for this viewer's sign-in.

    title    a film or an episode
    sign_in  as accounts.queries.sign_in_of names it; when it ends, so do the addresses

    Raises AccessError if the title is not open to the viewer at this moment.
    """
    found = titles_open_to(viewer, at).filter(pk=title.pk).first()
    if found is None:
        raise AccessError(f"{title} is not open to this viewer")
    package, seconds = found.playable_package, found.playable_seconds or 0.0
    expires = at + timedelta(seconds=seconds) + PAUSES
    token = sign(package, sign_in, expires, signing_key(keys_folder(), at))
    address = f"/v/{token}/{package}"
    thumbed = packages_shelf().size_of(f"{package}/{THUMBNAILS}") is not None
    return Playback(
        package=package,
        seconds=seconds,
        hls=f"{address}/{HLS}",
        dash=f"{address}/{DASH}",
        thumbnails=f"{address}/{THUMBNAILS}" if thumbed else "",
        marks=_marks_of(package),
        first=Package.objects.filter(hash=package, first=True).exists(),
    )


def _marks_of(package: str) -> tuple[Mark, ...]:
    facts = Package.objects.filter(hash=package).values_list("facts", flat=True).first() or {}
    said = facts.get("marks", [])
    return tuple(mark_of(mark) for mark in said) if isinstance(said, list) else ()
