"""Subtitles and captions of every form, beside a master, as they stand in its package."""

from fractions import Fraction

import m3u8
from pytest import fixture, mark

from cartelera.adapters.store import open_workroom
from cartelera.apps.media.counting import verify
from cartelera.apps.media.pipeline import encode, master_file
from cartelera.command.media import order_from
from tests.films import film

SECONDS = 4
SRT = (
    "1\n00:00:01,000 --> 00:00:02,000\n<i>Hola</i> & adiós\n\n"
    "2\n00:00:03,000 --> 00:09:00,000\nFin\n"
)
VTT = "WEBVTT\n\nNOTE to nobody\n\n00:01.000 --> 00:02.000 line:0\n<b>Hello</b> &amp; goodbye\n"
ASS = (
    "[Script Info]\nScriptType: v4.00+\n\n[Events]\nFormat: Layer, Start, End, Style, Name, "
    "MarginL, MarginR, MarginV, Effect, Text\n"
    "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\\pos(1,2)}Bonjour\\Net adieu, madame\n"
)
TTML = (
    '<tt xmlns="http://www.w3.org/ns/ttml"><body><div>'
    '<p begin="10:00:01.000" end="10:00:02.000">Olá<br/>e <span>adeus</span></p>'
    "</div></body></tt>"
)  # on the time of a tape, whose film begins at ten o'clock
ONE, TWO = "00:00:01.000 --> 00:00:02.000", "00:00:03.000 --> 00:00:04.000"


@fixture(scope="module")
def package(tmp_path_factory):
    """A film with words in four forms and of three kinds, as the command is given them."""
    place = tmp_path_factory.mktemp("words")
    texts = {"es.srt": SRT, "en.vtt": VTT, "fr.ass": ASS, "pt.ttml": TTML}
    for name, text in texts.items():
        (place / name).write_text(text, encoding="utf-8")
    path = film(place / "film.mp4", seconds=SECONDS)
    at = {name.partition(".")[0]: f"{name.partition('.')[0]}:{place / name}" for name in texts}
    order = order_from([at["es"], at["fr"]], [at["en"], at["es"]], [at["pt"]], None)
    with open_workroom(place / "room") as room:
        return encode(master_file(path), order, room, lambda *_: None)


def words(made, language, kind):
    """Return the cues of a track: as its segments say them, each once, and its whole file."""
    track = next(t for t in made.facts.texts if (t.language, t.kind) == (language, kind))
    place = made.directory / track.directory
    segments = m3u8.loads((place / "index.m3u8").read_text()).segments
    assert abs(sum(s.duration for s in segments) - SECONDS) < 0.1  # and never longer
    said = []
    for segment in segments:
        text = (place / segment.uri).read_text().replace(" align:center", "")
        said += text.split("\n\n")[1:]
    cues = list(dict.fromkeys(block.strip() for block in said if "-->" in block))
    whole = (place / "whole.vtt").read_text()
    assert all(cue in whole for cue in cues)
    return cues


@mark.parametrize(
    ("language", "kind", "cues"),
    [
        ("es", "subtitles", [f"{ONE}\nHola &amp; adiós", f"{TWO}\nFin"]),
        ("en", "captions", [f"{ONE}\nHello &amp; goodbye"]),
        ("fr", "subtitles", [f"{ONE}\nBonjour\net adieu, madame"]),
        ("pt", "forced", [f"{ONE}\nOlá\ne adeus"]),
    ],
    ids=["SRT that is longer than the film", "WebVTT", "ASS", "TTML on the time of a tape"],
)
def test_words_of_every_form_are_plain_cues_within_the_film(package, language, kind, cues):
    assert words(package, language, kind) == cues


def test_both_manifests_say_for_whom_words_are(package):
    master = m3u8.loads((package.directory / "master.m3u8").read_text())
    said = {
        (m.language, m.name): (m.forced, bool(m.characteristics))
        for m in master.media
        if m.type == "SUBTITLES"
    }
    assert said == {
        ("es", "Español"): ("NO", False),
        ("fr", "Français"): ("NO", False),
        ("en", "English CC"): ("NO", True),
        ("es", "Español CC"): ("NO", True),
        ("pt", "Português (forced)"): ("YES", False),
    }
    manifest = (package.directory / "manifest.mpd").read_text()
    roles = [manifest.count(f'value="{r}"') for r in ("subtitle", "caption", "forced-subtitle")]
    assert roles == [2, 2, 1]


def test_a_package_with_words_counts_right(package, tmp_path):
    assert verify(package.directory, lambda *_: None, tmp_path).faults == ()
    assert max(t.seconds for t in package.facts.texts) == Fraction(SECONDS)


@mark.parametrize(
    ("shift", "times"),
    [(0.5, "00:00:01.500 --> 00:00:02.500"), (-1.5, "00:00:00.000 --> 00:00:00.500")],
    ids=["later", "earlier, past the beginning"],
)
def test_words_are_shown_later_or_earlier_by_an_offset(tmp_path, shift, times):
    (tmp_path / "es.srt").write_text(SRT)
    path = film(tmp_path / "film.mp4", seconds=2, sounds=0)
    order = order_from([f"es:{tmp_path / 'es.srt'}"], None, None, None, shift)
    with open_workroom(tmp_path / "room") as room:
        made = encode(master_file(path), order, room, lambda *_: None)
    whole = (made.directory / made.facts.texts[0].directory / "whole.vtt").read_text()
    assert f"{times.replace('02.500', '02.000')}\nHola &amp; adiós" in whole
