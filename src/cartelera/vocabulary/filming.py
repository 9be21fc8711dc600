"""The words of a shoot: where a scene is set, its light, how an actor is engaged."""

from cartelera.vocabulary.labelled import Labelled


class Setting(Labelled):
    """Whether a scene is inside or outside, as its heading says."""

    INTERIOR = "INT", "Interior", "Interior"
    EXTERIOR = "EXT", "Exterior", "Exterior"
    BOTH = "INT/EXT", "Interior and exterior", "Interior y exterior"


class Light(Labelled):
    """The light a scene asks for; a shooting day is by day or by night."""

    DAY = "day", "Day", "Día"
    NIGHT = "night", "Night", "Noche"
    DAWN = "dawn", "Dawn", "Amanecer"
    DUSK = "dusk", "Dusk", "Atardecer"


class Engagement(Labelled):
    """What a member of the cast is paid between the first day worked and the last."""

    HELD = "held", "Held: every shooting day is paid", "Retenido: cobra cada día de rodaje"
    DROP = "drop", "May be dropped once and picked up", "Puede soltarse una vez y retomarse"
    DAILY = "daily", "Paid on working days only", "Cobra solo los días que trabaja"


class Category(Labelled):
    """What a breakdown sheet lists, beside the cast."""

    EXTRAS = "extras", "Extras", "Extras"
    MINORS = "minors", "Minors", "Menores"
    STUNTS = "stunts", "Stunts", "Acción y dobles"
    ANIMALS = "animals", "Animals", "Animales"
    VEHICLES = "vehicles", "Vehicles", "Vehículos"
    PROPS = "props", "Props", "Utilería"
    WARDROBE = "wardrobe", "Wardrobe", "Vestuario"
    MAKE_UP = "make-up", "Make-up and hair", "Maquillaje y peinado"
    EFFECTS = "effects", "Effects", "Efectos"
    MUSIC = "music", "Music", "Música"


class BoardRule(Labelled):
    """What a board must keep, in the words of whoever has broken it."""

    SCHEDULED = "scheduled", "{subject} is on no day", "{subject} no está en ningún día"
    ONCE = "once", "{subject} is there twice", "{subject} está dos veces"
    DATE = "date", "the company may not shoot on this date", "ese día no se puede rodar"
    OPEN = "open", "{subject} cannot be had", "{subject} no está disponible"
    AWAY = "away", "{subject} is away", "{subject} no está disponible"
    LIGHT = (
        "light",
        "{subject} asks for another light than the call",
        "{subject} pide otra luz que la del llamado",
    )
    LONG_DAY = (
        "long-day",
        "the day takes {value} minutes, at most {limit}",
        "la jornada dura {value} minutos; máximo, {limit}",
    )
    PLACES = (
        "places",
        "the day has {value} places, at most {limit}",
        "la jornada tiene {value} locaciones; máximo, {limit}",
    )
    REST = (
        "rest",
        "{value} minutes of rest before the call, at least {limit}",
        "{value} minutos de descanso antes del llamado; mínimo, {limit}",
    )
    WEEK_REST = (
        "week-rest",
        "{value} minutes of rest between two weeks, at least {limit}",
        "{value} minutos de descanso entre dos semanas; mínimo, {limit}",
    )
    WEEK_DAYS = (
        "week-days",
        "the week has {value} shooting days, at most {limit}",
        "la semana tiene {value} días de rodaje; máximo, {limit}",
    )
    WEEK_MINUTES = (
        "week-minutes",
        "the week takes {value} minutes, at most {limit}",
        "la semana suma {value} minutos; máximo, {limit}",
    )
    OVERTIME = (
        "overtime",
        "the week has {value} minutes of overtime, at most {limit}",
        "la semana tiene {value} minutos extra; máximo, {limit}",
    )
    MINOR_OVERTIME = (
        "minor-overtime",
        "{subject}, a minor, works overtime: minute {value}, at most {limit}",
        "{subject}, menor de edad, trabaja horas extra: minuto {value}; máximo, {limit}",
    )
    MINOR_WORK = (
        "minor-work",
        "{subject}, a minor, works {value} minutes, at most {limit}",
        "{subject}, menor de edad, trabaja {value} minutos; máximo, {limit}",
    )
    MINOR_SET = (
        "minor-set",
        "{subject}, a minor, is on set {value} minutes, at most {limit}",
        "{subject}, menor de edad, está {value} minutos en el set; máximo, {limit}",
    )
    MINOR_CLOCK = (
        "minor-clock",
        "{subject}, a minor, works at {value}, outside {limit}",
        "{subject}, menor de edad, trabaja a las {value}, fuera de {limit}",
    )
    MINOR_REST = (
        "minor-rest",
        "{subject}, a minor, rests {value} minutes, at least {limit}",
        "{subject}, menor de edad, descansa {value} minutos; mínimo, {limit}",
    )
    PINNED = "pinned", "{subject} is pinned to {limit}", "{subject} está fija el {limit}"


class Looser(Labelled):
    """A rule of a board let go by one step, to see what it costs."""

    DAY = "day", "an hour more in each day", "una hora más en cada jornada"
    PLACES = "places", "one more place in a day", "una locación más por jornada"
    WEEK_DAYS = (
        "week-days",
        "one more shooting day in a week",
        "un día de rodaje más por semana",
    )
    WEEK = "week", "four hours more in a week", "cuatro horas más por semana"
    REST = "rest", "an hour less of rest", "una hora menos de descanso"
    AWAY = "away", "{subject} never away", "{subject} siempre disponible"
    OPEN = "open", "{subject} to be had on any date", "{subject} disponible cualquier fecha"
    PINNED = "pinned", "scene {subject} not pinned", "la escena {subject} sin fijar"


class YearRule(Labelled):
    """What a year across titles must keep."""

    ORDER = (
        "order",
        "{subject}: preparation, shooting and post-production follow each other",
        "{subject}: preparación, rodaje y posproducción van una tras otra",
    )
    READY = (
        "ready",
        "{subject} does not begin before {limit}",
        "{subject} no empieza antes de {limit}",
    )
    WEEKS = (
        "weeks",
        "all is delivered within {limit} weeks",
        "todo se entrega en {limit} semanas",
    )
    DUE = "due", "{subject} is delivered by {limit}", "{subject} se entrega antes de {limit}"
    CLOSED = "closed", "{subject} is closed", "{subject} está cerrado"
    PERSON = (
        "person",
        "{subject} is in one shoot at a time",
        "{subject} está en un solo rodaje a la vez",
    )
    CREWS = "crews", "crews at a time: {limit}", "equipos de rodaje a la vez: {limit}"
    STAGES = (
        "stages",
        "stages of the kind {subject} at a time: {limit}",
        "foros del tipo {subject} a la vez: {limit}",
    )
    POST_ROOMS = (
        "post-rooms",
        "post-production rooms at a time: {limit}",
        "salas de posproducción a la vez: {limit}",
    )
    KEPT = "kept", "{subject} stays where it was put", "{subject} se queda donde se puso"


class Mark(Labelled):
    """What a member of the cast does on a day, as the day out of days says it."""

    START_WORK = "SW", "Starts, works", "Empieza y trabaja"
    WORK = "W", "Works", "Trabaja"
    HOLD = "H", "Held: paid, does not work", "Retenido: cobra y no trabaja"
    WORK_DROP = "WD", "Works, is dropped", "Trabaja y se suelta"
    PICKUP_WORK = "PW", "Is picked up, works", "Se retoma y trabaja"
    WORK_FINISH = "WF", "Works, finishes", "Trabaja y termina"
    START_WORK_FINISH = "SWF", "Starts, works, finishes", "Empieza, trabaja y termina"
    TRAVEL = "T", "Travels", "Viaja"
    REHEARSAL = "R", "Rehearses", "Ensaya"
