"""The rules of work in countries: data files beside this one, and a house's own.

A house adds rules in the folder `rules` of its data directory: `MX.toml` there counts after
those of Mexico; a file of another country brings its rules.
"""

import os
import tomllib
from importlib import resources
from pathlib import Path

from cartelera.engines.filming.law import Rule, rules_from
from cartelera.vocabulary.errors import InputError

COUNTRIES = {"MX": "mexico", "US": "us"}


def rules_of(country: str) -> tuple[Rule, ...]:
    """Return the rules of a country that is known, by its code.

    Raises InputError that names those which are.
    """
    if country not in COUNTRIES:
        raise InputError(f"no rules of {country!r}; there are {', '.join(sorted(COUNTRIES))}")
    name = f"{COUNTRIES[country]}.toml"
    text = (resources.files("cartelera.adapters") / "rules" / name).read_text(encoding="utf-8")
    return rules_from(tomllib.loads(text), name)


def rules_in(path: Path) -> tuple[Rule, ...]:
    """Return the rules of a house, in a file of the same form."""
    try:
        return rules_from(tomllib.loads(path.read_text(encoding="utf-8")), path.name)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path.name} is no TOML: {error}") from error


def rules_for(country: str) -> tuple[Rule, ...]:
    """Return the rules of a country with what the house adds to them, which comes last."""
    known = rules_of(country) if country in COUNTRIES else ()
    folder = Path(os.environ.get("CARTELERA_DATA") or "cartelera-data") / "rules"
    own = folder / f"{country}.toml"
    return (*known, *(rules_in(own) if country and own.is_file() else ()))
