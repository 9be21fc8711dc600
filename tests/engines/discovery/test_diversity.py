from itertools import combinations
from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cartelera.engines.discovery.diversity import (
    FIRST,
    LIST,
    Balance,
    Candidates,
    Choice,
    Term,
    distances,
    mean_distance,
    miscalibration,
    mixes,
    relevance_of,
)
from cartelera.vocabulary.errors import InputError

PLAIN = Balance(0, 0, 0)
attributes = arrays(np.float64, (7, 3), elements=st.sampled_from([0.0, 1.0]))
relevance = arrays(np.float64, 7, elements=st.floats(0, 2))
flags = arrays(np.bool_, 7)


def among(wanted, own=None, seldom=None, **groups):
    count = len(wanted)
    own = np.zeros((count, 1)) if own is None else np.asarray(own, dtype=float)
    seldom = np.zeros(count, dtype=bool) if seldom is None else np.asarray(seldom)
    return Candidates(
        np.asarray(wanted, dtype=float),
        own,
        seldom,
        {name: np.asarray(which) for name, which in groups.items()},
    )


def places(chosen):
    return [c.place for c in chosen]


def choice(candidates, balance=PLAIN, mix=None, size=LIST):
    mix = np.zeros(candidates.attributes.shape[1]) if mix is None else np.asarray(mix)
    return Choice(candidates, mix, balance, size)


def objective(chosen, candidates, mix, balance):
    """The objective as the module states it, slowly."""
    own = candidates.attributes[list(chosen)]
    held = mixes(own).sum(axis=0)
    pairs = distances(own).sum() / 2
    return (
        candidates.relevance[list(chosen)].sum()
        + balance.calibration
        * sum(m * log((h + FIRST) / FIRST) for m, h in zip(mix, held, strict=True))
        + balance.variety * pairs
        + balance.seldom * candidates.seldom[list(chosen)].sum()
    )


def test_without_weights_the_most_wanted_are_chosen():
    assert places(choice(among([0.1, 0.9, 0.5])).take(2)) == [1, 2]


def test_a_viewer_of_half_comedies_is_not_shown_dramas_alone():
    own = [[1, 0], [1, 0], [1, 0], [0, 1]]
    candidates = among([1.0, 0.9, 0.8, 0.7], own)
    assert places(choice(candidates).take(2)) == [0, 1]
    chosen = choice(candidates, Balance(2, 0, 0), [0.5, 0.5]).take(2)
    assert places(chosen) == [0, 3]
    assert chosen[1].term == Term.CALIBRATION


def test_a_list_reads_from_the_most_wanted_down_whatever_chose_it():
    own = [[1, 0], [1, 0], [0, 1]]
    chosen = choice(among([1.0, 0.2, 0.9], own), Balance(9, 0, 0), [1.0, 0.0]).take(3)
    assert places(chosen) == [0, 2, 1]


def test_variety_prefers_a_title_unlike_those_chosen():
    own = [[1, 0], [1, 0], [0, 1]]
    chosen = choice(among([1.0, 0.95, 0.9], own), Balance(0, 1, 0)).take(2)
    assert [(c.place, c.term) for c in chosen] == [(0, Term.RELEVANCE), (2, Term.VARIETY)]


def test_what_few_have_watched_is_lifted():
    chosen = choice(among([1.0, 0.95], seldom=[False, True]), Balance(0, 0, 0.2)).take(1)
    assert [(c.place, c.term) for c in chosen] == [(1, Term.SELDOM)]


def test_a_floor_is_met_by_the_best_of_its_group():
    national = [False, False, False, True, True]
    page = choice(
        among([1.0, 0.9, 0.8, 0.1, 0.2], national=national),
        Balance(0, 0, 0, {"national": 1 / 3}),
    )
    chosen = page.take(3)
    assert places(chosen) == [0, 1, 4]
    assert (chosen[2].term, chosen[2].group) == (Term.FLOOR, "national")
    assert page.shortfalls() == {}


def test_two_floors_may_be_met_by_one_title():
    page = choice(
        among(
            [1.0, 0.9, 0.5, 0.4],
            national=[False, False, True, True],
            short=[False, False, False, True],
        ),
        Balance(0, 0, 0, {"national": 0.5, "short": 0.5}),
    )
    assert 3 in places(page.take(2))
    assert page.shortfalls() == {}


def test_a_floor_that_cannot_be_met_says_how_many_are_missing():
    page = choice(among([1.0, 0.9, 0.8], new=[True, False, False]), Balance(floors={"new": 1}))
    page.take(3)
    assert page.shortfalls() == {"new": 2}


def test_a_row_that_cannot_meet_a_floor_leaves_it_to_the_next():
    national = np.array([False, False, True, True])
    page = choice(
        among([1.0, 0.9, 0.5, 0.4], national=national), Balance(0, 0, 0, {"national": 0.5})
    )
    page.take(2, ~national)
    assert page.shortfalls() == {"national": 1}
    page.take(2)
    assert page.shortfalls() == {}


def test_weights_below_nothing_are_refused():
    for wrong in ({"calibration": -1}, {"floors": {"new": 1.2}}):
        with pytest.raises(InputError):
            Balance(**wrong)


@given(relevance, attributes, flags, flags, st.integers(1, 7))
def test_no_title_is_chosen_twice_and_the_same_inputs_choose_the_same(
    wanted, own, seldom, group, count
):
    candidates = among(wanted, own, seldom, new=group)
    balance = Balance(1, 0.3, 0.2, {"new": 0.4})
    mix = np.array([0.5, 0.5, 0.0])
    first, second = (choice(candidates, balance, mix).take(count) for _ in range(2))
    assert first == second
    assert len(set(places(first))) == count


@given(relevance, attributes, flags, flags, st.integers(1, 7), st.floats(0, 1))
def test_a_floor_is_met_or_every_title_of_its_group_is_shown(
    wanted, own, seldom, group, count, share
):
    page = choice(among(wanted, own, seldom, new=group), Balance(1, 0.1, 0.1, {"new": share}))
    shown = sum(group[place] for place in places(page.take(count)))
    assert shown >= min(int(np.ceil(share * count - 1e-9)), group.sum())


@settings(max_examples=60)
@given(relevance, attributes, flags, st.integers(1, 4))
def test_the_walk_reaches_half_of_the_best_there_is(wanted, own, seldom, count):
    candidates, mix = among(wanted, own, seldom), np.array([0.6, 0.3, 0.1])
    balance = Balance(1.0, 0.4, 0.3)
    walked = places(choice(candidates, balance, mix).take(count))
    best = max(
        objective(some, candidates, mix, balance) for some in combinations(range(7), count)
    )
    assert objective(walked, candidates, mix, balance) >= best / 2 - 1e-9


def test_distances_and_mixes_of_a_case_worked_by_hand():
    own = np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0], [0.0, 0.0, 0.0]])
    assert distances(own)[0, 1] == pytest.approx(2 / 3)
    assert mean_distance(own[:2]) == pytest.approx(2 / 3)
    assert mixes(own)[0] == pytest.approx([0.5, 0.5, 0])
    assert mean_distance(own[:1]) == 0


def test_a_list_like_its_viewer_is_calibrated_and_another_is_not():
    mix = np.array([0.5, 0.5])
    assert miscalibration(mix, np.array([[1.0, 0.0], [0.0, 1.0]])) == pytest.approx(0)
    one_sided = miscalibration(mix, np.array([[1.0, 0.0], [1.0, 0.0]]))
    assert one_sided == pytest.approx(0.5 * log(0.5 / 0.995) + 0.5 * log(0.5 / 0.005))


@given(arrays(np.float64, 30, elements=st.floats(0.1, 10)))
def test_relevance_is_in_units_of_the_best_twenty(scores):
    wanted = relevance_of(scores)
    assert np.sort(wanted)[::-1][:20].mean() == pytest.approx(1)
    assert (np.diff(wanted[np.argsort(scores)]) >= 0).all()  # rounding may make two equal
