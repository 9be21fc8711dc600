from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import mark, raises

from cartelera.engines.filming.year.check import check_year, loads
from cartelera.engines.filming.year.file import year_from
from cartelera.engines.filming.year.plan import plan_year, year_conflict
from cartelera.engines.filming.year.shoots import blocks_of, may_move, stage_said
from cartelera.engines.filming.year.slips import on_time_shares
from cartelera.engines.filming.year.titles import (
    Block,
    Incentive,
    Standing,
    Year,
    YearTitle,
    plan_of,
)
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.stage import Stage


def title(name, weeks=4, **more):
    needs = {"prep_weeks": 2, "post_weeks": 3, "blocks": (Block(weeks, weeks, weeks),), **more}
    return YearTitle(name, **needs)


def year(*titles, **more):
    shares = {"weeks": 30, "crews": 2, "post_rooms": 2, "stages": {}, "closed": {}, **more}
    return Year(titles=titles, **shares)


def test_one_crew_shoots_one_title_at_a_time():
    of = year(title("A"), title("B"), crews=1, weeks=13)
    answer = plan_year(of, 10)
    assert (answer.cost, answer.proved) == (0, True)
    assert check_year(of, answer.titles) == ()
    first, second = sorted(t.block_weeks[0] for t in answer.titles)
    assert second - first >= 4


def test_a_week_late_is_paid_and_the_dearer_title_goes_first():
    of = year(
        title("A", due_week=9, late_cost=10), title("B", due_week=9, late_cost=3), crews=1
    )
    answer = plan_year(of, 10)
    assert (answer.cost, answer.bound) == (12, 12)
    assert [t.late_weeks for t in answer.titles] == [0, 4]


def test_a_place_is_not_used_while_it_is_closed():
    beach = replace(title("A"), blocks=(Block(4, 4, 4, place="Playa"),))
    of = year(replace(beach, due_week=9, late_cost=1), closed={"Playa": ((4, 12),)})
    answer = plan_year(of, 10)
    assert answer.titles[0].block_weeks == (12,)
    assert answer.cost == 19 - 9


def test_an_incentive_is_taken_where_it_is_worth_more_than_a_late_week():
    offer = Incentive("Estímulo", 50, 6, 10, 20)
    of = year(title("A", due_week=9, late_cost=10, incentive=offer))
    answer = plan_year(of, 10)
    assert (answer.cost, answer.titles[0].incentive) == (40, True)
    dear = year(title("A", due_week=9, late_cost=20, incentive=offer))
    assert (plan_year(dear, 10).cost, plan_year(dear, 10).titles[0].incentive) == (50, False)


def test_an_impossible_year_is_answered_with_the_least_conflict():
    of = year(
        title("A", due_week=10, firm=True, people=("Ana",)),
        title("B", due_week=10, firm=True, people=("Ana",)),
        title("C"),
    )
    assert plan_year(of, 10).impossible
    assert [rule.words("en") for rule in year_conflict(of)] == [
        "Ana is in one shoot at a time",
        "A is delivered by week 10",
        "B is delivered by week 10",
    ]
    assert year_conflict(year(title("A"))) == ()


def said(conflict):
    return [rule.words("es") for rule in conflict]


def test_a_title_that_stays_is_worked_around_and_counts_in_the_conflict():
    stays = replace(title("A"), kept=Standing(-1, (1,), 5))
    of = year(stays, title("B"), crews=1)
    answer = plan_year(of, 10)
    assert answer.titles[0].standing == Standing(-1, (1,), 5)
    assert answer.titles[1].block_weeks[0] >= 5
    both = year(stays, replace(title("B"), kept=Standing(0, (3,), 9)), crews=1)
    assert plan_year(both, 10).impossible
    assert said(year_conflict(both)) == [
        "equipos de rodaje a la vez: 1",
        "A se queda donde se puso",
        "B se queda donde se puso",
    ]


def test_what_begins_late_does_not_fit_a_short_year():
    of = year(title("A", ready_week=5), weeks=13)
    assert plan_year(of, 10).impossible
    assert said(year_conflict(of)) == [
        "todo se entrega en 13 semanas",
        "A no empieza antes de la semana 5",
    ]


def test_a_plan_laid_by_hand_costs_what_is_late_idle_and_lost():
    offer = Incentive("Estímulo", 50, 6, 10, 20)
    of = title("A", due_week=14, late_cost=10, idle_cost=3, incentive=offer)
    assert plan_of(of, Standing(2, (6,), 12)).cost == 10 + 3 * 2
    assert plan_of(of, Standing(2, (4,), 8)).cost == 50


def test_what_a_plan_breaks_is_said_once_for_its_weeks():
    block = Block(4, 4, 4, place="Playa", stage="grande")
    of = year(
        title("A", blocks=(block,), people=("Ana",)),
        title("B", blocks=(block,), people=("Ana",), due_week=9, firm=True, ready_week=1),
        stages={"grande": 1},
        closed={"Playa": ((5, 20),)},
        weeks=12,
    )
    plan = [
        plan_of(one, at)
        for one, at in zip(of.titles, (Standing(0, (2,), 5), Standing(0, (4,), 8)), strict=True)
    ]
    found = {(f.words("en"), f.from_week, f.until_week, f.titles) for f in check_year(of, plan)}
    order = "A: preparation, shooting and post-production follow each other"
    assert found == {
        (order, 5, 6, ("A",)),
        ("Playa is closed", 5, 6, ("A",)),
        ("Playa is closed", 5, 8, ("B",)),
        ("B does not begin before week 1", 0, 1, ("B",)),
        ("B is delivered by week 9", 9, 11, ("B",)),
        ("stages of the kind grande at a time: 1", 4, 6, ("A", "B")),
        ("Ana is in one shoot at a time", 4, 6, ("A", "B")),
    }
    crews = loads(of, plan)[0]
    assert [len(crews.weeks.get(week, ())) for week in range(1, 9)] == [0, 1, 1, 2, 2, 1, 1, 0]


MONDAY = date(2027, 3, 1)


def days(*after):
    return [MONDAY + timedelta(days=n) for n in after]


def test_a_board_is_a_block_for_each_stretch_without_a_free_week():
    like = (Block(2, 2, 2, "Playa"), Block(3, 3, 3, "", "grande"))
    assert blocks_of(days(0, 1, 2, 3, 4, 7, 8, 30, 31), 6, 25, like) == (
        Block(2, 2, 3, "Playa"),
        Block(1, 1, 2, "", "grande"),
    )
    assert blocks_of(days(0, 7, 14), 6, 0) == (Block(3, 1, 3),)
    assert blocks_of((), 6, 25) == ()


@mark.parametrize(
    ("week", "dates", "said"),
    [
        (1, (), None),
        (2, (), Stage.PRE_PRODUCTION),
        (4, (), Stage.FILMING),
        (8, (), Stage.POST_PRODUCTION),
        (11, (), Stage.DELIVERED),
        (4, (3, 9), Stage.PRE_PRODUCTION),
        (1, (-2, 9), Stage.FILMING),
        (4, (-9, -1), Stage.POST_PRODUCTION),
        (11, (-9, -1), Stage.DELIVERED),
    ],
)
def test_a_stage_follows_the_call_sheets_and_then_the_plan(week, dates, said):
    of = title("A")
    plan = plan_of(of, Standing(2, (4,), 8))
    assert stage_said(of, plan, week, days(*dates), MONDAY) == said


def test_a_title_moves_forward_only_and_not_once_it_is_released():
    assert may_move(Stage.ANNOUNCED, Stage.FILMING)
    assert not may_move(Stage.FILMING, Stage.PRE_PRODUCTION)
    assert not may_move(Stage.FILMING, None)
    assert not may_move(Stage.CANCELLED, Stage.FILMING)
    assert not may_move(Stage.RELEASED, Stage.DELIVERED)


def drawn(seed, titles=8, weeks=52, crews=3):
    draw = np.random.default_rng(seed)
    made = []
    for n in range(titles):
        blocks = tuple(
            Block(w, max(w - 1, 1), w + 2, str(draw.choice(["", "Playa", "Sierra"])),
                  str(draw.choice(["", "grande"])))
            for w in draw.integers(1, 6, int(draw.integers(1, 3))).tolist()
        )  # fmt: skip
        offer = Incentive("Estímulo", 200, 10, 30, 40) if draw.random() < 0.4 else None
        made.append(
            YearTitle(
                f"T{n}", int(draw.integers(2, 7)), blocks, int(draw.integers(4, 11)),
                ready_week=int(draw.integers(0, 16)), due_week=int(draw.integers(24, 50)),
                late_cost=int(draw.integers(5, 40)), idle_cost=int(draw.integers(1, 9)),
                people=(f"D{draw.integers(0, titles // 2)}",), incentive=offer,
            )
        )  # fmt: skip
    return Year(weeks, tuple(made), crews, 3, {"grande": 2}, {"Playa": ((22, 40),)})


@given(st.integers(0, 10_000))
@settings(max_examples=5, deadline=None)
def test_every_plan_keeps_what_is_shared_and_costs_no_less_than_its_bound(seed):
    of = drawn(seed)
    answer = plan_year(of, 3)
    if answer.titles:
        assert check_year(of, answer.titles) == ()
        assert answer.bound <= answer.cost
    else:
        assert answer.impossible


def test_a_year_without_slips_is_delivered_when_due():
    of = year(title("A", due_week=9), title("B", due_week=13), crews=1)
    plan = plan_year(of, 10).titles
    shares = on_time_shares(of, plan, np.random.default_rng(1), 20)
    assert shares == {
        t.name: float(t.delivered_week <= d) for t, d in zip(plan, (9, 13), strict=True)
    }


def test_a_longer_shoot_slips_those_that_wait_for_it():
    slow = replace(title("A", due_week=40), blocks=(Block(4, 4, 12),))
    of = year(slow, title("B", due_week=13, late_cost=5), crews=1)
    plan = plan_year(of, 10).titles
    moved = [replace(plan[0], block_weeks=(2,), post_week=6, delivered_week=9)]
    moved.append(replace(plan[1], block_weeks=(6,), post_week=10, delivered_week=13))
    shares = on_time_shares(of, moved, np.random.default_rng(1), 200)
    assert shares["A"] == 1
    assert 0 < shares["B"] < 0.5
    assert shares == on_time_shares(of, moved, np.random.default_rng(1), 200)


@mark.parametrize(
    ("change", "message"),
    [
        ({"blocks": []}, "Marea has no block"),
        ({"blocks": [{"weeks": 3, "stage": "azul"}]}, "Marea needs a stage 'azul'"),
        (
            {"blocks": [{"weeks": 3, "low_weeks": 5}]},
            "Marea: a block is not low <= weeks <= high",
        ),
        ({"blocks": [{"days": 3}]}, "Marea: .*weeks.* is missing or wrong"),
    ],
)
def test_a_wrong_title_is_named(change, message):
    row = {"name": "Marea", "prep_weeks": 2, "post_weeks": 4, "blocks": [{"weeks": 3}]}
    said = {"weeks": 52, "crews": 1, "post_rooms": 1, "titles": [{**row, **change}]}
    assert year_from({**said, "titles": [row]}).titles[0].name == "Marea"
    with raises(InputError, match=message):
        year_from(said)
