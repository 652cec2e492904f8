"""Forms of the narrative."""

from typing import Any, Self

from django import forms

from kpis.measures import SECTIONS
from kpis.models import Statement, StatementKind
from workdays import Month

MARKS = (
    "A figure can be named instead of typed: {CSC 006 2017-12} writes it. A number that stood for a figure before "
    "still does; the page says when it no longer matches."
)


def _text() -> forms.CharField:
    return forms.CharField(label="Statement", help_text=MARKS, widget=forms.Textarea({"rows": 5}), max_length=3_000)


class VersionForm(forms.Form):
    """Which version of a statement was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class EditForm(VersionForm):
    """The words of a statement."""

    text = _text()

    def over(self, theirs: Statement) -> Self:
        """The same words, to be saved over what somebody else made of the statement meanwhile."""
        return type(self)(initial={"text": self.cleaned_data["text"], "version": theirs.version})


class WithdrawForm(VersionForm):
    """Why a statement goes."""

    reason = forms.CharField(label="Why is it withdrawn?", max_length=300)


class WriteForm(forms.Form):
    """A statement of a person's own."""

    kind = forms.ChoiceField(label="What it says", choices=StatementKind.choices)
    section = forms.ChoiceField(label="Section", choices=[(section.slug, section.title) for section in SECTIONS])
    about = forms.ModelChoiceField(
        label="Priority (for an update only)", queryset=Statement.objects.none(), required=False
    )
    text = _text()

    def __init__(self, *args: Any, month: Month, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        priorities = Statement.objects.filter(month=str(month), kind=StatementKind.PRIORITY, withdrawn_at=None)
        self.fields["about"].queryset = priorities  # type: ignore[attr-defined]
