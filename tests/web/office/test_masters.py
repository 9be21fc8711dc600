from fractions import Fraction

from django.core.files.uploadedfile import SimpleUploadedFile
from pytest import fixture, mark

from cartelera.apps.media.actions import (
    begin_upload,
    cancel_encode,
    continue_upload,
    receive_master,
)
from cartelera.apps.media.models import Master, Package
from cartelera.apps.media.queries import master_state
from cartelera.apps.slate.actions import attach_package, record_title
from cartelera.apps.work.models import Job
from cartelera.engines.media.package import Facts, SoundTrack, VideoTrack
from cartelera.engines.media.probe import SoundRole
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


def test_an_editor_sees_masters_and_changes_nothing(desk_of, master):
    client = desk_of(StaffRole.EDITOR)
    page = Page(client.get(PAGE))
    assert page.words(".masters tbody th") == ["Luz"]
    assert "data-deliver" not in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}{master.pk}/encode/", {"cancel": ""}).status_code == 403
    assert client.post(f"{PAGE}receive/", {}).status_code == 403


def test_the_list_costs_the_same_queries_at_any_length(
    office, tmp_path, django_assert_num_queries
):
    path = film(tmp_path / "luz.mp4", seconds=1)
    for n in range(2):
        receive_master(record_title(record(f"a-{n}", f"A {n}"), None), path, "a.mp4", None)
    office.get(f"{PAGE}rows/")
    with django_assert_num_queries(11):
        office.get(f"{PAGE}rows/")
    for n in range(6):
        receive_master(record_title(record(f"b-{n}", f"B {n}"), None), path, "a.mp4", None)
    cancel_encode(Master.objects.first(), None)
    with django_assert_num_queries(11):
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
