"""How a title's record is told to machines from this site."""

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override

from cartelera.engines.slate.press import Telling
from cartelera.web.press.stills import stills_folder


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


def kit_addresses(of: str, **place: str | int) -> dict[str, str]:
    """Return the path of the press kit of a title, year or announcement, in each form."""
    forms = ("zip", "pdf")
    return {form: reverse(f"press:{of}-kit", kwargs={**place, "form": form}) for form in forms}
