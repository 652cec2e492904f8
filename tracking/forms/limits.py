"""The form by which an administrator sets a time limit."""

from django import forms

from accounts.forms import DayPicker
from tracking.duties.limits import TimeUnit


class LimitForm(forms.Form):
    """A limit, the day from which it holds, and where it comes from."""

    amount = forms.IntegerField(label="Limit", min_value=1, max_value=1000)
    unit = forms.ChoiceField(label="Counted in", choices=[(unit.value, unit.value) for unit in TimeUnit])
    since = forms.DateField(
        label="In force from", widget=DayPicker, help_text="It holds for what starts on or after this day."
    )
    source = forms.CharField(
        label="Where it comes from",
        max_length=300,
        help_text="The law, guidance or local decision, such as “Local standard, agreed by the board in May 2018”.",
    )
