from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import mark, raises

from cartelera.engines.filming.year import (
    Block,
    Incentive,
    Year,
    YearTitle,
    check_year,
    on_time_shares,
    plan_year,
    year_conflict,
    year_from,
)
from cartelera.vocabulary.errors import InputError


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
    assert year_conflict(of) == (
        "Ana is in one shoot at a time",
        "A is due in week 10",
        "B is due in week 10",
    )
    assert year_conflict(year(title("A"))) == ()


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
