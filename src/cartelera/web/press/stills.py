"""The stills of the public slate, whole, as they were delivered to the press."""

import mimetypes
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from cartelera.apps.announce.queries import PressPass
from cartelera.apps.slate.queries import slate_artwork, slate_title
from cartelera.engines.slate.imprint import Imprint, imprinted
from cartelera.vocabulary.record import Artwork, TitleRecord
from cartelera.web.doors import public
from cartelera.web.press.links import with_press_link

NO_HASH = "0" * 64


@public
@with_press_link
def still(request: HttpRequest, sha256: str, bearer: PressPass) -> HttpResponseBase:
    """Hand out an artwork of a public title, named after its title, its credit inside."""
    at, viewer = timezone.now(), bearer.viewer
    found = slate_artwork(at, sha256, viewer)
    record = slate_title(at, found[0], viewer) if found else None
    data = imprinted_still(request, record, found[1]) if found and record else None
    if found is None or data is None:
        raise Http404(_("No public still has this address."))
    response = HttpResponse(data, content_type=found[1].media_type)
    response["Content-Disposition"] = f'inline; filename="{still_name(*found)}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    patch_cache_control(response, no_cache=True)
    return response


def still_file(sha256: str) -> Path | None:
    """Return where the bytes of a still are kept; None if they are not here."""
    file: Path = settings.DATA / "artwork" / sha256
    return file if file.is_file() else None


def still_name(key: str, artwork: Artwork) -> str:
    """Return what the file of a still is called when it leaves the house."""
    ending = mimetypes.guess_extension(artwork.media_type) or ""
    return f"{key}-{artwork.sha256[:8]}{ending}"


def imprinted_still(
    request: HttpRequest, record: TitleRecord, artwork: Artwork
) -> bytes | None:
    """Return a still with its credit, licence and texts inside; None if it is not here."""
    file = still_file(artwork.sha256)
    if file is None:
        return None
    told = Imprint(
        record.texts[0].name,
        artwork.credit,
        artwork.licence,
        artwork.alt,
        request.build_absolute_uri(reverse("press:title", kwargs={"key": record.key})),
    )
    return imprinted(file.read_bytes(), told)


def still_address(sha256: str) -> str:
    """Return the path of a still."""
    return reverse("press:still", kwargs={"sha256": sha256})


def stills_folder() -> str:
    """Return the path that the hash of a still completes."""
    return still_address(NO_HASH).removesuffix(NO_HASH)
