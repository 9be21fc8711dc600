"""Cells: what a record gives a field of its own, in a row with a label, a table or a bar."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cartelera.engines.announce.credits import fitting_role
from cartelera.engines.announce.document import Block, is_label
from cartelera.engines.announce.facts import Piece
from cartelera.engines.announce.lexicon import Lexicon, any_of
from cartelera.engines.announce.names import is_country
from cartelera.engines.announce.skeleton import plain_sentences
from cartelera.engines.announce.values import Said, SaidCredit
from cartelera.vocabulary.kind import Role

LONGEST_CELL = 200  # characters
PEOPLE = "director"  # what a line of people under a title, or in a bar, names

_RULE = re.compile(r"[\s|:-]+")
_BAR = re.compile(r"\||\s[·•]\s")
_HEAD = re.compile(r"([^\W\d_][^:.|\n]{1,40}?)(?:[.:]\s+|\s(?:by|por)\s+)(?=\S)")  # "Dir. "
_MEASURED = re.compile(
    r"(?:[\s,/|]{1,4}(?:(?:19|20)\d\d|\d{1,3}\s?(?:['’′]|min(?:utos|utes|s)?\b\.?)))+$",
    re.IGNORECASE,
)
_LISTED = re.compile(r"\s*(?:[,/;&+–-]|\b(?:and|y|e)\b)\s*")


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of the text, and which field it fills."""

    field: str  # a label of the lexicon, as "director" or "país"
    start: int
    end: int


def bars_of(text: str, block: Block) -> list[Piece]:
    """Return the parts of a line that bars cut; none where it has no bar."""
    bars = list(_BAR.finditer(text, block.start, block.end))
    starts = [block.start, *(bar.end() for bar in bars)]
    ends = [*(bar.start() for bar in bars), block.end]
    if not bars:
        return []
    parts = [_inside(text, *part) for part in zip(starts, ends, strict=True)]
    first = text[block.start] == "|"
    last = text[block.end - 1] == "|"
    return parts[1 if first else 0 : len(parts) - (1 if last else 0)]


def _inside(text: str, start: int, end: int) -> Piece:
    """Return the bounds without the space at either end."""
    held = text[start:end]
    return start + len(held) - len(held.lstrip()), start + len(held.rstrip())


def is_rule(text: str, block: Block) -> bool:
    """Whether a line only parts the head of a table from its body."""
    return "-" in text[block.start : block.end] and bool(
        _RULE.fullmatch(text, block.start, block.end)
    )


def heads_of(text: str, bars: Sequence[Piece], lexicon: Lexicon) -> list[str] | None:
    """Return the fields that the head of a table names; None if it is no head."""
    words = [" ".join(text[start:end].strip(" *").split()).casefold() for start, end in bars]
    known = [word if is_label(word, lexicon) else "" for word in words]
    return known if len(bars) > 1 and sum(map(bool, known)) * 2 > len(bars) else None


def cells_by_look(text: str, bars: Sequence[Piece], lexicon: Lexicon) -> list[Cell]:
    """Return what parts without labels hold, as far as their look says it: kinds, people."""
    found: list[Cell] = []
    for start, end in bars:
        held = text[start:end]
        if cell := headed(text, start, end, lexicon):
            found.append(cell)
        elif lexicon.kind_word.search(held) or re.search(r"\d\s?[x×]\s?\d", held):
            found.append(Cell("format", start, end))
        elif is_countries(held, lexicon):
            found.append(Cell("country", start, end))
        elif is_people(text, start, end, lexicon) and not any(c.field == PEOPLE for c in found):
            found.append(Cell(PEOPLE, start, end))
    return found


def headed(text: str, start: int, end: int, lexicon: Lexicon) -> Cell | None:
    """Return a part that a label opens as a cell: "Dir. Ana Ruiz", "Directed by Ana Ruiz"."""
    head = _HEAD.match(text, start, end)
    if head is None or not is_label(head[1].casefold(), lexicon):
        return None
    return Cell(head[1].casefold(), head.end(), end)


def is_countries(words: str, lexicon: Lexicon) -> bool:
    """Whether words are nothing but countries, a year and a running time perhaps after them:
    "México, Alemania, 2025, 101 min.".
    """
    parts = [part for part in _LISTED.split(_MEASURED.sub("", words.strip(" .()"))) if part]
    return bool(parts) and all(_is_country(part.strip(), lexicon) for part in parts)


def _is_country(part: str, lexicon: Lexicon) -> bool:
    """Whether a word is a country, a full stop at its end or not: "U.S.A"."""
    return is_country(part, lexicon) or is_country(f"{part}.", lexicon)


def is_people(text: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a line is nothing but people's names, each perhaps with a country in brackets."""
    if end - start > LONGEST_CELL or text[start:end].isupper():
        return False
    sentences = plain_sentences(text, start, end, lexicon)
    chunks = [chunk for sentence in sentences for chunk in sentence.chunks]
    names = [chunk for chunk in chunks if chunk.kind == "name"]
    rest = [
        c
        for c in chunks
        if c.kind != "name" and c.text.casefold() not in {",", "and", "y", "e", "&"}
    ]
    fit = all(fitting_role(Role.DIRECTOR, c.text, lexicon) for c in names)
    return bool(names) and not rest and fit


def rows_in(text: str, pieces: Sequence[Piece], lexicon: Lexicon) -> Iterator[Cell]:
    """Yield the rows with a label that begin the pieces."""
    for start, end in pieces:
        head, colon, _ = text[start : min(end, start + 60)].partition(":")
        word = " ".join(head.strip(" *-·•").split()).casefold()
        if colon and "\n" not in head and is_label(word, lexicon):
            held = text[start + len(head) + 1 : end]
            body = start + len(head) + 1 + len(held) - len(held.lstrip(" *"))
            yield Cell(word, body, end)


def field_of(cell: Cell, lexicon: Lexicon) -> str:
    """Return which field of a record a cell fills: "country", "genre", "credit"."""
    known = cell.field in lexicon.labels.values()
    return lexicon.labels.get(cell.field, cell.field if known else "credit")


def credits_of(text: str, cells: Sequence[Cell], lexicon: Lexicon) -> Iterator[SaidCredit]:
    """Yield the credits of cells whose head is a role; rows with a colon have phrases."""
    for cell in cells:
        roles = _roles(cell.field, lexicon)
        for sentence in plain_sentences(text, cell.start, cell.end, lexicon):
            for chunk in sentence.chunks:
                if chunk.kind != "name":
                    continue
                for said in roles:
                    role = fitting_role(said, chunk.text, lexicon, noun=True)
                    if role is not None:
                        rule = f"credit: under {cell.field}"
                        yield SaidCredit(chunk.text, role, chunk.start, chunk.end, rule)


def _roles(label: str, lexicon: Lexicon) -> list[Role]:
    """Return the roles that a label names."""
    if label in lexicon.role_labels:
        return [lexicon.role_labels[label]]
    if label in lexicon.labels:
        return []
    return list(
        dict.fromkeys(lexicon.roles[w.lower()] for w in lexicon.role_word.findall(label))
    )


def countries_of(text: str, cells: Sequence[Piece], lexicon: Lexicon) -> tuple[Said[str], ...]:
    """Return the countries that stand in stretches of nothing else."""
    found: dict[str, Said[str]] = {}
    for start, end in cells:
        for match in any_of(lexicon.countries).finditer(text, start, end):
            name = lexicon.countries[match[0].casefold()]
            found.setdefault(name, Said(name, match.start(), match.end(), "country: its place"))
    return tuple(found.values())


def words_of_row(text: str, cell: Cell, rule: str, lexicon: Lexicon) -> Iterator[Said[str]]:
    """Yield the names in a row of places."""
    for sentence in plain_sentences(text, cell.start, cell.end, lexicon):
        for chunk in sentence.chunks:
            if chunk.kind == "name":
                yield Said(chunk.text, chunk.start, chunk.end, rule)
