"""What a title is, what it is drawn from, who made it, and how it is shown."""

from cartelera.vocabulary.labelled import Labelled


class Kind(Labelled):
    """The kinds of title."""

    SERIES = "series", "Series", "Serie"
    LIMITED_SERIES = "limited series", "Limited series", "Serie limitada"
    SEASON = "season", "Season", "Temporada"
    EPISODE = "episode", "Episode", "Episodio"
    FILM = "film", "Film", "Película"
    SHORT_FILM = "short film", "Short film", "Cortometraje"
    DOCUMENTARY_FILM = "documentary film", "Documentary film", "Largometraje documental"
    DOCUMENTARY_SHORT = "documentary short", "Documentary short", "Cortometraje documental"
    DOCUSERIES = "docuseries", "Docuseries", "Serie documental"
    REALITY = "reality", "Reality", "Telerrealidad"
    SPECIAL = "special", "Special", "Especial"


SERIAL_KINDS = frozenset({Kind.SERIES, Kind.LIMITED_SERIES, Kind.DOCUSERIES, Kind.REALITY})
PART_KINDS = frozenset({Kind.SEASON, Kind.EPISODE})


class SourceKind(Labelled):
    """The kinds of source work."""

    NOVEL = "novel", "Novel", "Novela"
    SHORT_STORY = "short story", "Short story", "Cuento"
    NONFICTION_BOOK = "nonfiction book", "Nonfiction book", "Libro de no ficción"
    MEMOIR = "memoir", "Memoir", "Memorias"
    BOOK = "book", "Book", "Libro"
    ARTICLE = "article", "Article", "Artículo"
    TRUE_EVENTS = "true events", "True events", "Hechos reales"
    LIFE = "life", "Life of a person", "Vida de una persona"
    PLAY = "play", "Play", "Obra de teatro"
    COMIC = "comic", "Comic", "Historieta"
    POEM = "poem", "Poem", "Poema"
    SONG = "song", "Song", "Canción"
    PODCAST = "podcast", "Podcast", "Pódcast"
    FILM = "film", "Film", "Película"
    SERIES = "series", "Series", "Serie"
    FORMAT = "format", "Format", "Formato"
    GAME = "game", "Game", "Juego"
    LEGEND = "legend", "Legend", "Leyenda"
    OTHER = "other", "Other work", "Otra obra"


class Role(Labelled):
    """The roles of a credit, in the order a programme lists them."""

    CREATOR = "creator", "Created by", "Creación"
    DIRECTOR = "director", "Directed by", "Dirección"
    WRITER = "writer", "Written by", "Guion"
    SHOWRUNNER = "showrunner", "Showrunner", "Showrunner"
    EXECUTIVE_PRODUCER = "executive producer", "Executive producer", "Producción ejecutiva"
    PRODUCER = "producer", "Produced by", "Producción"
    CAST = "cast", "Cast", "Reparto"
    PRESENTER = "presenter", "Presented by", "Presentación"
    CINEMATOGRAPHER = "cinematographer", "Cinematography", "Fotografía"
    EDITOR = "editor", "Editing", "Edición"
    PRODUCTION_DESIGNER = "production designer", "Production design", "Diseño de producción"
    COMPOSER = "composer", "Music", "Música"
    PRODUCTION_COMPANY = "production company", "Production company", "Compañía productora"
    IN_COLLABORATION_WITH = (
        "in collaboration with",
        "In collaboration with",
        "En colaboración con",
    )
    DISTRIBUTOR = "distributor", "Distributor", "Distribución"
    PLATFORM = "platform", "Platform", "Plataforma"


COMPANY_ROLES = frozenset(
    {Role.PRODUCTION_COMPANY, Role.IN_COLLABORATION_WITH, Role.DISTRIBUTOR, Role.PLATFORM}
)


class Gender(Labelled):
    """What a person has said of their own gender; never guessed."""

    WOMAN = "woman", "Woman", "Mujer"
    MAN = "man", "Man", "Hombre"
    NONBINARY = "nonbinary", "Nonbinary", "No binario"
    ANOTHER = "another", "Another", "Otro"


class PlaceUse(Labelled):
    """Why a place belongs to a title."""

    FILMED = "filmed", "Filmed in", "Filmada en"
    STORY = "story", "Set in", "Ambientada en"


class ReleaseKind(Labelled):
    """The ways a title first reaches an audience."""

    FESTIVAL = "festival", "Festival", "Festival"
    CINEMA = "cinema", "Cinema", "Cine"
    BROADCAST = "broadcast", "Broadcast", "Televisión"
    PLATFORM = "platform", "Platform", "Plataforma"


class ArtworkKind(Labelled):
    """The kinds of artwork."""

    POSTER = "poster", "Poster", "Cartel"
    STILL = "still", "Still", "Fotograma"
    PORTRAIT = "portrait", "Portrait", "Retrato"


class TermFamily(Labelled):
    """The controlled vocabularies a house can extend."""

    GENRE = "genre", "Genre", "Género"
    THEME = "theme", "Theme", "Tema"


class IdentifierScheme(Labelled):
    """Outside registers whose identifiers a title may carry."""

    EIDR = "eidr", "EIDR", "EIDR"
    ISAN = "isan", "ISAN", "ISAN"
    IMDB = "imdb", "IMDb", "IMDb"
    WIKIDATA = "wikidata", "Wikidata", "Wikidata"
