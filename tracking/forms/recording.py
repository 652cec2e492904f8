"""Forms by which a duty is met, refused or explained from a tracker."""

from typing import Any

from django import forms

from accounts.forms import DayPicker
from tracking.imports.codes import words_of
from tracking.models import Duty, LateBecause

YES_NO = (("yes", "Yes"), ("no", "No"))
HIGHEST_SCORE = 40


def _yes_or_no(label: str, **options: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=YES_NO,
        widget=forms.RadioSelect,
        coerce=lambda word: word == "yes",
        empty_value=None,
        **options,
    )


def _codes(name: str, label: str, *, required: bool = False) -> forms.ChoiceField:
    choices = [(code, f"{code} – {words}") for code, words in words_of(name).items()]
    return forms.ChoiceField(label=label, choices=[("", "Not recorded"), *choices], required=required)


class DoneForm(forms.Form):
    """When it was done. `duty` is the duty that it is to meet."""

    done_on = forms.DateField(label="Day", widget=DayPicker)

    def __init__(self, *args: Any, duty: Duty, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earliest, latest = duty.started_on.isoformat(), duty.as_at.isoformat()
        self.fields["done_on"].widget.attrs |= {"min": earliest, "max": latest}
        self.duty = duty


class VisitForm(DoneForm):
    """A visit; it meets the duty if the child was seen."""

    seen = _yes_or_no("Was the child seen?", help_text="A visit at which the child was not seen leaves the duty open.")
    seen_alone = _yes_or_no("Was the child seen alone?", required=False)


class ReviewForm(DoneForm):
    """A review that was held."""


class CareReviewForm(DoneForm):
    """A review of a looked-after child that was held."""

    permanence_plan = _yes_or_no("Is a plan for permanence in place?", required=False)
    participation = _codes("review_participation", "How the child took part")


class CheckForm(DoneForm):
    """A health or dental check, completed or refused."""

    refused = _yes_or_no("Did the child refuse it?", help_text="A refused check is shown, and stays due.")


class QuestionnaireForm(DoneForm):
    """A questionnaire with its score."""

    score = forms.IntegerField(label="Total difficulties score", min_value=0, max_value=HIGHEST_SCORE)


class InterviewForm(DoneForm):
    """An interview held or declined, with the time of day where it is known."""

    held_at = forms.TimeField(
        label="Time", required=False, widget=forms.TimeInput({"type": "time"}), help_text="Decides on the 72 hours."
    )
    refused = _yes_or_no("Did the child decline it?", help_text="A declined interview is shown, and stays due.")


class LeaverContactForm(DoneForm):
    """A contact with a young person who left care, and how they are."""

    in_touch = _codes("care_leaver_in_touch", "In touch")
    accommodation = _codes("care_leaver_accommodation", "Accommodation")
    accommodation_suitable = forms.ChoiceField(
        label="Is the accommodation suitable?",
        choices=[("", "Not recorded"), ("1", "Yes"), ("2", "No")],
        required=False,
    )
    activity = _codes("care_leaver_activity", "Main activity")


FORMS: dict[str, type[DoneForm]] = {
    "visit": VisitForm,
    "review": ReviewForm,
    "care_review": CareReviewForm,
    "check": CheckForm,
    "questionnaire": QuestionnaireForm,
    "interview": InterviewForm,
    "contact": LeaverContactForm,
    "pathway_review": LeaverContactForm,
}


class ReasonForm(forms.Form):
    """Why something is or was late."""

    reason = forms.ChoiceField(label="Reason", choices=LateBecause.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label="In your own words",
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Needed for another reason. It is read on the tracker by your team and service.",
    )

    def clean(self) -> dict[str, Any]:
        """Another reason is said in words."""
        cleaned = super().clean() or {}
        if cleaned.get("reason") == LateBecause.OTHER and not cleaned.get("text", "").strip():
            self.add_error("text", "Enter the reason in your own words")
        return cleaned
