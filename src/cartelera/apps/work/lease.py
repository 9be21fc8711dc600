"""The lease table: the truth about long work.

A worker takes the next job under a lease counted by the database's clock, and keeps the lease
alive while it works. A worker that dies leaves a lease that runs out, and the job is taken
again, with a higher fence; whatever the first worker may still try to write is refused by the
fence. The work itself is safe to repeat.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Concatenate, Generic, ParamSpec

from django.db import connection, transaction
from django.db.models import DateTimeField, ExpressionWrapper, F, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Now

from cartelera.apps.work.models import Job
from cartelera.vocabulary.errors import ProgramError

LEASE = timedelta(seconds=15)
P = ParamSpec("P")


class Stopped(Exception):
    """The run must end now: cancelled, or its lease is another worker's."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A job as taken by one worker: only the holder of its fence may write."""

    job: int
    kind: str
    arguments: list[Any]
    fence: int

    def held(self) -> "Any":
        """Return the job's rows for which this lease still counts: one, or none."""
        return Job.objects.filter(pk=self.job, fence=self.fence, state=Job.State.RUNNING)


def soon(delay: timedelta) -> Combinable:
    """Return the moment `delay` from now, by the database's clock."""
    return ExpressionWrapper(Now() + Value(delay), output_field=DateTimeField())


def claim(lease: timedelta = LEASE, tags: tuple[str, ...] = ()) -> Lease | None:
    """Take the next job: the highest priority, then the oldest; None if there is none.

    A job whose lease ran out is taken again, until its attempts are used up.
    """
    with transaction.atomic():
        ready = Job.objects.filter(
            Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, lease_until__lt=Now()),
            tag__in=["", *tags],
        ).order_by("-priority", "id")
        if connection.features.has_select_for_update_skip_locked:
            ready = ready.select_for_update(skip_locked=True)
        for job in ready[:20]:
            if job.cancel_asked:
                close(job, Job.State.CANCELLED)
            elif job.attempts >= job.max_attempts:
                close(
                    job, Job.State.FAILED, job.error or "its worker died each time it was tried"
                )
            else:
                Job.objects.filter(pk=job.pk).update(
                    state=Job.State.RUNNING,
                    fence=F("fence") + 1,
                    attempts=F("attempts") + 1,
                    lease_until=soon(lease),
                    started_at=Now(),
                )
                return Lease(job.pk, job.kind, job.arguments, job.fence + 1)
    return None


def close(job: Job, state: Job.State, error: str = "") -> None:
    """End a job that nobody holds."""
    Job.objects.filter(pk=job.pk).update(
        state=state, error=error, ended_at=Now(), lease_until=None
    )


def keep(held: Lease, lease: timedelta = LEASE) -> bool:
    """Lengthen a lease; False if it is lost or the job was asked to stop."""
    return bool(held.held().filter(cancel_asked=False).update(lease_until=soon(lease)))


def is_overtaken(held: Lease) -> bool:
    """Say whether a job waits that is more urgent than this one, or as urgent and older."""
    urgency = held.held().values_list("priority", flat=True).first()
    if urgency is None:
        return False
    before = Q(priority__gt=urgency) | Q(priority=urgency, id__lt=held.job)
    return Job.objects.filter(before, state=Job.State.QUEUED, tag="").exists()


def release(held: Lease) -> None:
    """Hand a job back untried, as a worker that is told to stop does; a cancelled one ends."""
    if not _cancel(held):
        held.held().update(state=Job.State.QUEUED, attempts=F("attempts") - 1, lease_until=None)


def _cancel(held: Lease) -> bool:
    """End a job that was asked to stop; False if nobody asked."""
    asked = held.held().filter(cancel_asked=True)
    return bool(asked.update(state=Job.State.CANCELLED, ended_at=Now(), lease_until=None))


def finish(held: Lease) -> bool:
    """Mark a job done; False if the lease was lost and nothing was written."""
    return bool(
        held.held().update(
            state=Job.State.DONE,
            progress=1.0,
            note="",
            error="",
            ended_at=Now(),
            lease_until=None,
        )
    )


def fail(held: Lease, error: str, final: bool) -> None:
    """Record why a try failed; the job is tried again unless `final` or out of attempts."""
    if _cancel(held):
        return
    rows = held.held()
    ended = {"state": Job.State.FAILED, "error": error, "ended_at": Now(), "lease_until": None}
    if final:
        rows.update(**ended)
    elif not rows.filter(attempts__gte=F("max_attempts")).update(**ended):
        rows.update(state=Job.State.QUEUED, error=error, lease_until=None)


@dataclass(slots=True)
class Run:
    """What a job's function is given: a way to tell how far it is, and to hear when to stop."""

    lease: Lease
    tell: "Callable[[float, str], None]"

    def progress(self, done: float, note: str = "") -> None:
        """Tell how much is done (0 to 1). Raises Stopped when the work must end."""
        self.tell(done, note)

    def step_back(self) -> None:
        """Let the rest of the work be as urgent as any: what was urgent is done."""
        self.lease.held().update(priority=0)


class JobKind(Generic[P]):
    """A function that can be queued: called by a worker, enqueued by an action."""

    def __init__(
        self,
        name: str,
        work: Callable[Concatenate[Run, P], None],
        subject: str,
        max_attempts: int,
        priority: int,
        *,
        gives_way: bool,
    ) -> None:
        self.name, self.work, self.subject = name, work, subject
        self.max_attempts, self.priority, self.gives_way = max_attempts, priority, gives_way

    def enqueue(self, *args: P.args, **kwargs: P.kwargs) -> Job:
        """Queue the work; while it waits or runs, asking again changes nothing.

        Call inside the action's transaction: the job's row commits with what it works on.
        """
        if kwargs:
            raise ProgramError(f"{self.name} takes its arguments by position")
        job, _ = Job.objects.get_or_create(
            kind=self.name,
            subject=self.subject.format(*args),
            state__in=[Job.State.QUEUED, Job.State.RUNNING],
            defaults={
                "arguments": list(args),
                "state": Job.State.QUEUED,
                "max_attempts": self.max_attempts,
                "priority": self.priority,
            },
        )
        return job


KINDS: dict[str, JobKind[Any]] = {}
CHORES: list[Callable[[], None]] = []


def chore(look: Callable[[], None]) -> Callable[[], None]:
    """Register a look at whether some job is due; a worker with nothing to do takes it."""
    CHORES.append(look)
    return look


def job(
    name: str,
    subject: str,
    max_attempts: int = 3,
    priority: int = 0,
    *,
    gives_way: bool = False,
) -> Callable[[Callable[Concatenate[Run, P], None]], JobKind[P]]:
    """Register a function as a kind of job.

    name       "part.verb", as it is stored
    subject    what it works on, with the arguments in place: "master:{0}"
    gives_way  it is handed back when what should go first waits, and goes on where it was
    """

    def register(work: Callable[Concatenate[Run, P], None]) -> JobKind[P]:
        KINDS[name] = kind = JobKind(
            name, work, subject, max_attempts, priority, gives_way=gives_way
        )
        return kind

    return register
