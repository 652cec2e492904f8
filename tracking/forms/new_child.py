"""The form by which a child who was not known before is recorded with the contact."""

from typing import Any

from django import forms

from accounts.forms import DateParts, team_label
from accounts.models import Team, User
from tracking.episodes.front_door import CONTACT
from tracking.forms.episodes import NOT_RECORDED, EpisodeForm
from tracking.imports.codes import words_of
from tracking.models import Child

PERSON = ("forename", "surname", "born_on", "sex", "ethnicity")


def _codes(name: str, label: str) -> forms.ChoiceField:
    choices = [NOT_RECORDED, *words_of(name).items()]
    return forms.ChoiceField(label=label, choices=choices, required=False)


class NewChildForm(EpisodeForm):
    """Who the child is, which team takes the contact, and the contact."""

    forename = forms.CharField(label="First name", max_length=200)
    surname = forms.CharField(label="Last name", max_length=200)
    born_on = forms.DateField(label="Date of birth", widget=DateParts, required=False)
    sex = _codes("sex", "Sex")
    ethnicity = _codes("ethnicity", "Ethnicity")
    team = forms.ModelChoiceField(Team.objects.none(), label="Team that takes the contact", empty_label="Choose a team")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, kind=CONTACT, names=CONTACT.names, child=Child(), **kwargs)
        teams: Any = self.fields["team"]
        teams.queryset = Team.objects.seen_by(user).filter(is_current=True).select_related("parent")
        teams.label_from_instance = team_label

    @property
    def person(self) -> dict[str, Any]:
        """The answers about the child."""
        return {name: self.cleaned_data[name] for name in PERSON}
