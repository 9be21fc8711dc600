"""The words of the announcement reader, from the data files that stand beside this one."""

import tomllib
from functools import cache
from importlib import resources

from cartelera.engines.announce.lexicon import Lexicon, lexicon_from

LANGUAGES = ("en", "es", "pt")


@cache
def lexicons() -> tuple[Lexicon, ...]:
    """Return a lexicon for each language the reader knows."""
    shared = _table("shared")
    return tuple(lexicon_from(_table(language), shared) for language in LANGUAGES)


def _table(name: str) -> dict[str, object]:
    """Return one data file as a table."""
    path = resources.files("cartelera.adapters") / "lexicon" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
