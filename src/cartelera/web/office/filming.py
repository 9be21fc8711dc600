"""Shoots: their screenplay taken in, its breakdown corrected, cast and places kept."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cartelera.adapters.screenplays import LARGEST
from cartelera.apps.filming import actions
from cartelera.apps.filming.models import CastMember, Location, Scene, Shoot
from cartelera.apps.filming.queries import (
    breakdown_in,
    neighbours,
    places_without_location,
    scene_by_number,
    scene_dates,
    shoot_by_key,
    shoots,
    spans_in,
    titles_to_film,
)
from cartelera.apps.slate.queries import title_by_key
from cartelera.apps.slate.refusals import ChangedMeanwhile
from cartelera.engines.filming.merge import SceneChange
from cartelera.engines.filming.sheets import csv_of, eighths_in, eighths_words
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.filming import Category, Engagement, Light, Mark, Setting
from cartelera.vocabulary.labelled import Labelled
from cartelera.web.doors import staff
from cartelera.web.office.fields import DayField
from cartelera.web.office.page import language, office_page, tell, who
from cartelera.web.shoot_papers import strip_colour

ROOM = "filming"
VIEW, CHANGE = "filming.view_shoot", "filming.change_shoot"
SPANS_WRONG = gettext_lazy("Give dates such as 2026-03-02 – 2026-03-05.")
ACCEPTED = ".fountain,.fdx,.pdf,.csv,.txt,application/pdf,text/plain,text/csv"


def labelled(words: type[Labelled], empty: str | None = None) -> list[tuple[str, str]]:
    """Return a closed list as choices in the language of the page."""
    found = [(word.value, word.label(language())) for word in words]
    return [("", empty), *found] if empty is not None else found


class ScreenplayField(forms.FileField):
    """A screenplay, read as it arrives: its value is the breakdown."""

    widget = forms.FileInput({"accept": ACCEPTED})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the breakdown of the file. Raises ValidationError if it holds none."""
        file = super().clean(data, initial)
        if file is None:
            return None
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is too large for a screenplay."))
        try:
            return actions.read_screenplay(file.read(), file.name)
        except InputError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class BeginForm(forms.Form):
    """What a shoot begins with."""

    title = forms.ChoiceField(label=gettext_lazy("Title"))
    screenplay = ScreenplayField(
        label=gettext_lazy("Screenplay"),
        help_text=gettext_lazy("Fountain, Final Draft or PDF; or a breakdown in CSV"),
    )
    starts_on = DayField(
        label=gettext_lazy("First day of shooting"),
    )
    draft = forms.CharField(label=gettext_lazy("Draft"), required=False, max_length=120)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["title"].choices = titles_to_film(language())  # type: ignore[attr-defined]


class DraftForm(forms.Form):
    """A new draft of the screenplay."""

    screenplay = ScreenplayField(label=gettext_lazy("Screenplay"))
    draft = forms.CharField(label=gettext_lazy("Draft"), required=False, max_length=120)


@staff(VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    """List the shoots, the latest first."""
    return office_page(request, "filming/list.html", ROOM, shoots=list(shoots()))


@staff(CHANGE)
def new(request: HttpRequest) -> HttpResponseBase:
    """Begin a shoot from a screenplay."""
    first = {"starts_on": timezone.localdate() + timedelta(days=30)}
    form = BeginForm(request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        shoot = actions.begin_shoot(
            title_by_key(given["title"]),
            given["screenplay"],
            given["starts_on"],
            who(request),
            draft=given["draft"],
        )
        tell(request, _("The screenplay is broken down: look it over."))
        return redirect("office:shoot", shoot.key)
    status = 422 if form.errors else 200
    return office_page(request, "filming/new.html", ROOM, status=status, form=form)


@staff(VIEW)
def shoot(request: HttpRequest, key: str) -> HttpResponse:
    """Show the breakdown of a shoot: its scenes, and what they need."""
    return _shoot_page(request, shoot_by_key(key), DraftForm())


def _shoot_page(
    request: HttpRequest,
    row: Shoot,
    form: DraftForm,
    changes: Sequence[SceneChange] | None = None,
) -> HttpResponse:
    made = breakdown_in(row)
    numbers = {member.name: member.number for member in row.cast.all()}
    dates = scene_dates(row)
    return office_page(
        request,
        "filming/shoot.html",
        ROOM,
        status=422 if form.errors else 200,
        shoot=row,
        tab="breakdown",
        scenes=[
            {
                "scene": scene,
                "pages": eighths_words(scene.eighths),
                "cast": [(numbers[name], name) for name in scene.cast if name in numbers],
                "elements": [e.name for e in scene.elements],
                "on": dates.get(scene.number),
                "strip": strip_colour(scene.setting, scene.light),
            }
            for scene in made.scenes
        ],
        pages=eighths_words(made.eighths),
        form=form,
        changes=[_told(change) for change in changes] if changes is not None else None,
    )


_FIELD_WORDS = {
    "scene": gettext_lazy("new scene"),
    "heading": gettext_lazy("heading"),
    "setting": gettext_lazy("INT or EXT"),
    "set_name": gettext_lazy("set"),
    "place": gettext_lazy("place"),
    "time": gettext_lazy("time of day"),
    "light": gettext_lazy("light"),
    "eighths": gettext_lazy("length"),
    "synopsis": gettext_lazy("synopsis"),
    "speaking": gettext_lazy("who speaks"),
    "silent": gettext_lazy("who is there"),
    "voices": gettext_lazy("voices"),
    "elements": gettext_lazy("elements"),
    "text": gettext_lazy("text"),
}


def _told(change: SceneChange) -> dict[str, Any]:
    return {
        "number": change.number,
        "old": change.old_number if change.old_number != change.number else "",
        "cut": change.cut,
        "changed": [str(_FIELD_WORDS[name]) for name in change.changed],
        "kept": [str(_FIELD_WORDS[name]) for name in change.kept],
    }


@staff(CHANGE)
def draft(request: HttpRequest, key: str) -> HttpResponseBase:
    """Take in a new draft; show what changed."""
    row = shoot_by_key(key)
    if request.method != "POST":
        return redirect("office:shoot", key)
    form = DraftForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shoot_page(request, row, form)
    given = form.cleaned_data
    changes = actions.take_new_draft(
        row, given["screenplay"], who(request), draft=given["draft"]
    )
    return _shoot_page(request, shoot_by_key(key), DraftForm(), changes)


@staff(VIEW)
def breakdown_csv(request: HttpRequest, key: str) -> HttpResponseBase:
    """Hand out the breakdown as a spreadsheet."""
    row = shoot_by_key(key)
    response = HttpResponse(
        "\ufeff" + csv_of(breakdown_in(row)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{row.key}-breakdown.csv"'
    return response


# One scene


class NamesField(forms.CharField):
    """Several names, apart by semicolons or lines."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, widget=forms.TextInput(), **more)

    def prepare_value(self, value: Any) -> Any:
        """Show a list as the field is written."""
        return "; ".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        """Return the names, each once."""
        parts = re.split(r"[;\n]", super().clean(value) or "")
        return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


class LengthField(forms.CharField):
    """A length in pages and eighths."""

    def prepare_value(self, value: Any) -> Any:
        """Show eighths as they are written on a strip."""
        return eighths_words(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int:
        """Return eighths of a page."""
        try:
            return eighths_in(super().clean(value))
        except ValueError as error:
            raise forms.ValidationError(_("Give pages and eighths, such as 1 3/8.")) from error


class SceneForm(forms.Form):
    """The breakdown sheet of one scene."""

    setting = forms.ChoiceField(label=gettext_lazy("INT or EXT"), required=False)
    set_name = forms.CharField(label=gettext_lazy("Set"), max_length=200)
    time = forms.CharField(label=gettext_lazy("Time of day"), max_length=80, required=False)
    light = forms.ChoiceField(label=gettext_lazy("Light"), required=False)
    eighths = LengthField(label=gettext_lazy("Pages"), max_length=12)
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes to shoot"), required=False, min_value=1, max_value=5000
    )
    location = forms.ModelChoiceField(
        Location.objects.none(),
        label=gettext_lazy("Shot at"),
        required=False,
        to_field_name="name",
        empty_label="—",
    )
    synopsis = forms.CharField(
        label=gettext_lazy("In one line"), required=False, widget=forms.Textarea({"rows": 2})
    )
    speaking = NamesField(label=gettext_lazy("Speak"), help_text=gettext_lazy("Apart by ;"))
    silent = NamesField(label=gettext_lazy("Are there without speaking"))
    voices = NamesField(label=gettext_lazy("Are only heard"))
    version = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, scene: Scene, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        fields: Any = self.fields
        fields["setting"].choices = labelled(Setting, "—")
        fields["light"].choices = labelled(Light, "—")
        fields["location"].queryset = scene.shoot.locations.all()
        for category in Category:
            fields[f"element-{category.name}"] = NamesField(label=category.label(language()))

    def elements(self) -> Iterator[forms.BoundField]:
        """The fields of what the scene needs."""
        return (field for field in self if field.name.startswith("element-"))

    def facts(self) -> Iterator[forms.BoundField]:
        """The other fields that are seen."""
        return (f for f in self.visible_fields() if not f.name.startswith("element-"))


@staff(VIEW)
def scene(request: HttpRequest, key: str, number: str) -> HttpResponseBase:
    """Show one scene's breakdown beside its text; keep it as corrected."""
    row = shoot_by_key(key)
    one = scene_by_number(row, number)
    one.shoot = row
    form = SceneForm(one, request.POST or None, initial=_first(one))
    fault = ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_scene(
                one, _values(one, form), who(request), seen_version=form.cleaned_data["version"]
            )
        except ChangedMeanwhile:
            fault = _(
                "Someone else changed this scene meanwhile. Yours is not saved: look again."
            )
        else:
            tell(request, _("Saved."))
            after = neighbours(one)[1]
            onward = after.number if "next" in request.POST and after else number
            return redirect("office:scene", key, onward)
    before, after = neighbours(one)
    return office_page(
        request,
        "filming/scene.html",
        ROOM,
        status=422 if form.errors else 409 if fault else 200,
        shoot=row,
        tab="breakdown",
        scene=one,
        strip=strip_colour(one.setting, one.light),
        pages=eighths_words(one.eighths),
        form=form,
        fault=fault,
        before=before,
        after=after,
        stretches=list(_stretches(one)),
    )


def _first(one: Scene) -> dict[str, Any]:
    names = ("setting", "set_name", "time", "light", "eighths", "minutes", "synopsis")
    first: dict[str, Any] = {name: getattr(one, name) for name in (*names, "version")}
    first |= {name: getattr(one, name) for name in ("speaking", "silent", "voices")}
    first["location"] = one.location.name if one.location else None
    for category in Category:
        first[f"element-{category.name}"] = [n for c, n, _w in one.elements if c == category]
    return first


def _values(one: Scene, form: SceneForm) -> dict[str, Any]:
    given = form.cleaned_data
    words = {(c, name): said for c, name, said in one.elements}
    elements = [
        [category.value, name, words.get((category.value, name), "")]
        for category in Category
        for name in given[f"element-{category.name}"]
    ]
    names = (
        "setting", "set_name", "time", "light", "eighths", "minutes", "location", "synopsis",
        "speaking", "silent", "voices",
    )  # fmt: skip
    return {**{name: given[name] for name in names}, "elements": elements}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a scene's text, and the category of what it names."""

    text: str
    category: str = ""


def _stretches(one: Scene) -> Iterator[Stretch]:
    """Yield the text with the words that elements were read from."""
    said = {words: category for category, _name, words in one.elements if words}
    if not said:
        yield Stretch(one.text)
        return
    longest = sorted(said, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest))})(?!\w)")
    last = 0
    for found in pattern.finditer(one.text):
        yield Stretch(one.text[last : found.start()])
        yield Stretch(found[1], Category(said[found[1]]).name.lower().replace("_", "-"))
        last = found.end()
    yield Stretch(one.text[last:])


# Cast and places


class SpansField(forms.CharField):
    """Dates apart by semicolons: 2026-03-02, or 2026-03-02 to 2026-03-05, both counted."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, **more)

    def prepare_value(self, value: Any) -> Any:
        """Show stored spans as the field is written."""
        if not isinstance(value, list):
            return value
        shown = []
        for span in spans_in(value):
            last = span.end - timedelta(days=1)
            first = span.start.isoformat()
            shown.append(first if last == span.start else f"{first} – {last.isoformat()}")
        return "; ".join(shown)

    def clean(self, value: Any) -> list[list[str]]:
        """Return pairs of the first date and the date after the last."""
        spans = []
        for part in filter(str.strip, (super().clean(value) or "").split(";")):
            dates = re.findall(r"\d{4}-\d{2}-\d{2}", part)
            try:
                first, last = (date.fromisoformat(dates[n]) for n in (0, -1))
            except (ValueError, IndexError) as error:
                raise forms.ValidationError(SPANS_WRONG) from error
            if last < first or len(dates) > 2:
                raise forms.ValidationError(SPANS_WRONG)
            spans.append([first.isoformat(), (last + timedelta(days=1)).isoformat()])
        return sorted(spans)


class MemberForm(forms.Form):
    """What is agreed with one member of the cast."""

    played_by = forms.CharField(label=gettext_lazy("Played by"), required=False, max_length=160)
    day_rate = forms.IntegerField(label=gettext_lazy("Each day"), min_value=0, max_value=10**8)
    engagement = forms.ChoiceField(label=gettext_lazy("Between first and last day"))
    age_years = forms.IntegerField(
        label=gettext_lazy("Age, of a minor"), required=False, min_value=0, max_value=17
    )
    away = SpansField(label=gettext_lazy("Away"))
    travel = SpansField(label=gettext_lazy("Travels"))
    rehearsal = SpansField(label=gettext_lazy("Rehearses"))

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["engagement"].choices = labelled(Engagement)  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = str(field.label)
            if name in {"day_rate", "age_years"}:
                field.widget.attrs["inputmode"] = "numeric"


@staff(VIEW)
def cast(request: HttpRequest, key: str) -> HttpResponseBase:
    """Show the cast with rates and days away; keep them as changed."""
    row = shoot_by_key(key)
    members = list(row.cast.all())
    data = request.POST if request.method == "POST" else None
    forms_of = [
        (m, MemberForm(data, prefix=f"m{m.number}", initial=_agreed(m))) for m in members
    ]
    if data is not None and all(form.is_valid() for _m, form in forms_of):
        for member, form in forms_of:
            member.shoot = row
            actions.change_cast(member, _agreement(form.cleaned_data), who(request))
        tell(request, _("Saved."))
        return redirect("office:shoot-cast", key)
    made = breakdown_in(row)
    counts = {m.name: sum(m.name in s.cast for s in made.scenes) for m in members}
    return office_page(
        request,
        "filming/cast.html",
        ROOM,
        status=422 if any(form.errors for _m, form in forms_of) else 200,
        shoot=row,
        tab="cast",
        rows=[(member, form, counts[member.name]) for member, form in forms_of],
    )


def _agreed(member: CastMember) -> dict[str, Any]:
    names = ("played_by", "day_rate", "engagement", "age_years", "away")
    first = {name: getattr(member, name) for name in names}
    for name, mark in (("travel", Mark.TRAVEL), ("rehearsal", Mark.REHEARSAL)):
        dates = [date.fromisoformat(on) for on, said in member.marks.items() if said == mark]
        first[name] = [
            [on.isoformat(), (on + timedelta(days=1)).isoformat()] for on in sorted(dates)
        ]
    return first


def _agreement(given: dict[str, Any]) -> dict[str, Any]:
    marks = {}
    for name, mark in (("travel", Mark.TRAVEL), ("rehearsal", Mark.REHEARSAL)):
        for span in spans_in(given[name]):
            for n in range((span.end - span.start).days):
                marks[(span.start + timedelta(days=n)).isoformat()] = mark.value
    kept = ("played_by", "day_rate", "engagement", "age_years", "away")
    return {**{name: given[name] for name in kept}, "marks": marks}


class LocationForm(forms.Form):
    """What is known of one place."""

    address = forms.CharField(label=gettext_lazy("Address"), required=False, max_length=300)
    latitude = forms.FloatField(
        label=gettext_lazy("Latitude"), required=False, min_value=-90, max_value=90
    )
    longitude = forms.FloatField(
        label=gettext_lazy("Longitude"), required=False, min_value=-180, max_value=180
    )
    move_cost = forms.IntegerField(
        label=gettext_lazy("Each move there"), min_value=0, max_value=10**8
    )
    open = SpansField(label=gettext_lazy("May be had"))

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = str(field.label)


@staff(VIEW)
def places(request: HttpRequest, key: str) -> HttpResponseBase:
    """Show the places of a shoot; keep them as changed."""
    row = shoot_by_key(key)
    data = request.POST if request.method == "POST" else None
    names = ("address", "latitude", "longitude", "move_cost", "open")
    forms_of = [
        (
            one,
            LocationForm(
                data, prefix=f"p{one.pk}", initial={name: getattr(one, name) for name in names}
            ),
        )
        for one in row.locations.all()
    ]
    if data is not None and all(form.is_valid() for _one, form in forms_of):
        for one, form in forms_of:
            one.shoot = row
            actions.change_location(one, form.cleaned_data, who(request))
        tell(request, _("Saved."))
        return redirect("office:shoot-places", key)
    return office_page(
        request,
        "filming/places.html",
        ROOM,
        status=422 if any(form.errors for _one, form in forms_of) else 200,
        shoot=row,
        tab="places",
        rows=forms_of,
        unplaced=places_without_location(row),
    )


@staff(CHANGE)
@require_POST
def add_place(request: HttpRequest, key: str) -> HttpResponseBase:
    """Add a place by name; the scenes that the script sets there are shot there."""
    row = shoot_by_key(key)
    location = actions.add_location(row, request.POST.get("name", ""), who(request))
    tell(request, _("“%(place)s” is a place of the shoot.") % {"place": location.name})
    return redirect(reverse("office:shoot-places", args=[key]))
