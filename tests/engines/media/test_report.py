"""A report as values and as a picture: gathered, written, read again, drawn in its frame."""

import json
import re

from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from cartelera.engines.media.ladder import PictureCodec
from cartelera.engines.media.quality import Quality
from cartelera.engines.media.report import (
    MOMENTS,
    Hard,
    LadderTold,
    Moment,
    PeerTold,
    Report,
    RungTold,
    moments,
    read_report,
)
from cartelera.engines.media.report_page import draw_hull, draw_moments, report_page

LADDER = LadderTold(
    PictureCodec.AV1,
    (
        RungTold("1280x720", 1800.0, 95.1, Quality(95.0, 94.8, 88.0)),
        RungTold("640x360", 300.0, 70.2, Quality(70.1, 69.0, 51.0)),
    ),
    (
        ("1280x720", ((900.0, 88.0), (2400.0, 97.0))),
        ("640x360", ((250.0, 66.0), (900.0, 82.0))),
    ),
    ((1600.0, 94.0), (500.0, 75.0)),
    3.4,
    (Moment(0.0, 96.0, 91.0), Moment(30.0, 94.0, 80.0)),
    (
        PeerTold("PeerTube", ((2400.0, 93.0), (900.0, 79.0)), 31.2),
        PeerTold("MediaCMS", ((2000.0, 95.5), (200.0, 52.0)), -1.5),
        PeerTold("Jellyfin", ((3400.0, 97.0),), None),
    ),
)
REPORT = Report(60.0, 12, 95, (LADDER,), (Hard(31.0, 30.0, 33.0, 24.0, 2100.0, 90.0, 80.0),))


def test_a_report_is_the_same_when_it_is_written_and_read_again():
    assert read_report(json.loads(json.dumps(REPORT.written()))) == REPORT


def test_a_stretch_of_film_is_told_by_its_mean_and_its_worst_frame():
    first, last = moments([(0.0, 90.0), (0.1, 70.0), (599.0, 100.0)], 600.0)
    assert (first, last) == (Moment(0.0, 80.0, 70.0), Moment(599.0, 100.0, 100.0))


@given(st.lists(st.floats(0, 100), min_size=1, max_size=1500))
def test_however_long_a_film_is_its_moments_are_few_and_its_worst_frame_among_them(vmafs):
    found = moments([(n / 8, vmaf) for n, vmaf in enumerate(vmafs)], len(vmafs) / 8)
    assert len(found) <= MOMENTS
    assert min(m.low for m in found) == approx(min(vmafs), abs=0.01)


def test_what_is_drawn_stays_inside_its_picture_and_names_each_size_shipped():
    hull = draw_hull("AV1", LADDER)
    for drawn in (hull, draw_moments("AV1", LADDER, 60.0)):
        for path in re.findall(r'd="([^"]+)"', drawn):
            xs_ys = [float(n) for n in re.findall(r"-?[\d.]+", path)]
            assert all(0 <= n <= 640 for n in xs_ys)
    assert hull.count("plot-dot") == 2
    assert "1280x720</text>" in hull
    assert re.findall(r">(\w+)</text>", hull)[-5:-2] == ["PeerTube", "MediaCMS", "Jellyfin"]


def test_the_page_says_what_was_saved_and_where_the_worst_frame_is():
    page = report_page("Luz", REPORT, [("data:a", "data:b")])
    assert "3.4 % fewer bits" in page
    assert "31.2 % fewer bits than PeerTube's ladder of this film" in page
    assert "1.5 % more bits than MediaCMS's ladder of this film" in page
    assert "No VMAF in common with Jellyfin's one stream" in page
    assert "00:31: VMAF 80.0" in page
    assert "12 shots, asked for VMAF 95" in page


def test_a_report_written_before_peers_were_told_is_read_still():
    said = json.loads(json.dumps(REPORT.written()))
    del said["ladders"][0]["peers"]
    assert read_report(said).ladders[0].peers == ()
