"""Where announcements of one title say different things: each is kept, with its day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cartelera.vocabulary.folding import folded
from cartelera.vocabulary.record import Proof

ONE_VALUE = ("kind", "episodes_planned", "original_name", "filming_date", "release_date")
_COARSE = frozenset({"filming_date", "release_date"})  # "2024" does not contradict "2024-05"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A field of which a title has one value, and every different one that was said."""

    field: str
    said: tuple[tuple[str, Proof], ...]  # (when its announcement was published, the words)


def contradictions(
    proofs: Sequence[Proof], published: Mapping[str, str]
) -> tuple[Contradiction, ...]:
    """Return the contradictions among the proofs of one title, the earliest words first.

    published  when each announcement was given out, by its key; "" where nobody knows
    """
    found = []
    for field in ONE_VALUE:
        said = sorted(
            ((published.get(p.announcement, ""), p) for p in proofs if p.field == field),
            key=lambda one: (one[0], one[1].announcement, one[1].start),
        )
        values = {proof.value for _, proof in said}
        sources = {proof.announcement for _, proof in said}
        if len(sources) > 1 and not _agree(field, values):
            found.append(Contradiction(field, tuple(said)))
    return tuple(found)


def _agree(field: str, values: set[str]) -> bool:
    """Whether values say the same, each as exactly as it does."""
    finest = max(values, key=len)
    if field in _COARSE:
        return all(finest.startswith(value) for value in values)
    return len({folded(value) for value in values}) == 1
