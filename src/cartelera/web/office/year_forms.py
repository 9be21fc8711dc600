"""The forms of a year: what its titles share, and what each needs."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cartelera.apps.filming.models import YearTitle
from cartelera.apps.filming.queries import spans_in
from cartelera.web.office.fields import DayField
from cartelera.web.office.filming import NamesField

_BLOCKS = 4  # that a form offers


class CountsField(forms.CharField):
    """Kinds with how many there are: large: 1; small: 2."""

    def prepare_value(self, value: Any) -> Any:
        """Show a stored object as the field is written."""
        if not isinstance(value, dict):
            return value
        return "; ".join(f"{kind}: {number}" for kind, number in value.items())

    def clean(self, value: Any) -> dict[str, int]:
        """Return how many there are of each kind."""
        made = {}
        for part in filter(str.strip, re.split(r"[;\n]", super().clean(value) or "")):
            kind, _colon, number = part.rpartition(":")
            if not kind.strip() or not number.strip().isdecimal():
                raise forms.ValidationError(_("Write it so: large: 1; small: 2"))
            made[kind.strip()] = int(number)
        return made


class ClosedField(forms.CharField):
    """Places with the dates when they cannot be had, each on its line."""

    widget = forms.Textarea({"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        """Show a stored object as the field is written."""
        if not isinstance(value, dict):
            return value
        return "\n".join(
            f"{place}: {span.start} – {span.end - timedelta(days=1)}"
            for place, spans in value.items()
            for span in spans_in(spans)
        )

    def clean(self, value: Any) -> dict[str, list[list[str]]]:
        """Return the dates of each place: the first, and that after the last."""
        made: dict[str, list[list[str]]] = {}
        for line in filter(str.strip, (super().clean(value) or "").splitlines()):
            place, _colon, said = line.partition(":")
            try:
                first, last = map(date.fromisoformat, re.findall(r"\d{4}-\d{2}-\d{2}", said))
            except ValueError as error:
                raise forms.ValidationError(
                    _("Write each line so: Coast: 2027-07-01 – 2027-09-30")
                ) from error
            if not place.strip() or last < first:
                raise forms.ValidationError(
                    _("Write each line so: Coast: 2027-07-01 – 2027-09-30")
                )
            spans = made.setdefault(place.strip(), [])
            spans.append([str(first), str(last + timedelta(days=1))])
        return made


class BeginForm(forms.Form):
    """What a year begins with."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    starts_on = DayField(
        label=gettext_lazy("First week"),
    )


class YearForm(forms.Form):
    """What the titles of a year share."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    weeks = forms.IntegerField(label=gettext_lazy("Weeks"), min_value=4, max_value=156)
    crews = forms.IntegerField(
        label=gettext_lazy("Crews that shoot at a time"), min_value=1, max_value=200
    )
    post_rooms = forms.IntegerField(
        label=gettext_lazy("Post-production rooms"), min_value=1, max_value=200
    )
    stages = CountsField(
        label=gettext_lazy("Stages"),
        required=False,
        help_text=gettext_lazy("Their kind and number: large: 1; small: 2"),
    )
    closed = ClosedField(
        label=gettext_lazy("Places and their seasons"),
        required=False,
        help_text=gettext_lazy(
            "When a place cannot be had, each on a line: Coast: 2027-07-01 – 2027-09-30"
        ),
    )
    currency = forms.CharField(label=gettext_lazy("Currency"), min_length=3, max_length=3)
    slip_percent = forms.IntegerField(
        label=gettext_lazy("A shoot may take longer by, per cent"), min_value=0, max_value=300
    )


class TitleForm(forms.Form):
    """What a title needs of a year."""

    prep_weeks = forms.IntegerField(
        label=gettext_lazy("Weeks of preparation"), min_value=1, max_value=104
    )
    post_weeks = forms.IntegerField(
        label=gettext_lazy("Weeks of post-production"), min_value=1, max_value=104
    )
    ready_on = DayField(
        label=gettext_lazy("Preparation begins at the earliest"),
        required=False,
    )
    due_on = DayField(
        label=gettext_lazy("Delivered before"),
        required=False,
    )
    firm = forms.BooleanField(label=gettext_lazy("It may not be late"), required=False)
    kept = forms.BooleanField(
        label=gettext_lazy("Planning leaves it where it stands"), required=False
    )
    late_cost = forms.IntegerField(
        label=gettext_lazy("Each week late costs"), min_value=0, max_value=10**9
    )
    idle_cost = forms.IntegerField(
        label=gettext_lazy("Each week waiting within the shoot costs"),
        min_value=0,
        max_value=10**9,
    )
    people = NamesField(
        label=gettext_lazy("Whom it needs while shooting"),
        help_text=gettext_lazy("Apart by ;"),
    )
    incentive_name = forms.CharField(
        label=gettext_lazy("Incentive"), required=False, max_length=80
    )
    incentive_value = forms.IntegerField(
        label=gettext_lazy("It is worth"), required=False, min_value=0, max_value=10**10
    )
    begins_from = DayField(
        label=gettext_lazy("The shoot begins from"),
        required=False,
    )
    begins_before = DayField(
        label=gettext_lazy("The shoot begins before"),
        required=False,
    )
    spent_by = DayField(
        label=gettext_lazy("The shoot ends before"),
        required=False,
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for n in range(_BLOCKS):
            named = {"number": n + 1}
            self.fields[f"weeks-{n}"] = forms.IntegerField(
                label=_("Block %(number)s, weeks") % named,
                required=n == 0,
                min_value=1,
                max_value=52,
            )
            self.fields[f"place-{n}"] = forms.CharField(
                label=_("Place"), required=False, max_length=80
            )
            self.fields[f"stage-{n}"] = forms.CharField(
                label=_("Kind of stage"), required=False, max_length=40
            )

    def facts(self) -> Iterator[forms.BoundField]:
        """The fields of the title."""
        return (field for field in self if "-" not in field.name)

    def blocks(self) -> Iterator[forms.BoundField]:
        """The fields of its blocks."""
        return (field for field in self if "-" in field.name)

    def clean(self) -> dict[str, Any]:
        """Hold an incentive to be whole, or not there."""
        given: dict[str, Any] = super().clean() or {}
        names = ("incentive_value", "begins_from", "begins_before", "spent_by")
        said = [given.get(name) is not None for name in names]
        if given.get("incentive_name") and not all(said):
            raise forms.ValidationError(_("An incentive needs its worth and three dates."))
        return given


_PLAIN = (
    "prep_weeks", "post_weeks", "ready_on", "due_on", "firm", "kept", "late_cost", "idle_cost",
    "people",
)  # fmt: skip


def first_needs(row: YearTitle) -> dict[str, Any]:
    """Return what a title needs as its form shows it."""
    first = {name: getattr(row, name) for name in _PLAIN}
    for n, (weeks, place, stage) in enumerate(row.blocks[:_BLOCKS]):
        first |= {f"weeks-{n}": weeks, f"place-{n}": place, f"stage-{n}": stage}
    said = row.incentive or {}
    first |= {"incentive_name": said.get("name"), "incentive_value": said.get("value")}
    return first | {n: said.get(n) for n in ("begins_from", "begins_before", "spent_by")}


def needs_said(given: dict[str, Any]) -> dict[str, Any]:
    """Return what a form says of a title, as its row keeps it."""
    blocks: Sequence[list[Any]] = [
        [given[f"weeks-{n}"], given[f"place-{n}"], given[f"stage-{n}"]]
        for n in range(_BLOCKS)
        if given[f"weeks-{n}"]
    ]
    incentive = None
    if given["incentive_name"]:
        incentive = {"name": given["incentive_name"], "value": given["incentive_value"]}
        incentive |= {n: str(given[n]) for n in ("begins_from", "begins_before", "spent_by")}
    return {**{n: given[n] for n in _PLAIN}, "blocks": blocks, "incentive": incentive}
