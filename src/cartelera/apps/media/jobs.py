"""Long work on masters, called by id."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from cartelera.adapters.uploads import discard
from cartelera.apps.media.marking import with_marks
from cartelera.apps.media.models import Master, Package
from cartelera.apps.media.pipeline import Made, encode
from cartelera.apps.media.queries import (
    arrived_file,
    marks_of,
    master_by_id,
    media_crew,
    media_store,
    newest_package,
    order_of,
    packages_gone_by,
    uploads_folder,
)
from cartelera.apps.media.tally import Progress
from cartelera.apps.media.workshop import MasterFile
from cartelera.apps.slate.actions import attach_package
from cartelera.apps.slate.models import Title
from cartelera.apps.work.lease import Run, chore, job
from cartelera.engines.media.package import Facts
from cartelera.engines.media.steps import Step
from cartelera.vocabulary.errors import InputError

_FIRST_SHARE = 0.05  # of the whole work


@job("media.encode_master", subject="master:{0}", max_attempts=25, priority=1, gives_way=True)
def encode_master(run: Run, master_id: int) -> None:
    """Make a verified package of a master, and point its title at it.

    Until its title can be watched it is urgent: ladders of others wait meanwhile.
    """
    master = master_by_id(master_id)
    _read_in(master, run.progress)
    store = media_store()
    with store.open_workroom(master.sha256) as room:
        file = MasterFile(store.bring_master(master.sha256), master.sha256)
        if _has_long_to_wait(master):
            look = replace(order_of(master), aim=None, first=True)
            made = encode(file, look, room, _as_first(run.progress), crew=media_crew())
            _publish(master, made, run.progress, first=True)
        run.step_back()
        encoded = None
        # what is asked beside a master while it is encoded queues no second job
        while (order := order_of(master_by_id(master_id))) != encoded:
            made = encode(file, order, room, run.progress, crew=media_crew())
            _publish(master, made, run.progress)
            encoded = order
        room.clear()
        store.let_go(master.sha256)


@job("media.mark_master", subject="marks:{0}", priority=1)
def mark_master(run: Run, master_id: int) -> None:
    """Make a package with the marks that are asked now out of the files of the one there is."""
    while not _is_marked(master_by_id(master_id), run.progress):
        pass  # what was asked or encoded meanwhile counts


def _is_marked(master: Master, progress: Progress) -> bool:
    """Say whether the newest package of a master has the marks asked, after one try."""
    base, marks = newest_package(master), marks_of(master)
    if base is None or marks is None:
        return True
    made, facts = with_marks(media_store(), base.hash, marks, progress)
    progress(1.0, Step.VERIFY)  # the last moment at which a lost lease stops the run
    with transaction.atomic():
        now = Master.objects.select_for_update().get(pk=master.pk)
        if newest_package(now) != base or now.marks != master.marks:
            if not Package.objects.filter(hash=made).exists():
                media_store().remove_package(made)
            return False
        if made != base.hash:
            _show(master, made, facts, first=base.first)
            Package.objects.filter(pk=base.pk).update(remarked=True)
    return True


@chore
def sweep_packages() -> None:
    """Remove the first looks and earlier marks that nobody can be watching any more."""
    for package in packages_gone_by(timezone.now()):
        # The row goes last: files without a row would never be found again.
        media_store().remove_package(package.hash)
        package.delete()


def _read_in(master: Master, progress: Progress) -> None:
    """Keep a master that came as an upload under its hash; quietly if it is kept already."""
    if not master.sha256:
        if master.upload is None:
            raise InputError(f"the bytes of {master} are gone; deliver it again")
        path = arrived_file(master.upload)
        kept = media_store().adopt_master(path, lambda done: progress(done / 100, Step.READ))
        master.sha256, master.size = kept.sha256, kept.size
        master.save(update_fields=["sha256", "size"])
    if master.upload is not None:
        # the upload goes last: a run killed before this reads the same bytes again
        discard(uploads_folder(), master.upload.key)
        master.upload.delete()
        master.upload = None


def _has_long_to_wait(master: Master) -> bool:
    """Say whether nothing of a title can be watched yet, and its ladder takes its time."""
    return not _is_shown(master) and order_of(master).aim is not None


def _is_shown(master: Master) -> bool:
    return bool(Title.objects.get(pk=master.title_id).playable_package)


def _as_first(progress: Progress) -> Progress:
    """Tell of a first look as the beginning of the whole work."""
    return lambda done, _step: progress(done * _FIRST_SHARE, Step.FIRST)


def _publish(master: Master, made: Made, progress: Progress, *, first: bool = False) -> None:
    """Give the package its place, and show it."""
    progress(1.0, Step.VERIFY)  # the last moment at which a lost lease stops the run
    media_store().publish(made.directory, made.package_hash)
    if made.report is not None:
        media_store().keep_report(made.report, made.package_hash)
    with transaction.atomic():
        Master.objects.select_for_update().get(pk=master.pk)  # see _is_marked
        _show(master, made.package_hash, made.facts, first=first)


def _show(master: Master, package_hash: str, facts: Facts, *, first: bool) -> None:
    """Point a title at a package that has its place, unless a newer one has come."""
    seconds = float(facts.seconds)
    shown = Title.objects.get(pk=master.title_id).playable_package
    looks = Package.objects.filter(hash=shown, first=True)
    # a first look never takes the place of what was made with care meanwhile
    late = first and shown and not looks.exists()
    Package.objects.update_or_create(
        hash=package_hash,
        defaults={
            "master": master,
            "seconds": seconds,
            "facts": facts.written(),
            "first": first,
            "remarked": False,
            # made again, it is shown again from now on
            "verified_at": timezone.now(),
        },
    )
    others = Package.objects.filter(master__title=master.title, first=False)
    newer = others.filter(master__pk__gt=master.pk)
    if not (late or newer.exists()):
        attach_package(master.title, package_hash, seconds)
