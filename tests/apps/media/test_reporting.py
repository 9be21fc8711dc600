"""The report of an encode: measured on what is shipped, and a page that stands alone."""

import json
import re

from pytest import approx, fixture

from cartelera.adapters.store import open_workroom
from cartelera.apps.media.pipeline import encode, master_file
from cartelera.apps.media.reporting import whole_page
from cartelera.engines.media.ladder import Aim, PictureCodec
from cartelera.engines.media.order import Order
from cartelera.engines.media.report import REPORT, read_report
from tests.films import ffmpeg

CHOSEN = Order(aim=Aim(quality=80, codecs=(PictureCodec.H264,)))


@fixture(scope="module")
def made(tmp_path_factory):
    """Encode a film of a busy red place and a quiet one, a second each."""
    place = tmp_path_factory.mktemp("report")
    busy = "color=c=red:s=320x180:r=25:d=1,noise=alls=60:allf=t"
    quiet = "testsrc2=s=320x180:r=25:d=1"
    ffmpeg("-f", "lavfi", "-i", busy, "-f", "lavfi", "-i", quiet, "-filter_complex",
           "[0][1]concat=n=2,format=yuv420p", "-c:v", "libx264", "-preset", "ultrafast",
           "-crf", 8, place / "film.mp4")  # fmt: skip
    with open_workroom(place / "room") as room:
        yield encode(master_file(place / "film.mp4"), CHOSEN, room, lambda done, step: None)


@fixture
def report(made):
    return read_report(json.loads((made.report / REPORT).read_text()))


def test_each_rung_shipped_is_told_with_what_was_measured(made, report):
    (ladder,) = report.ladders
    assert (report.asked, report.shots, report.seconds) == (80, 2, 2.0)
    for rung, video in zip(ladder.rungs, made.facts.videos, strict=True):
        assert rung.size == f"{video.width}x{video.height}"
        assert rung.kbps == approx(video.kbps, rel=0.1, abs=15)
        assert rung.quality.low_1 <= rung.quality.harmonic <= rung.quality.mean
    means = [moment.mean for moment in ladder.moments]
    assert sum(means) / len(means) == approx(ladder.rungs[0].quality.mean, abs=0.5)


def test_the_hardest_shot_comes_first_with_the_same_frame_of_master_and_rung(made, report):
    first, second = report.hardest
    assert first.vmaf <= second.vmaf
    assert {first.start, second.start} == {0.0, 1.0}
    for n, hard in enumerate(report.hardest, 1):
        assert hard.start <= hard.second < hard.end
        colours = [
            ffmpeg("-i", made.report / f"{n:02d}-{whose}.jpg", "-vf",
                   "scale=1:1:flags=area,format=rgb24", "-f", "rawvideo", "pipe:1")
            for whose in ("master", "rung")
        ]  # fmt: skip
        assert all(abs(a - b) < 24 for a, b in zip(*colours, strict=True))


def test_the_page_asks_for_nothing_outside_itself(made):
    page = whole_page(made.report, "Luz & sombra")
    assert "<h1>Luz &amp; sombra</h1>" in page
    asked = re.findall(r'(?:src|href)="([^"]{0,20})', page)
    assert len(asked) == 4
    assert all(address.startswith("data:image/jpeg") for address in asked)
    assert not re.search(r"url\(|@import|<script|<link", page)
