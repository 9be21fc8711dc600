"""The pages where announcements are received, read, corrected and accepted into the slate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
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
    contradictions_among,
    deeds_of,
    draft_by_number,
    languages_of,
    marked_text,
    next_waiting,
    press_link_by_id,
    press_links_of,
    proposals_among,
    record_in,
    tally_of,
)
from cartelera.apps.slate.models import Title
from cartelera.apps.slate.queries import labels_in, name_of, title_by_key
from cartelera.apps.slate.refusals import ChangedMeanwhile, SecondTitle
from cartelera.apps.work.models import AuditEntry
from cartelera.apps.work.queries import last_change
from cartelera.engines.announce.contradictions import Contradiction
from cartelera.engines.announce.resolve import Proposal
from cartelera.vocabulary.errors import InputError
from cartelera.web.doors import staff
from cartelera.web.office.drafts import DraftForm, fields_of, record_with
from cartelera.web.office.fields import MomentField
from cartelera.web.office.history import FIELDS, Change, change_of
from cartelera.web.office.page import language, office_page, posted, tell, who

ROOM = "announcements"
DEEDS = {
    "correct_draft": gettext_lazy("corrected"),
    "accept_draft": gettext_lazy("accepted"),
    "confirm_proposal": gettext_lazy("confirmed what was proposed for"),
    "decline_proposal": gettext_lazy("declined what was proposed for"),
    "reconsider_proposal": gettext_lazy("looked again at what was proposed for"),
    "split_draft": gettext_lazy("split in two"),
    "join_drafts": gettext_lazy("joined together"),
    "reject_draft": gettext_lazy("rejected"),
    "take_up_draft": gettext_lazy("took up again"),
    "undo_review": gettext_lazy("undid what was done to"),
}
UNCOUNTED = {"proofs", "stages"}
ALWAYS = {"name", "kind", "stage", "year", "genres", "countries", "credits", "sources"}


class ReceiveForm(forms.Form):
    """A press text, pasted or as a file, and when it was published."""

    text = forms.CharField(
        label=gettext_lazy("Text"), required=False, widget=forms.Textarea({"rows": 14})
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        required=False,
        help_text=gettext_lazy("Text, Markdown, HTML, PDF or DOCX"),
        widget=forms.FileInput({"accept": ".txt,.md,.html,.htm,.pdf,.docx"}),
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


class PressLinkForm(forms.Form):
    """For whom a press link is, and when it ends."""

    name = forms.CharField(label=gettext_lazy("For whom"), max_length=120)
    expires_at = MomentField(label=gettext_lazy("Opens until"))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One draft on the page."""

    draft: Draft
    form: DraftForm
    changes: tuple[Change, ...] = ()  # what an editor corrected in it
    proposals: tuple[Proposal, ...] = ()  # titles of the slate that it may be
    contradictions: tuple[Contradiction, ...] = ()  # of the title that it became
    rival: Title | None = None  # a title of the same name, to choose about
    fault: str = ""
    refusal: str = ""  # as an action says it, in English

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
    request: HttpRequest,
    announcement: Announcement,
    status: int = 200,
    at: Draft | None = None,
    form: DraftForm | None = None,
    **more: Any,
) -> HttpResponse:
    """Show the review; one draft as it was sent, with what is wrong in it, where `at` says."""
    drafts = list(announcement.drafts.all())
    labels, now = labels_in(language()), timezone.now()
    proposals = proposals_among(drafts, announcement.text)
    told = contradictions_among([each.title_key for each in drafts if each.title_key])
    sheets = [
        Sheet(
            each,
            form if form is not None and each == at else _form(each, labels),
            _changes(each, labels),
            proposals[each.pk],
            told.get(each.title_key, ()),
            **(more if each == at else {}),
        )
        for each in drafts
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
        deeds=[
            (DEEDS.get(deed.change.verb, deed.change.verb), deed)
            for deed in deeds_of(announcement)
        ],
        versions=languages_of(announcement),
        press_links=press_links_of(announcement),
        press_link=PressLinkForm(
            initial={"expires_at": now + timedelta(days=7)}, auto_id="press-link-%s"
        ),
        publish=PublishForm(initial={"public_from": announcement.public_from or now}),
        now=now,
    )


def _form(draft: Draft, labels: Mapping[str, str]) -> DraftForm:
    first = fields_of(record_in(draft), draft.version, labels)
    return DraftForm(initial=first, auto_id=f"draft-{draft.number}-%s")


def _changes(draft: Draft, labels: Mapping[str, str]) -> tuple[Change, ...]:
    """Return what an editor corrected in a draft, field by field."""
    fields = (name for name in draft.read if name in FIELDS and name not in UNCOUNTED)
    return tuple(
        change_of(name, draft.read[name], draft.record[name], language(), labels)
        for name in fields
        if draft.read[name] != draft.record[name]
    )


@staff("announce.receive_announcement")
@posted("office:announcement", "key")
def draft(request: HttpRequest, key: str, number: int) -> HttpResponseBase:
    """Do with one draft what its button says: save, accept, part, reject, take up again."""
    announcement = announcement_by_key(key)
    one = draft_by_number(announcement, number)
    form = DraftForm(request.POST, auto_id=f"draft-{number}-%s")
    aside = "reject" in request.POST or "take-up" in request.POST
    if not aside and not form.is_valid():
        return _review(request, announcement, 422, one, form)
    try:
        said, there = _set_aside(request, one) if aside else _save(request, one, form)
    except SecondTitle as second:
        rival = title_by_key(second.rival)
        one.refresh_from_db()
        return _review(request, announcement, 422, one, rival=rival)
    except ChangedMeanwhile:
        fault = _("Someone else changed this draft meanwhile. Yours is not saved: look again.")
        kept = None if aside else form
        return _review(request, announcement, 409, one, kept, fault=fault)
    except InputError as refusal:
        one.refresh_from_db()
        return _review(request, announcement, 422, one, refusal=str(refusal))
    tell(request, said, last_change(f"announcement:{key}"))
    return _to(announcement, there)


def _save(request: HttpRequest, one: Draft, form: DraftForm) -> tuple[str, int]:
    """Keep a draft as the form gives it, and do what was asked with it.

    Returns what was done, in words, and the number of the draft to go on with.
    """
    by, given, asked = who(request), form.cleaned_data, request.POST
    if one.state == Draft.State.ACCEPTED:
        return _("It is on the slate already."), one.number
    record = record_with(record_in(one), given, one.announcement.language)
    one = actions.correct_draft(one, record, by, seen_version=given["version"])
    if "accept" in asked or "confirm" in asked:
        return _put(request, one), next_waiting(one.announcement, one.number)
    if "decline" in asked:
        actions.decline_proposal(one, asked["decline"], by)
        return _("It will not be proposed again."), one.number
    if second := asked.get("second", "").strip():
        made = actions.split_draft(one, second, by)
        return _("Split: “%(title)s” is a draft of its own.") % {"title": second}, made.number
    if into := asked.get("into", ""):
        other = draft_by_number(one.announcement, int(into) if into.isdecimal() else 0)
        actions.join_drafts(one, other, by)
        return _("Joined: the two are one draft."), other.number
    return _("Saved."), one.number


def _put(request: HttpRequest, one: Draft) -> str:
    """Put a draft on the slate, as a new title or as the one that was chosen."""
    by, asked = who(request), request.POST
    if "confirm" in asked:
        title = actions.confirm_proposal(one, asked["confirm"], by)
    else:
        title = actions.accept_draft(
            one,
            by,
            join=(asked.get("same") or asked.get("join", "")).strip(),
            same_name_is_another=asked.get("same") == "",
        )
    return _("“%(title)s” is on the slate.") % {"title": name_of(title, language())}


def _set_aside(request: HttpRequest, one: Draft) -> tuple[str, int]:
    by, sent = who(request), request.POST.get("version", "")
    seen = int(sent) if sent.isdecimal() else None
    if "reject" in request.POST:
        actions.reject_draft(one, by, seen_version=seen)
        return _("Rejected."), next_waiting(one.announcement, one.number)
    actions.take_up_draft(one, by, seen_version=seen)
    return _("Taken up again."), one.number


def undo_in_review(request: HttpRequest, entry: AuditEntry) -> HttpResponseBase:
    """Put the drafts that a deed changed back to what they were."""
    key = entry.subject.removeprefix("announcement:")
    try:
        actions.undo_review(entry, who(request))
    except ChangedMeanwhile:
        tell(request, _("Not undone: it has been changed again since."))
    else:
        tell(request, _("Undone."))
    return _to(announcement_by_key(key), entry.after["draft"])


def _to(announcement: Announcement, number: int) -> HttpResponseBase:
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


@staff("announce.publish_announcement")
@require_POST
def make_press_link(request: HttpRequest, key: str) -> HttpResponseBase:
    """Make a press link, and show its address this once."""
    announcement = announcement_by_key(key)
    form = PressLinkForm(request.POST)
    if not form.is_valid():
        tell(request, _("Say for whom the press link is, and until when."))
        return redirect("office:announcement", key)
    given = form.cleaned_data
    if given["expires_at"] <= timezone.now():
        tell(request, _("A press link ends at a moment to come."))
        return redirect("office:announcement", key)
    by, ends = who(request), given["expires_at"]
    link, token = actions.make_press_link(announcement, given["name"], ends, by)
    address = request.build_absolute_uri(reverse("press:enter", args=[token]))
    told = _("Copy the link for %(name)s now, it is shown once: %(address)s")
    tell(request, told % {"name": link.name, "address": address})
    return redirect("office:announcement", key)


@staff("announce.publish_announcement")
@require_POST
def revoke_press_link(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """Let a press link open nothing from now on."""
    link = actions.revoke_press_link(press_link_by_id(pk), who(request))
    tell(request, _("The link for %(name)s opens nothing any more.") % {"name": link.name})
    return redirect("office:announcement", key)
