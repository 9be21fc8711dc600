"""The pages that make and change a title."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cartelera.apps.slate.actions import record_title
from cartelera.apps.slate.queries import (
    free_key,
    house,
    name_of,
    next_number,
    record_of,
    title_by_key,
)
from cartelera.apps.slate.refusals import ChangedMeanwhile, SecondTitle
from cartelera.apps.work.queries import last_change
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.kind import SERIAL_KINDS, Kind
from cartelera.vocabulary.record import TitleRecord
from cartelera.vocabulary.stage import Stage
from cartelera.web.doors import staff
from cartelera.web.office.fields import (
    language_suggestions,
    region_suggestions,
    territory_suggestions,
)
from cartelera.web.office.page import language, office_page, tell, who
from cartelera.web.office.title_forms import Allowed, TitleForms


def _allowed(request: HttpRequest) -> Allowed:
    by = who(request)
    return Allowed(by.has_perm("slate.change_avail"), by.has_perm("slate.see_budget"))


def _with_a_row_more(sent: QueryDict) -> QueryDict:
    """Return what was sent, with another row where one was asked for without script."""
    name = f"{sent['add']}-TOTAL_FORMS"
    more = sent.copy()
    if name in sent:
        more[name] = str(_number(sent[name]) + 1)
    return more


def _page(
    request: HttpRequest, forms: TitleForms, status: int = 200, **more: Any
) -> HttpResponse:
    return office_page(
        request,
        "edit_title.html",
        "titles",
        status=status,
        forms=forms,
        territories=territory_suggestions(language()),
        languages=language_suggestions(),
        regions=region_suggestions(house().home_territory),
        **more,
    )


@staff("slate.change_title")
def new(request: HttpRequest) -> HttpResponseBase:
    """Make a title, or a season or an episode of one."""
    base = _base(request.GET.get("parent", ""))
    parent = title_by_key(base.parent) if base.parent else None
    more: dict[str, Any] = {
        "parent": parent,
        "parent_name": name_of(parent, language()) if parent else "",
    }
    if request.method != "POST":
        return _page(request, TitleForms(base, _allowed(request)), **more)
    if "add" in request.POST:
        return _page(
            request, TitleForms(base, _allowed(request), _with_a_row_more(request.POST)), **more
        )
    forms = TitleForms(base, _allowed(request), request.POST)
    if not forms.is_valid():
        return _page(request, forms, 422, fault=forms.faults(), **more)
    record = forms.record()
    stem = f"{base.parent} {record.number}" if base.parent else record.texts[0].name
    try:
        title = record_title(
            replace(record, key=free_key(stem)),
            who(request),
            same_name_is_another="another" in request.POST,
        )
    except SecondTitle as second:
        return _page(request, forms, 422, second=title_by_key(second.rival), **more)
    except InputError as refusal:
        return _page(request, forms, 422, fault=str(refusal), **more)
    tell(request, _("“%(title)s” is on the slate.") % {"title": record.texts[0].name})
    return redirect("office:title", title.key)


def _number(sent: Any) -> int:
    return int(sent) if str(sent).isdecimal() else 0


def _base(parent_key: str) -> TitleRecord:
    """Return the beginning of a new title: a part if a parent is named."""
    if not parent_key:
        return TitleRecord("new", Kind.FILM, (), Stage.DEVELOPMENT)
    parent = title_by_key(parent_key)
    if parent.kind not in {*SERIAL_KINDS, Kind.SEASON}:
        raise InputError(_("Only a series has seasons, and only a season has episodes."))
    kind = Kind.EPISODE if parent.kind == Kind.SEASON else Kind.SEASON
    return TitleRecord(
        "new", kind, (), Stage(parent.stage), parent=parent.key, number=next_number(parent)
    )


@staff("slate.change_title")
def edit(request: HttpRequest, key: str) -> HttpResponseBase:
    """Change a title; refuse when someone else changed it meanwhile."""
    title = title_by_key(key)
    base = record_of(title, private=True)
    more: dict[str, Any] = {
        "title": title,
        "name": name_of(title, language()),
        "version": title.version,
        "parent": title.parent,
        "parent_name": name_of(title.parent, language()) if title.parent else "",
    }
    if request.method != "POST":
        return _page(request, TitleForms(base, _allowed(request)), **more)
    more["version"] = seen = _number(request.POST.get("version"))
    if "add" in request.POST:
        return _page(
            request, TitleForms(base, _allowed(request), _with_a_row_more(request.POST)), **more
        )
    forms = TitleForms(base, _allowed(request), request.POST)
    if not forms.is_valid():
        return _page(request, forms, 422, fault=forms.faults(), **more)
    try:
        saved = record_title(forms.record(), who(request), seen_version=seen)
    except ChangedMeanwhile:
        change = last_change(f"title:{key}")
        return _page(request, forms, 409, meanwhile=change, **more)
    except InputError as refusal:
        return _page(request, forms, 422, fault=str(refusal), **more)
    changed = saved.version != seen
    tell(
        request,
        _("Saved.") if changed else _("Nothing was changed."),
        last_change(f"title:{key}") if changed else None,
    )
    return redirect("office:title", key)
