"""Marks that are changed on a film that is encoded: a new package of the same files."""

import shutil
from datetime import timedelta

from django.utils import timezone
from pytest import fixture, mark, raises

from cartelera.adapters.depot import depot_at
from cartelera.adapters.store import open_workroom
from cartelera.apps.accounts.queries import sign_in_of
from cartelera.apps.media import jobs
from cartelera.apps.media.actions import add_captions, receive_master, set_marks
from cartelera.apps.media.counting import verify
from cartelera.apps.media.jobs import sweep_packages
from cartelera.apps.media.models import Master, Package
from cartelera.apps.media.pipeline import encode, master_file
from cartelera.apps.media.queries import (
    PAUSES,
    marks_written,
    master_state,
    media_store,
    packages_open,
    playback_of,
)
from cartelera.apps.slate.actions import attach_package, keep_vocabulary, record_title
from cartelera.apps.work.models import Job
from cartelera.apps.work.queries import history_of
from cartelera.apps.work.worker import work_until_stopped
from cartelera.engines.media.captions import CaptionKind
from cartelera.engines.media.marks import Mark, MarkKind, read_marks
from cartelera.engines.media.order import Order
from cartelera.vocabulary.errors import AccessError, InputError
from cartelera.vocabulary.record import Avail
from cartelera.vocabulary.stage import Stage
from tests.conftest import BEFORE
from tests.conftest import film as record
from tests.films import ffmpeg, film
from tests.objects import BUCKET, object_storage

pytestmark = mark.django_db(transaction=True)
CHANGED = {"package.json", "master.m3u8", "manifest.mpd", "chapters.vtt", "chapters.json"}
OPEN = {"stage": Stage.RELEASED, "avails": (Avail("MX", BEFORE),)}


@fixture(scope="module")
def delivered(tmp_path_factory):
    """A film whose file has a chapter of its own, and the package that was made of it."""
    folder = tmp_path_factory.mktemp("delivered")
    (folder / "chapters.txt").write_text(
        ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1500\ntitle=Intro\n"
    )
    plain, path = film(folder / "plain.mp4"), folder / "luz.mp4"
    more = ("-map_chapters", 1, "-c", "copy")
    ffmpeg("-i", plain, "-i", folder / "chapters.txt", *more, path)
    with open_workroom(folder / "work") as room:
        return path, encode(master_file(path), Order(), room, lambda *_: None)


@fixture
def house(tmp_path, settings, db):
    keep_vocabulary()
    settings.DATA = tmp_path / "house"


@fixture
def master(house, delivered, tmp_path):
    return encoded(delivered, tmp_path)


def encoded(delivered, tmp_path):
    """Keep the film as a master that is encoded, and shown."""
    path, made = delivered
    title = record_title(record("luz", "Luz", **OPEN), None)
    kept = media_store().keep_master(path)
    master = Master.objects.create(title=title, name="luz.mp4", sha256=kept.sha256)
    copy = shutil.copytree(made.directory, tmp_path / "copy")
    media_store().publish(copy, made.package_hash)
    Package.objects.create(
        hash=made.package_hash, master=master, seconds=3.0, facts=made.facts.written()
    )
    attach_package(title, made.package_hash, 3.0)
    return master


def work():
    work_until_stopped(once=True)


def plays(master):
    """Return the package that its title plays."""
    return Package.objects.get(hash=Master.objects.get(pk=master.pk).title.playable_package)


def told(package):
    return [(m["kind"], m["start"], m["end"], m["name"]) for m in package.facts["marks"]]


def files(package):
    folder = media_store().package(package.hash)
    found = [p for p in folder.rglob("*") if p.is_file()]
    return {p.relative_to(folder).as_posix(): p for p in found}


def test_marks_set_on_an_encoded_film_give_a_package_of_the_same_files(master, tmp_path):
    before = plays(master)
    assert told(before) == [("intro", "0", "3/2", "Intro")]
    set_marks(master, "recap 0:00 0:01\nchapter 0:01 0:02.5 La llegada\n", None)
    assert plays(master) == before
    work()
    after = plays(master)
    assert told(after) == [("recap", "0", "1", ""), ("chapter", "1", "5/2", "La llegada")]
    old, new = files(before), files(after)
    assert {*old} == {*new}
    for name in {*new} - CHANGED:
        assert new[name].samefile(old[name]), name
    unlike = {n for n in new if new[n].read_bytes() != old[n].read_bytes()}
    assert unlike == CHANGED - {"master.m3u8"}  # it names a list of chapters, as before
    for package in (before, after):
        scratch = tmp_path / package.hash
        scratch.mkdir()
        counted = verify(media_store().package(package.hash), lambda *_: None, scratch)
        assert (counted.package_hash, counted.faults) == (package.hash, ())


def test_a_film_marked_later_is_as_one_that_was_delivered_with_these_marks(
    master, delivered, tmp_path
):
    set_marks(master, "credits 0:02 0:03\n", None)
    work()
    later = files(plays(master))
    other = record_title(record("sol", "Sol", **OPEN), None)
    marks = read_marks("credits 0:02 0:03", "marks")
    first = receive_master(other, delivered[0], "x", None, order=Order(marks=marks))
    work()
    sooner = files(plays(first))
    assert {*later} == {*sooner}
    unlike = {n for n in later if later[n].read_bytes() != sooner[n].read_bytes()}
    assert unlike == {"package.json"}  # which says what was asked when it was encoded


def test_no_marks_are_none_even_where_the_file_has_some(master):
    set_marks(master, " \n", None)
    work()
    assert told(plays(master)) == []
    assert not {"chapters.vtt", "chapters.json"} & {*files(plays(master))}
    srt = b"1\n00:00:01,000 --> 00:00:02,000\nHola\n"
    add_captions(master, "es", CaptionKind.SUBTITLES, srt, name="luz.srt", by=None)
    work()
    assert plays(master).facts["texts"]
    assert told(plays(master)) == []


def test_marks_that_are_put_back_give_the_first_package_again(master):
    first = plays(master)
    set_marks(master, "intro 0:01 0:02", None)
    work()
    second = plays(master)
    assert second != first
    set_marks(master, marks_written(master_state(master.pk)), None)
    work()
    assert (plays(master), Package.objects.count()) == (second, 2)
    set_marks(master, "intro 0:00 0:01.5 Intro", None)
    work()
    assert plays(master) == first
    assert master_state(master.pk).current
    assert [p.remarked for p in (plays(master), Package.objects.get(pk=second.pk))] == [
        False, True,
    ]  # fmt: skip


def test_who_watches_keeps_the_package_they_have_until_its_addresses_expire(master, viewer):
    before = plays(master)
    set_marks(master, "intro 0:01 0:02", None)
    work()
    after = plays(master)
    playback = playback_of(master.title, viewer, sign_in_of("ana"), timezone.now())
    assert playback.package == after.hash
    assert playback.marks == (Mark(MarkKind.INTRO, 1, 2),)
    assert before.hash in packages_open(timezone.now())
    spare = timedelta(seconds=1)
    Package.objects.filter(pk=after.pk).update(
        verified_at=timezone.now() - PAUSES - timedelta(seconds=before.seconds) + spare
    )
    sweep_packages()
    assert files(before)
    Package.objects.filter(pk=after.pk).update(
        verified_at=timezone.now() - PAUSES - timedelta(seconds=before.seconds)
    )
    set_marks(master, "intro 0:01 0:02.5", None)
    sweep_packages()
    assert files(before)  # a job may want it again
    Job.objects.filter(kind="media.mark_master", state=Job.State.QUEUED).delete()
    sweep_packages()
    assert not files(before)
    assert list(Package.objects.all()) == [after]
    assert all(path.stat().st_size for path in files(after).values())


def test_a_package_of_other_pictures_or_marks_that_comes_meanwhile_is_not_lost(
    master, monkeypatch
):
    whole = jobs.with_marks
    deeds = [
        lambda: set_marks(master, "intro 0:01 0:02.5", None),
        lambda: Package.objects.create(
            hash="e" * 64, master=master, seconds=3.0, facts=plays(master).facts
        ),
    ]

    def meanwhile(store, package_hash, *rest):
        tried.append(package_hash)
        made = whole(store, before.hash, *rest)
        if deeds:
            deeds.pop(0)()
        return made

    before, tried = plays(master), []
    monkeypatch.setattr(jobs, "with_marks", meanwhile)
    set_marks(master, "intro 0:01 0:02", None)
    work()
    assert tried == [before.hash, before.hash, "e" * 64]
    assert told(plays(master)) == [("intro", "1", "5/2", "")]
    kept = {p.name for p in (media_store().root / "packages").iterdir()}
    assert kept == {before.hash, plays(master).hash}  # what was made in vain is gone


def test_marks_set_while_the_film_waits_are_in_its_first_package(house, tmp_path):
    title = record_title(record("luz", "Luz"), None)
    master = receive_master(title, film(tmp_path / "luz.mp4"), "luz.mp4", None)
    set_marks(master, "intro 0:01 0:02", None)
    assert [job.kind for job in Job.objects.all()] == ["media.encode_master"]
    work()
    assert told(Package.objects.get()) == [("intro", "1", "2", "")]


def test_a_package_that_is_not_what_was_verified_is_not_copied(master):
    segment = next(p for n, p in files(plays(master)).items() if n.endswith("/00001.m4s"))
    segment.chmod(0o644)
    segment.write_bytes(segment.read_bytes()[:-1] + b"x")
    set_marks(master, "intro 0:01 0:02", None)
    work()
    state = master_state(master.pk)
    assert state.marking_state == Job.State.FAILED
    assert "is not what was verified" in state.marking.error
    assert Package.objects.count() == 1


def test_its_report_goes_with_it(master, tmp_path):
    made = tmp_path / "made"
    made.mkdir()
    (made / "report.json").write_text("{}")
    before = plays(master)
    media_store().keep_report(made, before.hash)
    set_marks(master, "intro 0:01 0:02", None)
    work()
    assert master_state(master.pk).reported
    media_store().remove_package(before.hash)
    assert (media_store().report(plays(master).hash) / "report.json").read_text() == "{}"


@mark.parametrize(
    ("text", "said"),
    [("opening 1 2", "the list, line 1"), ("chapter 0 1\ncredits 3 4", "after the film's end")],
)
def test_what_is_no_mark_of_this_film_is_refused(master, text, said):
    with raises(InputError, match=said):
        set_marks(master, text, None)
    assert Master.objects.get().marks is None


def test_who_may_not_receive_masters_sets_no_marks(master, stranger, administrator):
    with raises(AccessError):
        set_marks(master, "intro 0:01 0:02", stranger)
    set_marks(master, "intro 0:01 0:02", administrator)
    (entry, *_) = history_of(master.subject)
    assert (entry.verb, entry.by, entry.before) == ("set_marks", administrator, {"marks": None})


def test_in_storage_the_new_package_is_copied_by_the_storage(
    tmp_path, delivered, settings, monkeypatch, db
):
    with object_storage() as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        depot_at.cache_clear()  # each service has its own address
        settings.DATA, settings.MEDIA = tmp_path / "house", f"s3://{BUCKET}/house"
        settings.DATA.mkdir()
        keep_vocabulary()
        kept = encoded(delivered, tmp_path)
        before, there = plays(kept), media_store().depot
        set_marks(kept, "intro 0:01 0:02", None)
        work()
        after = plays(kept)
        assert told(after) == [("intro", "1", "2", "")]
        old, new = ({*there.names(f"packages/{p.hash}")} for p in (before, after))
        assert new == old >= CHANGED
        copied = tmp_path / "copied"
        for name in new:
            (copied / name).parent.mkdir(parents=True, exist_ok=True)
            assert there.fetch(f"packages/{after.hash}/{name}", copied / name)
        scratch = tmp_path / "scratch"
        scratch.mkdir()
        counted = verify(copied, lambda *_: None, scratch)
        assert (counted.package_hash, counted.faults) == (after.hash, ())
        assert not (media_store().root / "packages").exists()
