"""Posters: the same facts make the same drawing, no two titles look alike, all can be read."""

from dataclasses import replace
from io import BytesIO
from itertools import combinations, pairwise

import numpy as np
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pytest import mark

from cartelera.adapters.lettering import letters
from cartelera.adapters.raster import picture, png, webp
from cartelera.engines.slate.figures import FIGURES
from cartelera.engines.slate.lettering import set_line, set_title
from cartelera.engines.slate.palette import (
    PALETTES,
    READABLE,
    contrast,
    palettes_for,
    palettes_of,
    srgb,
)
from cartelera.engines.slate.poster import (
    PosterFacts,
    Shape,
    draw,
    draw_figure,
    figure_of,
    layout_of,
)
from cartelera.vocabulary.terms import GENRES

NAMES = (
    "Ojo", "La sal de los muertos", "¿Quién mató al señor Alcalde?", "Ñuu Savi", "L’Été indien",
    "O coração de São Luís", "Sueño en la Alameda", "Zócalo", "El año que no llovió", "X",
    "Los herederos de la calle Pino Suárez número ocho y otros vecinos de la cuadra", "1968",
    "Tlalpan—Xola", "«Fin»", "Mi papá & yo", "A <B> \"C\"", "El ahuehuete", "Übermorgen",
)  # fmt: skip
FACTS = [
    PosterFacts(
        f"title-{n}", name, "De la novela de Inés Zavala", (GENRES[n][0],), year=2020 + n % 7
    )
    for n, name in enumerate(NAMES)
]


def ids(facts: PosterFacts) -> str:
    return facts.key


@mark.parametrize("shape", Shape)
def test_the_same_facts_make_the_same_drawing(shape):
    assert draw(FACTS[1], shape, letters()) == draw(replace(FACTS[1]), shape, letters())


def test_no_two_titles_of_a_slate_share_a_drawing():
    figures = {draw_figure(f, Shape.TALL, letters(), 0, palettes_of(f.key)[0]) for f in FACTS}
    assert len(figures) == len(FACTS)


def test_two_titles_of_one_name_look_different():
    small = [
        np.asarray(picture(draw(PosterFacts(f"key-{n}", "Regreso"), Shape.TALL, letters()), 40))
        for n in range(12)
    ]
    for one, other in combinations(small, 2):
        assert np.abs(one.astype(int) - other.astype(int)).mean() > 8


@mark.parametrize("facts", FACTS, ids=ids)
@mark.parametrize("shape", Shape)
def test_every_poster_is_a_safe_and_light_document(facts, shape):
    drawing = draw(facts, shape, letters())
    root = fromstring(drawing)
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    attributes = {name for element in root.iter() for name in element.attrib}
    assert names <= {"svg", "title", "g", "path", "circle", "text"}
    assert not attributes & {"id", "style", "class", "href", "onload"}
    assert root.get("viewBox") == f"0 0 {shape.width} {shape.height}"
    assert root[0].tag.endswith("title") and root[0].text == facts.name
    assert len(drawing.encode()) < 30_000


def test_a_typical_poster_weighs_less_than_13_kilobytes():
    weights = sorted(len(draw(f, s, letters()).encode()) for f in FACTS for s in Shape)
    assert weights[len(weights) // 2] < 13_000


def test_letters_without_an_outline_are_set_as_text():
    drawing = draw(PosterFacts("arabic", "ليل طويل"), Shape.TALL, letters())
    texts = [e.text for e in fromstring(drawing).iter() if e.tag.endswith("}text")]
    assert " ".join(texts) == "ليل طويل"


def test_an_empty_name_still_makes_a_poster():
    fromstring(draw(PosterFacts("nameless", ""), Shape.SQUARE, letters()))


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60),
    st.sampled_from(Shape),
    st.floats(0, 1),
)
def test_any_name_makes_a_well_formed_drawing(name, shape, moment):
    root = fromstring(draw(PosterFacts(f"k{name}", name, name), shape, letters(), moment))
    assert (root[0].text or "") == name


# Lettering


@mark.parametrize("facts", FACTS, ids=ids)
@mark.parametrize("shape", Shape)
def test_lettering_can_be_read_on_all_that_lies_under_it(facts, shape):
    """Paint the lettering away, and look at what stood under each of its pixels."""
    tall = replace(facts, small="Dirigida por Yareli Cruz")
    drawing = draw(tall, shape, letters())
    bare = without_lettering(drawing)
    ink = np.asarray(picture(drawing, 300)).astype(int)
    ground = np.asarray(picture(bare, 300)).astype(int)
    under = {tuple(colour) for colour in ground[changed(ink, ground)]}
    for lettering in lettering_inks(drawing):
        mine = {colour for colour in under if colour != as_rgb(lettering)}
        crossed = most_common(ground, ink, lettering)
        assert mine and crossed
        for colour in crossed:
            assert contrast(lettering, as_hex(colour)) >= READABLE - 0.05


def lettering_paths(drawing: str) -> list[str]:
    """Return the elements that hold lettering: paths moved to a baseline outside any figure."""
    outside, depth, found = [], 0, []
    for part in drawing.replace("><", ">\n<").split("\n"):
        if part.startswith("<svg") and 'role="img"' not in part:
            depth += 1
        if depth == 0:
            outside.append(part)
        if part.startswith("</svg"):
            depth = max(0, depth - 1)
    for part in outside:
        if part.startswith("<path") and 'transform="translate' in part and 'd="M' in part:
            found.append(part)
    return found


def without_lettering(drawing: str) -> str:
    for part in lettering_paths(drawing):
        drawing = drawing.replace(part, "")
    return drawing


def lettering_inks(drawing: str) -> set[str]:
    return {part.partition('fill="')[2][:7] for part in lettering_paths(drawing)}


def changed(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.abs(one - other).sum(axis=2) > 0


def most_common(ground: np.ndarray, ink: np.ndarray, lettering: str) -> list[tuple[int, ...]]:
    """Return the flat colours under full pixels of one ink; blended edges are passed over."""
    full = changed(ink, ground) & (np.abs(ink - np.array(as_rgb(lettering))).sum(axis=2) == 0)
    colours, counts = np.unique(ground[full], axis=0, return_counts=True)
    return [
        tuple(int(channel) for channel in colour)
        for colour, count in zip(colours, counts, strict=True)
        if count > 0.02 * full.sum()
    ]


def as_rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[n : n + 2], 16) for n in (1, 3, 5))


def as_hex(colour: tuple[int, ...]) -> str:
    return "#" + "".join(f"{channel:02x}" for channel in colour)


@given(st.lists(st.text("abcdefgñáéíóú", min_size=1, max_size=9), min_size=1, max_size=12))
def test_a_title_stays_inside_its_box_and_loses_no_word(words):
    cuts = (letters().narrow, letters().broad)
    block = set_title(" ".join(words), cuts, 520, 320, 200)
    assert block.width <= 520.001
    assert block.height <= 320.001
    assert " ".join(line.text for line in block.lines).split() == words


@mark.parametrize(
    ("name", "lines"),
    [
        ("Pedro Páramo", ["Pedro", "Páramo"]),
        ("Las hijas del volcán", ["Las hijas", "del volcán"]),
        ("El vuelo del quetzal", ["El vuelo", "del quetzal"]),
    ],
)
def test_a_line_does_not_end_on_an_article_or_preposition(name, lines):
    block = set_title(name, (letters().narrow,), 520, 320, 200)
    assert [line.text for line in block.lines] == lines


def test_lines_of_a_title_do_not_touch():
    block = set_title("Ángel Ñandú y Él", (letters().narrow,), 300, 500, 200)
    assert len(block.lines) > 1
    for upper, lower in pairwise(block.lines):
        assert lower.top - upper.bottom > 0.07 * block.size


def test_capitals_are_measured_with_their_kerning():
    cut = letters().broad
    apart = cut.width("A") + cut.width("V")
    assert cut.width("AV") < apart
    assert cut.width("ÁV") < cut.width("Á") + cut.width("V")


def test_small_words_shrink_only_when_two_lines_do_not_hold_them():
    cut = letters().small
    assert set_line("Dirigida por Yareli Cruz", cut, 400, 26).size == 26
    long = set_line("Inspirada en hechos reales " * 6, cut, 400, 26)
    assert len(long.lines) == 2
    assert long.width <= 400.001
    assert long.size < 26


# Inks and papers


@mark.parametrize("palette", PALETTES.values(), ids=lambda p: p.name)
def test_ink_can_be_read_on_its_paper_and_on_its_shade(palette):
    assert contrast(palette.ink, palette.ground) >= READABLE
    assert contrast(palette.ink, palette.shade) >= READABLE
    assert contrast(palette.main, palette.ground) >= 2  # a figure is seen at arm's length
    assert palette.shade != palette.ground


@mark.parametrize(
    ("oklch", "hexadecimal"),
    [
        ((1, 0, 0), "#ffffff"),
        ((0, 0, 0), "#000000"),
        ((0.627955, 0.257683, 29.234), "#ff0000"),
        ((0.519752, 0.176858, 142.495), "#008000"),
        ((0.452014, 0.313214, 264.052), "#0000ff"),
    ],
    ids=["white", "black", "red", "green", "blue"],
)
def test_oklch_becomes_the_srgb_that_css_color_4_publishes(oklch, hexadecimal):
    assert srgb(*oklch) == hexadecimal


def test_contrast_is_that_of_wcag():
    assert contrast("#ffffff", "#000000") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


_KEYS = st.tuples(st.text(max_size=8), st.lists(st.sampled_from([g[0] for g in GENRES])))


@given(st.lists(_KEYS, max_size=30))
def test_neighbours_in_a_row_never_look_alike(titles):
    row = palettes_for(titles)
    assert len(row) == len(titles)
    for left, right in pairwise(row):
        assert left.name != right.name
        assert left.family != right.family


def test_a_title_alone_wears_the_first_of_its_palettes():
    title = ("paramo", ("drama",))
    assert palettes_for([title]) == palettes_of(*title)[:1]


@mark.parametrize("genre", [genre for genre, _, _ in GENRES])
def test_each_genre_has_inks_of_its_own(genre):
    firsts = {palettes_of(f"key {n}", [genre])[0].name for n in range(60)}
    assert 2 <= len(firsts) < len(PALETTES) / 2


# Movement and pixels


@mark.parametrize("name", FIGURES)
def test_every_figure_moves_and_comes_round(name):
    key = next(f"key-{n}" for n in range(999) if figure_of(PosterFacts(f"key-{n}", "")) == name)
    facts = PosterFacts(key, "Ruido", genres=("drama",))

    def seen(moment: float) -> np.ndarray:
        palette = palettes_of(facts.key)[0]
        drawing = draw_figure(facts, Shape.WIDE, letters(), moment, palette)
        return np.asarray(picture(drawing, 240)).astype(int)

    assert np.abs(seen(0.25) - seen(0.5)).mean() > 1
    assert np.abs(seen(0.001) - seen(0.999)).mean() < 14


def test_all_figures_and_arrangements_are_in_use():
    facts = [PosterFacts(f"key-{n}", "") for n in range(200)]
    assert {figure_of(f) for f in facts} == set(FIGURES)
    assert {layout_of(f) for f in facts} == {"foot", "head", "quiet", "label", "radiance"}


def test_a_drawing_becomes_pictures_for_sharing():
    drawing = draw(FACTS[0], Shape.WIDE, letters())
    with Image.open(BytesIO(png(drawing, 1200))) as image:
        assert (image.format, image.size) == ("PNG", (1200, 675))
    with Image.open(BytesIO(webp(drawing, 640))) as image:
        assert (image.format, image.size) == ("WEBP", (640, 360))
