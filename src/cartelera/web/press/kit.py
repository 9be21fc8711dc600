"""Press kits: all that the press room says of a title, a year or an announcement, to keep."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from babel.dates import format_date
from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from cartelera.adapters.bundle import bundled_once
from cartelera.adapters.pictures import smaller
from cartelera.adapters.typeset import typeset_once
from cartelera.apps.announce.models import Announcement
from cartelera.apps.announce.queries import (
    PressPass,
    public_announcement,
    public_languages_of,
    titles_of,
)
from cartelera.apps.slate.queries import (
    corrections_of,
    house,
    labels_in,
    records_of,
    slate_kinds,
    slate_of_year,
    slate_parts,
    slate_title,
    slate_titles,
)
from cartelera.engines.slate.correction import Correction
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.kind import SERIAL_KINDS
from cartelera.vocabulary.record import Artwork, TitleRecord
from cartelera.web.doors import public
from cartelera.web.press.corrections import notes_of, told_note
from cartelera.web.press.links import with_press_link
from cartelera.web.press.notices import base_of, in_language_of_page, said_on
from cartelera.web.press.prose import Block, blocks_of
from cartelera.web.press.rooms import slate_name
from cartelera.web.press.sheet import Sheet, seasons_of, sheet_of, told_count
from cartelera.web.press.stills import imprinted_still, still_file, still_name

PRINTED_SIDE = 1600  # pixels of a still in a PDF: 240 to the inch over the width of its page
STILLS_EACH = 6  # of a title in a PDF; the ZIP has them all


@dataclass(frozen=True, slots=True)
class Kit:
    """What a press kit is made of."""

    name: str  # of its files
    records: tuple[TitleRecord, ...]
    corrections: tuple[Correction, ...]
    parts: tuple[TitleRecord, ...] = ()  # seasons and episodes of its one title
    announcements: tuple[Announcement, ...] = ()  # one in each language
    year: int | None = None
    whole_year: bool = False


@public
@with_press_link
def title_kit(request: HttpRequest, key: str, form: str, bearer: PressPass) -> HttpResponseBase:
    """Hand out the press kit of a title."""
    at, viewer = timezone.now(), bearer.viewer
    record = slate_title(at, key, viewer)
    if record is None:
        raise Http404(_("No public title has this address."))
    parts = slate_parts(at, key, viewer) if record.kind in SERIAL_KINDS else []
    mended = tuple(corrections_of([key], at, viewer))
    return _answer(request, Kit(key, (record,), mended, tuple(parts)), form)


@public
def year_kit(request: HttpRequest, year: int, form: str) -> HttpResponseBase:
    """Hand out the press kit of the slate of a year."""
    at = timezone.now()
    records = records_of(slate_of_year(at, year), private=False)
    if not records:
        raise Http404(_("Nothing is public for this year."))
    mended = tuple(corrections_of([record.key for record in records], at))
    kit = Kit(str(year), tuple(records), mended, year=year, whole_year=True)
    return _answer(request, kit, form)


@public
@with_press_link
def announcement_kit(
    request: HttpRequest, key: str, form: str, bearer: PressPass
) -> HttpResponseBase:
    """Hand out the press kit of an announcement, with the titles that it names."""
    at = timezone.now()
    shown = public_announcement(key, at, bearer)
    if shown is None:
        raise Http404(_("No announcement has this address."))
    records = slate_titles(at, titles_of(shown), bearer.viewer)
    versions = public_languages_of(shown, at, bearer)
    mended = tuple(corrections_of([record.key for record in records], at, bearer.viewer))
    return _answer(
        request, Kit(key, tuple(records), mended, announcements=tuple(versions)), form
    )


def _answer(request: HttpRequest, kit: Kit, form: str) -> HttpResponseBase:
    language = get_language() or "es"
    at = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    name = f"{kit.name}-{language}.pdf" if form == "pdf" else f"{kit.name}.zip"
    response: HttpResponse | FileResponse
    if form == "pdf":
        response = HttpResponse(_pdf(kit, language, at), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{name}"'
    else:
        digest = _digest(request, kit, at)
        files = bundled_once(digest, lambda: _files(request, kit, at), at)
        response = FileResponse(files, as_attachment=True, filename=name)
    patch_cache_control(response, no_cache=True)
    return response


def _digest(request: HttpRequest, kit: Kit, at: datetime) -> str:
    """Return the hash of all that a ZIP is made of."""
    own = (each for record in kit.records for each in record.artworks)
    told = (
        (kit.name, kit.records, kit.corrections, kit.parts, kit.year),
        [
            (x.key, x.sha256, x.headline, x.announcer, x.published, x.language)
            for x in kit.announcements
        ],
        [still_file(artwork.sha256) is not None for artwork in own],
        (house().name, house().press_contact),
        {code: labels_in(code) for code, _name in settings.LANGUAGES},
        request.build_absolute_uri("/"),
        at,
    )
    return sha256(repr(told).encode()).hexdigest()


def _files(request: HttpRequest, kit: Kit, at: datetime) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the ZIP: texts, captions and a PDF in each language, the stills."""
    for language, _name in settings.LANGUAGES:
        with override(language):
            folder = f"{kit.name}/{language}"
            for text in kit.announcements:
                if base_of(text.language) == language:
                    yield f"{folder}/{text.key}.txt", text.text.encode()
            for sheet in _sheets(kit, language):
                yield f"{folder}/{sheet.key}.txt", _plain_text(sheet, kit, language).encode()
            if any(record.artworks for record in kit.records):
                captions = _("captions")
                yield f"{folder}/{captions}.txt", _captions(kit, language).encode()
            yield f"{folder}/{kit.name}.pdf", _pdf(kit, language, at)
    for record, artwork in _pictures(kit.records):
        data = imprinted_still(request, record, artwork)
        if data is not None:
            yield f"{kit.name}/{_stills()}/{still_name(record.key, artwork)}", data


def _stills() -> str:
    with override(settings.LANGUAGE_CODE):
        return _("stills")


def _pictures(records: Sequence[TitleRecord]) -> Iterator[tuple[TitleRecord, Artwork]]:
    return ((record, artwork) for record in records for artwork in record.artworks)


def _sheets(kit: Kit, language: str) -> list[Sheet]:
    labels = labels_in(language)
    return [sheet_of(record, language, labels) for record in kit.records]


def _captions(kit: Kit, language: str) -> str:
    """Return the document of captions: every still with its text, credit and licence."""
    sheets = _sheets(kit, language)
    lines = []
    for record, sheet in zip(kit.records, sheets, strict=True):
        for artwork, still in zip(record.artworks, sheet.stills, strict=True):
            lines += [
                f"{_stills()}/{still_name(record.key, artwork)}",
                f"{sheet.name}. {still.alt}",
                f"{_('Credit')}: {still.credit}. {still.licence}.",
                "",
            ]
    return "\n".join(lines)


def _facts(sheet: Sheet) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield the parts of a title under their headings, each a list of labels and values."""

    def rows(*pairs: tuple[str, Sequence[str]]) -> list[dict[str, Any]]:
        return [{"label": label, "values": list(values)} for label, values in pairs if values]

    sources = [
        f"{each.kind}: " + ", ".join(p for p in (each.name, each.authors, each.imprint) if p)
        for each in sheet.sources
    ]
    credits = [
        (line.label, [f"{n.name} ({n.character})" if n.character else n.name
                      for n in line.names])
        for line in sheet.credits
    ]  # fmt: skip
    releases = [
        f"{e.day} · {e.where} · {e.what}" + (f" · {e.count}" if e.count else "")
        for e in sheet.releases
    ]
    facts = (*sheet.standing, *sheet.details, *sheet.identifiers)
    yield (
        _("In short"),
        rows(
            (_("Year"), [str(sheet.year)] if sheet.year else []),
            *((fact.label, fact.values) for fact in facts),
        ),
    )
    yield _("Source work"), rows((_("Based on"), sources))
    yield _("Credits"), rows(*credits)
    yield _("Places"), rows(*((fact.label, fact.values) for fact in sheet.places))
    yield (
        _("Dates"),
        rows(*((each.what, [each.day]) for each in sheet.stages), (_("Release"), releases)),
    )


def _parts(sheet: Sheet, kit: Kit, language: str) -> list[dict[str, Any]]:
    told = [{"name": name, "facts": facts} for name, facts in _facts(sheet) if facts]
    for season in seasons_of(sheet.key, kit.parts, language):
        name = _("Season %(number)s") % {"number": season.number}
        facts = [
            {
                "label": str(each.number or ""),
                "values": [part for part in (each.name, each.logline) if part],
            }
            for each in season.episodes
        ]
        told.append({"name": name, "facts": facts or [{"label": "", "values": ["—"]}]})
    own = [each for each in kit.corrections if each.page == sheet.key]
    notes = notes_of(own, language, labels_in(language)) if own else []
    mended = [{"label": note.day, "values": [told_note(note)]} for note in notes]
    return [*told, {"name": _("Corrections"), "facts": mended}] if mended else told


def _plain_text(sheet: Sheet, kit: Kit, language: str) -> str:
    lines = [sheet.name.upper(), "", sheet.logline, ""] if sheet.logline else [sheet.name, ""]
    for paragraph in sheet.paragraphs:
        lines += [paragraph, ""]
    for part in _parts(sheet, kit, language):
        lines.append(part["name"].upper())
        lines += [f"{fact['label']}: {'; '.join(fact['values'])}" for fact in part["facts"]]
        lines.append("")
    lines += [f"{fact['label']}: {'; '.join(fact['values'])}" for fact in _desk()]
    return "\n".join(lines) + "\n"


def _desk() -> list[dict[str, Any]]:
    contact = house().press_contact
    use = _("Texts may be quoted and copied whole. A still is published with the credit and "
            "under the licence printed beneath it.")  # fmt: skip
    told = ((_("Contact"), contact), (_("Use"), use))
    return [{"label": label, "values": [value]} for label, value in told if value]


def _pdf(kit: Kit, language: str, at: datetime) -> bytes:
    """Return the kit typeset in a language."""
    sheets = _sheets(kit, language)
    pictures: dict[str, bytes] = {}
    told = [
        {
            "name": sheet.name,
            "line": " · ".join(str(p) for p in (sheet.kind, sheet.year, sheet.stage) if p),
            "logline": sheet.logline,
            "paragraphs": list(sheet.paragraphs),
            "parts": _parts(sheet, kit, language),
            "stills": _printed(record, sheet, pictures),
        }
        for record, sheet in zip(kit.records, sheets, strict=True)
    ]
    title, lead, prose = _opening(kit, sheets, language)
    day = str(format_date(timezone.localtime(at), "long", locale=language))
    values = {
        "title": title,
        "lead": lead,
        "kicker": f"{house().name} · {_('Press kit')}",
        "kind": _("Press kit"),
        "house": house().name,
        "foot": f"{house().name} · {day}",
        "lang": language,
        "prose": [asdict(block) for block in prose],
        "list_name": _("Titles"),
        "sheets": told,
        "stills_name": _("Stills"),
        "desk_name": _("For the desk"),
        "desk": _desk(),
    }
    return typeset_once("presskit", values, at, pictures)


def _opening(
    kit: Kit, sheets: Sequence[Sheet], language: str
) -> tuple[str, str, Sequence[Block]]:
    """Return what a kit is called, the line under it, and the text that opens it."""
    if kit.whole_year:
        return (
            slate_name(kit.year),
            told_count(slate_kinds(timezone.now(), kit.year), language),
            (),
        )
    if kit.announcements:
        shown = in_language_of_page(kit.announcements, language)
        line = " · ".join(part for part in (said_on(shown.published), shown.announcer) if part)
        return shown.headline, line, blocks_of(shown.text, shown.headline)
    return sheets[0].name, "", ()


def _printed(
    record: TitleRecord, sheet: Sheet, pictures: dict[str, bytes]
) -> list[dict[str, str]]:
    """Return the stills of a title as the PDF names them; their bytes go to `pictures`."""
    found: list[dict[str, str]] = []
    for artwork, still in zip(record.artworks, sheet.stills, strict=True):
        file = still_file(artwork.sha256)
        if file is None or len(found) == STILLS_EACH:
            continue
        try:
            data = smaller(file.read_bytes(), PRINTED_SIDE)
        except InputError:  # it was delivered broken: the PDF goes without it
            continue
        name = f"{artwork.sha256}.jpg"
        pictures[name] = data
        credit = f"{still.credit}. {still.licence}."
        found.append({"file": name, "alt": still.alt, "credit": credit})
    return found
