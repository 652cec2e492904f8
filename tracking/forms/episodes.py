"""The form of an episode of any kind, made from what the kind asks (tracking.episodes)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db import models

from accounts.forms import DayPicker, team_label
from accounts.models import Team
from tracking.episodes.kind import Ask, Kind
from tracking.episodes.versions import Difference
from tracking.episodes.words import choices_of, flags, in_words
from tracking.models import Child, Worker
from tracking.rules.recorders import recorded_by

YES_NO = (("yes", "Yes"), ("no", "No"))
NOT_RECORDED = ("", "Not recorded")
KEEP, THEIRS, MINE = "keep_", "theirs", "mine"


class EpisodeForm(forms.Form):
    """The answers to what a kind of episode asks, or to some of it (`names`).

    `record` is the one to be changed, `version` the one that the user sees of it. Where somebody else changed it
    meanwhile, `meanwhile` are the fields of which the user must choose one answer.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    meanwhile = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        kind: Kind,
        names: Collection[str],
        child: Child,
        latest: date,
        record: Any = None,
        **kwargs: Any,
    ) -> None:
        known = answers_of(kind, record, names) if record else {}
        super().__init__(*args, **{**kwargs, "initial": known | (kwargs.get("initial") or {})})
        self.kind, self.names, self.record = kind, tuple(names), record
        for name in names:
            is_imported = record is not None and record.source_id is not None
            self.fields[name] = field_of(kind, kind.by_name[name], child, latest, record, is_imported)
        for name in self._asked_to_choose(known):
            self.fields[f"{KEEP}{name}"] = forms.ChoiceField(
                label=f"{kind.by_name[name].label}: which answer holds?",
                choices=(
                    (THEIRS, f"Theirs: {in_words(kind, kind.by_name[name], known[name])}"),
                    (MINE, "Mine, as above"),
                ),
                widget=forms.RadioSelect,
            )

    @property
    def values(self) -> dict[str, Any]:
        """The answers by field of the model."""
        cleaned = self.cleaned_data
        theirs = {name for name in self.names if cleaned.get(f"{KEEP}{name}") == THEIRS}
        now = answers_of(self.kind, self.record, theirs) if theirs else {}
        return {name: now[name] if name in theirs else cleaned[name] for name in self.names}

    def asking_to_choose(self, differences: Sequence[Difference], version: int, **making: Any) -> "EpisodeForm":
        """The form again, after somebody else changed the record (now `making["record"]`): what only they changed is
        taken over, and of what both changed one answer must be chosen."""
        mine = {name: self.cleaned_data[name] for name in self.names}
        untouched = [one for one in differences if one.name in mine and self._says(one.name) in (one.before, one.after)]
        for one in untouched:
            del mine[one.name]
        both = [one.name for one in differences if one.name in mine]
        return EpisodeForm(initial=mine | {"version": version, "meanwhile": ",".join(both)}, **making)

    def take(self, refusal: Any) -> None:
        """Show why an action refused: beside its field, or above the form."""
        for name, problems in refusal.error_dict.items() if hasattr(refusal, "error_dict") else ((None, refusal),):
            self.add_error(name if name in self.fields else None, problems)

    def _says(self, name: str) -> str:
        """The user's answer in words."""
        return in_words(self.kind, self.kind.by_name[name], self.cleaned_data[name])

    def _asked_to_choose(self, known: dict[str, Any]) -> list[str]:
        asked = self.data.get("meanwhile") if self.is_bound else self.initial.get("meanwhile")
        return [name for name in (asked or "").split(",") if name in known]


class ContactForm(EpisodeForm):
    """A contact may be about several children at once."""

    others = forms.CharField(
        label="Other children in the same contact",
        help_text="Their references, separated by commas. Each gets the contact with these answers.",
        required=False,
    )

    def __init__(self, *args: Any, by: Any, day: date, child: Child, **kwargs: Any) -> None:
        super().__init__(*args, child=child, **kwargs)
        self.by, self.child, self.day = by, child, day

    def clean_others(self) -> list[Child]:
        """The children of the references, all in the user's sight."""
        asked = {word.strip() for word in self.cleaned_data["others"].split(",")} - {"", self.child.reference}
        found = {child.reference: child for child in children_called(asked, recorded_by(self.by, self.day))}
        if unknown := sorted(asked - found.keys()):
            raise forms.ValidationError(f"No child of yours has the reference {', '.join(unknown)}.")
        return list(found.values())


class ReasonedForm(forms.Form):
    """Why a record is withdrawn."""

    reason = forms.CharField(
        label="Why is it withdrawn?",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text="Such as: recorded for the wrong child. It stays readable.",
    )


def children_called(references: Iterable[str], children: Any) -> Iterable[Child]:
    """Those of some children that have one of the references (Child.reference)."""
    numbers = [int(word[1:]) for word in references if word[:1] == "C" and word[1:].isdecimal()]
    own = models.Q(source_id=None, pk__in=numbers)
    return children.filter(models.Q(source_id__in=list(references)) | own)


def answers_of(kind: Kind, record: Any, names: Iterable[str]) -> dict[str, Any]:
    """What a record answers, as a form takes it."""
    found = {}
    for name in names:
        value = getattr(record, name)
        ask = kind.by_name[name]
        found[name] = [flag for flag, _ in ask.flags if flag in flags(value)] if ask.flags else value
    return found


def field_of(kind: Kind, ask: Ask, child: Child, latest: date, record: Any, is_imported: bool) -> forms.Field:
    """The form's field for a question; an imported row may lack any answer."""
    column = kind.column(ask.name)
    options: dict[str, Any] = {
        "label": ask.label,
        "help_text": ask.hint,
        "required": ask.is_required and not is_imported,
    }
    if isinstance(column, models.ForeignKey):
        return _reference(column, child, record and getattr(record, ask.name), options)
    if choices := choices_of(kind, ask):
        return _choice(ask, choices, record and getattr(record, ask.name), options)
    if isinstance(column, models.DateField):
        limit = {} if ask.may_be_ahead else {"max": latest.isoformat()}
        return forms.DateField(widget=DayPicker(limit), **options)
    if isinstance(column, models.BooleanField):
        return _yes_or_no(options, may_be_unknown=column.null)
    return _plain(column, ask, options)


def _reference(column: models.ForeignKey, child: Child, current: Any, options: dict[str, Any]) -> forms.Field:
    model: Any = column.related_model
    rows: Any
    if model is Team:
        rows = Team.objects.filter(is_current=True).select_related("parent")
    elif model is Worker:
        rows = Worker.objects.order_by("name", "pk")
    else:
        rows = model._default_manager.filter(child=child).order_by("-pk")
    if current is not None:
        rows = rows | model._default_manager.filter(pk=current.pk)
    field: Any = forms.ModelChoiceField(rows, empty_label=NOT_RECORDED[1], **options)
    if model is Team:
        field.label_from_instance = team_label
    return field


def _choice(ask: Ask, choices: Sequence[tuple[str, str]], current: Any, options: dict[str, Any]) -> forms.Field:
    if ask.flags:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **options)
    kept = [] if current in (None, "") or str(current) in dict(choices) else [(current, f"{current} (as imported)")]
    return forms.ChoiceField(choices=[NOT_RECORDED, *choices, *kept], **options)


def _yes_or_no(options: dict[str, Any], *, may_be_unknown: bool) -> forms.Field:
    choices = (*YES_NO, NOT_RECORDED) if may_be_unknown and not options["required"] else YES_NO
    empty = None if may_be_unknown else False
    return YesNoField(choices=choices, widget=forms.RadioSelect, empty_value=empty, **options)


def _plain(column: Any, ask: Ask, options: dict[str, Any]) -> forms.Field:
    if ask.is_long:
        options["widget"] = forms.Textarea({"rows": 3})
    elif isinstance(column, models.TimeField):
        options["widget"] = forms.TimeInput({"type": "time"}, format="%H:%M")
    elif isinstance(column, models.IntegerField):
        options["min_value"] = 0
    return column.formfield(**options)


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not recorded, as a boolean that may be unknown."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=lambda word: word == "yes", **options)

    def prepare_value(self, value: Any) -> Any:
        """The choice of a boolean."""
        return {True: "yes", False: "no", None: ""}.get(value, value) if not isinstance(value, str) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another choice was made."""
        return super().has_changed(self.prepare_value(initial), data)
