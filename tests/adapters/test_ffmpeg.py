"""What a program may do, and what hostile files may not, through the real ingest."""

import http.server
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from pytest import fixture, mark, raises

from cartelera.adapters import ffmpeg as adapter
from cartelera.adapters.ffmpeg import (
    Hearing,
    StoppedError,
    ffmpeg,
    older_than_safe,
    programs,
)
from cartelera.adapters.store import open_workroom
from cartelera.apps.media.pipeline import encode, examine, master_file
from cartelera.engines.media.encode import MASTER, OUT, count_call
from cartelera.engines.media.order import Order
from cartelera.vocabulary.errors import InputError, ProgramError
from tests.films import ffmpeg as draw
from tests.films import film
from tests.programs import alive, children

SECRET = "the-secret-of-the-house"


@fixture
def listener():
    """Count the requests that reach a server on this machine."""
    hits = []

    class Door(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            hits.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", hits
    server.shutdown()
    server.server_close()
    thread.join()


PLAYLISTS = {
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n{address}\n#EXT-X-ENDLIST\n",
    "hls of a file": "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile://{secret}\n#EXT-X-ENDLIST\n",
    "concat": "ffconcat version 1.0\nfile '{film}'\nfile '{address}'\n",
    "dash": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" '
    'mediaPresentationDuration="PT5S"><Period><AdaptationSet mimeType="video/mp4">'
    '<Representation id="1" bandwidth="1"><BaseURL>{address}</BaseURL></Representation>'
    "</AdaptationSet></Period></MPD>",
    "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
    "m=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n",
    "reference": '<?xml version="1.0"?><?quicktime type="application/x-quicktime-media-link"?>'
    '<embed src="{address}" />',
}


@mark.parametrize("ending", ["mp4", "m3u8", "avi", "mov", "ts", "mkv", "mpd", "ffconcat"])
@mark.parametrize("kind", PLAYLISTS)
def test_a_list_of_other_files_is_refused_and_nothing_is_fetched(
    tmp_path, listener, kind, ending
):
    address, hits = listener
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    hostile = tmp_path / f"film.{ending}"
    hostile.write_text(
        PLAYLISTS[kind].format(address=f"{address}/x.ts", secret=secret, film=secret)
    )
    with raises(InputError) as refusal:
        examine(hostile)
    assert SECRET not in str(refusal.value)
    assert hits == []


@mark.parametrize(
    "name",
    ['a" -f x.mp4', "-i", "--help", "a'b;$(id).mp4", "concat:a|b.mp4", "http:x.mp4", "a\nb.mp4",
     "%03d.mp4", "a,b=c.mp4"],
)  # fmt: skip
def test_a_files_name_is_only_a_name(tmp_path, name):
    film(tmp_path / "film.mp4", seconds=1)
    hostile = tmp_path / name
    (tmp_path / "film.mp4").rename(hostile)
    with open_workroom(tmp_path / "room") as room:
        made = encode(master_file(hostile), Order(), room, lambda *_: None)
    assert made.facts.frames == 25


def test_a_bomb_of_pixels_is_refused_before_it_is_decoded(tmp_path):
    bomb = tmp_path / "bomb.mkv"
    draw("-f", "lavfi", "-i", "color=s=16000x16000:d=0.04:r=25", "-c:v", "png", bomb)
    with raises(InputError):
        examine(bomb)


def test_a_lossless_bomb_of_pixels_is_refused_too(tmp_path):
    bomb = tmp_path / "bomb.mkv"
    draw("-f", "lavfi", "-i", "color=s=8000x8000:d=0.08:r=25", "-c:v", "ffv1", bomb)
    with raises(InputError):
        examine(bomb)


@mark.parametrize("codec", ["magicyuv", "png", "gif"])
def test_a_codec_that_is_not_on_the_list_is_refused(tmp_path, codec):
    path = tmp_path / "film.mkv"
    draw("-f", "lavfi", "-i", "testsrc2=d=0.2:s=64x64", "-c:v", codec, path)
    with raises(InputError):
        examine(path)


@mark.parametrize(
    ("name", "data"),
    [
        ("text.mp4", b"not a film at all" * 100),
        ("page.mov", b"<html></html>"),
        ("void.mkv", b""),
    ],
)
def test_what_is_no_video_is_refused(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    with raises(InputError, match="not a video"):
        examine(tmp_path / name)


def test_sound_alone_and_a_still_are_refused(tmp_path):
    draw("-f", "lavfi", "-i", "sine=d=1", tmp_path / "sound.mp4")
    draw("-f", "lavfi", "-i", "testsrc2=d=1:s=64x64", "-frames:v", 1, tmp_path / "still.jpg")
    with raises(InputError, match="no picture"):
        examine(tmp_path / "sound.mp4")
    with raises(InputError):
        examine(tmp_path / "still.jpg")


def test_a_program_is_stopped_when_asked(tmp_path):
    film(tmp_path / "film.mp4", seconds=2)
    hearing = Hearing()
    threading.Timer(0.5, hearing.stop.set).start()
    endless = ("-stream_loop", "-1", "-re", "-i", MASTER, "-f", "null", "-")
    began = time.monotonic()
    with raises(StoppedError):
        ffmpeg(endless, {"master": tmp_path / "film.mp4"}, hearing)
    assert time.monotonic() - began < 5


def test_a_program_dies_with_a_killed_parent(tmp_path):
    film(tmp_path / "film.mp4", seconds=20, size="1280x720")
    code = (
        "import sys; from pathlib import Path\n"
        "from cartelera.adapters.ffmpeg import ffmpeg\n"
        "from cartelera.engines.media.encode import MASTER, OUT\n"
        "ffmpeg(('-stream_loop', '999', '-i', MASTER, '-preset', 'placebo', OUT),"
        " {'master': Path(sys.argv[1]), 'out': Path(sys.argv[2])})"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code, tmp_path / "film.mp4", tmp_path / "out.mp4"]
    )
    child = wait_for_child(parent.pid)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    until = time.monotonic() + 5
    while alive(child) and time.monotonic() < until:
        time.sleep(0.02)
    assert not alive(child)


def wait_for_child(parent: int) -> int:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        for child in children(parent):
            with suppress(OSError):
                if "/ffmpeg-" in Path(f"/proc/{child}/cmdline").read_text().split("\0")[0]:
                    return child
        time.sleep(0.02)
    raise AssertionError("no ffmpeg was started")


def test_a_full_disk_is_said_to_be_full(tmp_path):
    film(tmp_path / "film.mp4", seconds=1)
    with raises(ProgramError, match="is full"):
        ffmpeg(
            ("-i", MASTER, "-c", "copy", "-f", "mp4", OUT),
            {"master": tmp_path / "film.mp4", "out": Path("/dev/full")},
        )


def test_the_programs_are_named_with_their_versions():
    assert "imageio-ffmpeg 0." in programs()


def test_programs_with_known_holes_are_told_of(monkeypatch):
    assert older_than_safe() == []
    monkeypatch.setattr(adapter, "SAFE_VERSION", (99, 0, 0))
    assert [warning.split(" is older")[0][:2] for warning in older_than_safe()] == ["ff", "ff"]


def test_what_reads_a_strangers_file_has_its_limits(monkeypatch, tmp_path):
    path = film(tmp_path / "film.mp4", seconds=1)
    examine(path)
    monkeypatch.setattr(adapter, "MEMORY", 1 << 20)  # a megabyte: no program fits in it
    with raises(InputError):
        examine(path)


def test_calls_to_programs_are_lists_of_arguments_and_name_files_by_address():
    source = Path(adapter.__file__).read_text()
    assert "shell=" not in source
    assert "os.system" not in source
    assert source.count("subprocess.Popen(") == 1


def listing(tmp_path):
    """Return a playlist of a film that is there and plays."""
    film(tmp_path / "own.ts", seconds=1)
    path = tmp_path / "film.m3u8"
    path.write_text(
        f"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:1,\nfile://{tmp_path}/own.ts\n#EXT-X-ENDLIST\n"
    )
    return path


def holed(tmp_path):
    path = tmp_path / "film.mkv"
    draw("-f", "lavfi", "-i", "testsrc2=d=0.2:s=64x64", "-c:v", "magicyuv", path)
    return path


def bomb(tmp_path):
    path = tmp_path / "film.mkv"
    draw("-f", "lavfi", "-i", "color=s=6100x6100:d=0.04:r=25", "-c:v", "mjpeg", path)
    return path


@mark.parametrize("hostile", [listing, holed, bomb])
def test_the_lists_of_every_call_refuse_what_the_program_could_read(
    tmp_path, monkeypatch, hostile
):
    path = hostile(tmp_path)
    assert ffmpeg(count_call(), {"rendition": path}).code != 0
    monkeypatch.setattr(adapter, "GUARD", ())  # they are what refuses it
    assert ffmpeg(count_call(), {"rendition": path}).code == 0


@mark.parametrize("address", ["http://127.0.0.1:9/x.ts", "https://127.0.0.1:9/x.ts"])
def test_no_protocol_but_files_is_spoken_even_for_a_format_that_would(
    tmp_path, monkeypatch, address
):
    path = tmp_path / "film.m3u8"
    path.write_text(PLAYLISTS["hls"].format(address=address))
    others = tuple(a for a in adapter.GUARD if a not in {"-format_whitelist", adapter.FORMATS})
    monkeypatch.setattr(adapter, "GUARD", others)
    outcome = ffmpeg(count_call(), {"rendition": path})
    assert outcome.code != 0
    assert "not on whitelist 'file'" in outcome.said
