"""Cancel and repeat jobs; write the audit."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db.models.functions import Now

from cartelera.apps.work.models import AuditEntry, Job
from cartelera.vocabulary.errors import AccessError, InputError


def note_change(
    by: AbstractBaseUser | None, verb: str, subject: str, before: Any = None, after: Any = None
) -> None:
    """Write an audit entry; `by` is None for the platform itself."""
    AuditEntry.objects.create(by=by, verb=verb, subject=subject, before=before, after=after)  # type: ignore[misc]


def cancel_job(job: Job, by: PermissionsMixin | None = None) -> None:
    """Ask a job to stop: at once if it waits, at its next step if it runs.

    by  who asks; None for the platform itself, or an action that has asked for permission
    """
    _require(by)
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED)
    if not waiting.update(state=Job.State.CANCELLED, ended_at=Now()):
        Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(cancel_asked=True)


def _require(by: PermissionsMixin | None) -> None:
    if by is not None and not by.has_perm("work.change_job"):
        raise AccessError(f"{by} may not stop or repeat jobs; an administrator may")


def repeat_job(job: Job, by: PermissionsMixin | None = None) -> Job:
    """Queue again a job that failed or was cancelled.

    Raises InputError if the job has not ended so, AccessError if `by` may not.
    """
    _require(by)
    if job.state not in (Job.State.FAILED, Job.State.CANCELLED):
        raise InputError(
            f"job {job.pk} is {job.state}; only one that failed or was cancelled is repeated"
        )
    copy, _ = Job.objects.get_or_create(
        kind=job.kind,
        subject=job.subject,
        state__in=[Job.State.QUEUED, Job.State.RUNNING],
        defaults={
            "arguments": job.arguments,
            "state": Job.State.QUEUED,
            "max_attempts": job.max_attempts,
            "priority": job.priority,
            "tag": job.tag,
        },
    )
    return copy
