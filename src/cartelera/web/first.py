"""The first administrator: made by whoever can read the console."""

from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from cartelera.adapters.secrets import kept_secret, spend_secret
from cartelera.apps.accounts.actions import claim_house
from cartelera.vocabulary.errors import CarteleraError
from cartelera.web.doors import public


class FirstAdministratorForm(forms.Form):
    """The console's code, and who administers from now on."""

    code = forms.CharField(label=_("Code from the console"), max_length=100)
    email = forms.EmailField(label=_("E-mail address"))
    password = forms.CharField(
        label=_("Password, 12 characters or more"), widget=forms.PasswordInput
    )


@public
def first_administrator(request: HttpRequest) -> HttpResponse:
    """Show the form; given the right code, make the administrator and sign them in."""
    form = FirstAdministratorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        file = settings.DATA / "first-administrator"
        expected = kept_secret(file)
        given = form.cleaned_data
        try:
            user = claim_house(given["email"], given["password"], given["code"], expected)
        except CarteleraError as refusal:
            form.add_error(None, str(refusal))
        else:
            spend_secret(file)
            login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
            return redirect("/")
    return render(request, "first_administrator.html", {"form": form})
