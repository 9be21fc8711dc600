"""A title's own numbers: always the same for one key, and never drawn by chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

Choice = TypeVar("Choice")


@dataclass(frozen=True, slots=True)
class Seed:
    """A source of numbers that belongs to one key; each number is asked for by name."""

    key: str

    def number(self, name: str) -> float:
        """Return the number called `name`, in [0, 1)."""
        digest = sha256(f"{self.key}\n{name}".encode()).digest()
        return int.from_bytes(digest[:6], "big") / 2**48

    def between(self, name: str, low: float, high: float) -> float:
        """Return the number called `name`, in [low, high)."""
        return low + (high - low) * self.number(name)

    def whole(self, name: str, low: int, high: int) -> int:
        """Return the whole number called `name`, in [low, high]."""
        return low + int(self.number(name) * (high - low + 1))

    def chance(self, name: str, share: float) -> bool:
        """Say yes for `share` (0 to 1) of all keys."""
        return self.number(name) < share

    def one_of(self, name: str, choices: Sequence[Choice]) -> Choice:
        """Return one of `choices`, which may not be empty."""
        return choices[int(self.number(name) * len(choices))]

    def order_of(self, name: str, choices: Sequence[Choice]) -> list[Choice]:
        """Return all of `choices` in the key's own order."""
        ranked = sorted(range(len(choices)), key=lambda n: self.number(f"{name} {n}"))
        return [choices[n] for n in ranked]
