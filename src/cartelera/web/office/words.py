"""What the office says of languages, numbers and windows, in the language of the page."""

from collections.abc import Iterable
from datetime import datetime

from babel import Locale
from babel.numbers import format_decimal
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cartelera.engines.discovery.floors import Outcome, Standing
from cartelera.vocabulary.kind import Kind, Role
from cartelera.vocabulary.labelled import Labelled
from cartelera.vocabulary.language import language_name
from cartelera.vocabulary.record import Avail, Budget, Proof
from cartelera.vocabulary.stage import Stage
from cartelera.vocabulary.territory import TERRITORIES, territory_name


def house_locale(language: str) -> Locale:
    """Return the locale that writes numbers and names: Spanish is Mexico's."""
    return Locale.parse("es_MX" if language.startswith("es") else "en")


def tongue(tag: str) -> str:
    """Return what a language is called in the language of the page, as a label."""
    into = get_language() or "es"
    known = house_locale(into).languages.get(tag.replace("-", "_"))
    name = str(known or language_name(tag, into))
    return name[:1].upper() + name[1:]


def tongues(tags: Iterable[str]) -> str:
    """Return what languages are called, apart by commas."""
    names = [tongue(tag) for tag in tags]
    if (get_language() or "es").startswith("es"):  # Spanish writes them small
        names[1:] = [name[:1].lower() + name[1:] for name in names[1:]]
    return ", ".join(names)


def figure(number: float | None) -> str:
    """Return a number as it is written here; a dash for none."""
    if number is None:
        return "—"
    return str(format_decimal(number, locale=house_locale(get_language() or "es")))


def money(budget: Budget) -> str:
    """Return an amount with its currency."""
    locale = house_locale(get_language() or "es")
    amount = format_decimal(budget.amount, "#,##0.00", locale=locale)
    return f"{amount} {budget.currency}"


def size(count: int) -> str:
    """Return a number of bytes as people say it: `74.6 GB`."""
    amount, units = float(count), ["B", "KB", "MB", "GB", "TB"]
    while amount >= 1000 and len(units) > 1:
        amount, units = amount / 1000, units[1:]
    shown = format_decimal(amount, "#,##0.#", locale=house_locale(get_language() or "es"))
    return f"{shown} {units[0]}"


def place_in_file(place: str) -> str:
    """Return where in an imported file a value stands, such as `row 3`, in our words."""
    named = {
        "row": _("row"),
        "line": _("line"),
        "titles": _("titles"),
        "terms": _("terms"),
        "house": _("house"),
        "the file": _("the file"),
    }
    for name, word in named.items():
        if place.startswith(name):
            return word + place.removeprefix(name)
    return place


def window(avail: Avail, now: datetime) -> str:
    """Return how a window stands: withdrawn, later, closed or open."""
    if avail.withdrawn:
        return "withdrawn"
    if avail.opens > now:
        return "later"
    return "closed" if avail.closes is not None and avail.closes <= now else "open"


def window_word(state: str) -> str:
    """Return the word for how a window stands."""
    return {
        "withdrawn": _("Withdrawn"),
        "later": _("Opens later"),
        "closed": _("Closed"),
        "open": _("Open"),
    }[state]


def proof_field(field: str) -> str:
    """Return what the field is called that some words of an announcement prove."""
    role = field.removeprefix("credits.")
    if role in set(Role):
        return Role(role).label(get_language() or "es")
    return {
        "title": _("Title"),
        "original_name": _("Original title"),
        "alternative_names": _("Other names"),
        "kind": _("Kind"),
        "genres": _("Genres"),
        "episodes_planned": _("Episodes planned"),
        "stage": _("Stage"),
        "filming_date": _("Filming"),
        "release_date": _("Release"),
        "countries": _("Countries"),
        "languages": _("Languages"),
        "source_works": _("Drawn from"),
        "places.filmed": _("Filmed in"),
        "places.story": _("Set in"),
    }.get(field, field)


def proof_value(proof: Proof) -> str:
    """Return what some words prove, as the page calls it."""
    language = get_language() or "es"
    closed: dict[str, type[Labelled]] = {"kind": Kind, "stage": Stage}
    known = closed.get(proof.field)
    if known is not None and proof.value in set(known):
        return known(proof.value).label(language)
    if proof.field == "countries":
        return _territory_called(proof.value, language)
    return proof.value


def _territory_called(name: str, language: str) -> str:
    codes = (code for code in TERRITORIES if territory_name(code, "en") == name)
    return next((territory_name(code, language) for code in codes), name)


def floor_words(outcome: Outcome) -> str:
    """Return how a floor stands on a page, in a sentence."""
    named = {
        "floor": outcome.floor,
        "shown": outcome.shown,
        "wanted": outcome.wanted,
        "slots": outcome.slots,
        "there": outcome.there,
        "attention": f"{outcome.prominence:.0%}",
    }
    return {
        Standing.MET: _(
            "%(floor)s: %(shown)s of %(slots)s titles, %(wanted)s asked; "
            "%(attention)s of the page’s attention."
        ),
        Standing.FEW: _(
            "%(floor)s: %(shown)s of %(wanted)s asked. "
            "Only %(there)s such titles may stand on this page."
        ),
        Standing.FULL: _(
            "%(floor)s: %(shown)s of %(wanted)s asked. "
            "No row can take more without failing another floor or its own subject."
        ),
    }[outcome.standing] % named
