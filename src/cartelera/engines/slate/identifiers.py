"""Identifiers of outside registers, checked to the last digit."""

import re

from stdnum import isan
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_37_36

from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.kind import IdentifierScheme

_EIDR = re.compile(r"10\.5240/((?:[0-9A-F]{4}-){5}[0-9A-Z])")
_IMDB = re.compile(r"tt\d{7,8}")
_WIKIDATA = re.compile(r"Q[1-9]\d*")


def identifier(scheme: IdentifierScheme, value: str) -> str:
    """Return an identifier in its canonical form.

    Raises InputError if its form or its check digit is wrong.
    Source: EIDR and ISAN carry ISO 7064 Mod 37,36 check characters.
    """
    found = _CHECKS[scheme](value.strip())
    if found is None:
        raise InputError(
            f"{value!r} is no {scheme.en} identifier: its form or check digit is wrong"
        )
    return found


def _eidr(value: str) -> str | None:
    form = _EIDR.fullmatch(value.upper())
    if form is None or not mod_37_36.is_valid(form[1].replace("-", "")):
        return None
    return value.upper()


def _isan(value: str) -> str | None:
    try:
        found: str = isan.format(value)
        isan.validate(value)
    except ValidationError:
        return None
    return found


def _imdb(value: str) -> str | None:
    return value if _IMDB.fullmatch(value) else None


def _wikidata(value: str) -> str | None:
    return value.upper() if _WIKIDATA.fullmatch(value.upper()) else None


_CHECKS = {
    IdentifierScheme.EIDR: _eidr,
    IdentifierScheme.ISAN: _isan,
    IdentifierScheme.IMDB: _imdb,
    IdentifierScheme.WIKIDATA: _wikidata,
}
