"""Seasons, rows and campaigns by territory and by device, so that none tells on a few viewers.

A season's territories stand beside its series' territories and its series' seasons, so a cell
of the one can be had by subtracting from the others. So of each film or series a table of
classes (its seasons, rows or campaigns) by labels (its territories or devices) is made coarser
until every cell of it has enough viewers or none at all: its largest classes and some labels
stand alone, the other classes are one, and the other labels are one. Only cells of that coarse
table are ever in a figure, and all that it says together is sums of them.

The idea is table redesign; see Hundepool et al., Statistical Disclosure Control (2012).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cartelera.engines.audience.cells import OTHER, cells_of

CLASSES = ("season", "row", "campaign")
REST = "rest"  # territories not told apart, home perhaps among them
LABELS = {"territory": REST, "device": OTHER}  # and what the others are called together
WITHIN = {"season": "part", "row": "title", "campaign": "title"}  # told by its margin alone
_FIRST = 6  # how many classes are tried to stand alone, beside all of them


@dataclass(frozen=True, slots=True)
class Behind:
    """Who stands behind a cell."""

    viewers: int = 0
    mostly: int = 0  # of them, those who played nothing else of the table as long

    def __add__(self, other: "Behind") -> "Behind":
        """Return no more than stand behind both: who is in each is counted once."""
        mostly = self.mostly + other.mostly
        return Behind(max(self.viewers, other.viewers, mostly), mostly)


Table = Mapping[tuple[str, str], Behind]  # by class and label


@dataclass(frozen=True, slots=True)
class Coarse:
    """The classes and the labels of a film's or series' table that stand alone."""

    classes: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()


def coarse(table: Table, least: int) -> Coarse:
    """Return which cells of a film's or series' table may stand in a figure of their class.

    table  every cell that anybody is behind; each class, and each label, has `least` viewers
    least  viewers behind each figure

    Whatever else is published of it are its classes, its labels, and of each class what its
    cells that stand alone leave.
    """
    sizes: dict[str, int] = defaultdict(int)
    for (name, _label), behind in table.items():
        sizes[name] += behind.mostly
    ranked = sorted(sizes, key=lambda name: (-sizes[name], name))
    best, most = Coarse(), 0
    for count in sorted({len(ranked), *range(1, min(_FIRST, len(ranked)) + 1)}, reverse=True):
        found = Coarse(frozenset(ranked[:count]), _open(table, ranked[:count], least))
        viewers = sum(
            behind.mostly
            for (name, label), behind in table.items()
            if name in found.classes and label in found.labels
        )
        if viewers > most:
            best, most = found, viewers
    return best


def _open(table: Table, alone: Sequence[str], least: int) -> frozenset[str]:
    """Return the labels that may stand alone where some classes do and the others are one."""
    columns: dict[str, dict[str, Behind]] = defaultdict(dict)
    for (name, label), behind in table.items():
        key = name if name in alone else ""
        columns[label][key] = columns[label].get(key, Behind()) + behind
    found = {label for label, column in columns.items() if _enough(column, least)}
    while found:
        rest: dict[str, Behind] = {}
        for label in columns.keys() - found:
            for key, behind in columns[label].items():
                rest[key] = rest.get(key, Behind()) + behind
        if _enough(rest, least):
            break
        found.remove(min(found, key=lambda one: (_size(columns[one]), one)))
    return frozenset(found)


def _enough(column: Mapping[str, Behind], least: int) -> bool:
    return all(behind.viewers >= least for behind in column.values())


def _size(column: Mapping[str, Behind]) -> int:
    return sum(behind.mostly for behind in column.values())


# For DuckDB, after the statements of `cells`: a table of every film and series, and what its
# cells allow.

_TABLE = """
WITH played AS (
    SELECT root, {name}_label AS class, {by}_label AS label, viewer,
        sum(played_ms)::BIGINT AS played_ms
    FROM shown GROUP BY ALL
), mostly AS (
    SELECT root, viewer, max_by((class, label), (played_ms, class, label)) AS cell
    FROM played GROUP BY ALL
), counted AS (
    SELECT root, cell[1] AS class, cell[2] AS label, count(*) AS mostly FROM mostly GROUP BY ALL
)
SELECT root, class, label, count(*), coalesce(any_value(counted.mostly), 0)
FROM played LEFT JOIN counted USING (root, class, label) GROUP BY ALL ORDER BY ALL
"""


def table_of(name: str, by: str) -> str:
    """Return the statement that reads (root, class, label, viewers, mostly)."""
    return _TABLE.format(name=name, by=by)


def crossed_cells() -> Iterator[str]:
    """Yield the statements that add the cells of seasons, rows and campaigns.

    Asked of the connection: tables `alone` (crossing, root, class) and `open` (crossing, root,
    label) of what stands alone, where a crossing is `season by territory` and the like.
    """
    for name in CLASSES:
        subject = f"'{name}:' || s.{name}_label"
        only = f"WHERE s.{name}_label NOT IN ('', '{OTHER}')"
        if name == "season":
            only += " AND s.season <> s.root::VARCHAR"
        within = "s.part_label" if name == "season" else "s.root::VARCHAR"
        plain = f"shown s {only}"
        yield cells_of(subject, "all", "''", plain)
        yield cells_of(subject, WITHIN[name], within, plain)
        for by, rest in LABELS.items():
            crossing = f"'{name} by {by}'"
            label = f"CASE WHEN o.root IS NULL THEN '{rest}' ELSE s.{by}_label END"
            source = (
                f"shown s LEFT JOIN alone a ON a.crossing = {crossing} AND a.root = s.root "
                f"AND a.class = s.{name}_label LEFT JOIN open o ON o.crossing = {crossing} "
                f"AND o.root = a.root AND o.label = s.{by}_label {only}"
            )
            yield cells_of(subject, by, label, source)
