"""Forms of the audits: the judgements themselves, planning, replacing, actions, tools."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BoundField

from accounts.forms import DayPicker, ManyCheckboxes
from accounts.models import User
from accounts.roles import RIGHTS, Right
from audits.actions.following_up import OWNERS
from audits.actions.programmes import Plan
from audits.answers import WHOLE, Answer, Answers, judgement_field, reason_field
from audits.clock import audit_day
from audits.models import Category, Judgement, Programme, Theme, ToolSection, ToolVersion
from workdays import Quarter

ROWS = {"rows": 4}
QUESTION_LENGTH = 300


def holders(*rights: Right) -> "QuerySet[User]":
    """The users who may sign in and have any of the rights."""
    roles = [role for role, given in RIGHTS.items() if given & set(rights)]
    return User.objects.filter(is_active=True, roles__overlap=roles).order_by("name", "pk")


class JudgementForm(forms.Form):
    """A judgement and its reason for each section of a tool and for the whole. Nothing is required while it is a draft:
    what is missing is said when the judgements are given."""

    def __init__(
        self, *args: Any, tool: ToolVersion, only: set[int] | None = None, with_strengths: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        sections = list(tool.sections.prefetch_related("questions"))
        self._asked: list[tuple[int, ToolSection | None]] = [(section.pk, section) for section in sections]
        self._asked.append((WHOLE, None))
        self._asked = [pair for pair in self._asked if only is None or pair[0] in only]
        for key, section in self._asked:
            self._ask(key, section.title if section else "the whole")
        if with_strengths:
            self.fields["strengths"] = forms.CharField(
                label="Strengths", help_text="What was done well.", required=False, widget=forms.Textarea(ROWS)
            )

    def _ask(self, key: int, title: str) -> None:
        self.fields[judgement_field(key)] = forms.ChoiceField(
            label=f"Judgement of {title}", choices=Judgement.choices, required=False, widget=forms.RadioSelect
        )
        self.fields[reason_field(key)] = forms.CharField(
            label=f"Reason for the judgement of {title}", required=False, widget=forms.Textarea(ROWS)
        )

    @property
    def parts(self) -> Iterator[tuple[ToolSection | None, BoundField, BoundField]]:
        """Each section (none: the whole) with its two fields."""
        for key, section in self._asked:
            yield section, self[judgement_field(key)], self[reason_field(key)]

    @property
    def answers(self) -> Answers:
        """What was written, complete or not."""
        said = self.cleaned_data if hasattr(self, "cleaned_data") else {}
        by_section = {
            key: Answer(said.get(judgement_field(key), ""), said.get(reason_field(key), "")) for key, _ in self._asked
        }
        return Answers(by_section, said.get("strengths", ""))

    @staticmethod
    def initial_of(answers: Answers) -> dict[str, str]:
        """What the form shows of answers that were saved."""
        shown = {"strengths": answers.strengths}
        for key, answer in answers.by_section.items():
            shown |= {judgement_field(key): answer.judgement, reason_field(key): answer.reason}
        return shown


class ProgrammeForm(forms.Form):
    """A quarter's programme: how many of each category, who audits, how it is moderated."""

    quarter = forms.CharField(
        help_text="For example, 2017/18 Q4.", widget=forms.TextInput({"class": "govuk-input--width-10"})
    )
    auditors = forms.ModelMultipleChoiceField(
        User.objects.none(), label="Who may audit", widget=ManyCheckboxes, help_text="Whoever has the role of auditor."
    )
    moderation_share = forms.IntegerField(
        label="Share that is moderated (%)",
        min_value=0,
        max_value=100,
        initial=20,
        help_text="Beside it every audit judged Inadequate, and those that you name.",
    )
    working_days = forms.IntegerField(
        label="Working days for an audit", min_value=1, max_value=60, initial=20, help_text="From its allocation on."
    )
    with_recent = forms.BooleanField(
        label="Children audited in the last 12 months too", required=False, help_text="They are left out otherwise."
    )

    def __init__(self, *args: Any, programme: Programme | None = None, **kwargs: Any) -> None:
        if programme:
            kwargs.setdefault("initial", _as_planned(programme))
        super().__init__(*args, **kwargs)
        auditors: Any = self.fields["auditors"]
        auditors.queryset = holders(Right.AUDIT)
        self.initial.setdefault("auditors", auditors.queryset)
        self.initial.setdefault("quarter", _next_quarter())
        for category in Category:
            self.fields[f"wanted_{category}"] = forms.IntegerField(
                label=f"{category.label}: how many", min_value=0, max_value=500, initial=0
            )
        self.order_fields(["quarter", *(f"wanted_{category}" for category in Category)])

    def clean_quarter(self) -> str:
        """The quarter; refused where it is none."""
        try:
            return str(Quarter.parse(self.cleaned_data["quarter"].strip()))
        except ValueError as error:
            raise ValidationError("Enter a quarter, like 2017/18 Q4") from error

    @property
    def plan(self) -> Plan:
        """What was entered, as a plan."""
        said = dict(self.cleaned_data)
        wanted = {str(category): said.pop(f"wanted_{category}") for category in Category}
        return Plan(wanted=wanted, **said)


def _as_planned(programme: Programme) -> dict[str, Any]:
    shown: dict[str, Any] = {f"wanted_{stratum.category}": stratum.wanted for stratum in programme.strata.all()}
    fields = ("quarter", "moderation_share", "working_days", "with_recent")
    return shown | {name: getattr(programme, name) for name in fields} | {"auditors": programme.auditors.all()}


def _next_quarter() -> str:
    """The first quarter from today's on that has no programme."""
    planned, day = set(Programme.objects.values_list("quarter", flat=True)), audit_day()
    while str(Quarter.of(day)) in planned:
        day = Quarter.of(day).last + timedelta(days=1)
    return str(Quarter.of(day))


class ReplaceForm(forms.Form):
    """Why a case is left out of the sample."""

    because = forms.CharField(
        label="Why it is left out", max_length=500, widget=forms.Textarea(ROWS), help_text="Kept with the sample."
    )


class ReallocateForm(forms.Form):
    """Another auditor."""

    auditor = forms.ModelChoiceField(User.objects.none(), empty_label=None)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        auditor: Any = self.fields["auditor"]
        auditor.queryset = programme.auditors.filter(is_active=True).order_by("name", "pk")


class AgainForm(forms.Form):
    """The programme in which a case is audited once more."""

    programme = forms.ModelChoiceField(Programme.objects.exclude(drawn_at=None), empty_label=None)


class ActionForm(forms.Form):
    """What must be done after an audit."""

    what = forms.CharField(label="What must be done", max_length=500, widget=forms.Textarea({"rows": 3}))
    theme = forms.ChoiceField(choices=Theme.choices)
    owner = forms.ModelChoiceField(User.objects.none(), label="Who does it", empty_label=None)
    due_on = forms.DateField(label="Day by which it is done", widget=DayPicker)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = holders(*OWNERS)


class DoneForm(forms.Form):
    """That an action was done."""

    done_on = forms.DateField(label="Day on which it was done", widget=DayPicker)
    evidence = forms.CharField(
        label="What shows that it was done",
        max_length=1000,
        widget=forms.Textarea(ROWS),
        help_text="For example, what stands on the record now, and where.",
    )


class SectionForm(forms.Form):
    """A section of a tool with its questions."""

    title = forms.CharField(max_length=100)
    guidance = forms.CharField(
        required=False,
        widget=forms.Textarea(ROWS),
        help_text="What Good looks like. Auditors read it beside the section.",
    )
    questions = forms.CharField(
        required=False,
        widget=forms.Textarea({"rows": 8}),
        help_text="One question on each line, 300 characters at most.",
    )

    def __init__(self, *args: Any, section: ToolSection | None = None, **kwargs: Any) -> None:
        if section:
            lines = "\n".join(question.text for question in section.questions.all())
            kwargs["initial"] = {"title": section.title, "guidance": section.guidance, "questions": lines}
        super().__init__(*args, **kwargs)

    def clean_questions(self) -> list[str]:
        """The questions, one for each line that has any."""
        lines = [line.strip() for line in self.cleaned_data["questions"].splitlines() if line.strip()]
        if any(len(line) > QUESTION_LENGTH for line in lines):
            raise ValidationError("A question has 300 characters at most")
        return lines
