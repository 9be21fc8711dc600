"""The words that screenplays are broken down by, from the data files of each language."""

import tomllib
from functools import cache
from importlib.resources import files

from cartelera.engines.filming.lexicon import Lexicon, lexicon_from

LANGUAGES = ("en", "es")


@cache
def breakdown_words() -> tuple[Lexicon, ...]:
    """Return the words of every language, read once."""
    folder = files("cartelera.adapters") / "breakdown"
    return tuple(
        lexicon_from(
            language,
            tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8")),
        )
        for language in LANGUAGES
    )
