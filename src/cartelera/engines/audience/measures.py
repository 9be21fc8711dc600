"""What is measured, each defined once, in words and as arithmetic."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass

LEAST = 10  # viewers behind any figure that is published
HOUR_MS = 3_600_000
REACHED = 90  # per cent of its length: a title was watched to its end
ADMITTED = 70  # per cent of its length really played: as good as a ticket


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts of one cell, all whole numbers; every measure is worked out from them."""

    viewers: int = 0  # different ones, of one week
    plays: int = 0  # playings that began
    played_ms: int = 0  # really played
    microviews: int = 0  # millionths of a view, rounded down for each viewer and title
    pairs: int = 0  # viewers and titles they played something of
    reached: int = 0  # of the pairs, those that came to REACHED per cent
    admitted: int = 0  # of the pairs, those that played ADMITTED per cent
    returned: int = 0  # viewers who had watched the same film or series the week before
    stalls: int = 0
    stall_ms: int = 0
    seeks: int = 0

    @property
    def hours(self) -> float:
        """Return the hours really played."""
        return self.played_ms / HOUR_MS

    @property
    def views(self) -> float:
        """Return hours by running time: how often the title was watched, were it whole."""
        return self.microviews / 1e6

    @property
    def completion(self) -> float | None:
        """Return the share of those who began a title who came to nine tenths of it."""
        return self.reached / self.pairs if self.pairs else None

    @property
    def stalled_share(self) -> float | None:
        """Return the share of the time before the screen that was spent waiting."""
        whole = self.played_ms + self.stall_ms
        return self.stall_ms / whole if whole else None


def together(cells: Iterable[Figures]) -> Figures:
    """Return the sum of cells, whose viewers are then weekly ones added, not people."""
    columns = zip(*(astuple(cell) for cell in cells), strict=True)
    return Figures(*(sum(column) for column in columns))


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is measured, in both languages."""

    key: str
    en: str
    es: str
    means_en: str
    means_es: str

    def label(self, language: str) -> str:
        """Return its name."""
        return self.es if language.startswith("es") else self.en

    def means(self, language: str) -> str:
        """Return its definition."""
        return self.means_es if language.startswith("es") else self.means_en


MEASURES = (
    Measure(
        "viewers", "Viewers", "Espectadores",
        "Different profiles that played something in the week. Whoever watches without a "
        "profile counts once for each playing. Weeks are never added into one number of "
        "people: over several weeks the best week is given.",
        "Perfiles distintos que reprodujeron algo en la semana. Quien mira sin perfil "
        "cuenta una vez por cada reproducción. Las semanas nunca se suman en un solo número"
        " de personas: de varias semanas se da la mejor.",
    ),
    Measure(
        "views", "Views", "Visionados",
        "Hours watched divided by running time, for each title, added up: comparable with "
        "what the trade publishes.",
        "Horas vistas entre la duración, de cada título, sumadas: comparable con lo que "
        "publica la industria.",
    ),
    Measure(
        "hours", "Hours", "Horas",
        "Time of the title really played; pauses, waiting and what was skipped are not in "
        "it. At double speed an hour of film is an hour.",
        "Tiempo del título realmente reproducido; sin pausas, esperas ni lo que se saltó. A"
        " doble velocidad una hora de película es una hora.",
    ),
    Measure(
        "plays", "Plays", "Reproducciones",
        "Playings that began, whoever began them and however short.",
        "Reproducciones que comenzaron, de quien sea y por cortas que sean.",
    ),
    Measure(
        "completion", "Completion", "Terminación",
        "Of the viewers who began a film or episode in the week, the share who came to 90 %"
        " of its length. Of a series, over all pairs of viewer and episode.",
        "De los espectadores que comenzaron una película o un episodio en la semana, la "
        "parte que llegó al 90 % de su duración. De una serie, entre todos los pares de "
        "espectador y episodio.",
    ),
    Measure(
        "retention", "Retention", "Retención",
        "How often each second was played, as a share of the plays that began. A scene "
        "watched twice counts twice.",
        "Cuántas veces se reprodujo cada segundo, como parte de las reproducciones que "
        "comenzaron. Una escena vista dos veces cuenta dos.",
    ),
    Measure(
        "returned", "Return", "Regreso",
        "Of the viewers of a week, the share who watched the same film or series again the "
        "week after. Not told of seasons, rows and campaigns.",
        "De los espectadores de una semana, la parte que volvió a ver la misma película o "
        "serie la semana siguiente. No se dice de temporadas, filas ni campañas.",
    ),
    Measure(
        "home", "Home share", "Parte en casa",
        "Hours watched in the house’s own territory, as a share of all hours. What stands "
        "in its region or in the rest of the world, because few watched it, is not in it.",
        "Horas vistas en el territorio de la casa, como parte de todas las horas. Lo que está"
        " en su región o en el resto del mundo, porque lo vieron pocos, no entra.",
    ),
    Measure(
        "territories", "Territories reached", "Territorios alcanzados",
        "Territories in which at least ten people watched it in some week; of a season, a "
        "row or a campaign, those that can be told without telling on a few.",
        "Territorios donde al menos diez personas la vieron en alguna semana; de una "
        "temporada, fila o campaña, los que pueden decirse sin delatar a unos pocos.",
    ),
    Measure(
        "travel", "Travel", "Viaje",
        "Its share of the viewers abroad divided by its share of the viewers at home: 1 "
        "travels as the whole house does, 2 twice as well.",
        "Su parte de los espectadores de fuera entre su parte de los de casa: 1 viaja como "
        "la casa entera, 2 el doble.",
    ),
    Measure(
        "national", "National share", "Parte nacional",
        "Hours of titles of the house’s own country (alone or with others), as a share of "
        "all hours; the others are foreign.",
        "Horas de títulos del país de la casa (solo o con otros), como parte de todas las "
        "horas; los demás son extranjeros.",
    ),
    Measure(
        "admitted", "Admissions-equivalent", "Equivalente a entradas",
        "Viewers who really played at least 70 % of a film or episode. The house’s own "
        "measure: it is no admission sold.",
        "Espectadores que reprodujeron al menos el 70 % de una película o un episodio. Es "
        "medida de la casa: no es una entrada vendida.",
    ),
    Measure(
        "stalled", "Waiting", "Espera",
        "Time spent waiting for the picture, as a share of the time before the screen.",
        "Tiempo de espera de la imagen, como parte del tiempo ante la pantalla.",
    ),
    Measure(
        "led", "What led there", "Qué llevó ahí",
        "The row of the home page, or the campaign in the address, from which the title was "
        "opened.",
        "La fila de la página de inicio, o la campaña en la dirección, desde donde se abrió.",
    ),
)  # fmt: skip


def returned_share(before: Figures, after: Figures) -> float | None:
    """Return the share of the viewers of one week who came back in the next."""
    return after.returned / before.viewers if before.viewers else None


def travel(home: Figures, abroad: Figures, house_home: int, house_abroad: int) -> float | None:
    """Return how well something travels, each side divided by the house's own size there.

    home, abroad              its figures at home and elsewhere
    house_home, house_abroad  viewers of the whole house at home and elsewhere
    """
    if not (home.viewers and house_home and house_abroad):
        return None
    return (abroad.viewers / house_abroad) / (home.viewers / house_home)
