"""Who comes to conferences: attended as a share of invited, agency by agency (measure catalogue, "ICPC").

The authority's figures only. Agencies are read without case and punctuation.
"""

import re
from functools import partial

from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.functions import Least, Upper

from kpis.days import Days
from kpis.measure import NO_TEAM, Basis, Better, Measure, Section, Unit
from tracking.models import ConferenceInvitation, ConferenceKind
from tracking.rules.known import known

TABLE = "csc_conference_invitations"
NEEDS = tuple(
    f"{TABLE}.{column}" for column in ("conf_kind", "conf_date", "conf_agency", "conf_invited", "conf_attended")
)
AGENCIES = (
    "Education",
    "Health Visitor",
    "School Nurse",
    "GP",
    "CAMHS",
    "Midwives",
    "Police",
    "Probation",
    "Adult Treatment",
    "Social Worker",
    "Adult Mental Health",
    "Parents",
    "Children (0-5)",
    "Children (6-18)",
)


def bare(agency: str) -> str:
    """The agency's name in capitals, letters and digits only."""
    return re.sub(r"[^A-Z0-9]", "", agency.upper())


def invitations(days: Days, kind: ConferenceKind, agency: str) -> "QuerySet[ConferenceInvitation]":
    """The agency's rows at conferences of the kind, with how many of those `invited` came (`came`).

    A row in which either number is not recorded says nothing; nobody who came uninvited makes up for somebody else.
    """
    name = Func(
        Upper("agency"), Value("[^A-Z0-9]"), Value(""), Value("g"), function="regexp_replace", output_field=TextField()
    )
    rows = known(ConferenceInvitation, days.as_at, "held_on").annotate(bare=name)
    return rows.filter(kind=kind, bare=bare(agency), invited__isnull=False, attended__isnull=False).annotate(
        observed_on=F("held_on"), observed_team=NO_TEAM, came=Least("attended", "invited")
    )


def _attendance(kind: ConferenceKind, agency: str) -> Measure:
    name = re.sub(r"[^A-Z0-9]+", "-", agency.upper()).strip("-")
    return Measure(
        code=f"{kind.value}-ATT-{name}",
        title=f"{kind.value} attendance as % of invitations: {agency}",
        heading=agency,
        definition=f"{agency}: those who attended {kind.label.lower()}s since the quarter began, as a share of those "
        "invited.",
        counts=f"attendances: {agency}",
        out_of=f"invitations: {agency}",
        basis=Basis.QUARTER_TO_DATE,
        unit=Unit.PERCENT,
        better=Better.HIGH,
        rows=partial(invitations, kind=kind, agency=agency),
        amounts=("invited", "came"),
        for_authority_only=True,
        child="",
        breakdown=f"{kind.value} attendance",
        needs=NEEDS,
    )


INITIAL = Section(
    slug="conferences-attendance",
    title="Initial child protection conferences: attendance",
    chapter="Child protection",
    definition="How many of those invited to initial child protection conferences came, agency by agency.",
    measures=tuple(_attendance(ConferenceKind.ICPC, agency) for agency in AGENCIES),
)

REVIEW = Section(
    slug="review-conferences-attendance",
    title="Review child protection conferences: attendance",
    chapter="Child protection",
    definition="How many of those invited to review child protection conferences came, agency by agency.",
    measures=tuple(_attendance(ConferenceKind.RCPC, agency) for agency in AGENCIES),
)
