"""How the administrator's lists are narrowed."""

from datetime import date, datetime, time, timedelta

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.forms import DayPicker
from accounts.models import AccessLog, Team, User
from accounts.roles import Role


class UserFilter(django_filters.FilterSet):
    """Users by name or email address, role, team and whether they may sign in."""

    search = django_filters.CharFilter(label="Name or email", method="by_name_or_email")
    role = django_filters.ChoiceFilter(label="Role", choices=Role.choices, empty_label="All roles", method="with_role")
    team = django_filters.ModelChoiceFilter(
        label="Team", field_name="teams", queryset=Team.objects.all(), empty_label="All teams"
    )
    active = django_filters.ChoiceFilter(
        label="May sign in", field_name="is_active", choices=[("True", "Yes"), ("False", "No")], empty_label="All"
    )

    class Meta:
        model = User
        fields: list[str] = []

    def by_name_or_email(self, users: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        """Those whose name or address contains the words."""
        return users.filter(Q(name__icontains=value) | Q(email__icontains=value))

    def with_role(self, users: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        """Those who have the role, among others perhaps."""
        return users.filter(roles__contains=[value])


class AccessLogFilter(django_filters.FilterSet):
    """The log by user, child, action and days, the last day included."""

    user = django_filters.CharFilter(label="User’s name or email", method="by_user")
    child_reference = django_filters.CharFilter(label="Child’s reference", lookup_expr="exact")
    action = django_filters.CharFilter(label="Action", lookup_expr="icontains")
    since = django_filters.DateFilter(label="From", method="from_day", widget=DayPicker)
    until = django_filters.DateFilter(label="To", method="to_day", widget=DayPicker)

    class Meta:
        model = AccessLog
        fields: list[str] = []

    def by_user(self, rows: QuerySet[AccessLog], name: str, value: str) -> QuerySet[AccessLog]:
        """What was done by those whose name or address contains the words."""
        return rows.filter(Q(user__name__icontains=value) | Q(user__email__icontains=value))

    def from_day(self, rows: QuerySet[AccessLog], name: str, value: date) -> QuerySet[AccessLog]:
        """From the first moment of a day."""
        return rows.filter(at__gte=_start_of(value))

    def to_day(self, rows: QuerySet[AccessLog], name: str, value: date) -> QuerySet[AccessLog]:
        """To the last moment of a day."""
        return rows.filter(at__lt=_start_of(value + timedelta(days=1)))


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
