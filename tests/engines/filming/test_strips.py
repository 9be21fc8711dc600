from dataclasses import replace
from datetime import date

from pytest import mark, raises

from cartelera.engines.filming.strips import CastMember, Pin, Place, Shoot, Span, Strip
from cartelera.engines.filming.terms import Terms
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.filming import Light, Setting

KITCHEN = Strip(
    "1", Setting.INTERIOR, "KITCHEN", Light.NIGHT, 8, 120, frozenset({"Ana"}), "House"
)
STREET = replace(KITCHEN, scene="2", setting=Setting.EXTERIOR, set_name="STREET")
SHOOT = Shoot(
    strips=(KITCHEN, STREET),
    cast=(CastMember("Ana", 900),),
    places=(Place("House"),),
    dates=(date(2026, 3, 2), date(2026, 3, 3)),
    terms=Terms(),
)


def test_only_what_is_open_to_the_sky_asks_for_a_day_or_a_night():
    assert KITCHEN.asks_night is None
    assert STREET.asks_night is True
    assert replace(STREET, light=Light.DUSK).asks_night is False
    assert replace(STREET, setting=Setting.BOTH).asks_night is True


def test_a_span_ends_before_its_end():
    span = Span(date(2026, 3, 2), date(2026, 3, 4))
    assert [span.holds(date(2026, 3, day)) for day in (1, 2, 3, 4)] == [
        False,
        True,
        True,
        False,
    ]


@mark.parametrize(
    ("change", "message"),
    [
        ({"strips": (KITCHEN, KITCHEN)}, "scene '1' is there twice"),
        ({"strips": (replace(KITCHEN, place=""),)}, "scene 1 has no place"),
        ({"strips": (replace(KITCHEN, place="Moon"),)}, "'Moon', which is no place"),
        ({"strips": (replace(KITCHEN, minutes=0),)}, "scene 1 has no minutes"),
        ({"cast": ()}, "'Ana' is in scene 1 and has no rate"),
        ({"cast": SHOOT.cast * 2}, "cast member 'Ana' is there twice"),
        ({"dates": SHOOT.dates[::-1]}, "not in order"),
        ({"pins": (Pin("9", SHOOT.dates[0]),)}, "'9' is pinned"),
    ],
)
def test_a_shoot_names_what_is_wrong_with_it(change, message):
    with raises(InputError, match=message):
        replace(SHOOT, **change)


def test_a_shoot_knows_its_parts_by_name():
    assert SHOOT.strip_of["2"] is STREET
    assert SHOOT.member_of["Ana"].day_rate == 900
    assert SHOOT.place_of["House"].move_cost == 0
