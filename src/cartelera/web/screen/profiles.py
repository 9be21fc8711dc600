"""Choose who watches, and say who they are."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from cartelera.apps.accounts.actions import PROFILES_EACH, save_profile
from cartelera.apps.accounts.models import Profile
from cartelera.apps.accounts.queries import profiles_of
from cartelera.vocabulary.viewer import ADULT
from cartelera.web.doors import viewer

AGES = [
    (ADULT, _("Everything")),
    *((age, _("Up to %(age)s years") % {"age": age}) for age in (15, 12, 7)),
]


class ProfileForm(forms.Form):
    """Who watches, in which language, and up to what age."""

    name = forms.CharField(label=_("Name"), max_length=40)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    maturity = forms.TypedChoiceField(
        label=_("What may be watched"), coerce=int, choices=AGES, initial=ADULT
    )

    def __init__(self, *given: Any, taken: frozenset[str] = frozenset(), **more: Any) -> None:
        """Hold the names that the account's other profiles have."""
        super().__init__(*given, **more)
        self.taken = taken

    def clean_name(self) -> str:
        """Return the name, of which an account has one each."""
        name: str = self.cleaned_data["name"]
        if name in self.taken:
            raise forms.ValidationError(_("Another profile has this name."))
        return name


@viewer
def profiles(request: HttpRequest) -> HttpResponse:
    """Show the account's profiles; given one of them, watch with it from now on."""
    known = profiles_of(request.user)  # type: ignore[arg-type]
    if request.method != "POST":
        more = len(known) < PROFILES_EACH
        return render(request, "screen/profiles.html", {"profiles": known, "more": more})
    return _watch_as(request, _own(known, request.POST.get("profile", "")))


@viewer
def profile(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Make a profile, or change one of the account's own, and watch with it."""
    known = profiles_of(request.user)  # type: ignore[arg-type]
    own = None if pk is None else _own(known, str(pk))
    taken = frozenset(p.name for p in known if p != own)
    initial = (
        {"name": own.name, "language": own.language[:2], "maturity": own.maturity}
        if own
        else {"language": request.LANGUAGE_CODE}
    )
    form = ProfileForm(request.POST or None, initial=initial, taken=taken)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "screen/profile.html", {"form": form, "own": own}, status=status)
    return _watch_as(
        request,
        save_profile(request.user, profile=own, **form.cleaned_data),  # type: ignore[arg-type]
    )


def _own(known: list[Profile], pk: str) -> Profile:
    found = next((p for p in known if str(p.pk) == pk), None)
    if found is None:
        raise Http404("profile")
    return found


def _watch_as(request: HttpRequest, chosen: Profile) -> HttpResponse:
    request.session["profile"] = chosen.pk
    return redirect(f"/{'es' if chosen.language.startswith('es') else 'en'}/")
