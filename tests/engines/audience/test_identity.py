from hypothesis import given
from hypothesis import strategies as st
from pytest import mark

from cartelera.engines.audience.identity import Families, identify, is_live, language_of


@mark.parametrize(
    ("name", "show", "season", "limited"),
    [
        ("El faro: Season 2", "el faro", 2, False),
        ("El faro: Temporada 3", "el faro", 3, False),
        ("La sal: Limited Series", "la sal", None, True),
        ("Mar adentro: Part 2", "mar adentro", 2, False),
        ("Diario: Book of Ana", "diario book of ana", None, False),
        ("Páramo", "paramo", None, False),
    ],
)
def test_a_published_name_says_its_show_and_its_season(name, show, season, limited):
    known = identify(name)
    assert (known.show, known.season, known.limited) == (show, season, limited)


@given(st.integers(1, 40))
def test_every_season_belongs_to_one_show(number):
    assert identify(f"Viento: Season {number}").show == identify("Viento: Season 1").show


@mark.parametrize(
    ("native", "language"),
    [
        ("", "en"),
        ("El secreto del río: Temporada 1", "es"),
        ("Não fale com o vizinho", "pt"),
        ("Gece yarısı için", "tr"),
        ("밤의 바다", "ko"),
        ("La mer et la nuit", "fr"),
        ("Vertigo", ""),
    ],
)
def test_a_native_name_betrays_its_language_or_nothing(native, language):
    assert language_of(native) == language


def test_an_evening_of_a_live_show_is_not_a_title():
    assert is_live("Raw: 2025 - May 26, 2025")
    assert not is_live("May Nights: Season 1")


def family(*names, famous=()):
    return Families(frozenset(identify(name) for name in names), frozenset(famous))


@mark.parametrize(
    ("name", "kin"),
    [
        ("El faro 2", {"el faro"}),
        ("El faro: Detrás de la luz", {"el faro"}),
        ("Doña Carlota: Una historia de Villarreal", {"villarreal"}),
        ("El farol", set()),
    ],
    ids=["a sequel", "an offshoot", "a famous name within", "only alike"],
)
def test_a_family_is_told_by_its_names(name, kin):
    known = family("El faro", "Villarreal: Season 1", famous=["villarreal"])
    assert known.kin_of(identify(name)) == kin
