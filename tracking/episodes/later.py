"""Kinds of episode of missing children and of young people who left care."""

from datetime import date, datetime, time

from tracking.episodes.kind import Ask, Kind, Next, Problems
from tracking.models import CareLeaverContact, MissingEpisode, ReturnInterview

YES_NO = (("Y", "Yes"), ("N", "No"))
SUITABLE = (("1", "Yes"), ("2", "No"))
TIME = "Such as 21:30. It decides on the 72 hours."


def _times_in_order(episode: MissingEpisode, latest: date) -> Problems:
    """Within one day the times of day decide what is before what, where both are known."""
    started = _moment(episode.started_on, episode.started_at)
    ended = _moment(episode.ended_on, episode.ended_at)
    interviewed = _moment(episode.interviewed_on, episode.interviewed_at)
    if episode.interviewed_on and not episode.ended_on:
        return {"interviewed_on": "The interview follows the child’s return: enter when the child returned."}
    if started and ended and ended < started:
        return {"ended_at": "The child returned before going missing."}
    if ended and interviewed and interviewed < ended:
        return {"interviewed_at": "The interview was before the child returned."}
    return {}


def _after_the_return(interview: ReturnInterview, latest: date) -> Problems:
    returned = interview.missing_episode.ended_on if interview.missing_episode_id else None
    is_early = returned and interview.held_on and interview.held_on < returned
    return {"held_on": f"The interview must be on or after {returned:%-d %B %Y}, the return."} if is_early else {}


def _moment(day: date | None, at: time | None) -> datetime | None:
    return datetime.combine(day, at) if day and at else None


MISSING_EPISODE = Kind(
    code="missing_episode",
    name="missing episode",
    model=MissingEpisode,
    day="started_on",
    end="ended_on",
    to_end=(
        *("ended_on", "ended_at", "interview_offered", "interview_accepted"),
        *("interviewed_on", "interviewed_at", "action_plan_on"),
    ),
    order=(("ended_on", "interviewed_on"), ("ended_on", "action_plan_on")),
    rules=(_times_in_order,),
    asks=(
        Ask("started_on", "Missing from", is_required=True),
        Ask("started_at", "Time", "Such as 21:30."),
        Ask("type", "Missing or away", codes="missing_type", is_required=True),
        Ask("responsible_authority", "Responsible authority", "Only for a child of another authority."),
        Ask("ended_on", "Returned on"),
        Ask("ended_at", "Time of the return", TIME),
        Ask("interview_offered", "Was an interview offered?", choices=YES_NO),
        Ask("interview_accepted", "Did the child accept it?", choices=YES_NO),
        Ask("interviewed_on", "Return home interview completed on"),
        Ask("interviewed_at", "Time of the interview", TIME),
        Ask("action_plan_on", "Action plan completed on"),
    ),
    next=(Next("return_interview", "Record a declined or separate interview", {"missing_episode": ""}),),
)

RETURN_INTERVIEW = Kind(
    code="return_interview",
    name="return home interview",
    model=ReturnInterview,
    day="held_on",
    rules=(_after_the_return,),
    asks=(
        Ask("missing_episode", "Missing episode", is_required=True),
        Ask("held_on", "Day", is_required=True),
        Ask("held_at", "Time", TIME),
        Ask("is_declined", "Did the child decline it?", "A declined interview is shown, and stays due."),
    ),
)

CARE_LEAVER_CONTACT = Kind(
    code="care_leaver_contact",
    name="contact with a care leaver",
    model=CareLeaverContact,
    day="contacted_on",
    asks=(
        Ask("contacted_on", "Day of the contact", is_required=True),
        Ask("eligibility", "Eligibility", codes="care_leaver_eligibility", is_required=True),
        Ask("in_touch", "In touch", codes="care_leaver_in_touch"),
        Ask("accommodation", "Accommodation", codes="care_leaver_accommodation"),
        Ask("accommodation_suitable", "Is the accommodation suitable?", choices=SUITABLE),
        Ask("activity", "Main activity", codes="care_leaver_activity"),
        Ask("pathway_plan_reviewed_on", "Pathway plan reviewed on"),
        Ask("personal_adviser", "Personal adviser"),
        Ask("team", "Team"),
        Ask("worker", "Worker"),
    ),
    next=(
        Next(
            "care_leaver_contact",
            "Record the next contact",
            {
                name: name
                for name in (
                    *("eligibility", "in_touch", "accommodation", "accommodation_suitable", "activity"),
                    *("pathway_plan_reviewed_on", "personal_adviser", "team", "worker"),
                )
            },
        ),
    ),
)

KINDS = (MISSING_EPISODE, RETURN_INTERVIEW, CARE_LEAVER_CONTACT)
