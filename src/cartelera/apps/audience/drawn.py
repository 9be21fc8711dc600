"""Reach in words and pictures, the same on a page and on paper."""

from collections.abc import Mapping
from datetime import date

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.translation import gettext as _

from cartelera.adapters.outlines import outlines
from cartelera.apps.audience.queries import Curve, Reach, is_territory
from cartelera.apps.slate.queries import labels_in
from cartelera.engines.audience.cells import OTHER, REGION, WORLD
from cartelera.engines.audience.crossed import REST
from cartelera.engines.audience.plots import (
    draw_line,
    draw_retention,
    draw_world,
    level_of,
    round_up,
)
from cartelera.vocabulary.territory import territory_name
from cartelera.vocabulary.world import REGION_OF, Region

_INK = {  # what a page's own style sheet says of a plot, for paper
    ".plot-grid": "stroke: #cfc5b8; stroke-width: 1; fill: none",
    ".plot-line": "stroke: #3b3f9e; stroke-width: 2.25; fill: none",
    ".plot-area": "fill: #3b3f9e; fill-opacity: 0.12",
    ".plot-dot": "fill: #3b3f9e",
    ".plot-untold": "stroke: #8d8279; stroke-width: 2; stroke-dasharray: 2 4; fill: none",
    "text": "font-family: 'Bricolage Grotesque'; font-size: 13px; fill: #6a5f56",
    ".land": "fill: #231c17; fill-opacity: 0.08; stroke: white; stroke-width: 0.5",
    ".level-0": "fill: #3b3f9e; fill-opacity: 0.17",
    ".level-1": "fill: #3b3f9e; fill-opacity: 0.36",
    ".level-2": "fill: #3b3f9e; fill-opacity: 0.55",
    ".level-3": "fill: #3b3f9e; fill-opacity: 0.77",
    ".level-4": "fill: #3b3f9e; fill-opacity: 1",
}


def printed(svg: str) -> bytes:
    """Return a plot that needs no page to be seen."""
    style = "".join(f"{name} {{ {said} }}" for name, said in _INK.items())
    return svg.replace(">", f"><style>{style}</style>", 1).encode()


def locale_of(language: str) -> Locale:
    """Return the locale that writes numbers and days: Spanish is Mexico's."""
    return Locale.parse("es_MX" if language.startswith("es") else "en")


def number(value: float, language: str) -> str:
    """Return a number, with a decimal only where it is small."""
    pattern = "#,##0" if value >= 10 or value == int(value) else "#,##0.#"
    return str(format_decimal(value, pattern, locale=locale_of(language)))


def clock(second: int) -> str:
    """Return a moment of a title: `1:02:03`."""
    hours, rest = divmod(second, 3600)
    minutes = f"{rest // 60:02d}" if hours else f"{rest // 60}"
    return f"{hours}:{minutes}:{rest % 60:02d}" if hours else f"{minutes}:{rest % 60:02d}"


def draw_weeks(reach: Reach, language: str, size: tuple[float, float] = (640, 220)) -> str:
    """Return the views of each week as a line.

    size  px: a small one has larger words for its width
    """

    def day(week: date) -> str:
        return str(format_date(week, "d MMM", locale=locale_of(language)))

    points = [(day(week.week), week.figures.views) for week in reach.weeks]
    top = round_up(max(value for _, value in points))
    marks = (number(top / 2, language), number(top, language))
    return draw_line(_("Views by week"), points, marks, size)


def draw_places(reach: Reach, language: str) -> str:
    """Return the hours of each territory on a map."""
    lines = {line.label: line for line in reach.tables["territory"]}
    levels = {label: level_of(line.share) for label, line in lines.items()}
    for territory, region in REGION_OF.items():
        if f"{REGION}{region.value}" in lines:
            levels.setdefault(territory, 0)
    told = {
        label: f"{territory_name(label, language)}: {number(line.figures.hours, language)} h"
        for label, line in lines.items()
        if is_territory(label)
    }
    lands = ((land.territory, land.rings) for land in outlines())
    return draw_world(_("Hours by territory"), lands, levels, told)


def draw_curve(curve: Curve, name: str) -> str:
    """Return the retention of a film or episode as a curve."""
    last = curve.points[-1].second
    marks = [(n * last // 4, clock(n * last // 4)) for n in range(5)]
    return draw_retention(
        _("Retention of %(name)s") % {"name": name}, curve.points, marks, _("fewer than ten")
    )


def label_words(by: str, label: str, parts: Mapping[str, str], language: str) -> str:
    """Return what a label of a cell says.

    by     what it divides: territory, device, row, campaign, title, season, part, text, audio
    parts  what titles, seasons and episodes are called, by their label
    """
    folded = _folded(label, language)
    if folded:
        return folded
    if by == "territory":
        return territory_name(label, language)
    if by == "row" and label:
        return row_words(label, language)
    named: dict[str, Mapping[str, str]] = {
        "row": {"": _("Straight to it")},
        "campaign": {"": _("No campaign")},
        "device": _devices(),
        "title": parts,
        "season": parts,
        "part": parts,
        "text": {"": _("None")},
        "audio": {"": _("Not told")},
    }
    return named.get(by, {}).get(label, label)


def _folded(label: str, language: str) -> str:
    """Return what several folded together are called; empty for the label of one."""
    if label.startswith(REGION):
        region = Region(label.removeprefix(REGION)).label(language)
        return _("Elsewhere in %(region)s") % {"region": region}
    if label == WORLD:
        return _("Rest of the world")
    if label == REST:
        return _("Territories not told apart")
    return _("Others together") if label.partition(":")[0] == OTHER else ""


def row_words(key: str, language: str) -> str:
    """Return what a row of the home page is called."""
    why, _dash, of = key.partition("-")
    if why == "genre":
        return labels_in(language).get(of, of)
    named = {
        "hero": _("The large title of the home page"),
        "continue": _("Continue watching"),
        "picked": _("Picked for the profile"),
        "because": _("Because of what was watched"),
        "popular": _("Much watched"),
        "showing": _("Now showing"),
        "coming": _("Coming soon"),
        "search": _("Search"),
        "kept": _("My list"),
        "followed": _("Followed, and out now"),
        "pinned": _("Placed by the house"),
        "alike": _("Titles alike"),
        "director": _("Same director"),
        "person": _("Same person"),
        "author": _("Same author"),
        "source": _("From another work"),
        "place": _("Same place"),
        "filmed": _("Filmed nearby"),
        "short": _("Short ones"),
        "page": _("A page that is no row"),
    }
    said = named.get(why)
    return f"{said}: {of}" if said and of else said or key


def _devices() -> dict[str, str]:
    return {
        "tv": _("Television"),
        "computer": _("Computer"),
        "tablet": _("Tablet"),
        "phone": _("Telephone"),
        "other": _("Other"),
    }


def table_headings() -> tuple[tuple[str, str, str], ...]:
    """Return the tables of a reach: what a line is, the heading, and the column it opens."""
    return (
        ("title", _("Titles"), _("Title")),
        ("territory", _("Territories"), _("Territory")),
        ("season", _("Seasons"), _("Season")),
        ("part", _("Episodes"), _("Episode")),
        ("row", _("What led there"), _("Row")),
        ("campaign", _("Campaigns"), _("Campaign")),
        ("device", _("Devices"), _("Device")),
        ("audio", _("Sound"), _("Language")),
        ("text", _("Subtitles"), _("Language")),
    )
