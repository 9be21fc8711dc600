import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cartelera.engines.discovery.diversity import Balance, Candidates, Choice
from cartelera.engines.discovery.page import Why
from cartelera.engines.discovery.rows import Wish, fill

COMEDY = np.array([True, True, False, False, False, True])
DRAMA = np.array([False, True, True, True, False, False])
EVERY = np.ones(6, dtype=bool)


def choice(floors=None):
    return Choice(
        Candidates(
            np.array([1.0, 0.9, 0.8, 0.7, 0.6, 0.1]),
            np.column_stack([COMEDY, DRAMA]).astype(float),
            np.zeros(6, dtype=bool),
            {"short": np.array([False] * 5 + [True])},
        ),
        np.zeros(2),
        Balance(0, 0, 0, floors or {}),
        6,
    )


def shown(page):
    return [(row.wish.subject, [c.place for c in row.chosen]) for row in page]


def test_a_pinned_row_stands_first_and_the_others_by_what_they_are_worth():
    wishes = [
        Wish(Why.GENRE, COMEDY, "comedy"),
        Wish(Why.GENRE, DRAMA, "drama"),
        Wish(Why.SHOWING, EVERY, "picks", most=2, pinned=True),
    ]
    assert shown(fill(wishes, choice(), 3)) == [
        ("picks", [0, 1]),
        ("drama", [2, 3]),
        ("comedy", [5]),
    ]


def test_a_row_left_with_too_few_is_left_out():
    wishes = [
        Wish(Why.SHOWING, EVERY, "picks", most=5, pinned=True),
        Wish(Why.GENRE, COMEDY, "comedy", least=2),
    ]
    assert shown(fill(wishes, choice(), 3)) == [("picks", [0, 1, 2, 3, 4])]


def test_a_page_has_no_more_rows_than_asked_for():
    wishes = [Wish(Why.GENRE, COMEDY, "comedy"), Wish(Why.GENRE, DRAMA, "drama")]
    assert len(fill(wishes, choice(), 1)) == 1


def test_a_floor_holds_for_the_page():
    page = fill([Wish(Why.SHOWING, EVERY, "picks", most=3)], choice({"short": 0.3}), 1)
    assert shown(page) == [("picks", [0, 1, 5])]


@given(st.lists(arrays(np.bool_, 6), max_size=6), st.integers(1, 6))
def test_no_title_is_on_the_page_twice(rows, most):
    wishes = [Wish(Why.GENRE, allowed, str(n), most=most) for n, allowed in enumerate(rows)]
    page = fill(wishes, choice(), 4)
    every = [c.place for row in page for c in row.chosen]
    assert len(every) == len(set(every))
    assert all(
        wishes[int(row.wish.subject)].allowed[c.place] for row in page for c in row.chosen
    )
