"""The range of the slate: what it covers, what it leaves out, and what it is held against."""

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from cartelera.apps.slate.actions import choose_reference, keep_reference
from cartelera.apps.slate.queries import board_years, every_title, house, named_references
from cartelera.engines.slate.reference import reference_from_csv
from cartelera.vocabulary.errors import InputError
from cartelera.web.doors import staff
from cartelera.web.office.page import back, language, office_page, posted, tell, who
from cartelera.web.ranges import told_range

LARGEST = 200_000  # bytes of a table; a census by municipality is smaller


class ReferenceForm(forms.Form):
    """A table that the range may be held against."""

    name = forms.CharField(label=_("Name"), max_length=120)
    source = forms.CharField(
        label=_("Where its numbers are from"),
        max_length=200,
        help_text=_("Author, title, year"),
    )
    table = forms.FileField(
        label=_("Table (CSV)"),
        help_text=_("Columns aspect, value, number: story,MX-OAX,4132148"),
    )

    def clean_table(self) -> object:
        """Read the table."""
        file = self.cleaned_data["table"]
        if file.size > LARGEST:
            raise forms.ValidationError(gettext("This file is too large for a table."))
        try:
            return reference_from_csv(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise forms.ValidationError(gettext("This is not text in UTF-8.")) from error
        except InputError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_name(self) -> str:
        """Refuse a name that leaves nothing for a key."""
        name = str(self.cleaned_data["name"])
        if not slugify(name):
            raise forms.ValidationError(gettext("Give a word with letters."))
        return name


@staff("slate.view_title")
def page(request: HttpRequest) -> HttpResponseBase:
    """Show the range of the slate, of one year or of all."""
    return _page(request, ReferenceForm())


@staff("slate.change_house")
@posted("office:range")
def reference(request: HttpRequest) -> HttpResponseBase:
    """Keep a table that the range may be held against."""
    form = ReferenceForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    given = form.cleaned_data
    key = slugify(given["name"])[:60]
    keep_reference(key, given["name"], given["source"], given["table"], who(request))
    tell(request, gettext("“%(name)s” is kept.") % {"name": given["name"]})
    return redirect("office:range")


@staff("slate.change_house")
@require_POST
def against(request: HttpRequest) -> HttpResponseBase:
    """Choose what the range is held against unless somebody asks otherwise."""
    choose_reference(request.POST.get("against", ""), who(request))
    tell(request, gettext("Saved."))
    return back(request, "office:range")


def _page(request: HttpRequest, form: ReferenceForm) -> HttpResponseBase:
    years = board_years()
    asked = request.GET.get("year", "")
    year = next((each for each in years if str(each) == asked), None)
    told = told_range(
        every_title(), year, request.GET.get("against", ""), language(), public=False
    )
    return office_page(
        request,
        "range.html",
        "range",
        status=422 if form.errors else 200,
        shown=told,
        year=year,
        years=years,
        usual=house().range_against,
        references=named_references(),
        form=form,
    )
