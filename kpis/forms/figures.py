"""Forms of the figures."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django import forms

from accounts.forms import DateParts
from kpis.actions.builds import CannotBuild, refuse_unknown
from kpis.actions.comparisons import enter_earlier_figure, set_benchmark, set_target
from kpis.models import Comparator
from tracking.recorded import latest_as_at
from workdays import ReportingYear


class BuildForm(forms.Form):
    """Which year to build, and with what was known when."""

    year = forms.CharField(
        label="Reporting year",
        help_text="For example, 2017/18.",
        max_length=7,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    as_at = forms.DateField(
        label="As at",
        help_text="Nothing after this day is known. Usually the day on which the data were extracted.",
        widget=DateParts(),
        error_messages={"invalid": "As at must be a real date, like 31 12 2017"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        newest = latest_as_at()
        if newest:
            kwargs.setdefault("initial", {"year": str(ReportingYear.of(newest)), "as_at": newest})
        super().__init__(*args, **kwargs)

    def clean_year(self) -> ReportingYear:
        """The year; refused where it is not one or its working days are not known."""
        try:
            year = ReportingYear.parse(self.cleaned_data["year"])
        except ValueError as error:
            raise forms.ValidationError("Enter a reporting year, like 2017/18") from error
        try:
            refuse_unknown(year)
        except CannotBuild as error:
            raise forms.ValidationError(str(error)) from error
        return year

    def clean(self) -> dict[str, Any]:
        """The year has begun by the as-at date."""
        data = super().clean() or {}
        year, as_at = data.get("year"), data.get("as_at")
        if isinstance(year, ReportingYear) and isinstance(as_at, date) and as_at < year.first:
            self.add_error("as_at", f"{year} begins on {year.first:%-d %B %Y}: give that day or a later one")
        return data


def _year(text: str) -> str:
    """A reporting year as it is written; refused where it is none."""
    try:
        return str(ReportingYear.parse(text))
    except ValueError as error:
        raise forms.ValidationError("Enter a reporting year, like 2016/17") from error


def _number(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_digits=8,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
    )


class TargetForm(forms.Form):
    """What a measure should reach, and from when on."""

    value = _number("Target")
    starts_on = forms.DateField(
        label="In force from",
        help_text="Months that ended before keep the target of their time.",
        widget=DateParts(),
        error_messages={"invalid": "In force from must be a real date, like 1 4 2018"},
    )


class _Published(forms.Form):
    """A figure that was published elsewhere."""

    value = _number("Figure")
    source = forms.CharField(
        label="Where it comes from",
        max_length=300,
        help_text="The publication, such as “Characteristics of children in need, 2016 to 2017, table B1”.",
    )
    note = forms.CharField(label="Note (optional)", max_length=300, required=False)


class BenchmarkForm(_Published):
    """What others achieved in a period."""

    comparator = forms.ChoiceField(label="Whose figure", choices=[*Comparator.choices, ("", "Others, named below")])
    other = forms.CharField(label="Others (optional)", max_length=80, required=False)
    period = forms.CharField(
        label="Reporting year",
        help_text="For example, 2016/17.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    field_order = ("comparator", "other", "period", "value", "source", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comparator"].required = False

    def clean_period(self) -> str:
        """A reporting year."""
        return _year(self.cleaned_data["period"])

    def clean(self) -> dict[str, Any]:
        """One comparator: a known one, or the words for another."""
        data = super().clean() or {}
        other = data.pop("other", "").strip()
        if data.get("comparator") and other:
            self.add_error("other", "Choose “Others” above, or leave this empty")
        data["comparator"] = data.get("comparator") or other
        if not data["comparator"]:
            self.add_error("other", "Say whose figure it is")
        return data


class EarlierFigureForm(_Published):
    """The published figure of a year without records here."""

    year = forms.CharField(
        label="Reporting year",
        help_text="For example, 2015/16.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    field_order = ("year", "value", "source", "note")

    def clean_year(self) -> str:
        """A reporting year."""
        return _year(self.cleaned_data["year"])


class Comparison(NamedTuple):
    """Something that figures are held against: how it is asked for and who keeps it."""

    noun: str
    heading: str
    form: type[forms.Form]
    action: Callable[..., Any]


COMPARISONS = {
    "target": Comparison("Target", "Set a target", TargetForm, set_target),
    "benchmark": Comparison("Benchmark", "Add a benchmark", BenchmarkForm, set_benchmark),
    "earlier-year": Comparison(
        "Figure", "Enter the figure of an earlier year", EarlierFigureForm, enter_earlier_figure
    ),
}
