"""Classes of fault that texts never seen before have shown."""

from pytest import mark

from tests.engines.announce.readings import credits, only, reading, title, titles


def test_a_title_before_a_comma_and_its_makers_opens_an_entry():
    text = """Spotlight Documentary

Sixteen Keys, directed and written by Yuki Tanabe, produced by Lorna Pike. A tuner travels.

U.S. Narrative Competition

Ordinary Saints, directed by Wendell Brooks, produced by Priya Raman. Two sisters meet.

The Last Motel, directed by Paz Ruiz, produced by Ada Stroud. With Ramona Vela, Abel Thorne.
"""
    productions = reading(text).productions
    assert [title(p) for p in productions] == [
        "Sixteen Keys",
        "Ordinary Saints",
        "The Last Motel",
    ]
    kinds = [p.kind.value.value for p in productions if p.kind]
    assert kinds == ["documentary film", "film", "film"]
    assert ("director", "Wendell Brooks") in credits(productions[1])


def test_a_bullet_that_describes_a_production_gives_it_no_title():
    text = """Marea TV announced two series for 2025:

- A six-episode drama set in Lima, written by Ana Ruiz and starring Eva Sol.

- A series directed by Luis Paz, produced by Nube Films.
"""
    assert titles(text) == [None, None]
    assert (
        titles(text.replace("A six-episode drama", "A Six Day Story, a drama"))[0] is not None
    )


def test_an_empty_bullet_is_read():
    assert titles("-  \n\n") == []


@mark.parametrize(
    ("text", "expected"),
    [
        (
            "Arranca el rodaje de “Los deudos”\n\nLa calma de Pátzcuaro se rompió ayer con el "
            "primer claquetazo de Los deudos, la serie que dirige Nicanor Beltrán.\n",
            "Los deudos",
        ),
        (
            "Nueva serie en marcha\n\nGrupo Meridiano inició las grabaciones de La última "
            "cosecha, serie dirigida por Emiliano Cordero.\n",
            "La última cosecha",
        ),
        (
            "Cameras roll in Wales\n\nFilming has begun in Cardiff on Meadowbank, a six-part "
            "thriller written by Carys Penhale.\n",
            "Meadowbank",
        ),
    ],
    ids=["the headline quotes it", "a verb stands before it", "a place stands before it"],
)
def test_a_title_is_cut_from_the_words_before_it(text: str, expected: str):
    assert titles(text) == [expected]


@mark.parametrize(
    "text",
    [
        "“Low Tide” is a series starring Eva Sol and newcomer Meskerem Tadesse.",
        "“Marea baja” es una serie protagonizada por Eva Sol y la debutante Meskerem Tadesse.",
    ],
)
def test_a_newcomer_at_the_end_of_a_list_is_cast(text: str):
    assert ("cast", "Meskerem Tadesse") in credits(only(text))


def test_fiction_among_feature_films_is_a_film():
    text = """Fueron seleccionados los siguientes proyectos de largometraje:

Ficción

1. La casa de las cigarras
Dirección: Ximena Urrutia
Guion: Fermín Olvera

2. Nadie cruza de noche
Dirección: Evaristo Lugo
Guion: Evaristo Lugo
"""
    kinds = [p.kind.value.value for p in reading(text).productions if p.kind]
    assert kinds == ["film", "film"]


def test_a_special_guest_makes_no_special():
    production = only(
        "“La cosecha” es una serie de Ana Ruiz, con la participación especial de Luis Paz."
    )
    assert production.kind is not None
    assert production.kind.value.value == "series"


@mark.parametrize(
    ("said", "stage"),
    [
        ("Principal photography is under way on “Low Tide”, a drama series.", "filming"),
        ("“Low Tide”, a drama series, commenced filming in May.", "filming"),
        ("“Low Tide” is a drama series. Filming is slated for May.", "announced"),
        ("Nube Films is proud to unveil “Low Tide”, a drama series.", "announced"),
        ("“Low Tide”, a drama series, concluded principal photography.", "wrapped"),
        ("“Marea baja”, serie de Ana Ruiz, se filma actualmente en Lima.", "filming"),
        ("Nube Films se complace en anunciar la serie “Marea baja”, de Ana Ruiz.", "announced"),
        ("“Marea baja”, serie de Ana Ruiz, comienza esta semana su rodaje.", "filming"),
        (
            "“Marea baja”, serie de Ana Ruiz. Arranca en Lima su filmación en agosto.",
            "announced",
        ),
        ("“Marea baja”, serie de Ana Ruiz, se grabó en Lima.", "wrapped"),
        ("“Marea baja”, serie de Ana Ruiz, está en proceso de edición.", "post-production"),
        ("“Marea baja”, serie de Ana Ruiz, con apoyo al desarrollo.", "development"),
        ("“Low Tide”, a drama series, kicks off its shoot in Lima in August.", "announced"),
        ("Nube Films ha desvelado la serie “Marea baja”, de Ana Ruiz.", "announced"),
    ],
)
def test_a_stage_is_a_verb_a_noun_and_a_time(said: str, stage: str):
    found = only(said).stage
    assert found is not None
    assert found.value == stage


def test_a_line_that_says_whom_a_title_is_by_ends_before_the_comma():
    text = """Los largometrajes que competirán este año

Tierra suelta, de Eréndira Ponce
Una comedia sobre un pozo que nadie quiere ver. Con Socorro Villalpando.

Los perros de agosto, de Genaro Islas
Una comedia sobre tres amigos. Con Brayan Cisneros y Dafne Olmos.
"""
    assert titles(text) == ["Tierra suelta", "Los perros de agosto"]
    assert ("director", "Genaro Islas") in credits(reading(text).productions[1])


def test_a_title_in_capitals_owns_the_lines_below_its_bracket():
    text = """New originals for 2025

HARD FROST (8 x 60, crime drama)
A detective returns. Created by Noor Sabry; starring Jessa Stone.

BONE YARD (6 x 60, documentary series)
They dig before the dam fills. Directed by Luc Armitage.
"""
    first, second = reading(text).productions
    assert {("creator", "Noor Sabry"), ("cast", "Jessa Stone")} <= credits(first)
    assert credits(second) == {("director", "Luc Armitage")}


def test_a_line_of_bars_below_a_title_says_who_made_it_and_where():
    text = """Selección oficial

El festival presenta los títulos que competirán en su edición 14.

La marea sola
Dir. Nayeli Tun | México, Chile | 2025 | 98 min
Una bióloga vuelve al pueblo de su madre.

Yo, la otra
Dir. Bruno Cab | Argentina | 2024 | 110 min
Producción: Andén Cine
Biografía imaginaria de una monja.
"""
    first, second = reading(text).productions
    assert (title(first), title(second)) == ("La marea sola", "Yo, la otra")
    assert ("director", "Nayeli Tun") in credits(first)
    assert ("director", "Bruno Cab") in credits(second)
    assert {c.value for c in first.countries} == {"Mexico", "Chile"}
    assert first.stage is None  # what a festival shows says no stage


def test_places_in_capitals_before_a_dash_are_no_titles():
    text = """Breves

LIMA – La casa Roca Films rueda desde ayer La puna roja, ópera prima de Renzo Villa.

SANTIAGO – Ana Ruiz concluyó el rodaje de El peso del cobre, miniserie.
"""
    assert titles(text) == ["La puna roja", "El peso del cobre"]
    digest = """Notes

BOX 34 (NBC) - The drama from writer Dana Reilly has been ordered.

ASHES - Ana Ruiz and Eva Sol have signed on to star in the comedy.
"""
    assert titles(digest) == ["BOX 34", "ASHES"]


def test_a_work_that_says_who_somebody_is_in_the_headline_is_no_title():
    text = """Nube Adds Thriller From ‘Undertow’ Helmer

Nube Films announced the thriller Nine Doors, directed by Ana Ruiz, who made Undertow.
"""
    assert titles(text) == ["Nine Doors"]


def test_a_name_may_begin_with_a_number_where_its_sentence_begins():
    text = "Nube TV\n\n“Low Tide” is a drama by Ana Ruiz. Two Left Feet Films produces.\n"
    assert ("production company", "Two Left Feet Films") in credits(only(text))


def test_a_writer_director_is_both():
    text = """Fund

LOW TIDE
Feature film
Writer-director: Ana Ruiz
Producer: Eva Sol

HIGH TIDE
Feature film
Director: Luis Paz
"""
    first, _ = reading(text).productions
    assert {("writer", "Ana Ruiz"), ("director", "Ana Ruiz")} <= credits(first)


def test_the_day_of_a_dateline_and_the_year_of_another_work_are_no_dates_of_a_title():
    text = """Rodaje de ‘La sal’

Lima, 12 de agosto. Comenzó el rodaje de ‘La sal’, película de Ana Ruiz.
Su estreno llega tras ‘Otra’ (2017).
"""
    production = only(text, "2025-08")
    assert production.filming_date is None
    assert production.release_date is None


def test_words_in_capitals_before_a_colon_are_titles_unless_what_follows_names_titles():
    text = """On set this week

CROW HOUSE: Supernatural series from Prairie Fox Media. Created by Ana Ruiz.

THE LONG SHELF: Limited series written by Luis Paz and directed by Eva Sol.
"""
    assert titles(text) == ["CROW HOUSE", "THE LONG SHELF"]


def test_somebody_who_speaks_and_a_place_with_a_date_are_no_titles():
    text = """PBN commissions Marsh Lights, a new drama series from Ana Ruiz

LIMA, Jan. 28, 2025 — PBN has today commissioned Marsh Lights, a series by Ana Ruiz.

Ruiz said: “I grew up with water at the door.”

Luis Paz, founder of Redwing, added: “Nobody else could have written it.”
"""
    assert titles(text) == ["Marsh Lights"]


def test_a_sentence_above_rows_of_labels_is_no_title():
    text = """Market preview

Foil
Director: Ana Ruiz
A fencer gets a device that lets her train while she is asleep.
Sales: Mister Crane Entertainment
Status: Shooting

Butter Army
Director: Luis Paz
A teenager becomes famous for the wrong thing in this dark comedy.
Status: Post-production
"""
    productions = reading(text).productions
    assert [title(p) for p in productions] == ["Foil", "Butter Army"]
    assert [p.stage.value for p in productions if p.stage] == ["filming", "post-production"]


def test_a_title_ends_at_the_dash_before_its_format():
    text = """Ficción propia

Los de la loma – Serie, 10 capítulos de 50 minutos
Director: Pablo Arce
Elenco: Marta Gil y Ana Ruiz

El reemplazo – Miniserie, 4 capítulos
Directora: Elena Mora
"""
    assert titles(text, language="es") == ["Los de la loma", "El reemplazo"]


@mark.parametrize(
    ("said", "role"),
    [
        ("producida por Norte Films para Marea", "platform"),
        ("producida por Ana Ruiz para Marea", "production company"),
        ("produced by Norte Films for Marea", "platform"),
        ("produced by Ana Ruiz for Marea", "production company"),
    ],
)
def test_whom_a_company_produces_for_is_a_platform_and_whom_a_person_for_a_company(
    said: str, role: str
):
    spanish = said.startswith("producida")
    text = f"“Marea baja”, serie {said}." if spanish else f"“Low Tide”, a series {said}."
    assert (role, "Marea") in credits(only(text, language="es" if spanish else "en"))


@mark.parametrize(
    ("said", "expected"),
    [
        ("con Ana Ruiz como directora", ("director", "Ana Ruiz")),
        ("con las interpretaciones de Eva Sol y la española Ana Ruiz", ("cast", "Ana Ruiz")),
        ("a quienes acompaña en el reparto la niña Ana Ruiz", ("cast", "Ana Ruiz")),
        ("que encarnarán Eva Sol y Ana Ruiz", ("cast", "Ana Ruiz")),
        ("codirigida a cuatro manos por Eva Sol y Ana Ruiz", ("director", "Ana Ruiz")),
        ("con la que Ana Ruiz regresa a la dirección", ("director", "Ana Ruiz")),
        ("presentada por Norte Films", ("production company", "Norte Films")),
        ("cuyas ventas internacionales están en manos de Norte", ("distributor", "Norte")),
        ("y Canal Norte la emitirá en otoño", ("platform", "Canal Norte")),
    ],
)
def test_credits_are_read_in_the_words_of_the_spanish_press(
    said: str, expected: tuple[str, str]
):
    assert expected in credits(only(f"“Marea baja”, serie {said}.", language="es"))


@mark.parametrize(
    ("text", "expected"),
    [
        ("Azul Cine rueda desde ayer Nadie llama a Elena, ópera prima de Ana Ruiz.",
         "Nadie llama a Elena"),
        ("Las horas bajas será el segundo largometraje de Ana Ruiz.", "Las horas bajas"),
        ("Fueron elegidos los proyectos “Los erizos”, de Ana Ruiz.", "Los erizos"),
        ("También llegará “Casete 48” (Norte Films), donde actúa Ana Ruiz.", "Casete 48"),
        ("Cameras have started rolling on Moa!, a family series written by Ana Ruiz.", "Moa!"),
    ],
)  # fmt: skip
def test_a_title_is_known_by_its_capital_its_quotes_and_what_is_told_of_it(
    text: str, expected: str
):
    language = "en" if text.startswith("Cameras") else "es"
    assert titles(f"Noticias del sector\n\n{text}\n", language=language) == [expected]


def test_the_title_of_a_source_in_quotes_is_no_production():
    text = "Ana Ruiz adapta la novela ‘Sábado de gloria’, de Inés Robles.\n"
    assert titles(f"Noticias del sector\n\n{text}", language="es") == []


@mark.parametrize(
    ("said", "expected"),
    [
        ("Una bióloga encuentra una fosa en Tamiahua.", ["Tamiahua"]),
        ("En 1986, una familia hereda un hotel.", ["1986"]),
        ("Sigue a dos hermanas que viven en Oaxaca.", ["Oaxaca"]),
        ("Será rodada en Tamiahua.", []),
        ("Una bióloga se enamora en Ana Ruiz.", []),
    ],
)
def test_a_place_in_the_words_of_a_story_is_its_setting(said: str, expected: list[str]):
    production = only(f"“Marea baja”, serie dirigida por Pablo Arce. {said}", language="es")
    assert [each.value for each in production.settings] == expected


@mark.parametrize(
    ("said", "expected"),
    [
        ("Norte Films y Mandarina Blanca.",
         {("production company", "Norte Films"), ("production company", "Mandarina Blanca")}),
        ("Norte Films para Marea.",
         {("production company", "Norte Films"), ("platform", "Marea")}),
        ("Eva Sol y Luis Paz.", set()),
        ("Producida por Tucán y Hermanas.", {("production company", "Tucán y Hermanas")}),
    ],
)  # fmt: skip
def test_a_sentence_of_companies_says_who_makes_it(said: str, expected: set[tuple[str, str]]):
    assert credits(only(f"“Marea baja”, serie. {said}", language="es")) == expected


def test_countries_alone_in_a_bracket_are_those_of_the_production():
    text = """Festival lineup

Two Winters, directed by Ana Ruiz, written by Luis Paz. (Chile, Italy) - World Premiere.

Cold Bread, directed by Eva Sol, written by Luis Paz. (Egypt) - World Premiere.
"""
    found = [[c.value for c in p.countries] for p in reading(text).productions]
    assert found == [["Chile", "Italy"], ["Egypt"]]


def test_a_bare_season_after_a_title_is_that_of_the_year():
    text = """Documentary slate

- The Quiet Season (documentary film, spring) — Director Ana Ruiz spends a year in Montana.

- Cold Bread (docuseries, fall) — Directed by Luis Paz and produced by Norte Films.
"""
    dates = [
        p.release_date.value for p in reading(text, "2025-01").productions if p.release_date
    ]
    assert dates == ["2025", "2025"]


def test_a_production_is_presented_without_its_title():
    text = """Órbita anuncia sus novedades

La plataforma Órbita confirmó hoy dos títulos.

Un drama con Ana Ruiz como una jueza. Dirige Luis Paz y produce Norte Films.

Ana Ruiz y Luis Paz protagonizan una comedia romántica escrita por Eva Sol.
"""
    productions = reading(text, language="es").productions
    assert [title(p) for p in productions] == [None, None]
    assert ("writer", "Eva Sol") in credits(productions[1])


def test_a_named_title_keeps_the_paragraphs_that_describe_it():
    text = """Órbita anuncia Marea baja

Órbita confirmó hoy la serie “Marea baja”, dirigida por Ana Ruiz.

Un drama con Luis Paz como un juez que investiga a su hermano.
"""
    assert titles(text, language="es") == ["Marea baja"]


@mark.parametrize(
    ("said", "expected"),
    [
        ("A comedy in French, starring Ana Ruiz.", ["French"]),
        ("In Spanish with English subtitles.", ["Spanish"]),
        ("A Spanish-language drama.", ["Spanish"]),
        ("Filming begins in Spain.", []),
    ],
)
def test_a_language_is_one_that_is_spoken(said: str, expected: list[str]):
    production = only(f"“Low Tide”, a series directed by Luis Paz. {said}", language="en")
    assert [each.value for each in production.languages] == expected


def test_a_story_that_develops_somewhere_is_not_in_development():
    text = "“Marea baja”, serie de Ana Ruiz que se desarrolla en Lima, se rueda en Quito."
    stage = only(text, language="es").stage
    assert stage is not None
    assert stage.value == "filming"


def test_a_place_of_a_career_is_no_setting():
    text = "“Marea baja”, serie dirigida por Ana Ruiz, que ganó un premio en Toronto."
    assert only(text, language="es").settings == ()
