"""The administrator's lists, and a column for figures that every list may use."""

from typing import Any

import django_tables2 as tables

from accounts.models import AccessLog, User


class NumericColumn(tables.Column):
    """Figures under each other: right-aligned, digits of one width."""

    def __init__(self, **options: Any) -> None:
        numeric = {"th": {"class": "govuk-table__header--numeric"}, "td": {"class": "govuk-table__cell--numeric"}}
        super().__init__(**({"attrs": numeric} | options))


class UserTable(tables.Table):
    """Users, with what decides what they see."""

    caption = "Users"
    name = tables.Column(linkify=("edit_user", {"user_id": tables.A("pk")}))
    roles = tables.Column(accessor="role_names", order_by="roles", verbose_name="Roles")
    teams = tables.ManyToManyColumn(verbose_name="Teams", separator=", ")
    is_active = tables.BooleanColumn(verbose_name="May sign in", yesno="Yes,No")
    last_login = tables.DateTimeColumn(verbose_name="Last signed in", format="j M Y, H:i", default="Never")

    class Meta:
        model = User
        fields = ("name", "email", "roles", "teams", "is_active", "last_login")
        empty_text = "No user matches these filters."


class AccessLogTable(tables.Table):
    """Who saw what, newest first."""

    caption = "Access log"
    at = tables.DateTimeColumn(verbose_name="When", format="j M Y, H:i:s", order_by=("at", "id"))
    user = tables.Column(default="Not signed in")
    subject = tables.Column(verbose_name="What")
    child_reference = tables.Column(verbose_name="Child")

    class Meta:
        model = AccessLog
        fields = ("at", "user", "action", "subject", "child_reference", "reason", "address")
        empty_text = "Nothing in the log matches these filters."
