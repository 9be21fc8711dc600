"""Territories (ISO 3166-1 alpha-2) and their regions (ISO 3166-2)."""

import re
from functools import cache

import pycountry
from babel import Locale

from cartelera.vocabulary.errors import InputError

TERRITORIES = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR
    BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ
    EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW
    GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY
    KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV
    MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY
    QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG
    TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM
    ZW
    """.split()
)

_REGION = re.compile(r"([A-Z]{2})-[A-Z0-9]{1,3}")


def territory(code: str) -> str:
    """Return an ISO 3166-1 alpha-2 code in capitals.

    Raises InputError if no such territory is assigned.
    """
    found = code.strip().upper()
    if found not in TERRITORIES:
        raise InputError(
            f"{code!r} is no territory: give two letters of ISO 3166-1, such as MX"
        )
    return found


def region(code: str) -> str:
    """Return an ISO 3166-2 code in capitals, such as MX-OAX.

    Only its form and its territory are checked here.
    Raises InputError if it has another form.
    """
    found = _REGION.fullmatch(code.strip().upper())
    if found is None or found[1] not in TERRITORIES:
        raise InputError(f"{code!r} is no region: give a code of ISO 3166-2, such as MX-OAX")
    return found[0]


@cache
def territory_name(code: str, into: str) -> str:
    """Return what the territory `code` is called in the language `into`."""
    return str(Locale.parse(into, sep="-").territories.get(code, code))


@cache
def region_name(code: str) -> str:
    """Return what the region `code`, such as MX-OAX, is called at home; the code if unknown."""
    found = pycountry.subdivisions.get(code=code)  # type: ignore[no-untyped-call]
    return str(found.name) if found else code
