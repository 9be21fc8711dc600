"""Files made to do harm, each sent, received and examined as a producer's would be."""

import hashlib
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from pytest import fixture, mark

from cartelera.apps.media.actions import begin_upload, continue_upload, receive_upload
from cartelera.apps.media.models import Package
from cartelera.apps.media.queries import master_state, media_store
from cartelera.apps.slate.actions import keep_vocabulary, record_title
from cartelera.apps.work.models import Job
from cartelera.apps.work.worker import work_until_stopped
from cartelera.engines.media.captions import CaptionKind
from cartelera.engines.media.order import CaptionFile, Order
from tests.conftest import NOW
from tests.conftest import film as record
from tests.films import ffmpeg, film

pytestmark = mark.django_db(transaction=True)
NAMES = [
    "../../../etc/passwd", "..%2f..%2fx.mov", "/etc/passwd", "a\x00b.mov", "..\\..\\x.mov",
    "CON", "x" * 300, "\u202egnp.mov", "-i", 'a" -f x', "concat:a|b", "http://127.0.0.1/x",
]  # fmt: skip


@fixture
def house(tmp_path, settings, db):
    """A house in one folder, and beside it what it may not touch."""
    keep_vocabulary()
    settings.DATA = tmp_path / "in" / "house"
    settings.DATA.mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("the secret of the house")
    return settings.DATA


def beside(house: Path) -> str:
    """Return a digest of all that lies outside the house."""
    root = house.parents[1]
    files = [p for p in sorted(root.rglob("*")) if p.is_file() and house not in p.parents]
    lines = [
        f"{p.relative_to(root)} {hashlib.sha256(p.read_bytes()).hexdigest()}" for p in files
    ]
    return "\n".join(lines)


def deliver(path: Path, by, name: str = "film.mov", order: Order = Order()):  # noqa: B008
    """Send a file, receive it as a master, let the worker have it; return where it stands."""
    data = path.read_bytes()
    upload = begin_upload(len(data), name, by, NOW)
    continue_upload(upload, 0, [data], by=by, at=NOW)
    title = record_title(record("luz", "Luz"), None)
    master = receive_upload(title, upload, by, order)
    work_until_stopped(once=True)
    return master_state(master.pk)


def lists(secret: Path, address: str) -> dict[str, str]:
    """Return files that name another file, and an address that would hear of it."""
    return {
        "hls": f"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile://{secret}\n"
        f"#EXTINF:5,\n{address}\n#EXT-X-ENDLIST\n",
        "concat": f"ffconcat version 1.0\nfile '{secret}'\nfile '{address}'\n",
        "dash": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" '
        'type="static" mediaPresentationDuration="PT5S"><Period><AdaptationSet '
        'mimeType="video/mp4"><Representation id="1" bandwidth="1" codecs="avc1.4d401f">'
        f"<BaseURL>{address}</BaseURL></Representation></AdaptationSet></Period></MPD>",
        "session": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
        "m=video 9 RTP/AVP 96\na=rtpmap:96 H264/90000\n",
        "page": f"<svg xmlns='http://www.w3.org/2000/svg'><image href='{address}'/></svg>",
    }


@contextmanager
def listener():
    """Listen on this machine; give the address, and every request that comes."""
    heard = []

    class Ear(BaseHTTPRequestHandler):
        def do_GET(self):
            heard.append(self.path)
            self.send_error(404)

    with ThreadingHTTPServer(("127.0.0.1", 0), Ear) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/segment.ts", heard
        server.shutdown()


@mark.parametrize("name", ["film.m3u8", "film.mp4", "film.mpd"])
@mark.parametrize("kind", ["hls", "concat", "dash", "session", "page"])
def test_a_list_of_other_files_is_refused_whatever_it_is_called(
    house, tmp_path, administrator, kind, name
):
    with listener() as (address, heard):
        path = tmp_path / "in" / "list"
        path.write_text(lists(tmp_path / "secret.txt", address)[kind])
        before = beside(house)
        state = deliver(path, administrator, name)
    assert (state.state, Package.objects.count()) == (Job.State.FAILED, 0)
    assert "secret of" not in (state.job.error or "")
    assert heard == []
    assert beside(house) == before


@mark.parametrize(
    ("drawn", "codec"),
    [
        ("color=s=6100x6100:d=0.04:r=25", "mjpeg"),
        ("testsrc2=d=0.2:s=64x64", "magicyuv"),
    ],
    ids=["a bomb of pixels", "a codec with holes"],
)
def test_what_would_harm_the_decoders_is_refused(house, tmp_path, administrator, drawn, codec):
    path = tmp_path / "in" / "film.mkv"
    ffmpeg("-f", "lavfi", "-i", drawn, "-c:v", codec, path)
    state = deliver(path, administrator)
    assert state.state == Job.State.FAILED
    assert state.job.attempts == 1  # refused once, and not tried again


def test_one_frame_that_lasts_a_day_is_refused(house, tmp_path, administrator):
    path = tmp_path / "in" / "film.mkv"
    picture = "testsrc2=r=1/86400:d=172800:s=64x64"
    ffmpeg(
        "-f", "lavfi", "-i", picture, "-fps_mode", "passthrough", "-c:v", "ffv1", path
    )  # fmt: skip
    state = deliver(path, administrator)
    assert state.state == Job.State.FAILED
    assert "hours" in state.job.error or "slide show" in state.job.error


def test_more_tracks_than_a_film_has_are_refused(house, tmp_path, administrator):
    film(tmp_path / "in" / "one.mkv", seconds=0.2)
    maps = [part for _ in range(70) for part in ("-map", "0:a")]
    ffmpeg("-i", tmp_path / "in" / "one.mkv", "-map", "0:v", *maps, "-c", "copy",
           tmp_path / "in" / "film.mkv")  # fmt: skip
    state = deliver(tmp_path / "in" / "film.mkv", administrator)
    assert state.state == Job.State.FAILED
    assert "71 tracks" in state.job.error


def test_a_name_inside_a_film_is_no_name_on_the_disk(house, tmp_path, administrator):
    film(tmp_path / "in" / "flat.mkv", seconds=0.4)
    path = tmp_path / "in" / "film.mkv"
    ffmpeg("-i", tmp_path / "in" / "flat.mkv", "-map", "0", "-c", "copy",
           "-attach", tmp_path / "secret.txt", "-metadata:s:t", "mimetype=text/plain",
           "-metadata:s:t", "filename=../../../../x.ttf", path)  # fmt: skip
    before = beside(house)
    state = deliver(path, administrator)
    assert state.state == Job.State.DONE
    assert beside(house) == before
    assert not list(house.rglob("*x.ttf*"))


@mark.parametrize("name", NAMES)
def test_a_senders_name_is_kept_as_words_alone(house, tmp_path, administrator, name):
    path = tmp_path / "in" / "film.mov"
    path.write_bytes(b"not a film" * 50)
    before = beside(house)
    state = deliver(path, administrator, name)
    assert state.state == Job.State.FAILED
    assert beside(house) == before
    masters = [p.name for p in (house / "media" / "masters").iterdir()]
    assert masters == [hashlib.sha256(path.read_bytes()).hexdigest()]
    assert state.master.name == "".join(c for c in name if c.isprintable())[:300]


def test_subtitles_with_markup_come_out_as_words(house, tmp_path, administrator):
    evil = (
        b"1\n00:00:00,000 --> 00:00:01,000\n<img src=x onerror=alert(1)>Hola{\\b1}&lt;script>\n"
    )
    order = Order((CaptionFile("es", CaptionKind.SUBTITLES, evil, "../../x.srt"),))
    state = deliver(film(tmp_path / "in" / "film.mp4", seconds=1), administrator, order=order)
    assert state.state == Job.State.DONE
    package = media_store().package(Package.objects.get().hash)
    for text in package.rglob("*.vtt"):
        assert "<" not in text.read_text().replace("-->", "")
