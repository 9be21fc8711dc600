"""Who is meant: a person or a company, a shared surname, a surname that comes back alone."""

import re
from collections.abc import Iterable, Mapping, Sequence

from cartelera.engines.announce.lexicon import Lexicon
from cartelera.engines.announce.skeleton import Chunk

_CODES = re.compile(r"[A-Z]{2,3}(?:/[A-Z]{2,3})+")  # of countries: SE/DK
_OUTLET = re.compile(  # an outlet by its shape: Channel Nine, TV Atlântica, Marea+
    r"(?:Channel|Canal|TV|Radio Televisión|Rádio e Televisão|Televisión|Televisão) [A-ZÀ-Þ\d].*"
    r"|[A-ZÀ-Þ].*(?:\w\+| Plus\+?| TV| Network| Channel)"
)
_NUMERAL = re.compile(r"[IVX]+")
_CALL_SIGN = re.compile(r"[A-ZÑ]{3,4}\d?")  # CBN, RTV2
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+")


def is_outlet(name: str, lexicon: Lexicon) -> bool:
    """Whether a name is an outlet that the lexicon knows, or has the shape of one."""
    plain = " ".join(name.split()).casefold()
    known = plain.removeprefix("the ") in lexicon.outlets or _CALL_SIGN.fullmatch(name)
    return bool(known) or _OUTLET.fullmatch(" ".join(name.split())) is not None


def is_company(name: str, lexicon: Lexicon) -> bool:
    """Whether a name carries the marks of a company."""
    words = name.split()
    if is_outlet(name, lexicon):
        return True
    if any(w.casefold().strip(",") in lexicon.company_marks for w in words[len(words) > 1 :]):
        return True
    if _CODES.fullmatch(name):
        return False
    if any(c in name for c in "&/+") or any(c.isdigit() for c in name):
        return True
    if len(words) == 1:
        return name.isupper() and not _INITIALS.fullmatch(name)
    return _has_initials(name, words) or (
        len(words) > 2 and words[-1].casefold().strip(".") in lexicon.company_kin
    )


def _has_initials(name: str, words: Sequence[str]) -> bool:
    """Whether a word of a name is initials: "RTVE Norte", and not "Felipe III"."""
    initials = (len(w) > 2 and w.isupper() and w.isalpha() for w in words)
    return any(initials) and not name.isupper() and not _NUMERAL.fullmatch(words[-1])


def is_person(name: str, lexicon: Lexicon) -> bool:
    """Whether a name reads as a person's: a given name or initials, then a surname."""
    words = name.split()
    if len(words) < 2 or is_company(name, lexicon):
        return False
    first = words[0]
    known = first in lexicon.given_names or first.split("-")[0] in lexicon.given_names
    return known or _INITIALS.fullmatch(first) is not None


def may_be_person(name: str, lexicon: Lexicon) -> bool:
    """Whether nothing speaks against a person: two words or more, no article, no mark."""
    words = name.split()
    if len(words) < 2 or is_company(name, lexicon):
        return False
    return words[0].casefold() not in lexicon.common and not is_country(name, lexicon)


def is_country(name: str, lexicon: Lexicon) -> bool:
    """Whether a name is that of a country, or the word for what comes from one."""
    return name.casefold() in lexicon.countries


def surnames(names: Iterable[str]) -> dict[str, str]:
    """Return each full name by its last word, left out where two share it."""
    found: dict[str, str] = {}
    shared = set()
    for name in names:
        last = name.split()[-1]
        if len(name.split()) < 2:
            continue
        if found.setdefault(last, name) != name:
            shared.add(last)
    return {last: name for last, name in found.items() if last not in shared}


def full_name(
    chunks: Sequence[Chunk], n: int, known: Mapping[str, str], lexicon: Lexicon
) -> str:
    """Return what chunks[n] is called in full.

    chunks  a list of names as they stand beside each other
    known   full names by surname, of the people the text has named

    "Harry and Jack Williams" are two Williams; "Kim" is the Kim the text has named.
    """
    name = chunks[n].text
    if len(name.split()) > 1:
        return name
    after = chunks[n + 1].text.split() if n + 1 < len(chunks) else []
    if len(after) > 1 and name not in known and name in lexicon.given_names:
        return " ".join([name, *after[1:]])
    return known.get(name, name)
