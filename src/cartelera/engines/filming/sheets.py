"""A breakdown as a spreadsheet and as JSON, out and in."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from cartelera.engines.filming.breakdown import Breakdown, Character, Element, Scene
from cartelera.engines.filming.headings import heading_of
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.filming import Category, Light, Setting

_FORMULA = ("=", "+", "-", "@", "\t")  # a spreadsheet would reckon what begins so
_APART = "; "
COLUMNS = (
    "scene", "int_ext", "set", "place", "time", "light", "eighths", "speaking", "silent",
    "voices", *(category.value for category in Category), "synopsis", "heading",
)  # fmt: skip


def csv_of(made: Breakdown) -> str:
    """Return a breakdown as CSV, a row for each scene; semicolons part what is several."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for scene in made.scenes:
        row = {
            "scene": scene.number,
            "int_ext": scene.setting.value if scene.setting else "",
            "set": scene.set_name,
            "place": scene.place,
            "time": scene.time,
            "light": scene.light.value if scene.light else "",
            "eighths": str(scene.eighths),
            "speaking": _APART.join(scene.speaking),
            "silent": _APART.join(scene.silent),
            "voices": _APART.join(scene.voices),
            "synopsis": scene.synopsis,
            "heading": scene.heading,
        }
        for category in Category:
            names = [e.name for e in scene.elements if e.category is category]
            row[category.value] = _APART.join(names)
        writer.writerow([_tame(row[column]) for column in COLUMNS])
    return out.getvalue()


def _tame(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def breakdown_of_csv(text: str, title: str = "") -> Breakdown:
    """Return the breakdown that a spreadsheet holds; columns may stand in any order.

    Raises InputError that names the line and what is wrong with it.
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    if "scene" not in (rows.fieldnames or ()):
        raise InputError(
            "the spreadsheet has no column “scene”; the first row names the columns"
        )
    scenes: list[Scene] = []
    seen: set[str] = set()
    for row in rows:
        plain = {
            name: (cell or "").strip().removeprefix("'") for name, cell in row.items() if name
        }
        scene = _scene(plain, rows.line_num)
        if scene.number in seen:
            raise InputError(f"line {rows.line_num}: scene {scene.number} is there twice")
        seen.add(scene.number)
        scenes.append(scene)
    if not scenes:
        raise InputError("the spreadsheet has no scene")
    names = dict.fromkeys(name for scene in scenes for name in (*scene.cast, *scene.voices))
    minors = {e.name for s in scenes for e in s.elements if e.category is Category.MINORS}
    characters = tuple(Character(name, minor=name in minors) for name in names)
    return Breakdown(title, tuple(scenes), characters)


def _scene(row: Mapping[str, str], line: int) -> Scene:
    number = row.get("scene", "")
    if not number:
        raise InputError(f"line {line}: the scene has no number")
    try:
        setting = Setting(row["int_ext"].upper()) if row.get("int_ext") else None
        light = Light(row["light"].lower()) if row.get("light") else None
        eighths = eighths_in(row.get("eighths") or "1")
    except ValueError as error:
        raise InputError(f"line {line}, scene {number}: {error}") from error
    return Scene(
        number=number,
        heading=row.get("heading", ""),
        setting=setting,
        set_name=row.get("set", ""),
        place=row.get("place", "") or row.get("set", ""),
        time=row.get("time", ""),
        light=light,
        eighths=eighths,
        speaking=_several(row.get("speaking", "")),
        silent=_several(row.get("silent", "")),
        voices=_several(row.get("voices", "")),
        elements=tuple(
            Element(category, name)
            for category in Category
            for name in _several(row.get(category.value, ""))
        ),
        synopsis=row.get("synopsis", ""),
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in cell.split(";") if part.strip()))


def eighths_in(text: str) -> int:
    """Return a length such as `11`, `3/8` or `1 3/8` in eighths of a page.

    Raises ValueError if it is none.
    """
    parts = text.split()
    try:
        if len(parts) == 1 and "/" not in parts[0]:
            eighths = int(parts[0])
        else:
            whole = int(parts[0]) if len(parts) == 2 else 0
            top, _, bottom = parts[-1].partition("/")
            if bottom != "8" or len(parts) > 2:
                raise ValueError
            eighths = 8 * whole + int(top)
    except (ValueError, IndexError):
        eighths = 0
    if not 1 <= eighths <= 800:
        raise ValueError(f"{text!r} is no length: give eighths of a page, such as 11 or 1 3/8")
    return eighths


def eighths_words(eighths: int) -> str:
    """Return a length as it is written on a strip: `1 3/8`, `2/8`, `2`."""
    whole, rest = divmod(eighths, 8)
    return " ".join(part for part in (str(whole or ""), f"{rest}/8" if rest else "") if part)


def report_of(made: Breakdown) -> dict[str, Any]:
    """Return a breakdown as plain JSON."""
    return {
        "title": made.title,
        "eighths": made.eighths,
        "cast": [
            {
                "name": one.name,
                "aliases": list(one.aliases),
                "age_years": one.age_years,
                "minor": one.minor,
                "scenes": [s.number for s in made.scenes if one.name in s.cast],
            }
            for one in made.characters
        ],
        "scenes": [_scene_report(scene) for scene in made.scenes],
    }


def _scene_report(scene: Scene) -> dict[str, Any]:
    return {
        "number": scene.number,
        "heading": scene.heading,
        "int_ext": scene.setting.value if scene.setting else "",
        "set": scene.set_name,
        "place": scene.place,
        "time": scene.time,
        "time_words": heading_of(scene.heading).said or scene.time,
        "light": scene.light.value if scene.light else "",
        "eighths": scene.eighths,
        "cast": list(scene.cast),
        "speaking": list(scene.speaking),
        "silent": list(scene.silent),
        "voices": list(scene.voices),
        "elements": _grouped(scene.elements),
        "synopsis": scene.synopsis,
    }


def _grouped(elements: Iterable[Element]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for element in elements:
        grouped.setdefault(element.category.value, []).append(element.name)
    return grouped
