"""Announcements as lists name them, each in the language that suits the page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import get_language, override

from cartelera.apps.announce.models import Announcement
from cartelera.vocabulary.language import language_name


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """An announcement, as lists name it."""

    headline: str
    language: str
    spoken: str  # the language, as it calls itself
    said: str  # when, as coarsely as it is known
    announcer: str
    address: str


def in_language_of_page(versions: Iterable[Announcement], language: str) -> Announcement:
    """Return the version in a language, else the one that was received first."""
    known = list(versions)
    spoken = [each for each in known if base_of(each.language) == language]
    return spoken[0] if spoken else first_of(known)


def first_of(versions: Iterable[Announcement]) -> Announcement:
    """Return the version that was received first."""
    return min(versions, key=lambda each: (each.first_language_id is not None, each.pk))


def one_of_each(announcements: Iterable[Announcement], language: str) -> list[Announcement]:
    """Return each announcement once, in a language where it has it, in the order given."""
    return [in_language_of_page(each, language) for each in together(announcements)]


def together(announcements: Iterable[Announcement]) -> list[list[Announcement]]:
    """Return announcements with the languages of each together, in the order given."""
    groups: dict[int, list[Announcement]] = {}
    for each in announcements:
        groups.setdefault(each.first_language_id or each.pk, []).append(each)
    return list(groups.values())


def line_of(shown: Announcement) -> NoticeLine:
    """Return an announcement as lists name it."""
    paths = paths_of([shown])
    return NoticeLine(
        shown.headline,
        shown.language,
        language_name(shown.language, shown.language).capitalize(),
        said_on(shown.published),
        shown.announcer,
        next(iter(paths.values()), path_of(shown, get_language() or "es")),
    )


def said_on(published: str) -> str:
    """Return a date as coarse as it was given: a day, a month, or a year."""
    day = parse_date(published + "-01-01"[len(published) - 4 :])
    form = {4: "Y", 7: "YEAR_MONTH_FORMAT"}.get(len(published), "DATE_FORMAT")
    return date_format(day, form) if day else published


def base_of(language: str) -> str:
    """Return a language without its region or script: `es-MX` is `es`."""
    return language.split("-", maxsplit=1)[0]


def path_of(shown: Announcement, language: str) -> str:
    """Return the path of an announcement among the pages of a language."""
    with override(language):
        return reverse("press:announcement", kwargs={"key": shown.key})


def paths_of(versions: Iterable[Announcement]) -> dict[str, str]:
    """Return where each version stands in its own language, of those the site speaks."""
    known = {code for code, _name in settings.LANGUAGES}
    return {
        base_of(each.language): path_of(each, base_of(each.language))
        for each in versions
        if base_of(each.language) in known
    }
