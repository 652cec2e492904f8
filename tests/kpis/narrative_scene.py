"""Figures for the narrative: a measure with a target that it misses, then meets, and who writes and signs."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from accounts.models import User
from accounts.roles import Role
from kpis.actions.comparisons import set_benchmark, set_target
from kpis.models import Build
from tests.extracts import build_chapters, load
from tests.kpis.test_rules_referrals_and_assessments import referral
from workdays import Month

AS_AT = date(2017, 7, 31)
JULY = Month(2017, 7)


def made(folder: Path) -> Build:
    """Referrals of April to July: 10 of 30 decided in time in April, 20 in May, 28 in June, 29 in July; target 90."""
    rows = [
        referral(f"R{month}-{n}", "P1", f"2017-0{month}-03", f"2017-0{month}-{'03' if n < timely else '20'}")
        for month, timely in ((4, 10), (5, 20), (6, 28), (7, 29))
        for n in range(30)
    ]
    load(folder, AS_AT, ssd_cin_episodes=rows, ssd_contacts=[])
    set_target(measure="CSC 022", starts_on=date(2017, 4, 1), value=Decimal(90), by=None)
    named = {"comparator": "national", "period": "2016/17", "value": Decimal(60), "source": "DfE"}
    set_benchmark(measure="CSC 022", by=None, **named)
    return build_chapters("2017/18", AS_AT, "Contacts and referrals")


def person(role: Role) -> User:
    """Somebody of that role."""
    email = f"{role.value.replace('_', '.')}@council.example"
    return User.objects.filter(email=email).first() or User.objects.create_user(email, name=role.label, roles=[role])
