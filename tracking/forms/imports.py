"""Forms of the tracking pages."""

import zipfile
from datetime import date

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from accounts.forms import DayPicker


class UploadForm(forms.Form):
    """An extract to import."""

    file = forms.FileField(
        label="Extract",
        help_text="A .zip file of CSV files, one for each table, such as ssd_person.csv.",
    )
    as_at = forms.DateField(
        label="Extracted on",
        help_text="The day on which the data were taken from the case system. Nothing after it is known.",
        widget=DayPicker(),
    )
    strict = forms.BooleanField(
        label="Refuse the extract for a single bad row",
        help_text="Otherwise bad rows are set aside and listed, unless there are too many.",
        required=False,
    )

    def clean_file(self) -> UploadedFile:
        """The file, if it is a .zip that is whole as far as its list of contents says."""
        file = self.cleaned_data["file"]
        if not zipfile.is_zipfile(file):
            raise forms.ValidationError("Choose a .zip file. This one cannot be read as such; it may be cut off.")
        file.seek(0)
        return file

    def clean_as_at(self) -> date:
        """The day, if it has come."""
        day = self.cleaned_data["as_at"]
        if day > timezone.localdate():
            raise forms.ValidationError("The day on which the data were extracted must be today or earlier.")
        return day
