"""Masters: delivered, encoded, and what became of them."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from cartelera.apps.media.actions import (
    cancel_encode,
    encode_again,
    receive_upload,
    repeat_encode,
    set_marks,
)
from cartelera.apps.media.queries import (
    LISTED,
    MasterState,
    frame_of_report,
    marks_written,
    master_by_id,
    master_state,
    master_states,
    report_of,
    titles_to_deliver,
    upload_by_key,
)
from cartelera.apps.slate.queries import title_by_key
from cartelera.engines.media.captions import CaptionKind, read_cues
from cartelera.engines.media.ladder import QUALITY, Aim
from cartelera.engines.media.marks import read_marks
from cartelera.engines.media.order import CaptionFile, Order
from cartelera.engines.media.report_page import CODECS, draw_hull, draw_moments
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.language import language_tag
from cartelera.web.doors import staff
from cartelera.web.office.page import back, language, office_page, posted, tell, who

SEE, RECEIVE = "media.view_master", "media.receive_master"
KINDS = (
    (CaptionKind.SUBTITLES, _("Subtitles")),
    (CaptionKind.CAPTIONS, _("Captions, with sounds")),
    (CaptionKind.FORCED, _("Foreign passages only")),
)


WANTED = (
    (92, _("92: fewer bits")),
    (QUALITY, _("95: few can tell it from the master")),
    (97, _("97: for large screens")),
)


class DeliveryForm(forms.Form):
    """What is said of a file that has been sent."""

    title = forms.SlugField(
        label=_("Title"),
        help_text=_("A film, or an episode of a series"),
        widget=forms.TextInput({"list": "titles-to-deliver", "autocomplete": "off"}),
    )
    upload = forms.RegexField("^[0-9a-f]{32}$", widget=forms.HiddenInput)
    sound_languages = forms.CharField(
        label=_("Languages of the sound"),
        required=False,
        max_length=200,
        help_text=_("Of each audio track in order, such as es, en; empty: as the file says"),
    )
    subtitles = forms.FileField(
        label=_("Subtitles"),
        required=False,
        help_text=_("SRT, WebVTT, ASS or TTML"),
        widget=forms.FileInput({"accept": ".srt,.vtt,.ass,.ssa"}),
    )
    subtitles_language = forms.CharField(
        label=_("Their language"), required=False, max_length=35, initial="es"
    )
    subtitles_kind = forms.ChoiceField(label=_("For whom"), choices=KINDS, required=False)

    marks = forms.CharField(
        label=_("Chapters and what may be skipped"),
        required=False,
        widget=forms.Textarea({"rows": 3, "placeholder": "intro 0:10 1:05"}),
        help_text=_(
            "On each line chapter, recap, intro or credits, its start and end, and a name; "
            "empty: as the file says"
        ),
    )
    quality = forms.TypedChoiceField(
        label=_("Quality of the best rung"),
        coerce=int,
        choices=WANTED,
        initial=QUALITY,
        required=False,
        empty_value=str(QUALITY),
        help_text=_("VMAF at full size; the more, the more bits"),
    )

    def order(self) -> Order:
        """Return what is asked beside the master. Raises InputError."""
        asked = self.cleaned_data
        tags = [tag.strip() for tag in asked["sound_languages"].split(",") if tag.strip()]
        captions = []
        if file := asked["subtitles"]:
            kind = CaptionKind(asked["subtitles_kind"] or CaptionKind.SUBTITLES)
            data = file.read()
            read_cues(data, file.name)
            tag = language_tag(asked["subtitles_language"])
            captions.append(CaptionFile(tag, kind, data, file.name))
        languages = tuple(language_tag(tag) for tag in tags)
        marks = read_marks(asked["marks"], "the list of chapters") if asked["marks"] else ()
        return Order(tuple(captions), languages, Aim(int(asked["quality"])), marks=marks)


@staff(SEE)
def listed(request: HttpRequest) -> HttpResponse:
    """Show the masters, the newest first, with where each stands."""
    return _page(request, DeliveryForm(initial={"title": request.GET.get("title", "")}))


def _page(
    request: HttpRequest, form: DeliveryForm, refusal: str = "", status: int = 200
) -> HttpResponse:
    may = who(request).has_perm(RECEIVE)
    return office_page(
        request,
        "masters/page.html",
        "masters",
        status=status,
        masters=master_states(timezone.now()),
        form=form if may else None,
        titles=titles_to_deliver(language()) if may else (),
        most_listed=LISTED,
        refusal=refusal,
    )


@staff(SEE)
def rows(request: HttpRequest) -> HttpResponse:
    """Show the rows alone, for a page that keeps itself up to date."""
    response = render(
        request, "office/masters/rows.html", {"masters": master_states(timezone.now())}
    )
    response["Cache-Control"] = "no-store"
    return response


@staff(SEE)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the encode of a master came to."""
    state = _state(pk)
    told = report_of(state)
    plots = []
    if told is not None:
        for ladder in told.ladders:
            words = {"codec": CODECS[ladder.codec]}
            hull = gettext("%(codec)s: VMAF of each rung against its bits") % words
            over = gettext("%(codec)s: VMAF of the best rung over the film") % words
            drawn = draw_hull(hull, ladder), draw_moments(over, ladder, told.seconds)
            plots.append((CODECS[ladder.codec], ladder, *drawn))
    return office_page(
        request, "masters/report.html", "masters", state=state, report=told, plots=plots
    )


@staff(SEE)
def frame(request: HttpRequest, pk: int, number: int, whose: str) -> HttpResponseBase:
    """Show the worst frame of a hard shot, as the master or the best rung has it."""
    try:
        data = frame_of_report(_state(pk), number, of_master=whose == "master")
    except InputError as refusal:
        raise Http404 from refusal
    response = HttpResponse(data, content_type="image/jpeg")
    response["Cache-Control"] = "private, no-cache"
    return response


def _state(pk: int) -> MasterState:
    try:
        return master_state(pk)
    except InputError as refusal:
        raise Http404 from refusal


class MarksForm(forms.Form):
    """The chapters of a master, and what may be skipped, one on each line."""

    marks = forms.CharField(
        label=_("Chapters and what may be skipped"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 14, "spellcheck": "false", "class": "figures"}),
        help_text=_(
            "On each line chapter, recap, intro or credits, its start and end, and a name; "
            "nothing: it has none"
        ),
    )


@staff(RECEIVE)
def marks(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change the chapters of a master and what may be skipped, encoded or not."""
    state, status, refusal = _state(pk), 200, ""
    form = MarksForm(request.POST or None, initial={"marks": marks_written(state)})
    if request.method == "POST" and form.is_valid():
        try:
            set_marks(state.master, form.cleaned_data["marks"], who(request))
        except InputError as said:
            status, refusal = 422, str(said)
        else:
            told = gettext("The marks of %(name)s are kept, and soon on the screen.")
            tell(request, told % {"name": state.master})
            return redirect("office:masters")
    return office_page(
        request,
        "masters/marks.html",
        "masters",
        status=status,
        state=state,
        form=form,
        refusal=refusal,
    )


@staff(RECEIVE)
@posted("office:masters")
def receive(request: HttpRequest) -> HttpResponseBase:
    """Take a file that has been sent as a master of a title."""
    form = DeliveryForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        title = title_by_key(form.cleaned_data["title"])
        upload = upload_by_key(form.cleaned_data["upload"], who(request))
        master = receive_upload(title, upload, who(request), form.order())
    except InputError as refusal:
        return _page(request, form, str(refusal), status=422)
    tell(request, gettext("%(name)s is here and will be encoded.") % {"name": master})
    return back(request, "office:masters")


@staff(RECEIVE)
@require_POST
def encode(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Stop the encode of a master, let it go on, or ask for another quality."""
    master = master_by_id(pk)
    if "cancel" in request.POST:
        cancel_encode(master, who(request))
        told = gettext("The encode of %(name)s stops; what is done is kept.")
    elif "quality" in request.POST:
        asked = request.POST["quality"]
        encode_again(master, int(asked) if asked.isdecimal() else 0, who(request))
        told = gettext(
            "%(name)s will be encoded again; until then the screen keeps what it has."
        )
    else:
        repeat_encode(master, who(request))
        told = gettext("%(name)s goes on where it stopped.")
    tell(request, told % {"name": master})
    return back(request, "office:masters")
