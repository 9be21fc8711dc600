"""What a viewer answers back, as weights on titles."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

FEWER = 0.6  # of its weight, which a title loses that is just like one a viewer wants less of


class Said(StrEnum):
    """What a viewer may say of a title that a page shows."""

    LESS = "less"  # fewer titles like it
    HIDE = "hide"  # this title never again


def weights_after(
    words: Mapping[int, Collection[str]], refused: Collection[int]
) -> dict[int, float]:
    """Return by how much each title counts, 0 to 1, once a viewer wants less of some.

    words    genres and themes of each title, of the refused ones too
    refused  titles of which the viewer wants less

    Each of the refused lowers a title by `FEWER` times their likeness (Jaccard's, of their
    words): nothing for one that shares no word, and more with each time it is said. In which
    order it was said makes no difference. Titles of full weight are left out.
    """
    bags = [frozenset(words.get(title, ())) for title in sorted(set(refused))]
    found = {}
    for title, said in words.items():
        own, weight = frozenset(said), 1.0
        for bag in bags:
            if both := len(own & bag):
                weight *= 1 - FEWER * both / len(own | bag)
        if weight < 1:
            found[title] = weight
    return found


def put_back(titles: Sequence[int], weights: Mapping[int, float]) -> list[int]:
    """Return titles, best first, with those of less weight farther back.

    weights  above 0, at most 1; a title without one counts 1

    One that stood n-th and counts w stands as if it were n / w^2-th; the others keep their
    order.
    """
    ranked = sorted((n / weights.get(title, 1.0) ** 2, n) for n, title in enumerate(titles, 1))
    return [titles[n - 1] for _place, n in ranked]
