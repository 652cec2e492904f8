"""Forms of the releases."""

from django import forms


class StartForm(forms.Form):
    """Which month or quarter a report is of."""

    period = forms.ChoiceField(label="Month or quarter")

    def __init__(self, *args: object, choices: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["period"].choices = choices  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    """Words that go with a step: why a version goes back, or what the approver has to say."""

    words = forms.CharField(label="Remark", max_length=500, required=False)


class CorrectForm(forms.Form):
    """What a new version corrects."""

    note = forms.CharField(
        label="What does the new version correct?",
        help_text="Everybody who reads the report reads this note.",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )
