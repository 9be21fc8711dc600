"""What was learned from viewings, on the disk: read in place, a history's rows alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cartelera.adapters.generations import current, next_generation

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

SHAPE = 1  # rises when older files can no longer be read
Floats = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Watched:
    """Who watched what, as learning read it: kept so that the next time reads only the new."""

    profiles: NDArray[np.int64]  # rising
    viewings: NDArray[np.int64]  # of each
    taken: "csr_matrix"  # profiles x titles: how much each took to each title
    read_at: datetime  # when all of it was read anew


@dataclass(frozen=True, slots=True)
class Learned:
    """What learning gives to be kept."""

    titles: NDArray[np.int64]  # Title ids, rising, in the order of rows and columns
    watched: Floats  # viewings of each
    attributes: NDArray[np.uint8]  # titles x attributes, 0 or 1
    named: tuple[str, ...]  # attributes, as "genre:drama"
    popular: Mapping[str, Sequence[int]]  # territory, or "": Title ids, the most watched first
    weights: "NDArray[np.float32] | csr_matrix"  # titles x titles
    history: Watched | None = None


def write_taste(place: Path, learned: Learned, made_at: datetime) -> None:
    """Keep what was learned; it takes the place of what was learned before.

    made_at  the moment before the first viewing was read
    """
    dense = isinstance(learned.weights, np.ndarray)
    told = {
        "shape": SHAPE,
        "made_at": made_at.isoformat(),
        "dense": dense,
        "named": list(learned.named),
        "popular": {key: list(titles) for key, titles in learned.popular.items()},
        "read_at": learned.history.read_at.isoformat() if learned.history else None,
    }
    with next_generation(place, told) as folder:
        arrays: dict[str, Any] = {
            "titles": learned.titles,
            "watched": learned.watched,
            "attributes": learned.attributes,
        }
        if isinstance(learned.weights, np.ndarray):
            arrays["weights"] = learned.weights
        else:
            near = learned.weights
            arrays |= {"indptr": near.indptr, "indices": near.indices, "data": near.data}
        if learned.history is not None:
            taken = learned.history.taken
            arrays |= {
                "profiles": learned.history.profiles,
                "viewings": learned.history.viewings,
            }
            arrays |= {"starts": taken.indptr, "columns": taken.indices, "taken": taken.data}
        for name, array in arrays.items():
            np.save(folder / f"{name}.npy", array)


class Taste:
    """What was learned, opened."""

    def __init__(self, folder: Path, told: dict[str, Any]) -> None:
        self.made_at = datetime.fromisoformat(told["made_at"])
        self.named: tuple[str, ...] = tuple(told["named"])
        self.popular: dict[str, list[int]] = told["popular"]

        def array(name: str) -> Any:
            return np.load(folder / f"{name}.npy", mmap_mode="r")

        self.titles = np.asarray(array("titles"))
        self.watched = np.asarray(array("watched"))
        self.attributes = array("attributes")
        names = ("weights",) if told["dense"] else ("indptr", "indices", "data")
        self._weights = [array(name) for name in names]

    def places(self, titles: Sequence[int]) -> list[int | None]:
        """Return the row of each title; None for one that was not learned."""
        near = np.searchsorted(self.titles, titles).clip(max=max(len(self.titles) - 1, 0))
        pairs = zip(near.tolist(), titles, strict=True)
        return [n if len(self.titles) and self.titles[n] == pk else None for n, pk in pairs]

    def scores(self, history: Places, strength: Floats) -> Floats:
        """Return how much a history speaks for each title; only its own rows are read.

        history   rows of the titles watched
        strength  how much each was taken to
        """
        if len(self._weights) == 1:
            return np.asarray(strength @ self._weights[0][history], dtype=np.float64)
        rows = [self._near(place) for place in history]
        columns = np.concatenate([columns for columns, _values in rows])
        said = [one * values for one, (_columns, values) in zip(strength, rows, strict=True)]
        total = np.bincount(columns, np.concatenate(said), minlength=len(self.titles))
        return total.astype(np.float64)

    def between(self, history: Places, among: Places) -> Floats:
        """Return history x among: how much having watched the one speaks for the other."""
        if len(self._weights) == 1:
            return np.asarray(self._weights[0][history][:, among], dtype=np.float64)
        found = np.zeros((len(history), len(among)))
        order = np.argsort(among)
        for own, place in zip(found, history, strict=True):
            columns, values = self._near(place)
            at = np.searchsorted(among, columns, sorter=order).clip(max=len(among) - 1)
            same = among[order[at]] == columns
            own[order[at[same]]] = values[same]
        return found

    def _near(self, place: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        starts, columns, values = self._weights
        own = slice(int(starts[place]), int(starts[place + 1]))
        return columns[own], values[own]


_opened: dict[Path, Taste] = {}


def open_taste(place: Path) -> Taste | None:
    """Return what was learned last, opened once; None if nothing was learned yet."""
    found = current(place)
    if found is None or found[1].get("shape") != SHAPE:
        return None
    folder, told = found
    if folder not in _opened:
        _opened.clear()
        _opened[folder] = Taste(folder, told)
    return _opened[folder]


def open_watched(place: Path, titles: NDArray[np.int64]) -> tuple[Watched, datetime] | None:
    """Return who watched what when learning last read it, and when; None if it is not kept.

    titles  the columns to return it in, rising; what is not among them is left out
    """
    from scipy.sparse import csr_matrix

    found = current(place)
    if found is None or found[1].get("shape") != SHAPE or not found[1].get("read_at"):
        return None
    folder, told = found

    def array(name: str) -> Any:
        return np.load(folder / f"{name}.npy")

    before, columns = array("titles"), array("columns")
    at = np.searchsorted(titles, before).clip(max=max(len(titles) - 1, 0))
    there = titles[at] == before if len(titles) else np.zeros(len(before), dtype=bool)
    keep = there[columns]
    rows = np.repeat(np.arange(len(array("profiles"))), np.diff(array("starts")))
    taken = csr_matrix(
        (array("taken")[keep], (rows[keep], at[columns[keep]])),
        shape=(len(array("profiles")), len(titles)),
    )
    read_at = datetime.fromisoformat(told["read_at"])
    kept = Watched(array("profiles"), array("viewings"), taken, read_at)
    return kept, datetime.fromisoformat(told["made_at"])
