import logging
import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.backends.signals import connection_created

from cartelera.apps.work import worker
from cartelera.apps.work.actions import cancel_job
from cartelera.apps.work.lease import KINDS, claim, job
from cartelera.apps.work.models import Job
from cartelera.apps.work.worker import perform, work_until_stopped
from cartelera.vocabulary.errors import ProgramError

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
def kind():
    """Register work under the name test.paint, for as long as a test lasts."""
    names = []

    def register(work):
        names.append("test.paint")
        return job("test.paint", subject="wall:{0}")(work)

    yield register
    for name in names:
        del KINDS[name]


class Busy:
    """A database that refuses the next statements that hold some words."""

    def __init__(self, words, times):
        self.words, self.times, self.refused = words, times, 0

    def __call__(self, execute, sql, params, many, context):
        if self.words in sql and self.refused < self.times:
            self.refused += 1
            raise OperationalError("database is locked")
        return execute(sql, params, many, context)


@contextmanager
def busy_for_threads(busy):
    """Refuse statements of the connections that threads open from now on."""

    def opened(connection, **_):
        connection.execute_wrappers.append(busy)

    connection_created.connect(opened)
    try:
        yield
    finally:
        connection_created.disconnect(opened)


def run_until(done, stopping):
    def watch():
        deadline = time.monotonic() + 10
        while not done() and time.monotonic() < deadline:
            time.sleep(0.02)
        stopping.set()

    watcher = threading.Thread(target=watch)
    watcher.start()
    work_until_stopped(stopping=stopping)
    watcher.join()


def test_a_busy_database_is_asked_again_in_one_line(kind, monkeypatch, caplog):
    monkeypatch.setattr(worker, "PATIENCE", 0.01)
    done, busy = [], Busy('FROM "work_job"', times=2)
    row = kind(lambda run, wall: done.append(wall)).enqueue(7)
    with connection.execute_wrapper(busy), caplog.at_level(logging.WARNING):
        run_until(lambda: done, threading.Event())
    row.refresh_from_db()
    assert (done, row.state, busy.refused) == ([7], "done", 2)
    told = [record for record in caplog.records if "is locked" in record.getMessage()]
    assert [record.exc_info for record in told] == [None, None]


def test_a_worker_that_runs_once_does_not_wait_for_a_database(kind):
    kind(lambda run, wall: None).enqueue(7)
    with (
        connection.execute_wrapper(Busy('FROM "work_job"', times=99)),
        pytest.raises(ProgramError, match="database is locked"),
    ):
        work_until_stopped(once=True)


def test_an_end_that_could_not_be_written_leaves_the_job_to_be_taken_again(kind, monkeypatch):
    monkeypatch.setattr(worker, "PATIENCE", 0.01)
    stopping = threading.Event()
    row = kind(lambda run, wall: stopping.set()).enqueue(7)
    with connection.execute_wrapper(Busy('"ended_at" = ', times=1)):
        work_until_stopped(stopping=stopping)
    row.refresh_from_db()
    assert row.state == "running"
    Job.objects.update(lease_until=row.created_at)
    work_until_stopped(once=True)
    row.refresh_from_db()
    assert row.state == "done"


def test_progress_that_cannot_be_written_fails_no_job(kind):
    busy = Busy('"progress" = ', times=1)

    def work(run, wall):
        with connection.execute_wrapper(busy):
            run.progress(0.5, "second coat")

    row = kind(work).enqueue(7)
    work_until_stopped(once=True)
    row.refresh_from_db()
    assert (busy.refused, row.state, row.attempts) == (1, "done", 1)


def test_a_lease_is_kept_through_a_moment_in_which_the_database_is_busy(kind):
    lease, busy = timedelta(seconds=0.9), Busy('"lease_until" = ', times=1)
    beats = []

    def work(run, wall):
        deadline = time.monotonic() + 10
        before = Job.objects.get().lease_until
        while not beats and time.monotonic() < deadline:
            time.sleep(0.05)
            if Job.objects.get().lease_until != before:
                beats.append(wall)
        run.progress(0.5)

    kind(work).enqueue(7)
    with busy_for_threads(busy):
        perform(claim(lease), threading.Event(), lease)
    assert (busy.refused, beats, Job.objects.get().state) == (1, [7], "done")


def test_a_lease_that_cannot_be_kept_stops_the_work_and_hands_the_job_back(kind):
    lease, busy = timedelta(seconds=0.3), Busy('"lease_until" = ', times=99)

    def work(run, wall):
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            time.sleep(0.05)
            run.progress(0.5)

    kind(work).enqueue(7)
    with busy_for_threads(busy):
        perform(claim(lease), threading.Event(), lease)
    row = Job.objects.get()
    assert (row.state, row.attempts, row.error) == ("queued", 0, "")


@pytest.mark.parametrize(("cancelled", "state"), [(False, "queued"), (True, "cancelled")])
def test_a_worker_told_to_stop_in_a_job_hands_it_back_unless_cancelled(kind, cancelled, state):
    stopping = threading.Event()

    def work(run, wall):
        stopping.set()
        if cancelled:
            cancel_job(Job.objects.get())
        run.progress(0.5)

    kind(work).enqueue(7)
    work_until_stopped(stopping=stopping)
    row = Job.objects.get()
    assert (row.state, row.error) == (state, "")
    assert row.attempts == (1 if cancelled else 0)


def test_a_worker_with_nothing_to_do_looks_at_what_may_be_due(monkeypatch, kind):
    done, stopping = [], threading.Event()

    @kind
    def paint(run, wall):
        done.append(wall)
        stopping.set()

    monkeypatch.setattr(worker, "CHORES", [lambda: paint.enqueue("north")])
    monkeypatch.setattr(worker, "CHORES_EVERY", 0.0)
    work_until_stopped(stopping=stopping)
    assert done == ["north"]


@pytest.fixture
def walls(monkeypatch):
    """Register painting that gives way, three coats a wall; return it and what is done."""
    monkeypatch.setattr(worker, "PROGRESS_EVERY", 0)
    done = []

    @job("test.walls", subject="wall:{0}", gives_way=True)
    def walls(run, wall):
        for coat in range(done.count(wall), 3):
            if done == [1]:
                Job.objects.filter(pk=walls.enqueue(2).pk).update(priority=1)
            run.progress(coat / 3)
            done.append(wall)
            if wall == 2:
                run.step_back()

    yield walls, done
    del KINDS["test.walls"]


def test_what_is_urgent_goes_first_and_the_rest_of_it_waits_for_who_came_before(walls):
    kind, done = walls
    first = kind.enqueue(1)
    work_until_stopped(once=True)
    assert done == [1, 2, 1, 1, 2, 2]
    first.refresh_from_db()
    assert (first.state, first.attempts) == ("done", 1)


def test_work_that_gives_no_way_is_not_disturbed(kind, monkeypatch):
    monkeypatch.setattr(worker, "PROGRESS_EVERY", 0)
    done = []

    def paint(run, wall):
        if wall == 1:
            Job.objects.filter(pk=registered.enqueue(2).pk).update(priority=1)
        run.progress(0.5)
        done.append(wall)

    registered = kind(paint)
    registered.enqueue(1)
    work_until_stopped(once=True)
    assert done == [1, 2]
