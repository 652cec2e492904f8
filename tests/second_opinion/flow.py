"""Where referrals and assessments led to (catalogue, "Referrals" and "Assessments": "also")."""

from .assessments import completed
from .duty import is_yes
from .known import Known
from .measure import Measure, Observation, all_of, events, needs
from .referrals import referrals


def _by_assessment(known: Known) -> list[Observation]:
    """Referrals received; met = an assessment names it whose start is not after A (it may be blank)."""
    named = {row.get("cina_referral_id", "") for row in known.rows("ssd_cin_assessments")}
    return [one.observed(one.row["cine_referral_id"] in named) for one in known.once(referrals)]


def _by_further_action(known: Known) -> list[Observation]:
    """Assessments completed that have an outcome recorded; met = no further action."""
    recorded = [one for one in known.once(completed) if one.row.get("cina_assessment_outcome_nfa")]
    return [one.observed(is_yes(one.row, "cina_assessment_outcome_nfa")) for one in recorded]


_ASSESSED = all_of(needs("ssd_cin_episodes", "cine_referral_date"), needs("ssd_cin_assessments", "cina_referral_id"))
_ENDED = needs("ssd_cin_assessments", "cina_assessment_auth_date", "cina_assessment_outcome_nfa")

MEASURES = [
    Measure("FLOW-REFERRAL-TO-ASSESSMENT", "month", "percent", _ASSESSED, events(_by_assessment)),
    Measure("FLOW-NFA", "month", "percent", _ENDED, events(_by_further_action)),
]
