"""A table of classes by labels, coarse enough that no small cell of it can be worked out."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cartelera.engines.audience.crossed import Behind, Coarse, coarse

LEAST = 10


def table(**rows):
    """Return a table of people who each stand behind one cell."""
    return {
        (name, label): Behind(count, count)
        for name, row in rows.items()
        for label, count in row.items()
    }


def test_a_table_with_enough_behind_each_cell_is_told_whole():
    whole = table(one={"MX": 40, "AR": 12}, two={"MX": 30, "AR": 11})
    assert coarse(whole, LEAST) == Coarse(frozenset({"one", "two"}), frozenset({"MX", "AR"}))


def test_a_class_that_nobody_of_a_label_watched_does_not_close_the_label():
    whole = table(one={"MX": 40, "AR": 12}, two={"MX": 30})
    assert coarse(whole, LEAST).labels == {"MX", "AR"}


def test_nobody_is_had_by_taking_one_season_from_the_series():
    """Argentina's 16 are published, so 12 of the first season would tell on 4 of the second."""
    found = coarse(table(one={"MX": 40, "AR": 12}, two={"MX": 30, "AR": 4, "CL": 20}), LEAST)
    assert "AR" not in found.labels


def test_what_is_left_of_a_class_has_enough_behind_it_too():
    """Three Chileans of the second season are what its other territories would leave."""
    found = coarse(
        table(one={"MX": 40, "AR": 30, "CL": 20}, two={"MX": 60, "AR": 15, "CL": 3}), LEAST
    )
    assert found.labels == {"MX"}


def test_large_classes_stand_alone_where_small_ones_cannot():
    small = {f"row{n}": {"MX": 6, "AR": 5} for n in range(3)}
    found = coarse(table(hero={"MX": 50, "AR": 20}, **small), LEAST)
    assert found.classes == {"hero"}
    assert found.labels == {"MX", "AR"}


def test_people_who_stand_behind_several_cells_are_counted_once():
    """The same nine people behind two small rows are nine, not eighteen."""
    whole = table(hero={"MX": 50})
    whole |= {("a", "MX"): Behind(9, 9), ("b", "MX"): Behind(9, 0), ("b", "AR"): Behind(9, 0)}
    assert coarse(whole, LEAST).labels == set()


people = st.lists(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from("WXYZ"), st.integers(1, 9)),
        min_size=1, max_size=2,
    ),
    min_size=4, max_size=60,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(people)
def test_no_small_cell_can_be_worked_out_from_all_that_is_published(viewers):
    """The attacker has every total, every told cell, and knows which told cells are empty."""
    least = 3
    seen = [(n, *cell) for n, cells in enumerate(viewers) for cell in cells]
    for _ in range(8):  # what is too small by itself was folded before
        for at in (1, 2):
            kept = {
                one[at]
                for one in seen
                if len({o[0] for o in seen if o[at] == one[at]}) >= least
            }
            seen = [one for one in seen if one[at] in kept]
    behind: dict[tuple[str, str], set[int]] = {}
    longest: dict[int, tuple[int, str, str]] = {}
    for n, name, label, long in seen:
        behind.setdefault((name, label), set()).add(n)
        longest[n] = max(longest.get(n, (0, "", "")), (long, name, label))
    mostly = Counter((name, label) for _, name, label in longest.values())
    classes, labels = sorted({c for c, _ in behind}), sorted({x for _, x in behind})

    def people_of(cells):
        return set().union(*(behind.get(cell, set()) for cell in cells))

    found = coarse(
        {cell: Behind(len(who), mostly[cell]) for cell, who in behind.items()}, least
    )
    assume(behind)
    every = [(c, x) for c in classes for x in labels]
    told = [(c, x) for c, x in every if c in found.classes and x in found.labels]
    groups = [[cell] for cell in told]
    groups += [[(c, x) for x in labels if x not in found.labels] for c in found.classes]
    groups += [[(c, x) for c in classes if c not in found.classes] for x in found.labels]
    groups.append(
        [(c, x) for c, x in every if c not in found.classes and x not in found.labels]
    )
    for group in groups:
        assert len(people_of(group)) not in range(1, least)
    groups += [[(c, x) for x in labels] for c in classes]
    groups += [[(c, x) for c in classes] for x in labels]
    known = np.array([[float(cell in group) for cell in every] for group in groups if group])
    empty = [group for group in groups if group and not people_of(group)]  # seen to be nothing
    zeros = [[float(cell == one) for cell in every] for group in empty for one in group]
    known = np.vstack([known, *([np.array(zeros)] if zeros else [])])
    span = np.linalg.svd(known, full_matrices=False)
    basis = span.Vh[1e-9 * span.S[0] < span.S]
    for n, cell in enumerate(every):
        if len(behind.get(cell, ())) in range(1, least):
            wanted = np.eye(len(every))[n]
            assert np.linalg.norm(wanted - basis.T @ (basis @ wanted)) > 1e-6, cell


@pytest.mark.parametrize("size", [1, 5])
def test_an_empty_or_single_table_is_no_fault(size):
    assert coarse({}, LEAST) == Coarse()
    assert coarse(table(one={"MX": size}), LEAST) == Coarse()
