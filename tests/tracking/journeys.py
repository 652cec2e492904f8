"""Small journeys for the rules of duties, written with dates as text, and what a rule says of them in one line each.

A child is born on 15 June 2010 and seen as at 31 March 2018 unless a test says otherwise. Rows are given in the order
of their own date, as the rules expect them.
"""

from datetime import date, time
from typing import Any

from tracking.duties.due import Due
from tracking.duties.facts import (
    Assessment,
    CareEpisode,
    CareReview,
    CinPlan,
    Conference,
    Contact,
    HealthCheck,
    Involvement,
    Journey,
    LeaverContact,
    LegalStatus,
    Missing,
    Placement,
    ProtectionPlan,
    ProtectionReview,
    Referral,
    Sdq,
    Section47,
    Visit,
)
from tracking.duties.kinds import DEFAULTS, KINDS
from tracking.duties.limits import Limits

LAW = Limits(DEFAULTS)


def day(text: str) -> date:
    """The day written as 2017-04-13."""
    return date.fromisoformat(text)


def maybe(text: str | None) -> date | None:
    """The day, where there is one."""
    return day(text) if text else None


def child(
    born: str | None = "2010-06-15", *, as_at: str = "2018-03-31", died: str | None = None, **rows: Any
) -> Journey:
    """A child and what is known of it as at a day."""
    return Journey(1, day(as_at), maybe(born), maybe(died), **rows)


def duties(journey: Journey, code: str, limits: Limits = LAW) -> list[Due]:
    """What the rule of one kind says."""
    return list(KINDS[code].rule(journey, limits))


def story(journey: Journey, code: str, limits: Limits = LAW, *, pk: int | None = None) -> list[str]:
    """What the rule of one kind says, a line for each duty; of one episode where its `pk` is given."""
    return [told(due, journey) for due in duties(journey, code, limits) if pk in (None, due.episode.pk)]


def told(due: Due, journey: Journey) -> str:
    """`start due day: state`; "over" is what is neither met nor cancelled and can no longer be met."""
    if due.met_on:
        state = f"met {due.met_on} {'in time' if due.in_time else 'late'}"
    elif due.cancelled_on:
        state = f"cancelled {due.cancelled_on}"
    else:
        state = "open" if due.is_open(journey.as_at, journey.died_on) else "over"
    return f"{due.started_on} due {due.due_by}: {state}"


def contact(received: str, decided: str | None = None, *, pk: int = 1) -> Contact:
    return Contact(pk=pk, received_on=day(received), decided=maybe(decided))


def referral(
    received: str, decided: str | None = None, *, closed: str | None = None, team: int | None = None, pk: int = 1
) -> Referral:
    return Referral(pk=pk, received_on=day(received), decided=maybe(decided), closed=maybe(closed), team_id=team)


def assessment(started: str, authorised: str | None = None, *, team: int | None = None, pk: int = 1) -> Assessment:
    return Assessment(pk=pk, started_on=day(started), authorised=maybe(authorised), team_id=team)


def enquiry(
    started: str,
    *,
    ended: str | None = None,
    outcomes: Any = None,
    conferenced: bool = False,
    team: int | None = None,
    pk: int = 1,
) -> Section47:
    """A section 47 enquiry; `conferenced` where a conference names it."""
    return Section47(
        pk=pk,
        started_on=day(started),
        ended_on=maybe(ended),
        outcomes=outcomes,
        is_conferenced=conferenced,
        team_id=team,
    )


def conference(
    held: str | None,
    *,
    of: str | None = "2017-04-04",
    transfer_in: bool | None = False,
    team: int | None = None,
    pk: int = 7,
) -> Conference:
    """A conference that names a section 47 enquiry `of` a day, or none."""
    return Conference(pk=pk, enquiry_started=maybe(of), is_transfer_in=transfer_in, held_on=maybe(held), team_id=team)


def protection_plan(
    started: str, ended: str | None = None, *, conferred: str | None = None, source_id: str | None = "p1", pk: int = 1
) -> ProtectionPlan:
    return ProtectionPlan(
        pk=pk, source_id=source_id, started_on=day(started), ended=maybe(ended), conferred=maybe(conferred)
    )


def cin_plan(started: str, ended: str | None = None, *, pk: int = 1) -> CinPlan:
    return CinPlan(pk=pk, source_id=f"n{pk}", started_on=day(started), ended=maybe(ended))


def visits(*days: str, plan: str = "") -> list[Visit]:
    """Visits at which the child was seen."""
    return [Visit(visited_on=day(one), plan=plan) for one in days]


def conference_reviews(*days: str, plan: int | None = None) -> list[ProtectionReview]:
    return [ProtectionReview(held_on=day(one), plan_id=plan) for one in days]


def in_care(
    started: str | None,
    ceased: str | None = None,
    *,
    period: str = "c1",
    entered: str | None = None,
    form: str | None = None,
    pk: int = 1,
) -> CareEpisode:
    """An episode of a period of care."""
    return CareEpisode(
        pk=pk,
        period_of_care=period,
        started_on=maybe(started),
        ceased=maybe(ceased),
        entered=maybe(entered),
        form_returned=maybe(form),
    )


def placed(
    started: str,
    ended: str | None = None,
    *,
    urn: str = "SC1",
    type: str = "U1",
    until_18: bool | None = None,
    period: str = "c1",
    pk: int = 1,
) -> Placement:
    return Placement(
        pk=pk,
        source_id=f"pl{pk:02}",
        period_of_care=period,
        started_on=day(started),
        ended=maybe(ended),
        type=type,
        urn=urn,
        intended_until_18=until_18,
        change_reason="",
    )


def legal_status(code: str, started: str, ended: str | None = None) -> LegalStatus:
    return LegalStatus(code=code, started_on=day(started), ended=maybe(ended))


def care_reviews(*days: str, period: str = "c1", permanence: bool | None = None) -> list[CareReview]:
    """Reviews held, and not cancelled; `permanence` whether a permanence plan is in place."""
    return [CareReview(period_of_care=period, held_on=day(one), permanence_plan=permanence) for one in days]


def check(on: str, type: str = "Review Health Assessment", status: str = "Completed") -> HealthCheck:
    return HealthCheck(type=type, checked_on=day(on), status=status)


def initial(on: str, status: str = "Completed") -> HealthCheck:
    return check(on, "Initial Health Assessment", status)


def dental(on: str, status: str = "Completed") -> HealthCheck:
    return check(on, "Dental Check", status)


def sdqs(*days: str) -> list[Sdq]:
    return [Sdq(completed_on=day(one)) for one in days]


def missing(
    returned: str, interviewed: str | None = None, *, declined: str | None = None, plan: str | None = None, of: str = ""
) -> Missing:
    """A missing episode; the return and the interview may have a time of day, as in `2017-10-13 18:30`."""
    returned_on, returned_at = moment(returned)
    interviewed_on, interviewed_at = moment(interviewed or "")
    assert returned_on
    return Missing(
        pk=1,
        ended=returned_on,
        ended_at=returned_at,
        interviewed=interviewed_on,
        interviewed_at=interviewed_at,
        declined=maybe(declined),
        action_plan=maybe(plan),
        responsible_authority=of,
    )


def moment(text: str) -> tuple[date | None, time | None]:
    """A day and, where it is known, the time of day."""
    on, _, at = text.partition(" ")
    return maybe(on), time.fromisoformat(at) if at else None


def leaver_contact(on: str, reviewed: str | None = None, *, team: int | None = None, pk: int = 1) -> LeaverContact:
    return LeaverContact(pk=pk, contacted_on=day(on), pathway_plan_reviewed=maybe(reviewed), team_id=team)


def allocation(
    started: str, ended: str | None = None, *, team: int | None = None, worker: int | None = None, pk: int = 1
) -> Involvement:
    """An allocated worker."""
    return Involvement(
        pk=pk, source_id=f"i{pk}", started_on=day(started), ended=maybe(ended), team_id=team, worker_id=worker
    )
