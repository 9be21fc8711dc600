"""The facts of a shoot that boards are priced and checked by."""

from zoneinfo import available_timezones

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cartelera.apps.filming import actions
from cartelera.apps.filming.queries import shoot_by_key
from cartelera.web.doors import staff
from cartelera.web.office.fields import CodeField, DayField, as_territory
from cartelera.web.office.filming import CHANGE, ROOM
from cartelera.web.office.page import office_page, tell, who


class FactsForm(forms.Form):
    """What is agreed for the whole of a shoot."""

    name = forms.CharField(label=gettext_lazy("Name on the papers"), max_length=160)
    draft = forms.CharField(label=gettext_lazy("Draft"), required=False, max_length=120)
    starts_on = DayField(
        label=gettext_lazy("First day of shooting"),
        help_text=gettext_lazy("The rules of work are those of this day"),
    )
    company_day_cost = forms.IntegerField(
        label=gettext_lazy("A day of the company costs"), min_value=0, max_value=10**9
    )
    currency = forms.RegexField(
        r"^[A-Z]{3}$", label=gettext_lazy("Currency"), help_text=gettext_lazy("As MXN or USD")
    )
    minutes_an_eighth = forms.IntegerField(
        label=gettext_lazy("Minutes to shoot an eighth of a page"),
        min_value=1,
        max_value=600,
        help_text=gettext_lazy("Where a scene does not say its own"),
    )
    country = CodeField(
        as_territory,
        label=gettext_lazy("Country whose rules of work hold"),
        required=False,
        max_length=60,
    )
    zone = forms.CharField(label=gettext_lazy("Time zone"), max_length=40)

    def clean_zone(self) -> str:
        """Hold the zone to be one that is known."""
        zone: str = self.cleaned_data["zone"]
        if zone not in available_timezones():
            raise forms.ValidationError(_("Give a time zone such as America/Mexico_City."))
        return zone


@staff(CHANGE)
def page(request: HttpRequest, key: str) -> HttpResponseBase:
    """Keep the facts of a shoot."""
    row = shoot_by_key(key)
    first = {name: getattr(row, name) for name in FactsForm.base_fields}
    form = FactsForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        actions.change_shoot(row, form.cleaned_data, who(request))
        tell(request, _("Saved."))
        return redirect("office:shoot-facts", key)
    status = 422 if form.errors else 200
    return office_page(
        request, "filming/facts.html", ROOM, status=status, shoot=row, tab="facts", form=form
    )
