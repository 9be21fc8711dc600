"""The stills of the public slate, whole, as they were delivered to the press."""

import mimetypes

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from cartelera.apps.slate.queries import slate_artwork
from cartelera.web.doors import public

NO_HASH = "0" * 64


@public
def still(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """Hand out an artwork of a public title, named after its title."""
    found = slate_artwork(timezone.now(), sha256)
    file = settings.DATA / "artwork" / sha256
    if found is None or not file.exists():
        raise Http404(_("No public still has this address."))
    key, artwork = found
    ending = mimetypes.guess_extension(artwork.media_type) or ""
    response = FileResponse(
        file.open("rb"),
        content_type=artwork.media_type,
        filename=f"{key}-{sha256[:8]}{ending}",
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    patch_cache_control(response, no_cache=True)
    return response


def still_address(sha256: str) -> str:
    """Return the path of a still."""
    return reverse("press:still", kwargs={"sha256": sha256})


def stills_folder() -> str:
    """Return the path that the hash of a still completes."""
    return still_address(NO_HASH).removesuffix(NO_HASH)
