"""Which title of a slate a draft is: by name, else by who made it and what it is drawn from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cartelera.engines.announce.draft import names_of
from cartelera.vocabulary.folding import folded
from cartelera.vocabulary.kind import SERIAL_KINDS, Kind, Role
from cartelera.vocabulary.record import TitleRecord

LEAST_SHARED = 0.3  # of what a draft names, by weight
LEAST_WEIGHT = 1.0  # one person with an agreeing kind, or two companies
CERTAIN = 1.0  # the score of a draft that bears a title's name
CLEAR_LEAD = 0.15  # of a proposal before the next one
_WEIGHTS = {"person": 1.0, "source author": 1.0, "source": 1.0, "company": 0.5}
_LEADING = frozenset({Role.DIRECTOR, Role.CREATOR, Role.SHOWRUNNER})


@dataclass(frozen=True, slots=True)
class Shared:
    """One name that a draft and a title have in common."""

    what: str  # "name", "person", "company", "source author" or "source"
    name: str  # as the draft has it


@dataclass(frozen=True, slots=True)
class Proposal:
    """A title that a draft may be, and what speaks for it."""

    key: str  # of the title
    name: str  # the first of its names
    score: float  # 0 to 1: the share, by weight, of what the draft names that the title has
    shared: tuple[Shared, ...]


def proposals_for(
    draft: TitleRecord, titles: Iterable[TitleRecord], text: str = ""
) -> tuple[Proposal, ...]:
    """Return the titles that a draft may be, the most likely first.

    text   the announcement; a title that it names elsewhere is not the one it has lost

    A draft that bears the name of a title is that title. Otherwise they must share enough
    people, companies and sources, and be of one kind: series and films are never the same.
    """
    found = (_proposal(draft, title, text) for title in titles)
    return tuple(sorted(filter(None, found), key=lambda p: (-p.score, p.name)))


def clear_winner(proposals: Sequence[Proposal]) -> Proposal | None:
    """Return the proposal that leads the others clearly; None where two titles come near.

    Two proposals of one name are one title that two announcements tell of.
    """
    if not proposals:
        return None
    best = proposals[0]
    rivals = [p for p in proposals[1:] if folded(p.name) != folded(best.name)]
    clear = not rivals or best.score - rivals[0].score >= CLEAR_LEAD
    return best if clear else None


def _proposal(draft: TitleRecord, title: TitleRecord, text: str) -> Proposal | None:
    """Return a title as a proposal for a draft, if enough speaks for it."""
    called = names_of(draft) & names_of(title)
    name = _name(title)
    if called:
        return Proposal(title.key, name, CERTAIN, (Shared("name", _name(draft)),))
    if names_of(draft) or not name or not _agree(draft.kind, title.kind):
        return None
    if _named_in(text, title):
        return None
    own, theirs = dict(_known_by(draft)), {key for key, _ in _known_by(title)}
    shared = {key: said for key, said in own.items() if key in theirs}
    weight, whole = _weight(shared.values()), _weight(own.values())
    alone = len(shared) == 1 and not _leads(draft, next(iter(shared.values())))
    if weight < LEAST_WEIGHT or weight < LEAST_SHARED * whole or alone:
        return None
    return Proposal(title.key, name, round(weight / whole, 3), tuple(shared.values()))


def _name(record: TitleRecord) -> str:
    """Return the first name of a record, or an empty one."""
    return record.texts[0].name if record.texts else record.original_name


def _agree(one: Kind, other: Kind) -> bool:
    """Whether two records may be one title: both told in episodes, or neither."""
    return (one in SERIAL_KINDS) == (other in SERIAL_KINDS)


def _named_in(text: str, title: TitleRecord) -> bool:
    """Whether a text names a title, as a whole, somewhere."""
    said = f" {folded(text)} "
    return any(len(name) > 3 and f" {name} " in said for name in names_of(title))


def _known_by(record: TitleRecord) -> Iterator[tuple[tuple[str, str], Shared]]:
    """Yield everything a record can be known again by, with a form that is compared."""
    for credit in record.credits:
        if credit.role is not Role.PLATFORM:
            what = "company" if credit.company else "person"
            yield (what, _plain(credit.name)), Shared(what, credit.name)
    for source in record.source_works:
        for author in source.authors:
            yield ("source author", _plain(author)), Shared("source author", author)
        if source.name:
            yield ("source", _plain(source.name)), Shared("source", source.name)


def _plain(name: str) -> str:
    """Return a name for comparison: no case, accents or article before it."""
    return folded(name).removeprefix("the ")


def _weight(shared: Iterable[Shared]) -> float:
    """Return how much shared names count together."""
    return sum(_WEIGHTS[one.what] for one in shared)


def _leads(draft: TitleRecord, shared: Shared) -> bool:
    """Whether one shared name is enough: who made it, or who wrote its source."""
    if shared.what in {"source author", "source"}:
        return True
    return any(c.role in _LEADING and c.name == shared.name for c in draft.credits)
