"""A slate ahead as SVG for a page: its titles side by side, and the sets made of them.

Colours are the page's, by class. Each is one sentence in its label; the page sets a table
behind each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, log10
from xml.sax.saxutils import escape, quoteattr

_LEFT, _WIDE, _RIGHT = 168.0, 960.0, 30.0  # px: the words of rows, the columns, their scale
_NAMES, _UP, _DOWN, _ROW = 132.0, 150.0, 56.0, 16.0
_NARROWEST = 11.0  # of a column that has room for its name
_LONGEST = 21  # letters of a name


@dataclass(frozen=True, slots=True)
class Column:
    """One title: how wide it stands, and how far it reaches."""

    name: str
    width: float  # its budget, or 1 for all; at least 0
    territories: tuple[float, float, float] | None  # low, middle, high, each at least 1
    home: float | None  # chance, 0 to 1
    made: bool


@dataclass(frozen=True, slots=True)
class Band:
    """Values of one aspect of the range, each with the columns that have it."""

    name: str
    rows: Sequence[tuple[str, frozenset[int]]]


@dataclass(frozen=True, slots=True)
class Stop:
    """One set on the front."""

    home: float
    abroad: float
    told: str  # its tip
    word: str  # written beside it
    address: str


def draw_slate(
    name: str,
    columns: Sequence[Column],
    bands: Sequence[Band],
    left_over: float,
    words: tuple[str, str],
) -> str:
    """Return a slate as an SVG element: what it reaches, what it costs, what it covers.

    columns    those made first; upwards the territories of each on a scale of tenfold steps,
               with their range, downwards the chance at home
    bands      under the columns, a mark where a title has a value
    left_over  width between those made and those not made: the budget that is not spent
    words      for the scale upwards, and for that downwards
    """
    made = sum(column.made for column in columns)
    scale = _WIDE / ((sum(column.width for column in columns) + left_over) or 1.0)
    ends = [0.0, *accumulate(column.width * scale for column in columns)]
    spans = [
        (_LEFT + ends[n] + (0.0 if n < made else left_over * scale), column.width * scale)
        for n, column in enumerate(columns)
    ]
    foot = _NAMES + _UP
    tenfold = max([1, *(ceil(log10(c.territories[2])) for c in columns if c.territories)])
    height = foot + _DOWN + 22 + sum(_ROW * (len(band.rows) + 1.5) for band in bands)
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="plot plot-slate" role="img" '
        f'aria-label={quoteattr(name)} viewBox="0 0 {_n(_LEFT + _WIDE + _RIGHT)} {_n(height)}">'
    ]
    for n in range(tenfold + 1):
        y = foot - _UP * n / tenfold
        drawn.append(_line("plot-grid", _LEFT, y, _LEFT + _WIDE, y))
        drawn.append(_text("plot-scale", _LEFT + _WIDE + 4, y + 4, f"{10**n}"))
    drawn.append(_text("plot-foot", _LEFT - 10, foot - _UP / 2, words[0], "end"))
    drawn.append(_text("plot-foot", _LEFT - 10, foot + _DOWN / 2 + 4, words[1], "end"))
    for (x, wide), column in zip(spans, columns, strict=True):
        drawn.append(_column(x, wide, column, foot, tenfold))
    if 0 < made < len(columns):
        cut = _LEFT + ends[made] + left_over * scale
        drawn.append(_line("slate-cut", cut, 6, cut, height))
    y = foot + _DOWN + 10
    for band in bands:
        y += _ROW * 1.5
        drawn.append(_text("slate-band", _LEFT - 10, y, band.name, "end"))
        for word, having in band.rows:
            y += _ROW
            kind = "slate-word" if any(columns[n].made for n in having) else "slate-word lost"
            drawn.append(_text(kind, _LEFT - 10, y, word[:_LONGEST], "end"))
            drawn.append(_line("plot-grid", _LEFT, y - 4, _LEFT + _WIDE, y - 4))
            drawn += [_box(spans[n], y - 8.5, 9, columns[n].made) for n in sorted(having)]
    return "".join(drawn) + "</svg>"


def _column(x: float, wide: float, column: Column, foot: float, tenfold: int) -> str:
    span, middle = (x, wide), x + wide / 2
    parts = [f"<g><title>{escape(column.name)}</title>"]
    if wide >= _NARROWEST:
        short = column.name
        short = short if len(short) <= _LONGEST else f"{short[: _LONGEST - 1]}…"
        parts.append(
            f'<text class="slate-name{"" if column.made else " out"}" '
            f'transform="translate({_n(middle + 4)} {_n(_NAMES - 12)}) rotate(-90)">'
            f"{escape(short)}</text>"
        )
    if column.territories:
        low, mid, high = (
            foot - _UP * log10(max(value, 1.0)) / tenfold for value in column.territories
        )
        parts.append(_box(span, mid, foot - mid, column.made))
        parts.append(_line("slate-range", middle, low, middle, high))
    if column.home is not None:
        parts.append(_box(span, foot + 2, (_DOWN - 4) * column.home, column.made))
    return "".join(parts) + "</g>"


def draw_front(
    name: str, stops: Sequence[Stop], at: int, words: tuple[str, str], size: tuple[float, float]
) -> str:
    """Return sets as points one can go to, as an SVG element: more at home to the right.

    at     the one that is looked at
    words  what is added up across, and upwards
    """
    wide, tall = size
    homes, abroads = [stop.home for stop in stops], [stop.abroad for stop in stops]
    left, right, top, foot = 14.0, wide - 60, 34.0, tall - 34

    def place(value: float, among: Sequence[float]) -> float:
        width = max(among) - min(among)
        return (value - min(among)) / width if width > 0 else 0.5

    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="plot plot-front" role="group" '
        f'aria-label={quoteattr(name)} viewBox="0 0 {_n(wide)} {_n(tall)}">',
        _line("plot-grid", left, top - 14, left, foot + 12),
        _line("plot-grid", left, foot + 12, right + 12, foot + 12),
        _text("plot-foot", right + 12, tall - 6, f"{words[0]} →", "end"),
        _text("plot-foot", left, 12, f"↑ {words[1]}"),
    ]
    for n, stop in enumerate(stops):
        x = left + 10 + (right - left - 10) * place(stop.home, homes)
        y = foot - (foot - top) * place(stop.abroad, abroads)
        here = ' aria-current="true"' if n == at else ""
        drawn.append(
            f'<a href={quoteattr(stop.address)} class="front-stop"{here}>'
            f"<title>{escape(stop.told)}</title>"
            f'<circle cx="{_n(x)}" cy="{_n(y)}" r="12" class="front-reach"/>'
            f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{7 if n == at else 5}" class="front-dot"/>'
            f"{_text('front-word', x + 10, y + 4, stop.word)}</a>"
        )
    return "".join(drawn) + "</svg>"


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _line(kind: str, x: float, y: float, x2: float, y2: float) -> str:
    return f'<path class="{kind}" d="M{_n(x)} {_n(y)}L{_n(x2)} {_n(y2)}"/>'


def _text(kind: str, x: float, y: float, words: str, anchor: str = "start") -> str:
    return (
        f'<text class="{kind}" x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}">'
        f"{escape(words)}</text>"
    )


def _box(span: tuple[float, float], y: float, height: float, made: bool) -> str:
    x, wide = span
    kind = "slate-made" if made else "slate-out"
    gap = min(1.0, wide / 6)
    return (
        f'<rect class="{kind}" x="{_n(x + gap)}" y="{_n(y)}" '
        f'width="{_n(max(1.0, wide - 2 * gap))}" height="{_n(max(1.0, height))}"/>'
    )
