"""From a screenplay to its scenes: every way that writers set one down."""

from pytest import mark, raises

from cartelera.adapters.breakdown_words import breakdown_words
from cartelera.engines.filming.breakdown import breakdown_of, eighths_of
from cartelera.engines.filming.fountain import read_fountain
from cartelera.engines.filming.screenplay import Kind, Paragraph, Run
from cartelera.engines.filming.sheets import report_of
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.filming import Category, Light


def broken(text):
    return breakdown_of(read_fountain(text), breakdown_words())


def heads(text):
    return [(s.number, s.setting or "", s.set_name, s.time) for s in broken(text).scenes]


def cast(text):
    return [(set(s.speaking), set(s.silent)) for s in broken(text).scenes]


@mark.parametrize(
    ("line", "setting", "set_name", "place", "time", "light"),
    [
        (
            "INT. CASA DE LUZ - COCINA - DÍA",
            "INT",
            "CASA DE LUZ - COCINA",
            "CASA DE LUZ",
            "DÍA",
            "day",
        ),
        ("EXT. PARK--DAY", "EXT", "PARK", "PARK", "DAY", "day"),
        ("EXT. MUELLE—AMANECER", "EXT", "MUELLE", "MUELLE", "AMANECER", "dawn"),
        ("EXT. CALLE – NOCHE", "EXT", "CALLE", "CALLE", "NOCHE", "night"),
        ("INT./EXT. COCHE - ATARDECER", "INT/EXT", "COCHE", "COCHE", "ATARDECER", "dusk"),
        ("EXT./INT. VAN - DUSK", "INT/EXT", "VAN", "VAN", "DUSK", "dusk"),
        ("I/E COCHE. NOCHE", "INT/EXT", "COCHE", "COCHE", "NOCHE", "night"),
        ("INTERIOR CASA. DÍA.", "INT", "CASA", "CASA", "DÍA", "day"),
        ("EXTERIOR. PATIO, NOCHE", "EXT", "PATIO", "PATIO", "NOCHE", "night"),
        ("INT. COCINA (NOCHE)", "INT", "COCINA", "COCINA", "NOCHE", "night"),
        ("INT. CASA NOCHE", "INT", "CASA", "CASA", "NOCHE", "night"),
        ("INT. BAR LA NOCHE - DÍA", "INT", "BAR LA NOCHE", "BAR LA NOCHE", "DÍA", "day"),
        ("INT. BAR LA NOCHE", "INT", "BAR LA NOCHE", "BAR LA NOCHE", "", None),
        (
            "EXT. BACK YARD - NIGHT [CONTINUOUS]",
            "EXT",
            "BACK YARD",
            "BACK YARD",
            "NIGHT",
            "night",
        ),
        ("INT. DEN - NIGHT (1973)", "INT", "DEN", "DEN", "NIGHT", "night"),
        (
            "INT. BIG TOP - NIGHT - CONTINUOUS",
            "INT",
            "BIG TOP",
            "BIG TOP",
            "NIGHT",
            "night",
        ),
        (
            "EXT. OLD HOUSE - NIGHT - THE GATE",
            "EXT",
            "OLD HOUSE - THE GATE",
            "OLD HOUSE",
            "NIGHT",
            "night",
        ),
        ("EXT. FIELD - PRE-DAWN", "EXT", "FIELD", "FIELD", "PRE-DAWN", "dawn"),
        ("INT. OFFICE - 10:30 P.M.", "INT", "OFFICE", "OFFICE", "10:30 P.M.", "night"),
        ("EXT. ROAD - DAY / DRIVING", "EXT", "ROAD", "ROAD", "DAY", "day"),
        (
            "INT. JEAN-PAUL'S CAR - DAY",
            "INT",
            "JEAN-PAUL'S CAR",
            "JEAN-PAUL'S CAR",
            "DAY",
            "day",
        ),
        (
            "INT. HOTEL / CUARTO 12 - MOMENTOS DESPUÉS",
            "INT",
            "HOTEL / CUARTO 12",
            "HOTEL",
            "MOMENTOS DESPUÉS",
            None,
        ),
        (
            "EXT. PLAZA 5 DE MAYO - TARDE",
            "EXT",
            "PLAZA 5 DE MAYO",
            "PLAZA 5 DE MAYO",
            "TARDE",
            "day",
        ),
        ("INT. HOTEL - AL DÍA SIGUIENTE", "INT", "HOTEL", "HOTEL", "AL DÍA SIGUIENTE", "day"),
        ("EXT. SIERRA - MÁS TARDE", "EXT", "SIERRA", "SIERRA", "MÁS TARDE", None),
        ("INT. CASA - ESA NOCHE", "INT", "CASA", "CASA", "ESA NOCHE", "night"),
        ("INT. ROOM - MAGIC HOUR", "INT", "ROOM", "ROOM", "MAGIC HOUR", "dusk"),
        ("EST. CITY - DAY", "EXT", "CITY", "CITY", "DAY", "day"),
        ("int. casa de luz - día", "INT", "casa de luz", "casa de luz", "día", "day"),
        (".PLAZA, FERIA - NOCHE", "", "PLAZA, FERIA", "PLAZA, FERIA", "NOCHE", "night"),
        ("INT. NOCHE. COCINA", "INT", "COCINA", "COCINA", "NOCHE", "night"),
        ("EXTERIOR DÍA - PUERTO", "EXT", "PUERTO", "PUERTO", "DÍA", "day"),
        ("INTERIOR DE LA IGLESIA. DÍA.", "INT", "IGLESIA", "IGLESIA", "DÍA", "day"),
        ("INT. DEL MAR HOTEL - DAY", "INT", "DEL MAR HOTEL", "DEL MAR HOTEL", "DAY", "day"),
        ("INT. CUARTO - MEDIA NOCHE", "INT", "CUARTO", "CUARTO", "MEDIA NOCHE", "night"),
        ("EXT. PATIO - AL CAER LA NOCHE", "EXT", "PATIO", "PATIO", "AL CAER LA NOCHE", "night"),
        ("EXT. CALLE - DÍA PARA NOCHE", "EXT", "CALLE", "CALLE", "DÍA PARA NOCHE", "day"),
        ("18 INT. GYM - 6:45 A.M. 18", "INT", "GYM", "GYM", "6:45 A.M.", "day"),
        ("INT. TREN - NOCHE - EN MOVIMIENTO", "INT", "TREN", "TREN", "NOCHE", "night"),
        ("EXT. ROOF -- NIGHT -- 1999", "EXT", "ROOF", "ROOF", "NIGHT", "night"),
        ("INT. CAR/EXT. ROAD - DAY", "INT/EXT", "CAR / ROAD", "CAR", "DAY", "day"),
        (
            "INT. SALA DE ANA. PATIO - DÍA",
            "INT",
            "SALA DE ANA. PATIO",
            "SALA DE ANA",
            "DÍA",
            "day",
        ),
        (
            "EXT. ST. MARY'S HALL - DAY",
            "EXT",
            "ST. MARY'S HALL",
            "ST. MARY'S HALL",
            "DAY",
            "day",
        ),
        (
            ".POV DEL FRANCOTIRADOR",
            "",
            "POV DEL FRANCOTIRADOR",
            "POV DEL FRANCOTIRADOR",
            "",
            None,
        ),
    ],
)
def test_a_heading_says_where_and_when(line, setting, set_name, place, time, light):
    (scene,) = broken(f"{line}\n\nAlgo pasa.\n").scenes
    assert (scene.setting or "", scene.set_name, scene.place, scene.time) == (
        setting,
        set_name,
        place,
        time,
    )
    assert scene.light == light


def test_all_that_a_heading_says_of_when_is_kept():
    (scene,) = report_of(broken("INT. DEN - NIGHT - FLASHBACK (1973)\n\nx\n"))["scenes"]
    assert (scene["time"], scene["time_words"]) == ("NIGHT", "NIGHT - FLASHBACK (1973)")
    assert scene["set"] == "DEN"


@mark.parametrize(
    ("text", "numbers"),
    [
        ("INT. A - DAY #1#\n\nx\n\nINT. B - DAY #14A#\n\nx", ["1", "14A"]),
        ("1. INT. A - DAY\n\nx\n\n2A INT. B - DAY 2A\n\nx", ["1", "2A"]),
        ("ESC. 3 INT. A - DÍA\n\nx\n\nSECUENCIA 4. EXT. B - DÍA\n\nx", ["3", "4"]),
        ("INT. A - DAY\n\nx\n\nINT. B - DAY\n\nx", ["1", "2"]),
        (
            "INT. A - DAY #7#\n\nx\n\nINT. B - DAY\n\nx\n\nINT. C - DAY #8#\n\nx",
            ["7", "7A", "8"],
        ),
        ("INT. A - DAY #7#\n\nx\n\nINT. B - DAY #7#\n\nx", ["7", "7A"]),
        ("INT. A - DAY #1#\n\nx\n\n.OMITTED #2#\n\nINT. B - DAY #3#\n\nx", ["1", "3"]),
    ],
    ids=["forced", "margins", "words", "none", "one without", "twice", "omitted"],
)
def test_scenes_keep_the_numbers_that_are_printed(text, numbers):
    assert [scene.number for scene in broken(text).scenes] == numbers


TRAPS = [
    (
        "no empty lines round a heading",
        "INT. CASA - DÍA\nANA (30) barre.\n\nANA\nYa voy.\nEXT. PATIO - NOCHE\nANA corre.\n",
        [("INT", "CASA"), ("EXT", "PATIO")],
        [({"ANA"}, set()), (set(), {"ANA"})],
    ),
    (
        "no empty line at all",
        "INT. CASA - DÍA\nANA barre el piso.\nANA\nYa voy.\nSale.\nLUIS\n(bajo)\nEspera.\n"
        "EXT. PATIO - NOCHE\nEl viento. LUIS llega.\nANA\nEntra.\n",
        [("INT", "CASA"), ("EXT", "PATIO")],
        [({"ANA", "LUIS"}, set()), ({"ANA"}, {"LUIS"})],
    ),
    (
        "a title page that begins with a transition's look",
        "FADE IN:\n\nEXT. PARK--DAY\n\nBOB sits.\n\nBOB\nHi.\n",
        [("EXT", "PARK")],
        [({"BOB"}, set())],
    ),
    (
        "what is cut is no scene, and a note is no words",
        "INT. A - DAY\n\nANN\nHello. [[she lies, BOB knows]]\n\n/*\nINT. CUT - "
        "NIGHT\n\nBOB\nNo.\n*/\n"
        "EXT. B - DAY [[later: CARL]]\n\nANN waves.\n",
        [("INT", "A"), ("EXT", "B")],
        [({"ANN"}, set()), (set(), {"ANN"})],
    ),
    (
        "remarks after a name, dual dialogue and a forced cue",
        "INT. A - DÍA\n\nANA (CONT'D)\nUno.\n\nANA (V.O.) (CONT’D)\nDos.\n\nLUIS ^\nTres.\n\n"
        "@McKay (O.S.)\nFour.\n",
        [("INT", "A")],
        [({"ANA", "LUIS", "McKay"}, set())],
    ),
    (
        "a voice is heard and not there",
        "INT. A - DÍA\n\nANA escucha.\n\nRAMIRO (V.O.)\nUno.\n\nANA\nDos.\n\n"
        "EXT. B - DÍA\n\nRAMIRO\nTres.\n",
        [("INT", "A"), ("EXT", "B")],
        [({"ANA"}, set()), ({"RAMIRO"}, set())],
    ),
    (
        "shouts, signs and supers do not speak",
        "INT. A - DAY\n\nBOOM!\nThe door falls.\n\nSUPER:\nFive years later.\n\nANN\nWhat?\n",
        [("INT", "A")],
        [({"ANN"}, set())],
    ),
    (
        "the voice of somebody is theirs",
        "INT. A - DÍA\n\nANA\nUno.\n\nLUIS\nDos.\n\nEXT. B - DÍA\n\nVOZ DE "
        "ANA\nTres.\n\nLUIS\nCuatro.\n",
        [("INT", "A"), ("EXT", "B")],
        [({"ANA", "LUIS"}, set()), ({"LUIS"}, set())],
    ),
    (
        "two who speak at once are two, and everybody is nobody",
        "INT. A - DÍA\n\nANA\nUno.\n\nLUIS\nDos.\n\nEXT. B - DÍA\n\nANA Y "
        "LUIS\nTres.\n\nTODOS\n¡Viva!\n",
        [("INT", "A"), ("EXT", "B")],
        [({"ANA", "LUIS"}, set()), ({"ANA", "LUIS"}, set())],
    ),
    (
        "a short name is of the one who was introduced by the long one",
        "EXT. PARK - DAY\n\nCYBER BOB, 40, walks. YOUNG BOB (8) follows.\n\nBOB\nHi.\n\n"
        "CYBER BOB\nHey.\n\nYOUNG BOB\nYo.\n",
        [("EXT", "PARK")],
        [({"CYBER BOB", "YOUNG BOB"}, set())],
    ),
    (
        "a whole name in the action is of who is called by half of it",
        "INT. BAR - NIGHT\n\nBRICK BRADDOCK, retired, drinks.\n\nBRICK\nOne more.\n\n"
        "EXT. STREET - NIGHT\n\nBraddock walks home.\n",
        [("INT", "BAR"), ("EXT", "STREET")],
        [({"BRICK"}, set()), (set(), {"BRICK"})],
    ),
    (
        "whose thing it is, is not there",
        "INT. A - DÍA\n\nANA\nUno.\n\nLUIS\nDos.\n\n"
        "INT. B - DÍA\n\nLa madre de Ana abre la carta de Luis.\n\n"
        "INT. C - DÍA\n\nLas manos de Ana tiemblan.\n",
        [("INT", "A"), ("INT", "B"), ("INT", "C")],
        [({"ANA", "LUIS"}, set()), (set(), set()), (set(), {"ANA"})],
    ),
    (
        "a name that is a word is not met in the word",
        "INT. A - DÍA\n\nLUZ\nUno.\n\nROSA\nDos.\n\nEXT. B - NOCHE\n\n"
        "La luz del faro barre una camisa rosa.\n",
        [("INT", "A"), ("EXT", "B")],
        [({"LUZ", "ROSA"}, set()), (set(), set())],
    ),
    (
        "who is named by what they are is met in the word",
        "INT. FONDA - DÍA\n\nUn MESERO se acerca.\n\nMESERO\n¿Qué va a ser?\n\n"
        "EXT. CALLE - DÍA\n\nEl mesero fuma.\n",
        [("INT", "FONDA"), ("EXT", "CALLE")],
        [({"MESERO"}, set()), (set(), {"MESERO"})],
    ),
    (
        "who never speaks is met by an age or by what they are",
        "INT. IGLESIA - DÍA\n\nDON LUPE (70) reza. Una MONJA enciende velas. La PUERTA cruje. "
        "DOS PESCADORES esperan.\n",
        [("INT", "IGLESIA")],
        [(set(), {"DON LUPE", "MONJA"})],
    ),
    (
        "a half name with its title",
        "INT. A - DÍA\n\nDOÑA CHELO (71) muele.\n\nDOÑA CHELO\nUno.\n\nEXT. B - "
        "DÍA\n\nChelo duerme.\n",
        [("INT", "A"), ("EXT", "B")],
        [({"DOÑA CHELO"}, set()), (set(), {"DOÑA CHELO"})],
    ),
    (
        "what others say of somebody does not bring them",
        "INT. A - DÍA\n\nANA\nUno.\n\nLUIS\nDos.\n\nEXT. B - DÍA\n\nLUIS\n¿Y Ana? ANA no "
        "viene.\n",
        [("INT", "A"), ("EXT", "B")],
        [({"ANA", "LUIS"}, set()), ({"LUIS"}, set())],
    ),
    (
        "numbered guards are several",
        "INT. A - DAY\n\nGUARD 1 and GUARD 2 stand.\n\nGUARD 1\nHalt.\n\nGUARD #2\nHalt!\n\n"
        "EXT. B - DAY\n\nGuard 1 sleeps.\n",
        [("INT", "A"), ("EXT", "B")],
        [({"GUARD 1", "GUARD #2"}, set()), (set(), {"GUARD 1"})],
    ),
]


@mark.parametrize(
    ("text", "scenes", "who"), [trap[1:] for trap in TRAPS], ids=[trap[0] for trap in TRAPS]
)
def test_scenes_and_cast_are_read_past(text, scenes, who):
    assert [(setting, name) for _, setting, name, _ in heads(text)] == scenes
    assert cast(text) == who


def test_an_age_says_who_is_a_minor():
    text = (
        "INT. A - DÍA\n\nLUPITA (9) y su hermano BETO, de 12 años, con ANA (40s) y una "
        "NIÑA.\n\n"
        "LUPITA\nUno.\n\nNIÑA\nDos.\n\nBETO\nTres.\n"
    )
    made = broken(text)
    assert {one.name for one in made.characters if one.minor} == {"LUPITA", "BETO", "NIÑA"}
    minors = {e.name for e in made.scenes[0].elements if e.category is Category.MINORS}
    assert minors == {"LUPITA", "BETO", "NIÑA"}


@mark.parametrize(
    ("text", "needs"),
    [
        (
            "EXT. PLAZA - NOCHE\n\nDOS PESCADORES cargan cajas a una lancha. Un perro ladra. "
            "Fuegos artificiales. La banda toca y todos bailan. Ella lleva un vestido.\n",
            {
                ("extras", "DOS PESCADORES"),
                ("props", "cajas"),
                ("vehicles", "lancha"),
                ("animals", "perro"),
                ("effects", "fuegos artificiales"),
                ("music", "banda"),
                ("music", "bailan"),
                ("wardrobe", "vestido"),
            },
        ),
        (
            "EXT. STREET - NIGHT\n\nA police car chases the truck. SEVEN CHIHUAHUAS bark. "
            "He has a "
            "scar and a gun. Rain.\n",
            {
                ("vehicles", "police car"),
                ("stunts", "chases"),
                ("vehicles", "truck"),
                ("animals", "SEVEN CHIHUAHUAS"),
                ("make-up", "scar"),
                ("props", "gun"),
                ("effects", "rain"),
            },
        ),
    ],
    ids=["Spanish", "English"],
)
def test_the_action_says_what_a_scene_needs(text, needs):
    (scene,) = broken(text).scenes
    assert {(element.category.value, element.name) for element in scene.elements} == needs


def test_what_goes_on_keeps_the_light_of_the_scene_before():
    made = broken("EXT. A - NOCHE\n\nx\n\nINT. B - CONTINUO\n\nx\n\nINT. C\n\nx\n").scenes
    assert [scene.light for scene in made] == [Light.NIGHT, Light.NIGHT, None]


def test_a_page_is_eight_eighths_and_nothing_is_none():
    line = Paragraph(Kind.ACTION, (Run("Una línea."),))
    assert eighths_of([line]) == 1
    assert eighths_of([line] * 27) == 8
    assert eighths_of([line] * 54) == 16


def test_a_synopsis_of_the_writer_is_kept():
    (scene,) = broken("INT. A - DÍA\n\n= Ana descubre la carta.\n\nAna lee.\n").scenes
    assert scene.synopsis == "Ana descubre la carta."


def test_a_text_without_scenes_is_refused_with_the_way_out():
    with raises(InputError, match="begins with INT or EXT"):
        broken("Una carta a mi tía.\n\nTe quiere, Ana.\n")
