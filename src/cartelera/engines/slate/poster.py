"""Posters grown from a title's own facts, for titles that have no artwork yet.

The key seeds every choice, the genres choose the inks, the name is the lettering. The same
facts make the same drawing on every machine; a moment from 0 to 1 sets its figure moving.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from math import ceil, floor, hypot
from xml.sax.saxutils import escape

from cartelera.engines.slate.figures import FIGURES, Ground
from cartelera.engines.slate.figures.ground import rectangle
from cartelera.engines.slate.figures.motifs import motifs_for
from cartelera.engines.slate.lettering import Block, Letters, initial_of, set_line, set_title
from cartelera.engines.slate.numbers import short
from cartelera.engines.slate.palette import PALETTES, Palette, palettes_of
from cartelera.engines.slate.seed import Seed
from cartelera.vocabulary.kind import Kind


class Shape(Enum):
    """The three shapes of a poster: width and height in px."""

    TALL = (600, 900)
    WIDE = (960, 540)
    SQUARE = (720, 720)

    @property
    def width(self) -> int:
        """Width in px."""
        return int(self.value[0])

    @property
    def height(self) -> int:
        """Height in px."""
        return int(self.value[1])


@dataclass(frozen=True, slots=True)
class PosterFacts:
    """What a poster is grown from."""

    key: str  # the title's lasting key: the seed
    name: str
    small: str = ""  # the source work, or the director
    genres: tuple[str, ...] = ()  # keys of the controlled vocabulary
    kind: Kind = Kind.FILM
    year: int | None = None


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One poster in the making."""

    facts: PosterFacts
    shape: Shape
    letters: Letters
    palette: Palette
    seed: Seed
    moment: float

    @property
    def margin(self) -> float:
        return min(self.shape.value) * 0.066

    @property
    def name(self) -> str:
        name = " ".join(self.facts.name.split())
        shout = len(name) <= 22 and self.seed.chance("capitals", 0.55)
        return name.upper() if shout else name

    def title(self, width: float, height: float) -> Block:
        cuts = (self.letters.narrow, self.letters.broad)
        return set_title(self.name, cuts, width, height, min(self.shape.value) * 0.36)

    def small(self, width: float) -> Block | None:
        text = self.facts.small.strip()
        size = min(self.shape.value) * 0.044
        return set_line(text, self.letters.small, width, size) if text else None

    def year(self) -> Block | None:
        text = str(self.facts.year or "")
        size = min(self.shape.value) * 0.044
        return set_line(text, self.letters.small, self.shape.width, size) if text else None

    def figure(
        self, x: float, y: float, width: float, height: float, palette: Palette | None = None
    ) -> str:
        """Return the title's figure in a window; a nested drawing clips without an id."""
        ground = Ground(
            width,
            height,
            palette or self.palette,
            self.seed,
            self.moment,
            motifs_for(self.facts.genres),
            initial_of(self.facts.name, self.letters.broad),
        )
        drawn = "".join(FIGURES[figure_of(self.facts)](ground))
        return (
            f'<svg x="{short(x)}" y="{short(y)}" width="{short(width)}" '
            f'height="{short(height)}">{drawn}</svg>'
        )


_SUITS_QUIET = frozenset({"echo", "interference", "fret", "ribbons"})
_SHOWS_PAPER = frozenset({"cut paper", "fret", "halftone", "ribbons", "tiles"})


def figure_of(facts: PosterFacts) -> str:
    """Return the name of the drawn system that a title's poster is built from."""
    return Seed(facts.key).one_of("figure", tuple(FIGURES))


def layout_of(facts: PosterFacts) -> str:
    """Return the name of the arrangement of a title's poster."""
    seed = Seed(facts.key)
    choices = ["foot", "foot", "head", "label", "label", "radiance"]
    if figure_of(facts) in _SUITS_QUIET:
        choices.append("quiet")
    return seed.one_of("layout", choices)


def draw(
    facts: PosterFacts,
    shape: Shape,
    letters: Letters,
    moment: float = 0.0,
    palette: str = "",
) -> str:
    """Return a poster as an SVG document, without styles, scripts, ids or outside references.

    facts    what it is grown from; the key seeds every choice
    letters  outlines of the display face; a name with other letters is set as text
    moment   0 to 1, where the figure's movement stands; at 1 it goes on as from 0
    palette  a name of PALETTES, or empty for the one that suits the title best

    Lettering has a contrast of at least 4.5 with all that lies under it.
    """
    chosen = PALETTES[palette] if palette else palettes_of(facts.key, facts.genres)[0]
    sheet = _Sheet(facts, shape, letters, chosen, Seed(facts.key), moment)
    return document(facts.name, shape, _LAYOUTS[layout_of(facts)](sheet))


def draw_figure(
    facts: PosterFacts, shape: Shape, letters: Letters, moment: float, palette: Palette
) -> str:
    """Return the title's figure alone, edge to edge, as an SVG document."""
    sheet = _Sheet(facts, shape, letters, palette, Seed(facts.key), moment)
    return document(facts.name, shape, [sheet.figure(0, 0, shape.width, shape.height)])


def document(name: str, shape: Shape, parts: Sequence[str]) -> str:
    """Return an SVG document named for those who cannot see it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" '
        f'viewBox="0 0 {shape.width} {shape.height}" '
        f'width="{shape.width}" height="{shape.height}">'
        f"<title>{escape(name)}</title>{''.join(parts)}</svg>"
    )


def _captions(sheet: _Sheet, x: float, y: float, width: float) -> list[str]:
    """Draw the small line at the left and the year at the right of one baseline."""
    ink, out = sheet.palette.ink, []
    year = sheet.year()
    room = width - (year.width + sheet.margin if year else 0)
    small = sheet.small(room)
    if small:
        out += small.draw(x, y, ink)
    if year:
        out += year.draw(x + width - year.width if small else x, y, ink)
    return out


def _captions_height(sheet: _Sheet, width: float) -> float:
    year = sheet.year()
    small = sheet.small(width - (year.width + sheet.margin if year else 0))
    tallest = max((block.height for block in (small, year) if block), default=0.0)
    return tallest + sheet.margin * 0.55 if tallest else 0.0


def _foot(sheet: _Sheet) -> list[str]:
    """The figure above, the title on bare paper below it."""
    return _beside(sheet) if sheet.shape is Shape.WIDE else _stacked(sheet, title_first=False)


def _head(sheet: _Sheet) -> list[str]:
    """The title on bare paper above, the figure below it."""
    return _beside(sheet) if sheet.shape is Shape.WIDE else _stacked(sheet, title_first=True)


def _stacked(sheet: _Sheet, title_first: bool) -> list[str]:
    wide, tall, margin = sheet.shape.width, sheet.shape.height, sheet.margin
    inner = wide - 2 * margin
    block = sheet.title(inner, tall * (0.36 if sheet.shape is Shape.TALL else 0.32))
    below = _captions_height(sheet, inner)
    words = margin + block.height + below + margin * 0.92
    inset = margin if sheet.seed.chance("inset", 0.35) else 0.0
    ink = sheet.palette.ink
    y = margin if title_first else tall - words + margin * 0.92
    at = words if title_first else inset
    return [
        rectangle(0, 0, wide, tall, sheet.palette.ground),
        sheet.figure(inset, at, wide - 2 * inset, tall - words - inset),
        *block.draw(margin, y, ink),
        *_captions(sheet, margin, y + block.height + margin * 0.55, inner),
    ]


def _beside(sheet: _Sheet) -> list[str]:
    wide, tall, margin = sheet.shape.width, sheet.shape.height, sheet.margin
    column = wide * 0.48
    inner = column - 1.7 * margin
    block = sheet.title(inner, tall * 0.66)
    inset = margin if sheet.seed.chance("inset", 0.35) else 0.0
    high = layout_of(sheet.facts) == "head"
    y = margin if high else tall - margin - block.height
    captions = tall - margin - _captions_height(sheet, inner) + margin * 0.55
    return [
        rectangle(0, 0, wide, tall, sheet.palette.ground),
        sheet.figure(column, inset, wide - column - inset, tall - 2 * inset),
        *block.draw(margin, y, sheet.palette.ink),
        *_captions(sheet, margin, captions if high else margin, inner),
    ]


def _quiet(sheet: _Sheet) -> list[str]:
    """The figure over everything in two close tones, the title across it."""
    wide, tall, margin = sheet.shape.width, sheet.shape.height, sheet.margin
    tones = replace(
        sheet.palette,
        main=sheet.palette.shade,
        second=sheet.palette.ground,
        spark=sheet.palette.shade,
    )
    inner = wide - 2 * margin
    block = sheet.title(inner, tall * 0.6)
    high = sheet.seed.chance("high", 0.5)
    y = margin if high else tall - margin - block.height
    captions = tall - margin - _captions_height(sheet, inner) + margin * 0.55
    return [
        sheet.figure(0, 0, wide, tall, tones),
        *block.draw(margin, y, sheet.palette.ink),
        *_captions(sheet, margin, captions if high else margin, inner),
    ]


def _label(sheet: _Sheet) -> list[str]:
    """The figure over everything, the title on strips of paper laid on it."""
    wide, tall, margin = sheet.shape.width, sheet.shape.height, sheet.margin
    width = wide * (0.62 if sheet.shape is Shape.WIDE else 0.8)
    block = sheet.title(width, tall * (0.5 if sheet.shape is Shape.WIDE else 0.4))
    pad = margin * 0.5
    foot = _captions_height(sheet, wide - 2 * margin)
    high = sheet.seed.chance("high", 0.4)
    band = foot + margin * 0.75 if foot else 0.0
    y = margin * 1.4 if high else tall - band - margin * 1.1 - block.height
    strip, ink = sheet.palette.ground, sheet.palette.ink
    if figure_of(sheet.facts) in _SHOWS_PAPER:  # paper laid on paper would be lost
        strip, ink = ink, strip
    out = [
        rectangle(0, 0, wide, tall, sheet.palette.ground),
        sheet.figure(0, 0, wide, tall - band),
        f'<path fill="{strip}" d="{_outline(block, margin, y, pad, bleed=True)}"/>',
        *block.draw(margin, y, ink),
    ]
    if band:
        out.append(rectangle(0, tall - band, wide, band, sheet.palette.ground))
        out += _captions(sheet, margin, tall - band + margin * 0.6, wide - 2 * margin)
    return out


def _outline(block: Block, x: float, y: float, pad: float, bleed: bool = False) -> str:
    """Return path data of one strip for each line, each touching the next."""
    data, lines = [], block.lines
    for n, line in enumerate(lines):
        top = y + line.top - pad if n == 0 else (y + (lines[n - 1].bottom + line.top) / 2)
        last = n == len(lines) - 1
        bottom = y + line.bottom + pad if last else (y + (line.bottom + lines[n + 1].top) / 2)
        left = 0.0 if bleed else x - pad
        data.append(
            f"M{short(left)} {short(top)}H{short(x + line.width + pad)}"
            f"V{short(bottom + (0 if last else 0.6))}H{short(left)}z"
        )
    return "".join(data)


def _radiance(sheet: _Sheet) -> list[str]:
    """The title's own outline, radiating to the edges in the lines of 1968."""
    wide, tall, margin = sheet.shape.width, sheet.shape.height, sheet.margin
    colours, seed = sheet.palette, sheet.seed
    block = sheet.title(wide * 0.66, tall * 0.46)
    foot = _captions_height(sheet, wide - 2 * margin)
    band = foot + margin * 0.75 if foot else 0.0
    x = (wide - block.width) * seed.one_of("across", (0.5, 0.5, 0.3))
    y = (tall - band - block.height) * seed.one_of("down", (0.5, 0.4, 0.62))
    cycle = seed.one_of(
        "cycle",
        (
            (colours.main, colours.ground),
            (colours.main, colours.ground, colours.second, colours.ground),
            (colours.main, colours.ground, colours.spark, colours.ground),
            (colours.main, colours.second),
        ),
    )
    pitch = min(wide, tall) * seed.between("pitch", 0.024, 0.036)
    pad = margin * 0.6
    data = _outline(block, x, y, pad)
    far = hypot(max(x, wide - x - block.width), max(y, tall - y - block.height))
    shift = sheet.moment * len(cycle)
    rings = []
    for ring in range(ceil(far / pitch), -1, -1):
        reach = (ring + shift - floor(shift)) * pitch
        colour = cycle[(ring - floor(shift)) % len(cycle)]
        rings.append(f'<path stroke="{colour}" stroke-width="{short(2 * reach)}" d="{data}"/>')
    join = seed.one_of("join", ("round", "round", "miter"))
    out = [
        rectangle(0, 0, wide, tall, cycle[0]),
        f'<g fill="none" stroke-linejoin="{join}">{"".join(rings)}</g>',
        f'<path fill="{colours.ground}" d="{data}"/>',
        *block.draw(x, y, colours.ink),
    ]
    if band:
        out.append(rectangle(0, tall - band, wide, band, colours.ground))
        out += _captions(sheet, margin, tall - band + margin * 0.6, wide - 2 * margin)
    return out


_LAYOUTS: dict[str, Callable[[_Sheet], list[str]]] = {
    "foot": _foot,
    "head": _head,
    "quiet": _quiet,
    "label": _label,
    "radiance": _radiance,
}
