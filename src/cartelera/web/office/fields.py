"""The fields of the office's forms: each makes its value canonical, or says what is wrong."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pycountry
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.folding import folded
from cartelera.vocabulary.labelled import Labelled
from cartelera.vocabulary.language import language_called, language_tag
from cartelera.vocabulary.rating import MINIMUM_AGES
from cartelera.vocabulary.territory import TERRITORIES, region, territory, territory_name
from cartelera.web.office.words import tongue

_REGIONS: Any = pycountry.subdivisions
LANGUAGES_OFFERED = (
    "es", "en", "es-MX", "pt", "pt-BR", "fr", "de", "it", "ja", "ko", "zh", "ar", "nah", "yua",
    "mix", "zap", "tzo", "tzh", "oto", "maz", "mxp", "tar", "hch", "pua", "sgn", "mfs",
)  # fmt: skip


@cache
def _territories(language: str) -> dict[str, str]:
    return {code: territory_name(code, language) for code in sorted(TERRITORIES)}


@cache
def _codes_by_name() -> dict[str, str]:
    return {
        folded(name): code
        for language in ("en", "es")
        for code, name in _territories(language).items()
    }


def territory_suggestions(language: str) -> list[tuple[str, str]]:
    """Return each territory's code and name, by name: what a field suggests."""
    return sorted(_territories(language).items(), key=lambda pair: folded(pair[1]))


def language_suggestions() -> list[tuple[str, str]]:
    """Return the tags and names of languages that a field suggests."""
    return [(tag, tongue(tag)) for tag in LANGUAGES_OFFERED]


def region_suggestions(home: str) -> list[tuple[str, str]]:
    """Return the regions of the home territory: ISO 3166-2 codes and names."""
    found = _REGIONS.get(country_code=home) or []
    return sorted(((r.code, r.name) for r in found), key=lambda pair: folded(pair[1]))


def as_territory(text: str) -> str:
    """Return the code of a territory given by code or by name in either language."""
    named = _codes_by_name().get(folded(text))
    if named:
        return named
    try:
        return territory(text)
    except InputError as error:
        raise forms.ValidationError(
            _("“%(value)s” is no territory: give its name, or two letters such as MX."),
            params={"value": text},
        ) from error


def as_language(text: str) -> str:
    """Return the tag of a language given by tag or by name."""
    try:
        return language_tag(text)
    except InputError as error:
        named = language_called(text)
        if named:
            return named
        raise forms.ValidationError(
            _("“%(value)s” is no language: give its name, or a tag such as es or es-MX."),
            params={"value": text},
        ) from error


def as_region(text: str) -> str:
    """Return a region's code."""
    try:
        code = region(text)
    except InputError:
        code = ""
    if not code or _REGIONS.get(code=code) is None:
        raise forms.ValidationError(
            _("“%(value)s” is no region: give a code of ISO 3166-2, such as MX-OAX."),
            params={"value": text},
        )
    return code


class CodeField(forms.CharField):
    """One value with a canonical form, suggested from a list of the page."""

    def __init__(self, make: Callable[[str], str], suggestions: str = "", **more: Any) -> None:
        super().__init__(**more)
        self.make = make
        if suggestions:
            self.widget.attrs["list"] = suggestions
        self.widget.attrs["autocomplete"] = "off"

    def clean(self, value: Any) -> str:
        """Return the canonical form; empty stays empty."""
        text = super().clean(value)
        return self.make(text) if text else ""


class CodesField(forms.CharField):
    """Several values with a canonical form, apart by commas."""

    def __init__(self, make: Callable[[str], str], **more: Any) -> None:
        super().__init__(**more)
        self.make = make

    def prepare_value(self, value: Any) -> Any:
        """Return the values apart by commas."""
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> tuple[str, ...]:
        """Return the canonical values, each once."""
        text = super().clean(value)
        words = (word.strip() for word in text.replace(";", ",").split(","))
        return tuple(dict.fromkeys(self.make(word) for word in words if word))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Say whether other words stand there now."""
        return super().has_changed(self.prepare_value(initial or ""), data)


class NamesField(forms.CharField):
    """Several names, apart by a mark that names do not hold: a semicolon or a new line."""

    def __init__(self, apart: str, **more: Any) -> None:
        super().__init__(**more)
        self.apart = apart

    def prepare_value(self, value: Any) -> Any:
        """Return the names apart by the mark."""
        joint = self.apart if self.apart == "\n" else f"{self.apart} "
        return joint.join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> tuple[str, ...]:
        """Return the names, without empty ones."""
        text = super().clean(value)
        return tuple(name.strip() for name in text.split(self.apart) if name.strip())

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Say whether other names stand there now."""
        return super().has_changed(self.prepare_value(initial or ""), data)


class WordField(forms.TypedChoiceField):
    """One word of a closed list, shown in the language of the page."""

    def __init__(self, words: type[Labelled], **more: Any) -> None:
        def offered() -> list[tuple[str, str]]:
            language = get_language() or "es"
            return [("", "—"), *((word.value, word.label(language)) for word in words)]

        super().__init__(choices=offered, coerce=words, empty_value=None, **more)


def ratings_offered() -> list[tuple[str, Any]]:
    """Return the ratings of every known system, by system."""
    return [
        ("", "—"),
        *(
            (
                f"{system} ({where})",
                [(f"{where} {system} {v}", f"{system} {v}") for v in values],
            )
            for (where, system), values in MINIMUM_AGES.items()
        ),
    ]


class MomentField(forms.DateTimeField):
    """A moment by the house's clock, to the minute."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateTimeInput(
            {"type": "datetime-local", "max": "2999-12-31T23:59"}, "%Y-%m-%dT%H:%M"
        )
        super().__init__(widget=widget, **more)


class DayField(forms.DateField):
    """A day."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **more)
