"""Shots of a teaser: a title's own figure in motion, painted a frame at a time.

A shot is a function from its share of time done (0 to 1) to a frame. Most shots keep one field
of numbers, such as the distance to a sign, and colour it anew for each frame, which costs
hardly more than copying the picture.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from cartelera.adapters.film import Frame
from cartelera.adapters.raster import picture
from cartelera.engines.slate.palette import Palette
from cartelera.engines.slate.seed import Seed

WIDTH, HEIGHT = 1280, 720
_TURN = 65536  # of a field: one whole cycle of colours

Shot: TypeAlias = Callable[[float], Frame]
Field: TypeAlias = NDArray[np.float32]  # height x width, px or cycles

_Y, _X = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)


@dataclass(frozen=True, slots=True)
class View:
    """How a shot looks at its figure: its colours, its numbers, its nearness."""

    palette: Palette
    seed: Seed
    near: float = 1.0  # larger is closer


def colour(text: str) -> int:
    """Return #rrggbb as one number of a frame."""
    red, green, blue = (int(text[n : n + 2], 16) for n in (1, 3, 5))
    return red | green << 8 | blue << 16


def _parts(text: str) -> NDArray[np.float32]:
    return np.array([int(text[n : n + 2], 16) for n in (1, 3, 5)], np.float32)


def _packed(parts: NDArray[np.float32]) -> NDArray[np.uint32]:
    """Return colours of three parts, 0 to 255, as numbers of a frame."""
    whole = np.clip(parts + 0.5, 0, 255).astype(np.uint32)
    packed: NDArray[np.uint32] = whole[..., 0] | whole[..., 1] << 8 | whole[..., 2] << 16
    return packed


def _cycle(colours: Sequence[str], soft: float) -> NDArray[np.uint32]:
    """Return a wheel of colours with edges `soft` of one colour's width wide."""
    stops = np.array([_parts(c) for c in colours])
    at = np.arange(_TURN) / _TURN * len(colours)
    here = at.astype(int)
    into = np.clip((at - here - 1 + soft) / max(soft, 1e-6), 0, 1)[:, None].astype(np.float32)
    after = (here + 1) % len(colours)
    return _packed(stops[here] * (1 - into) + stops[after] * into)


def _turned(field: Field, turns: float, wheel: NDArray[np.uint32]) -> Frame:
    """Colour a field of cycles, moved on by some turns."""
    phase = ((field + np.float32(turns % 1.0)) * np.float32(_TURN)).astype(np.int32)
    return wheel[phase.astype(np.uint16)]


def _over(frame: Frame, share: Field, ink: str, top: int = 0) -> None:
    """Lay one colour over the rows of a frame from `top` on, by a share of 0 to 1."""
    rows = frame[top : top + share.shape[0]]
    full, part = share >= 1, (share > 0) & (share < 1)
    rows[full] = colour(ink)
    if part.any():
        under = rows[part]
        parts = np.stack([under & 255, under >> 8 & 255, under >> 16 & 255], axis=-1)
        mixed = share[part][:, None]
        rows[part] = _packed(parts.astype(np.float32) * (1 - mixed) + _parts(ink) * mixed)


# Fields


def rings(view: View, sign: str) -> Shot:
    """Let the outline of a sign echo outward. `sign`: path data in a box of 100."""
    seed, colours = view.seed, view.palette
    size = HEIGHT * 0.36 * view.near / 100
    x, y = (
        WIDTH * seed.between("rings x", 0.35, 0.65),
        HEIGHT * seed.between("rings y", 0.4, 0.6),
    )
    mask = _mask(sign, x, y, size)
    away = _distance(mask)
    pitch = HEIGHT * 0.042 * view.near
    inks = (colours.main, colours.ground, colours.second, colours.ground)
    wheel = _cycle(inks, 1.2 / pitch)
    field = away / np.float32(pitch * len(inks))

    def shot(done: float) -> Frame:
        frame = _turned(field * np.float32(1 - 0.18 * done), -1.6 * done, wheel)
        _over(frame, mask, colours.spark)
        return frame

    return shot


def _mask(sign: str, x: float, y: float, size: float) -> Field:
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}"/><path fill="#fff" '
        f'transform="translate({x:.1f} {y:.1f})scale({size:.3f})" d="{sign}"/></svg>'
    )
    share: Field = np.asarray(picture(drawn, WIDTH).convert("L"), np.float32) / np.float32(255)
    return share


def _distance(mask: Field) -> Field:
    """Return the distance to a shape in px, from a picture a fifth as large."""
    step = 5
    small = mask[step // 2 :: step, step // 2 :: step] > 0.5
    rows, columns = np.nonzero(small)
    y, x = np.mgrid[0 : small.shape[0], 0 : small.shape[1]].astype(np.float32)
    nearest = np.full(small.shape, 1e9, np.float32)
    edge = _edge(small)
    for row, column in zip(rows[edge], columns[edge], strict=True):
        np.minimum(nearest, (y - row) ** 2 + (x - column) ** 2, out=nearest)
    away = np.sqrt(np.where(small, 0, nearest)) * step
    for _ in range(2):  # the steps of the small picture are rubbed out
        wide = np.pad(away, 1, mode="edge")
        away = 0.25 * (wide[:-2, 1:-1] + wide[2:, 1:-1] + wide[1:-1, :-2] + wide[1:-1, 2:])
    small_field = Image.fromarray(away.astype(np.float32))
    return np.asarray(small_field.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC), np.float32)


def _edge(small: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say of each filled cell whether it touches an empty one."""
    inner = np.pad(small, 1)
    held = inner[:-2, 1:-1] & inner[2:, 1:-1] & inner[1:-1, :-2] & inner[1:-1, 2:]
    edge: NDArray[np.bool_] = ~held[small]
    return edge


def diamonds(view: View) -> Shot:
    """Weave stepped diamonds that grow out of their middle."""
    seed, colours = view.seed, view.palette
    inks = seed.one_of(
        "woven",
        (
            (colours.main, colours.ground, colours.second, colours.spark),
            (colours.main, colours.ground, colours.spark, colours.ground, colours.second),
        ),
    )
    wheel = _cycle(inks, 0)
    step = HEIGHT * 0.034 * view.near
    tall = step * seed.one_of("slope", (1.0, 1.35, 0.75))
    x0, y0 = WIDTH / 2, HEIGHT * seed.one_of("woven y", (0.5, 0.5, 0.15, 0.85))

    def shot(done: float) -> Frame:
        grow = 1 + 0.6 * done
        across = np.floor(np.abs(np.arange(WIDTH) - x0) / (step * grow) + 0.5)
        down = np.floor(np.abs(np.arange(HEIGHT) - y0) / (tall * grow) + 0.5)
        ring = (across[None, :] + down[:, None]) // 2 - np.floor(done * 9)
        phase = ((ring % len(inks) + 0.5) / len(inks) * _TURN).astype(np.uint16)
        frame: Frame = wheel[phase]
        return frame

    return shot


def crossings(view: View) -> Shot:
    """Let two families of rings cross, dark where they agree."""
    seed, colours = view.seed, view.palette
    pitch = np.float32(HEIGHT * 0.062 * view.near)
    wheel = _packed(
        _parts(colours.ground) * np.linspace(1, 0, 256, dtype=np.float32)[:, None]
        + _parts(colours.main) * np.linspace(0, 1, 256, dtype=np.float32)[:, None]
    )
    start, way = seed.number("turn"), seed.one_of("way", (-1, 1))
    spread = HEIGHT * seed.between("spread", 0.22, 0.4) * view.near

    def shot(done: float) -> Frame:
        waves = []
        places = []
        for n in (0, 1):
            angle = 2 * pi * (start + n / 2 + way * 0.22 * done)
            x, y = WIDTH / 2 + spread * cos(angle), HEIGHT / 2 + spread * sin(angle)
            away = np.sqrt((_X - np.float32(x)) ** 2 + (_Y - np.float32(y)) ** 2)
            places.append((away, x, y))
            saw = np.abs((away / pitch - np.float32(done)) % 2 - 1) - np.float32(0.5)
            waves.append(np.clip(saw * (2 * pitch / 1.6), -1, 1))
        agreed = (waves[0] * waves[1] + 1) * np.float32(127.5)
        frame: Frame = wheel[agreed.astype(np.uint8)]
        for away, _, _ in places:
            _over(frame, np.clip(pitch * np.float32(0.9) - away, 0, 1), colours.spark)
        return frame

    return shot


def sunrise(view: View) -> Shot:
    """Raise a rayed sun out of water drawn in scallops."""
    seed, colours = view.seed, view.palette
    x, y = WIDTH * seed.one_of("sun x", (0.5, 0.34, 0.66)), HEIGHT * 0.62
    count = seed.one_of("ray count", (10, 14, 18))
    field = (np.arctan2(_Y - np.float32(y), _X - np.float32(x)) / np.float32(2 * pi)) * count
    wheel = _cycle((colours.ground, colours.main), 0.02)
    away = np.sqrt((_X - np.float32(x)) ** 2)
    radius = HEIGHT * 0.24 * view.near
    inks = (colours.second, colours.ink, colours.main, colours.ground)
    along = np.arange(WIDTH, dtype=np.float32)

    def shot(done: float) -> Frame:
        frame = _turned(field, 0.6 * done, wheel)
        rise = y + radius * (0.75 - 1.15 * done)
        disc = np.sqrt(away**2 + (_Y - np.float32(rise)) ** 2)
        _over(frame, np.clip(np.float32(radius) - disc, 0, 1), colours.spark)
        for layer, ink in enumerate(inks):
            wide = HEIGHT * (0.215 - 0.03 * layer) * view.near
            drift = wide * (0.5 * layer + done * (0.8 if layer % 2 else -0.8))
            into = ((along + drift) % wide) / wide * 2 - 1
            crest = HEIGHT * (0.64 + 0.105 * layer) + wide / 2 * (1 - np.sqrt(1 - into**2))
            top = max(0, int(crest.min()) - 1)
            share = _Y[top:] - crest[None, :].astype(np.float32)
            _over(frame, np.clip(share, 0, 1), ink, top)
        return frame

    return shot


def dots(view: View, shade: Callable[[float], Field]) -> Shot:
    """Print a moving shade in dots. `shade`: darkness 0 to 1 of a picture of 80 x 45."""
    colours = view.palette
    pitch = HEIGHT / 27 * view.near
    tall = pitch * 0.866
    row = np.round(_Y / tall)
    lean = (row % 2) * np.float32(0.5)
    column = np.round(_X / pitch - lean)
    cx, cy = (column + lean) * np.float32(pitch), row * np.float32(tall)
    away = np.sqrt((_X - cx) ** 2 + (_Y - cy) ** 2)
    across = np.clip(cx / WIDTH * 80, 0, 79).astype(np.int32)
    down = np.clip(cy / HEIGHT * 45, 0, 44).astype(np.int32)
    cell = down * 80 + across
    ground, ink = _parts(colours.ground), _parts(colours.main)
    steps = np.linspace(0, 1, 256, dtype=np.float32)[:, None]
    wheel = _packed(ground * (1 - steps) + ink * steps)

    def shot(done: float) -> Frame:
        reach = np.sqrt(np.clip(shade(done), 0, 1)).astype(np.float32).ravel()
        share = np.clip(reach[cell] * np.float32(pitch * 0.6) - away, 0, 1)
        frame: Frame = wheel[(share * 255).astype(np.uint8)]
        return frame

    return shot


def globe(seed: Seed) -> Callable[[float], Field]:
    """Return the shade of a globe whose light goes round."""
    y, x = np.mgrid[0:45, 0:80].astype(np.float32)
    u, v = (x - 40) / 17, (y - 22.5) / 17
    away = np.sqrt(u**2 + v**2)
    height = np.sqrt(np.clip(1 - away**2, 0, None))
    start = seed.number("light")

    def shade(done: float) -> Field:
        angle = 2 * pi * (start + 0.55 * done)
        lit = 0.7 * (u * cos(angle) + v * sin(angle)) + 0.7 * height
        beyond = np.clip(0.9 - 0.5 * away, 0, 1)
        dark: Field = np.where(away <= 1, 1.05 - 1.2 * lit, beyond).astype(np.float32)
        return dark

    return shade


def ripple(seed: Seed) -> Callable[[float], Field]:
    """Return the shade of rings on water."""
    y, x = np.mgrid[0:45, 0:80].astype(np.float32)
    away = np.sqrt((x - 80 * seed.between("ripple", 0.35, 0.65)) ** 2 + (y - 22.5) ** 2)

    def shade(done: float) -> Field:
        wave: Field = 0.5 + 0.5 * np.cos(away / 4.2 - np.float32(9 * done))
        dark: Field = wave * np.clip(1.1 - away / 60, 0.2, 1)
        return dark

    return shade


def seen_through(shown: Image.Image) -> Callable[[float], Field]:
    """Return the shade of a picture that passes slowly by."""
    grey = shown.convert("L")

    def shade(done: float) -> Field:
        wide = 0.62 * grey.width
        left = (grey.width - wide) * done
        tall = wide * 9 / 16
        top = (grey.height - tall) / 2
        small = grey.resize(
            (80, 45), Image.Resampling.BOX, (left, top, left + wide, top + tall)
        )
        values = np.asarray(small, np.float32)
        spread = max(1.0, float(values.max() - values.min()))
        dark: Field = 1 - (values - values.min()) / np.float32(spread)
        return dark

    return shade


def drift(
    shown: Image.Image,
    start: tuple[float, float, float, float],
    end: tuple[float, float, float, float],
) -> Shot:
    """Pass over a still picture.

    start, end  the middle (shares of its width and height), the width seen (a share), and a
                turn in degrees
    """
    held = shown.convert("RGBX")
    size = (WIDTH, HEIGHT)

    def shot(done: float) -> Frame:
        eased = done * done * (3 - 2 * done) * 0.5 + done * 0.5
        x, y, wide, turn = (a + (b - a) * eased for a, b in zip(start, end, strict=True))
        cx, cy = x * held.width, y * held.height
        scale = wide * held.width / WIDTH
        if not turn:
            half = (scale * WIDTH / 2, scale * HEIGHT / 2)
            seen = (cx - half[0], cy - half[1], cx + half[0], cy + half[1])
            return _frame(held.resize(size, Image.Resampling.BILINEAR, seen))
        c, s = scale * cos(turn * pi / 180), scale * sin(turn * pi / 180)
        matrix = (
            c, -s, cx - c * WIDTH / 2 + s * HEIGHT / 2,
            s, c, cy - s * WIDTH / 2 - c * HEIGHT / 2,
        )  # fmt: skip
        affine = Image.Transform.AFFINE
        return _frame(held.transform(size, affine, matrix, Image.Resampling.BILINEAR))

    return shot


def _frame(shown: Image.Image) -> Frame:
    numbers: Frame = np.asarray(shown).view("<u4")[:, :, 0]
    return numbers


def mixed(one: Frame, other: Frame, share: float) -> Frame:
    """Return one frame dissolved into another by a share of 0 to 1."""
    a, b = one.view(np.uint8).astype(np.uint16), other.view(np.uint8).astype(np.uint16)
    part = round(share * 256)
    return ((a * (256 - part) + b * part) >> 8).astype(np.uint8).view(np.uint32)
