"""Resumable upload: files of any size, gone on with where the connection broke.

Source: tus resumable upload protocol 1.0.0.
"""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date

from cartelera.adapters.uploads import (
    KEY,
    ChecksumError,
    DiskFullError,
    LostHoldError,
    TooLongError,
)
from cartelera.apps.media.actions import (
    ExpiredError,
    NoRoomError,
    OffsetError,
    begin_upload,
    continue_upload,
    end_upload,
    resume_upload,
    room_for_uploads,
)
from cartelera.apps.media.models import Upload
from cartelera.apps.media.queries import expiry_of, uploads_of
from cartelera.engines.media.tus import (
    BYTES_TYPE,
    DIGEST_BYTES,
    EXTENSIONS,
    VERSION,
    bytes_named,
    checksum_of,
    metadata_of,
)
from cartelera.vocabulary.errors import AccessError, CarteleraError, InputError
from cartelera.web.doors import PLAIN, staff

PIECE_BYTES = 1024 * 1024
STATUS: tuple[tuple[type[CarteleraError], int], ...] = (  # the first that fits counts
    (OffsetError, 409),
    (ExpiredError, 410),
    (NoRoomError, 413),
    (TooLongError, 413),
    (LostHoldError, 423),
    (ChecksumError, 460),
    (DiskFullError, 507),
    (AccessError, 403),
    (InputError, 400),
)


class UnknownUploadError(InputError):
    """Nobody, or somebody else, has an upload of this key."""


View = Callable[..., HttpResponseBase]


def spoken(view: View) -> View:
    """Speak tus around a view: its version, its headers, and refusals by their status."""

    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":  # for clients whose network knows no other method
            request.method = request.headers.get("X-HTTP-Method-Override", "POST").upper()
        try:
            response = _of_our_version(request) or view(request, *args, **kwargs)
        except UnknownUploadError as refusal:
            response = _told(404, refusal)
        except CarteleraError as refusal:
            status = next((code for kind, code in STATUS if isinstance(refusal, kind)), 500)
            response = _told(status, refusal)
        response["Tus-Resumable"] = VERSION
        response["Cache-Control"] = "no-store"
        return response

    return inside


@spoken
@staff("media.receive_master")
def uploads(request: HttpRequest) -> HttpResponseBase:
    """Say what the server can (OPTIONS), or make room for a file (POST)."""
    if request.method == "OPTIONS":
        return _abilities()
    if request.method != "POST":
        return _other_method("OPTIONS, POST")
    length = _bytes(request, "Upload-Length")
    name = metadata_of(request.headers.get("Upload-Metadata", "")).get("filename", "")
    begun = begin_upload(length, name, request.user, timezone.now())  # type: ignore[arg-type]
    response = HttpResponse(status=201)
    response["Location"] = reverse("api:upload", args=[begun.key])
    if request.content_type == BYTES_TYPE:
        response["Upload-Offset"] = str(_write(request, begun, 0))
    return _expiring(response, begun)


@spoken
@staff("media.receive_master")
def upload(request: HttpRequest, key: str) -> HttpResponseBase:
    """Tell how far an upload has come (HEAD), go on with it (PATCH) or remove it (DELETE)."""
    if request.method == "OPTIONS":
        return _abilities()
    if request.method not in {"HEAD", "PATCH", "DELETE"}:
        return _other_method("OPTIONS, HEAD, PATCH, DELETE")
    mine = uploads_of(request.user)  # type: ignore[arg-type]
    found = mine.filter(key=key).first() if KEY.fullmatch(key) else None
    if found is None:
        raise UnknownUploadError("you have no such upload")
    if request.method == "DELETE":
        end_upload(found, request.user)  # type: ignore[arg-type]
        return HttpResponse(status=204)
    response = HttpResponse(status=200 if request.method == "HEAD" else 204)
    if request.method == "HEAD":
        offset = resume_upload(found, request.user, timezone.now())  # type: ignore[arg-type]
        response["Upload-Length"] = str(found.length)
    elif request.content_type != BYTES_TYPE:
        return _told(415, f"bytes of an upload come as {BYTES_TYPE}")
    else:
        offset = _write(request, found, _bytes(request, "Upload-Offset"))
    response["Upload-Offset"] = str(offset)
    return _expiring(response, found)


def _write(request: HttpRequest, found: Upload, offset: int) -> int:
    checksum = request.headers.get("Upload-Checksum")
    return continue_upload(
        found,
        offset,
        _pieces(request),
        by=request.user,  # type: ignore[arg-type]
        at=timezone.now(),
        checksum=checksum_of(checksum) if checksum is not None else None,
    )


def _pieces(request: HttpRequest) -> Iterator[bytes]:
    """Yield the body as it arrives; where the connection breaks, it ends."""
    # Without a length the body is chunked, and only some servers mark its end.
    chunked = "CONTENT_LENGTH" not in request.META and request.META.get("wsgi.input_terminated")
    read = request.META["wsgi.input"].read if chunked else request.read
    try:
        while piece := read(PIECE_BYTES):
            yield piece
    except UnreadablePostError:
        return


def _bytes(request: HttpRequest, name: str) -> int:
    return bytes_named(request.headers.get(name, ""), name)


def _of_our_version(request: HttpRequest) -> HttpResponse | None:
    if request.method == "OPTIONS" or request.headers.get("Tus-Resumable") == VERSION:
        return None
    response = _told(412, f"this server speaks tus {VERSION}; say so in Tus-Resumable")
    response["Tus-Version"] = VERSION
    return response


def _abilities() -> HttpResponse:
    response = HttpResponse(status=204)
    response["Tus-Version"] = VERSION
    response["Tus-Extension"] = EXTENSIONS
    response["Tus-Checksum-Algorithm"] = ",".join(DIGEST_BYTES)
    response["Tus-Max-Size"] = str(room_for_uploads())
    return response


def _expiring(response: HttpResponse, found: Upload) -> HttpResponse:
    response["Upload-Expires"] = http_date(expiry_of(found).timestamp())
    return response


def _other_method(allowed: str) -> HttpResponse:
    response = _told(405, f"here only {allowed}")
    response["Allow"] = allowed
    return response


def _told(status: int, what: object) -> HttpResponse:
    return HttpResponse(f"{what}\n", status=status, content_type=PLAIN)
