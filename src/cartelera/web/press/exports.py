"""The public slate of a year, for other systems: JSON, a spreadsheet, OMC-JSON."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cartelera.apps.slate.queries import SlateForm, slate_of_year, slate_text
from cartelera.web.doors import public
from cartelera.web.freshness import fresh

_NAMES = {SlateForm.JSON: "JSON", SlateForm.CSV: "CSV", SlateForm.OMC: "OMC-JSON"}


@public
@fresh
def slate_file(request: HttpRequest, form: SlateForm, year: int | None = None) -> HttpResponse:
    """Hand out the public titles of a year, or of none, in one form."""
    at = timezone.now()
    titles = slate_of_year(at, year)
    if not titles.exists():
        raise Http404(_("Nothing is public for this year."))
    text = slate_text(titles, form, at)
    csv = form == SlateForm.CSV
    media_type = "text/csv" if csv else "application/json"
    response = HttpResponse(
        ("\ufeff" if csv else "") + text, content_type=f"{media_type}; charset=utf-8"
    )
    name = f"slate-{year or 'undated'}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def export_addresses(year: int | None) -> dict[str, str]:
    """Return the path of the slate of a year, or of none, by the name of each form."""
    route = "press:year-export" if year else "press:undated-export"
    place = {"year": year} if year else {}
    return {
        name: reverse(route, kwargs={**place, "form": form}) for form, name in _NAMES.items()
    }
