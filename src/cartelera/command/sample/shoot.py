"""The sample's shoot: a screenplay broken down, with a cast, places and two boards."""

from datetime import date, timedelta
from importlib import resources

from cartelera.apps.filming import actions
from cartelera.apps.filming.models import Shoot
from cartelera.apps.slate.queries import title_by_key
from cartelera.engines.filming.stripboard import Row, Stripboard, StripDay
from cartelera.vocabulary.filming import Engagement

TITLE = "el-ultimo-tren-a-merida"
SCRIPT = "ultimo-tren.es.fountain"
FIRST = date(2019, 2, 11)  # a Monday

# name: (played by, each day in pesos, how they are engaged)
CAST = {
    "FERMÍN": ("Mariano Escoffié", 9000, Engagement.HELD),
    "AURORA": ("Rosa Canul", 8500, Engagement.HELD),
    "MELBA": ("Ixchel Pat", 3500, Engagement.HELD),
    "CHUCHO": ("Wilberth Dzul", 4200, Engagement.HELD),
    "EL NEGRO BACAB": ("Teodoro Ek", 4200, Engagement.HELD),
    "COMANDANTE UC": ("Joaquín Poot", 4800, Engagement.DROP),
    "VELADOR": ("Anselmo Tun", 2200, Engagement.DAILY),
    "DOCTORA PECH": ("Lizbeth Herrera", 2600, Engagement.DAILY),
    "SECRETARIA": ("Nelly Chan", 2000, Engagement.DAILY),
    "GUARDAVÍA": ("Pastor May", 2000, Engagement.DAILY),
}
# place: (address, latitude, longitude, cost of each move there)
PLACES = {
    "CASA DE FERMÍN": ("Barrio de Santiago, Mérida", 20.9716, -89.6310, 6000),
    "TALLERES DEL FERROCARRIL": ("La Plancha, Mérida", 20.9738, -89.6112, 18000),
    "CABINA DE LA LOCOMOTORA": ("La Plancha, Mérida", 20.9738, -89.6112, 9000),
    "ESTACIÓN ABANDONADA": ("Tixkokob", 20.9996, -89.3937, 12000),
    "COMANDANCIA": ("Centro, Mérida", 20.9670, -89.6237, 7000),
    "VÍA ENTRE HENEQUENALES": ("Hacienda Yaxcopoil", 20.7447, -89.7186, 16000),
    "VÍA JUNTO A LA CIÉNEGA": ("Chelem", 21.2679, -89.7403, 15000),
    "PLAYA DE PROGRESO": ("Progreso", 21.2886, -89.6585, 14000),
}
# each day: how many days after the first, by night or not, its scenes; a banner has spaces
DAYS: tuple[tuple[int, bool, tuple[str, ...]], ...] = (
    (0, False, ("1", "2", "28")),
    (1, False, ("6", "Traslado al centro", "7")),
    (2, False, ("12", "4", "5")),
    (3, True, ("8", "9", "10")),
    (5, False, ("13", "17", "Insertos del manómetro", "14", "19")),
    (7, True, ("21", "23", "11")),
    (8, False, ("16", "15", "20")),
    (9, False, ("18", "3", "29")),
    (10, True, ("22",)),
    (12, False, ("24", "25")),
    (14, False, ("26", "27")),
)


def load() -> None:
    """Break the sample's screenplay down and lay its boards; once."""
    if Shoot.objects.exists():
        return
    data = (resources.files("cartelera.command.sample") / SCRIPT).read_bytes()
    made = actions.read_screenplay(data, SCRIPT)
    shoot = actions.begin_shoot(title_by_key(TITLE), made, FIRST, None, draft="Tercera versión")
    actions.change_shoot(
        shoot,
        {"company_day_cost": 85000, "zone": "America/Merida", "minutes_an_eighth": 60},
        None,
    )
    for member in shoot.cast.all():
        if member.name in CAST:
            played_by, rate, engagement = CAST[member.name]
            agreed = {"played_by": played_by, "day_rate": rate, "engagement": engagement.value}
            actions.change_cast(member, agreed, None)
    for name, (address, latitude, longitude, move_cost) in PLACES.items():
        known = {"address": address, "latitude": latitude, "longitude": longitude}
        location = actions.add_location(shoot, name, None)
        actions.change_location(location, {**known, "move_cost": move_cost}, None)
    _boards(shoot)


def _boards(shoot: Shoot) -> None:
    """Lay the board that was shot, and one in the order of the script to compare it with."""
    shot = shoot.boards.get()
    laid = Stripboard(
        tuple(
            StripDay(FIRST + timedelta(days=after), tuple(map(_row, rows)), night)
            for after, night, rows in DAYS
        )
    )
    actions.rename_board(shot, "Plan de rodaje", None)
    actions.rearrange(shot, "lay_board", lambda _old: laid, None)
    scripted = actions.copy_board(shot, "En orden del guion", None)
    numbers = list(shoot.scenes.values_list("number", flat=True))
    days = [numbers[n : n + 2] for n in range(0, len(numbers), 2)]
    order = Stripboard(
        tuple(
            StripDay(FIRST + timedelta(days=n + n // 6), tuple(Row(s) for s in scenes))
            for n, scenes in enumerate(days)
        )
    )
    actions.rearrange(scripted, "lay_board", lambda _old: order, None)


def _row(words: str) -> Row:
    return Row(banner=words) if " " in words else Row(words)
