"""Questions about jobs and audit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, Max, Min, Q, When
from django.db.models.functions import Now

from cartelera.apps.work.models import AuditEntry, Job
from cartelera.vocabulary.errors import InputError


def latest_jobs(subjects: Iterable[str]) -> dict[str, Job]:
    """Return the newest job of each subject that has one."""
    newest = (
        Job.objects.filter(subject__in=list(subjects))
        .values("subject")
        .annotate(last=Max("id"))
        .values_list("last", flat=True)
    )
    return {job.subject: job for job in Job.objects.filter(pk__in=list(newest))}


def history_of(subject: str, most: int | None = None) -> list[AuditEntry]:
    """Return the audit entries of a subject, newest first, with who made them."""
    return list(AuditEntry.objects.filter(subject=subject).select_related("by")[:most])


def jobs_waiting() -> int:
    """Count the jobs that wait or run."""
    return Job.objects.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING]).count()


@dataclass(frozen=True, slots=True)
class WorkState:
    """How the jobs stand, and whether someone does them."""

    counts: dict[str, int]  # of each state
    leases: int  # jobs that a living worker holds
    lost: int  # jobs whose worker fell silent, to be taken again
    waiting_since: datetime | None  # the oldest job that waits


def work_state() -> WorkState:
    """Return how the jobs stand at this moment, by the database's clock."""
    counts = dict(Job.objects.values_list("state").annotate(Count("pk")).order_by())
    running = Job.objects.filter(state=Job.State.RUNNING)
    waiting = Job.objects.filter(state=Job.State.QUEUED)
    return WorkState(
        {state: counts.get(state, 0) for state in Job.State.values},
        running.filter(lease_until__gte=Now()).count(),
        running.filter(lease_until__lt=Now()).count(),
        waiting.aggregate(first=Min("created_at"))["first"],
    )


@dataclass(frozen=True, slots=True)
class Line:
    """The jobs that wait, in the order they are taken."""

    ahead: dict[str, int]  # of the subject of each that waits: how many run or come before it
    taken: bool  # a living worker holds a job


def jobs_in_line() -> Line:
    """Return who waits for whom, by the database's clock."""
    alive = Q(state=Job.State.RUNNING, lease_until__gte=Now())
    ready = Job.objects.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])
    rows = ready.annotate(taken=Case(When(alive, then=True), default=False))
    found = list(rows.order_by("-taken", "-priority", "id").values_list("subject", "taken"))
    ahead = {subject: n for n, (subject, taken) in enumerate(found) if not taken}
    return Line(ahead, any(taken for _, taken in found))


def latest_of_state(state: str, most: int = 20) -> list[Job]:
    """Return jobs of one state: who waits or runs in their order, others newest first."""
    ahead = state in (Job.State.QUEUED, Job.State.RUNNING)
    order = ("-priority", "id") if ahead else ("-id",)
    return list(Job.objects.filter(state=state).order_by(*order)[:most])


def job_by_id(pk: int) -> Job:
    """Return a job. Raises InputError if there is none."""
    found = Job.objects.filter(pk=pk).first()
    if found is None:
        raise InputError(f"no job has the number {pk}")
    return found


def change_by_id(pk: int) -> AuditEntry:
    """Return an audit entry. Raises InputError if there is none."""
    found = AuditEntry.objects.filter(pk=pk).select_related("by").first()
    if found is None:
        raise InputError(f"no change has the number {pk}")
    return found


def last_change(subject: str) -> AuditEntry | None:
    """Return the newest audit entry of a subject; None if there is none."""
    return AuditEntry.objects.filter(subject=subject).first()
