"""Titles set as outlines: measured with real advance widths, well broken, self-contained."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from xml.sax.saxutils import escape

from cartelera.engines.slate.numbers import short

_LOOSE_WORDS = frozenset(
    "a al an and at by con da das de del do dos du e el en for from in la las le les lo los "
    "mi ni no o of on or para por que se sin su sus the to tu u un una with y y/o".split()
)


@dataclass(frozen=True, slots=True)
class Glyph:
    """One letter's outline in units of its cut, y downwards from the baseline."""

    advance: int
    top: int  # of its ink; negative above the baseline
    bottom: int
    x: int  # where its first contour starts
    y: int
    steps: str  # the rest of the path, relative


@dataclass(frozen=True, slots=True)
class Cut:
    """One weight and width of a face."""

    em: int  # units of one em
    glyphs: Mapping[str, Glyph]
    kerns: Mapping[str, int]  # by pair of letters

    def knows(self, text: str) -> bool:
        """Say whether every letter of `text` has an outline here."""
        return all(letter in self.glyphs for letter in text)

    def width(self, text: str) -> float:
        """Return the advance width of `text` in ems."""
        return sum(step for _, step in self._steps(text)) / self.em

    def extent(self, text: str) -> tuple[float, float]:
        """Return the top and bottom of the ink of `text` in ems, y downwards."""
        inked = [self.glyphs[letter] for letter in text if letter in self.glyphs]
        inked = [glyph for glyph in inked if glyph.steps]
        if not inked or not self.knows(text):
            return -0.75, 0.2
        return min(g.top for g in inked) / self.em, max(g.bottom for g in inked) / self.em

    def path(self, text: str) -> str:
        """Return SVG path data of `text` from (0, 0) on its baseline, in units of the table."""
        drawn, at = [], 0
        for letter, step in self._steps(text):
            glyph = self.glyphs.get(letter)
            if glyph is not None and glyph.steps:
                drawn.append(f"M{at + glyph.x} {glyph.y}{glyph.steps}")
            at += step
        return "".join(drawn)

    def _steps(self, text: str) -> list[tuple[str, int]]:
        steps = []
        for here, letter in enumerate(text):
            glyph = self.glyphs.get(letter)
            if glyph is None:
                wide = unicodedata.east_asian_width(letter) in "WF"
                none = unicodedata.combining(letter) != 0
                width = 0.0 if none else 1.0 if wide else 0.62
                steps.append((letter, round(self.em * width)))
                continue
            pair = _plain(text[here : here + 2])
            steps.append((letter, glyph.advance + self.kerns.get(pair, 0)))
        return steps


def _plain(pair: str) -> str:
    """Return a pair of letters without accents, as kerning knows them."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in pair)


@dataclass(frozen=True, slots=True)
class Letters:
    """The three cuts that posters are set in."""

    narrow: Cut
    broad: Cut
    small: Cut


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a block, placed from the block's top left corner."""

    text: str
    baseline: float  # px from the top
    width: float  # px
    top: float  # px, of its ink
    bottom: float


@dataclass(frozen=True, slots=True)
class Block:
    """Lettering set in lines of one size."""

    cut: Cut
    size: float  # px
    lines: tuple[Line, ...]

    @property
    def width(self) -> float:
        """Width of the longest line in px."""
        return max(line.width for line in self.lines)

    @property
    def height(self) -> float:
        """Height of the ink in px."""
        return self.lines[-1].bottom

    def draw(self, x: float, y: float, colour: str) -> list[str]:
        """Return SVG elements of the block with its top left corner at (x, y)."""
        if all(self.cut.knows(line.text) for line in self.lines):
            scale = short(self.size / self.cut.em, 4)
            return [
                f'<path fill="{colour}" transform="translate({short(x)} '
                f'{short(y + line.baseline)})scale({scale})" d="{self.cut.path(line.text)}"/>'
                for line in self.lines
            ]
        return [
            f'<text fill="{colour}" x="{short(x)}" y="{short(y + line.baseline)}" '
            f'font-family="Bricolage Grotesque Variable, system-ui, sans-serif" '
            f'font-weight="800" font-size="{short(self.size)}">{escape(line.text)}</text>'
            for line in self.lines
        ]


def set_title(
    text: str, cuts: Sequence[Cut], width: float, height: float, largest: float
) -> Block:
    """Break a title into lines and set it as large as its box allows.

    text     the title; runs of white space count as one space
    cuts     the cuts to choose from; the one that fills the box best is taken
    width    px
    height   px
    largest  the largest size in px

    The best setting is the largest one, less what a bad break costs: a line that ends on an
    article or preposition, a very short line, an uneven block.
    """
    words = text.split() or ["·"]
    best: Block | None = None
    most = -1.0
    breakings = _breakings(words)
    for cut in cuts:
        parts = {line for lines in breakings for line in lines}
        widths = {part: cut.width(part) for part in parts}
        for lines in breakings:
            widest = max(widths[line] for line in lines) or 1
            size = min(largest, width / widest)
            merit = _evenness(lines, [widths[line] for line in lines])
            if best is not None and size * merit <= most:
                continue  # its height could only make it smaller
            size = min(size, height / (_block(cut, lines, 1).height))
            worth = size * merit * (0.85 + 0.15 * min(1.0, widest * size / width))
            if best is None or worth > most:
                best, most = _block(cut, lines, size), worth
    return best or _block(cuts[0], words, 1)


def set_line(text: str, cut: Cut, width: float, size: float, most_lines: int = 2) -> Block:
    """Set small words at one size, on as few lines as hold them, smaller only if they must be.

    text        the words
    width       px
    size        px; shrunk when `most_lines` do not hold the text
    most_lines  1 or more
    """
    words = text.split() or ["·"]
    for count in range(1, most_lines + 1):
        fitting = [
            lines
            for lines in _breakings(words)
            if len(lines) == count and max(map(cut.width, lines)) * size <= width
        ]
        if fitting:
            even = min(fitting, key=lambda lines: _raggedness(cut, lines))
            return _block(cut, even, size, 1.22)
    fewest = [lines for lines in _breakings(words) if len(lines) <= most_lines]
    best = min(fewest, key=lambda lines: max(map(cut.width, lines)))
    return _block(cut, best, width / max(map(cut.width, best)), 1.22)


def _raggedness(cut: Cut, lines: Sequence[str]) -> float:
    widths = [cut.width(line) for line in lines]
    return max(widths) - min(widths)


def _breakings(words: Sequence[str], most: int = 6) -> list[list[str]]:
    """Return every way to break words into lines, few enough to try them all."""
    units = list(words)
    while len(units) > 9:  # a long sentence: its shortest neighbours stay together
        pairs = range(len(units) - 1)
        at = min(pairs, key=lambda n: len(units[n]) + len(units[n + 1]))
        units[at : at + 2] = [f"{units[at]} {units[at + 1]}"]
    found = []
    for count in range(min(most, len(units))):
        for cuts in combinations(range(1, len(units)), count):
            edges = (0, *cuts, len(units))
            found.append([" ".join(units[a:b]) for a, b in pairwise(edges)])
    return found


def _block(cut: Cut, lines: Sequence[str], size: float, leading: float = 0.0) -> Block:
    """Set lines at a size; close set lines are kept apart by their own ink."""
    extents = [cut.extent(line) for line in lines]
    apart = max(
        (low - high + 0.075 for (_, low), (high, _) in pairwise(extents)), default=0.0
    )  # ink to ink, alike for all lines
    step = leading or max(0.80, apart)
    baseline = -extents[0][0] if not leading else 0.74
    placed = []
    for here, line in enumerate(lines):
        top, bottom = extents[here]
        baseline += step if here else 0
        placed.append(
            Line(
                text=line,
                baseline=baseline * size,
                width=cut.width(line) * size,
                top=(baseline + top) * size,
                bottom=(baseline + bottom) * size,
            )
        )
    return Block(cut, size, tuple(placed))


def _evenness(lines: Sequence[str], widths: Sequence[float]) -> float:
    """Return 1 for a well broken block, less for a bad one."""
    merit = 1.0
    for line in lines[:-1]:
        if line.split()[-1].lower().strip(".,:;¡!¿?«»“”\"'") in _LOOSE_WORDS:
            merit *= 0.8
    for width in widths:
        if width < 0.42 * max(widths):
            merit *= 0.86
    return merit


def initial_of(text: str, cut: Cut) -> str:
    """Return the outline of a text's first letter in a box of 100 about (0, 0), or "".

    The letter is a capital; articles are passed over, as a library does.
    """
    words = [word for word in text.split() if word.lower() not in _LOOSE_WORDS] or text.split()
    letters = [letter for letter in "".join(words) if letter.isalnum()]
    glyph = cut.glyphs.get(letters[0].upper()[0]) if letters else None
    if glyph is None:
        return ""
    scale = 90 / max(glyph.bottom - glyph.top, glyph.advance)
    left, middle = glyph.advance / 2, (glyph.top + glyph.bottom) / 2
    steps = re.sub(r"-?\d+", lambda n: f" {short(int(n[0]) * scale)}", glyph.steps)
    steps = re.sub(r"([a-z]) ", r"\1", steps).replace(" -", "-")
    return f"M{short((glyph.x - left) * scale)} {short((glyph.y - middle) * scale)}{steps}"
