"""A master on its way through the job table: received, encoded, published, refused, stopped."""

import threading

from django.db import connection
from pytest import fixture, mark, raises

from cartelera.apps.media.actions import (
    add_captions,
    begin_upload,
    cancel_encode,
    continue_upload,
    encode_again,
    end_upload,
    receive_master,
    receive_upload,
    repeat_encode,
    sweep_uploads,
)
from cartelera.apps.media.models import Master, Package, Upload
from cartelera.apps.media.queries import master_state, master_states, media_store
from cartelera.apps.slate.actions import record_title
from cartelera.apps.work import worker
from cartelera.apps.work.models import Job
from cartelera.apps.work.worker import work_until_stopped
from cartelera.engines.media.captions import CaptionKind
from cartelera.engines.media.order import CaptionFile, Order
from cartelera.engines.media.steps import Step
from cartelera.vocabulary.errors import AccessError, InputError
from cartelera.vocabulary.kind import Kind
from tests.conftest import NOW
from tests.conftest import film as record
from tests.films import film

pytestmark = mark.django_db(transaction=True)
SRT = b"1\n00:00:01,000 --> 00:00:02,000\nHola\n"


@fixture(autouse=True)
def vocabulary(db):
    """Keep the words a house begins with: these tests leave an empty database."""
    from cartelera.apps.slate.actions import keep_vocabulary

    keep_vocabulary()


@fixture(autouse=True)
def house(tmp_path, settings):
    settings.DATA = tmp_path / "house"


@fixture
def title():
    return record_title(record("luz", "Luz"), None)


def work():
    work_until_stopped(once=True)


def upload_of(path, by):
    data = path.read_bytes()
    upload = begin_upload(len(data), "../../Luz final (2).mov", by, NOW)
    continue_upload(upload, 0, [data], by=by, at=NOW)
    return upload


def test_a_master_becomes_a_package_that_its_title_plays(tmp_path, title, administrator):
    path = film(tmp_path / "luz.mp4")
    order = Order((CaptionFile("es", CaptionKind.SUBTITLES, SRT, "luz.srt"),), ("es-MX",))
    master = receive_master(title, path, "luz.mp4", administrator, order=order)
    assert master_state(master.pk).state == Job.State.QUEUED
    work()
    title.refresh_from_db()
    package = Package.objects.get()
    state = master_state(master.pk)
    assert (state.state, state.percent, state.showing) == (Job.State.DONE, 100, True)
    assert (title.playable_package, title.playable_seconds) == (package.hash, 3.0)
    folder = media_store().package(package.hash)
    assert (folder / "master.m3u8").is_file()
    assert (folder / "text/1-es/00001.vtt").is_file()
    assert package.facts["sounds"][0]["language"] == "es-MX"
    assert list((media_store().workroom(master.sha256)).glob("pieces")) == []


def test_the_same_master_again_is_one_master_and_one_package(tmp_path, title):
    path = film(tmp_path / "luz.mp4")
    for _ in range(2):
        receive_master(title, path, "luz.mp4", None)
        work()
    assert (Master.objects.count(), Package.objects.count()) == (1, 1)


def test_an_upload_becomes_a_master_whatever_its_name(tmp_path, title, administrator):
    upload = upload_of(film(tmp_path / "luz.mp4"), administrator)
    master = receive_upload(title, upload, administrator)
    work()
    master.refresh_from_db()
    title.refresh_from_db()
    assert title.playable_package
    assert master.name == "../../Luz final (2).mov"
    assert not Upload.objects.exists()
    assert list((tmp_path / "house/uploads").iterdir()) == []
    assert [p.name for p in (tmp_path / "house/media/masters").iterdir()] == [master.sha256]


def test_an_upload_that_is_no_video_fails_with_the_reason(tmp_path, title, administrator):
    (tmp_path / "luz.mov").write_text("not a film " * 100)
    master = receive_upload(
        title, upload_of(tmp_path / "luz.mov", administrator), administrator
    )
    work()
    state = master_state(master.pk)
    assert state.state == Job.State.FAILED
    assert "not a video file" in state.job.error
    title.refresh_from_db()
    assert not title.playable_package


def test_an_upload_broken_off_is_no_master_yet(tmp_path, title, administrator):
    upload = begin_upload(1000, "luz.mov", administrator, NOW)
    continue_upload(upload, 0, [b"x" * 10], by=administrator, at=NOW)
    with raises(InputError, match="10 of 1000 bytes"):
        receive_upload(title, upload, administrator)


def test_an_upload_that_became_a_master_is_not_swept_nor_removed(
    tmp_path, title, administrator
):
    upload = upload_of(film(tmp_path / "luz.mp4"), administrator)
    receive_upload(title, upload, administrator)
    assert sweep_uploads(NOW.replace(year=2999)) == 0
    with raises(InputError, match="taken as a master"):
        end_upload(upload, administrator)
    work()
    assert Package.objects.count() == 1


def test_who_may_not_receive_masters_is_refused(tmp_path, title, stranger):
    path = film(tmp_path / "luz.mp4", seconds=1)
    with raises(AccessError):
        receive_master(title, path, "luz.mp4", stranger)
    master = receive_master(title, path, "luz.mp4", None)
    for verb in (cancel_encode, repeat_encode):
        with raises(AccessError):
            verb(master, stranger)
    with raises(AccessError):
        add_captions(master, "es", CaptionKind.SUBTITLES, SRT, name="x.srt", by=stranger)


def test_what_is_no_video_and_a_series_are_refused_at_once(tmp_path, title):
    (tmp_path / "luz.mov").write_text("not a film")
    with raises(InputError, match="not a video"):
        receive_master(title, tmp_path / "luz.mov", "luz.mov", None)
    series = record_title(record("serie", "Serie", kind=Kind.SERIES), None)
    with raises(InputError, match="episodes"):
        receive_master(series, film(tmp_path / "luz.mp4", seconds=1), "luz.mp4", None)
    assert not Master.objects.exists()
    assert not Job.objects.exists()


def test_captions_added_later_make_a_new_package(tmp_path, title):
    master = receive_master(title, film(tmp_path / "luz.mp4"), "luz.mp4", None)
    work()
    first = Package.objects.get().hash
    add_captions(master, "ENG", CaptionKind.CAPTIONS, SRT, name="luz.srt", by=None)
    work()
    title.refresh_from_db()
    assert Package.objects.count() == 2
    assert title.playable_package == Package.objects.latest("pk").hash != first
    assert (media_store().package(first) / "master.m3u8").is_file()
    assert Package.objects.latest("pk").facts["texts"][0]["language"] == "en"


def test_captions_that_come_during_the_encode_are_in_the_package(tmp_path, title, monkeypatch):
    master = receive_master(title, film(tmp_path / "luz.mp4"), "luz.mp4", None)
    monkeypatch.setattr(worker, "PROGRESS_EVERY", 0.0)
    with connection.execute_wrapper(_Once(lambda: captions_of(master))):
        work()
    title.refresh_from_db()
    facts = Package.objects.get(hash=title.playable_package).facts
    assert [text["language"] for text in facts["texts"]] == ["en"]


def captions_of(master):
    add_captions(master, "ENG", CaptionKind.CAPTIONS, SRT, name="luz.srt", by=None)


class _Once:
    """Do something when a job first tells how far its encode has come."""

    def __init__(self, deed):
        self.deed = deed

    def __call__(self, execute, sql, params, many, context):
        done = execute(sql, params, many, context)
        if self.deed and '"progress" = ' in sql and any(p == Step.ENCODE for p in params):
            deed, self.deed = self.deed, None
            deed()
        return done


def test_an_older_master_encoded_late_does_not_take_the_newer_ones_place(tmp_path, title):
    older = receive_master(title, film(tmp_path / "old.mp4", seconds=1), "old.mp4", None)
    cancel_encode(older, None)
    newer = receive_master(title, film(tmp_path / "new.mp4", seconds=2), "new.mp4", None)
    work()
    repeat_encode(older, None)
    work()
    title.refresh_from_db()
    assert title.playable_package == newer.packages.get().hash
    assert not master_state(older.pk).showing


def test_a_cancelled_encode_publishes_nothing_and_goes_on_when_asked(tmp_path, title):
    master = receive_master(title, film(tmp_path / "luz.mp4", seconds=60), "luz.mp4", None)
    stopper = threading.Timer(0.6, cancel_from_elsewhere, [master.pk])
    stopper.start()
    work()
    stopper.join()
    assert master_state(master.pk).state == Job.State.CANCELLED
    assert not Package.objects.exists()
    repeat_encode(master, None)
    work()
    assert master_state(master.pk).state == Job.State.DONE


def cancel_from_elsewhere(pk):
    from django.db import connection

    cancel_encode(Master.objects.get(pk=pk), None)
    connection.close()


def test_a_list_of_masters_costs_the_same_queries_at_any_length(
    tmp_path, title, django_assert_num_queries
):
    path = film(tmp_path / "luz.mp4", seconds=1)
    for n in range(5):
        other = record_title(record(f"luz-{n}", f"Luz {n}"), None)
        receive_master(other, path, "luz.mp4", None)
    with django_assert_num_queries(10):
        states = master_states(NOW, 2)
        assert [s.master.title.key for s in states] == ["luz-4", "luz-3"]
    with django_assert_num_queries(10):
        assert len(master_states(NOW)) == 5


def test_another_quality_is_encoded_beside_what_plays_until_it_is_verified(title, tmp_path):
    master = receive_master(title, film(tmp_path / "film.mp4", sounds=0), "film.mp4", None)
    work()
    before = master_state(master.pk).package
    encode_again(master, 80, None)
    encode_again(master, 80, None)
    title.refresh_from_db()
    assert title.playable_package == before.hash
    work()
    title.refresh_from_db()
    after = master_state(master.pk).package
    assert title.playable_package == after.hash != before.hash
    assert {v["codec"] for v in after.facts["videos"]} == {"h264", "av1"}


@mark.parametrize("quality", [0, 59, 99])
def test_a_quality_that_nobody_can_reach_or_use_is_refused(title, tmp_path, quality):
    master = receive_master(title, film(tmp_path / "film.mp4"), "film.mp4", None)
    with raises(InputError, match="60 to 98"):
        encode_again(master, quality, None)
