"""The pages where announcements are received, read, corrected and accepted into the slate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cartelera.adapters.documents import LARGEST, text_from
from cartelera.apps.announce import actions
from cartelera.apps.announce.models import Announcement, Draft
from cartelera.apps.announce.queries import (
    announcement_by_key,
    announcements,
    corrections_in,
    draft_by_number,
    languages_of,
    marked_text,
    next_waiting,
    record_in,
    tally_of,
)
from cartelera.apps.slate.models import Title
from cartelera.apps.slate.queries import labels_in, name_of, title_by_key
from cartelera.apps.slate.refusals import ChangedMeanwhile, SecondTitle
from cartelera.vocabulary.errors import InputError
from cartelera.web.doors import staff
from cartelera.web.office.drafts import DraftForm, fields_of, record_with
from cartelera.web.office.fields import MomentField
from cartelera.web.office.page import language, office_page, posted, tell, who

ROOM = "announcements"
ALWAYS = {"name", "kind", "stage", "year", "genres", "countries", "credits", "sources"}


class ReceiveForm(forms.Form):
    """A press text, pasted or as a file, and when it was published."""

    text = forms.CharField(
        label=gettext_lazy("Text"), required=False, widget=forms.Textarea({"rows": 14})
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        required=False,
        help_text=gettext_lazy("Text, Markdown or HTML"),
        widget=forms.FileInput({"accept": ".txt,.md,.html,.htm,text/plain,text/html"}),
    )
    published = forms.RegexField(
        r"^\d{4}(-\d{2}(-\d{2})?)?$",
        label=gettext_lazy("Published"),
        help_text=gettext_lazy("2024, 2024-02 or 2024-02-09: “this year” is counted from it"),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        required=False,
        choices=[
            ("", gettext_lazy("As the text decides")),
            ("es", gettext_lazy("Spanish")),
            ("en", gettext_lazy("English")),
        ],
    )
    outlet = forms.CharField(
        label=gettext_lazy("Where it was published"), required=False, max_length=160
    )
    translates = forms.ModelChoiceField(
        Announcement.objects.none(),
        label=gettext_lazy("The same announcement in another language"),
        required=False,
        to_field_name="key",
        empty_label="—",
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["translates"].queryset = announcements()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Take the text out of the file; refuse when there is neither."""
        given = self.cleaned_data
        file = given.get("file")
        if file is not None and file.size > LARGEST:
            self.add_error("file", _("The file is too large for an announcement."))
        elif file is not None:
            try:
                given["text"] = text_from(file.read(), file.name)
            except InputError as refusal:
                self.add_error("file", str(refusal))
        elif not given.get("text", "").strip():
            self.add_error("text", _("Paste the text here, or choose a file."))
        return given


class PublishForm(forms.Form):
    """When an announcement becomes public."""

    public_from = MomentField(
        label=gettext_lazy("Public from"),
        help_text=gettext_lazy("A later moment is an embargo."),
    )


@dataclass(frozen=True, slots=True)
class Sheet:
    """One draft on the page."""

    draft: Draft
    form: DraftForm
    corrections: int
    rival: Title | None = None  # a title of the same name, to choose about
    fault: str = ""

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields that stand open: those that matter most, and those that hold anything."""
        return [field for field in self.form.visible_fields() if self._matters(field)]

    @property
    def folded(self) -> list[forms.BoundField]:
        """The other fields, empty and folded away."""
        return [field for field in self.form.visible_fields() if not self._matters(field)]

    def _matters(self, field: forms.BoundField) -> bool:
        return field.name in ALWAYS or bool(field.value()) or bool(field.errors)


@staff("announce.view_announcement")
def listed(request: HttpRequest) -> HttpResponse:
    """List the announcements, the latest first."""
    return office_page(
        request, "announcements/list.html", ROOM, announcements=list(announcements()[:200])
    )


@staff("announce.receive_announcement")
def new(request: HttpRequest) -> HttpResponseBase:
    """Take in a text; read it and go on to its review."""
    first = {"published": timezone.localdate().isoformat()}
    form = ReceiveForm(request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            announcement = actions.receive_announcement(
                given["text"],
                given["published"],
                who(request),
                language=given["language"],
                outlet=given["outlet"],
                translates=given["translates"],
            )
        except InputError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("office:announcement", announcement.key)
    status = 422 if form.errors else 200
    return office_page(request, "announcements/new.html", ROOM, status=status, form=form)


@staff("announce.view_announcement")
def review(request: HttpRequest, key: str) -> HttpResponse:
    """Show an announcement with its evidence marked, and its drafts beside it."""
    return _review(request, announcement_by_key(key))


def _review(
    request: HttpRequest, announcement: Announcement, status: int = 200, *changed: Sheet
) -> HttpResponse:
    mended, now = {sheet.draft.pk: sheet for sheet in changed}, timezone.now()
    labels = labels_in(language())
    sheets = [
        mended.get(draft.pk) or _sheet(draft, labels=labels)
        for draft in announcement.drafts.order_by("number")
    ]
    return office_page(
        request,
        "announcements/review.html",
        ROOM,
        status=status,
        announcement=announcement,
        stretches=marked_text(announcement),
        sheets=sheets,
        tally=tally_of(announcement),
        versions=languages_of(announcement),
        publish=PublishForm(initial={"public_from": announcement.public_from or now}),
        now=now,
    )


def _sheet(
    draft: Draft,
    form: DraftForm | None = None,
    labels: Mapping[str, str] | None = None,
    **more: Any,
) -> Sheet:
    if form is None:
        first = fields_of(record_in(draft), draft.version, labels or {})
        form = DraftForm(initial=first, auto_id=f"draft-{draft.number}-%s")
    return Sheet(draft, form, corrections_in(draft), **more)


@staff("announce.receive_announcement")
@posted("office:announcement", "key")
def draft(request: HttpRequest, key: str, number: int) -> HttpResponseBase:
    """Do with one draft what its button says: save, accept, reject, take up again."""
    announcement = announcement_by_key(key)
    one = draft_by_number(announcement, number)
    if "reject" in request.POST or "take-up" in request.POST:
        return _set_aside(request, announcement, one)
    form = DraftForm(request.POST, auto_id=f"draft-{number}-%s")
    if not form.is_valid():
        return _review(request, announcement, 422, _sheet(one, form))
    try:
        said = _save(request, announcement, one, form)
    except SecondTitle as second:
        rival = title_by_key(second.rival)
        return _review(request, announcement, 422, _sheet(one, form, rival=rival))
    except ChangedMeanwhile:
        fault = _("Someone else changed this draft meanwhile. Yours is not saved: look again.")
        return _review(request, announcement, 409, _sheet(one, form, fault=fault))
    except InputError as refusal:
        return _review(request, announcement, 422, _sheet(one, form, fault=str(refusal)))
    tell(request, said)
    return _on_from(announcement, number, done="accept" in request.POST)


def _save(request: HttpRequest, announcement: Announcement, one: Draft, form: DraftForm) -> str:
    """Keep a draft as the form gives it, and accept it if that was asked; say what was done."""
    by, given = who(request), form.cleaned_data
    accepts = "accept" in request.POST
    if accepts and one.state == Draft.State.ACCEPTED:
        return _("It is on the slate already.")
    record = record_with(record_in(one), given, announcement.language)
    one = actions.correct_draft(one, record, by, seen_version=given["version"])
    if not accepts:
        return _("Saved.")
    title = actions.accept_draft(
        one,
        by,
        join=(request.POST.get("same") or request.POST.get("join", "")).strip(),
        same_name_is_another=request.POST.get("same") == "",
    )
    return _("“%(title)s” is on the slate.") % {"title": name_of(title, language())}


def _set_aside(
    request: HttpRequest, announcement: Announcement, one: Draft
) -> HttpResponseBase:
    if "reject" in request.POST:
        actions.reject_draft(one, who(request))
        tell(request, _("Rejected; the draft can be taken up again."))
    else:
        actions.take_up_draft(one, who(request))
        tell(request, _("Taken up again."))
    return _on_from(announcement, one.number, done="reject" in request.POST)


def _on_from(announcement: Announcement, number: int, done: bool) -> HttpResponseBase:
    """Go back to the draft, or on to the next that waits when this one is done with."""
    if done:
        number = next_waiting(announcement, number)
    address = reverse("office:announcement", args=[announcement.key])
    return redirect(f"{address}#draft-{number}")


@staff("announce.publish_announcement")
@require_POST
def publish(request: HttpRequest, key: str) -> HttpResponseBase:
    """Let an announcement and its titles be public from a moment on."""
    announcement = announcement_by_key(key)
    form = PublishForm(request.POST)
    if not form.is_valid():
        tell(request, _("Give the moment from which it is public."))
        return redirect("office:announcement", key)
    moment: datetime = form.cleaned_data["public_from"]
    actions.publish_announcement(announcement, moment, who(request))
    later = moment > timezone.now()
    tell(request, _("Public from that moment on.") if later else _("It is public."))
    return redirect("office:announcement", key)
