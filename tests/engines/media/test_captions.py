from fractions import Fraction

import pysubs2
from hypothesis import given
from hypothesis import strategies as st
from pytest import mark, raises

from cartelera.engines.media.captions import (
    Cue,
    fitted,
    moved,
    on_programme_time,
    read_cues,
    webvtt,
)
from cartelera.vocabulary.errors import InputError

SRT = """1
00:00:01,000 --> 00:00:02,500
<i>¿Dónde estás?</i>

2
00:00:03,000 --> 00:00:04,000
- Aquí.
- ¡Ven!
"""
ASS = """[Script Info]
ScriptType: v4.00+

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,{\\an8\\b1}¿Dónde estás?
Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,- Aquí.\\N- ¡Ven!
Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,{\\p1}m 0 0 l 9 9{\\p0}
Comment: 0,0:00:05.00,0:00:06.00,Default,,0,0,0,,nota
"""
VTT = """WEBVTT

STYLE
::cue { background: url(http://127.0.0.1/x) }

NOTE nada

uno
00:01.000 --> 00:02.500 line:0 position:20%
<v Ana><b>¿Dónde estás?</b>

00:00:03.000 --> 00:00:04.000
- Aquí.
- ¡Ven!
"""
CUES = (
    Cue(Fraction(1), Fraction(5, 2), ("¿Dónde estás?",)),
    Cue(Fraction(3), Fraction(4), ("- Aquí.", "- ¡Ven!")),
)


@mark.parametrize("text", [SRT, ASS, VTT], ids=["srt", "ass", "vtt"])
@mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_each_form_and_encoding_gives_the_same_plain_cues(text, encoding):
    assert read_cues(text.encode(encoding), "film") == CUES


def test_cues_are_written_as_plain_webvtt():
    assert webvtt(CUES) == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n¿Dónde estás?\n\n"
        "00:00:03.000 --> 00:00:04.000\n- Aquí.\n- ¡Ven!\n"
    )


@mark.parametrize(
    "hostile",
    [
        "<script>window.pwned=1</script>hola",
        "<img src=x onerror=alert(1)>hola",
        "&lt;script&gt;window.pwned=1&lt;/script&gt;hola",
        "<scr<b>ipt>alert(1)</scr</b>ipt>hola",
        "<c.x onclick=1>hola</c>",
        "hola --> 00:00:09.000",
        "{\\fnx}<font color='javascript:1'>hola</font>",
        "\u202ehola\u0000",
    ],
)
def test_hostile_markup_never_reaches_a_viewer(hostile):
    cues = read_cues(SRT.replace("<i>¿Dónde estás?</i>", hostile).encode(), "film")
    text = webvtt(cues)
    assert "hola" in text
    assert "<" not in text
    assert text.count("-->") == len(cues)
    assert "\u202e" not in text
    assert "\u0000" not in text


@given(st.lists(st.text(max_size=80), min_size=1, max_size=5))
def test_whatever_a_cue_says_it_is_written_as_one_cue_without_markup(lines):
    body = "\n".join(lines)
    data = f"1\n00:00:01,000 --> 00:00:02,000\nx {body}\n".encode(errors="replace")
    text = webvtt(read_cues(data, "film"))
    assert "<" not in text
    again = pysubs2.SSAFile.from_string(text, format_="vtt").events
    assert len(again) == len(read_cues(data, "film"))


def test_cues_are_cut_to_the_film_and_moved():
    cues = fitted(CUES, Fraction(3), shift=Fraction(1, 2))
    assert cues == (Cue(Fraction(3, 2), Fraction(3), ("¿Dónde estás?",)),)


@mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n", "not a subtitle file"),
        (b"", "not a subtitle file"),
        (b"WEBVTT\n\n", "no subtitle"),
        (b"x" * 9_000_000, "8,000,000"),
    ],
)
def test_what_is_no_subtitle_file_is_refused_by_name(data, reason):
    with raises(InputError, match=reason) as refusal:
        read_cues(data, "film.srt")
    assert "film.srt" in str(refusal.value)


def test_a_million_cues_are_refused():
    data = "".join(f"{n}\n00:00:01,000 --> 00:00:02,000\na\n\n" for n in range(40_000)).encode()
    with raises(InputError, match="30,000"):
        read_cues(data, "film.srt")


TTML = """<?xml version="1.0" encoding="UTF-8"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter"
    xmlns:tts="http://www.w3.org/ns/ttml#styling" ttp:frameRate="25" ttp:tickRate="1000">
 <body begin="1s"><div>
  <p begin="0s" end="00:00:01.5"><span tts:color="red">¿Dónde</span> estás?</p>
  <p begin="2000t" dur="25f">- Aquí.<br/>- ¡Ven!</p>
  <p begin="00:00:05:05" end="6s">   </p>
 </div></body>
</tt>"""


def test_ttml_says_the_same_as_the_other_forms():
    assert read_cues(TTML.encode(), "film.ttml") == read_cues(SRT.encode(), "film.srt")


def test_words_timed_inside_a_paragraph_of_ttml_come_one_after_another():
    timed = TTML.replace("<span ", '<span begin="0s" end="1s" ').replace(
        " estás?", '<span begin="1s">estás?</span>'
    )
    cues = read_cues(timed.encode(), "film.ttml")[:2]
    assert [(c.start, c.end, c.lines) for c in cues] == [
        (1, 2, ("¿Dónde",)),
        (2, Fraction(5, 2), ("estás?",)),
    ]


@mark.parametrize(
    ("text", "why"),
    [
        (TTML.replace("2000t", "soon"), "no time of TTML"),
        (TTML.replace("http://www.w3.org/ns/ttml", "http://example.org/"), "not TTML"),
        (TTML.replace("<body", "<body><"), "not XML"),
        (TTML.replace('"25"', '"0"'), "frame rate"),
        ("<!DOCTYPE tt [<!ENTITY a 'ha'>]>" + TTML[TTML.index("<tt") :], "not"),
    ],
    ids=["a time", "another language", "not well formed", "no rate", "entities"],
)
def test_ttml_that_cannot_be_read_is_refused_with_the_reason(text, why):
    with raises(InputError, match=why):
        read_cues(text.encode(), "film.ttml")


SPANS = "<span>" * 3000 + "</span>" * 3000


@mark.parametrize(
    "data",
    [
        "1\n0:0:0,0 --> 0:0:1,0\na\n\n" * 285_000,
        "[Script Info]\n[Events]\n" + "Dialogue: 0,0:0:0.0,0:0:1.0,D,,0,0,0,,a\n" * 180_000,
        "1\n00:00:00,000 --> 00:00:01,000\n" + "<" * 3_900_000 + ">" * 3_900_000,
        "[Script Info]\n[Events]\nDialogue: 0,0:0:0.0,0:0:1.0,D,,0,0,0,," + "{" * 7_000_000,
        TTML.replace("   </p>", SPANS + "</p>"),
        TTML.replace("<body", "<div>" * 3000 + "<body"),
    ],
    ids=["many cues", "many lines", "nested tags", "open braces", "nested spans", "unclosed"],
)
def test_a_file_made_to_be_endless_is_refused_at_once(data):
    with raises(InputError):
        read_cues(data.encode(), "bomb")


def test_cues_on_the_time_of_a_tape_are_brought_to_the_first_frame():
    tape = (Cue(Fraction(36001), Fraction(36002), ("Hola",)),)
    assert on_programme_time(tape, Fraction(90)) == (Cue(Fraction(1), Fraction(2), ("Hola",)),)
    late = (Cue(Fraction(3700), Fraction(3701), ("Hola",)),)
    assert on_programme_time(late, Fraction(5400)) == late  # of a film longer than an hour


def test_what_is_moved_before_the_film_is_left_out():
    cues = (Cue(Fraction(0), Fraction(1), ("a",)), Cue(Fraction(1), Fraction(3), ("b",)))
    assert moved(cues, Fraction(-2)) == (Cue(Fraction(0), Fraction(1), ("b",)),)
