"""What every page of the office carries: its place in the menu, and what may be undone."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from cartelera.apps.accounts.models import User
from cartelera.apps.work.models import AuditEntry

TOLD = "office-told"  # in the session: what was just done, until a page has said it


def office_page(
    request: HttpRequest, template: str, section: str, status: int = 200, **context: Any
) -> HttpResponse:
    """Render a page of the office.

    section  the entry of the menu it belongs to
    """
    told = request.session.pop(TOLD, None)
    return render(
        request,
        f"office/{template}",
        {"section": section, "told": told, **context},
        status=status,
    )


def tell(request: HttpRequest, text: str, change: AuditEntry | None = None) -> None:
    """Say at the next page what was done, with the way to undo `change`."""
    undoable = change is not None and isinstance(change.before, dict)
    request.session[TOLD] = {"text": text, "change": change.pk if change and undoable else None}


def who(request: HttpRequest) -> User:
    """Return who asks; the door has made sure that someone is signed in."""
    assert isinstance(request.user, User)  # noqa: S101 (tells the type checker)
    return request.user


def language() -> str:
    """Return the language of the page."""
    return get_language() or "es"


def back(request: HttpRequest, otherwise: str, *arguments: Any) -> HttpResponseRedirect:
    """Go back to the page that asked, if it is one of ours; else to a named one."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return HttpResponseRedirect(wanted)
    return HttpResponseRedirect(redirect(otherwise, *arguments).url)


Answer = Callable[..., HttpResponseBase]


def posted(page: str, *named: str) -> Callable[[Answer], Answer]:
    """Let only a form reach a view whose refusals are pages of their own.

    Whoever asks for such a page again, or in the other language, is led to where the form is.

    page   the name of that page's address
    named  which of the view's arguments are in it
    """

    def decorate(view: Answer) -> Answer:
        @wraps(view)
        def answer(request: HttpRequest, **given: Any) -> HttpResponseBase:
            if request.method == "POST":
                return view(request, **given)
            there: HttpResponseBase = redirect(page, **{name: given[name] for name in named})
            return there

        return answer

    return decorate
