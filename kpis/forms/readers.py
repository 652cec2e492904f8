"""The form by which a recipient gets a link."""

from django import forms

LONGEST = 90  # days


class LinkForm(forms.Form):
    """Who gets a link, and for how long."""

    name = forms.CharField(label="Name", max_length=200, widget=forms.TextInput({"autocomplete": "off"}))
    email = forms.EmailField(label="Email address", widget=forms.EmailInput({"autocomplete": "off"}))
    days = forms.IntegerField(
        label="For how many days", help_text=f"At most {LONGEST}.", min_value=1, max_value=LONGEST, initial=28
    )
