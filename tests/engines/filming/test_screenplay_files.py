"""Fountain, Final Draft and PDF: the same screenplay, whichever it comes in."""

from hypothesis import given
from hypothesis import strategies as st
from pytest import mark, raises

from cartelera.adapters.breakdown_words import breakdown_words
from cartelera.adapters.screenplays import screenplay_from
from cartelera.engines.filming.breakdown import breakdown_of
from cartelera.engines.filming.fdx import read_fdx, write_fdx
from cartelera.engines.filming.fountain import read_fountain, write_fountain
from cartelera.engines.filming.screenplay import Kind, Run, Style
from cartelera.vocabulary.errors import InputError
from tests.engines.filming.printed import pdf

PLAY = """Title: _**El faro**_
Author: Nadie
Contact:
    Calle 1
    Mérida
/* Draft: 3 */

[[a note
of two lines]]

> FADE IN:

# Acto uno

= Ana llega.

INT. CASA - DÍA #1A#

ANA (30) entra.  Dice *algo _raro_*, **fuerte**.
  Sangría.


Otra, con \\*estrellas\\*.

ANA (V.O.)
(bajo)
Hola. [[¿sí?]]
  
¿Quién?

LUIS ^
Yo.

@McKay
~la la

CORTE A:

.SIN INT NI EXT - NOCHE

!ANA NO ES CUE
pero sigue.

/* una escena
INT. CORTADA - DÍA
*/

===

> FIN <
"""
FRAGMENTS = [
    "INT. CASA - DÍA", "EXT. PARK--DAY #14A#", ".FORCED", "ANA", "ANA (V.O.)", "@Niño",
    "(bajo)", "Hola.", "*a* b", "**b**_c_", "_x *y* z_", "***q***", "[[nota]]", "/* cut", "*/",
    "/* x */", "", "", "", "", " ", "  ", "CUT TO:", "> END <", ">FADE", "# Uno", "## Dos",
    "= syn", "===",
    "~la la", "!BOOM", "BOOM!", "ANA ^", "a * b _ c", "\\*lit\\*", "    indented", "\tTab",
    "[[a\nb]]", "1. INT. X - DAY", "int. lower - noche", "EXT.", "@", "^", ". dots", "...",
    "BOB: hi", "Title: X", "A/B", "MORE", "(MORE)", "x [[n]] y", "*a [[n]] b*", "*", "**", "_",
    "!", "~", ">", "=", "#", "INT. A - B #1#  [[n]]", "BOB [[n]]", "(", "()", "-", "FADE IN:",
]  # fmt: skip


def test_every_kind_of_paragraph_is_known():
    play = read_fountain(PLAY)
    assert {one.kind for one in play.paragraphs} == set(Kind) - {Kind.LYRICS} | {Kind.LYRICS}
    assert play.titled("title") == "El faro"
    heading = next(one for one in play.paragraphs if one.kind is Kind.HEADING)
    assert (heading.text, heading.number) == ("INT. CASA - DÍA", "1A")


def test_emphasis_is_kept_apart_from_the_words():
    (one,) = read_fountain("Dice *algo _raro_*, **fuerte** y \\*nada\\*.").paragraphs
    assert one.text == "Dice algo raro, fuerte y *nada*."
    assert Run("raro", frozenset({Style.ITALIC, Style.UNDERLINE})) in one.runs


def test_fountain_to_final_draft_and_back_loses_nothing():
    play = read_fountain(PLAY)
    assert read_fountain(write_fountain(play)) == play
    assert read_fdx(write_fdx(play)) == play
    once = write_fountain(read_fdx(write_fdx(play)))
    assert write_fountain(read_fountain(once)) == once


@given(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=12).map("\n".join))
def test_whatever_is_written_comes_back_from_either(text):
    play = read_fountain(text)
    assert read_fountain(write_fountain(play)) == play
    assert read_fdx(write_fdx(play)) == play


FINAL_DRAFT = b"""<?xml version="1.0" encoding="UTF-8" standalone="no" ?>
<FinalDraft DocumentType="Script" Template="No" Version="5"><Content>
<Paragraph Number="12" Type="Scene Heading"><SceneProperties Length="1 3/8" Page="1" Title=""/>
<Text>INT. </Text><Text Style="Bold">HOUSE</Text><Text> - NIGHT</Text></Paragraph>
<Paragraph Type="Action"><Text>ANN sits.</Text></Paragraph>
<Paragraph Type="Action"/>
<Paragraph><DualDialogue><Paragraph Type="Character"><Text>ANN</Text></Paragraph>
<Paragraph Type="Dialogue"><Text>Yes.</Text></Paragraph>
<Paragraph Type="Character"><Text>BOB</Text></Paragraph>
<Paragraph Type="Dialogue"><Text>No.</Text></Paragraph></DualDialogue></Paragraph>
<Paragraph Alignment="Center" Type="Action"><Text>THE END</Text></Paragraph>
</Content></FinalDraft>"""


def test_a_file_of_final_draft_itself_is_read():
    play = read_fdx(FINAL_DRAFT)
    (scene,) = breakdown_of(play, breakdown_words()).scenes
    assert (scene.number, scene.set_name, scene.eighths) == ("12", "HOUSE", 11)
    assert scene.speaking == ("ANN", "BOB")
    assert [one.dual for one in play.paragraphs if one.kind is Kind.CHARACTER] == [False, True]


SPEECH = "Esto es lo que dije aquella vez y lo repito ahora, palabra por palabra. " * 3
PRINTED = [
    ("title page", "EL FARO\n\nDE\n\nNADIE"),
    ("transition", "FADE IN:"),
    ("heading", "INT. CASA DE LUZ - COCINA - DÍA", "1"),
    ("action", "LUZ (9) dibuja un barco en la mesa mientras su abuela muele maíz sin mirarla."),
    ("cue", "LUZ"),
    ("parenthetical", "(sin levantar los ojos del papel)"),
    ("dialogue", SPEECH),
    ("heading", "EXT. MUELLE - NOCHE", "2A"),
    *[("action", "Una línea de acción, la que nadie dice y llena la página.")] * 24,
    ("cue", "RAMIRO (V.O.)"),
    ("dialogue", SPEECH),
    ("cue", "LUZ"),
    ("dialogue", "No."),
    ("transition", "CORTE A:"),
    ("heading", "INT./EXT. COCHE DE RAMIRO EN LA CARRETERA VIEJA A LA COSTA - ATARDECER", "3"),
    ("action", "RAMIRO maneja."),
]  # fmt: skip


@mark.parametrize("numbered", [True, False])
@mark.parametrize("running", ["", "EL FARO - Tercer borrador"])
def test_a_printed_screenplay_is_read_by_where_its_lines_stand(numbered, running):
    printed = [row if numbered or row[0] != "heading" else row[:2] for row in PRINTED]
    play = screenplay_from(pdf(printed, running), "guion.pdf")
    made = breakdown_of(play, breakdown_words())
    assert [(s.number, s.setting, s.set_name, s.time) for s in made.scenes] == [
        ("1", "INT", "CASA DE LUZ - COCINA", "DÍA"),
        ("2A" if numbered else "2", "EXT", "MUELLE", "NOCHE"),
        ("3", "INT/EXT", "COCHE DE RAMIRO EN LA CARRETERA VIEJA A LA COSTA", "ATARDECER"),
    ]
    assert [(s.speaking, s.silent, s.voices) for s in made.scenes] == [
        (("LUZ",), (), ()),
        (("LUZ",), (), ("RAMIRO",)),
        ((), ("RAMIRO",), ()),
    ]
    assert made.title == "EL FARO"
    said = [one.text for one in play.paragraphs if one.kind is Kind.DIALOGUE]
    assert " ".join(said).count(SPEECH.rsplit(maxsplit=1)[-1]) == 6
    words = " ".join(one.text for one in play.paragraphs)
    assert "MORE" not in words
    assert "CONTINUED" not in words
    assert "borrador" not in words


@mark.parametrize(
    ("data", "name", "fault"),
    [
        (b"", "a.fountain", "a.fountain is empty"),
        (b"%PDF-1.4 nothing", "a.pdf", "a.pdf is no PDF that can be read"),
        (b"<FinalDraft><Content>", "a.fdx", "a.fdx: this is no Final Draft file"),
        (b"<html></html>", "a.fdx", "no FinalDraft element"),
        (b"PK\x03\x04rest", "a.docx", "a.docx is a packed document"),
        (b"a\0b\0", "a.fountain", "a.fountain is not text"),
    ],
)
def test_what_is_no_screenplay_is_refused_by_name(data, name, fault):
    with raises(InputError, match=fault):
        screenplay_from(data, name)


def test_a_bomb_in_the_xml_is_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><FinalDraft>&a;</FinalDraft>'
    with raises(InputError, match="cannot be read"):
        screenplay_from(bomb, "a.fdx")
