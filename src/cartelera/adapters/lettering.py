"""Reads the outlines of the display face that posters are set in."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from cartelera.engines.slate.lettering import Cut, Glyph, Letters


@cache
def letters() -> Letters:
    """Return the three cuts of the display face, read once."""
    table = files("cartelera.adapters") / "letters" / "bricolage-grotesque.json"
    cuts = json.loads(table.read_text(encoding="utf-8"))["cuts"]
    return Letters(**{name: _cut(cuts[name]) for name in ("narrow", "broad", "small")})


def _cut(made: dict[str, Any]) -> Cut:
    glyphs = {letter: Glyph(*row) for letter, row in made["letters"].items()}
    return Cut(made["em"], glyphs, made["kerns"])
