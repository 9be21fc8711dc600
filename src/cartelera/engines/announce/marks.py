"""A text cut where evidence begins and ends, so that each kind can be marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cartelera.vocabulary.record import Proof

_KINDS = {
    "title": "title",
    "original_name": "title",
    "alternative_names": "title",
    "kind": "kind",
    "genres": "kind",
    "episodes_planned": "kind",
    "stage": "time",
    "filming_date": "time",
    "release_date": "time",
    "countries": "place",
    "languages": "place",
    "source_works": "source",
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text, the kinds of evidence in it, and the drafts it speaks for."""

    text: str
    kinds: tuple[str, ...] = ()  # title, kind, source, credit, place, time
    drafts: tuple[int, ...] = ()


def evidence_kind(field: str) -> str:
    """Return the kind of evidence that a field of the record has."""
    return _KINDS.get(field) or ("place" if field.startswith("places") else "credit")


def stretches(text: str, drafts: Iterable[tuple[int, Sequence[Proof]]]) -> list[Stretch]:
    """Cut a text at every bound of evidence; put together, the stretches are the text.

    drafts  the number of each draft, and its proofs
    """
    opening: dict[int, set[tuple[int, str, int]]] = {}
    closing: dict[int, set[tuple[int, str, int]]] = {}
    for number, proofs in drafts:
        for proof in proofs:
            mark = (number, evidence_kind(proof.field), proof.start)
            opening.setdefault(proof.start, set()).add((*mark[:2], proof.end))
            closing.setdefault(proof.end, set()).add((*mark[:2], proof.end))
    bounds = sorted({0, len(text), *opening, *closing})
    found: list[Stretch] = []
    live: set[tuple[int, str, int]] = set()
    for start, end in pairwise(bounds):
        live -= closing.get(start, set())
        live |= opening.get(start, set())
        kinds = tuple(sorted({kind for _, kind, _ in live}))
        found.append(Stretch(text[start:end], kinds, tuple(sorted({n for n, _, _ in live}))))
    return found
