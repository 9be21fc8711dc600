"""Taking the slate out and bringing it in."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cartelera.apps.slate.actions import import_slate
from cartelera.apps.slate.queries import omc_of_slate, slate_of_text, text_of_slate
from cartelera.engines.slate.exchange import PROBLEMS_TOLD, ExchangeError
from cartelera.engines.slate.spreadsheet import ENTRIES, ONE_VALUE, WORDS
from cartelera.vocabulary.errors import InputError
from cartelera.web.doors import staff
from cartelera.web.office.page import office_page, who

BYTES_MOST = 64 * 2**20
ALL = "slate.see_budget"  # an export holds what is private


class ImportForm(forms.Form):
    """A file of titles."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("JSON as exported here, or a spreadsheet saved as CSV"),
        widget=forms.FileInput({"accept": ".json,.csv,application/json,text/csv"}),
    )

    def text(self) -> tuple[str, bool]:
        """Return the text of the file, and whether it is a spreadsheet."""
        file = self.cleaned_data["file"]
        return self.cleaned_data["text"], file.name.lower().endswith(".csv")

    def clean(self) -> dict[str, object]:
        """Read the file as text."""
        file = self.cleaned_data.get("file")
        if file is not None and file.size > BYTES_MOST:
            self.add_error("file", gettext("The file is larger than 64 MB."))
        elif file is not None:
            try:
                self.cleaned_data["text"] = file.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error(
                    "file", gettext("This is not text in UTF-8: save it so, and try again.")
                )
        return self.cleaned_data


@staff("slate.change_title")
def page(request: HttpRequest) -> HttpResponse:
    """Show both ways; given a file, import all of it or nothing."""
    form = ImportForm(request.POST or None, request.FILES or None)
    more: dict[str, object] = {}
    if request.method == "POST" and form.is_valid():
        try:
            more["imported"] = import_slate(slate_of_text(*form.text()), who(request))
        except ExchangeError as refusal:
            more["problems"] = refusal.problems[:PROBLEMS_TOLD]
            more["problem_count"] = len(refusal.problems)
        except InputError as refusal:
            more["refusal"] = str(refusal)
    failed = bool(form.errors or "problems" in more or "refusal" in more)
    columns = [*ONE_VALUE, "name:es", "logline:es", "synopsis:es", *WORDS, *ENTRIES]
    return office_page(
        request,
        "exchange.html",
        "exchange",
        status=422 if failed else 200,
        form=form,
        columns=columns,
        **more,
    )


def _file(text: str, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{media_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@staff(ALL)
def as_json(request: HttpRequest) -> HttpResponseBase:
    """Hand out the whole slate as JSON."""
    day = timezone.localdate().isoformat()
    return _file(text_of_slate(csv=False), "application/json", f"slate-{day}.json")


@staff(ALL)
def as_csv(request: HttpRequest) -> HttpResponseBase:
    """Hand out the titles as a spreadsheet."""
    day = timezone.localdate().isoformat()
    return _file("\ufeff" + text_of_slate(csv=True), "text/csv", f"titles-{day}.csv")


@staff(ALL)
def as_omc(request: HttpRequest) -> HttpResponseBase:
    """Hand out the titles in OMC-JSON."""
    day = timezone.localdate().isoformat()
    return _file(omc_of_slate(), "application/json", f"slate-{day}.omc.json")
