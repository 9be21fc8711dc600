from dataclasses import replace
from datetime import timedelta

from pytest import mark

from cartelera.engines.filming.check import check, clock_of
from cartelera.engines.filming.cost import cost
from cartelera.engines.filming.strips import CastMember, Day, Pin, Place, Span
from cartelera.engines.filming.terms import Terms
from cartelera.vocabulary.filming import BoardRule, Engagement
from tests.engines.filming.boards import MINORS, MONDAY, board, shoot, strip

TUESDAY = MONDAY + timedelta(days=1)


def rules(made, of):
    return [finding.rule for finding in check(made, of)]


def test_a_board_that_keeps_every_rule_has_no_findings():
    of = shoot(strip("1", "Ana"), strip("2", "Ana Luz", night=True))
    assert check(board("1", "*2"), of) == ()


@mark.parametrize(
    ("made", "of", "rule"),
    [
        (board("1"), shoot(strip("1"), strip("2")), BoardRule.SCHEDULED),
        (board("1", "1"), shoot(strip("1")), BoardRule.ONCE),
        (board("", "", "1"), shoot(strip("1"), days=2), BoardRule.DATE),
        (board("1"), shoot(strip("1", night=True)), BoardRule.LIGHT),
        (board("*1"), shoot(strip("1", night=False)), BoardRule.LIGHT),
        (board("1 2"), shoot(strip("1", minutes=300), strip("2", minutes=301)),
         BoardRule.LONG_DAY),
        (board("1 2 3"), shoot(strip("1"), strip("2", place="B"), strip("3", place="C")),
         BoardRule.PLACES),
        (board("*1", "2"), shoot(strip("1", minutes=240), strip("2")), BoardRule.REST),
        (board("1", "2"), shoot(strip("1"), strip("2"), terms=Terms(days_a_week=1)),
         BoardRule.WEEK_DAYS),
        (board("1", "2"), shoot(strip("1"), strip("2"), terms=Terms(week_minutes=300)),
         BoardRule.WEEK_MINUTES),
        (board("1"), shoot(strip("1"), pins=(Pin("1", TUESDAY),)), BoardRule.PINNED),
        (board("1"), shoot(strip("1"), places=(Place("House", 0, (Span(TUESDAY, TUESDAY),)),)),
         BoardRule.OPEN),
    ],
    ids=lambda value: value.value if isinstance(value, BoardRule) else "",
)  # fmt: skip
def test_each_rule_that_is_broken_is_found(made, of, rule):
    assert rules(made, of) == [rule]


def test_somebody_away_is_found_and_named_in_both_languages():
    ana = CastMember("Ana", 100, away=(Span(MONDAY, TUESDAY),))
    of = shoot(strip("1", "Ana"), cast=(ana,))
    (finding,) = check(board("1"), of)
    assert finding.words("en") == "2026-03-02: Ana is away"
    assert finding.words("es-MX") == "2026-03-02: Ana no está disponible"
    assert check(board("", "1"), of) == ()


@mark.parametrize(
    ("scenes", "rule"),
    [
        ((strip("1", "Niño", minutes=241),), [BoardRule.MINOR_WORK]),
        ((strip("1", "Niño", minutes=60), strip("2", minutes=400), strip("3", "Niño")),
         [BoardRule.MINOR_SET]),
        ((strip("1", night=True), strip("2", "Niño", night=True, minutes=200)),
         [BoardRule.MINOR_CLOCK]),
    ],
)  # fmt: skip
def test_a_minors_hours_are_watched(scenes, rule):
    of = shoot(*scenes, cast=(CastMember("Niño", 50, age_years=8),))
    night = "*" if scenes[0].asks_night else ""
    assert rules(board(night + " ".join(s.scene for s in scenes)), of) == rule
    grown = replace(of, cast=(CastMember("Niño", 50),))
    assert check(board(night + " ".join(s.scene for s in scenes)), grown) == ()


def test_the_rest_between_two_weeks_may_be_longer():
    # Saturday night ends on Sunday at 1:00; Monday is called at 7:00
    of = shoot(strip("1", minutes=480), strip("2"))
    late = board("", "", "", "", "", "*1", "", "2")
    assert rules(late, of) == []
    longer = replace(of, terms=replace(of.terms, week_rest_minutes=36 * 60))
    (found,) = check(late, longer)
    assert (found.rule, found.value, found.limit) == (BoardRule.WEEK_REST, "1800", "2160")
    assert rules(board("", "", "", "", "", "1", "", "2"), longer) == []


def test_a_minor_rests_twelve_hours():
    of = shoot(
        strip("1", minutes=180),
        strip("2", "Niño", minutes=170),
        strip("3", "Niño", minutes=60),
        terms=Terms(minors=MINORS, day_call_minute=14 * 60, minor_rest_minutes=20 * 60),
        cast=(CastMember("Niño", 50, age_years=12),),
    )
    assert rules(board("1 2", "3"), of) == [BoardRule.MINOR_REST]


def test_the_clock_counts_moves_and_one_meal():
    of = shoot(
        strip("1", minutes=200), strip("2", place="B", minutes=60), strip("3", minutes=30)
    )
    shots = clock_of(of, Day(MONDAY, ("1", "2", "3")))
    assert [(s.begins_minute, s.ends_minute) for s in shots] == [
        (420, 620),
        (680, 740),  # an hour to move
        (860, 890),  # back, and a meal first: six hours and twenty minutes after the call
    ]


def test_a_held_member_is_paid_for_shooting_days_between_first_and_last():
    of = shoot(strip("1", "Ana"), strip("2", "Luz"), strip("3", "Ana"))
    said = cost(board("1", "2", "", "3"), of)
    ana, luz = said.members
    assert (ana.worked_days, ana.held, ana.cost, ana.hold_cost) == (2, (TUESDAY,), 300, 100)
    assert (luz.worked_days, luz.held, luz.cost) == (1, (), 100)
    assert said.company_cost == 3000  # the day off is not paid
    assert [(move.on, move.cost) for move in said.moves] == [(MONDAY, 10)]
    assert said.total == 3410


@mark.parametrize(
    ("engagement", "gap_days", "held"),
    [
        (Engagement.HELD, 3, 3),
        (Engagement.DAILY, 3, 0),
        (Engagement.DROP, 3, 0),
        (Engagement.DROP, 4, 3),
        (Engagement.DROP, None, 3),
    ],
)
def test_a_gap_is_dropped_where_the_contract_lets_it(engagement, gap_days, held):
    of = shoot(
        *(strip(str(n), "Ana" if n in (1, 5) else "Luz") for n in range(1, 6)),
        terms=Terms(drop_gap_days=gap_days),
    )
    cast = (CastMember("Ana", 100, engagement), CastMember("Luz", 1))
    ana = cost(board("1", "2", "3", "4", "5"), replace(of, cast=cast)).members[0]
    assert (len(ana.held), ana.cost) == (held, 200 + 100 * held)
    assert len(ana.held) + len(ana.dropped) == (0 if engagement is Engagement.DAILY else 3)


def test_every_arrival_is_a_move():
    of = shoot(strip("1"), strip("2", place="B"), strip("3"))
    assert [m.place for m in cost(board("1 2", "3"), of).moves] == ["House", "B", "House"]
    assert [m.place for m in cost(board("2", "3 1"), of).moves] == ["B", "House"]
