"""Forms of the figures."""

from datetime import date
from typing import Any

from django import forms

from accounts.forms import DateParts
from kpis.actions.builds import CannotBuild, refuse_unknown
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
