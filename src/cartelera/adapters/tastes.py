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


@dataclass(frozen=True, slots=True)
class Learned:
    """What learning gives to be kept."""

    titles: NDArray[np.int64]  # Title ids, in the order of rows and columns
    watched: Floats  # viewings of each
    attributes: NDArray[np.uint8]  # titles x attributes, 0 or 1
    named: tuple[str, ...]  # attributes, as "genre:drama"
    popular: Mapping[str, Sequence[int]]  # territory, or "": Title ids, the most watched first
    weights: "NDArray[np.float32] | csr_matrix"  # titles x titles


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
        self._place = {int(title): n for n, title in enumerate(self.titles)}
        names = ("weights",) if told["dense"] else ("indptr", "indices", "data")
        self._weights = [array(name) for name in names]

    def places(self, titles: Sequence[int]) -> list[int | None]:
        """Return the row of each title; None for one that was not learned."""
        return [self._place.get(title) for title in titles]

    def row(self, place: int) -> Floats:
        """Return how much having watched one title speaks for each."""
        if len(self._weights) == 1:
            return np.asarray(self._weights[0][place], dtype=np.float64)
        starts, columns, values = self._weights
        own = slice(int(starts[place]), int(starts[place + 1]))
        row = np.zeros(len(self.titles))
        row[columns[own]] = values[own]
        return row


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
