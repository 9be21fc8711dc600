"""Small signs in a box of 100 about (0, 0), in the manner of the pictograms of 1968."""

from collections.abc import Iterable
from math import cos, pi, sin

from cartelera.engines.slate.numbers import points


def _star(tips: int, inner: float) -> str:
    corners = []
    for n in range(2 * tips):
        radius = 50 if n % 2 == 0 else inner
        angle = pi * n / tips - pi / 2
        corners.append((radius * cos(angle), radius * sin(angle)))
    return points(corners)


def _flower(petals: int) -> str:
    middle, size = 33.0, 33 * sin(pi / petals) * 1.06
    turns = [2 * pi * n / petals for n in range(petals)]
    corners = [(middle * cos(turn), middle * sin(turn)) for turn in turns]
    x, y = corners[-1]
    arcs = "".join(f"A{size:.1f} {size:.1f} 0 0 1 {a:.1f} {b:.1f}" for a, b in corners)
    return f"M{x:.1f} {y:.1f}{arcs}Z"


MOTIFS = {
    "sun": "M-44 0A44 44 0 1 1 44 0A44 44 0 1 1-44 0Z",
    "eye": "M-50 0Q0-50 50 0Q0 50-50 0Z",
    "heart": "M0 44C-66 2-48-42-22-42C-8-42 0-32 0-24C0-32 8-42 22-42C48-42 66 2 0 44Z",
    "drop": "M0-50C10-22 33-4 33 17A33 33 0 0 1-33 17C-33-4-10-22 0-50Z",
    "moon": "M20-46A48 48 0 1 0 20 46A47 47 0 0 1 20-46Z",
    "pyramid": "M-50 36V20H-37V4H-24V-12H-11V-28H11V-12H24V4H37V20H50V36Z",
    "star": _star(8, 27),
    "spark": _star(4, 15),
    "door": "M-31 46V-12A31 31 0 0 1 31-12V46Z",
    "flower": _flower(8),
    "clover": _flower(5),
    "bird": "M-50-20C-30-34-10-24 0-6C10-24 30-34 50-20C30-16 20 2 0 26C-20 2-30-16-50-20Z",
    "leaf": "M0-50Q36-4 0 50Q-36-4 0-50Z",
    "flame": "M4-50C8-26 34-14 34 14C34 36 18 48 0 48C-18 48-34 36-34 14"
    "C-34 0-24-8-18-20C-14-10-8-8-4-10C-8-26-4-40 4-50Z",
    "bolt": "M12-50L-32 8H-5L-12 50L32-12H5Z",
    "cactus": "M-11 48V14H-22Q-40 14-40-4V-22H-22V-8Q-22-4-18-4H-11V-38Q-11-50 0-50"
    "Q11-50 11-38V2H18Q22 2 22-2V-16H40V2Q40 20 22 20H11V48Z",
    "skull": "M0-46C-32-46-44-24-42-4C-41 10-30 16-26 20V42H26V20"
    "C30 16 41 10 42-4C44-24 32-46 0-46ZM-27-6a10 10 0 1 1 20 0a10 10 0 1 1-20 0z"
    "M7-6a10 10 0 1 1 20 0a10 10 0 1 1-20 0zM0 6l6 12H-6z",
    "house": "M-40 44V-8L0-46L40-8V44Z",
    "diamond": "M0-50L34 0L0 50L-34 0Z",
    "wave": "M-50 34V-4C-38-36 4-40 18-14C26 2 12 14 2 6C4 26 30 30 50 8V34Z",
}

_BY_GENRE = {
    "action": ("bolt", "flame", "star"),
    "adventure": ("bird", "pyramid", "wave"),
    "animation": ("clover", "star", "cactus"),
    "biography": ("door", "house", "sun"),
    "comedy": ("cactus", "clover", "spark"),
    "coming-of-age": ("bird", "leaf", "clover"),
    "crime": ("eye", "bolt", "skull"),
    "drama": ("drop", "door", "house", "moon"),
    "experimental": ("spark", "diamond", "eye"),
    "family": ("house", "flower", "sun"),
    "fantasy": ("moon", "star", "flower"),
    "historical": ("pyramid", "door", "sun"),
    "horror": ("skull", "moon", "eye"),
    "melodrama": ("heart", "drop", "flower"),
    "musical": ("clover", "spark", "heart"),
    "mystery": ("eye", "moon", "door"),
    "political": ("star", "flame", "pyramid"),
    "road-movie": ("cactus", "sun", "bird"),
    "romance": ("heart", "flower", "leaf"),
    "satire": ("skull", "spark", "cactus"),
    "science-fiction": ("spark", "star", "diamond"),
    "sport": ("bolt", "star", "sun"),
    "thriller": ("eye", "bolt", "flame"),
    "war": ("flame", "skull", "bird"),
    "western": ("cactus", "sun", "star"),
}


def motifs_for(genres: Iterable[str]) -> list[str]:
    """Return path data of the signs that suit some genres, never none."""
    names = [name for genre in genres for name in _BY_GENRE.get(genre, ())]
    return [MOTIFS[name] for name in dict.fromkeys(names or MOTIFS)]
