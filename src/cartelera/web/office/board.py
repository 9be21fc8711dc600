"""The slate as a board by stage."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cartelera.apps.slate.actions import enter_stage, undo_change
from cartelera.apps.slate.queries import board_of, board_years, name_of, title_by_key
from cartelera.apps.slate.refusals import ChangedMeanwhile
from cartelera.apps.work.queries import change_by_id, last_change
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.stage import Stage
from cartelera.web.doors import staff
from cartelera.web.office.announcements import undo_in_review
from cartelera.web.office.page import back, language, office_page, tell, who
from cartelera.web.office.stripboard import undo_on_board
from cartelera.web.office.years import undo_in_year


@staff("slate.view_title")
def board(request: HttpRequest) -> HttpResponse:
    """Show the slate by stage, of one year or of all."""
    years = board_years()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else None
    columns = board_of(language(), year)
    return office_page(
        request,
        "board.html",
        "board",
        columns=columns,
        count=sum(column.count for column in columns),
        years=years,
        year=year,
        stages=list(Stage),
    )


@staff("slate.change_stage")
@require_POST
def stage(request: HttpRequest, key: str) -> HttpResponseBase:
    """Move a title to another stage today; answer the board's script with what to say."""
    title = title_by_key(key)
    try:
        wanted = Stage(request.POST.get("stage", ""))
    except ValueError as error:
        raise InputError(_("There is no such stage.")) from error
    before = title.version
    title = enter_stage(title, wanted, timezone.localdate(), who(request))
    change = last_change(f"title:{key}") if title.version != before else None
    text = _("“%(title)s” is now in %(stage)s.") % {
        "title": name_of(title, language()),
        "stage": wanted.label(language()).lower(),
    }
    if request.accepts("text/html"):
        tell(request, text, change)
        return back(request, "office:title", key)
    return JsonResponse(
        {"text": text, "undo": reverse("office:undo", args=[change.pk]) if change else None}
    )


@staff("slate.view_title")
@require_POST
def undo(request: HttpRequest, change: int) -> HttpResponseBase:
    """Put back what one change changed."""
    entry = change_by_id(change)
    if entry.subject.startswith("board:"):
        return undo_on_board(request, entry)
    if entry.subject.startswith("year:"):
        return undo_in_year(request, entry)
    if entry.subject.startswith("announcement:"):
        return undo_in_review(request, entry)
    key = entry.subject.removeprefix("title:")
    try:
        undo_change(entry, who(request))
    except ChangedMeanwhile:
        tell(request, _("Not undone: it has been changed again since."))
    else:
        tell(request, _("Undone."))
    return back(request, "office:title", key)
