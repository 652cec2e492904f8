"""The forms of django-allauth in our words (ACCOUNT_FORMS and MFA_FORMS); what they do is the package's."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp


class _InOurWords:
    """Gives fields the labels of `labels`; a code is typed into a short box."""

    labels: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            self.fields[name].label = label  # type: ignore[attr-defined]
            if name == "code":
                self.fields[name].widget.attrs["class"] = "govuk-input--width-10"  # type: ignore[attr-defined]


class SignIn(_InOurWords, account.LoginForm):
    labels = {"login": "Email address"}


class ChangePassword(_InOurWords, account.ChangePasswordForm):
    labels = {"oldpassword": "Current password", "password1": "New password", "password2": "New password again"}


class AskForLink(_InOurWords, account.ResetPasswordForm):
    labels = {"email": "Email address"}


class SetPassword(_InOurWords, account.ResetPasswordKeyForm):
    labels = {"password1": "New password", "password2": "New password again"}


class GiveCode(_InOurWords, mfa.AuthenticateForm):
    labels = {"code": "Code"}


class ConfirmByCode(_InOurWords, mfa.ReauthenticateForm):
    labels = {"code": "Code"}


class SetUpApp(_InOurWords, totp.ActivateTOTPForm):
    labels = {"code": "Code from the app"}
