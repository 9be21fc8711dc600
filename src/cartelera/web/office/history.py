"""What was changed in a title, by whom and when, in words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cartelera.apps.slate.models import Correction
from cartelera.apps.work.models import AuditEntry
from cartelera.vocabulary.kind import (
    ArtworkKind,
    IdentifierScheme,
    Kind,
    PlaceUse,
    ReleaseKind,
    Role,
    SourceKind,
)
from cartelera.vocabulary.record import Budget
from cartelera.vocabulary.stage import Stage
from cartelera.vocabulary.territory import territory_name
from cartelera.web.clock import day_words, moment_words
from cartelera.web.office.words import money, proof_field, tongue

FIELDS = {
    "kind": _("Kind"),
    "texts": _("Names and texts"),
    "stage": _("Stage"),
    "original_name": _("Original title"),
    "alternative_names": _("Other names"),
    "parent": _("Part of"),
    "number": _("Number"),
    "year": _("Year"),
    "runtime_minutes": _("Running time"),
    "episodes_planned": _("Episodes planned"),
    "countries": _("Countries"),
    "languages": _("Languages"),
    "genres": _("Genres"),
    "themes": _("Themes"),
    "public_from": _("Public from"),
    "source_works": _("Drawn from"),
    "credits": _("Credits"),
    "places": _("Places"),
    "stages": _("Dated history"),
    "avails": _("Avails"),
    "releases": _("Releases"),
    "budget": _("Budget"),
    "ratings": _("Ratings"),
    "identifiers": _("Identifiers"),
    "artworks": _("Artwork"),
    "proofs": _("Where it is said"),
}
VERBS = {
    "record_title": _("changed the record"),
    "enter_stage": _("moved it to another stage"),
    "set_embargo": _("changed the embargo"),
    "set_avails": _("changed the avails"),
    "add_artwork": _("added artwork"),
    "remove_artwork": _("removed artwork"),
    "undo_change": _("undid a change"),
    "unmake_title": _("took it off the slate"),
    "attach_package": _("attached a package"),
    "withhold_correction": _("kept back what a correction said"),
    "tell_correction": _("told again what a correction said"),
}
SHORT = 160  # characters of a text that are shown


@dataclass(frozen=True, slots=True)
class Change:
    """What one field lost and gained."""

    field: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    reordered: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a title's history."""

    pk: int
    at: datetime
    by: str  # empty: the platform itself
    verb: str
    changes: tuple[Change, ...]
    undoable: bool


def told_history(
    entries: Iterable[AuditEntry], language: str, terms: Mapping[str, str], budget: bool
) -> list[Entry]:
    """Return audit entries in words.

    terms   the labels of genres and themes
    budget  whether the reader may see what a title costs
    """
    return [_entry(entry, language, terms, budget) for entry in entries]


def _entry(entry: AuditEntry, language: str, terms: Mapping[str, str], budget: bool) -> Entry:
    before, after = entry.before, entry.after
    whole = isinstance(before, dict) and isinstance(after, dict)
    changes = (
        tuple(
            change_of(name, before.get(name), value, language, terms)
            for name, value in after.items()
            if name in FIELDS and (budget or name != "budget")
        )
        if whole
        else ()
    )
    verb = VERBS.get(entry.verb, entry.verb)
    if entry.verb == "record_title" and before is None:
        verb = _("made this title")
    hidden = whole and not budget and "budget" in after
    return Entry(
        entry.pk,
        entry.at,
        str(entry.by) if entry.by else "",
        str(verb),
        changes,
        whole and not hidden,
    )


@dataclass(frozen=True, slots=True)
class Corrected:
    """One correction of a title in the press room."""

    pk: int
    at: datetime | None  # None: not public yet
    withheld: bool
    changes: tuple[Change, ...]


def told_corrections(
    rows: Iterable[Correction], language: str, terms: Mapping[str, str]
) -> list[Corrected]:
    """Return what the press room says was corrected, in words."""
    return [
        Corrected(
            row.pk,
            row.at,
            row.withheld,
            tuple(
                change_of(name, value, row.after.get(name), language, terms)
                for name, value in row.before.items()
            ),
        )
        for row in rows
    ]


def change_of(
    name: str, before: Any, after: Any, language: str, terms: Mapping[str, str]
) -> Change:
    """Return in words what a field of a record, as JSON, lost and gained."""
    old = _several(name, before, language, terms)
    new = _several(name, after, language, terms)
    lost = tuple(value for value in old if value not in new)
    gained = tuple(value for value in new if value not in old)
    return Change(str(FIELDS[name]), lost, gained, reordered=not lost and not gained)


def _several(name: str, value: Any, language: str, terms: Mapping[str, str]) -> list[str]:
    if value in (None, "", []):
        return []
    values = value if isinstance(value, list) else [value]
    return [_words(name, one, language, terms) for one in values]


def _words(name: str, value: Any, language: str, terms: Mapping[str, str]) -> str:  # noqa: PLR0911
    match name:
        case "kind":
            return Kind(value).label(language)
        case "stage":
            return Stage(value).label(language)
        case "public_from":
            return _moment(value, language)
        case "countries":
            return territory_name(value, language)
        case "languages":
            return tongue(value)
        case "genres" | "themes":
            return terms.get(value, value)
        case "runtime_minutes":
            return gettext("%(minutes)s min") % {"minutes": value}
        case _ if isinstance(value, dict):
            return _DESCRIBED[name](value, language)
        case _:
            return str(value)


def _moment(text: str | None, language: str) -> str:
    return moment_words(datetime.fromisoformat(text), language) if text else "…"


def _day(text: str, language: str) -> str:
    return day_words(date.fromisoformat(text), language)


def _text(value: dict[str, Any], language: str) -> str:
    said = " ".join((value.get("logline") or value.get("synopsis") or "").split())
    said = f"{said[:SHORT]}…" if len(said) > SHORT else said
    name = f"{tongue(value['language'])}: “{value['name']}”"
    return f"{name}. {said}" if said else name


def _source(value: dict[str, Any], language: str) -> str:
    parts = (value["name"], ", ".join(value["authors"]), value["publisher"], value["year"])
    return f"{SourceKind(value['kind']).label(language)}: " + ", ".join(
        str(part) for part in parts if part
    )


def _credit(value: dict[str, Any], language: str) -> str:
    role = Role(value["role"]).label(language)
    played = f" ({value['character']})" if value["character"] else ""
    return f"{role}: {value['name']}{played}"


def _place(value: dict[str, Any], language: str) -> str:
    codes = value["region"] or value["territory"]
    where = f"{value['name']} ({codes})" if codes else value["name"]
    return f"{PlaceUse(value['use']).label(language)} {where}"


def _avail(value: dict[str, Any], language: str) -> str:
    window = f"{_moment(value['opens'], language)} – {_moment(value['closes'], language)}"
    shut = f" ({gettext('withdrawn')})" if value["withdrawn"] else ""
    return f"{territory_name(value['territory'], language)}, {window}{shut}"


def _stage(value: dict[str, Any], language: str) -> str:
    return f"{Stage(value['stage']).label(language)}, {_day(value['on'], language)}"


def _release(value: dict[str, Any], language: str) -> str:
    where = value["event"] or territory_name(value["territory"], language)
    return (
        f"{ReleaseKind(value['kind']).label(language)}: {where}, {_day(value['on'], language)}"
    )


def _budget(value: dict[str, Any], language: str) -> str:
    return money(Budget(Decimal(value["amount"]), value["currency"]))


_DESCRIBED: dict[str, Callable[[dict[str, Any], str], str]] = {
    "texts": _text,
    "source_works": _source,
    "credits": _credit,
    "places": _place,
    "stages": lambda v, language: (
        f"{Stage(v['stage']).label(language)}, {_day(v['on'], language)}"
    ),
    "avails": _avail,
    "releases": _release,
    "budget": _budget,
    "ratings": lambda v, language: f"{v['system']} {v['value']} ({v['region']})",
    "identifiers": lambda v, language: f"{IdentifierScheme(v['scheme']).en} {v['value']}",
    "artworks": lambda v, language: (
        f"{ArtworkKind(v['kind']).label(language)}: {v['credit']}, {v['licence']}"
    ),
    "proofs": lambda v, language: f"{proof_field(v['field'])}: “{v['quote'][:SHORT]}”",
}
