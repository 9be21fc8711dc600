"""A house whose masters and packages are in storage that speaks S3."""

from django.utils import timezone
from pytest import fixture, mark, raises

from cartelera.adapters.depot import depot_at
from cartelera.apps.accounts.queries import sign_in_of
from cartelera.apps.media.actions import receive_master, set_marks
from cartelera.apps.media.models import Package
from cartelera.apps.media.queries import (
    frame_of_report,
    master_state,
    media_store,
    playback_of,
    report_of,
)
from cartelera.apps.slate.actions import keep_vocabulary, record_title
from cartelera.apps.work.worker import work_until_stopped
from cartelera.engines.media.ladder import Aim, PictureCodec
from cartelera.engines.media.order import Order
from cartelera.vocabulary.errors import ProgramError
from cartelera.vocabulary.record import Avail
from cartelera.vocabulary.stage import Stage
from cartelera.web.media_gate import gate_of_house
from tests.conftest import BEFORE
from tests.conftest import film as record
from tests.films import film
from tests.objects import BUCKET, object_storage

PLACE = f"s3://{BUCKET}/house"
CHOSEN = Order(aim=Aim(quality=70, codecs=(PictureCodec.H264,)))


@fixture
def house(tmp_path, settings, monkeypatch, db):
    with object_storage() as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        depot_at.cache_clear()  # each service has its own address
        settings.DATA, settings.MEDIA = tmp_path / "house", PLACE
        settings.DATA.mkdir()
        keep_vocabulary()
        yield


def asked(address, **headers):
    told = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": address, **headers}
    body = gate_of_house(None)(environ, lambda *said: told.append(said))
    return told[0][0], b"".join(body)


@mark.django_db(transaction=True)
def test_a_title_is_encoded_and_watched_with_no_film_left_on_the_disk(
    house, tmp_path, viewer, settings
):
    open_now = {"stage": Stage.RELEASED, "avails": (Avail("MX", BEFORE),)}
    title = record_title(record("luz", "Luz", **open_now), None)
    master = film(tmp_path / "film.mp4", seconds=2)
    kept = receive_master(title, master, "film.mp4", None, order=CHOSEN)
    work_until_stopped(once=True)
    whole, look = Package.objects.order_by("-id")
    assert (look.first, whole.first) == (True, False)
    there = media_store().depot
    assert there.names("masters") == [kept.sha256]
    assert there.names("work") == []
    assert {name.partition("/")[0] for name in there.names("packages")} == {
        whole.hash,
        look.hash,
    }
    left = {p.relative_to(media_store().root).parts[0]
            for p in media_store().root.rglob("*") if p.is_file()}  # fmt: skip
    assert left == {"work"}  # the file that locks it
    state = master_state(kept.pk)
    assert (state.reported, report_of(state).asked) == (True, 70)
    assert frame_of_report(state, 1, of_master=True)[:2] == b"\xff\xd8"
    set_marks(kept, "intro 0:00 0:01", None)
    work_until_stopped(once=True)
    assert report_of(master_state(kept.pk)) == report_of(state)
    media_store().remove_package(whole.hash)
    assert report_of(state) is None
    whole = Package.objects.first()

    title.refresh_from_db()
    playback = playback_of(title, viewer, sign_in_of("ana"), timezone.now())
    assert playback.package == whole.hash
    for address in (playback.hls, playback.dash, playback.thumbnails):
        status, body = asked(address)
        assert (status, body[:6] in (b"#EXTM3", b"<?xml ", b"WEBVTT")) == ("200 OK", True)
    start = (
        f"{playback.hls.rpartition('/')[0]}/{whole.facts['videos'][0]['directory']}/init.mp4"
    )
    assert asked(start)[1][4:8] == b"ftyp"
    assert asked(start, HTTP_RANGE="bytes=4-7") == ("206 Partial Content", b"ftyp")
    assert asked(start.replace("/v/", "/v/x"))[0] == "403 Forbidden"


def test_nginx_is_not_asked_for_what_is_not_on_its_disk(house, settings):
    settings.MEDIA_REDIRECT = "/packages/"
    with raises(ProgramError, match="leave CARTELERA_MEDIA_REDIRECT empty"):
        gate_of_house(None)
