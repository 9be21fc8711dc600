"""The inks and papers of posters: curated in OKLCH, chosen by genre, handed out as sRGB."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from cartelera.engines.slate.seed import Seed

READABLE = 4.5  # contrast of lettering against its ground, WCAG AA


def srgb(lightness: float, chroma: float, hue: float) -> str:
    """Return the sRGB colour of an OKLCH colour as #rrggbb, clipped to the screen's gamut.

    lightness  0 (black) to 1 (white)
    chroma     0 (grey) upwards, about 0.3 at most
    hue        degrees
    Source: OKLab, Ottosson (2020).
    """
    a, b = chroma * cos(hue * pi / 180), chroma * sin(hue * pi / 180)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    light = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(255 * _encoded(channel)):02x}" for channel in light)


def _encoded(light: float) -> float:
    light = min(1.0, max(0.0, light))
    return 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055


def _luminance(colour: str) -> float:
    shares = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two #rrggbb colours, 1 to 21, as WCAG 2.2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@dataclass(frozen=True, slots=True)
class Palette:
    """Five flat colours, as a printer would mix them, each #rrggbb."""

    name: str
    family: str  # what the eye calls it across a room
    ground: str  # the paper
    ink: str  # the lettering; readable on ground and on shade
    shade: str  # a tone beside ground that lettering may cross
    main: str
    second: str
    spark: str

    def inverted(self) -> "Palette":
        """Return the negative: the ink becomes the paper."""
        return Palette(
            f"{self.name} inverted", self.family, self.ink, self.ground,
            self.ink, self.main, self.second, self.spark,
        )  # fmt: skip


def _palette(name: str, family: str, *colours: tuple[float, float, float]) -> Palette:
    ground, ink, main, second, spark = (srgb(*colour) for colour in colours)
    lightness, chroma, hue = colours[0]
    tones = [(lightness + step, chroma, hue) for step in (0.085, 0.07, 0.05, -0.085, -0.06)]
    if colours[1][0] < lightness:
        tones = [(2 * lightness - tone[0], chroma, hue) for tone in tones]
    if family == "paper":  # a paper has no colour of its own to deepen: it is tinted
        tones.insert(0, (0.85, 0.075, colours[2][2]))
    for tone in tones:
        shade = srgb(*tone)
        if contrast(shade, ink) >= READABLE and contrast(shade, ground) >= 1.14:
            break
    else:
        shade = ground
    return Palette(name, family, ground, ink, shade, main, second, spark)


_CREAM = (0.955, 0.028, 85.0)

PALETTES: dict[str, Palette] = {
    made.name: made
    for made in (
        # name, family, ground, ink, main, second, spark
        _palette("rosa", "pink", (0.655, 0.245, 2), (0.17, 0.05, 340), (0.36, 0.16, 350),
                 _CREAM, (0.85, 0.165, 86)),
        _palette("fiesta", "pink", (0.44, 0.195, 352), _CREAM, (0.67, 0.25, 2),
                 (0.84, 0.16, 80), (0.62, 0.13, 195)),
        _palette("cempasuchil", "yellow", (0.80, 0.168, 72), (0.21, 0.055, 35),
                 (0.56, 0.21, 30), _CREAM, (0.60, 0.24, 5)),
        _palette("maize", "yellow", (0.89, 0.135, 94), (0.23, 0.06, 150),
                 (0.52, 0.12, 158), (0.64, 0.21, 38), (0.98, 0.02, 95)),
        _palette("indigo", "blue", (0.29, 0.135, 274), _CREAM, (0.56, 0.21, 266),
                 (0.84, 0.16, 80), (0.66, 0.24, 5)),
        _palette("cielo", "blue", (0.80, 0.085, 222), (0.22, 0.09, 268),
                 (0.46, 0.20, 264), _CREAM, (0.65, 0.23, 22)),
        _palette("laguna", "blue", (0.43, 0.085, 222), _CREAM, (0.70, 0.12, 200),
                 (0.91, 0.08, 110), (0.70, 0.19, 42)),
        _palette("jade", "green", (0.40, 0.085, 168), (0.96, 0.035, 105),
                 (0.72, 0.14, 162), (0.70, 0.19, 32), (0.90, 0.13, 100)),
        _palette("monte", "green", (0.28, 0.055, 152), (0.94, 0.05, 98),
                 (0.62, 0.14, 142), (0.82, 0.15, 84), (0.62, 0.21, 32)),
        _palette("nopal", "green", (0.86, 0.16, 122), (0.20, 0.05, 160),
                 (0.48, 0.12, 155), (0.97, 0.025, 105), (0.62, 0.25, 2)),
        _palette("brick", "red", (0.46, 0.155, 33), _CREAM, (0.27, 0.085, 25),
                 (0.80, 0.145, 68), (0.74, 0.085, 215)),
        _palette("grana", "red", (0.565, 0.215, 27), (0.985, 0.015, 85),
                 (0.25, 0.08, 20), (0.97, 0.03, 85), (0.83, 0.16, 82)),
        _palette("coral", "red", (0.735, 0.165, 36), (0.20, 0.07, 15),
                 (0.47, 0.18, 20), _CREAM, (0.42, 0.10, 205)),
        _palette("noche", "dark", (0.19, 0.045, 285), _CREAM, (0.64, 0.25, 4),
                 (0.46, 0.19, 280), (0.86, 0.155, 88)),
        _palette("obsidiana", "dark", (0.17, 0.012, 60), (0.96, 0.02, 85),
                 (0.93, 0.03, 85), (0.60, 0.225, 28), (0.45, 0.02, 60)),
        _palette("cacao", "dark", (0.245, 0.05, 42), (0.93, 0.05, 80), (0.66, 0.17, 46),
                 (0.84, 0.10, 80), (0.62, 0.09, 190)),
        _palette("jacaranda", "violet", (0.74, 0.115, 305), (0.20, 0.09, 295),
                 (0.46, 0.21, 298), _CREAM, (0.72, 0.20, 35)),
        _palette("pitaya", "violet", (0.34, 0.15, 318), (0.96, 0.03, 90),
                 (0.64, 0.24, 348), (0.86, 0.18, 118), (0.80, 0.14, 60)),
        _palette("papel rojo", "paper", _CREAM, (0.24, 0.06, 28), (0.575, 0.225, 28),
                 (0.30, 0.08, 28), (0.82, 0.16, 78)),
        _palette("papel azul", "paper", (0.945, 0.028, 95), (0.26, 0.12, 268),
                 (0.46, 0.225, 266), (0.66, 0.235, 10), (0.86, 0.16, 90)),
        _palette("papel verde", "paper", (0.94, 0.04, 98), (0.27, 0.06, 165),
                 (0.52, 0.125, 160), (0.70, 0.19, 45), (0.33, 0.07, 165)),
        _palette("papel negro", "paper", (0.955, 0.022, 85), (0.19, 0.02, 50),
                 (0.19, 0.02, 50), (0.635, 0.25, 4), (0.84, 0.165, 82)),
    )
}  # fmt: skip

_BY_GENRE: dict[str, tuple[str, ...]] = {
    "drama": ("brick", "indigo", "papel azul", "laguna", "cacao", "coral"),
    "comedy": ("cempasuchil", "nopal", "rosa", "maize", "coral", "cielo"),
    "satire": ("papel negro", "nopal", "grana", "pitaya"),
    "thriller": ("noche", "grana", "obsidiana", "papel rojo"),
    "crime": ("obsidiana", "papel rojo", "grana", "noche", "brick"),
    "mystery": ("pitaya", "noche", "laguna", "jacaranda", "monte"),
    "romance": ("rosa", "fiesta", "coral", "jacaranda", "papel rojo"),
    "melodrama": ("fiesta", "grana", "rosa", "pitaya"),
    "horror": ("obsidiana", "grana", "pitaya", "monte"),
    "science-fiction": ("indigo", "pitaya", "noche", "nopal", "cielo"),
    "fantasy": ("pitaya", "jade", "jacaranda", "indigo"),
    "adventure": ("jade", "maize", "cempasuchil", "cielo"),
    "action": ("grana", "papel negro", "cempasuchil", "noche"),
    "experimental": ("papel negro", "nopal", "pitaya", "obsidiana", "indigo"),
    "road-movie": ("cempasuchil", "coral", "laguna", "cielo", "brick"),
    "historical": ("cacao", "brick", "papel rojo", "papel verde"),
    "biography": ("papel azul", "papel verde", "brick", "maize"),
    "family": ("cielo", "maize", "nopal", "coral"),
    "animation": ("nopal", "rosa", "cielo", "cempasuchil"),
    "musical": ("fiesta", "cempasuchil", "pitaya", "papel azul"),
    "war": ("cacao", "obsidiana", "monte", "papel rojo"),
    "western": ("cempasuchil", "brick", "cacao", "coral"),
    "coming-of-age": ("cielo", "coral", "jacaranda", "maize", "papel azul"),
    "political": ("papel negro", "grana", "papel rojo", "indigo"),
    "sport": ("nopal", "papel azul", "cempasuchil", "jade"),
}


def palettes_of(key: str, genres: Iterable[str] = ()) -> list[Palette]:
    """Return every palette in the order that suits one title, the best first.

    key     the title's lasting key
    genres  keys of the controlled vocabulary; unknown ones are passed over
    """
    suiting: list[str] = []
    for genre in genres:
        suiting += [name for name in _BY_GENRE.get(genre, ()) if name not in suiting]
    seed = Seed(key)
    rest = [name for name in PALETTES if name not in suiting]
    order = seed.order_of("suiting palettes", suiting) + seed.order_of("palettes", rest)
    return [PALETTES[name] for name in order]


def palettes_for(titles: Sequence[tuple[str, Sequence[str]]]) -> list[Palette]:
    """Return a palette for each title of a row, so that no two neighbours look alike.

    titles  (key, genres) of each title, in the order shown

    Neighbours never share a palette or the family of one; each title gets the best that is
    left to it.
    """
    chosen: list[Palette] = []
    for key, genres in titles:
        before = chosen[-1].family if chosen else ""
        nearby = {palette.name for palette in chosen[-4:]}
        order = [palette for palette in palettes_of(key, genres) if palette.family != before]
        fresh = [palette for palette in order[:5] if palette.name not in nearby]
        chosen.append((fresh or order)[0])
    return chosen
