"""What every viewer's page keeps to: floors, pins, weights, and a page tried beforehand."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from cartelera.apps.discovery.actions import (
    CHANGE,
    drop_floor,
    pin_title,
    set_floor,
    unpin_title,
    weigh_pages,
)
from cartelera.apps.discovery.programme import Weighed
from cartelera.apps.discovery.rehearsal import (
    Rehearsed,
    exposures,
    floors_set,
    may_have_watched,
    pins_set,
    rehearse,
)
from cartelera.apps.slate.queries import house, title_by_key
from cartelera.engines.discovery.which import which
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.viewer import ADULT, Viewer
from cartelera.web.doors import staff
from cartelera.web.office.fields import CodeField, as_territory, territory_suggestions
from cartelera.web.office.page import language, office_page, posted, tell, who

AGES = [
    (ADULT, _("Everything")),
    *((age, _("Up to %(age)s years") % {"age": age}) for age in (15, 12, 7)),
]


class TryForm(forms.Form):
    """An invented viewer, and weights to try."""

    territory = CodeField(as_territory, "territories", label=_("Where"))
    maturity = forms.TypedChoiceField(label=_("What may be watched"), coerce=int, choices=AGES)
    watched = forms.MultipleChoiceField(
        label=_("Watched to the end"),
        required=False,
        widget=forms.SelectMultiple({"size": 6}),
        help_text=_("Several with Ctrl or Command"),
    )
    calibration = forms.FloatField(label=_("Keep the mix of what was watched"))
    variety = forms.FloatField(label=_("Titles unlike each other"))
    seldom = forms.FloatField(label=_("Titles few have watched"))

    def __init__(self, *given: Any, offered: list[tuple[str, str]], **more: Any) -> None:
        """Hold the titles that may have been watched."""
        super().__init__(*given, **more)
        self.fields["watched"].choices = offered  # type: ignore[attr-defined]
        for name, most, step in (
            ("calibration", 5, 0.05),
            ("variety", 0.5, 0.005),
            ("seldom", 1, 0.02),
        ):
            field = self.fields[name]
            field.min_value, field.max_value = 0, most  # type: ignore[attr-defined]
            field.widget.attrs |= {"min": 0, "max": most, "step": step}

    @property
    def weights(self) -> Weighed:
        """Return the weights to try."""
        given = self.cleaned_data
        return Weighed(given["calibration"], given["variety"], given["seldom"])


class FloorForm(forms.Form):
    """The least share of a page that some titles have."""

    name = forms.CharField(label=_("Name"), max_length=80)
    which = forms.CharField(
        label=_("Which titles"),
        max_length=200,
        help_text=_("For example country:MX, director:woman, producer:2, opened:60"),
        widget=forms.TextInput({"autocapitalize": "none", "spellcheck": "false"}),
    )
    home_percent = forms.IntegerField(label=_("% at home"), min_value=0, max_value=100)
    abroad_percent = forms.IntegerField(label=_("% abroad"), min_value=0, max_value=100)

    def clean_which(self) -> str:
        """Return a question that can be read."""
        asked = str(self.cleaned_data["which"])
        try:
            which(asked)
        except InputError as refusal:
            raise forms.ValidationError(
                gettext("This cannot be read: %(why)s") % {"why": refusal}
            ) from refusal
        return asked


class PinForm(forms.Form):
    """A title that stands on every page."""

    title = forms.SlugField(
        label=_("Title"),
        max_length=80,
        help_text=_("Its key, as in its address"),
        widget=forms.TextInput({"list": "keys"}),
    )
    es = forms.CharField(label=_("Why, in Spanish"), max_length=160)
    en = forms.CharField(label=_("Why, in English"), max_length=160)
    until = forms.DateTimeField(
        label=_("Until"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}),
    )


@staff(CHANGE)
def page(request: HttpRequest) -> HttpResponseBase:
    """Show a page as an invented viewer would see it, with the weights asked for."""
    return _page(request)


@staff(CHANGE)
@posted("office:pages")
def floor(request: HttpRequest) -> HttpResponseBase:
    """Set a floor."""
    form = FloorForm(request.POST)
    if not form.is_valid():
        return _page(request, floor_form=form)
    given = form.cleaned_data
    set_floor(
        given["name"],
        given["which"],
        given["home_percent"],
        given["abroad_percent"],
        who(request),
    )
    tell(request, gettext("“%(name)s” holds from now on.") % {"name": given["name"]})
    return redirect("office:pages")


@staff(CHANGE)
@require_POST
def without_floor(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a floor away."""
    drop_floor(pk, who(request))
    tell(request, gettext("The floor is gone."))
    return redirect("office:pages")


@staff(CHANGE)
@posted("office:pages")
def pin(request: HttpRequest) -> HttpResponseBase:
    """Pin a title."""
    form = PinForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            title = title_by_key(given["title"])
            pin_title(title, given["es"], given["en"], given["until"], who(request))
        except InputError as refusal:
            form.add_error("title", str(refusal))
        else:
            tell(request, gettext("It stands on every page that may show it."))
            return redirect("office:pages")
    return _page(request, pin_form=form)


@staff(CHANGE)
@require_POST
def without_pin(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a pin away."""
    unpin_title(pk, who(request))
    tell(request, gettext("The pin is gone."))
    return redirect("office:pages")


@staff(CHANGE)
@require_POST
def weigh(request: HttpRequest) -> HttpResponseBase:
    """Keep the weights that were tried."""
    at_home = request.POST.get("where") == "home"
    try:
        values = [float(request.POST[name]) for name in ("calibration", "variety", "seldom")]
    except (KeyError, ValueError) as error:
        raise InputError(gettext("A weight is a number.")) from error
    weigh_pages(at_home, Weighed(*values), who(request))
    tell(request, gettext("Pages are weighed so from now on."))
    return redirect("office:pages")


def _page(
    request: HttpRequest,
    floor_form: FloorForm | None = None,
    pin_form: PinForm | None = None,
) -> HttpResponseBase:
    at, spoken, home = timezone.now(), language(), house().home_territory
    usual = Viewer(home)
    offered = may_have_watched(usual, spoken, at)
    kept = rehearse(usual, (), spoken, at).weights
    initial = {"territory": home, "maturity": ADULT, **asdict(kept)}
    asked = request.GET if "territory" in request.GET else None
    named = [(card.key, card.name) for card in offered]
    form = TryForm(asked, initial=initial, offered=named)
    viewer, watched, tried = usual, [], kept
    if asked is not None and form.is_valid():
        viewer = Viewer(form.cleaned_data["territory"], form.cleaned_data["maturity"])
        watched, tried = form.cleaned_data["watched"], form.weights
    before = rehearse(viewer, watched, spoken, at)
    after = before if tried == before.weights else rehearse(viewer, watched, spoken, at, tried)
    wrong = any(f is not None and f.errors for f in (form, floor_form, pin_form))
    return office_page(
        request,
        "pages.html",
        "pages",
        status=422 if wrong else 200,
        form=form,
        floor_form=floor_form or FloorForm(initial={"home_percent": 20, "abroad_percent": 0}),
        pin_form=pin_form or PinForm(),
        page=after.page,
        changed=after is not before,
        measures=_measures(before, after),
        tried=[(name, f"{value:g}") for name, value in asdict(tried).items()],
        at_home=viewer.territory == home,
        floors=floors_set(),
        pins=pins_set(spoken),
        weeks=exposures(),
        keys=named,
        territories=territory_suggestions(spoken),
    )


def _measures(before: Rehearsed, after: Rehearsed) -> list[tuple[str, str, str, str]]:
    """Return each measure: its name, what it says, as kept and as tried."""
    told = [
        (gettext("Relevance"), gettext("of the most that so many titles could have")),
        (gettext("Calibration"), gettext("nats from the viewer’s own mix; 0 is the same")),
        (gettext("Variety"), gettext("mean distance between two titles, 0 to 1")),
        (gettext("Seldom watched"), gettext("of the titles, outside the most watched fifth")),
        (gettext("Coverage"), gettext("of the titles that play here, those on this page")),
        (gettext("Floors met"), gettext("of those that hold here")),
    ]
    return [
        (*words, one, other)
        for words, one, other in zip(told, _told(before), _told(after), strict=True)
    ]


def _told(page: Rehearsed) -> list[str]:
    own = page.page.measures
    met = sum(outcome.standing == "met" for outcome in page.page.outcomes)
    own_words = (
        [
            f"{own.relevance:.0%}",
            f"{own.calibration:.3f}",
            f"{own.variety:.3f}",
            f"{own.seldom:.0%}",
        ]
        if own
        else ["–"] * 4
    )
    return [*own_words, f"{page.coverage:.0%}", f"{met} / {len(page.page.outcomes)}"]
