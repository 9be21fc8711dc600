import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartelera.engines.discovery.page import Offer, Why, compose, fullest

offers = st.lists(
    st.builds(
        Offer,
        why=st.sampled_from(Why),
        titles=st.lists(st.integers(1, 30), max_size=12).map(tuple),
        subject=st.just(""),
        least=st.integers(1, 4),
        most=st.integers(4, 8),
    ),
    max_size=8,
)


@pytest.mark.parametrize(
    ("rows", "taken", "shown"),
    [
        ([(1, 2, 3), (3, 4, 5, 6)], (), [(1, 2, 3), (4, 5, 6)]),
        ([(1, 2, 3), (2, 3, 4), (2, 5, 6, 4)], (), [(1, 2, 3), (5, 6, 4)]),
        ([(1, 2), (1, 2, 3)], (), [(1, 2, 3)]),
        ([(1, 2, 3, 4)], (2,), [(1, 3, 4)]),
        ([(1, 1, 2, 3)], (), [(1, 2, 3)]),
        ([()], (), []),
    ],
    ids=[
        "an earlier row chooses first",
        "a row left with one title is left out",
        "the titles of a row left out stay free",
        "the hero is in no row",
        "a title offered twice stands once",
        "an empty row is no row",
    ],
)
def test_a_page_shows_each_title_once(rows, taken, shown):
    page = compose([Offer(Why.GENRE, titles) for titles in rows], taken)
    assert [row.titles for row in page] == shown


def test_a_row_is_cut_at_its_longest():
    first, second = compose([Offer(Why.SHOWING, (1, 2, 3, 4, 5, 6), most=3)] * 2)
    assert (first.titles, second.titles) == ((1, 2, 3), (4, 5, 6))


@given(offers, st.sets(st.integers(1, 30)))
def test_no_title_is_on_a_page_twice_and_no_row_is_too_short(rows, taken):
    page = compose(rows, taken)
    shown = [title for row in page for title in row.titles]
    assert len(shown) == len(set(shown))
    assert not taken & set(shown)
    assert all(max(1, row.least) <= len(row.titles) <= row.most for row in page)


@given(offers)
def test_the_same_offers_give_the_same_page(rows):
    assert compose(rows) == compose(list(rows))


@given(offers)
def test_each_row_keeps_the_order_and_titles_it_was_offered(rows):
    whole = {(row.why, title) for row in rows for title in row.titles}
    for row in compose(rows):
        assert all((row.why, title) in whole for title in row.titles)


@pytest.mark.parametrize(
    ("groups", "near", "best"),
    [
        ({"a": {1, 2}, "b": {3, 4, 5}}, (), ("b", (3, 4, 5))),
        ({"a": {1, 2}, "b": {3, 4, 5}}, {1}, ("a", (1, 2))),
        ({"a": {1, 9}, "b": {3, 4, 5}}, {9}, ("a", (1,))),
        ({"b": {3, 4}, "a": {1, 2}}, (), ("a", (1, 2))),
        ({"a": {1}, "b": {8, 9}}, {9}, None),
        ({}, (), None),
    ],
    ids=[
        "the one with most titles",
        "rather one the viewer knows",
        "one title because of another",
        "of two alike by name",
        "one alone shares nothing; none to show",
        "nothing shared",
    ],
)
def test_what_titles_share_makes_a_row(groups, near, best):
    assert fullest(groups, [1, 2, 3, 4, 5], near) == best
