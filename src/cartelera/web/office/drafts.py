"""The form of a draft: a whole record in few fields, several values to a field, one a line."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cartelera.apps.slate.queries import labels_in
from cartelera.engines.slate.check import YEARS
from cartelera.vocabulary.folding import folded
from cartelera.vocabulary.kind import COMPANY_ROLES, Kind, PlaceUse, Role, SourceKind
from cartelera.vocabulary.labelled import Labelled
from cartelera.vocabulary.record import Credit, Place, SourceWork, Text, TitleRecord
from cartelera.vocabulary.stage import Stage
from cartelera.web.office.fields import (
    CodesField,
    NamesField,
    WordField,
    as_language,
    as_territory,
)


def as_genre(text: str) -> str:
    """Return the key of a genre given by its key or by its label in either language."""
    for language in ("es", "en"):
        for key, label in labels_in(language).items():
            if folded(text) in {folded(key), folded(label)}:
                return key
    raise forms.ValidationError(
        _("“%(value)s” is no genre of this house; the house’s page has the list."),
        params={"value": text},
    )


Word = TypeVar("Word", bound=Labelled)


def _word(words: type[Word], text: str) -> Word | None:
    """Return the word of a closed list that a text is, in either language."""
    wanted = folded(text)
    return next(
        (w for w in words if wanted in {folded(w.value), folded(w.en), folded(w.es)}), None
    )


def _lines(text: str) -> Iterable[str]:
    return (line.strip() for line in text.splitlines() if line.strip())


class CreditsField(forms.CharField):
    """Credits, one role a line: "Directed by: Ana Ruiz, Luis Paz"."""

    def prepare_value(self, value: Any) -> Any:
        """Return the credits as lines, one for each role."""
        if not isinstance(value, tuple):
            return value
        language = get_language() or "es"
        roles = dict.fromkeys(credit.role for credit in value)
        named = {role: [c.name for c in value if c.role == role] for role in roles}
        return "\n".join(f"{r.label(language)}: {', '.join(n)}" for r, n in named.items())

    def clean(self, value: Any) -> tuple[Credit, ...]:
        """Return the credits that the lines give."""
        found: list[Credit] = []
        for line in _lines(super().clean(value)):
            label, colon, names = line.partition(":")
            role = _word(Role, label)
            if not colon or role is None:
                raise forms.ValidationError(
                    _("“%(line)s” has no role and colon before it, as in “%(role)s: Ana”."),
                    params={"line": line, "role": Role.DIRECTOR.label(get_language() or "es")},
                )
            company = role in COMPANY_ROLES
            found += (
                Credit(role, name.strip(), company) for name in names.split(",") if name.strip()
            )
        return tuple(dict.fromkeys(found))


def _source_line(source: SourceWork, language: str) -> str:
    parts = [source.name, "; ".join(source.authors), source.publisher]
    while parts and not parts[-1]:
        parts.pop()
    return " | ".join((source.kind.label(language), *(part or "—" for part in parts)))


class SourcesField(forms.CharField):
    """Source works, one a line: "Novel | Title | Author; Author | Publisher"."""

    def prepare_value(self, value: Any) -> Any:
        """Return the source works as lines; a dash stands for what is not known."""
        if not isinstance(value, tuple):
            return value
        language = get_language() or "es"
        return "\n".join(_source_line(source, language) for source in value)

    def clean(self, value: Any) -> tuple[SourceWork, ...]:
        """Return the source works that the lines give."""
        found: list[SourceWork] = []
        for line in _lines(super().clean(value)):
            parts = [part.strip(" —") for part in line.split("|")] + ["", "", ""]
            kind = _word(SourceKind, parts[0])
            if kind is None:
                raise forms.ValidationError(
                    _("“%(line)s” does not begin with a kind of work, such as “%(kind)s”."),
                    params={
                        "line": line,
                        "kind": SourceKind.NOVEL.label(get_language() or "es"),
                    },
                )
            authors = tuple(name.strip() for name in parts[2].split(";") if name.strip())
            found.append(SourceWork(kind, parts[1], authors, parts[3]))
        return tuple(found)


def _area(rows: int = 2) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


class DraftForm(forms.Form):
    """One draft as its editor sees it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("Title"), required=False, max_length=200)
    kind = WordField(Kind, label=gettext_lazy("Kind"))
    stage = WordField(Stage, label=gettext_lazy("Stage"))
    year = forms.IntegerField(
        label=gettext_lazy("Year"), required=False, min_value=YEARS[0], max_value=YEARS[-1]
    )
    episodes = forms.IntegerField(
        label=gettext_lazy("Episodes"), required=False, min_value=1, max_value=9999
    )
    genres = CodesField(as_genre, label=gettext_lazy("Genres"), required=False)
    countries = CodesField(as_territory, label=gettext_lazy("Countries"), required=False)
    languages = CodesField(as_language, label=gettext_lazy("Languages spoken"), required=False)
    credits = CreditsField(label=gettext_lazy("Credits"), required=False, widget=_area(3))
    sources = SourcesField(
        label=gettext_lazy("Source works (kind | title | authors | publisher)"),
        required=False,
        widget=_area(1),
    )
    filmed = NamesField("\n", label=gettext_lazy("Filmed in"), required=False, widget=_area(1))
    story = NamesField(
        "\n", label=gettext_lazy("Story set in"), required=False, widget=_area(1)
    )
    other_names = NamesField(
        "\n", label=gettext_lazy("Other names"), required=False, widget=_area(1)
    )
    logline = forms.CharField(label=gettext_lazy("Logline"), required=False, widget=_area(2))


def fields_of(record: TitleRecord, version: int, labels: Mapping[str, str]) -> dict[str, Any]:
    """Return what the form of a record begins with.

    labels  of genres, by key
    """
    text = record.texts[0] if record.texts else None
    return {
        "version": version,
        "name": text.name if text else "",
        "logline": text.logline if text else "",
        "kind": record.kind,
        "stage": record.stage,
        "year": record.year,
        "episodes": record.episodes_planned,
        "genres": tuple(labels.get(key, key) for key in record.genres),
        "countries": record.countries,
        "languages": record.languages,
        "credits": record.credits,
        "sources": record.source_works,
        "filmed": tuple(p.name for p in record.places if p.use == PlaceUse.FILMED),
        "story": tuple(p.name for p in record.places if p.use == PlaceUse.STORY),
        "other_names": record.alternative_names,
    }


def record_with(before: TitleRecord, given: dict[str, Any], language: str) -> TitleRecord:
    """Return a record as the form gives it; what the form does not show stays.

    language  of the announcement, in which the title is a name
    """
    name, logline = given["name"].strip(), given["logline"].strip()
    known = {(place.use, place.name): place for place in before.places}
    wanted = [(PlaceUse.FILMED, n) for n in given["filmed"]]
    wanted += [(PlaceUse.STORY, n) for n in given["story"]]
    parts = {(c.role, c.name): c for c in before.credits}
    return replace(
        before,
        texts=(Text(language, name, logline),) if name else (),
        kind=given["kind"],
        stage=given["stage"],
        year=given["year"],
        episodes_planned=given["episodes"],
        genres=given["genres"],
        countries=given["countries"],
        languages=given["languages"],
        credits=tuple(parts.get((c.role, c.name), c) for c in given["credits"]),
        source_works=given["sources"],
        places=tuple(known.get(place) or Place(*place) for place in wanted),
        alternative_names=given["other_names"],
    )
