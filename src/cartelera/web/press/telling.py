"""How a title's record is told to machines from this site."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override

from cartelera.engines.slate.check import required_age
from cartelera.engines.slate.press import Telling, text_in
from cartelera.vocabulary.record import TitleRecord
from cartelera.web.head import Picture
from cartelera.web.middleware import UNKNOWN_MATURITY
from cartelera.web.pictures import shared_picture
from cartelera.web.press.sheet import shared_artwork
from cartelera.web.press.stills import still_address, stills_folder


def telling_of(
    request: HttpRequest, key: str, language: str, labels: Mapping[str, str]
) -> Telling:
    """Return the telling of a title: its addresses, absolute, and the words of the language."""
    with override(settings.LANGUAGE_CODE):
        identity = reverse("press:title", kwargs={"key": key}) + "#title"
    return Telling(
        language=language,
        address=request.build_absolute_uri(reverse("press:title", kwargs={"key": key})),
        identity=request.build_absolute_uri(identity),
        artwork=request.build_absolute_uri(stills_folder()),
        labels=labels,
    )


def pictures_of(
    request: HttpRequest, records: Iterable[TitleRecord], language: str
) -> tuple[Picture, ...]:
    """Return the picture that a page of some titles is shared with: of the first that has one.

    A drawn poster is of use only where everyone may see it.
    """
    for record in records:
        artwork = shared_artwork(record)
        if artwork is not None or required_age(record.ratings) <= UNKNOWN_MATURITY:
            name = text_in(record.texts, language).name
            return (
                shared_picture(
                    request, record.key, name, artwork, language, address_of=still_address
                ),
            )
    return ()


def kit_addresses(of: str, **place: str | int) -> dict[str, str]:
    """Return the path of the press kit of a title, year or announcement, in each form."""
    forms = ("zip", "pdf")
    return {form: reverse(f"press:{of}-kit", kwargs={**place, "form": form}) for form in forms}
