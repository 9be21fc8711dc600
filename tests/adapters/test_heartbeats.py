"""Reach, proved by a second engine, and attacked."""

import random
from collections import Counter
from dataclasses import astuple
from datetime import date

import numpy as np
import pytest

from cartelera.adapters.heartbeats import Heartbeats, Part
from cartelera.engines.audience.cells import OTHER
from cartelera.engines.audience.crossed import CLASSES, LABELS, Behind, coarse
from tests.adapters.plain_reach import plain_cells

DAY = date(2026, 3, 4)
WEEK = date(2026, 3, 2)
REGIONS = {
    "MX": "latin-america", "AR": "latin-america", "CL": "latin-america", "ES": "europe",
    "FR": "europe", "US": "north-america",
}  # fmt: skip
PARTS = [Part(1, 1, 1, 600_000), Part(2, 2, 2, 900_000)] + [
    Part(10 + n, 3, 30 + n // 3, 300_000) for n in range(6)
]
MEMBERS = [
    *((root, f"title:{root}") for root in (1, 2, 3)),
    *((root, "house") for root in (1, 2, 3)),
    (1, "company:7"), (3, "company:7"), (2, "company:8"), (1, "year:2026"), (2, "year:2026"),
    (3, "year:2025"),
]  # fmt: skip


def heartbeats(seed, viewers=150, per_viewer=4):
    """Return made-up heartbeats: most at home, some elsewhere, a few alone."""
    draw = random.Random(seed)
    rows = []
    for viewer in range(viewers):
        home = draw.choices([*REGIONS, "ZZ"], [60, 9, 2, 8, 3, 6, 1])[0]
        device = draw.choices(["tv", "phone", "tablet", "other"], [50, 40, 4, 2])[0]
        for playing in range(draw.randint(1, per_viewer)):
            part = draw.choices(PARTS, [9, 1, 6, 4, 2, 1, 1, 1])[0]
            place = home if draw.random() < 0.95 else draw.choice(list(REGIONS))
            row, campaign = draw.choice(["showing", "drama", ""]), draw.choice(["", "otono"])
            at = 0
            returned = int(draw.random() < 0.2)
            for number in range(draw.randint(1, 12)):
                span = draw.randint(1, 100_000)
                end = min(at + span, part.length_ms)
                rows.append((
                    viewer * 100 + playing, viewer, int(number == 0), returned, part.title,
                    0, 10_000_000, place, device, row, 1, campaign, end - at, at, end,
                    draw.randint(0, 1), draw.randint(0, 900), draw.randint(0, 2), 1080, 3200,
                    draw.choice(["es", "en"]), draw.choice(["", "es"]),
                ))  # fmt: skip
                at = end
    return rows


def standing(atoms, watchers, root, label_of):
    """Return what stands alone in the tables of each film and series, worked out by hand."""
    found = {}
    for name in CLASSES:
        for by in LABELS:
            for one in {root[a[0]] for a in atoms}:
                played: dict[tuple, dict[int, int]] = {}
                for a in atoms:
                    if root[a[0]] == one:
                        cell = played.setdefault((label_of(a, name), label_of(a, by)), {})
                        for viewer, ms in watchers[a].items():
                            cell[viewer] = cell.get(viewer, 0) + ms
                mostly = Counter(
                    max((c for c in played if v in played[c]), key=lambda c: (played[c][v], c))
                    for v in set().union(*played.values())
                )
                table = {c: Behind(len(who), mostly[c]) for c, who in played.items()}
                found[name, by, one] = coarse(table, 10)
    return found


def cells_of(folder, rows, least=10):
    store = Heartbeats(folder)
    store.write_day(DAY, rows)
    cells, retention = store.cells(WEEK, PARTS, MEMBERS, REGIONS, least)
    return cells, retention


def plain_of(rows):
    return plain_cells(rows, [(p.title, p.root, p.season, p.length_ms) for p in PARTS], MEMBERS)


@pytest.mark.parametrize("seed", range(3))
def test_with_nothing_folded_every_measure_is_what_plain_sql_says(tmp_path, seed):
    rows = heartbeats(seed, viewers=60)
    rows = [row for row in rows if row[7] != "ZZ"]
    cells, _ = cells_of(tmp_path, rows, least=1)
    told = {(c.subject, c.by, c.label): astuple(c.figures) for c in cells}
    assert told == plain_of(rows)


def test_one_viewer_counts_once_however_often_they_play(tmp_path):
    one = heartbeats(1, viewers=1, per_viewer=3)
    cells, _ = cells_of(tmp_path, one * 2, least=1)
    (whole,) = [c for c in cells if (c.subject, c.by) == ("house", "all")]
    assert whole.figures.viewers == 1


@pytest.mark.parametrize("seed", range(2))
def test_no_cell_has_fewer_than_ten_viewers_and_every_table_adds_up_to_its_total(
    tmp_path, seed
):
    cells, _ = cells_of(tmp_path, heartbeats(seed))
    assert len(cells) > 50
    assert min(c.figures.viewers for c in cells) >= 10
    whole = {c.subject: c.figures for c in cells if c.by == "all"}
    for subject, total in whole.items():
        tables = {c.by for c in cells if c.subject == subject}
        for by in tables:
            parts = [c.figures for c in cells if (c.subject, c.by) == (subject, by)]
            assert sum(p.played_ms for p in parts) == total.played_ms, (subject, by)


@pytest.mark.parametrize("seed", range(3))
def test_no_small_cell_is_had_by_adding_and_subtracting_what_is_published(tmp_path, seed):
    """The attacker knows every published figure, and which atoms each is the sum of."""
    rows = heartbeats(seed, viewers=90, per_viewer=3)
    cells, _ = cells_of(tmp_path, rows)
    season = {p.title: p.season for p in PARTS}
    root = {p.title: p.root for p in PARTS}
    fields = {"territory": 7, "device": 8, "row": 9, "campaign": 11, "audio": 20, "text": 21}
    atoms: dict[tuple, int] = {}
    watchers: dict[tuple, dict[int, int]] = {}
    for row in rows:
        atom = (row[4], *(row[n] for n in fields.values()))
        atoms[atom] = atoms.get(atom, 0) + row[12]
        who = watchers.setdefault(atom, {})
        who[row[1]] = who.get(row[1], 0) + row[12]
    order = list(atoms)
    subjects = {s: {r for r, name in MEMBERS if name == s} for _, s in MEMBERS}

    def facts(atom):
        title, *values = atom
        known = dict(zip(fields, values, strict=True))
        return known | {"season": str(season[title]), "part": str(title), "all": ""}

    # Which atoms a published figure is made of, found as an attacker would: by its labels; what
    # a folded label holds is what the plain ones of its film or series leave.
    plain = {(c.subject, c.by, c.label) for c in cells}
    shown_roots = {int(c.subject[6:]) for c in cells if c.subject.startswith("title:")}

    def label_of(atom, by):
        own = facts(atom)[by]
        subject = f"title:{root[atom[0]]}"
        if (subject, by, own) in plain:
            return own
        if by == "territory":
            folded = f"region:{REGIONS.get(own, '')}"
            return folded if (subject, by, folded) in plain else "world"
        if by == "part":
            told = label_of(atom, "season")
            return f"{OTHER}:{told}"
        return OTHER

    counted = [
        atom for atom in order
        if root[atom[0]] in shown_roots
        and (f"title:{root[atom[0]]}", "territory", label_of(atom, "territory")) in plain
    ]  # fmt: skip
    alone = standing(counted, watchers, root, label_of)

    def is_in(atom, cell):
        name, _, key = cell.subject.partition(":")
        if name not in CLASSES:
            own = root[atom[0]] in subjects[cell.subject]
            return own and (cell.by == "all" or label_of(atom, cell.by) == cell.label)
        if label_of(atom, name) != key:
            return False
        if cell.by in LABELS:
            found = alone[name, cell.by, root[atom[0]]]
            told = key in found.classes and label_of(atom, cell.by) in found.labels
            return cell.label == (label_of(atom, cell.by) if told else LABELS[cell.by])
        if cell.by == "title":
            return str(root[atom[0]]) == cell.label
        return cell.by == "all" or label_of(atom, cell.by) == cell.label

    vectors = []
    for cell in cells:
        inside = [a for a in counted if is_in(a, cell)]
        assert sum(atoms[a] for a in inside) == cell.figures.played_ms, cell
        within = set(inside)
        vectors.append([float(a in within) for a in order])
    known = np.array(vectors)
    span = np.linalg.svd(known, full_matrices=False)
    basis = span.Vh[1e-9 * span.S[0] < span.S]  # of all that can be worked out
    attacked = 0
    own = {s: [a for a in order if root[a[0]] in roots] for s, roots in subjects.items()}
    for name in CLASSES:
        for key in {facts(a)[name] for a in order} - {"", "1", "2"}:
            own[f"{name}:{key}"] = [a for a in order if facts(a)[name] == key]
    for subject, atoms_in in own.items():
        for by in ("all", *fields, "season", "part"):
            if by in ("season", "part") and not subject.startswith("title:"):
                continue
            groups: dict[str, list] = {}
            for a in atoms_in:
                groups.setdefault(facts(a)[by], []).append(a)
            for inside in groups.values():
                who = set().union(*(watchers[a] for a in inside))
                if len(who) >= 10:
                    continue
                attacked += 1
                within = set(inside)
                wanted = np.array([float(a in within) for a in order])
                left = wanted - basis.T @ (basis @ wanted)
                assert np.linalg.norm(left) > 1e-6, (subject, by)
    assert attacked > 10


def test_a_film_that_fewer_than_ten_watched_is_in_no_figure(tmp_path):
    few = [row for row in heartbeats(3, viewers=400) if row[4] != 2 or row[1] < 50]
    watched = {row[1] for row in few if row[4] == 2}
    assert 0 < len(watched) < 10
    cells, retention = cells_of(tmp_path, few)
    assert not [c for c in cells if c.subject in ("title:2", "company:8")]
    assert 2 not in retention


def test_a_playing_whose_stretches_say_more_than_the_clock_allows_is_left_out(tmp_path):
    rows = heartbeats(1, viewers=20)
    honest = Heartbeats(tmp_path / "a").write_day(DAY, rows)
    forged = [
        (999_999, 999, int(n == 0), 0, 1, 0, 60_000, "MX", "tv", "", 0, "", 60_000, 0, 60_000,
         0, 0, 0, 0, 0, "", "")
        for n in range(50)
    ]  # fmt: skip
    assert Heartbeats(tmp_path / "b").write_day(DAY, rows + forged) == honest


def test_a_day_written_again_takes_the_place_of_what_was_there(tmp_path):
    store = Heartbeats(tmp_path)
    rows = heartbeats(1, viewers=30)
    store.write_day(DAY, rows)
    assert store.write_day(DAY, rows[:100]) == 100
    assert store.weeks() == [WEEK]
    store.forget_before(date(2026, 3, 5))
    assert store.weeks() == []


def test_retention_counts_each_second_as_often_as_it_was_played(tmp_path):
    rows = heartbeats(2, viewers=80)
    _, retention = cells_of(tmp_path, rows)
    for title, steps in retention.items():
        played: dict[int, int] = {}
        for row in rows:
            if row[4] == title and row[14] > row[13]:
                for second in range(row[13] // 1000, (row[14] - 1) // 1000 + 1):
                    played[second] = played.get(second, 0) + 1
        told, now, change = {}, 0, dict(steps)
        for second in range(max(played) + 1):
            now = change.get(second, now)
            told[second] = now
        assert {s: n for s, n in told.items() if n} == played
