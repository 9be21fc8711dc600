"""A breakdown as a spreadsheet, and a new draft brought into one that people have worked on."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from pytest import mark, raises

from cartelera.adapters.breakdown_words import breakdown_words
from cartelera.engines.filming.breakdown import Breakdown, Element, Scene, breakdown_of
from cartelera.engines.filming.fountain import read_fountain
from cartelera.engines.filming.merge import merge
from cartelera.engines.filming.sheets import (
    breakdown_of_csv,
    csv_of,
    eighths_in,
    eighths_words,
)
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.filming import Category, Light, Setting

FIRST = """INT. CASA - DÍA #1#

ANA (30) plancha. Un perro duerme.

ANA
¿Quién llama a esta hora?

EXT. PATIO - NOCHE #2#

LUIS fuma junto a la barda y mira pasar los coches sin decir nada.

LUIS
Ya no vienen.

INT. CAMIONETA - NOCHE #3#

ANA maneja bajo la lluvia, sola, hasta que la carretera se acaba.

ANA
Hasta aquí.
"""
SECOND = """INT. CASA - DÍA #1#

ANA (30) plancha. Un perro duerme.

ANA
¿Quién llama a esta hora?

INT. TIENDA - DÍA #1A#

LUIS compra velas.

LUIS
Seis.

INT. CAMIONETA - ATARDECER #2#

ANA maneja bajo la lluvia, sola, hasta que la carretera se acaba. LUIS duerme.

ANA
Hasta aquí.
"""


def read(text):
    return breakdown_of(read_fountain(text), breakdown_words())


def corrected(made, number, **values):
    scenes = tuple(replace(s, **values) if s.number == number else s for s in made.scenes)
    return Breakdown(made.title, scenes, made.characters)


def test_a_draft_that_says_the_same_changes_nothing():
    made = read(FIRST)
    merged = merge(made, made, read(FIRST))
    assert (merged.breakdown, merged.changes) == (made, ())


def test_scenes_new_renumbered_and_cut_are_told():
    old = read(FIRST)
    changes = {(c.old_number, c.number): c for c in merge(old, old, read(SECOND)).changes}
    assert set(changes) == {("", "1A"), ("3", "2"), ("2", "2")}
    assert changes["2", "2"].cut
    assert {"time", "light", "silent", "heading"} <= set(changes["3", "2"].changed)


def test_what_a_person_entered_stays():
    old = read(FIRST)
    broom = Element(Category.PROPS, "escoba")
    mine = corrected(
        old, "3", set_name="PICK-UP ROJA", eighths=9, elements=(broom,), silent=("LUIS",)
    )
    merged = merge(old, mine, read(SECOND))
    scene = merged.breakdown.found["2"]
    assert (scene.set_name, scene.eighths, scene.time) == ("PICK-UP ROJA", 9, "ATARDECER")
    assert broom in scene.elements
    assert scene.silent == ("LUIS",)


def test_what_a_person_took_away_does_not_come_back():
    old = read(FIRST)
    merged = merge(old, corrected(old, "1", elements=()), read(SECOND))
    assert merged.breakdown.found["1"].elements == ()


def test_a_change_of_the_script_under_a_correction_is_told_and_the_correction_kept():
    old = read(FIRST)
    merged = merge(old, corrected(old, "3", time="MADRUGADA"), read(SECOND))
    change = next(c for c in merged.changes if c.old_number == "3")
    assert "time" in change.kept
    assert merged.breakdown.found["2"].time == "MADRUGADA"


def test_somebody_moved_by_a_person_stays_where_they_were_put():
    old = read(FIRST)
    mine = corrected(old, "1", speaking=(), voices=("ANA",))
    scene = merge(old, mine, read(SECOND)).breakdown.found["1"]
    assert (scene.speaking, scene.voices) == ((), ("ANA",))


def test_a_scene_added_by_hand_stays():
    old = read(FIRST)
    added = replace(old.scenes[0], number="99")
    mine = Breakdown(old.title, (*old.scenes, added), old.characters)
    assert "99" in merge(old, mine, read(SECOND)).breakdown.found


names = st.lists(st.sampled_from(["ANA", "LUIS", "MAR"]), max_size=3, unique=True).map(tuple)
scenes = st.builds(
    Scene,
    number=st.sampled_from([str(n) for n in range(1, 9)]),
    heading=st.just("INT. CASA"),
    setting=st.none() | st.sampled_from(Setting),
    set_name=st.sampled_from(["CASA", "=PATIO", 'LA "X", Y']),
    place=st.just("CASA"),
    time=st.sampled_from(["DÍA", ""]),
    light=st.none() | st.sampled_from(Light),
    eighths=st.integers(1, 40),
    speaking=names,
    elements=st.lists(
        st.builds(Element, st.sampled_from(Category), st.sampled_from(["perro", "-vela"])),
        max_size=3,
        unique_by=lambda e: (e.category, e.name),
    ).map(lambda found: tuple(sorted(found, key=lambda e: list(Category).index(e.category)))),
)
breakdowns = st.lists(scenes, min_size=1, max_size=6, unique_by=lambda s: s.number).map(
    lambda made: Breakdown("X", tuple(made))
)


@given(breakdowns)
def test_a_spreadsheet_gives_back_what_was_put_in_it(made):
    assert breakdown_of_csv(csv_of(made), "X").scenes == made.scenes


@given(breakdowns)
def test_no_cell_begins_as_a_formula(made):
    assert not any(
        cell.startswith(("=", "+", "-", "@"))
        for line in csv_of(made).splitlines()
        for cell in line.replace('"', "").split(",")
    )


@mark.parametrize(
    ("text", "eighths"), [("3/8", 3), ("1 3/8", 11), ("2", 2), ("11", 11), ("1 0/8", 8)]
)
def test_a_length_is_read_in_eighths(text, eighths):
    assert eighths_in(text) == eighths


@given(st.integers(1, 800))
def test_a_length_is_written_as_on_a_strip(eighths):
    words = eighths_words(eighths)
    whole = eighths // 8 if words.count("/") == 0 else None
    assert (8 * whole if whole else eighths_in(words)) == eighths


@mark.parametrize(
    ("text", "fault"),
    [
        ("a,b\n1,2\n", "no column “scene”"),
        ("scene\n", "has no scene"),
        ("scene,set\n,CASA\n", "line 2: the scene has no number"),
        ("scene\n1\n1\n", "line 3: scene 1 is there twice"),
        ("scene,eighths\n14A,x\n", "line 2, scene 14A: 'x' is no length"),
        ("scene,int_ext\n1,OUT\n", "line 2, scene 1"),
    ],
)
def test_a_wrong_spreadsheet_is_refused_by_line(text, fault):
    with raises(InputError, match=fault):
        breakdown_of_csv(text)
