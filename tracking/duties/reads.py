"""What each kind of duty is worked out from: when one of these tables changes, the duties of that kind may."""

from tracking.models import (
    Assessment,
    CareEpisode,
    CareLeaverContact,
    Child,
    ChildProtectionPlan,
    CinPlan,
    CinVisit,
    Contact,
    HealthCheck,
    InitialConference,
    Involvement,
    LegalStatus,
    LookedAfterReview,
    LookedAfterVisit,
    MissingEpisode,
    Placement,
    ProtectionReview,
    ProtectionVisit,
    Referral,
    ReturnInterview,
    SdqScore,
    Section47,
)
from tracking.models.base import Record

Models = tuple[type[Record], ...]

# A birthday can end a duty, and it belongs to the team of the allocated worker.
ALWAYS: Models = (Child, Involvement)
PERIODS_OF_CARE: Models = (CareEpisode, LegalStatus)
STAYS: Models = (*PERIODS_OF_CARE, Placement)
OF_KIND: dict[str, Models] = {
    "contact_decision": (Contact, Referral),
    "referral_decision": (Referral,),
    "assessment": (Assessment,),
    "icpc": (Section47, InitialConference),
    "cp_visit": (ChildProtectionPlan, ProtectionVisit),
    "cp_review": (ChildProtectionPlan, ProtectionReview, InitialConference),
    "cin_visit": (CinPlan, CinVisit),
    "looked_after_visit": (*STAYS, LookedAfterVisit),
    "looked_after_review": (*PERIODS_OF_CARE, LookedAfterReview),
    "permanence_plan": (*PERIODS_OF_CARE, LookedAfterReview),
    "initial_health_assessment": (*PERIODS_OF_CARE, HealthCheck),
    "iha_form": PERIODS_OF_CARE,
    "review_health_assessment": (*PERIODS_OF_CARE, HealthCheck),
    "dental_check": (*PERIODS_OF_CARE, HealthCheck),
    "sdq": (*PERIODS_OF_CARE, SdqScore),
    "return_home_interview": (MissingEpisode, ReturnInterview),
    "missing_action_plan": (MissingEpisode,),
    "care_leaver_contact": (CareLeaverContact,),
    "pathway_plan_review": (CareLeaverContact,),
}


def tables(models: Models) -> frozenset[str]:
    """The models' tables."""
    return frozenset(model._meta.db_table for model in models)
