"""The player's reports: how far a profile is in a title."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from cartelera.apps.audience.actions import Report, record_viewing
from cartelera.apps.slate.queries import titles_open_to
from cartelera.vocabulary.errors import InputError
from cartelera.web.doors import public

LONGEST = 2000  # bytes of a report


@public
@require_POST
def viewings(request: HttpRequest) -> HttpResponse:
    """Keep one report of a player; whoever watches without a profile leaves no trace."""
    profile = request.profile  # type: ignore[attr-defined]
    if not profile:
        return HttpResponse(status=204)
    try:
        record_viewing(profile.pk, _report(request), timezone.now())
    except InputError as refusal:
        return HttpResponse(str(refusal), content_type="text/plain", status=400)
    return HttpResponse(status=204)


def _report(request: HttpRequest) -> Report:
    if len(request.body) > LONGEST:
        raise InputError(f"a report is at most {LONGEST} bytes long")
    try:
        given: Any = json.loads(request.body)
        key, numbers = str(given["title"]), [float(given[name]) for name in _NUMBERS]
        session, package = str(given["session"]), str(given["package"])[:64]
    except (KeyError, TypeError, ValueError) as problem:
        raise InputError(f"a report of a viewing lacks or misspells {problem}") from problem
    viewer = request.viewer  # type: ignore[attr-defined]
    title = titles_open_to(viewer, timezone.now()).filter(key=key).first()
    if title is None:
        raise InputError(f"nothing called {key!r} plays here and now")
    return Report(session, title.pk, package, *numbers)


_NUMBERS = ("position", "seconds_played", "duration")
