"""Coming soon: the slate by year and stage."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cartelera.apps.discovery.queries import slate_to_come
from cartelera.vocabulary.stage import Stage
from cartelera.web.doors import public
from cartelera.web.head import head_of
from cartelera.web.screen.looking import viewer_of


@public
def slate(request: HttpRequest) -> HttpResponse:
    """Show the titles on their way; with `?stage=filming`, those being filmed."""
    asked = request.GET.get("stage", "")
    if asked and asked not in set(Stage):
        raise Http404(asked)
    stage = Stage(asked) if asked else None
    coming = slate_to_come(viewer_of(request), get_language() or "es", timezone.now(), stage)
    description = _(
        "What is announced, in front of the camera or in the cutting room, year by year."
    )
    head = head_of(request, _("Coming soon"), description, kept=("stage",))
    context = {"coming": coming, "stage": stage, "head": head}
    return render(request, "screen/slate.html", context)
