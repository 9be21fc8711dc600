"""Teasers drawn by program: a title's own figure, cut to music made for it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from PIL import Image

from cartelera.adapters.film import Frame, write_film
from cartelera.adapters.lettering import letters
from cartelera.adapters.raster import picture
from cartelera.command.sample import shots
from cartelera.command.sample.score import SAMPLE_RATE, beats_per_minute, compose
from cartelera.command.sample.shots import Shot, View
from cartelera.engines.slate.figures.motifs import motifs_for
from cartelera.engines.slate.lettering import initial_of
from cartelera.engines.slate.palette import Palette, palettes_of
from cartelera.engines.slate.poster import PosterFacts, Shape, draw, draw_figure, figure_of
from cartelera.engines.slate.seed import Seed

RATE = Fraction(24)
_CUTS = (0.0, 0.21, 0.38, 0.56, 0.74)  # shares of the length, before they fall on a beat
_STILL = 1600  # px, the width of a picture that a shot passes over
_DISSOLVE = 14  # frames, into the title


@dataclass(frozen=True, slots=True)
class Cutting:
    """Where a teaser is cut, in frames."""

    starts: tuple[int, ...]  # of each shot; the last is the title
    frames: int

    def seconds(self, shot: int) -> float:
        """Return the moment a shot starts."""
        return float(self.starts[shot] / RATE)


def cut_to_music(facts: PosterFacts, seconds: float) -> Cutting:
    """Return where a teaser is cut: on the beats of its own music."""
    beat = 60 / beats_per_minute(Seed(facts.key), facts.genres)
    starts = [round(round(share * seconds / beat) * beat * float(RATE)) for share in _CUTS]
    return Cutting(tuple(starts), round(seconds * RATE))


def draw_teaser(facts: PosterFacts, out: Path, seconds: float = 12.0) -> None:
    """Write a teaser of 1280 x 720 at 24 frames a second, with music, as an MP4.

    facts    of the title or episode; they decide everything seen and heard
    out      replaced if it exists
    seconds  its length, 6 or more
    Raises ProgramError if it could not be written whole.
    """
    cutting = cut_to_music(facts, seconds)
    moments = [cutting.seconds(shot) for shot in range(len(cutting.starts))]
    music = compose(Seed(facts.key), facts.genres, moments, moments[-1], seconds)
    write_film(_frames(facts, cutting), RATE, music, SAMPLE_RATE, out)


def subtitles(facts: PosterFacts, lines: Sequence[str], seconds: float = 12.0) -> str:
    """Return subtitles for a teaser as SubRip text, a line to each shot before the title."""
    cutting = cut_to_music(facts, seconds)
    cues = []
    for number, line in enumerate(lines[: len(cutting.starts) - 1]):
        start = cutting.seconds(number) + 0.25
        end = cutting.seconds(number + 1) - 0.1
        cues.append(f"{number + 1}\n{_clock(start)} --> {_clock(end)}\n{line}\n")
    return "\n".join(cues)


def _clock(seconds: float) -> str:
    whole = round(seconds * 1000)
    hours, rest = divmod(whole, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02},{rest % 1000:03}"


def _frames(facts: PosterFacts, cutting: Cutting) -> Iterator[Frame]:
    """Paint the frames, shot by shot; the last shot before the title dissolves into it."""
    made = _shots(facts)
    ends = (*cutting.starts[1:], cutting.frames)
    title = made[-1]
    for number, (shot, start, end) in enumerate(zip(made, cutting.starts, ends, strict=True)):
        into_title = number == len(made) - 2
        for frame in range(start, end):
            painted = shot((frame - start) / (end - start))
            late = frame - (end - _DISSOLVE)
            if into_title and late >= 0:
                painted = shots.mixed(painted, title(0.0), (late + 1) / (_DISSOLVE + 1))
            yield painted


def _shots(facts: PosterFacts) -> list[Shot]:
    """Return four views of the title's figure, and its title."""
    seed, figure = Seed(facts.key), figure_of(facts)
    moving = figure in _MOVING
    first = "own" if moving else "whole"
    second = seed.one_of("second shot", ("sign", "close" if figure == "echo" else "initial"))
    third = seed.one_of("third shot", ("close", "printed"))
    if third == second:
        third = "printed"
    fourth = "own, near" if moving else "printed" if third == "close" else "close"
    mine = palettes_of(facts.key, facts.genres)[0]
    drawn = _Drawn(facts, mine, _negative(mine))
    card = picture(draw(facts, Shape.WIDE, letters()), _STILL)
    title = shots.drift(card, (0.5, 0.5, 0.97, 0.0), (0.5, 0.5, 1.0, 0.0))
    return [*(_shot(drawn, name) for name in (first, second, third, fourth)), title]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What the shots of one teaser are made from."""

    facts: PosterFacts
    palette: Palette
    negative: Palette

    @property
    def seed(self) -> Seed:
        return Seed(self.facts.key)

    @property
    def sign(self) -> str:
        return self.seed.one_of("motif", motifs_for(self.facts.genres))

    def still(self, moment: float, palette: Palette) -> Image.Image:
        drawing = draw_figure(self.facts, Shape.WIDE, letters(), moment, palette)
        return picture(drawing, _STILL)


def _shot(drawn: _Drawn, name: str) -> Shot:
    """Return the shot of one name for a title."""
    seed = drawn.seed
    lean = seed.one_of("lean", (-9.0, 9.0, 0.0))
    mine, negative = drawn.palette, drawn.negative
    if name == "whole":
        still = drawn.still(0.0, mine)
        return shots.drift(still, (0.5, 0.5, 0.96, 0.0), (0.5, 0.5, 0.52, 0.0))
    if name == "close":
        still = drawn.still(0.37, negative)
        return shots.drift(still, (0.28, 0.4, 0.34, lean), (0.7, 0.6, 0.34, lean))
    if name == "printed":
        return shots.dots(View(mine, seed), shots.seen_through(drawn.still(0.0, mine)))
    if name == "sign":
        return shots.rings(View(negative, seed, 1.25), drawn.sign)
    if name == "initial":
        initial = initial_of(drawn.facts.name, letters().broad) or drawn.sign
        return shots.rings(View(mine, seed, 0.9), initial)
    near = name == "own, near"
    view = View(negative, seed, 2.0) if near else View(mine, seed)
    return _MOVING[figure_of(drawn.facts)](drawn, view)


def _echo(drawn: _Drawn, view: View) -> Shot:
    return shots.rings(view, drawn.sign)


def _halftone(drawn: _Drawn, view: View) -> Shot:
    shade = shots.globe(drawn.seed) if view.near == 1 else shots.ripple(drawn.seed)
    return shots.dots(view, shade)


_MOVING: dict[str, Callable[[_Drawn, View], Shot]] = {
    "echo": _echo,
    "halftone": _halftone,
    "horizon": lambda _, view: shots.sunrise(view),
    "interference": lambda _, view: shots.crossings(view),
    "sarape": lambda _, view: shots.diamonds(view),
}


def _negative(palette: Palette) -> Palette:
    """Return the palette with its figure as its ground."""
    return Palette(
        palette.name, palette.family, palette.main, palette.ink, palette.main,
        palette.ground, palette.second, palette.spark,
    )  # fmt: skip
