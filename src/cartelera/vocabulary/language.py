"""Languages: one BCP 47 tag in the whole system, canonical at every door."""

from functools import cache, lru_cache
from gettext import translation

import pycountry
from babel import Locale
from langcodes import standardize_tag, tag_is_valid

from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.folding import folded

# Languages of Mexico that the registers name in no Spanish: (English, Spanish).
_OF_MEXICO = {
    "amu": ("Amuzgo of Guerrero", "amuzgo de Guerrero"),
    "azz": ("Nahuatl of the Sierra de Puebla", "náhuatl de la sierra de Puebla"),
    "chd": ("Chontal of the Oaxaca highlands", "chontal de la sierra de Oaxaca"),
    "chf": ("Chontal of Tabasco", "chontal de Tabasco"),
    "chq": ("Chinantec of Quiotepec", "chinanteco de Quiotepec"),
    "crn": ("Cora", "cora"),
    "ctu": ("Chʼol", "chʼol"),
    "hch": ("Wixárika", "wixárika"),
    "hus": ("Tének", "tének"),
    "huv": ("Huave of San Mateo del Mar", "huave de San Mateo del Mar"),
    "kic": ("Kickapoo", "kikapú"),
    "lac": ("Lacandon", "lacandón"),
    "mam": ("Mam", "mam"),
    "mat": ("Matlatzinca", "matlatzinca"),
    "mau": ("Mazatec of Huautla", "mazateco de Huautla"),
    "maz": ("Mazahua", "mazahua"),
    "mfy": ("Mayo", "mayo"),
    "mir": ("Mixe of the Isthmus", "mixe del Istmo"),
    "mix": ("Mixtec of Mixtepec", "mixteco de Mixtepec"),
    "mto": ("Mixe of Totontepec", "mixe de Totontepec"),
    "mxp": ("Mixe of Tlahuitoltepec", "mixe de Tlahuitoltepec"),
    "nah": ("Nahuatl", "náhuatl"),
    "nhe": ("Nahuatl of the eastern Huasteca", "náhuatl de la Huasteca oriental"),
    "ote": ("Otomí of the Mezquital", "otomí del Mezquital"),
    "oto": ("Otomí", "otomí"),
    "otq": ("Otomí of Querétaro", "otomí de Querétaro"),
    "pmz": ("Southern Pame", "pame del sur"),
    "ppi": ("Paipai", "paipai"),
    "sei": ("Seri", "seri"),
    "tar": ("Rarámuri", "rarámuri"),
    "toj": ("Tojolabal", "tojolabal"),
    "top": ("Totonac", "totonaco"),
    "tos": ("Totonac of the highlands", "totonaco de la sierra"),
    "trc": ("Triqui of Copala", "triqui de Copala"),
    "trs": ("Triqui", "triqui"),
    "tsz": ("Purépecha", "purépecha"),
    "tzh": ("Tseltal", "tseltal"),
    "tzo": ("Tsotsil", "tsotsil"),
    "yaq": ("Yaqui", "yaqui"),
    "yua": ("Yucatec Maya", "maya yucateco"),
    "zai": ("Zapotec of the Isthmus", "zapoteco del Istmo"),
    "zap": ("Zapotec", "zapoteco"),
    "zoc": ("Zoque", "zoque"),
}


def language_tag(text: str) -> str:
    """Return the canonical BCP 47 tag of a language: `spa` and `ES` are `es`.

    Raises InputError if the language is not registered.
    """
    tag = text.strip().replace("_", "-")
    if not tag or tag.lower() == "und" or not tag_is_valid(tag):
        raise InputError(f"{text!r} is no language: give a BCP 47 tag, such as es, en or es-MX")
    return standardize_tag(tag, macro=False)


@lru_cache(maxsize=4096)
def language_name(tag: str, into: str) -> str:
    """Return what the language `tag` is called in the language `into`; else the tag itself.

    Source: the Unicode CLDR, and ISO 639-3 for languages that it lacks.
    """
    base, spanish = tag.split("-", maxsplit=1)[0], into.split("-", maxsplit=1)[0] == "es"
    if base in _OF_MEXICO:
        return _OF_MEXICO[base][spanish]
    known = Locale.parse(into, sep="-").languages
    return known.get(tag.replace("-", "_")) or known.get(base) or _iso_name(base, into) or tag


def language_called(name: str) -> str | None:
    """Return the tag of a language by its Spanish or English name; None if it is unknown."""
    return _tags_by_name().get(folded(name))


@cache
def _tags_by_name() -> dict[str, str]:
    found = {folded(name): tag for tag, names in _OF_MEXICO.items() for name in names}
    for into in ("es", "en"):
        known = Locale(into).languages
        found |= {folded(name): tag.replace("_", "-") for tag, name in known.items()}
    return found


@cache
def _iso_name(base: str, into: str) -> str:
    found = pycountry.languages.get(alpha_3=base)
    if found is None:
        return ""
    tongue = into.split("-", maxsplit=1)[0]
    words = translation("iso639-3", pycountry.LOCALES_DIR, languages=[tongue], fallback=True)
    return words.gettext(found.name)
