"""The forms of one title: its facts, and rows for everything it has several of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cartelera.apps.slate.queries import identifier_owner, terms_of
from cartelera.engines.slate.check import YEARS
from cartelera.engines.slate.identifiers import identifier
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.kind import (
    PART_KINDS,
    Gender,
    IdentifierScheme,
    Kind,
    PlaceUse,
    ReleaseKind,
    Role,
    SourceKind,
    TermFamily,
)
from cartelera.vocabulary.record import TitleRecord
from cartelera.vocabulary.stage import Stage
from cartelera.web.office.conversion import budget_of, facts_of, record_from, rows_of
from cartelera.web.office.fields import (
    CodeField,
    CodesField,
    DayField,
    MomentField,
    NamesField,
    WordField,
    as_language,
    as_region,
    as_territory,
    ratings_offered,
)


def _terms(family: TermFamily) -> list[tuple[str, str]]:
    spanish = (get_language() or "es").startswith("es")
    terms = [(term.key, term.es if spanish else term.en) for term in terms_of(family)]
    return sorted(terms, key=lambda term: term[1])


def _genres() -> list[tuple[str, str]]:
    return _terms(TermFamily.GENRE)


def _themes() -> list[tuple[str, str]]:
    return _terms(TermFamily.THEME)


class FactsForm(forms.Form):
    """What a title has one of."""

    kind = WordField(Kind, label=_("Kind"))
    stage = WordField(Stage, label=_("Stage"))
    number = forms.IntegerField(label=_("Number"), required=False, min_value=1)
    year = forms.IntegerField(
        label=_("Year"), required=False, min_value=YEARS[0], max_value=YEARS[-1]
    )
    runtime_minutes = forms.IntegerField(
        label=_("Running time, minutes"), required=False, min_value=1, max_value=9999
    )
    episodes_planned = forms.IntegerField(
        label=_("Episodes planned"), required=False, min_value=1, max_value=9999
    )
    original_name = forms.CharField(label=_("Original title"), required=False, max_length=200)
    alternative_names = NamesField(
        "\n",
        label=_("Other names, one a line"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    countries = CodesField(
        as_territory,
        label=_("Countries"),
        required=False,
        help_text=_("Names or codes, apart by commas: México, FR"),
    )
    languages = CodesField(
        as_language,
        label=_("Languages spoken"),
        required=False,
        help_text=_("Names or tags, apart by commas: es, yua"),
    )
    genres = forms.MultipleChoiceField(
        label=_("Genres"),
        required=False,
        choices=_genres,
        widget=forms.CheckboxSelectMultiple,
    )
    themes = forms.MultipleChoiceField(
        label=_("Themes"),
        required=False,
        choices=_themes,
        widget=forms.CheckboxSelectMultiple,
    )
    public_from = MomentField(
        label=_("Public from"),
        required=False,
        help_text=_("Empty: not public at all. A later moment is an embargo."),
    )


class PartFactsForm(FactsForm):
    """The facts of a season or an episode, which needs its number."""

    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=9999)


class TextRow(forms.Form):
    """What a title is called, and what is said of it, in one language."""

    language = CodeField(as_language, "languages", label=_("Language"), max_length=40)
    name = forms.CharField(label=_("Name"), max_length=200)
    logline = forms.CharField(
        label=_("Logline, one sentence"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    synopsis = forms.CharField(
        label=_("Synopsis"), required=False, widget=forms.Textarea({"rows": 4})
    )


class SourceRow(forms.Form):
    """A work that a title is drawn from."""

    kind = WordField(SourceKind, label=_("Kind of work"))
    name = forms.CharField(label=_("Name of the work"), required=False, max_length=200)
    authors = NamesField(
        ";", label=_("Authors, apart by semicolons"), required=False, max_length=300
    )
    publisher = forms.CharField(label=_("Published by"), required=False, max_length=120)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=-3000, max_value=2100)


class CreditRow(forms.Form):
    """A person's or company's role."""

    role = WordField(Role, label=_("Role"))
    name = forms.CharField(label=_("Person or company"), max_length=160)
    character = forms.CharField(label=_("Character"), required=False, max_length=120)
    territories = CodesField(as_territory, label=_("Country"), required=False)
    work_number = forms.IntegerField(
        label=_("Which of their works (1: a debut)"), required=False, min_value=1, max_value=999
    )
    gender = WordField(Gender, label=_("Gender, as they state it"), required=False)
    company = forms.BooleanField(label=_("Company"), required=False)


class PlaceRow(forms.Form):
    """Somewhere a title is filmed, or its story happens."""

    use = WordField(PlaceUse, label=_("Use"))
    name = forms.CharField(label=_("Place"), max_length=120)
    region = CodeField(as_region, "regions", label=_("Region"), required=False, max_length=12)
    territory = CodeField(as_territory, "territories", label=_("Territory"), required=False)
    latitude = forms.FloatField(
        label=_("Latitude, degrees"), required=False, min_value=-90, max_value=90
    )
    longitude = forms.FloatField(
        label=_("Longitude, degrees"), required=False, min_value=-180, max_value=180
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a region of another territory."""
        given = self.cleaned_data
        region, territory = given.get("region"), given.get("territory")
        if region and territory and not region.startswith(f"{territory}-"):
            self.add_error(
                "region",
                gettext("%(region)s is not in %(territory)s.")
                % {"region": region, "territory": territory},
            )
        return given


class StageRow(forms.Form):
    """The day a title entered a stage."""

    stage = WordField(Stage, label=_("Stage"))
    on = DayField(label=_("On"))


class AvailRow(forms.Form):
    """The right to show a title in a territory."""

    territory = CodeField(as_territory, "territories", label=_("Territory"))
    opens = MomentField(label=_("Opens"))
    closes = MomentField(label=_("Closes; empty: until further notice"), required=False)
    withdrawn = forms.BooleanField(label=_("Withdrawn"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a window that closes before it opens."""
        given = self.cleaned_data
        opens, closes = given.get("opens"), given.get("closes")
        if opens and closes and closes <= opens:
            self.add_error("closes", gettext("It closes before it opens."))
        return given


class ReleaseRow(forms.Form):
    """One way a title reached an audience."""

    kind = WordField(ReleaseKind, label=_("Kind of release"))
    territory = CodeField(as_territory, "territories", label=_("Territory"))
    on = DayField(label=_("On"))
    event = forms.CharField(
        label=_("Festival, chain or channel"), required=False, max_length=120
    )
    admissions = forms.IntegerField(label=_("Admissions"), required=False, min_value=0)


class RatingRow(forms.Form):
    """An age rating."""

    rating = forms.ChoiceField(label=_("Rating"), choices=ratings_offered)


class IdentifierRow(forms.Form):
    """An identifier in an outside register."""

    scheme = WordField(IdentifierScheme, label=_("Register"))
    value = forms.CharField(label=_("Identifier"), max_length=60)

    def clean(self) -> dict[str, Any]:
        """Check form and check digit."""
        given = self.cleaned_data
        scheme, value = given.get("scheme"), given.get("value")
        if scheme and value:
            try:
                given["value"] = identifier(scheme, value)
            except InputError:
                self.add_error(
                    "value",
                    gettext("“%(value)s” is no %(register)s identifier; is a digit wrong?")
                    % {"value": value, "register": scheme.en},
                )
        return given


class BudgetForm(forms.Form):
    """What a title costs."""

    amount = forms.DecimalField(
        label=_("Amount"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
    )
    currency = forms.RegexField(
        r"^[A-Za-z]{3}$",
        label=_("Currency, three letters"),
        required=False,
        max_length=3,
        error_messages={"invalid": _("Three letters, such as MXN.")},
    )

    def clean(self) -> dict[str, Any]:
        """Ask for both, or neither."""
        given = self.cleaned_data
        for one, other in (("amount", "currency"), ("currency", "amount")):
            filled = given.get(one) not in (None, "")
            if filled and other not in self.errors and given.get(other) in (None, ""):
                self.add_error(other, gettext("An amount and its currency go together."))
        return given


class Place(forms.IntegerField):
    """Where a row stands; a row that has nothing but its place is still empty."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return False: a place is no value."""
        return False


class Rows(BaseFormSet[forms.Form]):
    """Rows of one kind; empty ones do not count."""

    offered = False  # the rows shown are offers to fill in, not values that are there

    def initial_form_count(self) -> int:
        """Return how many rows hold values that are there already."""
        return 0 if self.offered else super().initial_form_count()

    def total_form_count(self) -> int:
        """Return how many rows there are."""
        if self.offered and not self.is_bound:
            return len(self.initial or ())
        return super().total_form_count()

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Add the fields that every row has: its place, and the mark that takes it away."""
        super().add_fields(form, index)
        if self.can_order:
            was = form.fields["ORDER"]
            form.fields["ORDER"] = Place(
                label=was.label, initial=was.initial, required=False, widget=was.widget
            )

    def values(self) -> list[dict[str, Any]]:
        """Return what the rows hold, in order, without those removed or left empty."""
        if self.can_order:
            return [form.cleaned_data for form in self.ordered_forms]
        return [
            form.cleaned_data
            for number, form in enumerate(self.forms)
            if form not in self.deleted_forms
            and (number < self.initial_form_count() or form.has_changed())
        ]


@dataclass(frozen=True, slots=True)
class RowKind:
    """A kind of rows: its form, its heading, the word on its button."""

    form: type[forms.Form]
    heading: Any
    more: Any
    ordered: bool = False


ROWS: dict[str, RowKind] = {
    "texts": RowKind(TextRow, _("Names and texts"), _("Add a language"), True),
    "source_works": RowKind(SourceRow, _("Drawn from"), _("Add a source work")),
    "credits": RowKind(CreditRow, _("Credits"), _("Add a credit"), True),
    "places": RowKind(PlaceRow, _("Places"), _("Add a place"), True),
    "stages": RowKind(StageRow, _("Dated history"), _("Add a date")),
    "avails": RowKind(AvailRow, _("Avails"), _("Add a window")),
    "releases": RowKind(ReleaseRow, _("Releases"), _("Add a release")),
    "ratings": RowKind(RatingRow, _("Ratings"), _("Add a rating")),
    "identifiers": RowKind(IdentifierRow, _("Identifiers"), _("Add an identifier")),
}
_FORMSETS = {
    name: formset_factory(
        kind.form, formset=Rows, extra=0, can_delete=True, can_order=kind.ordered, max_num=1000
    )
    for name, kind in ROWS.items()
}


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the person who edits may change beyond the usual."""

    avails: bool
    budget: bool


class TitleForms:
    """All the forms of one title, over what was sent or over its record."""

    def __init__(
        self, base: TitleRecord, allowed: Allowed, data: Mapping[str, Any] | None = None
    ) -> None:
        self.base, self.new = base, not base.texts
        facts = PartFactsForm if base.kind in PART_KINDS else FactsForm
        self.facts = facts(data, initial=facts_of(base))
        rows = rows_of(base)
        if self.new:
            rows["texts"] = [{"language": "es"}, {"language": "en"}]
        self.rows: dict[str, Rows] = {
            name: cast(Rows, formset(data, prefix=name, initial=rows[name]))
            for name, formset in _FORMSETS.items()
            if allowed.avails or name != "avails"
        }
        self.rows["texts"].offered = self.new
        self.budget = (
            BudgetForm(data, initial=budget_of(base), prefix="budget")
            if allowed.budget
            else None
        )

    def sections(self) -> Iterator[tuple[str, RowKind, Rows]]:
        """Yield each kind of rows with its name."""
        for name, rows in self.rows.items():
            yield name, ROWS[name], rows

    def is_valid(self) -> bool:
        """Check every form, so that every error is shown at once."""
        checked = [self.facts.is_valid(), *(rows.is_valid() for rows in self.rows.values())]
        if self.budget is not None:
            checked.append(self.budget.is_valid())
        checked.append(self._check_texts())
        checked.append(self._check_identifiers())
        return all(checked)

    def faults(self) -> str:
        """Say how many fields are wrong."""
        forms_ = [self.facts, *(f for rows in self.rows.values() for f in rows.forms)]
        if self.budget is not None:
            forms_.append(self.budget)
        count = sum(len(form.errors) for form in forms_) + sum(
            len(rows.non_form_errors()) for rows in self.rows.values()
        )
        return ngettext(
            "%(count)s thing is wrong; it is marked below.",
            "%(count)s things are wrong; they are marked below.",
            count,
        ) % {"count": count}

    def record(self) -> TitleRecord:
        """Return the record that valid forms describe."""
        return record_from(
            self.base,
            self.facts.cleaned_data,
            {name: rows.values() for name, rows in self.rows.items()},
            self.budget.cleaned_data if self.budget is not None else None,
        )

    def _check_texts(self) -> bool:
        texts = self.rows["texts"]
        if not texts.is_valid():
            return False
        languages = [row["language"] for row in texts.values()]
        if not languages:
            texts.non_form_errors().append(
                gettext("A title needs a name in one language at least.")
            )
        for form in texts.forms:
            language = form.cleaned_data.get("language")
            if form not in texts.deleted_forms and languages.count(language) > 1:
                form.add_error("language", gettext("There are two texts in this language."))
        return bool(languages) and len(set(languages)) == len(languages)

    def _check_identifiers(self) -> bool:
        rows = self.rows["identifiers"]
        fine = True
        for form in rows.forms:
            scheme, value = (form.cleaned_data.get(name) for name in ("scheme", "value"))
            owner = identifier_owner(scheme, value) if scheme and value else ""
            if form not in rows.deleted_forms and owner not in ("", self.base.key):
                form.add_error(
                    "value",
                    gettext("It is the identifier of %(title)s already.") % {"title": owner},
                )
                fine = False
        return fine
