"""Kinds of episode at the front door: contacts, referrals, early help, and who is allocated."""

from tracking.episodes.kind import Ask, Kind, Next
from tracking.models import Contact, ContactOutcome, EarlyHelpEpisode, Involvement, Referral

ALLOCATED = "Allocated worker"

CONTACT = Kind(
    code="contact",
    name="contact",
    model=Contact,
    day="received_on",
    shared_by="group",
    order=(("received_on", "decided_on"),),
    asks=(
        Ask("received_on", "Received on", is_required=True),
        Ask("source_code", "Who made the contact", codes="contact_source"),
        Ask("source_description", "More about who made it"),
        Ask("decided_on", "Decided on", "When it was decided what becomes of the contact."),
        Ask("outcome", "Outcome", "Refer to Social Care leads to the referral, Refer to Early Help to early help."),
    ),
    next=(
        Next(
            "referral",
            "Record the referral",
            {"received_on": "decided_on", "referral_source_code": "source_code"},
            when=("outcome", ContactOutcome.REFER_TO_SOCIAL_CARE),
        ),
        Next(
            "early_help",
            "Record the early help",
            {"started_on": "decided_on"},
            when=("outcome", ContactOutcome.REFER_TO_EARLY_HELP),
        ),
    ),
)

REFERRAL = Kind(
    code="referral",
    name="referral",
    model=Referral,
    day="received_on",
    end="closed_on",
    to_end=("closed_on", "close_reason"),
    alone="This child has a referral that is open on those days, from {start}. Close it first.",
    order=(("received_on", "decided_on"),),
    asks=(
        Ask("received_on", "Received on", is_required=True),
        Ask("referral_source_code", "Who referred", codes="referral_source"),
        Ask("referral_source_description", "More about who referred"),
        Ask("primary_need", "Primary need", codes="primary_need"),
        Ask("decided_on", "Decided on", "When a manager decided on the next step. Due within one working day."),
        Ask("no_further_action", "No further action?"),
        Ask("team", "Team"),
        Ask("worker", "Worker"),
        Ask("closed_on", "Closed on"),
        Ask("close_reason", "Why it is closed", codes="cin_reason_for_closure"),
    ),
    next=(
        Next(
            "assessment",
            "Start the assessment",
            {"referral": "", "started_on": "decided_on", "team": "team", "worker": "worker"},
            when=("no_further_action", False),
        ),
        Next("strategy_discussion", "Record a strategy discussion", {"referral": "", "team": "team"}),
        Next("cin_plan", "Start a child in need plan", {"referral": "", "team": "team", "worker": "worker"}),
        Next("period_of_care", "Record that the child is looked after", {"primary_need": "primary_need"}),
    ),
)

EARLY_HELP = Kind(
    code="early_help",
    name="early help episode",
    model=EarlyHelpEpisode,
    day="started_on",
    end="ended_on",
    to_end=("ended_on", "end_reason"),
    asks=(
        Ask("started_on", "Started on", is_required=True),
        Ask("delivered_by", "Who carries it out"),
        Ask("organisation", "Organisation"),
        Ask("reason", "Reason"),
        Ask("worker", "Worker"),
        Ask("ended_on", "Ended on"),
        Ask("end_reason", "Why it ended"),
    ),
)

ALLOCATION = Kind(
    code="allocation",
    name="allocation of a worker",
    model=Involvement,
    day="started_on",
    end="ended_on",
    to_end=("ended_on", "change_reason"),
    asks=(
        Ask("worker", "Worker", is_required=True),
        Ask("team", "Team"),
        Ask(
            "role",
            "Role",
            choices=((ALLOCATED, "Allocated worker"), ("Personal adviser", "Personal adviser"), ("IRO", "IRO")),
            is_required=True,
        ),
        Ask("started_on", "From", is_required=True),
        Ask("ended_on", "Until"),
        Ask("change_reason", "Why the worker changes", codes="social_worker_change_reason"),
    ),
    next=(Next("allocation", "Allocate another worker instead", {"team": "team", "role": "role"}, ends=True),),
)

KINDS = (CONTACT, REFERRAL, EARLY_HELP, ALLOCATION)
