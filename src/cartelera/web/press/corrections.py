"""Corrections: what the press room said of a title, and says now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cartelera.engines.slate.correction import Correction
from cartelera.engines.slate.press import Mended, Telling
from cartelera.web.press.sheet import Sheet, long_day, sheet_of


@dataclass(frozen=True, slots=True)
class Line:
    """One fact: what was said of it and is no longer, and what is said instead."""

    label: str
    said: tuple[str, ...]  # empty: it is withheld
    says: tuple[str, ...]  # empty: nothing instead
    language: str = ""  # of the words, where they are of a text


@dataclass(frozen=True, slots=True)
class Note:
    """One correction, as a page prints it."""

    anchor: str
    at: datetime
    changed_at: datetime
    day: str  # in words
    key: str  # of the title whose page prints it
    address: str  # of the title's page
    name: str  # of the title
    language: str  # of its name
    place: str  # of a part, in words
    lines: tuple[Line, ...]


def notes_of(
    corrections: Sequence[Correction], language: str, labels: Mapping[str, str]
) -> list[Note]:
    """Return corrections in the words of a language, in their order."""
    notes = (_note(each, language, labels) for each in corrections)
    return [note for note in notes if note.lines]


def _note(each: Correction, language: str, labels: Mapping[str, str]) -> Note:
    said, says = (sheet_of(record, language, labels) for record in (each.said, each.says))
    before, after = _values(said), _values(says)
    lines = []
    for (part, label), values in before.items():
        now = after.get((part, label), [])
        lost = tuple(value for value in values if value not in now)
        gained = tuple(value for value in now if value not in values)
        if lost:
            tongue = said.language if part == "text" else ""
            lines.append(Line(label, () if each.withheld else lost, gained, tongue))
    return Note(
        f"correction-{each.number}",
        each.at,
        max(each.at, each.changed_at),
        long_day(timezone.localdate(each.at), language),
        each.page,
        reverse("press:title", kwargs={"key": each.page}),
        says.name,
        says.language,
        _place(each.place),
        tuple(lines),
    )


def _place(numbers: tuple[int, ...]) -> str:
    if not numbers:
        return ""
    season = _("Season %(number)s") % {"number": numbers[0]}
    episode = numbers[1:] and _("episode %(number)s") % {"number": numbers[1]}
    return f"{season}, {episode}" if episode else season


def _values(sheet: Sheet) -> dict[tuple[str, str], list[str]]:
    """Return the values of each fact of a sheet under its part and its label, in order."""
    told: list[tuple[str, str, Iterable[str]]] = [
        ("text", _("Title"), (sheet.name,)),
        ("text", _("Logline"), (sheet.logline.removesuffix("."),)),
        ("text", _("Synopsis"), (each.removesuffix(".") for each in sheet.paragraphs)),
        ("fact", _("Year"), (str(sheet.year or ""),)),
        *(("fact", each.label, each.values) for each in (*sheet.standing, *sheet.details)),
        *(("source", each.kind, (_source(each.name, each.authors, each.imprint),))
          for each in sheet.sources),
        *(("credit", each.label, tuple(_named(n.name, n.character) for n in each.names))
          for each in sheet.credits),
        *(("place", each.label, each.values) for each in sheet.places),
        *(("identifier", each.label, each.values) for each in sheet.identifiers),
        *(("stage", each.what, (each.day,)) for each in sheet.stages),
        ("fact", _("Release"),
         tuple(f"{each.day}, {each.where}, {each.what}" for each in sheet.releases)),
        ("fact", _("Stills"),
         tuple(f"{each.alt} {each.credit}. {each.licence}" for each in sheet.stills)),
    ]  # fmt: skip
    found: dict[tuple[str, str], list[str]] = {}
    for part, label, values in told:
        found.setdefault((part, label), []).extend(value for value in values if value)
    return found


def _source(*parts: str) -> str:
    return ", ".join(part for part in parts if part) or "—"


def _named(name: str, character: str) -> str:
    return f"{name} ({character})" if character else name


def told_line(line: Line) -> str:
    """Return a line of a correction as a sentence."""
    if not line.said:
        return _("%(label)s: corrected.") % {"label": line.label}
    told = {"label": line.label, "said": "; ".join(line.said), "says": "; ".join(line.says)}
    if not line.says:
        return _("%(label)s: it said “%(said)s”, and says it no longer.") % told
    return _("%(label)s: it said “%(said)s”; it says “%(says)s”.") % told


def told_note(note: Note) -> str:
    """Return a correction in sentences."""
    place = f"{note.place}. " if note.place else ""
    return place + " ".join(told_line(line) for line in note.lines)


def mended_of(notes: Sequence[Note], telling: Telling) -> list[Mended]:
    """Return the corrections of a title as machines are told of them."""
    base = telling.identity.split("#", maxsplit=1)[0]
    return [
        Mended(f"{base}#{n.anchor}", n.at.isoformat(), told_note(n), telling.language)
        for n in notes
    ]
