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
