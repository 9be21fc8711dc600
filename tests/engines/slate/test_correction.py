from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartelera.engines.slate.correction import differing, unsaid
from cartelera.vocabulary import record as r
from cartelera.vocabulary.kind import Kind, PlaceUse, ReleaseKind, Role
from cartelera.vocabulary.stage import Stage

LUZ, EVA = r.Credit(Role.DIRECTOR, "Luz Paz"), r.Credit(Role.CAST, "Eva Gil", character="Ana")
MAY = r.Release(ReleaseKind.CINEMA, "MX", date(2026, 5, 1), "Cineteca", 1000)
FILM = r.TitleRecord(
    "sal",
    Kind.FILM,
    (r.Text("es", "Sal", "Una salina."),),
    stage=Stage.FILMING,
    year=2026,
    countries=("MX",),
    credits=(LUZ, EVA),
    places=(r.Place(PlaceUse.FILMED, "Oaxaca", "MX-OAX", "MX"),),
    releases=(MAY,),
)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"credits": (replace(LUZ, name="Ana Paz"), EVA)}, ("credits",)),
        ({"credits": (LUZ,)}, ("credits",)),
        ({"credits": (LUZ, replace(EVA, character="Luisa"))}, ("credits",)),
        ({"year": 2027}, ("year",)),
        ({"year": None}, ("year",)),
        ({"texts": (r.Text("es", "Sal", "Otra."),)}, ("texts",)),
        ({"releases": (replace(MAY, on=date(2026, 6, 1)),)}, ("releases",)),
        ({"stage": Stage.ANNOUNCED}, ("stage",)),
    ],
    ids=["another name", "taken away", "another part", "another year", "no year",
         "other words", "another day", "a stage back"],
)  # fmt: skip
def test_a_value_that_is_said_no_longer_is_corrected(changes, fields):
    assert unsaid(FILM, replace(FILM, **changes)) == fields


@pytest.mark.parametrize(
    "changes",
    [
        {"credits": (*FILM.credits, r.Credit(Role.CAST, "Sol Mar"))},
        {"credits": FILM.credits[::-1]},
        {"texts": (*FILM.texts, r.Text("en", "Salt"))},
        {"texts": (r.Text("es", "Sal", "Una salina.", "Mucho más."),)},
        {"stage": Stage.POST_PRODUCTION},
        {"releases": (replace(MAY, admissions=5000),)},
        {"places": (replace(FILM.places[0], latitude=17.0, longitude=-96.7),)},
        {"budget": r.Budget(1, "MXN")},
    ],
    ids=["a name more", "another order", "another language", "a synopsis", "a stage on",
         "more admissions", "a point on the map", "what is private"],
)  # fmt: skip
def test_what_is_added_or_private_is_no_correction(changes):
    assert unsaid(FILM, replace(FILM, **changes)) == ()


@given(
    st.sets(st.sampled_from("abcdef")),
    st.sets(st.sampled_from("abcdef")),
    st.sampled_from(Stage),
)
def test_only_what_differs_is_corrected_and_a_record_never_corrects_itself(old, new, stage):
    before = replace(FILM, genres=tuple(sorted(old)))
    after = replace(FILM, genres=tuple(sorted(new)), stage=stage)
    assert set(unsaid(before, after)) <= set(differing(before, after))
    assert ("genres" in unsaid(before, after)) == bool(old - new)
    assert unsaid(before, before) == ()
