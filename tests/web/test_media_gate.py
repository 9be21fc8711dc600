from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from wsgiref.validate import validator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cartelera.adapters.packages import Shelf
from cartelera.engines.media.token import Key, sign
from cartelera.web.media_gate import MEDIA_TYPES, WHOLE_BYTES, MediaGate

NOON = datetime(2024, 2, 21, 12, tzinfo=UTC)
KEY = Key("k1", b"k" * 32)
PACKAGE = "ab" * 32
OTHER = "cd" * 32
SEGMENT = bytes(range(256)) * 4


@dataclass
class House:
    """A gate before a site that says "site", and what a test may change around it."""

    packages: object
    redirect: str = ""
    now: datetime = NOON
    ended: tuple = ()
    playing: tuple = (PACKAGE, OTHER)
    asked: int = 0

    def __post_init__(self):
        def site(environ, start_response):
            start_response("200 OK", [("Content-Type", "text/plain")])
            return [b"site"]

        def ended():
            self.asked += 1
            return self.ended

        self.gate = MediaGate(
            site,
            packages=Shelf(self.packages),
            keys=lambda: [KEY],
            ended=ended,
            playing=lambda: self.playing,
            now=lambda: self.now,
            redirect=self.redirect,
        )

    def get(self, path, method="GET", **headers):
        told = {}
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }

        def start_response(status, headers, exc_info=None):
            told["status"] = int(status[:3])
            told["headers"] = dict(headers)

        body = self.gate(environ, start_response)
        return told["status"], told["headers"], b"".join(body)


def token(package=PACKAGE, sign_in="ana", minutes=60, key=KEY):
    return sign(package, sign_in, NOON + timedelta(minutes=minutes), key)


def address(name="video.mp4", package=PACKAGE, **of_token):
    return f"/v/{token(**of_token)}/{package}/{name}"


@pytest.fixture
def packages(tmp_path):
    folder = tmp_path / "packages"
    for package in (PACKAGE, OTHER):
        (folder / package / "text").mkdir(parents=True)
        for name in ("hls.m3u8", "dash.mpd", "video.mp4", "1.m4s", "sound.m4a", "a.jpg"):
            (folder / package / name).write_bytes(SEGMENT)
        (folder / package / "text/es.vtt").write_bytes(b"WEBVTT\n")
        (folder / package / "plan.json").write_bytes(b"{}")
    (tmp_path / "secret.mp4").write_bytes(b"SECRET")
    (folder / "secret.mp4").write_bytes(b"SECRET")
    return folder


@pytest.fixture
def house(packages):
    return House(packages)


def test_what_is_not_of_a_package_goes_to_the_site(house):
    assert house.get("/es/")[2] == b"site"
    assert house.get("/v")[2] == b"site"
    assert house.get("/videos/")[2] == b"site"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("hls.m3u8", "application/vnd.apple.mpegurl"),
        ("dash.mpd", "application/dash+xml"),
        ("video.mp4", "video/mp4"),
        ("1.m4s", "video/iso.segment"),
        ("sound.m4a", "audio/mp4"),
        ("text/es.vtt", "text/vtt; charset=utf-8"),
        ("a.jpg", "image/jpeg"),
    ],
)
def test_a_token_opens_every_kind_of_file_by_its_right_type(house, name, kind):
    status, headers, body = house.get(address(name))
    assert (status, headers["Content-Type"]) == (200, kind)
    assert int(headers["Content-Length"]) == len(body) > 0


def test_an_answer_may_be_kept_by_its_viewer_alone_and_by_no_other_site(house):
    headers = house.get(address())[1]
    assert headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert not [name for name in headers if name.startswith("Access-Control")]


@pytest.mark.parametrize(
    "refused",
    [
        f"/v//{PACKAGE}/hls.m3u8",
        f"/v/x/{PACKAGE}/hls.m3u8",
        f"/v/{PACKAGE}/hls.m3u8",
        address("hls.m3u8", minutes=0),
        address("hls.m3u8", package=OTHER),
        address("hls.m3u8", key=Key("k1", b"z" * 32)),
        address("hls.m3u8", sign_in="bo").replace("bo", "luz", 1),
        "/v/" + "9" * 5000 + f"/{PACKAGE}/hls.m3u8",
        "/v/",
    ],
    ids=["none", "garbage", "left out", "expired", "swapped package", "another key",
         "swapped sign-in", "endless", "nothing"],
)  # fmt: skip
def test_without_a_token_that_holds_nothing_is_told(house, refused):
    status, headers, body = house.get(refused)
    assert (status, body) == (403, b"403 Forbidden\n")
    assert headers["Cache-Control"] == "no-store"


def test_a_token_that_fails_tells_nothing_of_what_exists(house):
    missing = "ef" * 32
    assert house.get(f"/v/x/{missing}/hls.m3u8") == house.get(f"/v/x/{PACKAGE}/hls.m3u8")


def test_a_sign_in_that_ended_is_refused_within_seconds(house):
    assert house.get(address())[0] == 200
    house.ended = ("ana",)
    house.now += timedelta(seconds=6)
    assert house.get(address())[0] == 403
    assert house.get(address(sign_in="luz"))[0] == 200


def test_a_title_taken_out_of_sight_is_refused_within_seconds(house):
    assert house.get(address())[0] == 200
    house.playing = (OTHER,)
    house.now += timedelta(seconds=6)
    assert house.get(address()) == house.get(address(minutes=0))
    assert house.get(f"/v/{token(package=OTHER)}/{OTHER}/video.mp4")[0] == 200


def test_a_title_that_opens_plays_at_once(house):
    house.playing = ()
    assert house.get(address())[0] == 403
    house.playing = (PACKAGE,)
    assert house.get(address())[0] == 200


def test_ended_sign_ins_are_not_read_for_every_segment(house):
    for _ in range(20):
        house.get(address())
    assert house.asked == 1


@pytest.mark.parametrize(
    "name",
    [
        "missing.mp4", "text", "", "plan.json", ".mp4", "../secret.mp4", "text/../video.mp4",
        "..%2fsecret.mp4", "%2e%2e/secret.mp4", "..\\secret.mp4", "/etc/passwd", "//video.mp4",
        "video.mp4\0.jpg", "video.mp4/", "video.mp4\n", "./video.mp4", "v" * 300 + ".mp4",
        "video.MP4", "\u202e4pm.mp4", "CON.mp4", "a/b/c/d/e.mp4", "~/video.mp4", "vídeo.mp4",
    ],
)  # fmt: skip
def test_no_name_leads_anywhere_but_to_a_file_of_its_package(house, name):
    status, _, body = house.get(address(name))
    assert (status, body) == (404, b"404 Not Found\n")


piece = st.sampled_from(
    ["..", ".", "/", "\\", "%2e", "%2E%2e%2f", "%00", "\0", "secret.mp4", "video", ".mp4",
     "text", "etc/passwd", "C:", "~", "\u2024\u2024", "\uff0e", " ", "\r\n", PACKAGE, OTHER]
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=400)
@given(st.one_of(st.lists(piece, max_size=8).map("".join), st.text(max_size=60)))
def test_no_fuzzed_name_leaves_the_package(house, name):
    status, _, body = house.get(address(name))
    assert (status, b"SECRET" in body) == (404, False) or name in {
        file.relative_to(house.packages / PACKAGE).as_posix()
        for file in (house.packages / PACKAGE).rglob("*")
    }


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(piece, max_size=8).map("".join))
def test_no_fuzzed_package_leaves_the_packages(house, package):
    status, _, body = house.get(f"/v/{token()}/{package}/secret.mp4")
    assert status in {403, 404}
    assert b"SECRET" not in body


@pytest.mark.parametrize(
    ("asked", "span", "part"),
    [
        ("bytes=0-99", "bytes 0-99/1024", SEGMENT[:100]),
        ("bytes=1000-", "bytes 1000-1023/1024", SEGMENT[1000:]),
        ("bytes=-24", "bytes 1000-1023/1024", SEGMENT[1000:]),
        ("bytes=1000-9999", "bytes 1000-1023/1024", SEGMENT[1000:]),
    ],
)
def test_a_part_is_answered_with_its_span(house, asked, span, part):
    status, headers, body = house.get(address(), range=asked)
    assert (status, headers["Content-Range"], body) == (206, span, part)
    assert headers["Content-Length"] == str(len(part))


def test_a_part_beyond_the_end_is_refused_with_the_length(house):
    status, headers, _ = house.get(address(), range="bytes=1024-")
    assert (status, headers["Content-Range"]) == (416, "bytes */1024")


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "lines=1-2", "bytes=5-1", "nonsense"])
def test_a_range_we_do_not_serve_gets_the_whole(house, asked):
    status, headers, body = house.get(address(), range=asked)
    assert (status, body) == (200, SEGMENT)
    assert "Content-Range" not in headers


def test_a_part_of_what_has_changed_since_is_the_whole(house):
    tag = house.get(address())[1]["ETag"]
    assert house.get(address(), range="bytes=0-9", if_range=tag)[0] == 206
    assert house.get(address(), range="bytes=0-9", if_range='"old"')[0] == 200


@pytest.mark.parametrize("form", ["{}", "W/{}", '"a", {}', "*"])
def test_what_a_player_has_is_not_sent_again(house, form):
    tag = house.get(address())[1]["ETag"]
    status, headers, body = house.get(address(), if_none_match=form.format(tag))
    assert (status, body, headers["ETag"]) == (304, b"", tag)


def test_what_a_player_has_of_another_package_is_sent(house):
    assert house.get(address(), if_none_match='"old"')[0] == 200


def test_head_tells_the_length_and_sends_nothing(house):
    status, headers, body = house.get(address(), method="HEAD", range="bytes=0-9")
    assert (status, headers["Content-Length"], body) == (200, "1024", b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_a_package_is_only_read(house, method):
    status, headers, _ = house.get(address(), method=method)
    assert (status, headers["Allow"]) == (405, "GET, HEAD")


def test_a_long_file_leaves_in_slices(house, packages):
    size = WHOLE_BYTES + 5
    with (packages / PACKAGE / "long.mp4").open("wb") as file:
        file.truncate(size - 1)
        file.seek(size - 1)
        file.write(b"!")
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": address("long.mp4")}
    body = house.gate(environ, lambda status, headers: None)
    pieces = [len(piece) for piece in body]
    assert sum(pieces) == size
    assert max(pieces) <= 1024 * 1024
    last = house.get(address("long.mp4"), range="bytes=7-")[2]
    assert (len(last), last[-1:]) == (size - 7, b"!")


def test_nginx_serves_in_its_place_by_one_setting(packages):
    house = House(packages, redirect="/protected/")
    status, headers, body = house.get(address("text/es.vtt"))
    assert (status, body) == (200, b"")
    assert headers["X-Accel-Redirect"] == f"/protected/{PACKAGE}/text/es.vtt"
    assert headers["Content-Type"] == MEDIA_TYPES["vtt"]
    assert headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert headers["ETag"] == f'"{PACKAGE}"'
    assert house.get(address("text/es.vtt", minutes=0))[0] == 403
    assert house.get(address("../secret.mp4"))[0] == 404


def test_the_gate_is_right_wsgi(house):
    for method in ("GET", "HEAD"):
        environ = {
            "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": address(),
            "QUERY_STRING": "", "SERVER_NAME": "house", "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.version": (1, 0), "wsgi.url_scheme": "http",
            "wsgi.input": _Nothing(), "wsgi.errors": _Nothing(), "wsgi.multithread": True,
            "wsgi.multiprocess": False, "wsgi.run_once": False,
        }  # fmt: skip
        body = validator(house.gate)(environ, lambda status, headers, exc_info=None: print)
        b"".join(body)
        body.close()


class _Nothing:
    def read(self, size=-1):
        return b""

    readline = read

    def readlines(self, hint=-1):
        return []

    def __iter__(self):
        return iter(())

    def flush(self):
        pass

    def write(self, text):
        pass

    writelines = write
