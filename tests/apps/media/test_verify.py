"""Verifying a package: each fault that is planted is found, and called by its name."""

import shutil
from dataclasses import replace
from pathlib import Path

from PIL import Image
from pytest import fixture, mark

from cartelera.adapters.store import open_workroom
from cartelera.apps.media.counting import verify
from cartelera.apps.media.pipeline import encode, master_file
from cartelera.engines.media.captions import CaptionKind
from cartelera.engines.media.marks import read_marks
from cartelera.engines.media.order import CaptionFile, Order
from tests.films import film

WORDS = b"""1
00:00:01,000 --> 00:00:02,000
Hola & <i>adi\xc3\xb3s</i>

2
00:00:03,500 --> 00:00:05,000
que pasa de un segmento al otro

3
00:00:06,000 --> 00:00:07,000
- Uno
- Dos < tres
"""
TOP, LOW, SPOKEN, WRITTEN = "video/640x360", "video/426x240", "sound/1-es", "text/1-es"


def silent(done: float, step: str) -> None:
    pass


@fixture(scope="module")
def sound_package(tmp_path_factory):
    """Make a package in two sizes, with two languages and subtitles."""
    place = tmp_path_factory.mktemp("package")
    languages = ("-metadata:s:a:0", "language=spa", "-metadata:s:a:1", "language=eng")
    path = film(place / "film.mkv", seconds=10, size="640x360", sounds=2, more=languages)
    order = Order((CaptionFile("es", CaptionKind.SUBTITLES, WORDS, "es.srt"),))
    order = replace(order, marks=read_marks("chapter 0:02 0:05 Uno", "marks"))
    with open_workroom(place / "room") as room:
        return encode(master_file(path), order, room, silent).directory


@fixture
def package(sound_package, tmp_path):
    """Return a copy that may be harmed."""
    return Path(shutil.copytree(sound_package, tmp_path / "package"))


def faults_of(package: Path, tmp_path: Path) -> str:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    return "\n".join(verify(package, silent, scratch).faults)


def change(name, old, new, count=1):
    """Return a harm: words of a file replaced by others."""

    def harm(package):
        data = (package / name).read_bytes()
        old_bytes, new_bytes = (w.encode() if isinstance(w, str) else w for w in (old, new))
        assert old_bytes in data
        (package / name).write_bytes(data.replace(old_bytes, new_bytes, count))

    return harm


def copy(name, other):
    """Return a harm: one file in another's place."""
    return lambda package: shutil.copy(package / name, package / other)


def small_sheet(package):
    Image.new("RGB", (480, 540)).save(package / "thumbnails/sheet-001.jpg")


def captioned(package):
    path = package / f"{TOP}/00001.m4s"
    data = path.read_bytes()
    path.write_bytes(data[:-20] + b"\xb5\x00\x31GA94" + data[-13:])


FAULTS = {
    "a peak rate too low in HLS": (
        change("master.m3u8", ":BANDWIDTH=1", ":BANDWIDTH="), "bit/s and is said to take",
    ),
    "a mean rate too high in HLS": (
        change("master.m3u8", "AVERAGE-BANDWIDTH=1", "AVERAGE-BANDWIDTH=2"), "is said to take",
    ),
    "a rate too high in DASH": (
        change("manifest.mpd", 'bandwidth="1', 'bandwidth="11'), "manifest.mpd: video/640x360",
    ),
    "another codec in HLS": (
        change("master.m3u8", "avc1.64001e,mp4a", "avc1.42001e,mp4a"),
        "is said to be in avc1.42",
    ),
    "another codec in DASH": (
        change("manifest.mpd", 'codecs="opus"', 'codecs="ac-3"'), "is said to be in ac-3",
    ),
    "another size in DASH": (
        change("manifest.mpd", ' width="640"', ' width="644"'), "is said to be 644x360",
    ),
    "another frame rate in HLS": (
        change("master.m3u8", "FRAME-RATE=25.000", "FRAME-RATE=50.000"), "show 50.000 frames/s",
    ),
    "another language in DASH": (
        change("manifest.mpd", 'lang="es"', 'lang="pt"'), "is in es and is said to be in pt",
    ),
    "another language in HLS": (
        change("master.m3u8", 'LANGUAGE="es"', 'LANGUAGE="pt"'), "sound or subtitles are not",
    ),
    "a group that is not there": (
        change("master.m3u8", 'SUBTITLES="text"', 'SUBTITLES="texts"'), "a group that is not",
    ),
    "two tracks of one name": (
        change("master.m3u8", 'NAME="English"', 'NAME="Español"'),
        "2 tracks of audio-2 are called",
    ),
    "two defaults": (
        change("master.m3u8", "DEFAULT=NO", "DEFAULT=YES"), "are each the default",
    ),
    "a default that is not selected": (
        change("master.m3u8", "DEFAULT=YES,AUTOSELECT=YES", "DEFAULT=YES,AUTOSELECT=NO"),
        "is the default and is not selected",
    ),
    "a target duration too short": (
        change(f"{TOP}/index.m3u8", "TARGETDURATION:5", "TARGETDURATION:3"), "none lasts more",
    ),
    "a playlist that may still grow": (
        change(f"{TOP}/index.m3u8", "#EXT-X-PLAYLIST-TYPE:VOD\n", ""), "complete (VOD)",
    ),
    "segments that last longer in the playlist": (
        change(f"{SPOKEN}/index.m3u8", "#EXTINF:4.0", "#EXTINF:4.5"),
        "how long segment 1 lasts",
    ),
    "segments that start elsewhere in DASH": (
        change("manifest.mpd", '<S t="0" d="192512"', '<S t="0" d="192000"'), "when segment 1",
    ),
    "a segment fewer in DASH": (
        change("manifest.mpd", '<S t="384000" d="96000" />', ""), "2 segments; for HLS 3",
    ),
    "two sets of one number": (
        change("manifest.mpd", '<AdaptationSet id="2"', '<AdaptationSet id="1"'),
        "identifier 1",
    ),
    "a set without its kind": (
        change("manifest.mpd", ' mimeType="audio/mp4"', ""), "lacks mimeType",
    ),
    "no buffer time": (change("manifest.mpd", "minBufferTime", "minBuffer"), "minBufferTime"),
    "what stands out of order": (
        change("manifest.mpd", "<Label>Español</Label>", '<Viewpoint schemeIdUri="a" />'),
        "order of the",
    ),
    "what the schema does not know": (
        change("manifest.mpd", "<Label>Español</Label>", "<Name>Español</Name>"),
        "has no place",
    ),
    "segments in each other's place": (
        copy(f"{TOP}/00002.m4s", f"{TOP}/00001.m4s"), "does not follow",
    ),
    "a sequence that does not grow": (
        change(f"{LOW}/00002.m4s", b"mfhd\0\0\0\0\0\0\0\2", b"mfhd\0\0\0\0\0\0\0\1"),
        "the sequence of its segments",
    ),
    "a brand that is not CMAF's": (
        change(f"{SPOKEN}/00002.m4s", "cmfs", "isom"), "is not CMAF",
    ),
    "an initialisation without fragments": (
        change(f"{TOP}/init.mp4", "mvex", "free"), "fragments follow",
    ),
    "a fragment without its head": (
        change(f"{TOP}/00003.m4s", "styp", "free"), "does not begin with styp",
    ),
    "frames longer than their data": (
        change(f"{TOP}/00002.m4s", b"mdat", b"free"), "moof and mdat in turn",
    ),
    "captions inside the picture": (captioned, "carries CEA captions"),
    "a picture that is not what it decodes to": (
        change(f"{TOP}/init.mp4", b"\x02\x80\x01\x68", b"\x02\x84\x01\x68"),
        "is said to be 640x360",
    ),
    "other words in DASH": (
        change(f"{WRITTEN}/whole.vtt", "Dos", "Tres"), "do not show the same words",
    ),
    "words at another moment": (
        change(f"{WRITTEN}/00001.vtt", "00:00:01.000", "00:00:01.500"), "at the same moments",
    ),
    "words that are none": (change(f"{WRITTEN}/00002.vtt", "WEBVTT", "WORDS"), "not WebVTT"),
    "thumbnails outside their sheet": (
        change("thumbnails/thumbnails.vtt", "xywh=768,0", "xywh=900,0"),
        "lies outside its sheet",
    ),
    "a thumbnail on no sheet": (
        change("thumbnails/thumbnails.vtt", "sheet-001", "sheet-002"), "is not there",
    ),
    "thumbnails that end early": (
        change("thumbnails/thumbnails.vtt", "00:00:10.000", "00:00:09.000"), "last as long",
    ),
    "a smaller sheet": (small_sheet, "not of the size it says"),
    "a sheet cut off": (
        lambda p: (p / "thumbnails/sheet-001.jpg").write_bytes(b"\xff\xd8\xff"),
        "no whole picture",
    ),
    "another chapter in HLS": (
        change("chapters.json", "Uno", "Dos"), "chapters.json: its chapters are not those",
    ),
    "a chapter at another moment in DASH": (
        change("manifest.mpd", 'presentationTime="2000"', 'presentationTime="3000"'),
        "manifest.mpd: its chapters are not those",
    ),
    "a file that nobody names": (
        copy(f"{TOP}/00003.m4s", f"{TOP}/00009.m4s"), "00009.m4s: nothing in the package",
    ),
}  # fmt: skip


@mark.parametrize(("harm", "fault"), FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_found_and_named(package, tmp_path, harm, fault):
    harm(package)
    assert fault in faults_of(package, tmp_path)


def test_a_sound_package_has_no_fault(package, tmp_path):
    assert faults_of(package, tmp_path) == ""
