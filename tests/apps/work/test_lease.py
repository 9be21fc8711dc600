from datetime import timedelta

import pytest
from django.db.models import F
from django.db.models.functions import Now

from cartelera.apps.work.actions import cancel_job, repeat_job
from cartelera.apps.work.lease import (
    KINDS,
    Run,
    Stopped,
    claim,
    fail,
    finish,
    job,
    keep,
    release,
    soon,
)
from cartelera.apps.work.models import Job
from cartelera.apps.work.worker import work_until_stopped
from cartelera.vocabulary.errors import InputError

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def paint():
    done = []

    @job("test.paint", subject="wall:{0}", max_attempts=2)
    def paint(run: Run, wall: int) -> None:
        run.progress(0.5, "second coat")
        done.append(wall)

    yield paint, done
    del KINDS["test.paint"]


def let_lease_run_out(row: Job) -> None:
    Job.objects.filter(pk=row.pk).update(lease_until=soon(timedelta(seconds=-1)))


def test_a_job_is_done_once_and_says_so(paint):
    kind, done = paint
    row = kind.enqueue(7)
    assert work_until_stopped(once=True) == 1
    row.refresh_from_db()
    assert (done, row.state, row.progress) == ([7], "done", 1.0)


def test_the_same_work_waits_in_the_queue_only_once(paint):
    kind, done = paint
    assert kind.enqueue(7).pk == kind.enqueue(7).pk
    assert kind.enqueue(8).pk != kind.enqueue(7).pk
    work_until_stopped(once=True)
    assert done == [7, 8]


def test_higher_priority_goes_first_then_the_older(paint):
    kind, done = paint
    for wall in (1, 2, 3):
        kind.enqueue(wall)
    Job.objects.filter(subject="wall:3").update(priority=5)
    work_until_stopped(once=True)
    assert done == [3, 1, 2]


def test_a_tagged_job_waits_for_a_worker_that_has_the_tag(paint):
    kind, _ = paint
    row = kind.enqueue(1)
    Job.objects.filter(pk=row.pk).update(tag="gpu")
    assert claim() is None
    assert claim(tags=("gpu",)) is not None


def test_a_leased_job_is_nobody_elses_until_its_lease_runs_out(paint):
    kind, _ = paint
    row = kind.enqueue(1)
    first = claim()
    assert claim() is None
    let_lease_run_out(row)
    second = claim()
    assert second is not None and first is not None
    assert second.fence == first.fence + 1


def test_a_late_worker_cannot_write_over_its_successor(paint):
    kind, _ = paint
    row = kind.enqueue(1)
    late = claim()
    let_lease_run_out(row)
    claim()
    assert not finish(late)
    assert not keep(late)
    fail(late, "too late", final=True)
    row.refresh_from_db()
    assert (row.state, row.error) == ("running", "")


def test_a_kept_lease_does_not_run_out(paint):
    kind, _ = paint
    row = kind.enqueue(1)
    held = claim(lease=timedelta(seconds=1))
    assert keep(held, timedelta(hours=1))
    assert Job.objects.filter(pk=row.pk, lease_until__gt=Now() + timedelta(minutes=59)).exists()


def test_a_job_whose_workers_die_is_parked_and_the_next_goes_on(paint):
    kind, done = paint
    poison = kind.enqueue(1)
    kind.enqueue(2)
    for _ in range(2):
        claim()
        let_lease_run_out(poison)
    work_until_stopped(once=True)
    poison.refresh_from_db()
    assert (poison.state, done) == ("failed", [2])
    assert "died" in poison.error


def test_a_worker_told_to_stop_hands_its_job_back_untried(paint):
    kind, _ = paint
    row = kind.enqueue(1)
    release(claim())
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("queued", 0)


def test_an_error_of_ours_is_tried_again_and_a_refusal_is_not():
    tries = []

    @job("test.fall", subject="wall:{0}", max_attempts=3)
    def fall(run: Run, refuse: bool) -> None:
        tries.append(refuse)
        raise InputError("wall 14A has no bricks") if refuse else RuntimeError("rain")

    try:
        refused, failed = fall.enqueue(True), fall.enqueue(False)
        work_until_stopped(once=True)
    finally:
        del KINDS["test.fall"]
    refused.refresh_from_db()
    failed.refresh_from_db()
    assert tries == [True, False, False, False]
    assert (refused.state, refused.error) == ("failed", "wall 14A has no bricks")
    assert (failed.state, failed.error) == ("failed", "rain")


def test_a_waiting_job_is_cancelled_at_once_and_can_be_repeated(paint):
    kind, done = paint
    row = kind.enqueue(1)
    cancel_job(row)
    row.refresh_from_db()
    assert row.state == "cancelled"
    repeat_job(row)
    work_until_stopped(once=True)
    assert done == [1]


def test_a_running_job_hears_that_it_is_cancelled():
    heard = []

    @job("test.endless", subject="wall:{0}")
    def endless(run: Run, wall: int) -> None:
        cancel_job(Job.objects.get())
        try:
            run.progress(0.1)
        except Stopped:
            heard.append(wall)
            raise

    try:
        row = endless.enqueue(1)
        work_until_stopped(once=True)
    finally:
        del KINDS["test.endless"]
    row.refresh_from_db()
    assert (heard, row.state) == ([1], "cancelled")


def test_only_what_ended_badly_is_repeated(paint):
    kind, _ = paint
    with pytest.raises(InputError, match="queued"):
        repeat_job(kind.enqueue(1))


def test_leases_go_by_the_databases_clock_and_not_by_the_workers(paint, monkeypatch):
    import time

    kind, _ = paint
    row = kind.enqueue(1)
    monkeypatch.setattr(time, "time", lambda: 0.0)
    claim()
    assert Job.objects.filter(pk=row.pk, lease_until__gt=Now()).exists()
    assert Job.objects.filter(
        pk=row.pk, lease_until__lt=F("started_at") + timedelta(minutes=1)
    ).exists()
