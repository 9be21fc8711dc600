"""The house itself: its name, where it stands, and the words it sorts titles by."""

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from cartelera.apps.slate.actions import add_term, name_house
from cartelera.apps.slate.queries import house, vocabulary
from cartelera.vocabulary.kind import TermFamily
from cartelera.web.doors import staff
from cartelera.web.office.fields import (
    CodeField,
    WordField,
    as_territory,
    territory_suggestions,
)
from cartelera.web.office.page import language, office_page, tell, who


class HouseForm(forms.Form):
    """The institution that runs this platform."""

    name = forms.CharField(label=_("Name of the house"), max_length=120)
    home_territory = CodeField(
        as_territory,
        "territories",
        label=_("Home territory"),
        help_text=_("Where viewers are taken to be: a name, or two letters such as MX"),
    )
    press_contact = forms.CharField(
        label=_("Press contact"),
        max_length=200,
        required=False,
        help_text=_("Shown in the press room: a name, an address, a telephone number"),
    )


class TermForm(forms.Form):
    """A new genre or theme."""

    family = WordField(TermFamily, label=_("List"))
    es = forms.CharField(label=_("In Spanish"), max_length=60)
    en = forms.CharField(label=_("In English"), max_length=60)

    def clean_en(self) -> str:
        """Refuse a label that leaves nothing for a key."""
        label = str(self.cleaned_data["en"])
        if not slugify(label):
            raise forms.ValidationError(gettext("Give a word with letters."))
        return label


@staff("slate.change_house")
def page(request: HttpRequest) -> HttpResponseBase:
    """Show and change the house."""
    row = house()
    initial = {
        "name": row.name,
        "home_territory": row.home_territory,
        "press_contact": row.press_contact,
    }
    form = HouseForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        name_house(**form.cleaned_data, by=who(request))
        tell(request, gettext("Saved."))
        return redirect("office:house")
    return _page(request, form, TermForm())


@staff("slate.change_house")
@require_POST
def term(request: HttpRequest) -> HttpResponseBase:
    """Add a word to a controlled vocabulary."""
    form = TermForm(request.POST)
    if not form.is_valid():
        row = house()
        return _page(request, HouseForm(initial=vars(row)), form)
    given = form.cleaned_data
    add_term(given["family"], slugify(given["en"])[:40], given["en"], given["es"], who(request))
    tell(request, gettext("“%(word)s” is in the list.") % {"word": given["es"]})
    return redirect("office:house")


def _page(request: HttpRequest, form: forms.Form, terms: forms.Form) -> HttpResponseBase:
    status = 422 if form.errors or terms.errors else 200
    known = vocabulary()
    return office_page(
        request,
        "house.html",
        "house",
        status=status,
        form=form,
        term_form=terms,
        families=[(family, [t for t in known if t.family == family]) for family in TermFamily],
        territories=territory_suggestions(language()),
    )
