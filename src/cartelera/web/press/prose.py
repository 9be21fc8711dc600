"""The text of an announcement, as blocks that a page can set."""

import re
from dataclasses import dataclass

_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_ITEM = re.compile(r"[-*•]\s+(.*)")
_STRONG = re.compile(r"\*\*(.+?)\*\*|__(.+?)__")


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, item or paragraph."""

    kind: str  # "section", "heading", "item" or "paragraph"
    text: str


def blocks_of(text: str, headline: str = "") -> list[Block]:
    """Return the blocks of a text with the marks of Markdown, or of one without.

    headline  left out where it is the first line, since the page says it already
    """
    parts = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    found = [block for part in parts for block in _blocks(part)]
    return found[1:] if found and found[0].text == headline else found


def _blocks(part: str) -> list[Block]:
    lines = [line.strip() for line in part.splitlines()]
    if any(_HEADING.fullmatch(line) or _ITEM.fullmatch(line) for line in lines):
        return [_line(line) for line in lines]
    return [Block("paragraph", _plain(" ".join(lines)))]


def _line(line: str) -> Block:
    heading, item = _HEADING.fullmatch(line), _ITEM.fullmatch(line)
    if heading:
        return Block("section" if len(heading[1]) < 3 else "heading", _plain(heading[2]))
    return Block("item", _plain(item[1])) if item else Block("paragraph", _plain(line))


def _plain(text: str) -> str:
    return _STRONG.sub(lambda found: found[1] or found[2], text)
