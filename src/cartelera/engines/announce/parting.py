"""One draft made into two, where its text tells of two productions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from cartelera.engines.announce.draft import says
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.folding import folded
from cartelera.vocabulary.kind import Kind
from cartelera.vocabulary.record import Proof, Text, TitleRecord

_PARTED = ("alternative_names", "genres", "source_works", "credits", "places")
_SHARED = ("countries", "languages")  # said once for several productions
_SINGLE = ("episodes_planned", "original_name")
_FOR_BOTH = (*_SHARED, "kind", "stage")
_NOTHING = TitleRecord("", Kind.FILM, ())


@dataclass(frozen=True, slots=True)
class Cut:
    """Where the second production begins: at its title."""

    title: str
    start: int  # characters into the text
    end: int


def cut_at(text: str, title: str, record: TitleRecord) -> Cut:
    """Return where a title stands in a text, after the beginning of the draft if it can.

    record  the draft to part, with its proofs

    Raises InputError if the text does not have these words, or they are the draft's own title.
    """
    wanted = title.strip()
    if not wanted or folded(wanted) in {folded(each.name) for each in record.texts}:
        raise InputError("name the second production: the title of this one cannot part it")
    own = [proof.end for proof in record.proofs if proof.field == "title"]
    others = [proof.start for proof in record.proofs if proof.field.startswith("credits")]
    begins = min(own or others or [0])
    found = text.find(wanted, begins)
    found = text.find(wanted) if found < 0 else found
    if found < 0:
        raise InputError(f"the text does not have the words “{wanted}”")
    return Cut(wanted, found, found + len(wanted))


def parted(
    record: TitleRecord, cut: Cut, language: str, announcement: str
) -> tuple[TitleRecord, TitleRecord]:
    """Return a record as two: what is proved before the cut, and what is proved after it.

    Kind and stage go to both, and so do countries and languages unless the second has its own;
    what no words prove, an editor has written for the first.

    language      of the announcement, in which the second's title is a name
    announcement  the key that its proof names
    """
    before = tuple(proof for proof in record.proofs if proof.start < cut.start)
    after = tuple(proof for proof in record.proofs if proof.start >= cut.start)
    first: dict[str, Any] = {}
    second: dict[str, Any] = {}
    for name in (*_PARTED, *_SHARED):
        values = getattr(record, name)
        early, late = _said(name, values, before), _said(name, values, after)
        second[name] = late or (values if name in _SHARED else ())
        first[name] = tuple(v for v in values if v in early or v not in second[name])
        if name in _SHARED and not first[name]:
            first[name] = values
    for name in _SINGLE:
        value = getattr(record, name)
        if _said(name, (value,), after) and not _said(name, (value,), before):
            first[name], second[name] = getattr(_NOTHING, name), value
    title = Proof("title", cut.title, announcement, cut.title, cut.start, cut.end)
    for_both = (p for p in before if p.field in _FOR_BOTH and _carried(p, record, second))
    proofs = {*for_both, *(p for p in after if p.field != "title"), title}
    return replace(record, **first, proofs=before), replace(
        _NOTHING,
        kind=record.kind,
        stage=record.stage,
        texts=(Text(language, cut.title),),
        year=record.year,
        stages=record.stages,
        proofs=tuple(sorted(proofs, key=lambda p: (p.start, p.end, p.field))),
        **second,
    )


def _said(name: str, values: Sequence[Any], proofs: Sequence[Proof]) -> tuple[Any, ...]:
    """Return those of a field's values that proofs say."""
    return tuple(value for value in values if _proved(name, value, proofs))


def _proved(name: str, value: Any, proofs: Sequence[Proof]) -> bool:
    alone: dict[str, Any] = {name: value if name in _SINGLE else (value,)}
    record = replace(_NOTHING, **alone)
    return any(says(record, proof) for proof in proofs if proof.field.startswith(name))


def _carried(proof: Proof, record: TitleRecord, second: dict[str, Any]) -> bool:
    """Say whether what a proof says for both is the second's too."""
    alone = {proof.field: second.get(proof.field, getattr(record, proof.field))}
    return says(replace(_NOTHING, **alone), proof)
