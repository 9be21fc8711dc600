"""Where places are, by the names people write."""

from pytest import mark, raises

from cartelera.adapters.places import locate
from cartelera.vocabulary.errors import InputError


@mark.parametrize(
    ("name", "latitude", "longitude", "region"),
    [
        ("Ciudad de México", 19.4, -99.1, "MX-CMX"),
        ("Mexico City", 19.4, -99.1, "MX-CMX"),
        ("CDMX", 19.4, -99.1, "MX-CMX"),
        ("TIJUANA", 32.5, -117.0, "MX-BCN"),
        ("Merida", 21.0, -89.6, "MX-YUC"),
        ("Mérida, Yucatán", 21.0, -89.6, "MX-YUC"),
        ("Juchitán", 16.4, -95.0, "MX-OAX"),
        ("Juchitán, Guerrero", 16.6, -98.6, "MX-GRO"),
        ("Real de Catorce", 23.7, -100.9, "MX-SLP"),
        ("Oaxaca", 17.1, -96.7, "MX-OAX"),
    ],
)
def test_a_town_is_found_by_its_names(name, latitude, longitude, region):
    spot = locate(name, "MX")
    assert abs(spot.latitude - latitude) < 0.3
    assert abs(spot.longitude - longitude) < 0.3
    assert spot.region == region


@mark.parametrize(
    ("name", "region"),
    [
        ("Baja California", "MX-BCN"),
        ("baja california sur", "MX-BCS"),
        ("Michoacán", "MX-MIC"),
        ("Jalisco", "MX-JAL"),
        ("Estado de México", "MX-MEX"),
        ("Quintana Roo", "MX-ROO"),
    ],
)
def test_a_state_is_found_when_no_well_known_town_has_its_name(name, region):
    assert locate(name, "MX").region == region


@mark.parametrize(
    ("name", "territory", "region"),
    [
        ("Los Angeles", "US", "US-CA"),
        ("Sevilla", "ES", "ES-AN"),
        ("Barcelona", "ES", "ES-CT"),
        ("Córdoba", "AR", "AR-X"),
    ],
)
def test_regions_follow_iso_3166_abroad(name, territory, region):
    assert locate(name, territory).region == region


def test_a_name_that_no_table_has_is_nowhere():
    assert locate("Macondo de Arriba", "MX") is None
    assert locate("", "MX") is None


def test_a_code_that_is_no_territory_is_refused():
    with raises(InputError, match="XQ"):
        locate("Tijuana", "XQ")
