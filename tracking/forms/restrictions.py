"""Forms of restricting a child: the reason, who is named, and lifting it."""

from typing import Any

from django import forms

from accounts.models import User
from tracking.models import RestrictedBecause


class UsersField(forms.CharField):
    """Users by their e-mail addresses, one on a line."""

    def __init__(self, label: str, *, required: bool = True) -> None:
        hint = "The e-mail addresses with which they sign in, one on a line."
        super().__init__(label=label, required=required, widget=forms.Textarea({"rows": 3}), help_text=hint)

    def clean(self, value: Any) -> list[User]:
        """The users. Raises ValidationError for an address that nobody signs in with."""
        addresses = super().clean(value).replace(",", " ").replace(";", " ").lower().split()
        found = {user.email: user for user in User.objects.filter(email__in=addresses, is_active=True)}
        unknown = [address for address in addresses if address not in found]
        if unknown:
            raise forms.ValidationError(f"Nobody signs in with {', '.join(unknown)}")
        return [found[address] for address in dict.fromkeys(addresses)]


class RestrictForm(forms.Form):
    """Why a child is restricted, and who sees the child besides whoever restricts."""

    reason = forms.ChoiceField(label="Reason", choices=RestrictedBecause.choices, widget=forms.RadioSelect)
    text = forms.CharField(label="In your own words", max_length=300, required=False)
    users = UsersField("Who else sees the child", required=False)


class NameForm(forms.Form):
    """Who else sees a restricted child."""

    users = UsersField("Name others")


class LiftForm(forms.Form):
    """Why a restriction is lifted."""

    because = forms.CharField(label="Why the restriction is lifted", max_length=300)
