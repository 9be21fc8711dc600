"""How the platform is: its database, its disk, its jobs and who does them."""

import platform
from datetime import timedelta
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cartelera import __version__
from cartelera.adapters.disk import bytes_of, room_at
from cartelera.apps.work.actions import cancel_job, repeat_job
from cartelera.apps.work.models import Job
from cartelera.apps.work.queries import WorkState, job_by_id, latest_of_state, work_state
from cartelera.vocabulary.errors import InputError
from cartelera.web.doors import staff
from cartelera.web.office.page import office_page, tell, who

ADMINISTRATORS = "work.change_job"
SOON = timedelta(seconds=30)  # a living worker takes a job that waits sooner than this
ROOM_LEAST = 0.05  # of the disk


@staff(ADMINISTRATORS)
def page(request: HttpRequest) -> HttpResponse:
    """Show how the platform is."""
    state = work_state()
    room = room_at(settings.DATA)
    return office_page(
        request,
        "health.html",
        "health",
        state=state,
        worker=_worker(state),
        room=room,
        room_share=round(100 * room.free / room.whole),
        room_short=room.free < ROOM_LEAST * room.whole,
        database=_database(),
        database_bytes=_database_bytes(),
        jobs=[(word, latest_of_state(state)) for state, word in _shown_states()],
        versions=(
            ("Cartelera", __version__),
            ("Python", platform.python_version()),
            ("Django", django.get_version()),
        ),
        data=settings.DATA,
    )


def _shown_states() -> tuple[tuple[str, str], ...]:
    return (
        (Job.State.RUNNING, _("Running")),
        (Job.State.QUEUED, _("Waiting")),
        (Job.State.FAILED, _("Failed")),
        (Job.State.CANCELLED, _("Cancelled")),
        (Job.State.DONE, _("Done")),
    )


def _worker(state: WorkState) -> tuple[str, str]:
    """Return the worker's state as a mark (good, bad, idle) and in words."""
    if state.leases:
        return "good", _("It is working.")
    if state.lost:
        return "bad", _("It fell silent in the middle of a job; the job is taken again.")
    if state.waiting_since and timezone.now() - state.waiting_since > SOON:
        return "bad", _("Jobs wait and nobody takes them. Is the worker running?")
    return "idle", _("Nothing to do.")


def _database() -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sqlite_version()")
            return f"SQLite {cursor.fetchone()[0]}"
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0]}"


def _database_bytes() -> int | None:
    if connection.vendor != "sqlite":
        return None
    file = Path(str(connection.settings_dict["NAME"]))
    return bytes_of(file, file.with_name(f"{file.name}-wal"))


@staff(ADMINISTRATORS)
@require_POST
def job(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Stop a job, or do it again."""
    found = job_by_id(pk)
    if "cancel" in request.POST:
        cancel_job(found, who(request))
        tell(request, _("Job %(number)s is asked to stop.") % {"number": pk})
    else:
        try:
            again = repeat_job(found, who(request))
        except InputError:
            tell(request, _("Only a job that failed or was cancelled is done again."))
        else:
            tell(request, _("It is queued again, as job %(number)s.") % {"number": again.pk})
    return redirect("office:health")
