import json
from datetime import timedelta
from fractions import Fraction

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest import fixture, mark

from cartelera.apps.media.actions import (
    begin_upload,
    cancel_encode,
    continue_upload,
    receive_master,
    set_marks,
)
from cartelera.apps.media.models import Master, Package
from cartelera.apps.media.queries import master_state, media_store
from cartelera.apps.slate.actions import attach_package, record_title
from cartelera.apps.work.models import Job
from cartelera.engines.media.ladder import PictureCodec
from cartelera.engines.media.package import Facts, SoundTrack, VideoTrack
from cartelera.engines.media.probe import SoundRole
from cartelera.engines.media.quality import Quality
from cartelera.engines.media.report import (
    REPORT,
    Hard,
    LadderTold,
    Moment,
    Report,
    RungTold,
)
from cartelera.vocabulary.kind import Kind
from cartelera.vocabulary.staff import StaffRole
from tests.conftest import NOW
from tests.conftest import film as record
from tests.films import film
from tests.web.pages import Page

pytestmark = mark.django_db
PAGE = "/es/office/masters/"
SRT = b"1\n00:00:01,000 --> 00:00:02,000\nHola\n"


@fixture(autouse=True)
def house(tmp_path, settings):
    settings.DATA = tmp_path / "house"


@fixture
def title():
    return record_title(record("luz", "Luz"), None)


@fixture
def master(tmp_path, title):
    return receive_master(title, film(tmp_path / "luz.mp4", seconds=1), "luz.mp4", None)


def sent(by, data=b"x" * 100):
    upload = begin_upload(len(data), "luz.mov", by, NOW)
    continue_upload(upload, 0, [data], by=by, at=NOW)
    return upload


def test_a_house_without_masters_says_what_to_do_first(office):
    page = Page(office.get(PAGE))
    assert "Aún no se ha entregado ningún máster" in page.text


def test_a_master_is_listed_with_its_title_and_how_far_it_is(office, master):
    Job.objects.update(state=Job.State.RUNNING, progress=0.42, note="encode")
    page = Page(office.get(PAGE))
    assert page.words(".masters tbody th") == ["Luz"]
    assert "42 %" in page.text
    assert "Codificando" in page.text
    rows = office.get(f"{PAGE}rows/")
    assert rows["Cache-Control"] == "no-store"
    assert "42 %" in rows.content.decode()
    assert "<html" not in rows.content.decode()


def test_a_master_that_failed_says_why_and_goes_on_when_asked(office, master):
    Job.objects.update(
        state=Job.State.FAILED, error="the disk that holds /x is full: free some"
    )
    page = Page(office.get(PAGE))
    assert "the disk that holds /x is full" in page.text
    office.post(f"{PAGE}{master.pk}/encode/", {"repeat": ""})
    assert master_state(master.pk).state == Job.State.QUEUED


TOLD = Report(
    60.0,
    12,
    95,
    (
        LadderTold(
            PictureCodec.H264,
            (
                RungTold("640x360", 900.0, 95.1, Quality(95.0, 94.8, 88.0)),
                RungTold("320x180", 300.0, 70.2, Quality(70.1, 69.0, 51.0)),
            ),
            (("640x360", ((500.0, 88.0), (1400.0, 97.0))),),
            ((900.0, 94.0), (500.0, 75.0)),
            3.4,
            (Moment(0.0, 96.0, 91.0), Moment(30.0, 94.0, 80.0)),
        ),
    ),
    (Hard(31.0, 30.0, 33.0, 24.0, 2100.0, 90.0, 80.0),),
)


def test_a_master_that_waits_says_why(office, master, title):
    assert "sigue en la fila" in Page(office.get(PAGE)).text
    Job.objects.update(created_at=NOW - timedelta(days=900))
    assert "ningún proceso toma trabajos" in Page(office.get(PAGE)).text
    held = Job.objects.create(kind="x", subject="x", state=Job.State.RUNNING)
    Job.objects.filter(pk=held.pk).update(lease_until=timezone.now() + timedelta(hours=1))
    assert "1 trabajo va antes" in Page(office.get(PAGE)).text
    Job.objects.filter(kind="media.encode_master").update(error="the disk is full")
    assert "se intentará de nuevo: the disk is full" in Page(office.get(PAGE)).text


def test_the_report_of_a_chosen_ladder_is_shown_with_its_worst_frames(office, master, tmp_path):
    video = VideoTrack("v1", 640, 360, 400)
    facts = Facts("m", "o", 24, Fraction(24), (video,), (), (), 1).written()
    package = Package.objects.create(master=master, hash="a" * 64, seconds=1.0, facts=facts)
    Job.objects.all().delete()
    address = f"{PAGE}{master.pk}/report/"
    assert address not in office.get(PAGE).content.decode()
    assert "Este máster no tiene reporte" in Page(office.get(address)).text

    made = tmp_path / "made"
    made.mkdir()
    (made / REPORT).write_text(json.dumps(TOLD.written()))
    (made / "01-master.jpg").write_bytes(b"master")
    (made / "01-rung.jpg").write_bytes(b"rung")
    media_store().keep_report(made, package.hash)
    assert address in office.get(PAGE).content.decode()
    text = Page(office.get(address)).text
    assert "3,4 % menos bits" in text
    assert "00:31: VMAF 80" in text
    for whose in ("master", "rung"):
        shown = office.get(f"{address}1/{whose}.jpg")
        assert (shown["Content-Type"], shown.content) == ("image/jpeg", whose.encode())
    assert office.get(f"{address}2/rung.jpg").status_code == 404
    assert office.get(f"{PAGE}999/report/").status_code == 404


def test_an_encode_is_stopped(office, master):
    office.post(f"{PAGE}{master.pk}/encode/", {"cancel": ""})
    assert master_state(master.pk).state == Job.State.CANCELLED
    assert "Detenido" in Page(office.get(PAGE)).text


def test_a_file_that_was_sent_becomes_a_master(office, administrator, title):
    upload = sent(administrator)
    answer = office.post(
        f"{PAGE}receive/",
        {
            "title": "luz",
            "upload": upload.key,
            "sound_languages": "es-mx, ENG",
            "subtitles": SimpleUploadedFile("luz.srt", SRT),
            "subtitles_language": "es",
            "subtitles_kind": "captions",
        },
    )
    assert answer.status_code == 302
    master = Master.objects.get()
    assert (master.title, master.sound_languages) == (title, ["es-MX", "en"])
    assert [(c.language, c.kind) for c in master.captions.all()] == [("es", "captions")]
    assert master_state(master.pk).state == Job.State.QUEUED


@mark.parametrize(
    ("changes", "said"),
    [
        ({"title": "nada"}, "no title has the key"),
        ({"title": "serie"}, "a series or a season"),
        ({"upload": "0" * 32}, "send it again"),
        ({"sound_languages": "qq"}, "is no language"),
        ({"subtitles": SimpleUploadedFile("x.srt", b"no")}, "x.srt is not a subtitle file"),
        (
            {"subtitles": SimpleUploadedFile("x.srt", SRT), "subtitles_language": ""},
            "no language",
        ),
    ],
)
def test_what_is_wrong_with_a_delivery_is_said_and_nothing_is_kept(
    office, administrator, title, changes, said
):
    record_title(record("serie", "Serie", kind=Kind.SERIES), None)
    asked = {"title": "luz", "upload": sent(administrator).key, "subtitles_kind": "subtitles"}
    answer = office.post(f"{PAGE}receive/", asked | changes)
    assert answer.status_code == 422
    assert said in Page(answer).text
    assert not Master.objects.exists()
    again = office.get(f"/en{PAGE.removeprefix('/es')}receive/")
    assert again.headers["Location"] == f"/en{PAGE.removeprefix('/es')}"


def test_marks_are_changed_on_a_master_and_what_is_no_mark_is_shown_again(office, master):
    address = f"{PAGE}{master.pk}/marks/"
    assert address in office.get(PAGE).content.decode()
    answer = office.post(address, {"marks": "intro 0:10"})
    assert answer.status_code == 422
    page = Page(answer)
    assert "Las marcas no se guardaron. the list, line 1: 'intro 0:10' is no mark" in page.text
    assert page.words("textarea") == ["intro 0:10"]
    answer = office.post(address, {"marks": "intro 0:00 0:00.5\r\n"})
    assert answer.headers["Location"] == PAGE
    master.refresh_from_db()
    assert master.marks == "intro 00:00:00.000 00:00:00.500\n"
    assert page_words(office, address) == [master.marks.strip()]
    office.post(address, {"marks": ""})
    master.refresh_from_db()
    assert master.marks == ""
    assert page_words(office, address) == [""]
    assert office.get(f"{PAGE}999/marks/").status_code == 404


def page_words(office, address):
    return Page(office.get(address)).words("textarea")


@mark.parametrize(
    ("state", "said"),
    [
        (Job.State.QUEUED, "Se cambian sus marcas"),
        (Job.State.RUNNING, "Se cambian sus marcas"),
        (Job.State.FAILED, "Sus marcas fallaron the disk is full"),
        (Job.State.CANCELLED, "Sus marcas se detuvieron"),
    ],
)
def test_a_master_says_how_the_change_of_its_marks_stands(office, master, state, said):
    video = VideoTrack("v1", 640, 360, 400)
    facts = Facts("m", "o", 24, Fraction(24), (video,), (), (), 1).written()
    Package.objects.create(master=master, hash="a" * 64, seconds=1.0, facts=facts)
    Job.objects.all().delete()
    set_marks(master, "intro 0:00 0:00.5", None)
    assert Job.objects.count() == 1
    Job.objects.update(state=state, error="the disk is full")
    assert said in Page(office.get(PAGE)).text
    Job.objects.update(state=Job.State.DONE)
    assert "sus marcas" not in Page(office.get(PAGE)).text.lower()


def test_an_editor_sees_masters_and_changes_nothing(desk_of, master):
    client = desk_of(StaffRole.EDITOR)
    page = Page(client.get(PAGE))
    assert page.words(".masters tbody th") == ["Luz"]
    assert "data-deliver" not in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}{master.pk}/encode/", {"cancel": ""}).status_code == 403
    assert client.post(f"{PAGE}receive/", {}).status_code == 403
    assert client.get(f"{PAGE}{master.pk}/marks/").status_code == 403
    assert client.post(f"{PAGE}{master.pk}/marks/", {"marks": ""}).status_code == 403


def test_the_list_costs_the_same_queries_at_any_length(
    office, tmp_path, django_assert_num_queries
):
    path = film(tmp_path / "luz.mp4", seconds=1)
    for n in range(2):
        receive_master(record_title(record(f"a-{n}", f"A {n}"), None), path, "a.mp4", None)
    office.get(f"{PAGE}rows/")
    with django_assert_num_queries(12):
        office.get(f"{PAGE}rows/")
    for n in range(6):
        receive_master(record_title(record(f"b-{n}", f"B {n}"), None), path, "a.mp4", None)
    cancel_encode(Master.objects.first(), None)
    with django_assert_num_queries(12):
        office.get(f"{PAGE}rows/")


def test_a_master_of_a_title_that_nobody_may_watch_is_not_said_to_be_on_the_screen(
    office, title, master
):
    video = VideoTrack("v1", 640, 360, 400)
    sound = SoundTrack("a1", "und", SoundRole.MAIN)
    facts = Facts("m", "o", 24, Fraction(24), (video,), (sound,), (), 1).written()
    package = Package.objects.create(master=master, hash="a" * 64, seconds=1.0, facts=facts)
    Job.objects.all().delete()
    attach_package(title, package.hash, 1.0)
    page = Page(office.get(PAGE))
    assert "Listo" in page.text
    assert "falta una disponibilidad abierta" in page.text
    assert "und" not in page.text.split()
