"""A screenplay from the lines of its pages, by where each stands: PDF and the like."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cartelera.engines.filming.headings import NATURAL, is_natural, is_omitted
from cartelera.engines.filming.screenplay import Kind, Paragraph, Run, Screenplay

_PAGE_NUMBER = re.compile(r"^(?:p[áa]g(?:e|ina)?\.?\s*)?\d{1,3}[A-Z]?\.?$", re.I)
_CARRIED = re.compile(
    r"^\(?(?:MORE|M[ÁA]S|CONTINUED|CONTIN[ÚU]A|CONT(?:INUING|INUES)?|SIGUE)\)?\s*:?"
    r"(?:\s*\(?\d+\)?)?$",
    re.I,
)
_MARGINS = re.compile(r"^(\d{1,4}[A-Z]{0,3}|[A-Z]{1,2}\d{1,4})\.?$")
_TO = re.compile(r"^[^a-záéíóúüñ]+(?:TO|A|IN|OUT|NEGRO|BLACK)[:.]$")
INCH = 72.0
HEAD_MARGIN = 0.85 * INCH


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page: its text and where it begins, in points from the left and the top."""

    text: str
    left: float
    top: float
    page: int


def screenplay_of_pages(lines: Sequence[Line]) -> Screenplay:
    """Return the screenplay that lines of pages say by their indents.

    Running heads, page numbers, MORE and CONTINUED are left out; scene numbers in either margin
    are put with their headings.
    """
    told = [line for line in _numbered(lines) if line.text.strip()]
    told = list(_without_furniture(told))
    first = next((n for n, line in enumerate(told) if is_natural(line.text)), None)
    if first is None:
        return Screenplay()
    # the pages before that of the first heading are the title page
    begins = next(n for n, line in enumerate(told) if line.page == told[first].page)
    title_page = _title(told[:begins])
    body = told[begins:]
    return Screenplay(title_page, tuple(_paragraphs(body, _columns(body))))


def _numbered(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield lines, a scene number of the margin put before the heading it stands beside."""
    rows: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        rows.setdefault((line.page, round(line.top / 3)), []).append(line)
    taken: set[int] = set()
    for line in lines:
        if id(line) in taken:
            continue
        near = [
            other
            for shift in (-1, 0, 1)
            for other in rows.get((line.page, round(line.top / 3) + shift), [])
            if other is not line and id(other) not in taken
        ]
        if is_natural(line.text) or is_omitted(line.text):
            margins = [other for other in near if _MARGINS.match(other.text.strip())]
            found = NATURAL.match(line.text)
            taken.update(id(other) for other in margins)
            if margins and not (found and found["number"]):
                number = margins[0].text.strip().rstrip(".")
                yield Line(f"{number} {line.text.strip()}", line.left, line.top, line.page)
                continue
        elif _MARGINS.match(line.text.strip()) and any(
            is_natural(other.text) or is_omitted(other.text) for other in near
        ):
            continue
        yield line


def _without_furniture(lines: list[Line]) -> Iterator[Line]:
    """Yield lines without page numbers, running heads and feet, MORE and CONTINUED."""
    pages = {line.page for line in lines}
    edges: Counter[str] = Counter()
    for page in pages:
        own = [line for line in lines if line.page == page]
        for line in {*own[:2], *own[-2:]}:
            # above the text's own margin, twice is a running head
            edges[_unnumbered(line.text)] += 2 if line.top < HEAD_MARGIN else 1
    running = {
        text for text, times in edges.items() if times > max(2, len(pages) // 3) and text
    }
    for page in sorted(pages):
        own = [line for line in lines if line.page == page]
        for n, line in enumerate(own):
            edge = n < 2 or n >= len(own) - 2
            text = line.text.strip()
            if _CARRIED.match(text):
                continue
            if edge and (
                _PAGE_NUMBER.match(text)
                or (_unnumbered(text) in running and not is_natural(text))
            ):
                continue
            yield line


def _unnumbered(text: str) -> str:
    return re.sub(r"\d+", "", text).strip(" .-")


def _title(lines: Sequence[Line]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    texts = [line.text.strip() for line in lines]
    if not texts:
        return ()
    return (("Title", (texts[0],)), *((("Credit", tuple(texts[1:])),) if texts[1:] else ()))


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where each kind begins, in points from the left."""

    action: float
    dialogue: float
    parenthetical: float
    cue: float


def _columns(lines: Sequence[Line]) -> _Columns:
    """Return the columns of a screenplay, measured from its headings' own."""
    headings = Counter(round(line.left) for line in lines if is_natural(line.text))
    bare = [
        round(line.left)
        for line in lines
        if is_natural(line.text) and not re.match(r"\s*\d", line.text)
    ]
    base = float(Counter(bare).most_common(1)[0][0] if bare else headings.most_common(1)[0][0])
    common = Counter(round(line.left) for line in lines)
    actions = [left for left, times in common.items() if abs(left - base) <= INCH / 3 and times]
    base = float(min(actions, key=lambda left: -common[left])) if actions else base
    inner = sorted(
        left
        for left, times in common.items()
        if left > base + INCH / 2 and times >= max(2, common.total() // 200)
    )
    cues = Counter(
        round(line.left)
        for line in lines
        if line.left > base + 1.2 * INCH
        and _loud(line.text)
        and not _TO.match(line.text.strip())
    )
    cue = float(cues.most_common(1)[0][0]) if cues else base + 2.2 * INCH
    dialogues = Counter(
        round(line.left)
        for line in lines
        if base + INCH / 2 < line.left < cue - INCH / 4
        and not line.text.strip().startswith("(")
    )
    dialogue = (
        float(dialogues.most_common(1)[0][0])
        if dialogues
        else float(inner[0])
        if inner
        else base + INCH
    )
    return _Columns(base, dialogue, (dialogue + cue) / 2, cue)


def _loud(text: str) -> bool:
    bare = re.sub(r"\([^)]*\)?", "", text).strip()
    return bool(bare) and bare.upper() == bare and any(letter.isalpha() for letter in bare)


def _paragraphs(lines: Sequence[Line], columns: _Columns) -> Iterator[Paragraph]:
    kind: Kind | None = None
    gathered: list[str] = []
    before: Line | None = None
    gap = _line_height(lines)

    def close() -> Iterator[Paragraph]:
        nonlocal gathered
        if kind is not None and gathered:
            yield _paragraph(kind, gathered)
        gathered = []

    for line in lines:
        text = line.text.strip()
        turned = before is not None and line.page != before.page
        apart = before is None or turned or line.top - before.top > 1.45 * gap
        now = _kind(line, text, columns, kind, apart)
        whole = now in {Kind.HEADING, Kind.CHARACTER, Kind.TRANSITION}
        heading_goes_on = (
            kind is Kind.HEADING and not apart and now is Kind.HEADING and not is_natural(text)
        )
        carried = turned and now is Kind.DIALOGUE and kind is Kind.DIALOGUE
        opened = kind is Kind.PARENTHETICAL and gathered and not gathered[-1].endswith(")")
        if opened and not apart and now is not Kind.CHARACTER:
            gathered.append(text)
            before = line
            continue
        ends = now is not kind or whole or (apart and not carried)
        if ends and not heading_goes_on:
            yield from close()
        kind = now
        gathered.append(text)
        before = line
    yield from close()


def _line_height(lines: Sequence[Line]) -> float:
    steps = Counter(
        round(after.top - line.top)
        for line, after in pairwise(lines)
        if line.page == after.page and 5 < after.top - line.top < 40
    )
    return float(min((step for step, n in steps.items() if n > steps.total() / 20), default=12))


def _kind(  # noqa: PLR0911
    line: Line, text: str, columns: _Columns, last: Kind | None, apart: bool
) -> Kind:
    left = line.left
    if is_natural(text) and left < columns.dialogue - INCH / 4:
        loud = _loud(re.sub(r"[\"“”]", "", text))
        if loud or apart:
            return Kind.HEADING
    if last is Kind.HEADING and not apart and _loud(text) and left < columns.dialogue:
        return Kind.HEADING
    if _loud(text) and _TO.match(text) and apart:
        return Kind.TRANSITION
    in_speech = last in {Kind.CHARACTER, Kind.PARENTHETICAL, Kind.DIALOGUE}
    if left < (columns.action + columns.dialogue) / 2:
        return Kind.ACTION
    if in_speech and not apart:
        if text.startswith("(") and left > columns.dialogue - 6:
            return Kind.PARENTHETICAL
        return Kind.DIALOGUE
    if abs(left - columns.cue) < INCH * 1.1 and _loud(text) and left > columns.dialogue + 12:
        return Kind.CHARACTER
    if last is Kind.DIALOGUE and abs(left - columns.dialogue) < 8:
        return Kind.DIALOGUE
    return Kind.CENTRED if left > columns.dialogue + 12 else Kind.ACTION


def _paragraph(kind: Kind, texts: list[str]) -> Paragraph:
    text = " ".join(texts)
    if kind is Kind.HEADING:
        found = NATURAL.match(text)
        number = (found["number"] or "") if found else ""
        if number:
            text = text[found.start("prefix") :] if found else text
            text = re.sub(rf"\s+{re.escape(number)}\.?$", "", text)
        else:
            trailing = re.search(r"\s{2,}(\d{1,4}[A-Z]{0,2})\.?$", text)
            if trailing:
                number, text = trailing[1], text[: trailing.start()]
        return Paragraph(kind, (Run(text),), number)
    return Paragraph(kind, (Run(text),))
