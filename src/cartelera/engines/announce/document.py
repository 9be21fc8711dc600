"""A text cut into blocks: headings, bullets, rows with a label, paragraphs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cartelera.engines.announce.lexicon import Lexicon, any_of

SHORT_LINE = 80  # characters; a longer line is no heading
FULL_LINE = 60  # characters; a line at least this long may go on in the next one

_BULLET = re.compile(r"\s*(?:[-*•·–—▪‣]|\d{1,2}[.)])\s+")
_HEADING = re.compile(r"\s*#{1,6}\s+")
_BOLD = re.compile(r"\s*(?:\*\*|__)(.{1,100}?)(?:\*\*|__)\s*:?\s*$")
_LABEL = re.compile(
    r"\s*(?:[-*•·]\s+)?(?:\*\*|__)?([^\W\d_][^:\n*_]{1,40}?)(?:\*\*|__)?\s*:(?:\*\*|__)?\s+(?=\S)"
)
_CAPITALS = re.compile(r"[A-ZÀ-Þ0-9][^a-zß-ÿ\n(]{2,80}?(?:\(|:|\s[-–—]\s)")


@dataclass(frozen=True, slots=True)
class Block:
    """A line, or lines that belong together, with what its look says."""

    start: int  # of its words: after a bullet, a heading's marks
    end: int
    paragraph: int  # which of the groups that empty lines part
    bullet: bool = False
    heading: bool = False  # by its marks, or by being short and open at its end
    marked: bool = False  # by its marks alone
    level: int = 0  # of a marked heading: how many # it has
    label: str = ""  # "director", for "Director: Ana Ruiz"
    body: int = 0  # where what follows the label begins


def blocks_of(text: str, lexicon: Lexicon) -> list[Block]:
    """Cut a text into blocks in order; lines that were only wrapped are put together."""
    blocks: list[Block] = []
    for block in _lines(text, lexicon):
        if blocks and _goes_on(text, blocks[-1], block):
            blocks[-1] = replace(blocks[-1], end=block.end, heading=False)
        else:
            blocks.append(block)
    return blocks


def _lines(text: str, lexicon: Lexicon) -> Iterator[Block]:
    """Yield a block for each line that holds anything."""
    paragraph, at = 0, 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield _line(text, at, at + len(line), paragraph, lexicon)
        else:
            paragraph += 1
        at += len(line)


def _line(text: str, start: int, end: int, paragraph: int, lexicon: Lexicon) -> Block:
    """Return one line as a block."""
    bullet = _BULLET.match(text, start, end)
    heading = _HEADING.match(text, start, end)
    bold = _BOLD.match(text, start, end)
    label = _LABEL.match(text, start, end)
    opens = bullet or heading
    begin = bold.start(1) if bold else opens.end() if opens else start
    finish = bold.end(1) if bold else end
    begin, finish = _trim(text, begin, finish)
    word = " ".join(label[1].split()).casefold() if label else ""
    known = word if label and is_label(word, lexicon) else ""
    return Block(
        start=begin,
        end=finish,
        paragraph=paragraph,
        bullet=bullet is not None,
        heading=bool(heading or bold) or (not known and _is_open(text, begin, finish)),
        marked=bool(heading or bold),
        level=heading[0].count("#") if heading else 0,
        label=known,
        body=label.end() if label and known else begin,
    )


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds without the space at either end."""
    held = text[start:end]
    return start + len(held) - len(held.lstrip()), start + len(held.rstrip())


def _is_open(text: str, start: int, end: int) -> bool:
    """Whether a line is short and ends as no sentence does."""
    return end - start <= SHORT_LINE and text[end - 1 : end] not in ".,;…"


def is_label(word: str, lexicon: Lexicon) -> bool:
    """Whether the words before a colon name a role or another row of a record."""
    if word in lexicon.labels or word in lexicon.role_labels or word in lexicon.roles:
        return True
    parts = re.split(r"\s*[/&,]\s*|-|\s(?:and|y|e)\s", word)
    if all(part in lexicon.role_labels or part in lexicon.roles for part in parts):
        return True
    rest = lexicon.role_word.sub("", word)
    return rest != word and all(w in lexicon.joins or w in "/," for w in rest.split())


def _goes_on(text: str, before: Block, block: Block) -> bool:
    """Whether a block only goes on with the line before it."""
    if before.paragraph != block.paragraph or block.bullet or block.marked or block.label:
        return False
    if before.marked or "|" in (text[before.start], text[block.start]):
        return False
    if text[block.start].islower():
        return True
    last_line = text.rfind("\n", before.start, before.end) + 1 or before.start
    wrapped = before.end - last_line >= FULL_LINE and text[before.end - 1] not in ".!?:"
    return wrapped and not _CAPITALS.match(text, block.start, block.end)


def is_section(text: str, block: Block, lexicon: Lexicon) -> bool:
    """Whether a block only says what follows it: "And the films:", "Nuevas series"."""
    shown = text[block.start : block.end].casefold().strip(" :.")
    rest = any_of([*lexicon.kinds, *lexicon.genres]).sub("", shown)
    heads = (*lexicon.facts.get("sections", ()), *lexicon.common)
    return rest != shown and all(w.strip(",:") in heads for w in rest.split())


def rows_after(blocks: Sequence[Block], n: int) -> bool:
    """Whether the block after blocks[n] is a row with a label, in the same paragraph."""
    if n + 1 >= len(blocks):
        return False
    after = blocks[n + 1]
    return bool(after.label) and after.paragraph == blocks[n].paragraph
