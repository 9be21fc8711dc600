"""The slate as one file: what is public to the asker, for other systems."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from cartelera.apps.slate.queries import SlateForm, Wanted, catalogue, slate_text
from cartelera.vocabulary.viewer import Viewer
from cartelera.web.doors import public

router = Router(tags=["slate"])
_TYPES = {SlateForm.CSV: "text/csv"}


class Year(Schema):
    """Which part of the slate is asked for."""

    year: int | None = Field(None, ge=1880, le=2200, description="all years if not given")


@router.get("/slate.{form}", operation_id="export_slate")
@public
def export_slate(request: HttpRequest, form: SlateForm, wanted: Query[Year]) -> HttpResponse:
    """Hand out the public titles with their parts: JSON, CSV or OMC-JSON 2.8."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    at = timezone.now()
    titles = catalogue(viewer, at, Wanted(year=wanted.year))
    text = slate_text(titles, form, at, viewer)
    media_type = _TYPES.get(form, "application/json")
    return HttpResponse(text, content_type=f"{media_type}; charset=utf-8")
