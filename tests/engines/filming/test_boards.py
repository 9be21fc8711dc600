"""Boards, the day out of days, costs, call sheets and the sun."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from pytest import approx, mark, raises

from cartelera.engines.filming.callsheet import call_sheet
from cartelera.engines.filming.cost import cost, day_costs
from cartelera.engines.filming.dood import day_out_of_days
from cartelera.engines.filming.stripboard import (
    Row,
    Stripboard,
    StripDay,
    board_of,
    differences,
    dumped,
    kept,
    loaded,
    moved,
    next_date,
    redated,
    unscheduled,
    with_banner,
    with_day,
    without_banner,
    without_day,
)
from cartelera.engines.filming.strips import (
    Board,
    CastMember,
    Day,
    Place,
    Shoot,
    Strip,
)
from cartelera.engines.filming.sun import sun_over
from cartelera.engines.filming.terms import Terms
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.filming import Engagement, Light, Mark, Setting

MONDAY = date(2026, 3, 2)
MADE = (Strip("1", Setting.INTERIOR, "CASA", Light.DAY, 8, 60, frozenset({"ANA"}), "CASA"),)


def on(n):
    return MONDAY + timedelta(days=n)


def strip(scene, *cast, place="CASA", light=Light.DAY, setting=Setting.INTERIOR, minutes=60):
    return Strip(scene, setting, place, light, 8, minutes, frozenset(cast), place)


def shoot(*strips, terms=None, places=(), **members):
    names = sorted({name for one in strips for name in one.cast})
    cast = tuple(members.get(name, CastMember(name, 100)) for name in names)
    known = {place.name for place in places}
    rest = sorted({one.place for one in strips} - known)
    return Shoot(
        strips, cast, (*places, *map(Place, rest)), (), terms or Terms(), company_day_cost=1000
    )


def board(*days):
    return Board(tuple(Day(on(n), scenes) for n, scenes in days))


def codes(made, name):
    return {
        on_.day: code.value for m in made if m.name == name for on_, code in m.codes.items()
    }


def test_a_day_out_of_days_by_hand():
    made = day_out_of_days(
        shoot(
            strip("1", "ANA"), strip("2", "LUIS"), strip("3", "ANA", "LUIS"), strip("4", "MAR")
        ),
        board((0, ("1",)), (1, ("2",)), (3, ("4",)), (4, ("3",))),
    )
    assert codes(made, "ANA") == {2: "SW", 3: "H", 5: "H", 6: "WF"}
    assert codes(made, "LUIS") == {3: "SW", 5: "H", 6: "WF"}
    assert codes(made, "MAR") == {5: "SWF"}


@mark.parametrize(
    ("engagement", "gap", "expected"),
    [
        (Engagement.HELD, 3, {2: "SW", 3: "H", 4: "W", 12: "H", 14: "W", 16: "WF"}),
        (Engagement.DROP, 3, {2: "SW", 3: "H", 4: "WD", 14: "PW", 16: "WF"}),
        (Engagement.DROP, 20, {2: "SW", 3: "H", 4: "W", 12: "H", 14: "W", 16: "WF"}),
        (Engagement.DAILY, 3, {2: "SW", 4: "W", 14: "W", 16: "WF"}),
    ],
    ids=["held", "dropped", "too short to drop", "by the day"],
)
def test_a_gap_is_held_dropped_or_nobody_s(engagement, gap, expected):
    ana = CastMember("ANA", 100, engagement)
    made = day_out_of_days(
        shoot(strip("1", "ANA"), strip("2", "LUIS"), terms=Terms(drop_gap_days=gap), ANA=ana),
        board((0, ("1",)), (1, ("2",)), (2, ("1",)), (10, ("2",)), (12, ("1",)), (14, ("1",))),
    )
    assert codes(made, "ANA") == expected


def test_travel_and_rehearsal_are_paid_and_work_comes_first():
    entered = {"ANA": {on(0): Mark.REHEARSAL, on(1): Mark.TRAVEL, on(5): Mark.TRAVEL}}
    (ana,) = day_out_of_days(shoot(strip("1", "ANA")), board((1, ("1",))), entered)
    assert [code.value for code in ana.codes.values()] == ["R", "SWF", "T"]
    assert (ana.paid, ana.cost, ana.travelled) == (3, 300, 1)


worked = st.lists(st.booleans(), min_size=1, max_size=12).filter(any)


@given(worked)
def test_a_shoot_and_its_reverse_hold_the_same(works):
    def held(days):
        laid = board(*((n, ("1",) if w else ("2",)) for n, w in enumerate(days)))
        made = day_out_of_days(shoot(strip("1", "ANA"), strip("2", "LUIS")), laid)
        return next(m for m in made if m.name == "ANA").held

    first, last = works.index(True), len(works) - 1 - works[::-1].index(True)
    assert held(works) == held(works[::-1]) == (last - first + 1) - sum(works)


def test_what_a_board_costs_is_what_its_days_cost():
    place = Place("PLAYA", 500)
    made = shoot(
        strip("1", "ANA"), strip("2", "LUIS", place="PLAYA"), strip("3", "ANA"), places=(place,)
    )
    laid = board((0, ("1", "2")), (1, ("2",)), (2, ("3",)))
    told, days = cost(laid, made), day_costs(laid, made)
    parts = (told.cast_cost, told.hold_cost, told.move_cost, told.company_cost)
    assert parts == (500, 100, 500, 3000)
    assert told.total == sum(day.cost for day in days) == 4000
    assert [day.moves for day in days] == [2, 0, 1]
    assert days[0].minutes == 60 + 60 + 60
    assert [day.held for day in days] == [(), ("ANA",), ()]


def test_the_gap_that_is_dropped_saves_most_and_the_papers_say_the_same():
    ana = CastMember("ANA", 100, Engagement.DROP)
    made = shoot(strip("1", "ANA"), strip("2", "LUIS"), terms=Terms(drop_gap_days=2), ANA=ana)
    laid = board((0, ("1",)), (10, ("1",)), (11, ("2",)), (12, ("2",)), (13, ("1",)), (14, ()))
    paid = next(member for member in cost(laid, made).members if member.name == "ANA")
    assert [on_.day for on_ in paid.dropped] == [13, 14]
    assert codes(day_out_of_days(made, laid), "ANA") == {2: "SW", 12: "WD", 15: "WF"}


def test_a_day_of_travel_is_paid_by_the_board():
    made, laid = shoot(strip("1", "ANA")), board((1, ("1",)))
    entered = {"ANA": {on(0): Mark.TRAVEL}}
    assert cost(laid, made, entered).cast_cost == 200


# The stripboard

LAID = Stripboard(
    (
        StripDay(on(0), (Row("1"), Row(banner="Comida"), Row("2"))),
        StripDay(on(1), (Row("3"),), night=True),
    )
)


def scenes(laid):
    return [day.scenes for day in laid.days]


@mark.parametrize(
    ("going", "to", "before", "expected"),
    [
        (["3"], on(0), "2", [("1", "3", "2"), ()]),
        (["1", "2"], on(1), "", [(), ("3", "1", "2")]),
        (["2"], on(0), "1", [("2", "1"), ("3",)]),
        (["1"], None, "", [("2",), ("3",)]),
        (["1", "2"], on(0), "2", [("1", "2"), ("3",)]),
    ],
    ids=["before another", "several to the end", "within a day", "off", "before itself"],
)
def test_strips_are_moved(going, to, before, expected):
    assert scenes(moved(LAID, going, to, before)) == expected


@given(
    st.lists(st.sampled_from(["1", "2", "3"]), min_size=1, unique=True),
    st.sampled_from([on(0), on(1), None]),
)
def test_no_move_loses_or_doubles_a_strip(going, to):
    after = moved(LAID, going, to)
    placed = [scene for day in after.days for scene in day.scenes]
    assert sorted([*placed, *unscheduled(after, ["1", "2", "3"])]) == ["1", "2", "3"]


def test_days_are_added_dated_and_taken_away():
    laid = with_day(LAID, on(3))
    assert [day.on for day in redated(laid, on(0), on(5), True).days] == [on(1), on(3), on(5)]
    assert without_day(laid, on(0)).days[0].on == on(1)
    with raises(InputError, match="is a shooting day already"):
        with_day(laid, on(1))
    with raises(InputError, match="no shooting day"):
        without_day(laid, on(9))


def test_banners_come_and_go():
    laid = with_banner(LAID, on(1), " Traslado ", "3")
    assert laid.days[1].rows == (Row(banner="Traslado"), Row("3"))
    assert without_banner(laid, on(1), 0).days == LAID.days
    with raises(InputError, match="no such banner"):
        without_banner(LAID, on(0), 0)


def test_a_board_comes_back_as_it_was_kept():
    assert loaded(dumped(LAID)) == LAID
    assert board_of(LAID).days[0] == Day(on(0), ("1", "2"))


def test_a_new_draft_renumbers_and_cuts():
    assert scenes(kept(LAID, ["1A", "3"], {"1": "1A"})) == [("1A",), ("3",)]


def test_what_differs_is_told():
    other = moved(LAID, ["2"], on(1))
    (one,) = differences(LAID, other, ["1", "2", "3"])
    assert (one.scene, one.one, one.other) == ("2", on(0), on(1))


def test_the_next_day_is_no_sunday():
    assert next_date(Stripboard((StripDay(on(5)),)), MONDAY) == on(7)
    assert next_date(Stripboard(), MONDAY) == MONDAY


# The call sheet


def test_a_call_sheet_follows_from_the_minutes():
    made = shoot(
        strip("1", "ANA", minutes=200),
        strip("2", "LUIS", place="PLAYA", minutes=150),
        strip("3", "ANA", place="PLAYA", minutes=50),
    )
    laid = Stripboard(
        (StripDay(on(0), (Row("1"), Row("2"), Row("3"))), StripDay(on(1), (Row("1"),)))
    )
    sheet = call_sheet(made, laid, on(0), {"ANA": "SW"})
    assert [f"{one.begins:%H:%M}" for one in sheet.scenes] == ["07:30", "12:50", "15:20"]
    assert (f"{sheet.crew_call:%H:%M}", f"{sheet.meal:%H:%M}", f"{sheet.wrap:%H:%M}") == (
        "07:00", "11:50", "16:10",
    )  # fmt: skip
    ana, luis = sheet.cast
    assert (ana.code, f"{ana.pickup:%H:%M}", f"{ana.dismissed:%H:%M}") == (
        "SW",
        "06:30",
        "16:10",
    )
    assert luis.scenes == ("2",)
    assert [s.scene for s in sheet.tomorrow] == ["1"]
    with raises(InputError, match="no shooting day"):
        call_sheet(made, laid, on(3), {})


def test_a_short_day_has_no_meal():
    laid = Stripboard((StripDay(on(0), (Row("1"),)),))
    assert call_sheet(shoot(strip("1", "ANA")), laid, on(0), {}).meal is None


# The sun: the almanac of the Naval Observatory, to the minute or two that the air allows


@mark.parametrize(
    ("latitude", "longitude", "when", "zone", "rise", "sets"),
    [
        (19.43, -99.13, date(2026, 6, 21), "America/Mexico_City", "05:59", "19:17"),
        (19.43, -99.13, date(2026, 12, 21), "America/Mexico_City", "07:06", "18:03"),
        (40.71, -74.01, date(2026, 3, 20), "America/New_York", "06:59", "19:09"),
    ],
)
def test_the_sun_rises_and_sets_by_the_almanac(latitude, longitude, when, zone, rise, sets):
    sun = sun_over(latitude, longitude, when, ZoneInfo(zone))
    for at, told in ((sun.rise, rise), (sun.set, sets)):
        known = datetime.strptime(told, "%H:%M").replace(tzinfo=ZoneInfo(zone))
        minutes = (at.hour - known.hour) * 60 + at.minute - known.minute
        assert minutes == approx(0, abs=2)
    assert sun.first_light < sun.rise < sun.set < sun.last_light


def test_where_the_sun_does_not_set_nothing_is_said():
    sun = sun_over(78.2, 15.6, date(2026, 6, 21), ZoneInfo("UTC"))
    assert (sun.rise, sun.set) == (None, None)
