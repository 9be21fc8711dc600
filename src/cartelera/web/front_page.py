"""The bare address: go on in the visitor's language; and a sign of life for the operator."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import get_language_from_request

from cartelera.apps.work.queries import jobs_waiting
from cartelera.web.doors import public


@public
def front_page(request: HttpRequest) -> HttpResponse:
    """Send the visitor to the home page in the profile's language, else the browser's."""
    profile = request.profile  # type: ignore[attr-defined]
    language = profile.language if profile else get_language_from_request(request)
    return redirect(f"/{'es' if language.startswith('es') else 'en'}/")


@public
def health(request: HttpRequest) -> JsonResponse:
    """Say that the site and its database answer, and how many jobs wait."""
    return JsonResponse({"database": connection.vendor, "jobs_waiting": jobs_waiting()})
