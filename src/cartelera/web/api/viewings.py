"""The player's beacons: what was really played, kept before it is acknowledged."""

import json

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cartelera.apps.audience.actions import take_beacons
from cartelera.vocabulary.errors import InputError
from cartelera.web.doors import PLAIN, public
from cartelera.web.whence import whence

LONGEST = 16_000  # bytes of a report


@csrf_exempt  # a closed tab sends no header; the signed ticket in the body stands for it
@public
@require_POST
def viewings(request: HttpRequest) -> HttpResponse:
    """Keep the beacons of one playing, at most 20; 204 means that they are on the disk."""
    try:
        ticket, session, said = _report(request)
        take_beacons(ticket, session, said, whence(request), timezone.now())
    except InputError as refusal:
        return HttpResponse(str(refusal), content_type=PLAIN, status=400)
    return HttpResponse(status=204)


def _report(request: HttpRequest) -> tuple[str, str, list[object]]:
    if len(request.body) > LONGEST:
        raise InputError(f"a report is at most {LONGEST} bytes long")
    try:
        given = json.loads(request.body)
        ticket, session, said = given["ticket"], given["session"], given["beacons"]
    except (KeyError, TypeError, ValueError) as problem:
        raise InputError(f"a report of a viewing lacks or misspells {problem}") from problem
    if not (isinstance(ticket, str) and isinstance(session, str) and isinstance(said, list)):
        raise InputError("a report holds the texts ticket and session, and a list of beacons")
    return ticket, session, said
