"""A question over the slate, as a programmer writes it: `country:MX language:nah,maz`."""

import re
from dataclasses import dataclass
from enum import StrEnum

from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.kind import Gender, Kind


class Field(StrEnum):
    """What a title may be asked for."""

    COUNTRY = "country"  # ISO 3166-1 alpha-2
    LANGUAGE = "language"
    GENRE = "genre"
    THEME = "theme"
    KIND = "kind"
    DIRECTOR = "director"  # a gender as stated, or "debut"
    PRODUCER = "producer"  # a producing company with at most so many titles on the slate
    FILMED = "filmed"  # ISO 3166-1 or 3166-2
    STORY = "story"
    OPENED = "opened"  # here, at most so many days ago
    MINUTES = "minutes"  # at most
    YEAR = "year"
    TITLE = "title"  # its key


NUMBERS = frozenset({Field.PRODUCER, Field.OPENED, Field.MINUTES, Field.YEAR})
DEBUT = "debut"
PRIVATE = frozenset(gender.value for gender in Gender)  # never told to a viewer
_UPPER = frozenset({Field.COUNTRY, Field.FILMED, Field.STORY})


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked of a title."""

    field: Field
    values: tuple[str, ...]  # any of them
    not_: bool = False


def which(text: str) -> tuple[Asked, ...]:
    """Read a question: every part must hold, any of a part's values; `-` before it says not.

    Raises InputError that names the part that cannot be read.
    """
    asked = tuple(_part(part) for part in text.split())
    if not asked:
        raise InputError("ask for something, such as country:MX")
    return asked


def _part(text: str) -> Asked:
    name, _, given = text.lstrip("-").partition(":")
    if name not in set(Field):
        raise InputError(f"{text!r} asks for none of {', '.join(Field)}")
    field = Field(name)
    values = tuple(v.upper() if field in _UPPER else v for v in given.split(",") if v)
    if not values:
        raise InputError(f"{text!r} lacks a value after the colon")
    for value in values:
        if not _fits(field, value):
            raise InputError(f"{value!r} is nothing that {name} can be")
    return Asked(field, values, text.startswith("-"))


def _fits(field: Field, value: str) -> bool:
    if field in NUMBERS:
        return value.isdecimal() and len(value) <= 5
    if field == Field.KIND:
        return value in {kind.value for kind in Kind}
    if field == Field.DIRECTOR:
        return value == DEBUT or value in PRIVATE
    return re.fullmatch(r"[\w-]{1,80}", value, re.ASCII) is not None


def tells_a_gender(asked: tuple[Asked, ...]) -> bool:
    """Say whether showing that a title answers would tell what a person has stated."""
    return any(one.field == Field.DIRECTOR and PRIVATE & set(one.values) for one in asked)
