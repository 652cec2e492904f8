"""How every form looks (GOV.UK design system), and the forms of the administrator's pages."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import ChoiceWidget

from accounts.models import Team, User
from accounts.roles import Role, rights_of

INPUT = "govuk-input"
FEW = 3  # words of a reason
LEFT_EMPTY = forms.Field.default_error_messages["required"]
CLASSES = {
    forms.Textarea: "govuk-textarea",
    forms.CheckboxInput: "govuk-checkboxes__input",
    forms.CheckboxSelectMultiple: "govuk-checkboxes__input",
    forms.RadioSelect: "govuk-radios__input",
    forms.Select: "govuk-select",
    forms.FileInput: "govuk-file-upload",
    forms.PasswordInput: "govuk-input govuk-password-input__input govuk-js-password-input-input",
    forms.DateInput: "govuk-input govuk-input--width-10",
    forms.NumberInput: "govuk-input govuk-input--width-5",
    forms.HiddenInput: "",
}


class GovukField(forms.BoundField):
    """A field that knows its GOV.UK classes, and says what to do where it was left empty."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """The attributes of the input, with its class; a placeholder would stand in for a label, so it goes."""
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        widget.attrs.pop("placeholder", None)
        classes = [widget.attrs.get("class", ""), class_of(widget)]
        if self.errors and self.kind not in ("choices", "tick"):
            classes.append(f"{classes[1].split()[0]}--error")
        return attrs | {"class": " ".join(filter(None, classes))}

    @property
    def problems(self) -> list[str]:
        """What is wrong, in words that say what to do."""
        return [self._what_to_do() if error == LEFT_EMPTY else str(error) for error in self.errors]

    @property
    def kind(self) -> str:
        """Which markup the field needs: `choices`, `tick`, `password`, `file`, `parts` or `plain`."""
        widget = self.field.widget
        kinds = {
            forms.RadioSelect: "choices",
            forms.CheckboxSelectMultiple: "choices",
            forms.CheckboxInput: "tick",
            forms.PasswordInput: "password",
            forms.FileInput: "file",
            DateParts: "parts",
        }
        return next((kind for type_, kind in kinds.items() if isinstance(widget, type_)), "plain")

    @property
    def component(self) -> str:
        """`radios` or `checkboxes`."""
        return "checkboxes" if isinstance(self.field.widget, forms.CheckboxSelectMultiple) else "radios"

    @property
    def is_long(self) -> bool:
        """Whether the choices stand in a box that scrolls."""
        return getattr(self.field.widget, "is_long", False)

    @property
    def first_id(self) -> str:
        """The id that a link of the error summary goes to: the first of several inputs."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.auto_id

    def _what_to_do(self) -> str:
        if self.kind == "tick":
            return f"Tick “{self.label}”"
        verb = "Select" if isinstance(self.field.widget, ChoiceWidget | forms.FileInput) else "Enter"
        return f"{verb} {self.label[0].lower()}{self.label[1:]}"


class GovukRenderer(TemplatesSetting):
    """FORM_RENDERER: `{{ form }}` writes its fields in GOV.UK markup; templates/forms/errors.html the summary."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = GovukField


def class_of(widget: forms.Widget) -> str:
    """The GOV.UK class of a widget: that of the nearest class it inherits from; an input's where none is named."""
    return next((CLASSES[type_] for type_ in type(widget).__mro__ if type_ in CLASSES), INPUT)


class DateParts(forms.MultiWidget):
    """Day, month and year, each typed: for a date that people know, such as a date of birth.

    `forms.DateField(widget=DateParts)`. For picking a day near today use `DayPicker`.
    """

    template_name = "forms/date_parts.html"
    use_fieldset = True
    parts = (("Day", "govuk-input--width-2"), ("Month", "govuk-input--width-2"), ("Year", "govuk-input--width-4"))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__([forms.TextInput({"inputmode": "numeric", "class": size}) for _, size in self.parts], attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The three inputs with their labels."""
        context = super().get_context(name, value, attrs)
        for (label, size), part in zip(self.parts, context["widget"]["subwidgets"], strict=True):
            part["label"] = label
            wrong = "govuk-input--error" if "--error" in (attrs or {}).get("class", "") else ""
            part["attrs"]["class"] = f"govuk-input govuk-date-input__input {size} {wrong}".strip()
        return context

    def decompress(self, value: date | str | None) -> list[Any]:
        """Day, month and year of a date, or of what was typed."""
        if isinstance(value, date):
            return [value.day, value.month, value.year]
        return list(reversed(value.split("-"))) if value else ["", "", ""]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:  # type: ignore[override]
        """`year-month-day` as typed, for DateField to judge; None where nothing was typed."""
        day, month, year = super().value_from_datadict(data, files, name)
        return f"{year}-{month}-{day}" if day or month or year else None


class DayPicker(forms.DateInput):
    """One input with the browser's calendar: for a day near today, and for filters."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class HintedCheckboxes(forms.CheckboxSelectMultiple):
    """Checkboxes with a line below each: `hints` by value."""

    hints: dict[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The option with its hint, which the markup ties to its input."""
        option = super().create_option(name, value, *args, **kwargs)
        return option | {"hint": self.hints.get(str(value), "")}


class ManyCheckboxes(forms.CheckboxSelectMultiple):
    """Checkboxes for a long list: small, in a box that scrolls."""

    is_long = True


class UserForm(forms.Form):
    """What an administrator sets of a user. What may not be is refused by accounts.actions."""

    name = forms.CharField(max_length=200, label="Full name", widget=forms.TextInput({"autocomplete": "off"}))
    roles = forms.MultipleChoiceField(
        choices=Role.choices,
        required=False,
        widget=HintedCheckboxes,
        help_text="A user without a role can sign in and see nothing.",
    )
    teams = forms.ModelMultipleChoiceField(
        Team.objects.none(),
        required=False,
        widget=ManyCheckboxes,
        help_text="The user sees these teams and every team below them. Without a team, no child but their own.",
    )
    professional_id = forms.CharField(
        max_length=200,
        required=False,
        label="Worker’s id in the case system",
        help_text="Ties a social worker to the children allocated to them.",
        widget=forms.TextInput({"class": "govuk-input--width-20", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Team.objects.filter(is_current=True)
        if user:
            offered |= Team.objects.filter(pk__in=user.teams.all())
        teams: Any = self.fields["teams"]
        teams.queryset = offered.select_related("parent").distinct()
        teams.label_from_instance = team_label
        self.fields["roles"].widget.hints = {role: describe(role) for role in Role.values}


class NewUserForm(UserForm):
    """A new user has an email address too, by which they sign in."""

    email = forms.EmailField(
        label="Email address",
        help_text="They sign in with it. We send a link there to set a password.",
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    field_order = ["name", "email", "roles", "teams", "professional_id"]


class EditUserForm(UserForm):
    """Whether the user may sign in is set once they exist."""

    is_active = forms.BooleanField(
        required=False, label="May sign in", help_text="Untick it when somebody leaves. Users are never deleted."
    )


def describe(role: str) -> str:
    """What a role lets its holder do, as a sentence."""
    return f"May {_listed(sorted(rights_of([role])))}." if rights_of([role]) else ""


def team_label(team: Team) -> str:
    """A team with the service it stands below."""
    return f"{team} ({team.parent})" if team.parent else str(team)


def _listed(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


class ReasonForm(forms.Form):
    """Why somebody needs to see records."""

    reason = forms.CharField(
        label="Reason",
        help_text="For example: checking why visits of September were late before the board.",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )

    def clean_reason(self) -> str:
        """At least a few words."""
        reason = " ".join(self.cleaned_data["reason"].split())
        if len(reason.split()) < FEW:
            raise forms.ValidationError(f"Say why in at least {FEW} words")
        return reason
