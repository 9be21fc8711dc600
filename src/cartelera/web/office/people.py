"""The people of the house: who may come in, and what they may do."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from cartelera.apps.accounts.actions import grant_roles, invite_user, let_in, password_link
from cartelera.apps.accounts.models import User
from cartelera.apps.accounts.queries import people, roles_of, user_by_id
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.staff import StaffRole
from cartelera.web.doors import staff
from cartelera.web.office.page import office_page, tell, who

ADMINISTRATORS = "accounts.change_user"


def _roles() -> list[tuple[str, str]]:
    language = get_language() or "es"
    return [(role.value, role.label(language)) for role in StaffRole]


class RolesForm(forms.Form):
    """The roles a person holds."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        required=False,
        choices=_roles,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Without any, a person is a viewer and does not enter the office."),
    )

    def chosen(self) -> tuple[StaffRole, ...]:
        """Return the roles that were marked."""
        return tuple(StaffRole(role) for role in self.cleaned_data["roles"])


class PersonForm(RolesForm):
    """Someone new."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=120)
    field_order = ("name", "email", "roles")

    def clean_email(self) -> str:
        """Refuse an address that has an account."""
        email = str(self.cleaned_data["email"])
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(
                gettext("%(email)s has an account already."), params={"email": email}
            )
        return email


@staff(ADMINISTRATORS)
def listed(request: HttpRequest) -> HttpResponse:
    """Show the staff, or everyone with an account."""
    everyone = "everyone" in request.GET
    text = request.GET.get("q", "").strip()[:100]
    found = people(text, staff_only=not everyone)
    return office_page(
        request, "people.html", "people", people=found, everyone=everyone, text=text
    )


@staff(ADMINISTRATORS)
def new(request: HttpRequest) -> HttpResponseBase:
    """Add someone, who will choose a password by a link."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        user = invite_user(given["email"], given["name"], form.chosen(), who(request))
        tell(
            request,
            gettext("%(name)s is added; now make the sign-in link.") % {"name": given["name"]},
        )
        return redirect("office:person", user.pk)
    status = 422 if form.errors else 200
    return office_page(request, "new_person.html", "people", status=status, form=form)


@staff(ADMINISTRATORS)
def person(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show a person; change their roles."""
    user = user_by_id(pk)
    held = [role.value for role in roles_of(user)]
    form = RolesForm(request.POST or None, initial={"roles": held})
    if request.method == "POST" and form.is_valid():
        try:
            grant_roles(user, form.chosen(), who(request))
        except InputError:
            form.add_error(
                "roles", gettext("This is the last administrator; make another one first.")
            )
        else:
            tell(request, gettext("Roles saved."))
            return redirect("office:person", pk)
    status = 422 if form.errors else 200
    return office_page(request, "person.html", "people", status=status, form=form, person=user)


@staff(ADMINISTRATORS)
@require_POST
def door(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Shut someone out, or let them in again."""
    user = user_by_id(pk)
    allowed = "allow" in request.POST
    try:
        let_in(user, allowed, who(request))
    except InputError:
        tell(request, gettext("Nobody shuts out themselves or the last administrator."))
    else:
        said = (
            gettext("%(name)s may sign in.")
            if allowed
            else gettext("%(name)s may not sign in any more.")
        )
        tell(request, said % {"name": user})
    return redirect("office:person", pk)


@staff(ADMINISTRATORS)
@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Make the address where a person chooses a password, and show it this once."""
    user = user_by_id(pk)
    uid, key = password_link(user, who(request))
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})
    form = RolesForm(initial={"roles": [role.value for role in roles_of(user)]})
    return office_page(
        request,
        "person.html",
        "people",
        form=form,
        person=user,
        address=request.build_absolute_uri(path),
    )
