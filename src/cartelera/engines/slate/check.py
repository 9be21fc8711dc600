"""What must hold of a record before the slate keeps it."""

import re
from collections.abc import Iterable
from dataclasses import replace

from cartelera.engines.slate.identifiers import identifier
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.kind import PART_KINDS
from cartelera.vocabulary.language import language_tag
from cartelera.vocabulary.rating import minimum_age
from cartelera.vocabulary.record import (
    Artwork,
    Avail,
    Credit,
    Identifier,
    Place,
    Rating,
    Release,
    SourceWork,
    Text,
    TitleRecord,
)
from cartelera.vocabulary.territory import region, territory

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
KEY_LONGEST = 80
YEARS = range(1888, 2101)  # from the first film


def canonical(record: TitleRecord) -> TitleRecord:
    """Return the record in canonical form, every code and tag as its register writes it.

    Raises InputError that names the title and the value that is wrong.
    """
    try:
        return _canonical(record)
    except InputError as error:
        raise InputError(f"{record.key or 'a title'}: {error}") from error


def _canonical(record: TitleRecord) -> TitleRecord:
    _check_key(record)
    _check_parts(record)
    _check_numbers(record)
    return replace(
        record,
        texts=_texts(record.texts),
        countries=_once(territory(code) for code in record.countries),
        languages=_once(language_tag(tag) for tag in record.languages),
        genres=_once(sorted(record.genres)),
        themes=_once(sorted(record.themes)),
        source_works=tuple(sorted(set(record.source_works), key=source_order)),
        credits=tuple(_credit(credit) for credit in record.credits),
        places=tuple(_place(place) for place in record.places),
        stages=tuple(sorted(record.stages, key=lambda change: change.on)),
        avails=tuple(sorted(map(_avail, record.avails), key=lambda a: (a.opens, a.territory))),
        releases=tuple(sorted(map(_release, record.releases), key=lambda release: release.on)),
        ratings=tuple(_rating(rating) for rating in record.ratings),
        identifiers=tuple(
            Identifier(i.scheme, identifier(i.scheme, i.value)) for i in record.identifiers
        ),
        artworks=tuple(_artwork(artwork) for artwork in record.artworks),
    )


def source_order(source: SourceWork) -> tuple[object, ...]:
    """Return what source works are ordered by: those with a name first, then by author."""
    return (not source.name, not source.authors, source.name, source.authors, source.kind.value)


def required_age(ratings: Iterable[Rating]) -> int:
    """Return the highest age, in years, that any rating asks for; 0 if there is none."""
    return max((minimum_age(r.region, r.system, r.value) for r in ratings), default=0)


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _check_key(record: TitleRecord) -> None:
    if not _KEY.fullmatch(record.key) or len(record.key) > KEY_LONGEST:
        raise InputError(
            f"{record.key!r} is no key: use small letters, digits and single hyphens, at most "
            f"{KEY_LONGEST}"
        )


def _check_parts(record: TitleRecord) -> None:
    is_part = record.kind in PART_KINDS
    if is_part and (not record.parent or record.number is None):
        raise InputError(
            f"a {record.kind.en.lower()} needs the key of its parent and its number"
        )
    if not is_part and (record.parent or record.number is not None):
        raise InputError(f"a {record.kind.en.lower()} has no parent and no number")


def _check_numbers(record: TitleRecord) -> None:
    if record.year is not None and record.year not in YEARS:
        raise InputError(f"{record.year} is no year of a film")
    for name, value in (
        ("number", record.number),
        ("running time", record.runtime_minutes),
        ("number of episodes", record.episodes_planned),
    ):
        if value is not None and not 0 < value < 10_000:
            raise InputError(f"a {name} of {value} cannot be")
    if record.public_from is not None and record.public_from.tzinfo is None:
        raise InputError("the moment it becomes public needs a time zone")
    if record.budget is not None and (
        record.budget.amount < 0 or not re.fullmatch("[A-Z]{3}", record.budget.currency)
    ):
        raise InputError("a budget is an amount, not negative, and a currency such as MXN")


def _texts(texts: tuple[Text, ...]) -> tuple[Text, ...]:
    found = tuple(
        replace(text, language=language_tag(text.language), name=text.name.strip())
        for text in texts
    )
    if not found:
        raise InputError("it has no name in any language")
    if any(not text.name for text in found):
        raise InputError("a text without a name; every language needs one")
    if len({text.language for text in found}) < len(found):
        raise InputError("two texts in one language")
    return found


def _credit(credit: Credit) -> Credit:
    name = " ".join(credit.name.split())
    if not name:
        raise InputError(f"a {credit.role.value} without a name")
    if credit.company and (credit.work_number or credit.gender):
        raise InputError(f"{name}: a company has no debut and no gender")
    if credit.work_number is not None and not 1 <= credit.work_number <= 999:
        raise InputError(f"{name}: work number {credit.work_number}; a debut is number 1")
    return replace(
        credit, name=name, territories=_once(territory(t) for t in credit.territories)
    )


def _place(place: Place) -> Place:
    if not place.name.strip():
        raise InputError("a place without a name")
    if place.latitude is not None and not -90 <= place.latitude <= 90:
        raise InputError(f"{place.name}: a latitude of {place.latitude} cannot be")
    if place.longitude is not None and not -180 <= place.longitude <= 180:
        raise InputError(f"{place.name}: a longitude of {place.longitude} cannot be")
    code = region(place.region) if place.region else ""
    country = territory(place.territory) if place.territory else code[:2]
    if code and country != code[:2]:
        raise InputError(f"{place.name}: region {code} is not in {country}")
    return replace(place, region=code, territory=country)


def _avail(avail: Avail) -> Avail:
    if avail.opens.tzinfo is None or (avail.closes and avail.closes.tzinfo is None):
        raise InputError("an avail's moments need a time zone")
    if avail.closes is not None and avail.closes <= avail.opens:
        raise InputError(f"the avail for {avail.territory} closes before it opens")
    return replace(avail, territory=territory(avail.territory))


def _release(release: Release) -> Release:
    if release.admissions is not None and release.admissions < 0:
        raise InputError("admissions below zero")
    return replace(release, territory=territory(release.territory))


def _rating(rating: Rating) -> Rating:
    minimum_age(rating.region, rating.system, rating.value)
    return rating


def _artwork(artwork: Artwork) -> Artwork:
    if not artwork.credit.strip() or not artwork.licence.strip():
        raise InputError("artwork needs its credit and its licence")
    if not artwork.alt or any(not text.strip() for _, text in artwork.alt):
        raise InputError(
            "artwork needs a text in place of the picture, in at least one language"
        )
    return replace(artwork, alt=tuple((language_tag(tag), text) for tag, text in artwork.alt))
