"""Entries that the look of a text sets apart: lists, rows with labels, headings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cartelera.engines.announce.cells import (
    PEOPLE,
    Cell,
    bars_of,
    cells_by_look,
    headed,
    heads_of,
    is_countries,
    is_people,
    is_rule,
)
from cartelera.engines.announce.credits import credits_in
from cartelera.engines.announce.document import Block, is_section, rows_after
from cartelera.engines.announce.lexicon import Lexicon, any_of
from cartelera.engines.announce.names import may_be_person
from cartelera.engines.announce.skeleton import LONGEST_QUOTE, plain_sentences
from cartelera.engines.announce.titles import titles_in
from cartelera.vocabulary.kind import Kind

_QUOTED = re.compile(rf"[“«\"‘'„]\s*(.{{1,{LONGEST_QUOTE}}}?)\s*[”»\"’'“]\s*:?\s*", re.DOTALL)
_COLON = re.compile(
    r"[“«\"‘'*_]{0,2}([A-ZÀ-Þ0-9¿¡#][^:\n]{0,80}?)[”»\"’'*_]{0,2}(?:\s\([^()\n]{1,80}\))*:\s+(?=\S)"
)
_CAPITALS = re.compile(r"([A-ZÀ-Þ0-9¿¡][^a-zß-ÿ()\n]{1,80}?)(?:\s(?=\(|[-–—]\s)|(?=:\s))")
_DATELINE = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ .,'’-]{1,30}(?::|\s?[–—]|\s-)\s")
_DASH = re.compile(
    r"[“«\"‘']?([A-ZÀ-Þ0-9¿¡][^–—\n(]{0,80}?)[”»\"’']?(?:\s/\s[^–—\n(/]{2,60})?"
    r"(?:\s\([^()\n]{1,400}\))?\s[–—-]\s(?=\S)"
)
_BRACKET = re.compile(
    r"[“«\"‘'*_]{0,2}([A-ZÀ-Þ0-9¿¡#][^(:|\n.]{0,80}?)[”»\"’'*_]{0,2}\s\(([^()\n]{2,80})\)(?=[,.:;])"
)
_TITLE_BEFORE_COMMA = r"[“«\"‘'*_]{0,2}([A-ZÀ-Þ0-9¿¡][^:;.()\n]{0,80}?)[”»\"’'*_]{0,2},\s"
_BY_LINE = re.compile(r", (?:by|de|por) ([A-ZÀ-Þ][\w.’'-]*(?: [\w.’'-]+){1,4})$")
_DESCRIBED_AFTER = re.compile(r"\s[-–—|·]\s|\s/\s")
_ANY_ONE = frozenset("a an un una um uma".split())
_PLAIN_BULLET = re.compile(r"([A-ZÀ-Þ0-9¿¡][^,.:;(\n]{0,80})(?=[,.:;(]|$)")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a production begins in the text, and where its title stands, if it has one."""

    start: int
    end: int  # of what the anchor itself owns
    title: tuple[int, int] | None
    rule: str
    heads: bool = False  # it owns the blocks below it too
    cells: tuple[Cell, ...] = ()  # what stands in a field of its own: a table, a bar


def entries_of(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> list[Anchor]:
    """Return the entries that layout alone sets apart, in order.

    A look that one block alone has is believed only where it cannot mean anything else.
    """
    found: dict[int, Anchor] = {}
    for reading in (_tables, _bars_below, _rows, _quoted_lines, _marked_headings):
        for n, anchor in reading(text, blocks, lexicon):
            found.setdefault(n, anchor)
    for reading in (
        _bars,
        _people_lines,
        _capitals,
        _credited,
        _colons,
        _dashes,
        _bullets,
        _bracketed,
        _title_lines,
    ):
        entries = [(n, a) for n, a in reading(text, blocks, lexicon) if n not in found]
        beside = any(a.rule == "a line in quotes" for a in found.values())
        if len(entries) > 1 or (entries and beside):
            found.update(entries)
    return [found[n] for n in sorted(found)]


Reading = Iterator[tuple[int, Anchor]]


def _tables(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> Reading:
    """A row of a table whose head says what each column holds."""
    heads: list[str] | None = None
    for n, block in enumerate(blocks):
        bars = bars_of(text, block)
        if not bars:
            heads = None
        elif heads is None:
            heads = heads_of(text, bars, lexicon)
        elif not is_rule(text, block) and len(bars) <= len(heads):
            named = next(
                (i for i, h in enumerate(heads) if lexicon.labels.get(h) == "title"), 0
            )
            cells = tuple(
                Cell(head, start, end)
                for i, (head, (start, end)) in enumerate(zip(heads, bars, strict=False))
                if i != named and head and end > start
            )
            title = (
                bars[named] if named < len(bars) and bars[named][0] < bars[named][1] else None
            )
            yield n, Anchor(block.start, block.end, title, "a row of a table", cells=cells)


def _bars(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> Reading:
    """A line that bars cut: its title, then who made it and where."""
    for n, block in enumerate(blocks):
        bars = bars_of(text, block)
        if len(bars) < 2 or block.label or is_rule(text, block):
            continue
        if headed(text, *bars[0], lexicon):
            continue
        cells = tuple(cells_by_look(text, bars[1:], lexicon))
        if cells and not block.marked and heads_of(text, bars, lexicon) is None:
            title = _without_space(text, *bars[0])
            yield n, Anchor(block.start, block.end, title, "a title before a bar", True, cells)


def _bracketed(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> Reading:
    """A title, and in a bracket right after it a country, a format or a kind."""
    for n, block in enumerate(blocks):
        match = _BRACKET.match(text, block.start, block.end)
        if not match or block.label or len(match[1].split()) > 10:
            continue
        if block.end - match.end() <= 20:
            continue
        held = match[2]
        format_said = re.search(r"\d\s?[x×]\s?\d", held) or lexicon.working.search(held)
        if format_said or is_countries(held, lexicon) or lexicon.kind_word.fullmatch(held):
            title = _without_space(text, *match.span(1))
            yield n, Anchor(block.start, block.end, title, "a title before its bracket")


def _bars_below(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> Reading:
    """A title above a line that bars cut: who made it, where, how long it is."""
    for n, block in enumerate(blocks[:-1]):
        below = blocks[n + 1]
        bars = bars_of(text, below)
        opens = not n or blocks[n - 1].paragraph != block.paragraph
        if len(bars) < 2 or not opens or below.paragraph != block.paragraph or block.label:
            continue
        cells = tuple(cells_by_look(text, bars, lexicon))
        if headed(text, *bars[0], lexicon) and not bars_of(text, block):
            title = _title_line(text, block, lexicon)
            yield n, Anchor(block.start, block.end, title, "a line above its bars", True, cells)


def _people_lines(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> Reading:
    """A line above another that only names people: a title, and who directed it."""
    for n, block in enumerate(blocks[:-1]):
        below = blocks[n + 1]
        opens = not n or blocks[n - 1].paragraph != block.paragraph
        if not opens or below.paragraph != block.paragraph or block.label or below.label:
            continue
        if not block.heading or not is_people(text, below.start, below.end, lexicon):
            continue
        if is_people(text, block.start, block.end, lexicon) and not below.end > block.end:
            continue
        title = _title_line(text, block, lexicon)
        cells = (Cell(PEOPLE, below.start, below.end),)
        yield n, Anchor(block.start, block.end, title, "a line above its people", True, cells)


def _rows(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> Reading:
    """A line with rows of labels below it: its words are the title.

    Up to two short lines may stand between, such as "Feature film" or "6 x 52 mins".
    """
    for n, block in enumerate(blocks):
        if block.label or block.marked or not _above_rows(text, blocks, n, lexicon):
            continue
        if _is_sentence(text, block):
            continue
        if n and block.paragraph == blocks[n - 1].paragraph and not _ends_rows(blocks, n):
            continue
        title = _title_line(text, block, lexicon)
        yield n, Anchor(block.start, block.end, title, "the line above rows of labels", True)


def _is_sentence(text: str, block: Block) -> bool:
    """Whether a block ends as a sentence, and is too long for a title that does."""
    ends = text[block.end - 1] in ".…" and not text[block.start : block.end].isupper()
    return ends and len(text[block.start : block.end].split()) > 5


def _above_rows(text: str, blocks: Sequence[Block], n: int, lexicon: Lexicon) -> bool:
    """Whether rows follow blocks[n], at once or after lines that only describe."""
    for m in range(n, min(n + 3, len(blocks) - 1)):
        if rows_after(blocks, m):
            return m == n or blocks[n].heading
        after = blocks[m + 1]
        short = after.heading and after.paragraph == blocks[n].paragraph
        if not short or not _describes(text, after, lexicon):
            return False
    return False


def _describes(text: str, block: Block, lexicon: Lexicon) -> bool:
    """Whether a line only says what something is: a kind, a genre, a format."""
    return _says_format(text[block.start : block.end], lexicon)


def _says_format(held: str, lexicon: Lexicon) -> bool:
    """Whether words name a kind, a genre or a number of episodes."""
    words = (lexicon.kind_word, lexicon.genre_word, lexicon.working)
    return any(w.search(held) for w in words) or any(c.isdigit() for c in held)


def _ends_rows(blocks: Sequence[Block], n: int) -> bool:
    """Whether the block before blocks[n] is a row, so that a new entry may begin."""
    return bool(blocks[n - 1].label)


def _title_line(text: str, block: Block, lexicon: Lexicon) -> tuple[int, int]:
    """Return where the title of a line ends: before a bracket, the kind at its end, or the
    person it is by.
    """
    start, end = block.start, block.end
    by = _BY_LINE.search(text, start, end)
    if by and may_be_person(by[1], lexicon):
        end = by.start()
    quoted = _QUOTED.match(text, start, end)
    if quoted:
        return quoted.span(1)
    bracket = text.find(" (", start, end)
    end = bracket if bracket > 0 else end
    dash = _DESCRIBED_AFTER.search(text, start, end)
    if dash and _says_format(text[dash.end() : end], lexicon):
        end = dash.start()
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
        if match[1].count("(") > match[1].count(")") or _tells(match[1], lexicon):
            continue
        if _is_speech(text, match, lexicon):
            continue
        if block.end - match.end() > 20:
            title = (match.start(1), match.end(1))
            yield n, Anchor(block.start, block.end, title, "a title before a colon")


def _is_speech(text: str, match: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether a colon only opens what somebody says: "Ruiz added: “We ..."."""
    said = any(w in lexicon.facts["speakers"] for w in match[1].casefold().split()[-3:])
    return said and text[match.end()] in "“«\"‘'—–"


def _tells(words: str, lexicon: Lexicon) -> bool:
    """Whether words are a sentence that announces, and so no title."""
    verbs = any_of(lexicon.facts["announces"])
    return verbs.search(words) is not None


def _capitals(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> Reading:
    """A title in capitals before a bracket, a dash or a colon; a report's place is none."""
    places = datelines(text, blocks, lexicon)
    for n, block in enumerate(blocks):
        placed = block.start in places or block.label
        match = None if placed else _CAPITALS.match(text, block.start, block.end)
        heads = text[block.end - 1] == ")"  # the line holds no more than its bracket
        long = heads or (match is not None and block.end - match.end() > 20)
        if match and n and long and match[1].isupper():
            title = _without_space(text, *match.span(1))
            yield n, Anchor(block.start, block.end, title, "a title in capitals", heads)


def datelines(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> dict[int, int]:
    """Return where the report begins in each block that a place opens: "WARSAW:", "LIMA –".

    Words in capitals are places where a third of the reports after them name titles of their
    own; after a colon, where most do.
    """
    found: dict[int, int] = {}
    named: dict[bool, dict[int, bool]] = {True: {}, False: {}}
    for block in blocks:
        match = _DATELINE.match(text, block.start, block.end)
        if match and not block.label:
            found[block.start] = match.end()
            sentences = plain_sentences(text, match.end(), block.end, lexicon)
            told = bool(titles_in(text, sentences, lexicon, ""))
            named[":" in match[0]][block.start] = told
    for colon, told_of in named.items():
        if sum(told_of.values()) * (2 if colon else 3) < len(told_of):
            found = {start: end for start, end in found.items() if start not in told_of}
    return found


def _dashes(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> Reading:
    """A title before a dash."""
    places = datelines(text, blocks, lexicon)
    for n, block in enumerate(blocks):
        match = None if block.start in places else _DASH.match(text, block.start, block.end)
        if match and n and len(match[1].split()) <= 10 and block.end - match.end() > 20:
            if _has_date(match[1], lexicon):
                continue  # where and when the text was given out
            title = _without_space(text, *match.span(1))
            yield n, Anchor(block.start, block.end, title, "a title before a dash")


def _without_space(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds without space or a comma at the end."""
    return start, start + len(text[start:end].rstrip(" ,;:"))


def _credited(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> Reading:
    """A title, a comma, and who made it: "Low Tide, directed by Ana Ruiz"."""
    made = rf"(?:{lexicon.made})(?: (?:and|y|e) (?:{lexicon.made}))?"
    credited = re.compile(
        rf"{_TITLE_BEFORE_COMMA}(?=(?i:{made})\s(?:\w+\s){{0,4}}?(?:by|por)\s)"
    )
    for n, block in enumerate(blocks):
        match = credited.match(text, block.start, block.end)
        if not match or block.label or len(match[1].split()) > 10:
            continue
        if not _is_described(match[1], lexicon) and not _tells(match[1], lexicon):
            title = _without_space(text, *match.span(1))
            yield n, Anchor(block.start, block.end, title, "a title before its makers")


def _is_described(words: str, lexicon: Lexicon) -> bool:
    """Whether words describe a production and name none: "A six-episode drama set in Lima"."""
    first, *rest = words.split()[:5] or [""]
    described = lexicon.kinds.keys() | lexicon.genres.keys()
    return first.casefold() in _ANY_ONE and any(
        word.strip(",.:;") in described for word in rest
    )


def _bullets(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> Reading:
    """A bullet that begins with a title."""
    for n, block in enumerate(blocks):
        if not block.bullet or block.label:
            continue
        if _is_described(text[block.start : block.end], lexicon):
            yield n, Anchor(block.start, block.end, None, "a bullet without a title")
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
    return _has_date(text[block.start : block.end], lexicon)


def _has_date(words: str, lexicon: Lexicon) -> bool:
    """Whether words name a month, short or in full, and a number: "Lima, Jan. 28, 2025"."""
    parts = re.findall(r"\w+", words.casefold())
    months = {*lexicon.months, *(month[:3] for month in lexicon.months)}
    return any(w in months for w in parts) and any(w.isdigit() for w in parts)


def _speaks_of_one(text: str, block: Block, lexicon: Lexicon) -> bool:
    """Whether a paragraph says a kind or genre, or gives somebody a credit."""
    for words in (lexicon.kind_word, lexicon.genre_word):
        if words.search(text, block.start, block.end):
            return True
    sentences = plain_sentences(text, block.start, block.end, lexicon)
    return bool(credits_in(text, sentences, lexicon, {}, Kind.FILM))
