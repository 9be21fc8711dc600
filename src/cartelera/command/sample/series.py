"""The series of the sample, with their seasons and episodes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from cartelera.command.sample.catalogue import (
    AMERICAS,
    Sample,
    by,
    cast,
    company,
    facts_of,
    filmed,
    released,
    rtc,
    story,
    texts,
    work,
)
from cartelera.vocabulary.kind import Kind, Role, SourceKind
from cartelera.vocabulary.record import TitleRecord


@dataclass(frozen=True, slots=True)
class _Episode:
    es: tuple[str, str]  # name, logline
    en: tuple[str, str]
    minutes: int
    lines: tuple[tuple[str, str], ...]


def _whole(
    series: TitleRecord, seasons: Sequence[tuple[date, Sequence[_Episode]]]
) -> list[Sample]:
    """Return a series, its seasons and its episodes, parents first.

    seasons  the day of release and the episodes of each
    """
    abroad = [avail.territory for avail in series.avails if avail.territory != "MX"]
    made = [Sample(series)]
    for number, (on, episodes) in enumerate(seasons, 1):
        began = on.replace(year=on.year - 1)
        season = TitleRecord(
            key=f"{series.key}-{number}",
            kind=Kind.SEASON,
            texts=texts((f"Temporada {number}", "", ""), (f"Season {number}", "", "")),
            parent=series.key,
            number=number,
            year=on.year,
            episodes_planned=len(episodes),
            ratings=series.ratings,
            languages=series.languages,
        )
        made.append(Sample(released(season, began, on, abroad)))
        for place, told in enumerate(episodes, 1):
            episode = TitleRecord(
                key=f"{season.key}-{place}",
                kind=Kind.EPISODE,
                texts=texts((*told.es, ""), (*told.en, "")),
                parent=season.key,
                number=place,
                year=on.year,
                runtime_minutes=told.minutes,
                ratings=series.ratings,
                languages=series.languages,
            )
            small = f"{series.texts[0].name} · Temporada {number}, episodio {place}"
            facts = replace(facts_of(episode, small, series.genres), year=None)
            made.append(Sample(released(episode, began, on, abroad), told.lines, facts))
    return made


_BARRIO = released(
    TitleRecord(
        key="barrio-antiguo",
        kind=Kind.SERIES,
        texts=texts(
            (
                "Barrio Antiguo",
                "Una restauradora de fachadas encuentra detrás de cada pared el crimen que la "
                "pagó.",
                "Regina Cantú quita pintura para el municipio de Monterrey. Capa por capa, las "
                "casas del barrio le devuelven recibos, cartas y una lista de nombres que "
                "sigue creciendo.\n\nDos temporadas, una por cada lado de la misma calle.",
            ),
            (
                "Barrio Antiguo",
                "A restorer of façades finds behind every wall the crime that paid for it.",
                "Regina Cantú strips paint for the city of Monterrey. Layer by layer the "
                "houses of the old quarter give back receipts, letters and a list of names "
                "that keeps growing.\n\nTwo seasons, one for each side of the same street.",
            ),
        ),
        year=2022,
        episodes_planned=6,
        countries=("MX",),
        languages=("es",),
        genres=("crime", "mystery"),
        themes=("city", "corruption", "memory", "class"),
        source_works=(work(SourceKind.PODCAST, "Detrás de la cal", "Lorena Cantú", 2017),),
        credits=(
            *by(Role.CREATOR, "Lorena Cantú", "David Ruelas"),
            *by(Role.SHOWRUNNER, "David Ruelas"),
            *by(Role.DIRECTOR, "Lorena Cantú", "Pilar Elizondo"),
            *cast(
                ("Mayra Sepúlveda", "Regina Cantú"),
                ("Gilberto Arreola", "El notario"),
                ("Socorro Villa", "Doña Chita"),
            ),
            company("Cal y Canto"),
        ),
        places=(
            filmed("Monterrey", "MX-NLE", 25.6866, -100.3161),
            filmed("Saltillo", "MX-COA", 25.4232, -101.0053),
            story("Monterrey", "MX-NLE", 25.6866, -100.3161),
        ),
        ratings=rtc("B15"),
    ),
    date(2021, 5, 10),
    date(2022, 9, 2),
    (*AMERICAS, "ES"),
)

_BARRIO_SEASONS = (
    (
        date(2022, 9, 2),
        (
            _Episode(
                ("Primera capa", "Bajo el azul de una cantina aparece una factura de 1954."),
                ("First Coat", "Under the blue of a cantina lies an invoice from 1954."),
                48,
                (
                    ("Debajo del azul hay verde.", "Under the blue there is green."),
                    ("Debajo del verde, un nombre.", "Under the green, a name."),
                    ("Debajo del nombre…", "Under the name…"),
                    ("No raspes más.", "Scrape no further."),
                ),
            ),
            _Episode(
                ("El notario", "Un hombre que da fe de todo jura que no vio nada."),
                ("The Notary", "A man who certifies everything swears he saw nothing."),
                46,
                (
                    ("Ante mí comparecen.", "There appear before me."),
                    ("Ante mí firman.", "They sign before me."),
                    ("Ante mí desaparecen.", "They vanish before me."),
                    ("Doy fe.", "I so certify."),
                ),
            ),
            _Episode(
                ("Casa tomada por la luz", "Regina abre un muro y encuentra una ventana."),
                ("House Taken by Light", "Regina opens a wall and finds a window."),
                51,
                (
                    ("Toda pared fue una puerta.", "Every wall was a door."),
                    ("Toda puerta fue un pacto.", "Every door was a pact."),
                    ("Alguien mira desde 1954.", "Someone looks out from 1954."),
                    ("Ábrela.", "Open it."),
                ),
            ),
        ),
    ),
    (
        date(2023, 10, 6),
        (
            _Episode(
                (
                    "La acera de enfrente",
                    "Del otro lado de la calle, las casas no tienen dueño.",
                ),
                (
                    "Across the Street",
                    "On the other side of the street the houses have no owner.",
                ),
                49,
                (
                    ("Cruza la calle.", "Cross the street."),
                    ("Aquí no hay números.", "There are no numbers here."),
                    ("Aquí hay llaves.", "Here there are keys."),
                    ("Y quien las cuenta.", "And someone who counts them."),
                ),
            ),
            _Episode(
                ("Cal viva", "Doña Chita recuerda quién pidió la cal, y para qué."),
                ("Quicklime", "Doña Chita recalls who ordered the lime, and what for."),
                47,
                (
                    ("La cal limpia.", "Lime cleans."),
                    ("La cal borra.", "Lime erases."),
                    ("La cal recuerda.", "Lime remembers."),
                    ("Pregúntale a Chita.", "Ask Chita."),
                ),
            ),
            _Episode(
                (
                    "Plano de una calle",
                    "El barrio entero se cita a la misma hora, sin saberlo.",
                ),
                ("Plan of a Street", "The whole quarter meets at one hour without knowing it."),
                54,
                (
                    ("Una calle tiene dos lados.", "A street has two sides."),
                    ("Una verdad, también.", "So does a truth."),
                    ("A las siete, todos.", "At seven, everyone."),
                    ("Lleva la lista.", "Bring the list."),
                ),
            ),
        ),
    ),
)

_RADIO = released(
    TitleRecord(
        key="radio-sierra",
        kind=Kind.DOCUSERIES,
        texts=texts(
            (
                "Radio Sierra",
                "Una emisora comunitaria transmite desde hace treinta años lo que ningún mapa "
                "alcanza.",
                "Entre Creel y la barranca, la XERS pasa recados: que nació la niña, que no "
                "hay paso, que vuelva Andrés. En rarámuri y en español, sus locutoras "
                "sostienen un territorio con la voz.\n\nSerie documental filmada con la radio "
                "encendida.",
            ),
            (
                "Radio Sierra",
                "For thirty years a community station has broadcast what no map can reach.",
                "Between Creel and the canyon, XERS passes on messages: the girl was born, the "
                "road is closed, Andrés should come home. In Rarámuri and Spanish its "
                "announcers hold a territory together by voice.\n\nA documentary series filmed "
                "with the radio on.",
            ),
        ),
        year=2023,
        episodes_planned=2,
        countries=("MX",),
        languages=("tar", "es"),
        genres=("political", "biography"),
        themes=("indigenous-peoples", "women", "everyday-life", "work"),
        credits=(
            *by(Role.CREATOR, "Nayeli Cuevas"),
            *by(Role.DIRECTOR, "Nayeli Cuevas", "Santos Cruz Batista"),
            *by(Role.PRESENTER, "Luz Elena Moreno"),
            *by(Role.CINEMATOGRAPHER, "Bernabé Ríos"),
            company("Barranca Sonora"),
        ),
        places=(
            filmed("Creel", "MX-CHH", 27.7528, -107.6347),
            filmed("Batopilas", "MX-CHH", 27.0289, -107.7386),
            story("Sierra Tarahumara", "MX-CHH", 27.4500, -107.8000),
        ),
        ratings=rtc("A"),
    ),
    date(2022, 3, 7),
    date(2023, 5, 19),
    ("US", "ES", "AR"),
)

_RADIO_SEASONS = (
    (
        date(2023, 5, 19),
        (
            _Episode(
                ("Recados", "Mil mensajes en un día, y uno que nadie viene a recoger."),
                ("Messages", "A thousand messages in a day, and one that no one comes for."),
                38,
                (
                    ("Se le avisa a la familia.", "The family is advised."),
                    ("Que llegó bien.", "He arrived safely."),
                    ("Que no la esperen.", "Do not wait for her."),
                    ("Seguimos al aire.", "We are still on the air."),
                ),
            ),
            _Episode(
                ("La antena", "Un rayo apaga la sierra y hay que subirla otra vez, a pie."),
                (
                    "The Mast",
                    "Lightning silences the sierra, and it must be raised again on foot.",
                ),
                41,
                (
                    ("El rayo cayó a las tres.", "The lightning fell at three."),
                    ("A las cuatro ya subíamos.", "By four we were climbing."),
                    ("Sin voz no hay camino.", "Without a voice there is no road."),
                    ("Uno, dos, probando.", "One, two, testing."),
                ),
            ),
        ),
    ),
)

SERIES: tuple[Sample, ...] = (
    *_whole(_BARRIO, _BARRIO_SEASONS),
    *_whole(_RADIO, _RADIO_SEASONS),
)
