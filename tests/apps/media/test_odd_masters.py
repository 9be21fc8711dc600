"""Masters that are not plain Rec. 709 in square pixels: told of."""

from pytest import fixture, mark

from cartelera.adapters.store import open_workroom
from cartelera.apps.media.pipeline import encode, master_file
from cartelera.engines.media.oddities import OddKind
from cartelera.engines.media.order import Order
from tests.films import ffmpeg


@fixture
def encoded(tmp_path):
    def encoded(name, *arguments):
        path = tmp_path / name
        ffmpeg(*arguments, path)
        with open_workroom(tmp_path / "room") as room:
            return encode(master_file(path), Order(first=True), room, lambda *_: None).facts

    return encoded


def drawn(size="320x180", rate="24000/1001", seconds=3):
    return ("-f", "lavfi", "-i", f"testsrc2=s={size}:r={rate}:d={seconds}")


QUICK = ("-c:v", "libx264", "-preset", "ultrafast")


@mark.parametrize(
    ("size", "bars", "kind", "said"),
    [
        ("320x136", "320:180:0:22", OddKind.LETTERBOX, "2.35 in 16:9, 22 and 22 pixels"),
        ("240x180", "320:180:40:0", OddKind.PILLARBOX, "4:3 in 16:9, 40 and 40 pixels"),
    ],
)
def test_bars_around_a_picture_are_told_of(encoded, size, bars, kind, said):
    (odd,) = encoded("film.mp4", *drawn(size), "-vf", f"pad={bars}", *QUICK).odd
    assert odd.kind is kind
    assert str(odd).endswith(said)


def test_a_picture_that_fills_its_frame_has_nothing_odd(encoded):
    assert encoded("film.mp4", *drawn(), *QUICK).odd == ()


def test_film_made_into_video_is_told_of(encoded):
    facts = encoded("film.mp4", *drawn(seconds=4), "-vf", "telecine=pattern=23", *QUICK)
    assert [odd.kind for odd in facts.odd] == [OddKind.PULLDOWN]


def test_video_is_not_told_of_as_film(encoded):
    assert encoded("film.mp4", *drawn(rate="30000/1001", seconds=4), *QUICK).odd == ()


def test_what_was_mended_is_told_of(encoded):
    fields = ("-vf", "tinterlace=interleave_top,setsar=4/3", "-flags", "+ildct+ilme")
    facts = encoded("film.mov", *drawn(rate="50"), *fields, "-c:v", "mpeg2video", "-q:v", "2")
    assert [odd.kind for odd in facts.odd] == [OddKind.INTERLACED, OddKind.SQUEEZED]


@mark.parametrize(
    ("transfer", "kind"), [("smpte2084", OddKind.PQ), ("arib-std-b67", OddKind.HLG)]
)
@mark.parametrize("codec", ["libx265", "libsvtav1"])
def test_high_dynamic_range_is_told_of(encoded, transfer, kind, codec):
    colours = f"color_primaries=bt2020:color_trc={transfer}:colorspace=bt2020nc"
    deep = ("-vf", f"format=yuv420p10le,setparams={colours}", "-c:v", codec)
    assert [odd.kind for odd in encoded("film.mp4", *drawn(seconds=0.5), *deep).odd] == [kind]
