"""Hold a page to the least shares that its programmer has set, or say why it cannot be."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil, log2

from cartelera.engines.discovery.page import Offer


class Standing(StrEnum):
    """How a floor stands on a page."""

    MET = "met"
    FEW = "few"  # there are not so many such titles for this viewer
    FULL = "full"  # there are, but no row may show them, or other floors need the places


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one floor asked of a page, and what it got."""

    floor: str
    share: float  # asked, 0 to 1
    slots: int  # of the page
    wanted: int  # titles
    shown: int  # titles
    there: int  # titles that the page might show
    standing: Standing
    prominence: float  # its part of the page's attention, a place counting 1 / log2(place + 1)


@dataclass(frozen=True, slots=True)
class Held:
    """A page that meets its floors, as far as it can."""

    rows: tuple[Offer, ...]
    moved: Mapping[int, str]  # title that a floor put there: the floor
    outcomes: tuple[Outcome, ...]


def hold(
    rows: Sequence[Offer],
    pools: Sequence[Sequence[int]],
    floors: Mapping[str, float],
    groups: Mapping[str, Collection[int]],
    *,
    fixed: Sequence[int] = (),
    taken: Collection[int] = (),
) -> Held:
    """Exchange as few titles as needed for each floor to be met over the whole page.

    rows    the page; none of its titles stands twice
    pools   for each row what it may show, best first; empty for a row that stays as it is
    floors  least share of the page's slots, 0 to 1, by name
    groups  the titles that each floor is for, by the same names
    fixed   titles that count and stay, such as the page's hero
    taken   titles that may not be brought in: the viewer's own rows show them

    One title is exchanged at a time: the one brought in helps the most floors; it goes where
    least was exchanged so far, for the row's last title that no floor needs. No exchange
    undoes what a floor has, so each step helps. With several floors the walk is greedy: it may
    stop short where a search would not, and says so. A row keeps the order of its pool.
    """
    page = _Page(rows, pools, floors, groups, fixed=fixed, taken=taken)
    while page.exchange():
        pass
    return Held(
        tuple(
            replace(row, titles=tuple(own)) for row, own in zip(rows, page.rows, strict=True)
        ),
        page.moved,
        tuple(page.outcome(name) for name in floors),
    )


class _Page:
    def __init__(
        self,
        rows: Sequence[Offer],
        pools: Sequence[Sequence[int]],
        floors: Mapping[str, float],
        groups: Mapping[str, Collection[int]],
        *,
        fixed: Sequence[int],
        taken: Collection[int],
    ) -> None:
        self.rows = [list(row.titles) for row in rows]
        self.pools, self.floors, self.groups = pools, floors, groups
        self.fixed = fixed
        self.moved: dict[int, str] = {}
        self._before = [0] * len(rows)  # exchanged so far
        on_page = [*fixed, *(title for row in self.rows for title in row)]
        self.slots = len(on_page)
        self.shown = {name: sum(t in groups[name] for t in on_page) for name in floors}
        self.wanted = {name: ceil(share * self.slots - 1e-9) for name, share in floors.items()}
        self._away = {*taken, *on_page}
        every = {title for pool in pools for title in pool}.difference(taken)
        self._might = every.union(on_page)

    def exchange(self) -> bool:
        """Make the exchange that helps most; say whether there was one."""
        owing = [name for name in self.floors if self.shown[name] < self.wanted[name]]
        found = [
            (-helped, self._before[n] / len(self.rows[n]), n, place, title)
            for n, pool in enumerate(self.pools)
            if owing and self.rows[n]
            for helped, place, title in self._best(n, pool, owing)
        ]
        if not found:
            return False
        _, _, row, place, title = min(found)
        gone, self.rows[row][place] = self.rows[row][place], title
        self._before[row] += 1
        self._away.add(title)
        self.moved.pop(gone, None)
        self.moved[title] = next(name for name in owing if title in self.groups[name])
        for name, group in self.groups.items():
            if name in self.shown:
                self.shown[name] += (title in group) - (gone in group)
        order = {one: n for n, one in enumerate(self.pools[row])}
        self.rows[row].sort(key=lambda one: order.get(one, -1))
        return True

    def _best(
        self, row: int, pool: Sequence[int], owing: Sequence[str]
    ) -> list[tuple[int, int, int]]:
        """Return how many floors a row's best exchange helps, its place and its title."""
        ranked = []
        for rank, title in enumerate(pool):
            helps = sum(title in self.groups[name] for name in owing)
            if helps and title not in self._away:
                ranked.append((-helps, rank, title))
        for helps, _rank, title in sorted(ranked):
            for place in range(len(self.rows[row]) - 1, -1, -1):
                if self._may_go(self.rows[row][place], title):
                    return [(-helps, place, title)]
        return []

    def _may_go(self, gone: int, title: int) -> bool:
        return all(
            gone not in self.groups[name]
            or title in self.groups[name]
            or self.shown[name] > self.wanted[name]
            for name in self.floors
        ) and any(
            title in self.groups[name] and gone not in self.groups[name]
            for name in self.floors
            if self.shown[name] < self.wanted[name]
        )

    def outcome(self, name: str) -> Outcome:
        """Return how a floor stands."""
        group, wanted, shown = self.groups[name], self.wanted[name], self.shown[name]
        there = sum(title in group for title in self._might)
        if shown >= wanted:
            standing = Standing.MET
        else:
            standing = Standing.FEW if there < wanted else Standing.FULL
        return Outcome(
            name,
            self.floors[name],
            self.slots,
            wanted,
            shown,
            there,
            standing,
            prominence([self.fixed, *self.rows], group),
        )


def prominence(rows: Sequence[Sequence[int]], group: Collection[int]) -> float:
    """Return the part of a page's attention that a group has, 0 to 1; 0 for an empty page.

    A title counts 1 / log2(place + 1) within its row, and its row the same within the page.
    """
    told = [
        (title in group, 1 / log2(line + 2) / log2(place + 2))
        for line, row in enumerate(row for row in rows if row)
        for place, title in enumerate(row)
    ]
    return sum(weight for own, weight in told if own) / max(sum(w for _, w in told), 1e-12)
