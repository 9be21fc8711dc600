"""The peers' ladders, against the figures their programs write in their own logs."""

from fractions import Fraction

from pytest import approx, mark

from cartelera.engines.media.encode import File
from cartelera.engines.media.peers import Peer, peer_call, peer_rungs, saved_against

HD = (1920, 1080)


def caps(peer, size, rate, option):
    return {
        r.height: r.arguments[r.arguments.index(option) + 1]
        for r in peer_rungs(peer, size, Fraction(rate))
    }


@mark.parametrize(
    ("rate", "kbps"),
    [
        (24, [168, 417, 829, 1179, 2433, 4976]),
        (25, [175, 435, 864, 1228, 2534, 5184]),
    ],
)
def test_peertube_caps_each_height_by_its_bits_a_pixel(rate, kbps):
    found = caps(Peer.PEERTUBE, HD, rate, "-maxrate:v")
    assert list(found) == [144, 240, 360, 480, 720, 1080]
    assert [int(cap) // 1000 for cap in found.values()] == kbps


def test_peertube_ends_with_the_height_of_the_film():
    assert list(caps(Peer.PEERTUBE, (1920, 800), 24, "-maxrate:v"))[-2:] == [720, 800]


def test_peertube_takes_the_settings_that_its_log_shows_for_720_lines():
    *_, rung = peer_rungs(Peer.PEERTUBE, (1280, 720), Fraction(25))
    assert " ".join(rung.arguments) == (
        "-pix_fmt yuv420p -vf scale=w=-2:h=720 -c:v libx264 -preset veryfast "
        "-maxrate:v 2534400 -bufsize:v 5068800 -b_strategy 1 -bf 16 -g:v 50 -threads 1"
    )


def test_mediacms_caps_at_half_as_much_again_and_more_for_fast_films():
    assert caps(Peer.MEDIACMS, (1280, 720), 25, "-maxrate") == {
        144: "225k", 240: "450k", 360: "750k", 480: "1500k", 720: "3750k",
    }  # fmt: skip
    assert caps(Peer.MEDIACMS, (1280, 720), 50, "-maxrate")[720] == "5250k"
    assert list(caps(Peer.MEDIACMS, (320, 180), 25, "-maxrate")) == [144, 240]


def test_jellyfin_has_one_stream_never_taller_than_the_film():
    assert caps(Peer.JELLYFIN, HD, 25, "-maxrate") == {720: "4000k"}
    assert caps(Peer.JELLYFIN, (640, 360), 25, "-bufsize") == {360: "8000k"}


def test_a_call_takes_the_picture_alone_and_writes_one_file():
    (rung,) = peer_rungs(Peer.JELLYFIN, HD, Fraction(25))
    call = peer_call(rung, 2, Fraction(25))
    assert call[call.index("-map") + 1] == "0:2"
    assert [word.name for word in call if isinstance(word, File)] == ["master", "out"]


def test_one_stream_is_compared_at_its_own_quality_and_a_ladder_over_what_both_cover():
    ours = [(100.0, 60.0), (200.0, 80.0), (400.0, 95.0)]
    assert saved_against(ours, [(400.0, 80.0)]) == approx(50)
    assert saved_against(ours, [(2 * kbps, vmaf) for kbps, vmaf in ours]) == approx(50)
    assert saved_against(ours, [(400.0, 97.0)]) is None
    assert saved_against(ours, [(10.0, 20.0), (20.0, 50.0)]) is None
