"""The words of the announcement reader: data files beside this one, and a house's own.

A house adds words in the folder `lexicon` of its data directory: `es.toml` there adds to the
Spanish that is here, in the same form; a file of another name brings a language of its own.
"""

import os
import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from cartelera.engines.announce.lexicon import Lexicon, lexicon_from
from cartelera.vocabulary.errors import InputError

LANGUAGES = ("en", "es", "pt")
SHARED = "shared"

Table = dict[str, Any]


def lexicons() -> tuple[Lexicon, ...]:
    """Return a lexicon for each language the reader knows, with the words of this house.

    Raises InputError if a file of the house is not understood; the message names it.
    """
    folder = Path(os.environ.get("CARTELERA_DATA") or "cartelera-data") / "lexicon"
    files = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    return _lexicons(tuple((str(path), path.stat().st_mtime_ns) for path in files))


@cache
def _lexicons(files: tuple[tuple[str, int], ...]) -> tuple[Lexicon, ...]:
    """Return the lexicons with what the files add; a changed file is read again."""
    own = {Path(path).stem: _own(Path(path)) for path, _changed in files}
    shared = _joined(_table(SHARED), own.pop(SHARED, {}))
    tables = {language: _table(language) for language in LANGUAGES}
    for name, table in own.items():
        tables[name] = _joined(tables.get(name, {}), table)
    return tuple(lexicon_from(table, shared) for table in tables.values())


def _table(name: str) -> Table:
    """Return one data file of the product as a table."""
    path = resources.files("cartelera.adapters") / "lexicon" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _own(path: Path) -> Table:
    """Return one data file of the house as a table."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"the lexicon {path} cannot be read: {error}") from error


def _joined(known: Table, more: Table) -> Table:
    """Return a table with another added: lists and runs of words grow, entries are set."""
    found = dict(known)
    for key, value in more.items():
        there = found.get(key)
        if isinstance(there, dict) and isinstance(value, dict):
            found[key] = _joined(there, value)
        elif isinstance(there, list) and isinstance(value, list):
            found[key] = [*there, *value]
        elif isinstance(there, str) and isinstance(value, str) and "\n" in there:
            found[key] = f"{there.rstrip()}{';' if ';' in there else ''} {value}"
        else:
            found[key] = value
    return found
