"""Children and everything that is recorded about them, by part of the journey."""

from tracking.models.assessment import Assessment, AssessmentFactor, CinPlan, CinVisit
from tracking.models.authority import PastAudit, Population
from tracking.models.calendar import CalendarDay
from tracking.models.care import (
    CareEpisode,
    CarePlan,
    HealthCheck,
    LegalStatus,
    LookedAfterReview,
    LookedAfterVisit,
    Permanence,
    Placement,
    SdqScore,
)
from tracking.models.changes import Change
from tracking.models.corrections import Correction, Withdrawal
from tracking.models.duties import (
    Duty,
    DutyEdition,
    DutyLimit,
    DutyQuerySet,
    LateBecause,
    LatenessReason,
    PeriodOfCare,
    Stay,
)
from tracking.models.early_help import CentreAttendance, DeliveredBy, EarlyHelpEpisode
from tracking.models.front_door import Contact, ContactOutcome, Referral
from tracking.models.imports import Finding, Grade, Import, ImportedTable, ImportState
from tracking.models.leaving_care import CareLeaverContact
from tracking.models.missing import MissingEpisode, ReturnInterview
from tracking.models.people import Child, Disability, Involvement, Worker
from tracking.models.protection import (
    ChildProtectionPlan,
    ConferenceInvitation,
    ConferenceKind,
    InitialConference,
    ProtectionReview,
    ProtectionVisit,
    Section47,
    StrategyDiscussion,
    StrategyOutcome,
)
from tracking.models.restrictions import NamedUser, RestrictedBecause, Restriction
from tracking.models.trackers import Digest, SavedFilter

__all__ = [
    "Assessment",
    "AssessmentFactor",
    "CalendarDay",
    "CareEpisode",
    "CareLeaverContact",
    "CarePlan",
    "CentreAttendance",
    "Change",
    "Child",
    "ChildProtectionPlan",
    "CinPlan",
    "CinVisit",
    "ConferenceInvitation",
    "ConferenceKind",
    "Contact",
    "ContactOutcome",
    "Correction",
    "DeliveredBy",
    "Digest",
    "Disability",
    "Duty",
    "DutyEdition",
    "DutyLimit",
    "DutyQuerySet",
    "EarlyHelpEpisode",
    "Finding",
    "Grade",
    "HealthCheck",
    "Import",
    "ImportState",
    "ImportedTable",
    "InitialConference",
    "Involvement",
    "LateBecause",
    "LatenessReason",
    "LegalStatus",
    "LookedAfterReview",
    "LookedAfterVisit",
    "MissingEpisode",
    "NamedUser",
    "PastAudit",
    "PeriodOfCare",
    "Permanence",
    "Placement",
    "Population",
    "ProtectionReview",
    "ProtectionVisit",
    "Referral",
    "RestrictedBecause",
    "Restriction",
    "ReturnInterview",
    "SavedFilter",
    "SdqScore",
    "Section47",
    "Stay",
    "StrategyDiscussion",
    "StrategyOutcome",
    "Withdrawal",
    "Worker",
]
