"""Entries that the look of a text sets apart: lists, rows with labels, headings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cartelera.engines.announce.credits import credits_in
from cartelera.engines.announce.document import Block, is_section, rows_after
from cartelera.engines.announce.lexicon import Lexicon
from cartelera.engines.announce.skeleton import LONGEST_QUOTE, plain_sentences
from cartelera.engines.announce.titles import titles_in
from cartelera.vocabulary.kind import Kind

_QUOTED = re.compile(rf"[“«\"‘'„]\s*(.{{1,{LONGEST_QUOTE}}}?)\s*[”»\"’'“]\s*:?\s*", re.DOTALL)
_COLON = re.compile(
    r"[“«\"‘'*_]{0,2}([A-ZÀ-Þ0-9¿¡#][^:\n]{0,80}?)[”»\"’'*_]{0,2}(?:\s\([^()\n]{1,80}\))*:\s+(?=\S)"
)
_CAPITALS = re.compile(r"([A-ZÀ-Þ0-9¿¡][^a-zß-ÿ()\n]{1,80}?)\s(?=\(|[-–—]\s)")
_DASH = re.compile(
    r"[“«\"‘']?([A-ZÀ-Þ0-9¿¡][^–—\n(]{0,80}?)[”»\"’']?(?:\s\([^()\n]{1,80}\))?\s[–—-]\s(?=\S)"
)
_PLAIN_BULLET = re.compile(r"([A-ZÀ-Þ0-9¿¡][^,.:;(\n]{0,80})(?=[,.:;(]|$)")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a production begins in the text, and where its title stands, if it has one."""

    start: int
    end: int  # of what the anchor itself owns
    title: tuple[int, int] | None
    rule: str
    heads: bool = False  # it owns the blocks below it too


def entries_of(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> list[Anchor]:
    """Return the entries that layout alone sets apart, in order.

    A look that one block alone has is believed only where it cannot mean anything else.
    """
    found: dict[int, Anchor] = {}
    for reading in (_rows, _quoted_lines, _marked_headings):
        for n, anchor in reading(text, blocks, lexicon):
            found.setdefault(n, anchor)
    for reading in (_capitals, _colons, _dashes, _bullets, _title_lines):
        entries = [(n, a) for n, a in reading(text, blocks, lexicon) if n not in found]
        beside = any(a.rule == "a line in quotes" for a in found.values())
        if len(entries) > 1 or (entries and beside):
            found.update(entries)
    return [found[n] for n in sorted(found)]


Reading = Iterator[tuple[int, Anchor]]


def _rows(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> Reading:
    """A line with rows of labels below it: its words are the title."""
    for n, block in enumerate(blocks):
        if block.label or block.marked or not rows_after(blocks, n):
            continue
        if block.paragraph == blocks[n - 1].paragraph and n and not _ends_rows(blocks, n):
            continue
        title = _title_line(text, block, lexicon)
        yield n, Anchor(block.start, block.end, title, "the line above rows of labels", True)


def _ends_rows(blocks: Sequence[Block], n: int) -> bool:
    """Whether the block before blocks[n] is a row, so that a new entry may begin."""
    return bool(blocks[n - 1].label)


def _title_line(text: str, block: Block, lexicon: Lexicon) -> tuple[int, int]:
    """Return where the title of a line ends: before a bracket, or the kind at its end."""
    start, end = block.start, block.end
    quoted = _QUOTED.match(text, start, end)
    if quoted:
        return quoted.span(1)
    bracket = text.find(" (", start, end)
    end = bracket if bracket > 0 else end
    for match in lexicon.kind_word.finditer(text, start, end):
        if match.end() == end and match.start() > start:
            end = match.start()
            break
    return start, start + len(text[start:end].rstrip(" ,:-–—|"))


def _quoted_lines(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> Reading:
    """A line that is nothing but a title in quotes."""
    for n, block in enumerate(blocks):
        match = _QUOTED.fullmatch(text, block.start, block.end)
        if match and n and len(match[1].split()) <= 12 and match[1][-1] not in ".,":
            yield n, Anchor(block.start, block.end, match.span(1), "a line in quotes", True)


def _marked_headings(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> Reading:
    """A heading with marks above words that speak of a production, all of one level."""
    found = [
        n for n in range(1, len(blocks) - 1) if _heads_production(text, blocks, n, lexicon)
    ]
    levels = [blocks[n].level for n in found]
    for n in found:
        if blocks[n].level == max(set(levels), key=lambda v: (levels.count(v), v)):
            title = _heading_title(text, blocks[n], lexicon)
            yield n, Anchor(blocks[n].start, blocks[n].end, title, "a heading", True)


def _heads_production(text: str, blocks: Sequence[Block], n: int, lexicon: Lexicon) -> bool:
    """Whether blocks[n] is a heading with marks, above a block that speaks of a production."""
    block, below = blocks[n], blocks[n + 1]
    if not block.marked or below.marked or is_section(text, block, lexicon):
        return False
    return bool(below.label) or _speaks_of_one(text, below, lexicon)


def _heading_title(text: str, block: Block, lexicon: Lexicon) -> tuple[int, int] | None:
    """Return where the title of a heading stands; None for one that names no title."""
    if _names_no_title(text, block, lexicon):
        return None
    return _title_line(text, block, lexicon)


def _names_no_title(text: str, block: Block, lexicon: Lexicon) -> bool:
    """Whether a heading speaks of a production that has no title: "The new series by X"."""
    shown = text[block.start : block.end].casefold()
    if lexicon.undecided.search(shown):
        return True
    words = shown.split()
    nouns = {*lexicon.kinds, *lexicon.facts["productions"], "proyecto", "project"}
    opens = bool(words) and words[0] in lexicon.common
    return opens and any(w in nouns for w in words[1:4])


def _colons(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> Reading:
    """A title, a colon, and what is said of it."""
    for n, block in enumerate(blocks):
        match = _COLON.match(text, block.start, block.end)
        if not match or block.label or n == 0 or len(match[1].split()) > 10:
            continue
        if ". " in match[1] or (match[1].isupper() and "(" not in match[0]):
            continue
        if block.end - match.end() > 20:
            title = (match.start(1), match.end(1))
            yield n, Anchor(block.start, block.end, title, "a title before a colon")


def _capitals(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> Reading:
    """A title in capitals before a bracket or a dash."""
    for n, block in enumerate(blocks):
        match = _CAPITALS.match(text, block.start, block.end)
        if match and n and block.end - match.end() > 20 and match[1].isupper():
            title = _without_space(text, *match.span(1))
            yield n, Anchor(block.start, block.end, title, "a title in capitals")


def _dashes(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> Reading:
    """A title before a dash."""
    for n, block in enumerate(blocks):
        match = _DASH.match(text, block.start, block.end)
        if match and n and len(match[1].split()) <= 10 and block.end - match.end() > 20:
            title = _without_space(text, *match.span(1))
            yield n, Anchor(block.start, block.end, title, "a title before a dash")


def _without_space(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds without space or a comma at the end."""
    return start, start + len(text[start:end].rstrip(" ,;:"))


def _bullets(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> Reading:
    """A bullet that begins with a title."""
    for n, block in enumerate(blocks):
        if not block.bullet or block.label:
            continue
        title = _leading_title(text, block, lexicon)
        if title:
            yield n, Anchor(block.start, block.end, title, "a title after a bullet")


def _leading_title(text: str, block: Block, lexicon: Lexicon) -> tuple[int, int] | None:
    """Return the title that a block begins with, if it begins with one."""
    quoted = _QUOTED.match(text, block.start, block.end)
    if quoted:
        return quoted.span(1)
    sentences = plain_sentences(text, block.start, block.end, lexicon)[:1]
    found = titles_in(text, sentences, lexicon, "", 1, leading=True)
    named = [title for title in found if title.start == block.start]
    if named:
        return named[0].start, named[0].end
    plain = _PLAIN_BULLET.match(text, block.start, block.end)
    short = plain is not None and len(plain[1].split()) <= 8
    return _without_space(text, *plain.span(1)) if plain and short else None


def _title_lines(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> Reading:
    """A short line above a paragraph that speaks of a production."""
    for n, block in enumerate(blocks[:-1]):
        if n == 0 or not block.heading or block.label or is_section(text, block, lexicon):
            continue
        if text[block.end - 1] == ":" or (
            not text[block.start].isupper() and text[block.start] not in "¿¡0123456789"
        ):
            continue
        below = blocks[n + 1]
        if below.heading or below.label or _is_dated(text, block, lexicon):
            continue
        untitled = _names_no_title(text, block, lexicon)
        if not untitled and not _speaks_of_one(text, below, lexicon):
            continue
        title = _heading_title(text, block, lexicon)
        yield n, Anchor(block.start, block.end, title, "a line above its paragraph", True)


def _is_dated(text: str, block: Block, lexicon: Lexicon) -> bool:
    """Whether a line says where and when the text was given out."""
    words = text[block.start : block.end].casefold().replace(",", " ").split()
    return any(w in lexicon.months for w in words) and any(w.isdigit() for w in words)


def _speaks_of_one(text: str, block: Block, lexicon: Lexicon) -> bool:
    """Whether a paragraph says a kind or genre, or gives somebody a credit."""
    for words in (lexicon.kind_word, lexicon.genre_word):
        if words.search(text, block.start, block.end):
            return True
    sentences = plain_sentences(text, block.start, block.end, lexicon)
    return bool(credits_in(text, sentences, lexicon, {}, Kind.FILM))
