from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartelera.engines.slate.check import canonical, required_age
from cartelera.engines.slate.identifiers import identifier
from cartelera.vocabulary import record as r
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.kind import (
    ArtworkKind,
    IdentifierScheme,
    Kind,
    PlaceUse,
    ReleaseKind,
    Role,
)

FILM = r.TitleRecord("luz", Kind.FILM, (r.Text("es", "Luz"),))
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
STILL = r.Artwork(
    ArtworkKind.STILL, "ab", "image/png", 1, 1, "Inés", "CC0", (("es", "Una casa"),)
)


def test_codes_and_tags_become_what_registers_write():
    record = replace(
        FILM,
        texts=(r.Text("ES_mx", " Luz "),),
        countries=("mx", "MX"),
        languages=("spa", "nah"),
    )
    found = canonical(record)
    assert found.texts == (r.Text("es-MX", "Luz"),)
    assert (found.countries, found.languages) == (("MX",), ("es", "nah"))


def test_a_place_takes_its_territory_from_its_region():
    place = r.Place(PlaceUse.FILMED, "Oaxaca", "mx-oax")
    assert canonical(replace(FILM, places=(place,))).places[0].territory == "MX"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"key": "Luz!"}, "no key"),
        ({"texts": ()}, "no name"),
        ({"texts": (r.Text("es", " "),)}, "without a name"),
        ({"texts": (r.Text("es", "A"), r.Text("spa", "B"))}, "two texts in one language"),
        ({"texts": (r.Text("xx", "A"),)}, "'xx' is no language"),
        ({"countries": ("XX",)}, "no territory"),
        ({"kind": Kind.EPISODE}, "needs the key of its parent"),
        ({"parent": "s"}, "has no parent"),
        ({"year": 1700}, "no year of a film"),
        ({"runtime_minutes": 0}, "running time of 0"),
        ({"places": (r.Place(PlaceUse.FILMED, "X", "MX-OAX", "AR"),)}, "not in AR"),
        ({"places": (r.Place(PlaceUse.FILMED, "X", latitude=91.0),)}, "latitude of 91"),
        ({"avails": (r.Avail("MX", NOON, NOON),)}, "closes before it opens"),
        ({"avails": (r.Avail("MX", NOON.replace(tzinfo=None)),)}, "time zone"),
        (
            {"releases": (r.Release(ReleaseKind.CINEMA, "MX", NOON.date(), "", -1),)},
            "below zero",
        ),
        ({"budget": r.Budget(Decimal(-1), "MXN")}, "not negative"),
        ({"ratings": (r.Rating("MX", "RTC", "Z"),)}, "its ratings are: AA"),
        ({"credits": (r.Credit(Role.CAST, " "),)}, "cast without a name"),
        ({"artworks": (replace(STILL, credit=""),)}, "its credit"),
        ({"artworks": (replace(STILL, licence=" "),)}, "its licence"),
        ({"artworks": (replace(STILL, alt=()),)}, "in place of the picture"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_cannot_be_is_named_with_its_title(change, words):
    with pytest.raises(InputError, match=words) as refusal:
        canonical(replace(FILM, **change))
    assert str(refusal.value).startswith(replace(FILM, **change).key)


def test_canonical_is_reached_in_one_step():
    record = replace(
        FILM, countries=("fr", "mx"), genres=("drama", "comedy"), artworks=(STILL,)
    )
    assert canonical(canonical(record)) == canonical(record)


def test_the_strictest_rating_decides_the_age():
    assert required_age([]) == 0
    assert required_age([r.Rating("MX", "RTC", "B15"), r.Rating("US", "MPA", "R")]) == 17


@pytest.mark.parametrize(
    ("scheme", "value"),
    [
        (IdentifierScheme.EIDR, "10.5240/7791-8534-2C23-9030-8610-5"),
        (IdentifierScheme.EIDR, "10.5240/07A9-90F4-F212-704C-0523-9"),
        (IdentifierScheme.ISAN, "0000-0000-D07A-0090-Q"),
        (IdentifierScheme.IMDB, "tt0060265"),
        (IdentifierScheme.WIKIDATA, "Q42"),
    ],
)
def test_identifiers_known_to_be_good_pass(scheme, value):
    assert identifier(scheme, value.lower() if scheme == IdentifierScheme.EIDR else value)


@given(st.integers(0, 19), st.sampled_from("0123456789ABCDEF"))
def test_any_one_wrong_digit_of_an_eidr_is_caught(at, digit):
    good = "10.5240/7791-8534-2C23-9030-8610-5"
    places = [n for n, letter in enumerate(good) if n >= 8 and letter != "-"][:20]
    wrong = good[: places[at]] + digit + good[places[at] + 1 :]
    if wrong == good:
        assert identifier(IdentifierScheme.EIDR, wrong) == good
    else:
        with pytest.raises(InputError, match="check digit"):
            identifier(IdentifierScheme.EIDR, wrong)
